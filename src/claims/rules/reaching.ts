/** When somebody reached a milestone, by every kind of rule. Pure. Days are day numbers (src/kit/days.ts). */
import type { DayNumber } from '../../kit/days.ts';
import { JOB_KINDS } from '../../programmes/rules/work.ts';
import { reachedWithBreaks } from '../../work/rules/breaks.ts';
import { type SustainedClock, sustainedClock } from '../../work/rules/clock.ts';
import { type WeeksClock, type WeeksInWork, weeksClock } from '../../work/rules/weeks.ts';
import { daysWithHours, PARTS, type WorkedJob, worthOfAll } from '../../work/rules/worked.ts';
import { countDaysWithin, daysInWork, programmeJobs, type Spell } from '../../work/rules.ts';
import type { EarningsRule, JobsThatCount, Milestone, WeeksRule } from './contract.ts';
import { type GroupFacts, thresholdOf } from './money.ts';

/** Kinds that count where a contract names none: every kind but permitted work. */
const usualKinds: readonly string[] = JOB_KINDS.filter((kind) => kind !== 'permitted');

/** Whether a milestone is reached, and since when; the day is null where it is not known. */
export type Reaching = { on: DayNumber | null; reached: boolean };
const not: Reaching = { on: null, reached: false };
const onDay = (on: DayNumber | null): Reaching => (on === null ? not : { on, reached: true });

/** Hours as a document writes them, in hundredths. */
const hundredths = (hours: number | undefined): number | undefined =>
  hours === undefined ? undefined : Math.round(hours * 100);

/** Jobs of kinds that count, of programme jobs in their order. A job of which the kind is not known counts. */
export function jobsThatCount<T extends WorkedJob>(mine: readonly T[], rule: JobsThatCount | undefined): readonly T[] {
  const kinds = rule?.kinds ?? usualKinds;
  return mine.every(({ kind }) => kind === null || (kinds as readonly string[]).includes(kind))
    ? mine
    : mine.filter(({ kind }) => kind === null || (kinds as readonly string[]).includes(kind));
}

/** Which jobs a milestone counts; undefined means the usual ones. */
const ruleOfJobs = ({ reached }: Milestone, ofContract: JobsThatCount | undefined): JobsThatCount | undefined =>
  reached.kind === 'attached' ? undefined : (reached.jobs ?? ofContract);

/** What a rule looks at: the jobs that count and the days on which they do, in a life as of a day. */
export type Counted = { jobs: readonly WorkedJob[]; spells: readonly Spell[]; leastHours: number | undefined };

/** Jobs and days that a milestone counts; none before an attachment. */
export function countedFor(
  milestone: Milestone,
  ofContract: JobsThatCount | undefined,
  facts: { attachedOn: DayNumber | null; jobs: readonly WorkedJob[] },
  asOf: DayNumber,
): Counted {
  const rule = ruleOfJobs(milestone, ofContract);
  const leastHours = hundredths(rule?.leastHours);
  if (facts.attachedOn === null || facts.jobs.length === 0) return { jobs: [], spells: [], leastHours };
  const jobs = jobsThatCount(programmeJobs(facts.jobs, facts.attachedOn, asOf), rule);
  return { jobs, spells: daysWithHours(jobs, leastHours, asOf), leastHours };
}

/** Whether and when a milestone is reached. `counted` is what `countedFor` made of the same facts. */
export function reachingOf(
  { reached: rule }: Milestone,
  counted: Counted,
  facts: GroupFacts,
  asOf: DayNumber,
): Reaching {
  const { attachedOn } = facts;
  if (attachedOn === null || attachedOn > asOf) return not;
  if (rule.kind === 'attached') return onDay(attachedOn);
  if (counted.jobs.length === 0) return not;
  switch (rule.kind) {
    case 'job start':
      return started(counted);
    case 'days in work':
      return onDay(reachedWithBreaks(counted.spells, rule, asOf).on);
    case 'weeks in work':
      return onDay(weeksOf(rule, counted, asOf).on);
    case 'earnings':
      return onDay(earned(rule, counted, facts, attachedOn, asOf));
  }
}

/** A job whose first day is not known is a start all the same; there is no day to claim it from yet. */
function started({ jobs, spells, leastHours }: Counted): Reaching {
  if (leastHours === undefined) return { on: jobs[0]?.startedOn ?? null, reached: true };
  if (spells[0] !== undefined) return onDay(spells[0].from);
  // Zero hours promise nothing.
  const undated = jobs.filter(({ startedOn, kind }) => startedOn === null && kind !== 'zero_hours');
  return { on: null, reached: undated.some(({ terms }) => (terms.at(-1)?.hours ?? -1) >= leastHours) };
}

/** Where somebody is with a rule of weeks. */
export function weeksOf(rule: WeeksRule, { jobs, spells }: Counted, asOf: DayNumber): WeeksClock {
  const { need, within, week, leastHours, leastPence, longestBreak, enough } = rule;
  const asked: WeeksInWork = {
    ...{ need, within, week, leastHours: hundredths(leastHours) },
    ...{ leastPence, longestBreak, either: enough === 'either' },
  };
  return weeksClock(jobs, spells, asked, asOf);
}

/** Where somebody is with a rule of days. */
export const daysOf = (
  rule: Extract<Milestone['reached'], { kind: 'days in work' }>,
  { jobs, spells }: Counted,
  asOf: DayNumber,
): SustainedClock => sustainedClock(jobs, rule, asOf, spells);

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

/** Pence earned in jobs that count from the attachment to a day, a part of a penny left out; what is not known is not earned. */
export function earnedPence({ jobs }: Counted, attachedOn: DayNumber, day: DayNumber, asOf: DayNumber): number {
  return Math.floor(worthOfAll(jobs, 'pay', attachedOn, day, asOf) / (100 * PARTS));
}

function earned(
  rule: EarningsRule,
  { jobs }: Counted,
  facts: GroupFacts,
  attachedOn: DayNumber,
  asOf: DayNumber,
): DayNumber | null {
  const until = Math.min(asOf, attachedOn + rule.within - 1);
  const threshold = thresholdOf(rule, facts) ?? Number.POSITIVE_INFINITY;
  const byPay = firstDay(
    attachedOn,
    until,
    (day) => worthOfAll(jobs, 'pay', attachedOn, day, asOf) >= threshold * 100 * PARTS,
  );
  const traded = daysInWork(
    jobs.filter(({ kind }) => kind === 'self_employed'),
    asOf,
  );
  const byTrade = firstDay(
    attachedOn,
    until,
    (day) => countDaysWithin(traded, attachedOn, day) >= rule.selfEmployedDays,
  );
  return byPay === null || byTrade === null ? (byPay ?? byTrade) : Math.min(byPay, byTrade);
}
