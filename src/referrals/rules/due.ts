/**
 * What is awaited next of a referral, of whom and by when, as a function of where it stands. Pure; days are 'YYYY-MM-DD', clocks
 * run in working days. Nothing stays open past its limit without an owner and a reason (DWP Research Report 555, P25-P32; the
 * numbers are a programme's own).
 */
import { addWorkingDays, type Holidays } from '../../kit/working-days.ts';
import type { ServiceRules } from '../../programmes/rules/services.ts';
import { enquiryStates, type State, signpostStates, states } from './states.ts';

/** Days of a referral that decide when the next thing is due. All may be null. */
export type DueFacts = {
  contactBy: string | null;
  /** The day of the appointment that is booked. */
  appointmentOn: string | null;
  expectedStart: string | null;
  placeOfferedOn: string | null;
  expectedEnd: string | null;
  /** The first day on which feedback is due and has not come. */
  feedbackOn: string | null;
};
/** What is awaited: `side` owes it by `on`; past `limit` somebody must own it and say why. */
export type Due = { what: string; side: 'worker' | 'service' | 'person' | 'manager'; on: string; limit: string };

/** Nothing is known of any of its days. */
export const noFacts: DueFacts = {
  contactBy: null,
  appointmentOn: null,
  expectedStart: null,
  placeOfferedOn: null,
  expectedEnd: null,
  feedbackOn: null,
};

type Clock = (rules: ServiceRules, facts: DueFacts) => number | { day: string; more?: number };

const orElse = (day: string | null, days: number, more = 0): number | { day: string; more: number } =>
  day === null ? days : { day, more };

/** Working days from the day of the move, or a day and the working days after it. One for each state that is open. */
const clocks: Partial<Record<State, Clock>> = {
  offered: (rules) => rules.signpostAskedAfter,
  introduced: (rules) => rules.signpostAskedAfter,
  'awaiting consent': (rules) => rules.ownerActsWithin,
  'awaiting approval': (rules) => rules.decideWithin,
  agreed: (rules) => rules.ownerActsWithin,
  sent: (rules) => rules.acknowledgeWithin,
  received: (rules) => rules.decideWithin,
  'service to contact': (rules, facts) => orElse(facts.contactBy, rules.firstContactWithin),
  'not contacted': (rules) => rules.ownerActsWithin,
  'appointment booked': (rules, facts) =>
    orElse(facts.appointmentOn, rules.firstContactWithin, rules.acknowledgeWithin),
  'did not attend': (rules) => rules.ownerActsWithin,
  'under assessment': (rules) => rules.decideWithin,
  accepted: (rules, facts) => orElse(facts.expectedStart, rules.decideWithin),
  waiting: (rules, facts) =>
    facts.placeOfferedOn === null
      ? orElse(facts.expectedStart, rules.decideWithin)
      : { day: facts.placeOfferedOn, more: rules.placeAnsweredWithin },
  started: (rules, facts) => orElse(facts.feedbackOn ?? facts.expectedEnd, rules.silenceAfter),
  suspended: (rules) => rules.silenceAfter,
  ended: (rules) => rules.decideWithin,
  'handed back': (rules) => rules.ownerActsWithin,
};

/** By kind, what may stand in the column `state`. */
export const statesOf = { referral: states, enquiry: enquiryStates, signpost: signpostStates } as const;
type StateOf = { text: string; open: boolean; waits?: { what: string; of: Due['side'] } };
const found = (kind: keyof typeof statesOf, state: string): StateOf | undefined =>
  (statesOf[kind] as Record<string, StateOf>)[state];

/** What a state is called; the state itself where no list has it. */
export const stateText = (kind: keyof typeof statesOf, state: string): string => found(kind, state)?.text ?? state;
/** Whether a state is open. */
export const isOpen = (kind: keyof typeof statesOf, state: string): boolean => found(kind, state)?.open === true;

/**
 * What is due from `day` on in a state; null where nothing is, because it is closed. A place that was offered is answered by
 * the person. The limit comes as many working days after the due day as a decision may take.
 */
export function dueOf(
  of: { kind: keyof typeof statesOf; state: string },
  day: string,
  facts: DueFacts,
  rules: ServiceRules,
  holidays: Holidays,
): Due | null {
  const waits = found(of.kind, of.state)?.waits;
  if (waits === undefined) return null;
  const clock: Clock =
    of.kind === 'referral'
      ? (clocks[of.state as State] as Clock)
      : of.kind === 'signpost'
        ? () => rules.signpostAskedAfter
        : () => (of.state === 'asked' ? rules.informationWithin : rules.ownerActsWithin);
  const said = clock(rules, facts);
  const [from, days] = typeof said === 'number' ? [day, said] : [said.day, said.more ?? 0];
  const on = addWorkingDays(from, days, holidays);
  const offered = of.state === 'waiting' && facts.placeOfferedOn !== null;
  return {
    what: offered ? 'Say whether the person takes the place' : waits.what,
    side: offered ? 'person' : waits.of,
    on,
    limit: addWorkingDays(on, rules.decideWithin, holidays),
  };
}

/** What is left to do after a service declined: the worker owes it, though the referral is closed. */
export const afterDecline = (day: string, rules: ServiceRules, holidays: Holidays): Due => {
  const on = addWorkingDays(day, rules.ownerActsWithin, holidays);
  return {
    what: 'Find another way with the person',
    side: 'worker',
    on,
    limit: addWorkingDays(on, rules.decideWithin, holidays),
  };
};
