/**
 * Answers: what was answered is kept apart from what was declined, not asked or not applicable; none of these three is ever a
 * zero. Pure.
 */
import { type Problem, shown } from '../../kit/problems.ts';
import { type Choice, type InstrumentDocument, type Question, questionsOf } from './document.ts';

/** Whether a question was answered, and if not, why. */
export type AnswerState = 'answered' | 'declined' | 'not asked' | 'not applicable';
/** The states without a value, with the words for them. */
export const ANSWER_STATES: Readonly<Record<AnswerState, string>> = {
  answered: 'Answered',
  declined: 'Preferred not to say',
  'not asked': 'Not asked',
  'not applicable': 'Does not apply',
};
/**
 * A value: a rating or a number, a choice's code, words, a day as 'YYYY-MM-DD' (all strings), yes or no (boolean), or the
 * codes of several choices in the instrument's order.
 */
export type Value = number | string | boolean | readonly string[];
/** An answer: a value, or a state without one. */
export type Answer = { state: 'answered'; value: Value } | { state: Exclude<AnswerState, 'answered'> };
/** Answers by question key. A question that is missing was not asked. */
export type Answers = Readonly<Record<string, Answer>>;
/** An answer as a file or a form gives it: text, several choices, or `{ state }`. */
export type Given = string | number | boolean | null | undefined | readonly string[] | { state: string };

/**
 * Reads one answer as a file or a form gives it. Empty text is 'not asked'; the three other states are given as
 * `{ state }`. A scale takes a whole number in its range, yes/no any spelling of yes and no, a choice its label or
 * code, without regard to case; several choices come as a list, or as text with semicolons between them; a day as
 * 'YYYY-MM-DD'. Returns a message that says what is wanted and what was found, never a guess.
 */
export function parseAnswer(
  question: Question,
  given: Given,
): { ok: true; answer: Answer } | { ok: false; message: string } {
  if (typeof given === 'object' && given !== null && 'state' in given) {
    const state = given.state;
    if (state === 'declined' || state === 'not asked' || state === 'not applicable')
      return { ok: true, answer: { state } };
    return { ok: false, message: `must be declined, not asked or not applicable; got ${shown(state)}` };
  }
  const text = given === null || given === undefined ? '' : String(Array.isArray(given) ? given.join(';') : given);
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, answer: { state: 'not asked' } };
  const value = valueFrom(question, trimmed);
  if (value !== undefined) return { ok: true, answer: { state: 'answered', value } };
  return { ok: false, message: `must be ${wantedAnswer(question)}; got ${shown(given)}` };
}

/** Reads the answers to a whole instrument. Keys that are no question of it are problems too. */
export function parseAnswers(
  document: InstrumentDocument,
  given: Readonly<Record<string, Given>>,
): { answers: Record<string, Answer>; problems: Problem[] } {
  const answers: Record<string, Answer> = {};
  const problems: Problem[] = [];
  const questions = questionsOf(document);
  for (const question of questions) {
    const parsed = parseAnswer(question, Object.hasOwn(given, question.key) ? given[question.key] : undefined);
    if (parsed.ok) answers[question.key] = parsed.answer;
    else problems.push({ path: question.key, message: parsed.message });
  }
  const known = new Set(questions.map((question) => question.key));
  for (const key of Object.keys(given))
    if (!known.has(key)) problems.push({ path: key, message: `is no question of ${document.key} ${document.version}` });
  return { answers, problems };
}

const codeOf = (choices: readonly Choice[], folded: string): string | undefined =>
  choices.find((choice) => choice.code === folded || choice.label.toLowerCase() === folded)?.code;

function valueFrom(question: Question, text: string): Value | undefined {
  const folded = text.toLowerCase();
  switch (question.kind) {
    case 'yes_no':
      if (folded === 'yes' || folded === 'true') return true;
      return folded === 'no' || folded === 'false' ? false : undefined;
    case 'choice':
      return codeOf(question.choices, folded);
    case 'many': {
      const codes = folded.split(';').map((part) => codeOf(question.choices, part.trim()));
      if (codes.includes(undefined)) return undefined;
      return question.choices.map(({ code }) => code).filter((code) => codes.includes(code));
    }
    case 'text':
      return text.length <= question.limit ? text : undefined;
    case 'date':
      return dayFrom(text);
    case 'scale':
    case 'number': {
      if (!(question.kind === 'scale' ? /^\d{1,3}$/ : /^\d{1,9}$/).test(text)) return undefined;
      const number = Number(text);
      return number >= question.min && number <= question.max ? number : undefined;
    }
  }
}

function dayFrom(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

const labels = (choices: readonly Choice[]) => choices.map((choice) => choice.label).join(', ');

function wantedAnswer(question: Question): string {
  switch (question.kind) {
    case 'yes_no':
      return 'yes or no';
    case 'choice':
      return `one of ${labels(question.choices)}`;
    case 'many':
      return `any of ${labels(question.choices)}`;
    case 'text':
      return `${question.limit.toLocaleString('en-GB')} characters or fewer`;
    case 'date':
      return 'a date';
    case 'scale':
    case 'number':
      return `a whole number from ${question.min} to ${question.max}`;
  }
}

/** An answer as it is stored: the value itself, or `{ state }`. */
export type Stored = Value | { state: string };

/**
 * Answers as they are stored: the value itself, or `{ state }`; what was not asked has no key at all.
 * Reads back with `fromStored`.
 */
export function toStored(answers: Answers): Record<string, Stored> {
  const stored: Record<string, Stored> = {};
  for (const [key, answer] of Object.entries(answers)) {
    if (answer.state === 'answered') stored[key] = answer.value;
    else if (answer.state !== 'not asked') stored[key] = { state: answer.state };
  }
  return stored;
}

/** Answers from what is stored. Throws NEWEL_STORED_ANSWERS if the stored value was not written by `toStored`. */
export function fromStored(stored: unknown): Record<string, Answer> {
  if (typeof stored !== 'object' || stored === null) throw new Error('NEWEL_STORED_ANSWERS: not a group of answers');
  const answers: Record<string, Answer> = {};
  for (const [key, value] of Object.entries(stored)) {
    const state: unknown = typeof value === 'object' && value !== null ? value.state : undefined;
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
      answers[key] = { state: 'answered', value };
    else if (Array.isArray(value) && value.every((code) => typeof code === 'string'))
      answers[key] = { state: 'answered', value };
    else if (state === 'declined' || state === 'not applicable') answers[key] = { state };
    else throw new Error(`NEWEL_STORED_ANSWERS: ${key} is neither an answer nor a state`);
  }
  return answers;
}

/** Whether two answers say the same; one that is missing was not asked. */
export function sameAnswer(a: Answer | undefined, b: Answer | undefined): boolean {
  if (a?.state !== 'answered' || b?.state !== 'answered')
    return (a?.state ?? 'not asked') === (b?.state ?? 'not asked');
  return JSON.stringify(a.value) === JSON.stringify(b.value);
}

/** How an answer reads on a page: `4`, `Yes`, `1-3 months`, `3 years`, `27 March 2016`, `Not asked`. */
export function answerText(question: Question, answer: Answer | undefined): string {
  if (answer?.state !== 'answered') return ANSWER_STATES[answer?.state ?? 'not asked'];
  const { value } = answer;
  const label = (choices: readonly Choice[], code: unknown) =>
    choices.find((choice) => choice.code === code)?.label ?? String(code);
  switch (question.kind) {
    case 'yes_no':
      return value ? 'Yes' : 'No';
    case 'choice':
      return label(question.choices, value);
    case 'many':
      return Array.isArray(value) ? value.map((code) => label(question.choices, code)).join(', ') : String(value);
    case 'number':
      return `${value} ${question.unit}`;
    case 'date':
      return typeof value === 'string' && dayFrom(value) !== undefined ? dayText(value) : String(value);
    case 'scale':
    case 'text':
      return String(value);
  }
}

const dayText = (day: string): string =>
  Temporal.PlainDate.from(day).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
