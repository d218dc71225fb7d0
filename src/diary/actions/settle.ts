/** What became of an appointment: attendance, late facts, and that it weighed heavily. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { ms } from '../rules/time.ts';
import { type Outcome, type State, takesTime } from '../rules/words.ts';
import * as store from '../store/appointments.ts';
import { factsOf } from './book.ts';
import { tellCancelled } from './told.ts';
import { offerFreed } from './waiting.ts';

type Row = store.AppointmentRow;

/** What happened. `lateMinutes` for 'late' alone; everything but 'attended' has a reason, and 'Not known' is one. */
export type Happened = { state: Outcome; lateMinutes: number | null; reason: string | null };

/** What does not fit together, by the name of the question; nothing when all is well. */
export function happenedProblems(given: Happened, row: Pick<Row, 'from_ms'>, now: number): Record<string, string> {
  const problems: Record<string, string> = {};
  const cancelled = given.state === 'cancelled_by_us' || given.state === 'cancelled_by_them';
  if (!cancelled && row.from_ms > now) problems.state = 'This has not begun yet. It can be moved or cancelled';
  if (given.state === 'late' && given.lateMinutes === null) problems.late_minutes = 'Enter how many minutes late';
  if (given.state !== 'late' && given.lateMinutes !== null)
    problems.late_minutes = 'Leave the minutes empty, or choose that it happened late';
  if (given.state !== 'attended' && given.reason === null)
    problems.reason = 'Say why it was late or did not happen, or enter ‘Not known’';
  return problems;
}

const askedByOf = (state: Outcome): 'us' | 'them' | null =>
  state === 'cancelled_by_us' ? 'us' : state === 'cancelled_by_them' ? 'them' : null;

async function eventOf(tx: Tx, actor: Actor, row: Row, kind: string, clock: Clock, payload: Record<string, unknown>) {
  await recordEvent(tx, actor, {
    kind,
    programmeId: row.programme_id,
    personId: row.person_id,
    caseId: row.case_id,
    happenedOn: clock.today().toString(),
    payload: { ...factsOf(row), ...payload },
  });
}

/**
 * Gives a booked appointment its outcome, once; events 'appointment.attended', 'appointment.missed' and
 * 'appointment.cancelled'. What the service cancels is never a failure. `also` runs in the same transaction.
 */
export function recordOutcome(
  db: Database,
  actor: Actor,
  row: Row,
  version: number,
  given: Happened,
  { clock, also }: { clock: Clock; also?: (tx: Tx) => Promise<void> },
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const done = await settleIn(tx, actor, row, version, given, clock);
    if (done === 'saved') await also?.(tx);
    return done;
  });
}

/** `recordOutcome` within a transaction. */
export async function settleIn(
  tx: Tx,
  actor: Actor,
  row: Row,
  version: number,
  given: Happened,
  clock: Clock,
): Promise<'saved' | 'stale'> {
  const askedBy = askedByOf(given.state);
  const [settled] = await store.settle(tx, {
    ...{ id: row.id, version, ...given, askedBy, movedTo: null, at: clock.now().toString() },
  });
  if (settled === undefined) return 'stale';
  if (!takesTime(given.state)) await store.deleteHolds(tx, { ids: [row.id] });
  const kind = given.state === 'did_not_attend' ? 'missed' : askedBy === null ? 'attended' : 'cancelled';
  await eventOf(tx, actor, row, `appointment.${kind}`, clock, { ...given, askedBy });
  if (askedBy !== null) await tellCancelled(tx, actor, row, askedBy, clock);
  if (!takesTime(given.state)) await offerFreed(tx, actor, [row], clock);
  return 'saved';
}

/**
 * Corrects an outcome by what became known later. The event 'appointment.corrected' keeps what was there, why, and who
 * corrected it; nothing that was recorded is lost. An appointment that was moved is not corrected.
 */
export function correctOutcome(
  db: Database,
  actor: Actor,
  row: Row,
  version: number,
  given: Happened,
  { clock, why, also }: { clock: Clock; why: string; also?: (tx: Tx) => Promise<void> },
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const askedBy = askedByOf(given.state);
    const [saved] = await store.correct(tx, { id: row.id, version, ...given, askedBy });
    if (saved === undefined) return 'stale';
    const before = { state: row.state, lateMinutes: row.late_minutes, reason: row.state_reason };
    await eventOf(tx, actor, row, 'appointment.corrected', clock, { before, after: given, why });
    await also?.(tx);
    return 'saved';
  });
}

/**
 * Says that an appointment weighed heavily, or that it did not: some minutes after it are kept free of new bookings. The next
 * person is not moved by it. Event 'appointment.heavy'.
 */
export function markHeavy(
  db: Database,
  actor: Actor,
  row: Row,
  version: number,
  { heavy, minutes, clock }: { heavy: boolean; minutes: number; clock: Clock },
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const buffer = heavy ? minutes : 0;
    const [saved] = await store.setHeavy(tx, { id: row.id, version, heavy, buffer });
    if (saved === undefined) return 'stale';
    await eventOf(tx, actor, row, 'appointment.heavy', clock, { heavy, buffer });
    return 'saved';
  });
}

/** The appointment that stands in the time kept free after a heavy one, or null. */
export async function squeezedBy(sql: Sql, row: Row): Promise<Row | null> {
  if (row.buffer_minutes === 0) return null;
  const until = Temporal.Instant.fromEpochMilliseconds(row.to_ms + ms(row.buffer_minutes)).toString();
  const from = Temporal.Instant.fromEpochMilliseconds(row.to_ms).toString();
  const found = await store.ofStaff(sql, { staffId: row.staff_id, from, to: until, limit: 5 });
  return found.find(({ state }) => state === 'booked') ?? null;
}

/** What became of an appointment, for other rooms. Moments in milliseconds. */
export type Attendance = Awaited<ReturnType<typeof store.attendance>>[number] & { state: State };

/** What became of appointments, by their ids and by what they are about in another room; in the order of their times. */
export function attendanceOf(
  sql: Sql,
  of: { ids?: readonly string[]; abouts?: readonly string[] },
): Promise<Attendance[]> {
  return store.attendance(sql, { ids: of.ids ?? [], abouts: of.abouts ?? [] });
}
