/** Moving, swapping and cancelling. The chain of an appointment is kept, and who asked. */
import { recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { localOf, ms, timeOf } from '../rules/time.ts';
import { type AskedBy, isAway } from '../rules/words.ts';
import * as store from '../store/appointments.ts';
import {
  type Booking,
  type BookingMeans,
  type BookingWish,
  factsOf,
  passOrThrow,
  prepare,
  refusalFrom,
  rowOf,
} from './book.ts';
import { correctCalendar, tellCancelled, tellPerson, untell } from './told.ts';
import { offerFreed } from './waiting.ts';
import { isoOf, lockDiaries } from './world.ts';

export type { AppointmentRow } from '../store/appointments.ts';

type Row = store.AppointmentRow;

/** An appointment by id with its names, or null. */
export const findAppointment = async (sql: Sql, id: string): Promise<Row | null> =>
  (await store.findAppointment(sql, { id }))[0] ?? null;

/** Appointments of a case, the latest first. */
export const appointmentsOf = (sql: Sql, caseId: string): Promise<Row[]> => store.ofCase(sql, { caseId, limit: 200 });
/** What is booked with a worker after a moment and can change its time with another: all but visits. The earliest first. */
export async function comingOf(sql: Sql, staffId: string, after: number): Promise<Row[]> {
  const to = isoOf(after + ms(60 * 1440));
  const found = await store.ofStaff(sql, { staffId, from: isoOf(after), to, limit: 60 });
  return found.filter((row) => row.state === 'booked' && !isAway(row.mode, row));
}
/** What is booked of a case, the earliest first. */
export const nextOfCase = (sql: Sql, caseId: string): Promise<Row[]> => store.bookedOfCase(sql, { caseId });
/** The appointments of a chain of moves, the first first. */
export const chainOf = (sql: Sql, chainId: string): Promise<Row[]> => store.ofChain(sql, { chainId });

/** What came of a change. Unless it is 'booked' or 'saved', nothing was written and there is no event. */
export type Change = Booking | { outcome: 'stale' };

/** Ends the transaction: somebody has changed the appointment since. */
class Stale extends Error {}

/** Who asked for a change, why, when it is made, and a manager's reason where a limit is passed. */
export type ChangeMeans = { askedBy: AskedBy; reason: string | null; clock: Clock; override?: string | null } & Pick<
  BookingMeans,
  'plan'
>;

/** An appointment as a wish, to be changed in parts. */
export const asWish = (row: Row): BookingWish => {
  const { day, minutes } = localOf(row.from_ms, row.time_zone);
  return {
    staffId: row.staff_id,
    siteId: row.site_id,
    kind: row.kind,
    mode: row.mode,
    day,
    at: timeOf(minutes),
    minutes: (row.to_ms - row.from_ms) / ms(1),
    needs: row.needs,
    language: row.language,
    mandatory: row.mandatory,
    about: row.about,
    note: row.note,
    handover: row.handover,
  };
};

const placeOf = (row: Row) => ({
  programmeId: row.programme_id,
  caseId: row.case_id as string,
  personId: row.person_id as string,
});

/**
 * Puts other appointments in the place of booked ones, all or none, within a transaction: each old one is 'moved', leads to its
 * new one and stays in its chain. Every appointment is checked with all the old ones out of the way. Events
 * 'appointment.moved'. Whom we moved is sent a message; `untold` takes those whom none can reach. Throws NotBooked or Stale.
 */
export async function replaceIn(
  tx: Tx,
  actor: Actor,
  moves: readonly { row: Row; version: number; to: BookingWish; means: ChangeMeans }[],
  untold: string[] = [],
): Promise<string[]> {
  await lockDiaries(
    tx,
    moves.flatMap(({ row, to }) => [
      row.site_id,
      to.siteId,
      row.staff_id,
      to.staffId,
      row.person_id,
      to.language ?? null,
    ]),
  );
  const old = moves.map(({ row }) => row.id);
  const locked = await store.lockAppointments(tx, { ids: old });
  for (const { row, version } of moves)
    if (!locked.some((one) => one.id === row.id && one.version === version && one.state === 'booked'))
      throw new Stale();
  await store.deleteHolds(tx, { ids: old });
  const ids: string[] = [];
  const freed: string[] = [];
  // One after the other: each must fit beside those that were placed before it.
  for (const { row, to, means } of moves) {
    const now = means.clock.now().epochMilliseconds;
    const planned = means.plan !== undefined;
    const placed = await prepare(tx, placeOf(row), to, now, { ignore: old, planned });
    passOrThrow(placed, means.override);
    const id = newId();
    const { override = null } = means;
    await store.insertAppointments(tx, {
      rows: JSON.stringify([
        rowOf(placeOf(row), to, placed, { id, chainId: row.chain_id, by: actor.userId, override }),
      ]),
    });
    await store.insertHolds(tx, { ids: [id] });
    await store.settle(tx, {
      ...{ id: row.id, version: row.version, state: 'moved', reason: means.reason, lateMinutes: null },
      ...{ askedBy: means.askedBy, movedTo: id, at: means.clock.now().toString() },
    });
    ids.push(id);
    const { from, to: until, staffId } = placed.wish;
    if (staffId !== row.staff_id || from >= row.to_ms || until <= row.from_ms) freed.push(row.id);
  }
  const made = new Map((await store.lockAppointments(tx, { ids })).map((row) => [row.id, row]));
  await recordEvents(
    tx,
    actor,
    moves.map(({ row, means }, index) => ({
      kind: 'appointment.moved',
      programmeId: row.programme_id,
      personId: row.person_id,
      caseId: row.case_id,
      happenedOn: means.clock.today().toString(),
      payload: {
        before: factsOf(row),
        after: factsOf(made.get(ids[index] as string) as Row),
        askedBy: means.askedBy,
        reason: means.reason,
        ...overrideOf(made.get(ids[index] as string)),
      },
    })),
  );
  for (const [index, { means }] of moves.entries()) await means.plan?.(tx, ids[index] as string);
  const [first] = moves;
  if (first !== undefined) await untell(tx, locked, first.means.clock);
  // Whoever asked for it knows; whom we moved is told once, of the new time.
  for (const [index, { means }] of moves.entries()) {
    const row = made.get(ids[index] as string);
    if (row === undefined) continue;
    if (means.askedBy === 'them') await correctCalendar(tx, actor, 'appointment_moved_by_them', row, means.clock);
    else if (!(await tellPerson(tx, actor, 'appointment_moved', row, means.clock))) untold.push(row.id);
  }
  if (first !== undefined)
    await offerFreed(
      tx,
      actor,
      locked.filter(({ id }) => freed.includes(id)),
      first.means.clock,
    );
  return ids;
}

const overrideOf = (row: Row | undefined) => (row?.override == null ? {} : { override: row.override });

async function changed(work: () => Promise<string[]>): Promise<Change> {
  try {
    const [id = ''] = await work();
    return { outcome: 'booked', id, passed: [] };
  } catch (error) {
    return changeRefused(error);
  }
}

/** Turns what ended a change into its outcome; what is no refusal is thrown on. */
export const changeRefused = (error: unknown): Exclude<Change, { outcome: 'booked' }> =>
  error instanceof Stale ? { outcome: 'stale' } : refusalFrom(error);

/** Moves a booked appointment to another time, place, way or worker. Resolves to the new one's id. */
export const moveAppointment = (
  db: Database,
  actor: Actor,
  row: Row,
  version: number,
  to: BookingWish,
  means: ChangeMeans,
): Promise<Change> => changed(() => transaction(db, (tx) => replaceIn(tx, actor, [{ row, version, to, means }])));

/** Several at once, all or none: a worker who is away. Resolves to the ids of the new ones. */
export async function moveAll(
  db: Database,
  actor: Actor,
  moves: Parameters<typeof replaceIn>[2],
  also?: (tx: Tx) => Promise<void>,
): Promise<{ outcome: 'moved'; ids: string[]; untold: number } | Exclude<Change, { outcome: 'booked' }>> {
  const untold: string[] = [];
  try {
    const ids = await transaction(db, async (tx) => {
      await also?.(tx);
      return replaceIn(tx, actor, moves, untold);
    });
    return { outcome: 'moved', ids, untold: untold.length };
  } catch (error) {
    return changeRefused(error);
  }
}

/** Gives two booked appointments each other's time and place. Each keeps its length, its way and its worker. */
export function swapAppointments(
  db: Database,
  actor: Actor,
  a: { row: Row; version: number },
  b: { row: Row; version: number },
  means: ChangeMeans,
): Promise<Change> {
  const inPlaceOf = (own: Row, other: Row): BookingWish => {
    const { day, at, siteId } = asWish(other);
    return { ...asWish(own), day, at, siteId };
  };
  return changed(() =>
    transaction(db, (tx) =>
      replaceIn(tx, actor, [
        { ...a, to: inPlaceOf(a.row, b.row), means },
        { ...b, to: inPlaceOf(b.row, a.row), means },
      ]),
    ),
  );
}

/**
 * Cancels a booked appointment: by us, which is never the person's failure, or by them. Its time is free again and is offered to
 * those who wait. Event 'appointment.cancelled'.
 */
export function cancelAppointment(
  db: Database,
  actor: Actor,
  row: Row,
  version: number,
  { askedBy, reason, clock }: ChangeMeans,
): Promise<'saved' | 'stale'> {
  return transaction(db, (tx) => cancelIn(tx, actor, row, version, { askedBy, reason, clock }));
}

/** `cancelAppointment` within a transaction. */
export async function cancelIn(
  tx: Tx,
  actor: Actor,
  row: Row,
  version: number,
  { askedBy, reason, clock }: ChangeMeans,
): Promise<'saved' | 'stale'> {
  const [settled] = await store.settle(tx, {
    ...{ id: row.id, version, state: askedBy === 'us' ? 'cancelled_by_us' : 'cancelled_by_them', reason },
    ...{ lateMinutes: null, askedBy, movedTo: null, at: clock.now().toString() },
  });
  if (settled === undefined) return 'stale';
  await store.deleteHolds(tx, { ids: [row.id] });
  await recordEvents(tx, actor, [
    {
      kind: 'appointment.cancelled',
      programmeId: row.programme_id,
      personId: row.person_id,
      caseId: row.case_id,
      happenedOn: clock.today().toString(),
      payload: { ...factsOf(row), askedBy, reason },
    },
  ]);
  await tellCancelled(tx, actor, row, askedBy, clock);
  await offerFreed(tx, actor, [row], clock);
  return 'saved';
}
