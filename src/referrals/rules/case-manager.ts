/**
 * Who holds the whole of a case: exactly one at any instant, or nobody with an alarm that says so (DWP Research Report 555,
 * chapter 5: formal allocation, agreed with the person, for a time or for good). Pure; days are 'YYYY-MM-DD'.
 */

/** A stretch through which somebody held a case. `to` is the first day on which they no longer do; null while nothing ends it. */
export type Held = { id: string; from: string; to: string | null };
/** A stretch through which nobody did: `closed` is the first day on which somebody does again. */
export type Gap = { id: string; since: string; closed: string | null };
/** Whose key worker somebody was, both days included; `to` null: to this day. */
export type Worked = { from: string; to: string | null };

/** The answer: by an allocation, by being the key worker, or nobody, since when, and with which alarm. */
export type Holding<H extends Held = Held, W extends Worked = Worked> =
  | { by: 'allocation'; row: H }
  | { by: 'key worker'; row: W }
  | { by: 'nobody'; since: string | null; alarmId: string | null };

const covers = (row: Held, day: string): boolean => row.from <= day && (row.to === null || day < row.to);

/**
 * Who holds the case on a day. An allocation goes before everything; a gap before the key worker, for whoever left without
 * handing back left the person with nobody, whatever the list says; then the key worker of that day.
 */
export function holderOf<H extends Held, W extends Worked>(
  known: { rows: readonly H[]; gaps: readonly Gap[]; workers: readonly W[] },
  day: string,
): Holding<H, W> {
  const row = known.rows.find((one) => covers(one, day));
  if (row !== undefined) return { by: 'allocation', row };
  // A gap is over when somebody begins to hold the case as was agreed before, also before its alarm is closed.
  const gap = known.gaps.find(
    (one) =>
      one.since <= day &&
      (one.closed === null || day < one.closed) &&
      !known.rows.some(({ from, to }) => from >= one.since && from <= day && from !== to),
  );
  if (gap !== undefined) return { by: 'nobody', since: gap.since, alarmId: gap.id };
  const worker = known.workers
    .filter((one) => one.from <= day && (one.to === null || day <= one.to))
    .sort((one, other) => (one.from < other.from ? 1 : -1))[0];
  return worker === undefined ? { by: 'nobody', since: null, alarmId: null } : { by: 'key worker', row: worker };
}

/** What an allocation changes of the rows that are there: which one ends on the day it begins; or why it cannot be. */
export type Fitted = { ok: true; ends: string | null } | { ok: false; problem: string };

/**
 * Fits an allocation from one day to another (`to` null: for good) into the rows of a case. Whoever holds it on its first day
 * ends there. What was agreed for later days has to be ended first: nobody is put out unseen.
 */
export function fit(
  rows: readonly Held[],
  gaps: readonly Gap[],
  from: string,
  to: string | null,
  today: string,
): Fitted {
  if (to !== null && to <= from) return { ok: false, problem: 'The last day must be after the first' };
  // A gap that ends in the future would be a gap without an alarm until then.
  if (from > today && gaps.some(({ closed }) => closed === null))
    return { ok: false, problem: 'Nobody holds this case now, so it must begin today or earlier' };
  const before = rows.find((row) => row.from < from && (row.to === null || row.to > from)) ?? null;
  const inTheWay = rows.some(
    (row) => row.from >= from && (to === null || row.from < to) && (row.to === null || row.to > row.from),
  );
  if (inTheWay)
    return {
      ok: false,
      problem: 'Somebody else was given this case on or after that day. End that first, or choose a later day',
    };
  // What nobody held stays so: nobody can be made to have held a person whom nobody held.
  const meetsGap = gaps.some(
    ({ since, closed }) => since < (to ?? '9999-12-31') && from < (closed ?? since) && since !== closed,
  );
  if (meetsGap) return { ok: false, problem: 'Nobody held this case for some of that time. Choose a later first day' };
  return { ok: true, ends: before === null ? null : before.id };
}

/** Kinds of holder (3.11). */
export const holders = {
  adviser: 'Another adviser',
  service: 'A service',
  health: 'A health practitioner',
} as const;
/** A kind of holder. */
export type HolderKind = keyof typeof holders;

/** Why they (3.11): what was weighed, case by case. */
export const bases = {
  preference: 'The person prefers it',
  need: 'The person’s needs',
  familiarity: 'They know the person best',
  capacity: 'They have the time and what is needed',
  'first access': 'They were the first whom the person came to',
} as const;

/** How a holding ended. */
export const endings = {
  'passed on': 'Passed on to somebody else',
  'handed back': 'Handed back',
  'closed without hand-back': 'Closed by the service without handing back',
  'taken back': 'Taken back',
  resumed: 'The agreed time was over',
} as const;

/** What makes a temporary holding come back to the adviser on its day. */
export type Temporary = Held & { temporary: boolean; ended_why: string | null };

/** Temporary holdings whose day has come, or comes by `upTo`, and that nobody has taken up again: functions of dates alone. */
export const toResume = <R extends Temporary>(rows: readonly R[], upTo: string): R[] =>
  rows.filter(
    (row) =>
      row.temporary &&
      row.ended_why === null &&
      row.to !== null &&
      row.to <= upTo &&
      !rows.some((other) => covers(other, row.to as string)),
  );
