/**
 * What was worked and earned in jobs, day by day: terms that changed, weeks that were really worked, several jobs at once. Pure.
 *
 * Hours are hundredths of an hour a week, pay is hundredths of a penny a week (hours times pence an hour), so that everything is whole.
 * A week's hours or pay fall in equal parts on those of its days on which the job was held; a sum over days is therefore in `PARTS` of
 * a week, and is compared with as many times what is asked for. Nothing is rounded.
 */
import type { DayNumber } from '../../kit/days.ts';
import { daysInWork, type JobDates, lastDay, lengthInDays, type Spell } from '../rules.ts';

/** Hours a week (hundredths) and pence an hour from a day on (null: from the first day in the job). Null is not known. */
export type Terms = { from: DayNumber | null; hours: number | null; wage: number | null };
/** What was really worked and paid in the week of a Monday: hours (hundredths) and pence. Null is not known. */
export type WorkedWeek = { monday: DayNumber; hours: number | null; pence: number | null };
/** A job with its history. `kind` is a code of src/work; `terms` stand in their order. */
export type WorkedJob = JobDates & {
  kind: string | null;
  terms: readonly Terms[];
  weeks: readonly WorkedWeek[];
};
/** Which of the two is asked for. */
export type Measure = 'hours' | 'pay';

/** Parts of a week in which sums are told: one, two… and seven days divide them. */
export const PARTS = 420;

/** The Monday on or before a day. Day 0, 1 January 1970, was a Thursday. */
export const mondayOf = (day: DayNumber): DayNumber => day - ((((day + 3) % 7) + 7) % 7);

const overlap = (from: DayNumber, to: DayNumber, low: DayNumber, high: DayNumber): number =>
  Math.max(0, Math.min(to, high) - Math.max(from, low) + 1);

/**
 * The week’s worth on each day of from…to, added up: of these hours, or of those that are agreed for the day (null), at its wage. Zero
 * hours promise nothing, and what is not known is nothing that can be counted.
 */
function byTerms(
  { kind, terms }: WorkedJob,
  measure: Measure,
  from: DayNumber,
  to: DayNumber,
  hours: number | null,
): number {
  let sum = 0;
  for (const [n, one] of terms.entries()) {
    const since = n === 0 ? from : (one.from ?? from);
    const until = (terms[n + 1]?.from ?? to + 1) - 1;
    const worked = hours ?? (kind === 'zero_hours' ? 0 : (one.hours ?? 0));
    sum += overlap(since, until, from, to) * (measure === 'hours' ? worked : worked * (one.wage ?? 0));
  }
  return sum;
}

/** Hours a week of a job on a day on which it is held: those of its week where they are on file, else those agreed. */
export function hoursOn(job: WorkedJob, day: DayNumber): number {
  const week = job.weeks.find(({ monday, hours }) => hours !== null && monday <= day && day <= monday + 6);
  return week?.hours ?? byTerms(job, 'hours', day, day, null);
}

/**
 * Hours or pay of a job over the days from…to on which it was held, in parts of a week. A week on file stands for the terms: its pay,
 * or its hours at the wage of each day where the pay is not known. Without a first day only such weeks count. Whoever is
 * self-employed has hours, and no pay.
 */
export function worthOver(job: WorkedJob, measure: Measure, from: DayNumber, to: DayNumber, asOf: DayNumber): number {
  if (measure === 'pay' && job.kind === 'self_employed') return 0;
  const { startedOn, endedOn } = job;
  const low = Math.max(startedOn ?? from, from);
  const high = Math.min(lastDay(job, asOf), to);
  const day = startedOn === null ? 0 : PARTS / 7;
  let sum = day * byTerms(job, measure, low, high, null);
  for (const { monday, hours, pence } of job.weeks) {
    // The days of the week's work do not depend on the as-of date: what was earned by a day would change with it.
    const first = Math.max(startedOn ?? monday, monday);
    const last = Math.min(endedOn ?? monday + 6, monday + 6);
    const [since, until] = [Math.max(first, low), Math.min(last, high)];
    if (until < since) continue;
    const part = PARTS / (last - first + 1);
    const told = measure === 'hours' ? hours : pence === null ? null : pence * 100;
    if (told !== null) sum += part * (until - since + 1) * told;
    else if (hours !== null) sum += part * byTerms(job, measure, since, until, hours);
    else continue;
    sum -= day * byTerms(job, measure, since, until, null);
  }
  return sum;
}

/** Hours or pay of several jobs over the days from…to, in parts of a week. */
export function worthOfAll(
  jobs: readonly WorkedJob[],
  measure: Measure,
  from: DayNumber,
  to: DayNumber,
  asOf: DayNumber,
): number {
  let sum = 0;
  for (const job of jobs) sum += worthOver(job, measure, from, to, asOf);
  return sum;
}

/**
 * The days in work on which all jobs that are held together have at least so many hours a week (hundredths), as spells that neither
 * overlap nor touch. Without a least, every day in work.
 */
export function daysWithHours(jobs: readonly WorkedJob[], least: number | undefined, asOf: DayNumber): Spell[] {
  const inWork = daysInWork(jobs, asOf);
  if (least === undefined) return inWork;
  const held = jobs.filter((job) => lengthInDays(job, asOf) !== null);
  const cuts = new Set<DayNumber>();
  for (const job of held) {
    cuts.add(job.startedOn as DayNumber).add(lastDay(job, asOf) + 1);
    for (const { from } of job.terms) if (from !== null) cuts.add(from);
    for (const { monday } of job.weeks) cuts.add(monday).add(monday + 7);
  }
  const order = [...cuts].sort((one, other) => one - other);
  const spells: Spell[] = [];
  for (const [n, from] of order.entries()) {
    const to = (order[n + 1] ?? from) - 1;
    const on = held.filter((job) => (job.startedOn as DayNumber) <= from && from <= lastDay(job, asOf));
    // Between two cuts nothing changes, so the first day speaks for all of them.
    if (to < from || on.length === 0 || on.reduce((sum, job) => sum + hoursOn(job, from), 0) < least) continue;
    const last = spells.at(-1);
    if (last !== undefined && last.to === from - 1) last.to = to;
    else spells.push({ from, to });
  }
  return spells;
}
