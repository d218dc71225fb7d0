/** What a move writes into the row of a referral, what the service's figures count, and when feedback falls due. Pure. */
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { addWorkingDays, type Holidays } from '../../kit/working-days.ts';
import type { ServiceRules } from '../../programmes/rules/services.ts';
import type { MoveGiven } from './guards.ts';
import { type MoveName, moves, type Side, type State } from './states.ts';

/** What an effect looks at: a part of the referral's row. Days are 'YYYY-MM-DD'. */
export type Before = {
  state: string;
  service_id: string;
  made_on: string;
  made_as: string | null;
  paperwork: string;
  payment: string;
  payment_form: boolean;
  payment_role: string | null;
  sent_on: string | null;
  contacted_on: string | null;
  decided_on: string | null;
  queue_at: string | null;
  ended_on: string | null;
  end_kind: string | null;
  outcome: string | null;
  typical_weeks: number | null;
  owner_id: string | null;
};

/** The columns that a move changes. `state` is always among them. */
export type Effect = { state: State } & Record<string, string | null>;

const formModes = ['form', 'own form'];
const weeksAfter = (day: string, weeks: number): string => Temporal.PlainDate.from(day).add({ weeks }).toString();

/** What the form of a payment is worth once it has come in: nothing without the role that must refer (3.12). */
export const paymentOf = (row: Pick<Before, 'payment_form' | 'payment_role' | 'made_as'>, formIn: boolean): string => {
  if (!row.payment_form && row.payment_role === null) return 'not applicable';
  if (row.payment_role !== null && row.payment_role !== row.made_as) return 'not applicable';
  return row.payment_form && !formIn ? 'waiting' : 'triggered';
};

/** What is written when a service first hears of somebody, or hears again: the first day stays. */
export function sentEffect(row: Before, given: Pick<MoveGiven, 'day' | 'sent'>): Record<string, string | null> {
  if (given.sent === undefined) return {};
  const { mode, channel } = given.sent;
  const form = formModes.includes(mode) || channel === 'post';
  return {
    mode,
    sent_on: row.sent_on ?? given.day,
    ...(form ? { paperwork: 'sent', paperwork_on: given.day } : {}),
    payment: paymentOf(row, false),
  };
}

/** What is written when its form has come in. */
export const formIn = (row: Before, day: string): Record<string, string | null> => ({
  ...{ paperwork: 'received', paperwork_on: day, received_on: day },
  payment: paymentOf(row, true),
});

/** The columns that a move changes. `now` is the moment, as text; a queue keeps the place that somebody has. */
export function effectOf(
  row: Before,
  move: MoveName,
  given: MoveGiven,
  by: { side: Side; now: string; rules: ServiceRules; holidays: Holidays },
): Effect {
  const { day, reason = null, words = null } = given;
  const base: Effect = { state: moves[move].to, limit_reason: null, ...sentEffect(row, given) };
  if (by.side === 'service') base.last_contact_on = day;
  const called = { contacted_on: row.contacted_on ?? day };
  const placed = given.placed ?? row.service_id;
  const ends = (): Record<string, string | null> => ({
    ended_on: row.ended_on ?? day,
    end_kind: row.end_kind ?? given.endKind ?? null,
    outcome: given.outcome ?? row.outcome,
    ...optional({ end_confidence: given.soft?.confidence, end_wellbeing: given.soft?.wellbeing }),
  });
  const optional = (columns: Record<string, string | null | undefined>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(columns).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  const more: Partial<Record<MoveName, () => Record<string, string | null>>> = {
    'say no': () => ({ reason, reason_words: words }),
    'not approve': () => ({ reason, reason_words: words }),
    withdraw: () => ({ reason, reason_words: words }),
    suspend: () => ({ reason, reason_words: words }),
    resume: () => ({ reason: null, reason_words: null }),
    receive: () => (row.paperwork === 'sent' ? formIn(row, day) : { received_on: day }),
    'they will call': () => ({
      who_contacts: 'service',
      contacted_on: null,
      contact_by: given.contactBy ?? addWorkingDays(day, by.rules.firstContactWithin, by.holidays),
    }),
    book: () => (by.side === 'service' ? called : {}),
    attend: () => ({ ...called, last_contact_on: day }),
    accept: () => ({
      decided_on: day,
      actual_service_id: placed,
      ...optional({ expected_start: given.expectedStart, service_worker: given.serviceWorker }),
    }),
    reject: () => ({
      decided_on: row.decided_on ?? day,
      reason,
      reason_words: words,
      owner_id: given.nextOwner ?? row.owner_id,
    }),
    wait: () => ({
      expected_start: given.expectedStart ?? null,
      queue_at: row.queue_at ?? by.now,
      place_offered_on: null,
    }),
    start: () => ({
      ...called,
      started_on: day,
      decided_on: row.decided_on ?? day,
      actual_service_id: placed,
      expected_end: given.expectedEnd ?? (row.typical_weeks === null ? null : weeksAfter(day, row.typical_weeks)),
      last_contact_on: day,
      ...optional({ service_worker: given.serviceWorker }),
    }),
    end: () => ends(),
    'hand back': () => ({ ...ends(), ...optional({ next_step: given.nextStep }) }),
    close: () => optional({ next_step: given.nextStep }),
  };
  return { ...base, ...(more[move]?.() ?? {}) } as Effect;
}

const daysBetween = (from: string, to: string): number => (parseDay(to) as DayNumber) - (parseDay(from) as DayNumber);

/** What the figures of the service count of a move: kinds of `service_figure`, with days where the kind has a length. */
export function countsOf(row: Before, move: MoveName, given: MoveGiven): { kind: string; days: number }[] {
  const kinds: string[] = row.sent_on === null && given.sent !== undefined ? ['referred'] : [];
  if (move === 'book') kinds.push('booked');
  if (move === 'attend') kinds.push('attended');
  if (move === 'miss') kinds.push('missed');
  // Somebody who starts without having been accepted in words was accepted all the same.
  if (move === 'accept' || (move === 'start' && row.decided_on === null)) kinds.push('accepted');
  if (move === 'reject') kinds.push('declined', `declined:${given.reason}`);
  if (move === 'end' || (move === 'hand back' && row.ended_on === null))
    kinds.push(given.endKind === 'early' ? 'ended early' : 'completed');
  const counts = kinds.map((kind) => ({ kind, days: 0 }));
  if (move === 'start') counts.push({ kind: 'started', days: Math.max(0, daysBetween(row.made_on, given.day)) });
  return counts;
}

/** When feedback falls due after a start: so many weeks on, or the next working day; the final one at the expected end. */
export function feedbackDays(
  service: { feedback_weeks: readonly number[]; feedback_at_end: boolean },
  startedOn: string,
  expectedEnd: string | null,
  holidays: Holidays,
): { kind: string; on: string }[] {
  const workingDay = (day: string) =>
    addWorkingDays(Temporal.PlainDate.from(day).subtract({ days: 1 }).toString(), 1, holidays);
  const weeks = [...new Set(service.feedback_weeks)]
    .sort((a, b) => a - b)
    .map((week) => ({ kind: `week ${week}`, on: workingDay(weeksAfter(startedOn, week)) }));
  if (!service.feedback_at_end || expectedEnd === null) return weeks;
  return [...weeks, { kind: 'end', on: workingDay(expectedEnd) }];
}
