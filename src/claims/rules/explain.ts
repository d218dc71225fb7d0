/** A milestone explained clause by clause: what the contract asks, whether it holds, and what is missing. Pure. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, formatDay } from '../../kit/days.ts';
import { sustainedClock } from '../../work/rules/clock.ts';
import { programmeJobs } from '../../work/rules.ts';
import { inForce, type Milestone } from './contract.ts';
import type { ClaimFacts, MilestoneState } from './milestones.ts';

/** One clause in plain words: it holds, it does not, or it does not yet. */
export type Clause = { text: string; met: 'yes' | 'no' | 'not yet'; note?: string };

const day = (on: DayNumber): string => showDay(formatDay(on));
const lengthText = (days: number): string => (days % 7 === 0 ? counted(days / 7, 'week') : counted(days, 'day'));
/** Whole pence as pounds: '£4,759.04'. */
export const poundsText = (pence: number): string =>
  `£${Math.trunc(pence / 100).toLocaleString('en-GB')}.${String(pence % 100).padStart(2, '0')}`;

function reachedClause(
  { reached: rule }: Milestone,
  state: MilestoneState,
  facts: ClaimFacts,
  asOf: DayNumber,
): Clause {
  const { reachedOn } = state;
  const done = reachedOn !== null || state.missing.includes('day');
  const since = reachedOn === null ? {} : { note: `Since ${day(reachedOn)}` };
  const met = done ? 'yes' : 'not yet';
  switch (rule.kind) {
    case 'attached':
      return { text: 'The person is attached to the programme', met, ...since };
    case 'job start':
      return {
        text: 'A job began after the attachment; later jobs count for nothing more',
        met,
        ...(state.missing.includes('day') ? { note: 'The day on which it began is not known' } : since),
      };
    case 'days in work': {
      const text = `${lengthText(rule.need)} in work (${counted(rule.need, 'day')}) in ${lengthText(rule.within)} in a row, over all jobs, a day counted once`;
      if (done || facts.attachedOn === null) return { text, met, ...since };
      const clock = sustainedClock(programmeJobs(facts.jobs, facts.attachedOn, asOf), rule, asOf);
      const best = `${counted(clock.best, 'day')} at best so far`;
      return {
        text,
        met,
        note:
          clock.earliest === null
            ? best
            : `${best}. ${day(clock.earliest)} at the earliest, in work on every day until then`,
      };
    }
    case 'weeks in work':
      return {
        text: `${counted(rule.need, 'week')} in work in ${counted(rule.within, 'week')} in a row`,
        met,
        ...since,
      };
    case 'earnings': {
      const threshold = facts.attachedOn === null ? undefined : inForce(rule.thresholds, formatDay(facts.attachedOn));
      const amount = threshold === undefined ? 'the threshold' : poundsText(threshold.pence);
      const until = facts.attachedOn === null ? null : facts.attachedOn + rule.within - 1;
      const over = until !== null && !done && asOf > until;
      return {
        text: `Earnings of ${amount}, or ${counted(rule.selfEmployedDays, 'day')} of self-employment, within ${counted(rule.within, 'day')} of the attachment`,
        met: over ? 'no' : met,
        ...(done || until === null
          ? since
          : { note: over ? `That time ended on ${day(until)}` : `Until ${day(until)}` }),
      };
    }
  }
}

/** Why a milestone is where it is: the rule, each piece of evidence, the deadline, and that it counts once. */
export function clausesOf(milestone: Milestone, state: MilestoneState, facts: ClaimFacts, asOf: DayNumber): Clause[] {
  const clauses = [reachedClause(milestone, state, facts, asOf)];
  const held = facts.held?.[milestone.key] ?? [];
  for (const { key, label, any } of milestone.evidence) {
    // What was claimed and accepted on paper is not missing any more.
    if (state.status === 'claimed' && !held.includes(key)) continue;
    const how = any === undefined ? {} : { note: `One of: ${any.join('; ')}` };
    clauses.push(held.includes(key) ? { text: label, met: 'yes' } : { text: label, met: 'no', ...how });
  }
  if (state.claimBy !== null)
    clauses.push(
      state.status === 'missed'
        ? { text: `Claimed by ${day(state.claimBy)}`, met: 'no' }
        : { text: `Claimed by ${day(state.claimBy)}`, met: state.status === 'claimed' ? 'yes' : 'not yet' },
    );
  if (state.claimedOn !== null)
    clauses.push({ text: `Claimed on ${day(state.claimedOn)}: it counts once for a person`, met: 'yes' });
  return clauses;
}
