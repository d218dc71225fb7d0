/**
 * The rules of jobs and of sustained work. They are the one definition that reports and claims share.
 *
 * A day is a DayNumber (src/kit/days.ts), a length is in days, a week is 7 days. Everything is as of a day: a start after
 * it does not exist yet, an ending after it has not happened yet.
 */
import type { DayNumber } from '../kit/days.ts';

/** What the rules need of a job. `key` orders jobs that start on the same day; `endedOn` is the last day in the job. */
export type JobDates = { key: string; startedOn: DayNumber | null; endedOn: DayNumber | null };

/** Days in a row, both ends included. */
export type Spell = { from: DayNumber; to: DayNumber };

/** At least `need` days in work within `within` days in a row. 50 weeks of 54 is { need: 350, within: 378 }. */
export type Sustained = { need: number; within: number };

/** A rule that a programme gives in weeks, in days. Parts of a week count as their days. */
export function sustainedFromWeeks(need: number, within: number): Sustained {
  return { need: need * 7, within: within * 7 };
}

/**
 * Whether a job counts towards the programme: it began on or after the day of attachment and has begun. A job without a
 * first day counts unless it ended before attachment. Hours do not matter.
 */
export function isProgrammeJob(job: JobDates, attachedOn: DayNumber, asOf: DayNumber): boolean {
  if (job.startedOn === null) return job.endedOn === null || job.endedOn >= attachedOn;
  return job.startedOn >= attachedOn && job.startedOn <= asOf;
}

/** The order of a person's jobs: by first day, those without one last, then by key. */
export function jobOrder(a: JobDates, b: JobDates): number {
  if (a.startedOn !== b.startedOn) {
    if (a.startedOn === null) return 1;
    if (b.startedOn === null) return -1;
    return a.startedOn - b.startedOn;
  }
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The programme jobs in their order. The first of them is the first job. */
export function programmeJobs<T extends JobDates>(jobs: readonly T[], attachedOn: DayNumber, asOf: DayNumber): T[] {
  return jobs.filter((job) => isProgrammeJob(job, attachedOn, asOf)).sort(jobOrder);
}

/** Whether the job has been left. The last day is still a day in the job, and a job that ends today has been left. */
export function hasLeft(job: JobDates, asOf: DayNumber): boolean {
  return job.endedOn !== null && job.endedOn <= asOf;
}

/** The last day in the job that is known: the day it ended, or today while it is held. */
export function lastDay(job: JobDates, asOf: DayNumber): DayNumber {
  return job.endedOn !== null && job.endedOn <= asOf ? job.endedOn : asOf;
}

/** Days in the job, first and last included; null when unknown: no first day, or an end before it. */
export function lengthInDays(job: JobDates, asOf: DayNumber): number | null {
  if (job.startedOn === null) return null;
  const length = lastDay(job, asOf) - job.startedOn + 1;
  return length > 0 ? length : null;
}

/**
 * The days in work of all jobs given, as spells in order that neither overlap nor touch. A date counts once, however many
 * jobs run on it. Jobs of unknown length add nothing.
 */
export function daysInWork(jobs: readonly JobDates[], asOf: DayNumber): Spell[] {
  const spells: Spell[] = [];
  for (const job of jobs) {
    if (job.startedOn !== null && lengthInDays(job, asOf) !== null)
      spells.push({ from: job.startedOn, to: lastDay(job, asOf) });
  }
  if (spells.length < 2) return spells;
  spells.sort((a, b) => a.from - b.from);
  const merged: Spell[] = [];
  let last: Spell | undefined;
  for (const spell of spells) {
    if (last && spell.from <= last.to + 1) last.to = Math.max(last.to, spell.to);
    else {
      last = spell;
      merged.push(spell);
    }
  }
  return merged;
}

/** How many days there are in spells that do not overlap. */
export function countDays(spells: readonly Spell[]): number {
  let days = 0;
  for (const spell of spells) days += spell.to - spell.from + 1;
  return days;
}

/** How many days of spells that do not overlap fall on `from` to `to`, both included. */
export function countDaysWithin(spells: readonly Spell[], from: DayNumber, to: DayNumber): number {
  let days = 0;
  for (const spell of spells) {
    const overlap = Math.min(spell.to, to) - Math.max(spell.from, from) + 1;
    if (overlap > 0) days += overlap;
  }
  return days;
}

/**
 * Where a person is with a rule of sustained work.
 * `on`: the first day that ends `within` days in a row with at least `need` days in work, or null.
 * `best`: the most days in work in any `within` days in a row that end by the as-of date; `bestEndsOn` the first day
 * that ends such a window, null when there are no days in work.
 */
export type Reached = { on: DayNumber | null; best: number; bestEndsOn: DayNumber | null };

/**
 * Applies a rule of sustained work to spells from `daysInWork`, as of a day.
 *
 * While a spell runs, the window gains a day every day and loses at most one, so its count never falls; between spells it
 * never rises. So the most days are counted on the last day of some spell, and the first day that reaches the number
 * lies in the first spell whose last day reaches it. That makes it one look per spell, not one per day.
 */
export function reached(spells: readonly Spell[], rule: Sustained, asOf: DayNumber): Reached {
  if (!(rule.need >= 1 && rule.within >= rule.need)) throw new RangeError('A rule needs 1 <= need <= within days');
  const result: Reached = { on: null, best: 0, bestEndsOn: null };
  for (let i = 0; i < spells.length; i += 1) {
    const spell = spells[i];
    if (!spell || spell.from > asOf) break;
    const until = Math.min(spell.to, asOf);
    const count = countDaysWithin(spells, until - rule.within + 1, until);
    if (count > result.best) {
      result.best = count;
      result.bestEndsOn = firstDayWith(spells, spell.from, until, rule.within, count);
    }
    if (result.on === null && count >= rule.need)
      result.on = firstDayWith(spells, spell.from, until, rule.within, rule.need);
  }
  return result;
}

/** The first day of a spell on which the window holds `need` days; the last day of the spell is known to. */
function firstDayWith(
  spells: readonly Spell[],
  from: DayNumber,
  to: DayNumber,
  within: number,
  need: number,
): DayNumber {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (countDaysWithin(spells, middle - within + 1, middle) >= need) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether one job alone is long enough to reach the rule. */
export function reachedInOneJob(jobs: readonly JobDates[], rule: Sustained, asOf: DayNumber): boolean {
  return jobs.some((job) => (lengthInDays(job, asOf) ?? 0) >= rule.need);
}

/** The last job in the order of jobs among those with a first day, of programme jobs in their order. */
export function latestJob<T extends JobDates>(ordered: readonly T[]): T | undefined {
  return ordered.findLast((job) => job.startedOn !== null);
}

/**
 * Whether somebody is on the way: at least `need` days in work in the `within` days that end on the as-of date, and
 * still in the latest job. Whether the sustained job was reached or claimed before is for the caller to ask first.
 */
export function onTheWay(
  ordered: readonly JobDates[],
  spells: readonly Spell[],
  rule: Sustained,
  asOf: DayNumber,
): boolean {
  const latest = latestJob(ordered);
  return (
    latest !== undefined && !hasLeft(latest, asOf) && countDaysWithin(spells, asOf - rule.within + 1, asOf) >= rule.need
  );
}

/** The one state of somebody towards a sustained job. 'none' is everybody else. */
export type SustainedState = 'reached and claimed' | 'reached' | 'claimed' | 'pipeline' | 'none';

/**
 * The state of a person. `ordered` are the programme jobs in their order; `claimed` says whether a sustained job is
 * claimed by the as-of date; a null rule is one that the programme does not have.
 */
export function sustainedState(
  ordered: readonly JobDates[],
  spells: readonly Spell[],
  rules: { sustained: Sustained | null; pipeline: Sustained | null },
  claimed: boolean,
  asOf: DayNumber,
): SustainedState {
  const isReached = rules.sustained !== null && reached(spells, rules.sustained, asOf).on !== null;
  if (isReached) return claimed ? 'reached and claimed' : 'reached';
  if (claimed) return 'claimed';
  return rules.pipeline !== null && onTheWay(ordered, spells, rules.pipeline, asOf) ? 'pipeline' : 'none';
}

/**
 * Whether somebody remained in work for `days` days, over all jobs. Null when it is too early to say: the first job has no
 * first day, or started fewer than `days` days ago, counting the first day and today.
 */
export function remained(
  firstStart: DayNumber | null,
  spells: readonly Spell[],
  days: number,
  asOf: DayNumber,
): boolean | null {
  if (firstStart === null || asOf - firstStart + 1 < days) return null;
  return countDays(spells) >= days;
}
