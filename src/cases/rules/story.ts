/** The story of a case, told once for whoever takes over: its questions, and what must not be asked again. Pure. */
import type { Answer, Question } from '../../kit/form.ts';

/** Something that must not be asked again, and what is known of it or where it stands. */
export type NotAgain = { subject: string; known: string };

/** The story of a case. Null is not told. */
export type Story = {
  inShort: string | null;
  strengths: string | null;
  whatHelps: string | null;
  whatDoesNot: string | null;
  nextThings: string | null;
  notAgain: readonly NotAgain[];
};

export const untold: Story = {
  inShort: null,
  strengths: null,
  whatHelps: null,
  whatDoesNot: null,
  nextThings: null,
  notAgain: [],
};

// Short enough that the whole page prints on two sides.
const most = 600;
const part = (name: string, label: string, hint: string): Question => ({
  kind: 'long text',
  name,
  label,
  hint,
  most,
  rows: 3,
});

/** The questions of the story. Each answer is a few sentences. */
export const storyQuestions: readonly Question[] = [
  part('in_short', 'What matters most to them now?', 'What they want, and what stands in the way'),
  part('strengths', 'What are they good at, and what has gone well?', 'The things to build on'),
  part('what_helps', 'What helps?', 'How to work with them: times, places, pace, people'),
  part('what_does_not', 'What does not help?', 'What was tried and went wrong, and what to leave alone'),
  part('next_things', 'What comes next?', 'Promises that were made, by whom and for when'),
];

const fields = {
  in_short: 'inShort',
  strengths: 'strengths',
  what_helps: 'whatHelps',
  what_does_not: 'whatDoesNot',
  next_things: 'nextThings',
} as const;

/** What a part of the story is called where it is read. */
export const storyParts: readonly (readonly [keyof Story, string])[] = [
  ['inShort', 'What matters most'],
  ['strengths', 'Strengths'],
  ['whatHelps', 'What helps'],
  ['whatDoesNot', 'What does not help'],
  ['nextThings', 'What comes next'],
];

type Answers = Readonly<Record<string, Answer | undefined>>;

/** A story as answers of `storyQuestions`. */
export const storyAnswers = (story: Story): Record<string, Answer> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, story[field]]));

/** The answers of `storyQuestions` put into a story; what must not be asked again stays. */
export const storyWith = (story: Story, answers: Answers): Story => ({
  ...story,
  ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [field, answers[name] ?? null])),
});

/** As many as are kept. Beyond it the page would be no help to anybody. */
export const mostNotAgain = 12;
const spare = 2;

/** A pair of questions for each thing on file, and for some more. */
export function notAgainQuestions(standing: readonly NotAgain[]): Question[] {
  const count = Math.min(mostNotAgain, standing.length + spare);
  return Array.from({ length: count }, (_, index): Question[] => [
    {
      kind: 'text',
      name: `subject_${index + 1}`,
      label: `${index + 1}. What must not be asked again?`,
      ...(index === 0 && { hint: 'For example ‘Why she left school’ or ‘His benefit claim’' }),
      most: 100,
    },
    {
      kind: 'long text',
      name: `known_${index + 1}`,
      label: `${index + 1}. What is known, or where does it stand?`,
      ...(index === 0 && { hint: 'So that nobody has to ask' }),
      most: 300,
      rows: 2,
    },
  ]).flat();
}

/** What must not be asked again as answers of `notAgainQuestions`. */
export const notAgainAnswers = (standing: readonly NotAgain[]): Record<string, Answer> =>
  Object.fromEntries(
    standing.flatMap(({ subject, known }, index) => [
      [`subject_${index + 1}`, subject],
      [`known_${index + 1}`, known],
    ]),
  );

/** The answers of `notAgainQuestions`, without the pairs that were left empty; and what is wrong with a half one. */
export function notAgainFrom(answers: Answers): { notAgain: NotAgain[]; errors: Record<string, string> } {
  const notAgain: NotAgain[] = [];
  const errors: Record<string, string> = {};
  for (let n = 1; n <= mostNotAgain; n++) {
    const [subject, known] = [answers[`subject_${n}`] ?? null, answers[`known_${n}`] ?? null];
    if (subject === null && known === null) continue;
    if (subject === null) errors[`subject_${n}`] = `${n}. Say what must not be asked again`;
    else if (known === null) errors[`known_${n}`] = `${n}. Say what is known, or where it stands`;
    else notAgain.push({ subject: String(subject), known: String(known) });
  }
  return { notAgain, errors };
}

/** What is stored as the list of what must not be asked again. */
export function notAgainStored(stored: unknown): NotAgain[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one: unknown) => {
    const { subject, known } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>;
    return typeof subject === 'string' && typeof known === 'string' ? [{ subject, known }] : [];
  });
}

/** What the person agrees to being passed on when somebody else takes over. */
export const passedOnText = {
  all: 'Everything on record',
  some: 'Not everything',
} as const;
/** The questions of what may be passed on. */
export const passedOnQuestions = (today: string): Question[] => [
  {
    kind: 'day',
    name: 'on',
    label: 'On which day did you ask them?',
    required: 'Enter the day on which you asked them',
    earliest: '2000-01-01',
    latest: { day: today, message: 'The day must be today or in the past' },
  },
  {
    kind: 'choice',
    name: 'agreed',
    label: 'What may be passed on to whoever takes over?',
    choices: Object.entries(passedOnText).map(([value, text]) => ({ value, text })),
    required: 'Choose what may be passed on',
  },
  {
    kind: 'long text',
    name: 'words',
    label: 'What should the new key worker not bring up, or hear from the person alone?',
    hint: 'Needed when not everything may be passed on. Say what it is about, and not the thing itself',
    most: 1000,
    rows: 3,
  },
];
