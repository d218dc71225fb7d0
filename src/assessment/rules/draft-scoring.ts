/** The form of a scoring rule: which rule, of which questions, in stated words. Pure. */
import {
  type Errors,
  type Answer as FormAnswer,
  type Question as FormQuestion,
  readForm,
  type Typed,
} from '../../kit/form.ts';
import { scoringProblems } from './check.ts';
import type { RawInstrument, RawQuestion, SCORING_RULES } from './document.ts';
import { type DraftScoring, withScoring } from './draft.ts';

const RULES: Readonly<Record<(typeof SCORING_RULES)[number], { text: string; hint: string }>> = {
  none: { text: 'Never added up', hint: 'Each answer is read by itself, and the page says so' },
  'count of severe': {
    text: 'How many issues are severe',
    hint: 'Of the questions ticked, or of every presenting issue. What is not known is told as a range',
  },
  'mean of answered': {
    text: 'The mean of what was answered',
    hint: 'Of the questions ticked, which must have the same scale. Not known with fewer answers than it needs',
  },
};

/** What is asked about a scoring rule besides its questions, which are ticked. */
export const aboutScoring: readonly FormQuestion[] = [
  {
    kind: 'choice',
    name: 'rule',
    label: 'How is it scored?',
    choices: Object.entries(RULES).map(([value, { text, hint }]) => ({ value, text, hint })),
    required: 'Choose how it is scored',
  },
  {
    kind: 'text',
    name: 'title',
    label: 'What the score is called',
    required: 'Enter what the score is called',
    most: 200,
  },
  {
    kind: 'long text',
    name: 'words',
    label: 'The rule in words',
    hint: 'It stands beside every score, so that nobody takes it for something else',
    required: 'Enter the rule in words',
    most: 2000,
    rows: 3,
  },
  {
    kind: 'number',
    name: 'atLeast',
    label: 'How many must be answered',
    hint: 'For a mean only',
    least: 1,
    most: 200,
  },
];
/** The field of the questions that are ticked. */
export const SCORED = 'questions';

/** The questions that can be scored: scales. */
export const scales = (document: RawInstrument): RawQuestion[] =>
  document.sections.flatMap(({ questions }) => questions.filter(({ kind }) => kind === 'scale'));

/** What the form about a rule holds of it, besides its questions. */
export const scoringValues = ({ rule, title, words, atLeast }: DraftScoring): Record<string, FormAnswer> => ({
  rule,
  title,
  words,
  atLeast: atLeast ?? null,
});

/** Reads the form of the rule at a place of the list (from 0). A rule that is read is one that an instrument may state. */
export function readScoring(
  document: RawInstrument,
  at: number,
  typed: Typed,
): { scoring: DraftScoring } | { errors: Errors } {
  const read = readForm(aboutScoring, typed);
  if (!read.ok) return { errors: read.errors };
  const ticked = new Set([typed[SCORED] ?? []].flat());
  const questions = scales(document).flatMap(({ key }) => (ticked.has(key) ? [key] : []));
  const { rule, title, words, atLeast } = read.values;
  const scoring = {
    rule,
    title,
    words,
    ...(questions.length === 0 ? {} : { questions }),
    ...(atLeast === null ? {} : { atLeast }),
  } as DraftScoring;
  const errors: Errors = {};
  for (const { path, message } of scoringProblems(withScoring(document, at, scoring))) {
    const [, place, field = 'rule'] = /^scoring\[(\d+)\]\.(\w+)/.exec(path) ?? [];
    if (Number(place) !== at) continue;
    errors[field] ??= `${field === SCORED ? 'Which questions' : 'How many must be answered'}: ${message}`;
  }
  return Object.keys(errors).length > 0 ? { errors } : { scoring };
}
