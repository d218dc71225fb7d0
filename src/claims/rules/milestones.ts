/**
 * Which milestones of a contract somebody has reached, when, and what becomes of each: claimable, claimed or missed. Pure. Days
 * are day numbers (src/kit/days.ts), money is whole pence.
 */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { daysInWork, type JobDates, lastDay, lengthInDays, programmeJobs, reached } from '../../work/rules.ts';
import { type Contract, inForce, type Milestone } from './contract.ts';

/** A job as claims see it. `weeklyPay` is in hundredths of a penny, so that hours with two decimals stay whole; null is not known. */
export type ClaimJob = JobDates & { weeklyPay: number | null; selfEmployed: boolean | null };

/** What is known of somebody. `held` are the keys of evidence that is there, by milestone. */
export type ClaimFacts = {
  attachedOn: DayNumber | null;
  jobs: readonly ClaimJob[];
  claims: readonly { milestone: string; on: DayNumber | null }[];
  held?: Readonly<Record<string, readonly string[]>>;
};

/** Where a milestone is. `missed` was reached and is past its deadline; `claimed` stays so whatever the dates say. */
export type MilestoneStatus = 'claimable' | 'claimed' | 'missed' | 'not reached';

/** One milestone of somebody, as of a day. */
export type MilestoneState = {
  milestone: string;
  status: MilestoneStatus;
  /** The first day on which it was reached; null when it was not, or the day is not known. */
  reachedOn: DayNumber | null;
  claimedOn: DayNumber | null;
  /** The last day on which it may be claimed; null without a deadline. */
  claimBy: DayNumber | null;
  /** What it is worth; null until it is reached. */
  pence: number | null;
  /** Keys of evidence that is asked for and not held. */
  missing: string[];
};

type Reaching = { on: DayNumber | null; reached: boolean };
const not: Reaching = { on: null, reached: false };
const onDay = (on: DayNumber | null): Reaching => (on === null ? not : { on, reached: true });

/** Days of a job within a window, both ends included. */
const daysBetween = (job: ClaimJob, from: DayNumber, to: DayNumber, asOf: DayNumber): number =>
  job.startedOn === null || lengthInDays(job, asOf) === null
    ? 0
    : Math.max(0, Math.min(lastDay(job, asOf), to) - Math.max(job.startedOn, from) + 1);

/** The first day of from…to for which `enough` holds; it never stops holding once it does. Null when it does not by `to`. */
function firstDay(from: DayNumber, to: DayNumber, enough: (day: DayNumber) => boolean): DayNumber | null {
  if (to < from || !enough(to)) return null;
  let [low, high] = [from, to];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Earnings by the job: a week's pay is earned in seven equal days. A job whose pay is not known earns nothing that can be claimed. */
function earned(
  rule: Extract<Milestone['reached'], { kind: 'earnings' }>,
  jobs: readonly ClaimJob[],
  attachedOn: DayNumber,
  asOf: DayNumber,
): DayNumber | null {
  const until = Math.min(asOf, attachedOn + rule.within - 1);
  const threshold = inForce(rule.thresholds, formatDay(attachedOn))?.pence ?? Number.POSITIVE_INFINITY;
  const employed = jobs.filter(({ selfEmployed }) => selfEmployed !== true);
  const pay = (day: DayNumber) =>
    employed.reduce((sum, job) => sum + daysBetween(job, attachedOn, day, asOf) * (job.weeklyPay ?? 0), 0);
  const byPay = firstDay(attachedOn, until, (day) => pay(day) >= threshold * 100 * 7);
  const own = daysInWork(
    jobs.filter(({ selfEmployed }) => selfEmployed === true),
    asOf,
  );
  const traded = (day: DayNumber) =>
    own.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, day) - Math.max(from, attachedOn) + 1), 0);
  const byTrade = firstDay(attachedOn, until, (day) => traded(day) >= rule.selfEmployedDays);
  return byPay === null || byTrade === null ? (byPay ?? byTrade) : Math.min(byPay, byTrade);
}

function reaching({ reached: rule }: Milestone, { attachedOn, jobs }: ClaimFacts, asOf: DayNumber): Reaching {
  if (attachedOn === null || attachedOn > asOf) return not;
  if (rule.kind === 'attached') return onDay(attachedOn);
  const mine = programmeJobs(jobs, attachedOn, asOf);
  switch (rule.kind) {
    case 'job start':
      // A job whose first day is not known is a start all the same; there is no day to claim it from yet.
      return mine[0] === undefined ? not : { on: mine[0].startedOn, reached: true };
    case 'days in work':
      return onDay(reached(daysInWork(mine, asOf), rule, asOf).on);
    case 'weeks in work':
      return not;
    case 'earnings':
      return onDay(earned(rule, mine, attachedOn, asOf));
  }
}

/** The first dated claim of a milestone that is not after the day; a repeat counts for nothing. */
function claimOf(key: string, { claims }: ClaimFacts, asOf: DayNumber): DayNumber | null {
  let first: DayNumber | null = null;
  for (const { milestone, on } of claims)
    if (milestone === key && on !== null && on <= asOf && (first === null || on < first)) first = on;
  return first;
}

/** Every milestone of a contract for one person, as of a day, in the order of the document. */
export function milestoneStates(contract: Contract, facts: ClaimFacts, asOf: DayNumber): MilestoneState[] {
  return contract.milestones.map((milestone) => {
    const { key, claimWithin, evidence, prices } = milestone;
    const { on, reached: isReached } = reaching(milestone, facts, asOf);
    const claimedOn = claimOf(key, facts, asOf);
    const claimBy = on === null || claimWithin === undefined ? null : on + claimWithin;
    const late = claimBy !== null && asOf > claimBy;
    const held = facts.held?.[key] ?? [];
    const missing = evidence.filter((one) => !held.includes(one.key)).map((one) => one.key);
    if (isReached && on === null) missing.unshift('day');
    return {
      milestone: key,
      status: claimedOn !== null ? 'claimed' : !isReached ? 'not reached' : late ? 'missed' : 'claimable',
      reachedOn: on,
      claimedOn,
      claimBy,
      pence: on === null ? null : (inForce(prices, formatDay(on))?.pence ?? null),
      missing: claimedOn !== null ? [] : missing,
    };
  });
}

/** A day from a document or a row, 'YYYY-MM-DD', as a number; null stays null. */
export const dayOf = (day: string | null): DayNumber | null => (day === null ? null : parseDay(day));
