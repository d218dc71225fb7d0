/** The questions of the short forms of doings.ts. Pure. */
import { choicesOf } from '../../directory/rules/codes.ts';
import type { Choice, Question } from '../../kit/form.ts';
import { reasonsOf } from './guards.ts';
import { softQuestions } from './soft-outcomes.ts';
import type { MoveName } from './states.ts';

/** Services of the organisation, to say with which one the person is placed. */
export type Placing = readonly Choice[];

/** The day on which it happened. */
export const day = (label: string, today: string): Question => ({
  kind: 'day',
  name: 'day',
  label,
  required: 'Enter the day',
  latest: { day: today, message: 'Enter a day that is today or in the past' },
});
/** A few lines. */
export const words = (name: string, label: string, required?: string, hint?: string): Question => ({
  ...{ kind: 'long text', name, label, most: 2000, rows: 3 },
  ...(required === undefined ? {} : { required }),
  ...(hint === undefined ? {} : { hint }),
});
/** One of some. */
export const choice = (name: string, label: string, choices: readonly Choice[], required?: string): Question => ({
  ...{ kind: 'choice', name, label, choices },
  ...(choices.length > 6 ? { as: 'select' } : { as: 'radios' }),
  ...(required === undefined ? {} : { required }),
});
/** The reasons of a move. */
export const reasons = (move: MoveName, label: string): Question =>
  choice('reason', label, choicesOf(reasonsOf(move) ?? {}), 'Choose a reason');
/** Which service takes the person; not asked where there is one alone. */
export const placed = (services: Placing): Question[] =>
  services.length < 2
    ? []
    : [
        choice(
          'placed',
          'Which of their services takes the person?',
          services,
          'Choose the service that takes the person',
        ),
      ];
/** What is asked at an end. */
export const ending: readonly Question[] = [
  choice(
    'end_kind',
    'How did it end?',
    choicesOf({
      completed: 'As planned',
      early: 'Early',
      job: 'The person started a job',
      transferred: 'Another service goes on',
    }),
    'Say how it ended',
  ),
  words('outcome', 'What came of it?', 'Say what came of it', 'What was reached, and what was not'),
  ...softQuestions(),
  {
    kind: 'text',
    name: 'holder',
    label: 'Who holds this person now?',
    required: 'Say who holds this person now',
    most: 200,
  },
];
/** What is done when somebody did not come (3.11). */
export const missedActions = {
  reason: 'Find out why',
  encourage: 'Encourage them to go',
  accompany: 'Go with them',
  'meet here': 'They meet here',
  peer: 'Somebody who has been there talks with them',
  fares: 'Help with fares or a taxi',
  alternative: 'Look for another service',
} as const;

/** The same question, which may be left empty. */
export function optional(question: Question): Question {
  const { required: _, ...rest } = question;
  return rest as Question;
}
