/** What is recorded of a meeting, and the questions of its screen. Pure. */

import { showNearDay } from '../../kit/clock.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import type { Answer, Choice, Errors, Question } from '../../kit/form.ts';

export const modes = ['in_person', 'phone', 'text', 'home', 'elsewhere'] as const;
/** How worker and person were in touch. */
export type Mode = (typeof modes)[number];
/** Words of each way, as they stand after 'Meeting'. */
export const modeWords: Readonly<Record<Mode, string>> = {
  in_person: 'In person',
  phone: 'Phone',
  text: 'Text',
  home: 'At home',
  elsewhere: 'Elsewhere',
};

export const attendances = ['attended', 'late', 'did_not_attend', 'cancelled_by_us', 'cancelled_by_them'] as const;
/** Whether it happened. What the service cancels is never the person's failure. */
export type Attendance = (typeof attendances)[number];
export const attendanceWords: Readonly<Record<Attendance, string>> = {
  attended: 'It happened',
  late: 'It happened, late',
  did_not_attend: 'They did not come or answer',
  cancelled_by_us: 'We cancelled',
  cancelled_by_them: 'They cancelled or gave notice',
};
/** Worker and person were in touch: a meeting that was held, late or not. */
export const wasHeld = (attendance: Attendance): boolean => attendance === 'attended' || attendance === 'late';

/** A meeting as it is kept. Days are 'YYYY-MM-DD', times 'HH:MM', `minutes` its length. */
export type Meeting = {
  heldOn: string;
  startsAt: string | null;
  minutes: number | null;
  mode: Mode;
  attendance: Attendance;
  reason: string | null;
  note: string | null;
  nextOn: string | null;
  nextAt: string | null;
  nextMode: Mode | null;
};

const choicesOf = <T extends string>(words: Readonly<Record<T, string>>): Choice[] =>
  Object.entries<string>(words).map(([value, text]) => ({ value, text }));

/** Reads a time of day as people write it: '9:30', '09.30', '930', '9'. Returns 'HH:MM' or what is wrong. */
export function readTime(text: string): string | { value: string } {
  const found = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$/i.exec(text);
  const wrong = 'Enter a time, for example 9:30';
  if (found === null) return wrong;
  const half = found[3]?.toLowerCase();
  let hour = Number(found[1]);
  const minute = Number(found[2] ?? 0);
  if (half !== undefined && (hour < 1 || hour > 12)) return wrong;
  if (half === 'pm' && hour < 12) hour += 12;
  if (half === 'am' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59) return wrong;
  return { value: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

/** When the next one may be, without typing a day: in one, two, three or four weeks. */
const weeks = [1, 2, 3, 4];
const inWeeks = (today: string, count: number): string => formatDay((parseDay(today) as DayNumber) + 7 * count);

const text = (name: string, label: string, more: Partial<Extract<Question, { kind: 'text' }>> = {}): Question => ({
  kind: 'text',
  name,
  label,
  ...more,
});

/** The questions of the screen on a day, by the part of the page where they stand. */
export function meetingQuestions(today: string): Record<'about' | 'said' | 'hidden' | 'next', Question[]> {
  return {
    about: [
      {
        kind: 'choice',
        name: 'mode',
        label: 'How were you in touch?',
        choices: choicesOf(modeWords),
        as: 'radios in a row',
        required: 'Choose how you were in touch',
      },
      {
        kind: 'day',
        name: 'held_on',
        label: 'Day',
        required: 'Enter the day of the meeting',
        earliest: '2000-01-01',
        latest: { day: today, message: 'The day of the meeting must be today or earlier' },
      },
      text('starts_at', 'Time', { width: 5, check: readTime }),
      { kind: 'number', name: 'minutes', label: 'Length', least: 1, most: 600, suffix: 'minutes' },
      {
        kind: 'choice',
        name: 'attendance',
        label: 'Did it happen?',
        choices: choicesOf(attendanceWords),
        as: 'radios in a row',
        required: 'Choose whether it happened',
      },
      text('reason', 'Why, if it was late or did not happen', {
        hint: 'As far as you know it. ‘Not known’ is an answer.',
        most: 300,
        suggestions: [
          'Not known',
          'Ill',
          'Appointment elsewhere',
          'Care for somebody',
          'Could not pay the fare',
          'Forgot',
        ],
      }),
    ],
    said: [{ kind: 'long text', name: 'note', label: 'What did you talk about?', most: 20_000, rows: 12 }],
    hidden: [
      {
        kind: 'long text',
        name: 'private',
        label: 'A part only you and your manager can read',
        hint: 'It is on no timeline, in no handover and no export.',
        most: 20_000,
        rows: 5,
      },
    ],
    next: [
      {
        kind: 'choice',
        name: 'next',
        label: 'Next time',
        as: 'select',
        none: 'Not agreed yet',
        choices: [
          ...weeks.map((count) => ({
            value: String(count),
            text: `${count === 1 ? 'In a week' : `In ${count} weeks`}: ${showNearDay(inWeeks(today, count), today)}`,
          })),
          { value: 'day', text: 'Another day' },
        ],
      },
      { kind: 'day', name: 'next_on', label: 'Which day, if another', earliest: today },
      text('next_at', 'At', { width: 5, check: readTime }),
      {
        kind: 'choice',
        name: 'next_mode',
        label: 'How',
        as: 'select',
        none: 'Not said yet',
        choices: choicesOf(modeWords),
      },
    ],
  };
}

/** All questions in their order on the page. */
export const allQuestions = (today: string): Question[] => Object.values(meetingQuestions(today)).flat();

/** What was typed as a meeting with its restricted part, or what does not fit together. */
export function meetingFrom(
  values: Readonly<Record<string, Answer>>,
  today: string,
): { meeting: Meeting; hidden: string | null } | { errors: Errors } {
  const words = (name: string) => (typeof values[name] === 'string' ? (values[name] as string) : null);
  const attendance = words('attendance') as Attendance;
  const errors: Errors = {};
  if (attendance !== 'attended' && words('reason') === null)
    errors.reason = 'Say why it was late or did not happen, or enter ‘Not known’';
  const next = words('next');
  // A day that was typed counts, whether ‘Another day’ was chosen as well or not.
  const other = words('next_on');
  if (next === 'day' && other === null) errors.next_on = 'Enter the day of the next meeting';
  if (next !== null && next !== 'day' && other !== null)
    errors.next_on = 'Choose ‘Another day’, or leave this day empty: the two do not agree';
  const nextOn = next === null || next === 'day' ? other : inWeeks(today, Number(next));
  if (nextOn === null && (words('next_at') !== null || words('next_mode') !== null))
    errors.next = 'Choose the day of the next meeting, or leave its time empty';
  if (Object.keys(errors).length > 0) return { errors };
  return {
    meeting: {
      heldOn: words('held_on') ?? today,
      startsAt: words('starts_at'),
      minutes: typeof values.minutes === 'number' ? values.minutes : null,
      mode: words('mode') as Mode,
      attendance,
      reason: attendance === 'attended' ? null : words('reason'),
      note: words('note'),
      nextOn,
      nextAt: words('next_at'),
      nextMode: words('next_mode') as Mode | null,
    },
    hidden: words('private'),
  };
}

/** Minutes for which what a meeting made can be undone. */
export const undoMinutes = 10;
