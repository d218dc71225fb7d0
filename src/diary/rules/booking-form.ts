/** Questions that every form has in which an appointment is booked or moved, in this room and others. */
import type { Question } from '../../kit/form.ts';
import { readTime } from '../../meeting/rules.ts';

/** A time of one's own. */
export const otherTime: readonly Question[] = [
  { kind: 'day', name: 'day', label: 'Another day' },
  { kind: 'text', name: 'at', label: 'Time', hint: 'For example 9:30', width: 5, check: readTime },
];

/** Asked of every move: who asked for it and why. */
export const moveQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'asked_by',
    label: 'Who asked for the move?',
    choices: [
      { value: 'them', text: 'They did' },
      { value: 'us', text: 'We did' },
    ],
    as: 'radios in a row',
    required: 'Say who asked for the move',
  },
  {
    kind: 'text',
    name: 'reason',
    label: 'Why?',
    hint: '‘Not known’ is an answer',
    most: 300,
    required: 'Say why, or enter ‘Not known’',
  },
];

/** Asked of a manager who may pass a limit. */
export const overrideQuestion: Question = {
  kind: 'text',
  name: 'override',
  label: 'Reason for booking it all the same',
  hint: 'It is kept with your name',
  most: 300,
};
