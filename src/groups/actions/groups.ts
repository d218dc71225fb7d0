/** Sessions of groups: planned, places given and given up, attendance in one go, cancelled. */
import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Booking, type BookingMeans, type BookingWish, bookIn, refusalFrom } from '../../diary/actions/book.ts';
import { cancelIn, findAppointment } from '../../diary/actions/change.ts';
import { holdPerson, releasePerson } from '../../diary/actions/group.ts';
import { tellPerson } from '../../diary/actions/told.ts';
import { aboutSession } from '../../diary/rules/words.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { givenAtOnce, type Outcome, type PlaceState } from '../rules.ts';
import * as store from '../store/groups.ts';

export type { PlaceRow, SessionRow } from '../store/groups.ts';

/** A session by id, or null. */
export async function findSession(sql: Sql, id: string): Promise<store.SessionRow | null> {
  return (await store.findSession(sql, { id }))[0] ?? null;
}

/** Sessions of programmes that begin between two moments, at most 200. */
export function sessionsBetween(
  sql: Sql,
  programmeIds: readonly string[],
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<store.SessionRow[]> {
  return store.sessionsBetween(sql, { programmeIds, from: from.toString(), to: to.toString(), limit: 200 });
}

/** Places of a session, those who asked first first. */
export function placesOf(sql: Sql, sessionId: string): Promise<store.PlaceRow[]> {
  return store.placesOf(sql, { sessionId });
}

/** The places of a case in these sessions. */
export function placesOfCase(sql: Sql, caseId: string, sessionIds: readonly string[]) {
  return store.placesOfCase(sql, { caseId, sessionIds });
}

/** What a session is, besides its time. */
export type SessionGiven = { title: string; words: string | null; places: number };

/** Plans a session: worker and room are booked like for anybody. Event 'group.planned'. */
export async function planSession(
  db: Database,
  actor: Actor,
  programmeId: string,
  given: SessionGiven,
  wish: BookingWish,
  means: BookingMeans,
): Promise<Booking & { sessionId?: string }> {
  try {
    return await transaction(db, async (tx) => {
      const sessionId = newId();
      const asked = { ...wish, about: aboutSession(sessionId) };
      const booked = await bookIn(tx, actor, { programmeId, caseId: null, personId: null }, asked, means);
      await store.insertSession(tx, {
        id: sessionId,
        programmeId,
        appointmentId: booked.id,
        ...given,
        by: actor.userId,
      });
      await recordEvent(tx, actor, {
        kind: 'group.planned',
        programmeId,
        happenedOn: means.clock.today().toString(),
        payload: { recordId: sessionId, ...given, day: wish.day, at: wish.at },
      });
      return { outcome: 'booked' as const, ...booked, sessionId };
    });
  } catch (error) {
    return refusalFrom(error);
  }
}

type Who = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId'>;

/** Writes an event of somebody's place. */
export async function event(
  tx: Tx,
  actor: Actor,
  who: Who,
  session: store.SessionRow,
  kind: string,
  clock: Clock,
  more: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent(tx, actor, {
    kind,
    programmeId: who.programmeId,
    personId: who.personId,
    caseId: who.caseId,
    happenedOn: clock.today().toString(),
    payload: { recordId: session.id, title: session.title, ...more },
  });
}

/** The session as it stands, kept from others until the transaction ends; null when it is not to come any more. */
export async function lockComing(tx: Tx, id: string, clock: Clock): Promise<store.SessionRow | null> {
  await store.lockSession(tx, { id });
  const session = await findSession(tx, id);
  if (session === null || session.state !== 'booked' || session.from_ms <= clock.now().epochMilliseconds) return null;
  return session;
}

/** What came of asking for a place. Unless it is 'booked' or 'waiting', nothing was written. */
export type Asked = 'booked' | 'waiting' | 'busy' | 'there already' | 'over';

/**
 * Gives somebody a place, or lets them wait where none is free: events 'group.booked' and 'group.waiting'. 'busy' when they have
 * another appointment then.
 */
export function takePlace(db: Database, actor: Actor, who: Who, sessionId: string, clock: Clock): Promise<Asked> {
  return transaction(db, async (tx) => {
    const session = await lockComing(tx, sessionId, clock);
    if (session === null || session.programme_id !== who.programmeId) return 'over';
    const state = givenAtOnce(session) ? 'booked' : 'waiting';
    const { caseId, personId } = who;
    const [made] = await store.insertPlace(tx, {
      ...{ id: newId(), sessionId, caseId, personId, state },
      ...{ by: actor.userId, at: clock.now().toString() },
    });
    if (made === undefined) return 'there already';
    if (state === 'booked' && !(await holdPerson(tx, session.appointment_id, personId))) throw new Busy();
    await event(tx, actor, who, session, state === 'booked' ? 'group.booked' : 'group.waiting', clock);
    if (state === 'booked' || session.taken >= session.places) return state;
    // A place is free that those who wait longer cannot take: they have another appointment then.
    await moveUp(tx, actor, sessionId, clock);
    const [own] = await store.placesOfCase(tx, { caseId, sessionIds: [sessionId] });
    return own?.state === 'booked' ? 'booked' : 'waiting';
  }).catch((error: unknown) => {
    if (error instanceof Busy) return 'busy';
    throw error;
  });
}

/** Ends the transaction: the person has another appointment then. */
class Busy extends Error {}

/** Gives the places that are free to those who wait and have the time, in their order, and tells their key workers. */
export async function moveUp(tx: Tx, actor: Actor, sessionId: string, clock: Clock): Promise<void> {
  const session = await findSession(tx, sessionId);
  if (session === null) return;
  let free = session.places - session.taken;
  const waiting = (await placesOf(tx, sessionId)).filter(({ state }) => state === 'waiting');
  for (const place of waiting) {
    if (free <= 0) return;
    // Whoever has another appointment then keeps their place in the list; the next one is asked.
    if (!(await holdPerson(tx, session.appointment_id, place.person_id))) continue;
    await setPlaces(tx, [{ place, state: 'booked', reason: null }], ['waiting']);
    await event(tx, actor, whoOf(place), session, 'group.moved up', clock);
    const workers = place.key_worker_id === null ? [] : await usersOfStaff(tx, [place.key_worker_id]);
    await tell(
      tx,
      workers.map((one) => one.user_id),
      { kind: 'group place', href: `/cases/${place.case_id}/groups`, about: place.id },
    );
    free--;
  }
}

/** Whose place it is. */
export const whoOf = (place: store.PlaceRow): Who => ({
  caseId: place.case_id,
  personId: place.person_id,
  programmeId: place.programme_id,
});

/** Gives places another state; false when one of them was changed meanwhile. */
export async function setPlaces(
  tx: Tx,
  changes: readonly { place: Pick<store.PlaceRow, 'id' | 'version'>; state: PlaceState; reason: string | null }[],
  from: readonly PlaceState[],
): Promise<boolean> {
  const done = await store.setPlaces(tx, {
    ids: changes.map(({ place }) => place.id),
    versions: changes.map(({ place }) => place.version),
    states: changes.map(({ state }) => state),
    reasons: changes.map(({ reason }) => reason),
    from,
  });
  return done.length === changes.length;
}

/** Gives a place up, or the wait for one; the first who waits and has the time is given it. Event 'group.given up'. */
export function giveUpPlace(
  db: Database,
  actor: Actor,
  who: Who,
  sessionId: string,
  given: { placeId: string; version: number; reason: string },
  clock: Clock,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const session = await lockComing(tx, sessionId, clock);
    if (session === null) return 'stale';
    const place = { id: given.placeId, version: given.version };
    const [own] = (await store.placesOfCase(tx, { caseId: who.caseId, sessionIds: [sessionId] })).filter(
      ({ id }) => id === place.id,
    );
    if (own === undefined) return 'stale';
    const change = { place, state: 'cancelled_by_them' as const, reason: given.reason };
    if (!(await setPlaces(tx, [change], ['booked', 'waiting']))) return 'stale';
    await releasePerson(tx, session.appointment_id, who.personId);
    await event(tx, actor, who, session, 'group.given up', clock, { reason: given.reason });
    await moveUp(tx, actor, sessionId, clock);
    return 'saved';
  });
}

/**
 * What became of places, in one go, once the session has begun; each at most once, all or none. Events 'group.attended' and
 * 'group.missed'. 'stale' when one of them was changed meanwhile, 'not begun' before the session begins.
 */
export function recordAttendance(
  db: Database,
  actor: Actor,
  session: store.SessionRow,
  said: readonly { place: store.PlaceRow; version: number; outcome: Outcome }[],
  clock: Clock,
): Promise<'saved' | 'stale' | 'not begun'> {
  if (session.from_ms > clock.now().epochMilliseconds) return Promise.resolve('not begun');
  return transaction(db, async (tx) => {
    await store.lockSession(tx, { id: session.id });
    const changes = said.map(({ place, version, outcome }) => ({
      place: { id: place.id, version },
      state: outcome,
      reason: outcome === 'did_not_attend' || outcome === 'cancelled_by_them' ? 'Not known' : null,
    }));
    if (!(await setPlaces(tx, changes, ['booked']))) throw new Stale();
    for (const { place, outcome } of said) {
      const kind =
        outcome === 'did_not_attend'
          ? 'group.missed'
          : outcome === 'cancelled_by_them'
            ? 'group.given up'
            : 'group.attended';
      await event(tx, actor, whoOf(place), session, kind, clock, { state: outcome });
    }
    return 'saved' as const;
  }).catch((error: unknown) => {
    if (error instanceof Stale) return 'stale';
    throw error;
  });
}

/** Ends the transaction: something was changed meanwhile. */
class Stale extends Error {}

/** Cancels a session that has not begun: everybody's place is cancelled by us, which is nobody's failure, and they are sent a message. Events 'group.cancelled'. */
export function cancelSession(
  db: Database,
  actor: Actor,
  session: store.SessionRow,
  reason: string,
  clock: Clock,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const standing = await lockComing(tx, session.id, clock);
    const row = standing === null ? null : await findAppointment(tx, session.appointment_id);
    if (standing === null || row === null) return 'stale';
    if ((await cancelIn(tx, actor, row, row.version, { askedBy: 'us', reason, clock })) === 'stale') return 'stale';
    const places = (await placesOf(tx, session.id)).filter(({ state }) => state === 'booked' || state === 'waiting');
    await setPlaces(
      tx,
      places.map((place) => ({ place, state: 'cancelled_by_us', reason })),
      ['booked', 'waiting'],
    );
    for (const place of places) {
      await event(tx, actor, whoOf(place), session, 'group.cancelled', clock, { reason });
      // Whoever waited was never told of a time.
      if (place.state === 'booked')
        await tellPerson(tx, actor, 'appointment_cancelled', row, clock, { caseId: place.case_id, about: place.id });
    }
    return 'saved';
  });
}
