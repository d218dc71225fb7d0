/** The reasons that a case gives by itself: contact, first meeting, end of support, reviews, data. Pure. */
import type { CaseDay } from '../../cases/rules/case-day.ts';
import { clockOf, clockText } from '../../cases/rules/referral-clock.ts';
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import {
  dataFields,
  holidaysOf,
  type ProgrammeDocument,
  referralClockOf,
  type TodayRules,
} from '../../programmes/rules.ts';
import type { Level, Matter } from './matters.ts';

const numberOf = (day: string): DayNumber => parseDay(day) ?? 0;
/** A day so many days later. */
export const later = (day: string, days: number): string => formatDay(numberOf(day) + days);
/** Days from one day to another. */
export const daysFrom = (from: string, to: string): number => numberOf(to) - numberOf(from);

type Of = (one: CaseDay, rules: TodayRules, document: ProgrammeDocument, today: string) => Matter | null;

const meeting = (caseId: string, mode: string): string => `/cases/${caseId}/meeting?mode=${mode}`;

/** The highest of some thresholds that is reached, as a level, and the day on which it was; the first one when none is. */
function reached(thresholds: readonly number[], since: string, days: number): { level: Level; on: string } {
  const at = Math.max(
    0,
    thresholds.findLastIndex((threshold) => days >= threshold),
  );
  return { level: (at + 1) as Level, on: later(since, thresholds[at] ?? 0) };
}

// The day from which silence counts: the last contact, else when they joined.
const heardOn = ({ lastContactOn, attachedOn, referredOn }: CaseDay) => lastContactOn ?? attachedOn ?? referredOn;

const noContact: Of = (one, rules, _document, today) => {
  const since = heardOn(one);
  if (one.status !== 'attached' || since === null) return null;
  const days = daysFrom(since, today);
  const { level, on } = reached(rules.noContactDays, since, days);
  return {
    caseId: one.caseId,
    reason: 'no_contact',
    level,
    on,
    words:
      on > today
        ? 'be in touch'
        : one.lastContactOn === null
          ? `No contact since they joined ${counted(days, 'day')} ago`
          : `No contact for ${counted(days, 'day')}`,
    acts: [
      { text: 'Call and record', href: meeting(one.caseId, 'phone') },
      { text: 'Text', href: meeting(one.caseId, 'text') },
    ],
  };
};

const firstMeeting: Of = (one, _rules, document, today) => {
  if (one.status !== 'referred' || one.firstMetOn !== null || one.referredOn === null) return null;
  const limit = referralClockOf(document).firstMeetingWithin;
  const holidays = holidaysOf(document);
  const clock = clockOf({ startedOn: one.referredOn, stoppedOn: null, limit }, today, holidays);
  const level: Level = clock.state === 'late' ? 3 : clock.state === 'soon' ? 2 : 1;
  return {
    caseId: one.caseId,
    reason: 'first_meeting',
    level,
    // From the first day on: somebody new is waiting.
    on: one.referredOn,
    words: `New: first meeting ${clockText(clock)}`,
    acts: [
      { text: 'Record the first meeting', href: `/cases/${one.caseId}/start/first-meeting` },
      { text: 'Record an attempt', href: `/cases/${one.caseId}/start/attempt` },
    ],
  };
};

const supportEnds: Of = (one, rules, _document, today) => {
  if (one.status !== 'attached' || one.support === null || one.support.state === 'not started') return null;
  const ends = formatDay(one.support.endsOn);
  const days = daysFrom(today, ends);
  const inWork = one.support.phase === 'in work';
  // Who has work, or a plan for afterwards, is looked after until the last day.
  const ready = inWork || one.exitPlanOn !== null;
  const [first = 90, second = 30] = rules.supportEndsDays;
  const over = one.support.state === 'ended';
  if (ready && !over) return null;
  const level: Level = over || days <= Math.min(7, second) ? 3 : days <= second ? 2 : 1;
  const on = over ? later(ends, 1) : later(ends, -(days <= second ? second : first));
  const when = over
    ? `ended ${counted(daysFrom(ends, today), 'day')} ago`
    : days === 0
      ? 'ends today'
      : `ends in ${counted(days, 'day')}`;
  return {
    caseId: one.caseId,
    reason: 'support_ends',
    level,
    on,
    words: on > today ? 'write the exit plan' : `Support ${when}${ready ? '' : ', no exit plan yet'}`,
    acts: ready
      ? [{ text: 'End or hand back', href: `/cases/${one.caseId}/taking-part` }]
      : [{ text: 'Exit plan', href: `/cases/${one.caseId}/taking-part/exit-plan` }],
  };
};

const pauseReview: Of = (one, _rules, _document, today) => {
  const reviewOn = one.paused?.reviewOn ?? null;
  if (one.paused === null || reviewOn === null) return null;
  const days = daysFrom(reviewOn, today);
  return {
    caseId: one.caseId,
    reason: 'pause_review',
    level: days >= 14 ? 2 : 1,
    on: reviewOn,
    words: `Paused since ${showNearDay(one.paused.on, today)}: look at it again${days > 0 ? `, due ${counted(days, 'day')} ago` : ''}`,
    acts: [{ text: 'Look at the pause', href: `/cases/${one.caseId}/taking-part` }],
  };
};

const parkedReview: Of = (one, _rules, _document, today) => {
  if (one.parkedReviewOn === null) return null;
  const days = daysFrom(one.parkedReviewOn, today);
  return {
    caseId: one.caseId,
    reason: 'parked_review',
    level: days >= 14 ? 2 : 1,
    on: one.parkedReviewOn,
    words: `Asked for another key worker and was parked: look at it again${days > 0 ? `, due ${counted(days, 'day')} ago` : ''}`,
    acts: [{ text: 'Look at the request', href: `/cases/${one.caseId}/key-worker` }],
  };
};

/** The form on which a fact is kept. */
const formOf = (field: string): string =>
  field === 'attached_on'
    ? 'attachment'
    : ['date_of_birth', 'sex', 'ethnicity'].includes(field)
      ? 'person/details'
      : 'referral';

const dataMissing: Of = (one, rules, _document) => {
  if (one.status !== 'attached' || one.attachedOn === null) return null;
  const missing = rules.data.filter(({ field }) => one.missing.includes(field));
  const [first] = missing;
  if (first === undefined) return null;
  const reports = [...new Set(missing.map(({ report }) => report))].map((report) => `‘${report}’`);
  const fields = missing.map(({ field }) => dataFields[field]);
  return {
    caseId: one.caseId,
    reason: 'data_missing',
    level: 1,
    on: one.attachedOn,
    words: `Not on file: ${listed(fields)}. ${listed(reports)} ${reports.length === 1 ? 'needs' : 'need'} ${fields.length === 1 ? 'it' : 'them'}`,
    acts: [{ text: 'Fill in', href: `/cases/${one.caseId}/${formOf(first.field)}` }],
  };
};

/** 'a, b and c'. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const all: readonly Of[] = [noContact, firstMeeting, supportEnds, pauseReview, parkedReview, dataMissing];

/** Everything that these cases give as a reason, now or later. Of somebody who is paused only the pause asks for something. */
export function caseMatters(
  cases: readonly CaseDay[],
  rules: TodayRules,
  document: ProgrammeDocument,
  today: string,
): Matter[] {
  return cases.flatMap((one) => all.flatMap((of) => of(one, rules, document, today) ?? []));
}

/** Why each of these comes first, in words, with the days of the programme. */
export function caseRules(rules: TodayRules, document: ProgrammeDocument): Record<string, string> {
  const { firstMeetingWithin } = referralClockOf(document);
  const [first = 90, second = 30] = rules.supportEndsDays;
  return {
    no_contact: `No contact: after ${listed(rules.noContactDays.map(String))} days, each time more urgent`,
    first_meeting: `First meeting: from the referral on, within ${counted(firstMeetingWithin, 'working day')}`,
    support_ends: `End of support without an exit plan: from ${first} days before, more urgent from ${second}`,
    pause_review: 'A pause: on the day on which it is to be looked at again',
    parked_review: 'Parked after asking for another key worker: on the day of the review',
    data_missing: 'Something that a report needs is not on file',
  };
}
