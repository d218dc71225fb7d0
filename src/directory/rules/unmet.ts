/** What is asked when no service was found for a need, and how the counts of it leave the team. Pure. */
import type { Question } from '../../kit/form.ts';
import { choicesOf, unmetReasons } from './codes.ts';
import type { Need } from './search.ts';

/** The questions of the short form. With programmes it asks for which. */
export const unmetQuestions = (
  needs: readonly Need[],
  programmes: readonly { value: string; text: string }[] = [],
): Question[] => [
  ...(programmes.length < 2
    ? []
    : [
        {
          kind: 'choice' as const,
          as: 'select' as const,
          name: 'programme',
          label: 'Which programme?',
          required: 'Choose a programme',
          choices: programmes,
        },
      ]),
  {
    kind: 'choice',
    as: 'select',
    name: 'unmet',
    label: 'Which need was not met?',
    required: 'Choose the need that was not met',
    choices: needs.map(({ id, name }) => ({ value: id, text: name })),
  },
  {
    kind: 'choice',
    name: 'reason',
    label: 'Why was there nothing?',
    required: 'Choose why there was nothing',
    choices: choicesOf(unmetReasons),
  },
  {
    kind: 'long text',
    name: 'unmet_words',
    label: 'What would have helped?',
    hint: 'Say what was missing, not who needed it',
    most: 500,
    rows: 3,
  },
];

/** How many services a search had found, as its form carries it; null where there was no search. */
export const foundOf = (typed: string | string[] | undefined): number | null =>
  typeof typed === 'string' && /^\d{1,4}$/.test(typed) ? Number(typed) : null;

/** A count as readers outside the team see it: one below the limit is told as such, never as what it is. */
export const outside = (n: number, smallNumber: number): string => (n < smallNumber ? `<${smallNumber}` : String(n));
