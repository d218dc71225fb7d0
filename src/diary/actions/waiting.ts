/** Who waits for a slot, and slots that become free: the first to accept has it. */
import { recordEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CasePlace } from '../../cases/actions/record.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { localOf, ms } from '../rules/time.ts';
import type { Kind, Mode, Need } from '../rules/words.ts';
import { type AppointmentRow, findAppointment } from '../store/appointments.ts';
import * as store from '../store/waiting.ts';
import { type Booking, bookIn, NotBooked, refusalFrom } from './book.ts';
import { tellPerson } from './told.ts';

export type { OfferRow, WaitRow } from '../store/waiting.ts';

/** To how many at once a slot is offered: enough that one of them takes it, few enough that not many are let down. */
const offeredTo = 3;
const looked = 500;

/** Whether a slot that became free suits somebody who waits: day, length, way, worker, room and notice. Pure. */
export function suits(
  wait: Pick<
    store.WaitRow,
    'earliest' | 'latest' | 'minutes' | 'modes' | 'staff_id' | 'site_id' | 'needs' | 'notice_hours'
  >,
  slot: { staffId: string; siteId: string; from: number; to: number; day: string; mode: Mode; room: readonly Need[] },
  now: number,
): boolean {
  return (
    wait.site_id === slot.siteId &&
    (wait.staff_id === null || wait.staff_id === slot.staffId) &&
    wait.earliest <= slot.day &&
    slot.day <= wait.latest &&
    ms(wait.minutes) <= slot.to - slot.from &&
    wait.modes.includes(slot.mode) &&
    (slot.mode !== 'in_person' || wait.needs.every((need) => need === 'interpreter' || slot.room.includes(need))) &&
    slot.from - now >= ms(wait.notice_hours * 60)
  );
}

/** Offers the times of appointments that were cancelled or moved to those who wait and whom they suit, the longest waiting first. */
export async function offerFreed(tx: Tx, actor: Actor, freed: readonly AppointmentRow[], clock: Clock): Promise<void> {
  const now = clock.now().epochMilliseconds;
  for (const row of freed) {
    if (row.from_ms <= now || row.case_id === null) continue;
    const room = row.needs;
    const slot = {
      ...{ staffId: row.staff_id, siteId: row.site_id, from: row.from_ms, to: row.to_ms, mode: row.mode },
      ...{ day: localOf(row.from_ms, row.time_zone).day, room },
    };
    const waiting = await store.waitingAt(tx, { siteId: row.site_id, limit: looked });
    const fits = waiting.filter((wait) => wait.case_id !== row.case_id && suits(wait, slot, now)).slice(0, offeredTo);
    if (fits.length === 0) continue;
    const rows = fits.map((wait) => ({
      ...{ id: newId(), freed_id: row.id, wait_id: wait.id, case_id: wait.case_id, person_id: wait.person_id },
    }));
    await store.insertOffers(tx, { rows: JSON.stringify(rows), by: actor.userId, at: clock.now().toString() });
    for (const offer of rows)
      await tellPerson(tx, actor, 'slot_free', row, clock, { caseId: offer.case_id, about: offer.id });
    await recordEvents(
      tx,
      actor,
      rows.map((offer) => ({
        kind: 'appointment.offered',
        programmeId: row.programme_id,
        personId: offer.person_id,
        caseId: offer.case_id,
        happenedOn: clock.today().toString(),
        payload: { recordId: offer.id, day: slot.day, at: localOf(row.from_ms, row.time_zone).minutes },
      })),
    );
  }
}

/** What somebody waits for. Days 'YYYY-MM-DD', both included. */
export type WaitGiven = {
  siteId: string;
  staffId: string | null;
  kind: Kind;
  minutes: number;
  earliest: string;
  latest: string;
  modes: readonly Mode[];
  needs: readonly Need[];
  noticeHours: number;
};

/** Puts somebody on the waiting list for slots, with the event 'appointment.waits'. Resolves to its id. */
export function waitForSlot(
  db: Database,
  actor: Actor,
  place: Pick<CasePlace, 'programmeId' | 'caseId' | 'personId'>,
  given: WaitGiven,
  clock: Clock,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { programmeId, caseId, personId } = place;
    await store.insertWait(tx, {
      ...{ id, programmeId, caseId, personId, ...given, by: actor.userId, at: clock.now().toString() },
    });
    await recordEvent(tx, actor, {
      kind: 'appointment.waits',
      programmeId,
      caseId,
      personId,
      happenedOn: clock.today().toString(),
      payload: { recordId: id, ...given },
    });
    return id;
  });
}

/** Takes somebody from the waiting list, with the event 'appointment.wait_ended'. */
export function stopWaiting(
  db: Database,
  actor: Actor,
  wait: store.WaitRow,
  version: number,
  clock: Clock,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const [saved] = await store.setWait(tx, { id: wait.id, version, state: 'withdrawn', appointmentId: null });
    if (saved === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'appointment.wait_ended',
      programmeId: wait.programme_id,
      caseId: wait.case_id,
      personId: wait.person_id,
      happenedOn: clock.today().toString(),
      payload: { recordId: wait.id },
    });
    return 'saved';
  });
}

/** Those of a case who wait, and what is offered to it. Two statements. */
export async function waitsOf(sql: Sql, caseId: string) {
  return {
    waits: await store.waitsOfCase(sql, { caseId }),
    offers: await store.openOffers(sql, { caseIds: [caseId] }),
  };
}

/** An offer with who waits for it and what is offered, or null. */
export async function findOffer(sql: Sql, id: string) {
  const [offer] = await store.findOffer(sql, { id });
  if (offer === undefined) return null;
  const [wait] = await store.findWait(sql, { id: offer.wait_id });
  const [freed] = await findAppointment(sql, { id: offer.freed_id });
  return wait === undefined || freed === undefined ? null : { offer, wait, freed };
}
export type FoundOffer = NonNullable<Awaited<ReturnType<typeof findOffer>>>;
/** Somebody who waits, by id, or null. */
export const findWait = async (sql: Sql, id: string): Promise<store.WaitRow | null> =>
  (await store.findWait(sql, { id }))[0] ?? null;

/**
 * Accepts what was offered: the time is booked, those to whom it was offered as well are told that it is taken, and the person
 * waits no longer. Two who accept at once: the first has it, the second gets 'taken'. 'gone' when it was answered before.
 */
export async function acceptOffer(
  db: Database,
  actor: Actor,
  { offer, wait, freed }: FoundOffer,
  clock: Clock,
): Promise<Booking | { outcome: 'gone' }> {
  const at = clock.now().toString();
  try {
    return await transaction(db, async (tx): Promise<Booking | { outcome: 'gone' }> => {
      const offers = await store.lockFreed(tx, { freedId: offer.freed_id });
      const own = offers.find(({ id }) => id === offer.id);
      if (own?.state === 'taken' || offers.some(({ state, id }) => state === 'accepted' && id !== offer.id))
        return { outcome: 'taken', problems: [], alternatives: [] };
      if (own?.state !== 'open' || wait.state !== 'waiting') return { outcome: 'gone' };
      const { day, minutes } = localOf(freed.from_ms, freed.time_zone);
      const place = { programmeId: wait.programme_id, caseId: wait.case_id, personId: wait.person_id };
      const booked = await bookIn(
        tx,
        actor,
        place,
        {
          ...{ staffId: freed.staff_id, siteId: freed.site_id, kind: wait.kind, mode: freed.mode, day },
          at: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
          ...{ minutes: wait.minutes, needs: wait.needs },
        },
        { clock },
      );
      await store.answerOffers(tx, { ids: [offer.id], state: 'accepted', at });
      const others = offers.filter(({ id }) => id !== offer.id).map(({ id }) => id);
      await store.answerOffers(tx, { ids: others, state: 'taken', at });
      await store.setWait(tx, { id: wait.id, version: wait.version, state: 'booked', appointmentId: booked.id });
      return { outcome: 'booked', ...booked };
    });
  } catch (error) {
    // Somebody booked the time without an offer: it is taken all the same.
    if (error instanceof NotBooked && error.problems.some(({ code }) => code === 'worker busy' || code === 'room busy'))
      return { outcome: 'taken', problems: error.problems, alternatives: error.alternatives };
    return refusalFrom(error);
  }
}

/** Declines what was offered; the person goes on waiting. */
export function declineOffer(db: Database, actor: Actor, { offer, wait }: FoundOffer, clock: Clock): Promise<void> {
  return transaction(db, async (tx) => {
    await store.answerOffers(tx, { ids: [offer.id], state: 'declined', at: clock.now().toString() });
    await recordEvent(tx, actor, {
      kind: 'appointment.offer_declined',
      programmeId: wait.programme_id,
      caseId: wait.case_id,
      personId: wait.person_id,
      happenedOn: clock.today().toString(),
      payload: { recordId: offer.id },
    });
  });
}
