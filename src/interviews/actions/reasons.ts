/** What interviews bring to Today: to be booked, missed, a clock that ends, a review, somebody to call. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import type { Interviews } from '../../programmes/rules.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { type Act, daysFrom, later, type Matter } from '../../today/rules.ts';
import * as store from '../store/today.ts';

// An interview is booked in the two weeks before its day.
const bookBefore = 14;
const list = (caseId: string): string => `/cases/${caseId}/interviews`;

type Of = (row: store.MatterRow, section: Interviews, today: string) => Omit<Matter, 'caseId'>;
const act = (text: string, href: string): [Act] => [{ text, href }];

const all: Record<store.MatterRow['what'], Of> = {
  start: (row) => ({
    reason: 'interview_due',
    level: 1,
    on: row.on,
    words: 'No interviews were started: the day of the claim is asked for',
    acts: act('Start the interviews', `${list(row.case_id)}/start`),
  }),
  book(row, _section, today) {
    const late = daysFrom(row.on, today);
    const number = `Interview ${row.number ?? ''}`.trim();
    return {
      reason: 'interview_due',
      level: late > 0 ? 3 : late > -7 ? 2 : 1,
      on: later(row.on, -bookBefore),
      words:
        late > 0
          ? `${number} was proposed for ${counted(late, 'day')} ago and is not booked`
          : `${number} is proposed for ${showNearDay(row.on, today)} and is not booked`,
      acts: act('Book', `${list(row.case_id)}/book`),
    };
  },
  afterwards: (row) => ({
    reason: 'interview_due',
    level: 1,
    on: row.on,
    words: 'All interviews were held: choose what follows',
    acts: act('Choose what follows', `${list(row.case_id)}/afterwards`),
  }),
  missed: (row, _section, today) => ({
    reason: 'failure_clock',
    level: daysFrom(row.on, today) > 2 ? 3 : 2,
    on: row.on,
    words: `Did not come to interview ${row.number ?? ''} on ${showNearDay(row.on, today)}`,
    acts: act('Follow it up', `${list(row.case_id)}/${row.id}/failure`),
  }),
  clock: (row, _section, today) => ({
    reason: 'failure_clock',
    level: daysFrom(row.on, today) >= 7 ? 3 : 2,
    on: row.on,
    words: row.on > today ? 'the days for an answer end' : 'The days for an answer are over: say what you propose',
    acts: act('Go on', `${list(row.case_id)}/failures/${row.id}`),
  }),
  visit: (row) => ({
    reason: 'failure_clock',
    level: 3,
    on: row.on,
    words: 'Did not come, and a visit comes first',
    acts: act('Record the visit', `${list(row.case_id)}/failures/${row.id}`),
  }),
  review: (row, _section, today) => ({
    reason: 'requirement_review',
    level: daysFrom(row.on, today) >= 14 ? 2 : 1,
    on: row.on,
    words: row.on > today ? 'look at the waiver or deferral again' : 'Waived or put off: look at it again',
    acts: act('Look at it again', `${list(row.case_id)}/changes/${row.id}/review`),
  }),
  return: (row, section, today) => ({
    reason: 'requirement_review',
    level: row.on <= today ? 2 : 1,
    on: later(row.on, -section.deferral.taskDaysBefore),
    words: `Was put off until ${showNearDay(row.on, today)}: ask how it stands`,
    acts: act('Look at it again', `${list(row.case_id)}/changes/${row.id}/review`),
  }),
  call: (row) => ({
    reason: 'keep_in_touch',
    level: 1,
    on: row.on,
    words: 'A call to keep in touch',
    acts: act('Record the call', `${list(row.case_id)}/call`),
  }),
};

/** Reasons of interviews; a programme without a series has none and is not asked. */
export const interviewReasons: Contributor = {
  words: (_rules, { interviews }): Record<string, string> =>
    interviews === undefined
      ? {}
      : {
          interview_due: `No series was started; an interview that is not booked, from ${bookBefore} days before its day and urgent after it; all were held and nothing was chosen`,
          failure_clock:
            'Somebody did not come: at once; when the days for an answer are over; a visit that comes first',
          requirement_review: `A waiver or a deferral: on the day of its review, and ${interviews.deferral.taskDaysBefore} days before the day of return`,
          keep_in_touch: 'A call that was agreed after the last interview: on its day',
        },
  async matters(sql, { caseIds, document, today }) {
    const section = document.interviews;
    if (section === undefined || caseIds.length === 0) return [];
    const rows = await store.mattersOfCases(sql, { caseIds, today });
    return rows.map((row) => ({ caseId: row.case_id, ...all[row.what](row, section, today) }));
  },
};
