/** The forms of the editor: one question of an instrument as a form asks for it, and read again. Pure. */
import {
  type Errors,
  type Answer as FormAnswer,
  type Question as FormQuestion,
  readForm,
  type Typed,
} from '../../kit/form.ts';
import { FIELDS_OF, LONGEST_TEXT, MOST_STEPS, questionProblems } from './check.ts';
import { DIRECTIONS, type QuestionKind, type RawInstrument, type RawQuestion } from './document.ts';
import { type DraftSection, keyFrom } from './draft.ts';
import { anchorLines, anchorsFrom, choiceLines, choicesFrom } from './draft-lines.ts';

/** The kinds of question in the words of the editor. */
export const KIND_WORDS: Readonly<Record<QuestionKind, { text: string; hint: string }>> = {
  scale: {
    text: 'A rating on a scale',
    hint: 'A row of numbers with words at some of them. An issue that can be severe is one',
  },
  yes_no: { text: 'Yes or no', hint: '' },
  choice: { text: 'One answer of a list', hint: 'The answers can stand in order, the later the higher' },
  many: { text: 'Any answers of a list', hint: '' },
  number: { text: 'A number', hint: 'A whole number of something: years, hours a week' },
  text: { text: 'Words', hint: 'In the person’s own words, or the worker’s' },
  date: { text: 'A date', hint: '' },
};

const text = (
  name: string,
  label: string,
  more: Partial<Extract<FormQuestion, { kind: 'text' }>> = {},
): FormQuestion => ({
  kind: 'text',
  name,
  label,
  ...more,
});
const long = (
  name: string,
  label: string,
  more: { hint?: string; rows?: number; required?: string; most?: number } = {},
): FormQuestion => ({
  kind: 'long text',
  name,
  label,
  most: 2000,
  rows: 3,
  ...more,
});
const number = (
  name: string,
  label: string,
  least: number,
  most: number,
  more: { hint?: string; required?: string } = {},
): FormQuestion => ({
  kind: 'number',
  name,
  label,
  least,
  most,
  ...more,
});
// 60 choices of 200 characters, each with its code.
const LINES = 16_000;

/** What is asked about the instrument as a whole. */
export const aboutInstrument: readonly FormQuestion[] = [
  text('title', 'Title', { required: 'Enter a title', most: 200 }),
  long('source', 'Where it comes from', {
    hint: 'Who wrote the questions, where they are published, under which licence',
    required: 'Enter where it comes from',
    most: 4000,
  }),
  long('why', 'Why it is used', { hint: 'The person and the worker read this' }),
  long('note', 'What was chosen', { hint: 'What differs from the source, and why', most: 4000 }),
  {
    kind: 'choice',
    name: 'answeredBy',
    label: 'Whose view are the answers, unless somebody says otherwise?',
    choices: [
      { value: 'person', text: 'The person’s' },
      { value: 'worker', text: 'The worker’s' },
    ],
    required: 'Choose whose view the answers are',
  },
  {
    kind: 'choice',
    name: 'secondRater',
    label: 'Is a second worker to rate independently?',
    hint: 'The first rating is hidden until then',
    choices: [{ value: 'yes', text: 'Yes' }],
    none: 'No',
  },
];

/** What the form about an instrument holds of it. */
export const aboutInstrumentValues = (document: RawInstrument): Record<string, FormAnswer> => ({
  title: document.title,
  source: document.source,
  why: document.why ?? null,
  note: document.note ?? null,
  answeredBy: document.answeredBy ?? 'person',
  secondRater: document.secondRater === true ? 'yes' : null,
});

/** The instrument with what the form about it says. */
export function withAbout(document: RawInstrument, values: Readonly<Record<string, FormAnswer>>): RawInstrument {
  const { why: _, note: __, answeredBy: ___, secondRater: ____, ...rest } = document;
  const { why, note } = values;
  return {
    ...rest,
    title: String(values.title),
    source: String(values.source),
    ...(why === null ? {} : { why: String(why) }),
    ...(note === null ? {} : { note: String(note) }),
    // The person is what is meant where nothing is said.
    ...(values.answeredBy === 'worker' ? { answeredBy: 'worker' as const } : {}),
    ...(document.answeredBy === 'person' && values.answeredBy === 'person' ? { answeredBy: 'person' as const } : {}),
    ...(values.secondRater === 'yes' ? { secondRater: true as const } : {}),
  };
}

/** What is asked about a section. */
export const aboutSection: readonly FormQuestion[] = [
  text('title', 'Title of the section', { required: 'Enter a title', most: 200 }),
  long('hint', 'Hint', { hint: 'Shown above its questions' }),
  {
    kind: 'choice',
    name: 'sensitive',
    label: 'Is it better asked once there is trust?',
    hint: 'It is then marked so. It never holds anything up',
    choices: [{ value: 'yes', text: 'Yes' }],
    none: 'No',
  },
];

/** What the form about a section holds of it. */
export const sectionValues = ({ title, hint, sensitive }: DraftSection): Record<string, FormAnswer> => ({
  title,
  hint: hint ?? null,
  sensitive: sensitive === true ? 'yes' : null,
});

/** A section as its form says, without its questions. */
export const sectionFrom = (
  key: string,
  values: Readonly<Record<string, FormAnswer>>,
): Omit<DraftSection, 'questions'> => ({
  key,
  title: String(values.title),
  ...(values.hint === null ? {} : { hint: String(values.hint) }),
  ...(values.sensitive === 'yes' ? { sensitive: true as const } : {}),
});

const own: Readonly<Record<string, (kind: QuestionKind) => FormQuestion>> = {
  min: (kind) =>
    number('min', kind === 'scale' ? 'The scale begins at' : 'Least', 0, kind === 'scale' ? 988 : 999_999_999, {
      required: 'Enter the least number',
    }),
  max: (kind) =>
    number('max', kind === 'scale' ? 'The scale ends at' : 'Most', 1, kind === 'scale' ? 998 : 999_999_999, {
      required: 'Enter the greatest number',
      ...(kind === 'scale' ? { hint: `${MOST_STEPS} steps or fewer` } : {}),
    }),
  anchors: () =>
    long('anchors', 'What the numbers mean', {
      hint: 'One on each line, like ‘3 = Makes work harder’. Not every number needs one',
      required: 'Say what at least one number means',
      rows: 5,
      most: LINES,
    }),
  direction: (kind) => ({
    kind: 'choice',
    name: 'direction',
    label: 'Which end is good?',
    choices: DIRECTIONS.map((value) => ({ value, text: `${value.charAt(0).toUpperCase()}${value.slice(1)}` })),
    ...(kind === 'scale' ? { required: 'Choose which end is good' } : { none: 'They stand in no order' }),
  }),
  severeFrom: () =>
    number('severeFrom', 'Severe from', 1, 998, {
      hint: 'Only for a presenting issue: the rating from which on it is severe. Reports count these',
    }),
  choices: () =>
    long('choices', 'Answers', {
      hint: 'One on each line. A short name before a = stays with the answer when its words change, so that older answers can be compared: leave it as it is, and leave it out for a new answer',
      required: 'Enter at least one answer',
      rows: 8,
      most: LINES,
    }),
  unit: () =>
    text('unit', 'Of what', {
      hint: 'years, hours a week',
      required: 'Enter of what it is a number',
      most: 40,
      width: 20,
    }),
  limit: () =>
    number('limit', 'Most characters', 1, LONGEST_TEXT, { required: 'Enter how many characters an answer may have' }),
};

/** The form of a question of one kind. */
export function questionForm(kind: QuestionKind, sections: readonly DraftSection[]): FormQuestion[] {
  const { needs, may } = FIELDS_OF[kind];
  return [
    {
      kind: 'choice',
      name: 'section',
      label: 'Section',
      as: 'select',
      choices: sections.map(({ key, title }) => ({ value: key, text: title })),
      required: 'Choose a section',
    },
    text('label', 'Short name', { hint: 'What lists and pictures call it', required: 'Enter a short name', most: 200 }),
    long('words', 'The words that are asked', { required: 'Enter the words that are asked' }),
    long('hint', 'Hint', { rows: 2 }),
    long('why', 'Why it is asked', { hint: 'The person and the worker read this', rows: 2 }),
    ...[...needs, ...may].map((field) => (own[field] as (kind: QuestionKind) => FormQuestion)(kind)),
    long('subTypes', 'Kinds of need', {
      hint: 'If the worker is to say which kind it is: one on each line, as with answers',
      rows: 3,
      most: LINES,
    }),
    {
      kind: 'choice',
      name: 'note',
      label: 'Is there room for a note beside the answer?',
      choices: [{ value: 'yes', text: 'Yes' }],
      none: 'No',
    },
  ];
}

/** What the form of a question holds of it. */
export function questionValues(question: RawQuestion, section: string): Record<string, FormAnswer> {
  const { anchors, choices, subTypes, note, ...plain } = question;
  return {
    section,
    ...plain,
    anchors: anchors === undefined ? null : anchorLines(anchors),
    choices: choices === undefined ? null : choiceLines(choices),
    subTypes: subTypes === undefined ? null : choiceLines(subTypes),
    note: note === true ? 'yes' : null,
  };
}

/**
 * Reads the form of a question. `was` is the question as it stands, null for a new one, which gets a key that none of `taken` has.
 * Every question that is read is one that an instrument may hold.
 */
export function readQuestion(
  kind: QuestionKind,
  typed: Typed,
  of: { sections: readonly DraftSection[]; was: RawQuestion | null; taken: readonly string[] },
): { question: RawQuestion; section: string } | { errors: Errors; values: Record<string, FormAnswer> } {
  const read = readForm(questionForm(kind, of.sections), typed);
  if (!read.ok) return { errors: read.errors, values: {} };
  const { section, label, words, hint, why, anchors, choices, subTypes, note, ...rest } = read.values;
  const errors: Errors = {};
  const lines = {
    ...taken('anchors', anchors, (given) => anchorsFrom(given), errors),
    ...taken('choices', choices, (given) => choicesFrom(given, 'Answers', of.was?.choices ?? []), errors),
    ...taken('subTypes', subTypes, (given) => choicesFrom(given, 'Kinds of need', of.was?.subTypes ?? []), errors),
  };
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
  const question = {
    key: of.was?.key ?? keyFrom(String(label), of.taken),
    label: String(label),
    words: String(words),
    ...(hint === null ? {} : { hint: String(hint) }),
    ...(why === null ? {} : { why: String(why) }),
    kind,
    ...given,
    ...lines,
    ...(note === 'yes' ? { note: true } : {}),
  } as RawQuestion;
  if (Object.keys(errors).length === 0)
    for (const { path, message } of questionProblems(question, 'question')) {
      const field = path.split('.')[1]?.replace(/\[.*$/, '') ?? 'label';
      const asked = questionForm(kind, of.sections).find(({ name }) => name === field)?.label ?? field;
      errors[field] ??= `${asked}: ${message}`;
    }
  return Object.keys(errors).length > 0 ? { errors, values: read.values } : { question, section: String(section) };
}

/** A list read from lines, under its field; a message goes to the errors. */
function taken<T>(
  field: string,
  lines: FormAnswer | undefined,
  read: (given: string) => { list: T[] } | { message: string },
  errors: Errors,
): Record<string, T[]> {
  if (lines === null || lines === undefined) return {};
  const made = read(String(lines));
  if ('list' in made) return { [field]: made.list };
  errors[field] = made.message;
  return {};
}
