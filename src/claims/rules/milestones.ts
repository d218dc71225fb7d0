/**
 * Which milestones of a contract somebody has reached, when, and what becomes of each: claimable, claimed or missed. Pure. Days
 * are day numbers (src/kit/days.ts), money is whole pence.
 */
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { runsOf } from '../../work/rules/breaks.ts';
import { hoursOn, type WorkedJob } from '../../work/rules/worked.ts';
import { lastDay } from '../../work/rules.ts';
import type { Contract, Milestone } from './contract.ts';
import { type GroupFacts, groupOf, isByGroup, priceOf } from './money.ts';
import { type Counted, countedFor, reachingOf } from './reaching.ts';

/** A job as claims see it. */
export type ClaimJob = WorkedJob;

/**
 * What is known of somebody. `held` are the keys of evidence that is there, by milestone; `again` are milestones that were submitted in
 * time and refused or taken back: they keep their place.
 */
export type ClaimFacts = GroupFacts & {
  jobs: readonly ClaimJob[];
  claims: readonly { milestone: string; on: DayNumber | null }[];
  again?: readonly string[];
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
  /** The last day on which it may be claimed; null without a deadline, also where it keeps its place. What comes a tolerated number of days later is not missed. */
  claimBy: DayNumber | null;
  /** What it is worth; null until it is reached, and while the group that its price depends on, or its price, is not known. */
  pence: number | null;
  /** Keys of evidence that is asked for and not held; 'day', 'group' and 'price' where those are not known. */
  missing: string[];
  /** Whether all the evidence that is asked for is held, also for what is claimed; what is not claimed lacks nothing else either. */
  evidenceHeld: boolean;
};

/** The first dated claim of a milestone that is not after the day; a repeat counts for nothing. */
function claimOf(key: string, { claims }: ClaimFacts, asOf: DayNumber): DayNumber | null {
  let first: DayNumber | null = null;
  for (const { milestone, on } of claims)
    if (milestone === key && on !== null && on <= asOf && (first === null || on < first)) first = on;
  return first;
}

/** Whether it was submitted in time before: the deadline is that of the first submission. */
export const keepsPlace = (milestone: string, { again = [] }: ClaimFacts): boolean => again.includes(milestone);

/** The first day of the window that ended on the day on which it was reached; null where the whole life counts. */
function windowFrom({ reached }: Milestone, { spells }: Counted, on: DayNumber): DayNumber | null {
  if (reached.kind !== 'days in work' && reached.kind !== 'weeks in work') return null;
  const within = reached.kind === 'days in work' ? reached.within : reached.within * 7;
  // A break that is too long opened a new window.
  const run = runsOf(spells, reached.longestBreak).findLast(([first]) => first !== undefined && first.from <= on);
  return Math.max(on - within + 1, run?.[0]?.from ?? Number.NEGATIVE_INFINITY);
}

/**
 * Of the jobs that count those by which it was reached on a day: they had begun by then; of a start, those that made it; of days or
 * weeks in work, those that were held in the window.
 */
function jobsBehind(milestone: Milestone, found: Counted, on: DayNumber | null): readonly ClaimJob[] {
  const { reached } = milestone;
  const { jobs, leastHours } = found;
  const isStart = reached.kind === 'job start';
  const begun = on === null ? jobs : jobs.filter(({ startedOn }) => startedOn !== null && startedOn <= on);
  const from = on === null ? null : windowFrom(milestone, found, on);
  if (on !== null && from !== null) return begun.filter((job) => lastDay(job, on) >= from);
  if (on === null || !isStart || leastHours === undefined) return isStart ? begun.slice(0, 1) : begun;
  return begun.filter((job) => lastDay(job, on) === on && (leastHours === 0 || hoursOn(job, on) > 0));
}

/**
 * The evidence that a milestone asks for, which was reached on a day (null: not yet, or that is not known): what is for some kinds of
 * job is left out where no such job is behind it. A job of which the kind is not known, and a life without jobs, asks for what an
 * employed one asks for.
 */
export function evidenceAsked(milestone: Milestone, found: Counted, on: DayNumber | null): Milestone['evidence'] {
  const { evidence } = milestone;
  if (evidence.every(({ kinds }) => kinds === undefined)) return evidence;
  const counted = jobsBehind(milestone, found, on);
  const present = counted.length === 0 ? ['employed'] : counted.map(({ kind }) => kind ?? 'employed');
  return evidence.filter(({ kinds }) => kinds === undefined || kinds.some((kind) => present.includes(kind)));
}

/** Every milestone of a contract for one person, as of a day, in the order of the document. */
export function milestoneStates(contract: Contract, facts: ClaimFacts, asOf: DayNumber): MilestoneState[] {
  const group = groupOf(contract, facts);
  return contract.milestones.map((milestone) => {
    const { key, claimWithin, tolerance } = milestone;
    const counted = countedFor(milestone, contract.jobs, facts, asOf);
    const { on, reached } = reachingOf(milestone, counted, facts, asOf);
    const claimedOn = claimOf(key, facts, asOf);
    const claimBy = on === null || claimWithin === undefined || keepsPlace(key, facts) ? null : on + claimWithin;
    const late = claimBy !== null && asOf > claimBy + (tolerance?.daysLate ?? 0);
    const held = facts.held?.[key] ?? [];
    const pence = on === null ? null : priceOf(milestone, group, formatDay(on));
    const lacking = evidenceAsked(milestone, counted, on).filter((one) => !held.includes(one.key));
    const missing: string[] = [];
    if (claimedOn === null) {
      if (reached && on === null) missing.push('day');
      if (reached && !group.known && isByGroup(milestone)) missing.push('group');
      else if (on !== null && pence === null) missing.push('price');
      for (const { key: lacked } of lacking) missing.push(lacked);
    }
    return {
      milestone: key,
      status: claimedOn !== null ? 'claimed' : !reached ? 'not reached' : late ? 'missed' : 'claimable',
      reachedOn: on,
      claimedOn,
      claimBy,
      pence,
      missing,
      evidenceHeld: lacking.length === 0 && missing.length === 0,
    };
  });
}

/** A day from a document or a row, 'YYYY-MM-DD', as a number; null stays null. */
export const dayOf = (day: string | null): DayNumber | null => (day === null ? null : parseDay(day));
