/** What is asked when an appointment is settled, corrected or cancelled. Pure. */
import { showNearDay } from '../../kit/clock.ts';
import type { Question } from '../../kit/form.ts';
import { shownName } from '../../kit/shown-name.ts';
import { localOf, timeOf } from './time.ts';
import { outcomes, stateWords } from './words.ts';

const reasonHint = 'As far as you know it. ‘Not known’ is an answer.';
/** What became of an appointment. */
export const outcomeQuestions: Question[] = [
  {
    kind: 'choice',
    name: 'state',
    label: 'Did it happen?',
    choices: outcomes.map((value) => ({ value, text: stateWords[value] })),
    as: 'radios',
    required: 'Choose whether it happened',
  },
  { kind: 'number', name: 'late_minutes', label: 'How many minutes late?', least: 1, most: 600 },
  { kind: 'text', name: 'reason', label: 'Why, if it was late or did not happen', hint: reasonHint, most: 300 },
];
/** How a late fact became known. */
export const whyQuestion: Question = {
  kind: 'text',
  name: 'why',
  label: 'How do you know now?',
  most: 300,
  required: 'Say how you know now',
};
/** Who cancelled, and why. */
export const cancelQuestions: Question[] = [
  {
    kind: 'choice',
    name: 'asked_by',
    label: 'Who cancelled?',
    choices: [
      { value: 'them', text: 'They did, or gave notice' },
      { value: 'us', text: 'We did' },
    ],
    as: 'radios in a row',
    required: 'Say who cancelled',
  },
  {
    kind: 'text',
    name: 'cancel_reason',
    label: 'Why?',
    hint: reasonHint,
    most: 300,
    required: 'Say why, or enter ‘Not known’',
  },
];

/** With which other appointment of the worker it is swapped, who asked and why. */
export const swapQuestions = (
  others: readonly {
    id: string;
    from_ms: number;
    time_zone: string;
    given_name: string | null;
    family_name: string | null;
  }[],
  today: string,
): Question[] => [
  {
    kind: 'choice',
    name: 'other',
    label: 'With which appointment?',
    choices: others.map((one) => {
      const { day, minutes } = localOf(one.from_ms, one.time_zone);
      const name = shownName(one);
      return { value: one.id, text: `${showNearDay(day, today)} at ${timeOf(minutes)}: ${name}` };
    }),
    as: 'select',
    required: 'Choose the other appointment',
  },
  {
    kind: 'choice',
    name: 'swap_asked_by',
    label: 'Who asked for it?',
    choices: [
      { value: 'them', text: 'They did' },
      { value: 'us', text: 'We did' },
    ],
    as: 'radios in a row',
    required: 'Say who asked for it',
  },
  {
    kind: 'text',
    name: 'swap_reason',
    label: 'Why?',
    hint: reasonHint,
    most: 300,
    required: 'Say why, or enter ‘Not known’',
  },
];
