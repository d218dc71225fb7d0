import type { Question } from '../../kit/form.ts';

/** Characters of the longest note. */
export const noteLimit = 50_000;

/** The questions of a note. `earliest` keeps a slip of the year (0216) out. Days are 'YYYY-MM-DD'. */
export const noteQuestions = (today: string): Question[] => [
  {
    kind: 'long text',
    name: 'body',
    label: 'Add a note',
    hint: 'What was said and what was agreed',
    most: noteLimit,
    rows: 5,
    required: 'Write the note',
  },
  {
    kind: 'day',
    name: 'written_on',
    label: 'When was this?',
    required: 'Enter the day of the meeting or contact',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The day of a note must be today or in the past' },
  },
];
