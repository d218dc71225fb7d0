/** What a page says of a job's length and of the way to sustained work. Days are day numbers; see ../rules.ts. */
import type { DayNumber } from '../../kit/days.ts';
import { daysInWork, hasLeft, type JobDates, lastDay, lengthInDays, type Spell, type Sustained } from '../rules.ts';
import { openRun, reachedWithBreaks, type SustainedWithBreaks } from './breaks.ts';

/** The lengths of one job that are told, in weeks of seven days (Table 3-6 of the Working Well reports). */
export const JOB_WEEKS = [13, 26, 39, 50] as const;

/** A length of one job: the day on which it is or was complete, and whether that day has come while the job was held. */
export type JobLength = { weeks: number; on: DayNumber; reached: boolean };

/**
 * The clock of one job as of a day. `days` counts first and last day; null where that cannot be known (no first day, or an
 * end before it). A length that a job which has been left did not reach is not in `lengths`.
 */
export type JobClock = { days: number | null; left: boolean; lengths: JobLength[] };

/** Reads the clock of one job. */
export function jobClock(job: JobDates, asOf: DayNumber): JobClock {
  const days = lengthInDays(job, asOf);
  const left = hasLeft(job, asOf);
  if (job.startedOn === null || days === null) return { days: null, left, lengths: [] };
  const { startedOn } = job;
  const until = lastDay(job, asOf);
  const lengths = JOB_WEEKS.map((weeks) => {
    const on = startedOn + weeks * 7 - 1;
    return { weeks, on, reached: on <= until };
  }).filter((length) => length.reached || (!left && (job.endedOn === null || length.on <= job.endedOn)));
  return { days, left, lengths };
}

/**
 * Where somebody is on the way to sustained work as of a day.
 * `on`: the day it was reached, or null. `best`: most days in work in any window so far. `now`: days in work in the window
 * that ends on the as-of date. `earliest`: the first day on which it can be reached if every day after the as-of date is
 * a day in work; null once it is reached.
 */
export type SustainedClock = {
  on: DayNumber | null;
  best: number;
  now: number;
  inWork: boolean;
  earliest: DayNumber | null;
};

/** Reads the clock of sustained work from somebody's programme jobs. */
export function sustainedClock(
  jobs: readonly JobDates[],
  rule: SustainedWithBreaks,
  asOf: DayNumber,
  spells: readonly Spell[] = daysInWork(jobs, asOf),
): SustainedClock {
  const { on, best } = reachedWithBreaks(spells, rule, asOf);
  const inWork = jobs.some((job) => !hasLeft(job, asOf) && lengthInDays(job, asOf) !== null);
  return {
    on,
    best,
    now: windowDays(openRun(spells, rule.longestBreak, asOf), rule, asOf),
    inWork,
    earliest: on === null ? earliestDay(spells, rule, asOf) : null,
  };
}

function windowDays(spells: readonly Spell[], rule: Sustained, day: DayNumber): number {
  let days = 0;
  for (const { from, to } of spells) days += Math.max(0, Math.min(to, day) - Math.max(from, day - rule.within + 1) + 1);
  return days;
}

/** The first day after `asOf` that reaches the rule when every day from then on is a day in work: at the latest `need` days on. */
function earliestDay(spells: readonly Spell[], rule: SustainedWithBreaks, asOf: DayNumber): DayNumber {
  const ahead = { from: asOf + 1, to: asOf + rule.need };
  const last = spells.at(-1);
  const joined =
    last !== undefined && last.to === asOf
      ? [...spells.slice(0, -1), { from: last.from, to: ahead.to }]
      : [...spells, ahead];
  return reachedWithBreaks(joined, rule, ahead.to).on as DayNumber;
}
