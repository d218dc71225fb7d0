/** A milestone explained clause by clause: what the contract asks, whether it holds, and what is missing. Pure. */
import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type DayNumber, formatDay } from '../../kit/days.ts';
import { type Contract, type JobsThatCount, type Milestone, notEvidence, type WeeksRule } from './contract.ts';
import { type ClaimFacts, evidenceAsked, keepsPlace, type MilestoneState } from './milestones.ts';
import { thresholdOf } from './money.ts';
import { type Counted, countedFor, daysOf, earnedPence, weeksOf } from './reaching.ts';

/** One clause in plain words: it holds, it does not, or it does not yet. */
export type Clause = { text: string; met: 'yes' | 'no' | 'not yet'; note?: string };

const day = (on: DayNumber): string => showDay(formatDay(on));
const lengthText = (days: number): string => (days % 7 === 0 ? counted(days / 7, 'week') : counted(days, 'day'));

const kindWords: Record<NonNullable<JobsThatCount['kinds']>[number], string> = {
  employed: 'employed',
  zero_hours: 'zero hours',
  agency: 'agency',
  apprenticeship: 'apprenticeship',
  self_employed: 'self-employed',
  supported: 'supported',
  permitted: 'permitted',
};

/** Which jobs count and how breaks are taken, where a contract says more than usual; '' where it does not. */
function conditionText(jobs: JobsThatCount | undefined, longestBreak: number | undefined): string {
  const parts: string[] = [];
  if (jobs?.kinds !== undefined)
    parts.push(`work of these kinds: ${jobs.kinds.map((kind) => kindWords[kind]).join(', ')}`);
  if (jobs?.leastHours !== undefined) parts.push(`at least ${jobs.leastHours} hours a week over all jobs`);
  if (longestBreak === 0) parts.push('without a break: a break begins it again');
  if (longestBreak !== undefined && longestBreak > 0)
    parts.push(`a break of more than ${counted(longestBreak, 'day')} begins it again`);
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function weekText({ leastHours, leastPence, enough, week }: WeeksRule): string {
  const asked = [
    ...(leastHours === undefined ? [] : [`${leastHours} hours`]),
    ...(leastPence === undefined ? [] : [`${poundsText(leastPence)} of pay`]),
  ];
  const what =
    asked.length === 0
      ? 'counts when every day of it is in work'
      : `counts with at least ${asked.join(enough === 'either' ? ' or ' : ' and ')}`;
  return `a week${week === 'monday' ? ', Monday to Sunday,' : ''} ${what}`;
}

/** How much is missing, and by when it can be there at the earliest. */
const aheadText = (best: number, need: number, unit: string, earliest: DayNumber | null): string => {
  const now = `${counted(best, unit)} at best so far`;
  return earliest === null
    ? now
    : `${now}. ${day(earliest)} at the earliest, ${unit === 'day' ? 'in work on every day until then' : `if every week until then counts; ${need} are asked for`}`;
};

function reachedClause(
  milestone: Milestone,
  state: MilestoneState,
  facts: ClaimFacts,
  asOf: DayNumber,
  found: Counted,
  ofContract: JobsThatCount | undefined,
): Clause {
  const { reached: rule } = milestone;
  const { reachedOn } = state;
  const done = reachedOn !== null || state.missing.includes('day');
  const since = reachedOn === null ? {} : { note: `Since ${day(reachedOn)}` };
  const met = done ? 'yes' : 'not yet';
  if (rule.kind === 'attached') return { text: 'The person is attached to the programme', met, ...since };
  const jobs = rule.jobs ?? ofContract;
  switch (rule.kind) {
    case 'job start':
      return {
        text: `A job began after the attachment; later jobs count for nothing more${conditionText(jobs, undefined)}`,
        met,
        ...(state.missing.includes('day') ? { note: 'The day on which it began is not known' } : since),
      };
    case 'days in work': {
      const text = `${lengthText(rule.need)} in work (${counted(rule.need, 'day')}) in ${lengthText(rule.within)} in a row, over all jobs, a day counted once${conditionText(jobs, rule.longestBreak)}`;
      if (done || facts.attachedOn === null) return { text, met, ...since };
      const clock = daysOf(rule, found, asOf);
      return { text, met, note: aheadText(clock.best, rule.need, 'day', clock.earliest) };
    }
    case 'weeks in work': {
      const text = `${counted(rule.need, 'week')} in work in ${counted(rule.within, 'week')} in a row, over all jobs; ${weekText(rule)}${conditionText(jobs, rule.longestBreak)}`;
      if (done || facts.attachedOn === null) return { text, met, ...since };
      const clock = weeksOf(rule, found, asOf);
      return { text, met, note: aheadText(clock.best, rule.need, 'week', clock.earliest) };
    }
    case 'earnings': {
      const threshold = thresholdOf(rule, facts);
      const amount = threshold === null ? 'the threshold' : poundsText(threshold);
      const until = facts.attachedOn === null ? null : facts.attachedOn + rule.within - 1;
      const text = `Earnings of ${amount}, or ${counted(rule.selfEmployedDays, 'day')} of self-employment, within ${counted(rule.within, 'day')} of the attachment${conditionText(jobs?.kinds && { kinds: jobs.kinds }, undefined)}`;
      if (done || until === null || facts.attachedOn === null) return { text, met, ...since };
      if (asOf > until) return { text, met: 'no', note: `That time ended on ${day(until)}` };
      const sofar = poundsText(earnedPence(found, facts.attachedOn, asOf, asOf));
      return { text, met, note: `${sofar} so far that is known. Until ${day(until)}` };
    }
  }
}

/** Why a milestone is where it is: the rule, each piece of evidence, the deadline, and that it counts once. */
export function clausesOf(
  milestone: Milestone,
  state: MilestoneState,
  facts: ClaimFacts,
  asOf: DayNumber,
  contract?: Pick<Contract, 'jobs'>,
): Clause[] {
  const found = countedFor(milestone, contract?.jobs, facts, asOf);
  const clauses = [reachedClause(milestone, state, facts, asOf, found, contract?.jobs)];
  const held = facts.held?.[milestone.key] ?? [];
  for (const { key, label, any } of evidenceAsked(milestone, found, state.reachedOn)) {
    // What was claimed and accepted on paper is not missing any more.
    if (state.status === 'claimed' && !held.includes(key)) continue;
    const how = any === undefined ? {} : { note: `One of: ${any.join('; ')}` };
    clauses.push(held.includes(key) ? { text: label, met: 'yes' } : { text: label, met: 'no', ...how });
  }
  if (state.missing.includes('group'))
    clauses.push({ text: 'What it is worth depends on the person’s group, and that is not known', met: 'no' });
  if (state.missing.includes('price')) clauses.push({ text: notEvidence.price, met: 'no' });
  if (state.claimBy !== null) {
    const { daysLate = 0 } = milestone.tolerance ?? {};
    const late = daysLate === 0 ? {} : { note: `Taken until ${day(state.claimBy + daysLate)}` };
    const met = state.status === 'missed' ? 'no' : state.status === 'claimed' ? 'yes' : 'not yet';
    clauses.push({ text: `Claimed by ${day(state.claimBy)}`, met, ...late });
  }
  if (milestone.claimWithin !== undefined && state.claimedOn === null && keepsPlace(milestone.key, facts))
    clauses.push({ text: 'Submitted in time before: it may be claimed again on any day', met: 'yes' });
  if (state.claimedOn !== null)
    clauses.push({ text: `Claimed on ${day(state.claimedOn)}: it counts once for a person`, met: 'yes' });
  return clauses;
}
