/** The questions of the room's forms. Pure. */
import type { Choice, Question } from '../../kit/form.ts';
import type { Interviews, ScreeningVersion } from '../../programmes/rules.ts';
import { screeningModes } from './screening.ts';

/** Codes with labels as choices. */
export const asChoices = (list: readonly { code: string; label: string; hint?: string }[]): Choice[] =>
  list.map(({ code, label, hint }) => ({ value: code, text: label, ...(hint !== undefined && { hint }) }));

/** Yes or no, in a row. */
export const yesNo = (name: string, label: string, required?: string, hint?: string): Question => ({
  kind: 'choice',
  name,
  label,
  choices: [
    { value: 'yes', text: 'Yes' },
    { value: 'no', text: 'No' },
  ],
  as: 'radios in a row',
  ...(required === undefined ? { none: 'Not known' } : { required }),
  ...(hint !== undefined && { hint }),
});
/** 'yes' as true, 'no' as false, nothing as null. */
export const truth = (value: unknown): boolean | null => (value === 'yes' ? true : value === 'no' ? false : null);

/** A day that is today or past. */
export const pastDay = (name: string, label: string, required: string, today: string, hint?: string): Question => ({
  kind: 'day',
  name,
  label,
  required,
  earliest: '1990-01-01',
  latest: { day: today, message: 'The day must be today or in the past' },
  ...(hint !== undefined && { hint }),
});
/** A few sentences. */
export const words = (name: string, label: string, more: { required?: string; hint?: string } = {}): Question => ({
  kind: 'long text',
  name,
  label,
  most: 1000,
  rows: 3,
  ...more,
});

const protectQuestions = ({ failure }: Interviews): Question[] =>
  failure.protectedPeople.map(({ code, label, first }) => ({
    ...yesNo(`protect_${code}`, label, undefined, `If so: ${first}`),
    none: 'No, or not known',
  }));
/** Which of them were answered with yes. */
export const protectedFrom = (section: Interviews, values: Readonly<Record<string, unknown>>): string[] =>
  section.failure.protectedPeople.map(({ code }) => code).filter((code) => values[`protect_${code}`] === 'yes');
/** The questions of what protects somebody, filled in. */
export const protectedAnswers = (codes: readonly string[]): Record<string, string> =>
  Object.fromEntries(codes.map((code) => [`protect_${code}`, 'yes']));

/** Starting a series. */
export const startQuestions = (section: Interviews, today: string): Question[] => [
  pastDay('claim_on', 'On which day did the claim begin?', 'Enter the day on which the claim began', today),
  {
    kind: 'choice',
    name: 'exemption',
    label: 'Is the person exempt?',
    choices: asChoices(section.exemptions),
    none: 'Not exempt, or not decided yet',
  },
  ...protectQuestions(section),
];
/** Changing what protects somebody. */
export const protectionQuestions = protectQuestions;

export const exemptQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'exemption',
    label: 'Why is the person exempt?',
    choices: asChoices(section.exemptions),
    required: 'Choose why',
  },
];

export const heldQuestions = (today: string): Question[] => [
  pastDay('held_on', 'On which day was it held?', 'Enter the day on which it was held', today),
];

export const gapQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'reason',
    label: 'Why was it not so many days after the last one?',
    choices: asChoices(section.intervalReasons),
    required: 'Choose a reason',
  },
  { ...words('words', 'Anything to add?'), most: 300 } as Question,
];

export const afterQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'choice',
    label: 'What was agreed for the time after the last interview?',
    choices: asChoices(section.afterLast),
    required: 'Choose what was agreed',
  },
];

export const callQuestions = (): Question[] => [
  words('words', 'What was said?', { hint: 'A sentence is enough' }),
  {
    kind: 'day',
    name: 'next_on',
    label: 'When do you call next?',
    hint: 'Leave it empty for no further call',
    earliest: '2000-01-01',
  },
];

/** Ways in which the leaflet is given. */
const informationWays = ['By hand', 'By post', 'Read to them', 'Through an interpreter'] as const;
export const informationQuestions = (today: string): Question[] => [
  pastDay('on', 'On which day did they get it?', 'Enter the day on which they got it', today),
  {
    kind: 'choice',
    name: 'how',
    label: 'How?',
    choices: informationWays.map((text) => ({ value: text, text })),
    required: 'Choose how',
  },
  {
    ...words('words', 'Anything to add?', { hint: 'For example in which language, or what they asked' }),
    most: 300,
  } as Question,
];

/** The questions of a screening: how and when, the conditions beside them, then the document's own. */
export const screeningQuestions = (version: ScreeningVersion): Question[] =>
  version.questions.map(({ key, text, hint, choices }) => ({
    kind: 'choice' as const,
    name: `q_${key}`,
    label: text,
    choices: asChoices(choices),
    as: 'radios in a row' as const,
    none: 'Not answered',
    ...(hint !== undefined && { hint }),
  }));
export const screeningFrame = (today: string): Question[] => [
  {
    kind: 'choice',
    name: 'mode',
    label: 'How is it asked?',
    choices: Object.entries(screeningModes).map(([value, text]) => ({ value, text })),
    required: 'Choose how it is asked',
  },
  pastDay('asked_on', 'On which day was it asked?', 'Enter the day on which it was asked', today),
  {
    kind: 'text',
    name: 'asked_at',
    label: 'At what time?',
    hint: 'For example 10:20. On paper the time at which the person answered',
    width: 5,
    required: 'Enter the time',
    check: (given) =>
      /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.test(given)
        ? { value: given.replace('.', ':').padStart(5, '0') }
        : 'Enter the time in hours and minutes, for example 10:20',
  },
];
export const judgementQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'judgement',
    label: 'How do you see it yourself?',
    hint: 'Your own view stands beside the result',
    choices: [
      { value: 'IN', text: 'IN: the interviews should go on' },
      { value: 'OUT', text: 'OUT: no more are needed' },
    ],
    none: 'No view',
  },
  { ...words('judgement_words', 'Why?'), most: 500 } as Question,
];
/** How many conditions in words a form has room for. */
export const otherConditions = 3;

export const overrideQuestions: readonly Question[] = [
  words('words', 'Why should the result not hold?', { required: 'Enter the reason. A second person reads it' }),
];
