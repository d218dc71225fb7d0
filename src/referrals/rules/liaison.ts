/**
 * Liaison: when a service is chased and when the local lead is told, when the worker keeps in touch with somebody whom a service
 * works with, and when silence becomes an alarm (DWP Research Report 555, 4.1-4.3, R22). Pure; days are 'YYYY-MM-DD'.
 */
import type { Static } from 'typebox';
import { addWorkingDays, type Holidays, workingDaysBetween } from '../../kit/working-days.ts';
import type { ServiceRules, ServicesSchema } from '../../programmes/rules/services.ts';

/** Something that a service owes: since when it is late, and how often it was asked since it last said anything. */
export type Owed = { dueOn: string; chased: number; chasedOn: string | null; escalatedOn: string | null };
/** What is to be done about it. */
export type OwedState = 'awaited' | 'late' | 'asked' | 'ask again' | 'escalate' | 'escalated';

/** What a state is called, and whether the worker has to do something. */
export const owedText: Record<OwedState, { text: string; colour: string; act: boolean }> = {
  awaited: { text: 'Awaited', colour: 'govuk-tag--blue', act: false },
  late: { text: 'Late: ask', colour: 'govuk-tag--red', act: true },
  asked: { text: 'Asked', colour: 'govuk-tag--yellow', act: false },
  'ask again': { text: 'No answer: ask again', colour: 'govuk-tag--red', act: true },
  escalate: { text: 'No answer twice', colour: 'govuk-tag--red', act: true },
  escalated: { text: 'The local lead knows', colour: 'govuk-tag--purple', act: false },
};

/**
 * Where something that a service owes stands. It is late from the day after it was due; each time that it is asked, the service
 * has as long as it has to say that something arrived; after the second time without an answer the local lead is told.
 */
export function owedState(
  owed: Owed,
  today: string,
  rules: Pick<ServiceRules, 'acknowledgeWithin'>,
  holidays: Holidays,
): OwedState {
  if (owed.escalatedOn !== null) return 'escalated';
  if (today <= owed.dueOn) return 'awaited';
  if (owed.chased === 0 || owed.chasedOn === null) return 'late';
  if (today <= addWorkingDays(owed.chasedOn, rules.acknowledgeWithin, holidays)) return 'asked';
  return owed.chased === 1 ? 'ask again' : 'escalate';
}

/** A rule of a district about contact while a service works with somebody, and the days between which it holds. */
export type ContactRule = { contact: 'wait' | 'maintain'; from: string | null; to: string | null };
/** What the rules are called. */
export const contactText: Record<ContactRule['contact'], string> = {
  wait: 'Contact waits until the service has finished',
  maintain: 'You keep in touch while the service works with them',
};

/**
 * The rules that held and hold in an area, the earliest first: each until the next begins. The first has no day where the
 * programme's own rule holds from the beginning.
 */
export function contactRules(
  document: { services?: unknown },
  area: string | null,
  usual: ContactRule['contact'] = 'maintain',
): ContactRule[] {
  const { districts = [] } = (document.services ?? {}) as Static<typeof ServicesSchema>;
  const told = districts
    .filter((one) => one.contact !== undefined && (one.area === undefined || one.area === area))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
  const all: { contact: ContactRule['contact']; from: string | null }[] = [
    { contact: usual, from: null },
    ...told.map((one) => ({ contact: one.contact as ContactRule['contact'], from: one.from })),
  ];
  return all.map((one, at) => ({ ...one, to: all[at + 1]?.from ?? null }));
}

/** The rule that holds on a day. */
export const contactRuleOn = (rules: readonly ContactRule[], day: string): ContactRule =>
  rules.findLast(({ from }) => from === null || from <= day) ?? { contact: 'maintain', from: null, to: null };

/** When the worker is next in touch with somebody whom a service works with, or until when that is held back. */
export type ContactPlan = { contact: 'maintain'; on: string } | { contact: 'wait'; until: string | null };

/**
 * The contact that is due for a referral that has started. Where contact is kept, the first comes within the days for a first
 * contact of the start (or of the rule, when that began later), and the next so many working days after the last.
 */
export function contactPlan(
  of: { startedOn: string; expectedEnd: string | null; metOn: string | null },
  rule: ContactRule,
  rules: Pick<ServiceRules, 'firstContactWithin' | 'silenceAfter'>,
  holidays: Holidays,
): ContactPlan {
  if (rule.contact === 'wait') return { contact: 'wait', until: of.expectedEnd };
  const began = rule.from !== null && rule.from > of.startedOn ? rule.from : of.startedOn;
  const on =
    of.metOn !== null && of.metOn >= of.startedOn
      ? addWorkingDays(of.metOn, rules.silenceAfter, holidays)
      : addWorkingDays(began, rules.firstContactWithin, holidays);
  return { contact: 'maintain', on };
}

/** Since so many working days nobody has said anything: the day on which that became so; null while it is not. */
export function silentSince(
  heardOn: string,
  today: string,
  rules: Pick<ServiceRules, 'silenceAfter'>,
  holidays: Holidays,
): string | null {
  return workingDaysBetween(heardOn, today, holidays) >= rules.silenceAfter
    ? addWorkingDays(heardOn, rules.silenceAfter, holidays)
    : null;
}

/** How a contact came about (3.11). */
export const channels = {
  phone: 'Phone',
  email: 'Email',
  letter: 'Letter',
  'in person here': 'In person, here',
  'in person there': 'In person, at the service',
  visit: 'Visit to the service',
  'three-way meeting': 'Meeting of three: the person, the service and you',
  'hand-over meeting': 'Hand-over meeting',
  'case conference': 'Case conference',
} as const;
/** What a contact was for (3.11). */
export const purposes = {
  'check attending': 'Are they going?',
  'check appropriate': 'Is it right for them?',
  'check delivered': 'Is it what was agreed?',
  progress: 'How it is going',
  milestone: 'Something was reached',
  'next steps': 'What comes next',
  'benefit query': 'A question about benefits',
  'staff change': 'Staff or the service change',
  problem: 'A problem or a misunderstanding',
  consultation: 'Advice',
  'feedback asked': 'Asked how it is going',
} as const;

/** What is done with what a person says of a service (3.11). */
export const dispositions = {
  'note only': 'Note it only',
  'shared with advisers': 'Tell colleagues, without their name',
  'told service': 'Tell the service, as counts and without their name',
  'told manager': 'Tell a manager',
  complaint: 'It is a complaint',
} as const;
/** What is done with it. */
export type Disposition = keyof typeof dispositions;
