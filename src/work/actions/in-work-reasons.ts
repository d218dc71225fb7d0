/** What support in work brings to Today: contact that is due, hours that fell, payments and permitted work that end. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { inWorkRulesOf } from '../../programmes/rules.ts';
import type { Contributor } from '../../today/actions/register.ts';
import type { Level, Matter } from '../../today/rules.ts';
import type { Due } from '../rules/in-work.ts';
import { type EndingState, type InWork, inWorkOf } from '../rules/in-work-standing.ts';
import { standingOfCases } from '../store/in-work.ts';
import { standingFacts } from './in-work.ts';

const path = (caseId: string, below = ''): string => `/cases/${caseId}/in-work${below}`;

function dueMatter(caseId: string, { on, late }: Due, missedAfter: number, who: string, href: string): Matter {
  const level: Level = late >= 2 * missedAfter ? 3 : late >= missedAfter ? 2 : 1;
  return {
    caseId,
    reason: 'in_work_contact',
    level,
    on: formatDay(on),
    words: late === 0 ? `${who} due today` : `${who} was due ${counted(late, 'day')} ago`,
    acts: [{ text: 'Call and record', href }],
  };
}

/** What an ending asks for, in words. */
export function askedWords({ ending, left, asked }: EndingState, today: string): string {
  const ends = `ends on ${showNearDay(formatDay(ending.endsOn), today)}, in ${counted(left, 'day')}`;
  const plan = ending.plan === null ? 'no plan for it yet' : 'look at the plan for it again';
  if (asked?.what === 'over') return `${ending.name} ended ${counted(-left, 'day')} ago: say what became of it`;
  if (asked?.what === 'check') return `${ending.name} is over: ask whether the person is still in work`;
  if (asked?.what === 'talk') return `${ending.name}: talk about its end, it ${ends}`;
  return `${ending.name} ${left === 0 ? 'ends today' : ends}: ${plan}`;
}

const laterWords = ({ name, outcome }: EndingState['ending']): string =>
  outcome === null ? `plan for its end: ${name}` : `ask whether the person is still in work: ${name} is over`;

/** Where what an ending asks for is written down. */
function actOf(caseId: string, { ending, asked }: EndingState): Matter['acts'][number] {
  const at = path(caseId, `/endings/${ending.id}`);
  if (asked?.what === 'over') return { text: 'Say what became of it', href: `${at}/outcome` };
  // Once it is said what became of it, the question afterwards is all that is left.
  if (asked?.what === 'check' || ending.outcome !== null) return { text: 'Ask afterwards', href: `${at}/check` };
  return { text: 'Plan for its end', href: at };
}

function endingMatter(caseId: string, state: EndingState, today: string): Matter | null {
  const { ending, left, asked, next } = state;
  const on = asked?.on ?? next?.on;
  if (on === undefined) return null;
  const soon = left <= 14 ? 3 : left <= 28 ? 2 : 1;
  const level: Level = asked === null || asked.what === 'check' ? 1 : asked.what === 'over' ? 2 : soon;
  return {
    caseId,
    reason: ending.kind === 'payment' ? 'payment_ends' : 'permitted_ends',
    level,
    on: formatDay(on),
    words: asked === null ? laterWords(ending) : askedWords(state, today),
    acts: [actOf(caseId, state)],
  };
}

const hours = (hundredths: number): string => counted(hundredths / 100, 'hour');

/** The matters of one person in work. */
export function mattersOf(caseId: string, standing: InWork, missedAfter: number, today: string): Matter[] {
  const { person, employers, falls, endings } = standing;
  const matters: Matter[] = [];
  if (person !== null) {
    const matter = dueMatter(caseId, person, missedAfter, 'In-work call', path(caseId, '/contact'));
    const later = formatDay(person.on) > today;
    // The programme says how often to be in touch with people in work: its general days would contradict that.
    matters.push({ ...matter, ...(later && { words: 'in-work call' }), holdsBack: ['no_contact'] });
  }
  for (const { job, due } of employers)
    if (due !== null) {
      const who = `Call to ${job.employer ?? 'the employer'}`;
      const matter = dueMatter(caseId, due, missedAfter, who, path(caseId, `/employer/${job.jobId}`));
      matters.push(
        formatDay(due.on) > today ? { ...matter, words: `call to ${job.employer ?? 'the employer'}` } : matter,
      );
    }
  for (const { fall } of falls)
    matters.push({
      caseId,
      reason: 'hours_fell',
      level: 2,
      on: formatDay(fall.from + 7),
      words: `${hours(fall.hundredths)} in the week of ${showNearDay(formatDay(fall.from), today)}, ${fall.by === 'agreed' ? `${hours(fall.against)} agreed` : `${hours(fall.against)} in the weeks before`}`,
      acts: [{ text: 'Call and record', href: path(caseId, '/contact') }],
    });
  for (const state of endings) {
    const matter = endingMatter(caseId, state, today);
    if (matter !== null) matters.push(matter);
  }
  return matters;
}

/** Reasons of support in work. */
export const inWorkReasons: Contributor = {
  words: (_today, document) => {
    const rules = inWorkRulesOf(document);
    return {
      in_work_contact: `Contact in work: on the days of the programme’s schedule, more urgent after ${rules.missedAfterDays} days and again after ${2 * rules.missedAfterDays}. It stands in place of the days without contact`,
      hours_fell: `Hours of a week ${rules.hoursFallPercent}% or more under what was agreed or usual, until somebody was in touch`,
      permitted_ends: `Permitted work: ${rules.permittedWork.remindWeeksBefore.join(' and ')} weeks before its last day, and when it has ended`,
      payment_ends: `A payment that goes with work: ${rules.paymentEndsDays.join(' and ')} days before its last day, in the week in which its end is talked about, and when it has ended`,
    };
  },
  async matters(sql, { cases, caseIds, document, today }) {
    const rules = inWorkRulesOf(document);
    const now = parseDay(today) as DayNumber;
    const rows = await standingOfCases(sql, { caseIds, today, weeks: rules.meanOfWeeks + 1 });
    const facts = standingFacts(rows);
    return cases.flatMap((one) => {
      const own = facts.get(one.caseId);
      if (own === undefined) return [];
      const lastOn = one.lastContactOn === null ? null : parseDay(one.lastContactOn);
      const until = one.support?.endsOn ?? null;
      const attachedOn = one.attachedOn === null ? null : parseDay(one.attachedOn);
      const standing = inWorkOf(own, { rules, attachedOn, until, lastOn, today: now });
      return mattersOf(one.caseId, standing, rules.missedAfterDays, today);
    });
  },
};
