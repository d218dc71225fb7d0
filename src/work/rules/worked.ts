/**
 * What was worked and earned in jobs, day by day: terms that changed, weeks that were really worked, several jobs at once. Pure.
 *
 * Hours are hundredths of an hour a week, pay is hundredths of a penny a week (hours times pence an hour), so that everything is whole.
 * A week's hours or pay fall in seven equal parts on its days; a sum over days is therefore in sevenths, and is compared with seven
 * times what is asked for. Nothing is rounded.
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

/** The Monday on or before a day. Day 0, 1 January 1970, was a Thursday. */
export const mondayOf = (day: DayNumber): DayNumber => day - ((((day + 3) % 7) + 7) % 7);

/**
 * A week's worth by the terms. Zero hours promise nothing: only weeks that were worked count. Whoever is self-employed has hours,
 * and no pay. What is not known is nothing that can be counted.
 */
function termsWorth({ kind }: WorkedJob, terms: Terms, measure: Measure): number {
  if (kind === 'zero_hours') return 0;
  if (measure === 'hours') return terms.hours ?? 0;
  return kind === 'self_employed' ? 0 : (terms.hours ?? 0) * (terms.wage ?? 0);
}

/** A week's worth as it was worked; null where that is not known and the terms hold. */
function workedWorth({ kind }: WorkedJob, week: WorkedWeek, measure: Measure): number | null {
  if (measure === 'hours') return week.hours;
  if (kind === 'self_employed') return 0;
  return week.pence === null ? null : week.pence * 100;
}

const overlap = (from: DayNumber, to: DayNumber, low: DayNumber, high: DayNumber): number =>
  Math.max(0, Math.min(to, high) - Math.max(from, low) + 1);

/** By the terms, over the days of from…to on which the job was held, in sevenths. */
function byTerms(job: WorkedJob, measure: Measure, from: DayNumber, to: DayNumber, asOf: DayNumber): number {
  if (job.startedOn === null || lengthInDays(job, asOf) === null) return 0;
  const [first, last] = [Math.max(job.startedOn, from), Math.min(lastDay(job, asOf), to)];
  let sum = 0;
  for (const [n, terms] of job.terms.entries()) {
    const since = n === 0 ? first : (terms.from ?? first);
    const until = (job.terms[n + 1]?.from ?? last + 1) - 1;
    sum += overlap(since, until, first, last) * termsWorth(job, terms, measure);
  }
  return sum;
}

/**
 * Hours or pay of a job over the days from…to, in sevenths. A week that is on file as it was worked stands for the terms on all of
 * its seven days, also where the job began or ended in it.
 */
export function worthOver(job: WorkedJob, measure: Measure, from: DayNumber, to: DayNumber, asOf: DayNumber): number {
  const end = Math.min(to, asOf);
  let sum = byTerms(job, measure, from, end, asOf);
  for (const week of job.weeks) {
    const worth = workedWorth(job, week, measure);
    const [low, high] = [Math.max(week.monday, from), Math.min(week.monday + 6, end)];
    if (worth === null || high < low) continue;
    sum += (high - low + 1) * worth - byTerms(job, measure, low, high, asOf);
  }
  return sum;
}

/** Hours or pay of several jobs over the days from…to, in sevenths. */
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
    if (to < from || on.length === 0 || worthOfAll(on, 'hours', from, from, asOf) < least) continue;
    const last = spells.at(-1);
    if (last !== undefined && last.to === from - 1) last.to = to;
    else spells.push({ from, to });
  }
  return spells;
}
