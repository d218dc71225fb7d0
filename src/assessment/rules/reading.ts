/** How the answers of a form are read and filled in again. Pure. */
import { showDay } from '../../kit/clock.ts';
import { type Errors, type Question as FormQuestion, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import { type About, type AboutAnswers, NOTE_LIMIT } from './about.ts';
import { type Answer, type Answers, parseAnswer } from './answers.ts';
import type { Question, Source } from './document.ts';
import { isIssue } from './severity.ts';

/** How a form names the states without a value; none of them is a code of a choice. */
export const STATE_VALUES = {
  'not asked': 'state: not asked',
  declined: 'state: declined',
  'not applicable': 'state: not applicable',
} as const;

/** The words on the form for the states without a value. */
export const STATE_LABELS = {
  'not asked': 'Not now',
  declined: 'Would rather not say',
  'not applicable': 'Does not apply',
} as const;

/** The field that says whose words the answers of a part are, unless a question says otherwise. */
export const PART_BY = 'part-by';
/** The names of the fields beside a question. Keys of questions hold no hyphen, so that none can be another question's. */
export const beside = (key: string) => ({
  state: `${key}-state`,
  by: `${key}-by`,
  subType: `${key}-kind`,
  since: `${key}-since`,
  note: `${key}-note`,
});

/** Whether a question has fields beside it: the kind of need, since when, whose words, a note. */
export const hasBeside = (question: Question): boolean =>
  isIssue(question) || question.note === true || question.subTypes !== undefined;

const list = (typed: Typed, name: string): string[] => {
  const given = typed[name];
  return (Array.isArray(given) ? given : [given ?? '']).map((text) => text.trim()).filter((text) => text !== '');
};
const one = (typed: Typed, name: string): string => list(typed, name).at(-1) ?? '';

const stateOf = (text: string) =>
  (Object.keys(STATE_VALUES) as (keyof typeof STATE_VALUES)[]).find((state) => STATE_VALUES[state] === text);

const dayQuestion = (name: string, label: string): FormQuestion => ({
  kind: 'day',
  name,
  label,
  earliest: '1900-01-01',
});

/** Words of one answer, or the message for it; null when nothing was given. */
function readOne(question: Question, typed: Typed): Answer | null | { message: string } {
  const { key, label } = question;
  const separate = question.kind === 'text' || question.kind === 'number' || question.kind === 'date';
  const state = stateOf(separate ? one(typed, beside(key).state) : (list(typed, key).find(stateOf) ?? ''));
  let given: string | string[];
  if (question.kind === 'date') {
    const read = readForm([dayQuestion(key, label)], typed);
    if (!read.ok) return { message: read.errors[key] as string };
    given = (read.values[key] as string | null) ?? '';
  } else if (question.kind === 'many') given = list(typed, key).filter((text) => stateOf(text) === undefined);
  else given = one(typed, key).replaceAll('\r\n', '\n').replaceAll('\0', '');
  if (state !== undefined && (separate || question.kind === 'many')) {
    if (given.length > 0) return { message: `${label}: give an answer or choose ‘${STATE_LABELS[state]}’, not both` };
    return { state };
  }
  if (state !== undefined) return { state };
  if (given.length === 0) return null;
  const parsed = parseAnswer(question, given);
  return parsed.ok ? parsed.answer : { message: `${label}: ${wrongText(question, given)}` };
}

function wrongText(question: Question, given: string | string[]): string {
  if (question.kind === 'number') return `enter a whole number from ${question.min} to ${question.max}`;
  if (question.kind === 'text')
    return `use ${question.limit.toLocaleString('en-GB')} characters or fewer (this has ${given.length.toLocaleString('en-GB')})`;
  return question.kind === 'many' ? 'choose from the answers' : 'choose one of the answers';
}

/**
 * Reads the answers to some questions from a form, with what is said beside them. A question that nothing was given for is in
 * none of the lists; one that was put off is `not asked`. `assessedOn` is the day of the assessment: nothing can be known of an
 * issue only after it was rated. What stands beside a question without an answer is refused rather than lost.
 */
export function readAnswers(
  questions: readonly Question[],
  typed: Typed,
  assessedOn: string | null,
): { answers: Record<string, Answer>; about: Record<string, About>; errors: Errors } {
  const answers: Record<string, Answer> = {};
  const about: Record<string, About> = {};
  const errors: Errors = {};
  const partBy = sourceOf(one(typed, PART_BY));
  for (const question of questions) {
    const { key, label } = question;
    const read = readOne(question, typed);
    if (read !== null && 'message' in read) errors[key] = read.message;
    else if (read !== null) answers[key] = read;
    const said = readBeside(question, typed, assessedOn, errors);
    if (errors[key] !== undefined) continue;
    if (answers[key]?.state === 'answered') {
      const by = said.by ?? partBy;
      about[key] = { ...said, ...(by && { by }) };
    } else if (said.note !== undefined) about[key] = { note: said.note };
    else if (said.subType !== undefined || said.disclosedOn !== undefined)
      errors[key] = `${label}: answer the question, or take out what stands beneath it`;
  }
  return { answers, about, errors };
}

const sourceOf = (text: string): Source | undefined => (text === 'person' || text === 'worker' ? text : undefined);

function readBeside(question: Question, typed: Typed, assessedOn: string | null, errors: Errors): About {
  if (!hasBeside(question)) return {};
  const { key, label } = question;
  const names = beside(key);
  const by = sourceOf(one(typed, names.by));
  const subType = one(typed, names.subType);
  const note = one(typed, names.note).replaceAll('\r\n', '\n').replaceAll('\0', '');
  if (subType !== '' && !question.subTypes?.some(({ code }) => code === subType))
    errors[names.subType] = `${label}: choose one of the kinds`;
  if (note.length > NOTE_LIMIT)
    errors[names.note] =
      `${label}: use ${NOTE_LIMIT.toLocaleString('en-GB')} characters or fewer in the note (this has ${note.length.toLocaleString('en-GB')})`;
  const since = readForm([dayQuestion(names.since, `${label}, known since`)], typed);
  const disclosedOn = since.ok ? (since.values[names.since] as string | null) : null;
  if (!since.ok) errors[names.since] = since.errors[names.since] as string;
  else if (disclosedOn !== null && assessedOn !== null && disclosedOn > assessedOn)
    errors[names.since] =
      `${label}, known since: the date must be on or before the day of the assessment, ${showDay(assessedOn)}`;
  return {
    ...(by && { by }),
    ...(subType !== '' && errors[names.subType] === undefined ? { subType } : {}),
    ...(disclosedOn !== null ? { disclosedOn } : {}),
    ...(note !== '' && errors[names.note] === undefined ? { note } : {}),
  };
}

/** Answers and what is said beside them as the form holds them. `by` is what a part without any answer begins with. */
export function typedAnswers(
  questions: readonly Question[],
  answers: Answers,
  about: AboutAnswers = {},
  by?: Source,
): Typed {
  const typed: Typed = {};
  const said = questions.flatMap(({ key }) => about[key]?.by ?? []);
  const workers = said.filter((source) => source === 'worker').length;
  const mostly: Source | undefined = said.length === 0 ? by : workers * 2 > said.length ? 'worker' : 'person';
  if (mostly !== undefined) typed[PART_BY] = mostly;
  for (const question of questions) {
    const { key } = question;
    const names = beside(key);
    Object.assign(typed, typedOne(question, answers[key]));
    const { by: source, subType, disclosedOn, note } = about[key] ?? {};
    if (source !== undefined && source !== mostly) typed[names.by] = source;
    if (subType !== undefined) typed[names.subType] = subType;
    if (note !== undefined) typed[names.note] = note;
    if (disclosedOn !== undefined)
      Object.assign(typed, typedFrom([dayQuestion(names.since, '')], { [names.since]: disclosedOn }));
  }
  return typed;
}

function typedOne(question: Question, answer: Answer | undefined): Typed {
  const { key, kind } = question;
  if (answer === undefined) return {};
  if (answer.state !== 'answered') {
    const separate = kind === 'text' || kind === 'number' || kind === 'date';
    const value = STATE_VALUES[answer.state];
    return { [separate ? beside(key).state : key]: kind === 'many' ? [value] : value };
  }
  const { value } = answer;
  if (kind === 'date') return typedFrom([dayQuestion(key, '')], { [key]: String(value) });
  if (typeof value === 'boolean') return { [key]: value ? 'yes' : 'no' };
  return { [key]: Array.isArray(value) ? [...value] : String(value) };
}
