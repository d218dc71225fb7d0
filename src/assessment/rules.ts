import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Problem, problemsOf, shown } from '../kit/problems.ts';

/**
 * Instruments are data: a document of sections and questions, versioned by key and number. An answer keeps what was
 * answered apart from what was declined, not asked or not applicable; none of these three is ever a zero.
 */

const text = () => Type.String({ pattern: '\\S', maxLength: 2000, description: 'a text' });
const whole = (minimum: number) => Type.Integer({ minimum, description: `a whole number of ${minimum} or more` });
const questionKey = () =>
  Type.String({
    pattern: '^[a-z0-9]+(?:_[a-z0-9]+)*$',
    maxLength: 60,
    description: 'a key of lower-case letters, digits and underscores',
  });
const DIRECTIONS = ['lower is better', 'higher is better'];

// One flat shape for all kinds, so that a message can name the field; `instrumentProblems` asks for what a kind needs.
const QuestionSchema = Type.Object(
  {
    key: questionKey(),
    label: text(),
    words: text(),
    hint: Type.Optional(text()),
    kind: Type.Enum(['scale', 'yes_no', 'choice'], { description: "'scale', 'yes_no' or 'choice'" }),
    min: Type.Optional(whole(0)),
    max: Type.Optional(whole(1)),
    anchors: Type.Optional(
      Type.Array(Type.Object({ value: whole(0), label: text() }, { additionalProperties: false }), { minItems: 1 }),
    ),
    direction: Type.Optional(Type.Enum(DIRECTIONS, { description: DIRECTIONS.map((d) => `'${d}'`).join(' or ') })),
    severeFrom: Type.Optional(whole(1)),
    choices: Type.Optional(
      Type.Array(Type.Object({ code: questionKey(), label: text() }, { additionalProperties: false }), { minItems: 1 }),
    ),
  },
  { additionalProperties: false },
);

/** Schema of an instrument document. */
export const InstrumentSchema = Type.Object(
  {
    key: Type.String({
      pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
      maxLength: 80,
      description: 'a key of lower-case letters, digits and hyphens',
    }),
    version: whole(1),
    title: text(),
    source: text(),
    sections: Type.Array(
      Type.Object(
        {
          key: questionKey(),
          title: text(),
          hint: Type.Optional(text()),
          questions: Type.Array(QuestionSchema, { minItems: 1 }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1 },
    ),
  },
  { additionalProperties: false },
);

type RawInstrument = Static<typeof InstrumentSchema>;
type Asked = { key: string; label: string; words: string; hint?: string };
/** Which end of a scale is good. */
export type Direction = 'lower is better' | 'higher is better';
/** A whole number from `min` to `max`; a rating from `severeFrom` on is severe. */
export type ScaleQuestion = Asked & {
  kind: 'scale';
  min: number;
  max: number;
  anchors: { value: number; label: string }[];
  direction: Direction;
  severeFrom?: number;
};
/** A question answered yes or no. */
export type YesNoQuestion = Asked & { kind: 'yes_no' };
/** A question with one of a list of answers. */
export type ChoiceQuestion = Asked & { kind: 'choice'; choices: { code: string; label: string }[] };
/** One question of an instrument. */
export type Question = ScaleQuestion | YesNoQuestion | ChoiceQuestion;
/** An instrument document that has passed `checkInstrument`. */
export type InstrumentDocument = Omit<RawInstrument, 'sections'> & {
  sections: { key: string; title: string; hint?: string; questions: Question[] }[];
};

const instrument = Compile(InstrumentSchema);

/** Checks something read from a file. Never throws: every problem names its place, what was found and what to do. */
export function checkInstrument(
  value: unknown,
): { ok: true; document: InstrumentDocument } | { ok: false; problems: Problem[] } {
  if (!instrument.Check(value)) return { ok: false, problems: problemsOf(InstrumentSchema, value) };
  const problems = instrumentProblems(value);
  return problems.length === 0 ? { ok: true, document: value as InstrumentDocument } : { ok: false, problems };
}

const NEEDS = {
  scale: ['min', 'max', 'anchors', 'direction'],
  yes_no: [],
  choice: ['choices'],
} as const;
const MAY = { scale: [...NEEDS.scale, 'severeFrom'], yes_no: [], choice: ['choices'] } as const;
const OWN = ['min', 'max', 'anchors', 'direction', 'severeFrom', 'choices'] as const;

function instrumentProblems(document: RawInstrument): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  const sections = new Set<string>();
  for (const [s, section] of document.sections.entries()) {
    if (sections.has(section.key))
      problems.push({ path: `sections[${s}].key`, message: `${shown(section.key)} is used twice; give each its own` });
    sections.add(section.key);
    for (const [q, question] of section.questions.entries()) {
      const path = `sections[${s}].questions[${q}]`;
      const first = seen.get(question.key);
      if (first)
        problems.push({
          path: `${path}.key`,
          message: `${shown(question.key)} is already used by ${first}; give each its own`,
        });
      else seen.set(question.key, path);
      questionProblems(question, path, problems);
    }
  }
  return problems;
}

function questionProblems(question: Static<typeof QuestionSchema>, path: string, problems: Problem[]): void {
  const kind = question.kind as Question['kind'];
  for (const field of NEEDS[kind])
    if (question[field] === undefined)
      problems.push({ path: `${path}.${field}`, message: `is missing; a ${kind} needs it` });
  for (const field of OWN)
    if (question[field] !== undefined && !(MAY[kind] as readonly string[]).includes(field))
      problems.push({ path: `${path}.${field}`, message: `does not belong to a ${kind}; take it out` });
  const { min = 0, max = 0 } = question;
  if (kind === 'scale' && question.max !== undefined && max <= min)
    problems.push({ path: `${path}.max`, message: `must be more than min (${min}); got ${max}` });
  for (const [index, anchor] of (question.anchors ?? []).entries())
    if (anchor.value < min || anchor.value > max)
      problems.push({
        path: `${path}.anchors[${index}].value`,
        message: `must be from ${min} to ${max}; got ${anchor.value}`,
      });
  if (question.severeFrom !== undefined && (question.severeFrom < min || question.severeFrom > max))
    problems.push({ path: `${path}.severeFrom`, message: `must be from ${min} to ${max}; got ${question.severeFrom}` });
  for (const field of ['code', 'label'] as const) {
    const used = new Set<string>();
    for (const [index, choice] of (question.choices ?? []).entries()) {
      const folded = choice[field].toLowerCase();
      if (used.has(folded))
        problems.push({
          path: `${path}.choices[${index}].${field}`,
          message: `${shown(choice[field])} is used twice; give each its own`,
        });
      used.add(folded);
    }
  }
}

/** Whether a question was answered, and if not, why. */
export type AnswerState = 'answered' | 'declined' | 'not asked' | 'not applicable';
/** The states without a value, with the words for them. */
export const ANSWER_STATES: Readonly<Record<AnswerState, string>> = {
  answered: 'Answered',
  declined: 'Preferred not to say',
  'not asked': 'Not asked',
  'not applicable': 'Does not apply',
};
/** An answer: a rating (number), a choice's code (string), yes or no (boolean), or a state without a value. */
export type Answer =
  | { state: 'answered'; value: number | string | boolean }
  | { state: Exclude<AnswerState, 'answered'> };
/** Answers by question key. A question that is missing was not asked. */
export type Answers = Readonly<Record<string, Answer>>;

/** Every question of an instrument in the order in which it is asked. */
export function questionsOf(document: InstrumentDocument): Question[] {
  return document.sections.flatMap((section) => section.questions);
}

/**
 * Reads one answer as a file or a form gives it. Empty text is 'not asked'; the three other states are given as
 * `{ state }`. A scale takes a whole number in its range, yes/no any spelling of yes and no, a choice its label or
 * code, without regard to case. Returns a message that says what is wanted and what was found, never a guess.
 */
export function parseAnswer(
  question: Question,
  given: string | number | boolean | null | undefined | { state: string },
): { ok: true; answer: Answer } | { ok: false; message: string } {
  if (typeof given === 'object' && given !== null) {
    const state = given.state;
    if (state === 'declined' || state === 'not asked' || state === 'not applicable')
      return { ok: true, answer: { state } };
    return { ok: false, message: `must be declined, not asked or not applicable; got ${shown(state)}` };
  }
  const trimmed = given === null || given === undefined ? '' : String(given).trim();
  if (trimmed === '') return { ok: true, answer: { state: 'not asked' } };
  const value = answeredValue(question, trimmed);
  if (value !== undefined) return { ok: true, answer: { state: 'answered', value } };
  return { ok: false, message: `must be ${wantedAnswer(question)}; got ${shown(given)}` };
}

/** Reads the answers to a whole instrument. Keys that are no question of it are problems too. */
export function parseAnswers(
  document: InstrumentDocument,
  given: Readonly<Record<string, Parameters<typeof parseAnswer>[1]>>,
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

function answeredValue(question: Question, text: string): number | string | boolean | undefined {
  const folded = text.toLowerCase();
  if (question.kind === 'yes_no') {
    if (folded === 'yes' || folded === 'true') return true;
    return folded === 'no' || folded === 'false' ? false : undefined;
  }
  if (question.kind === 'choice')
    return question.choices.find((choice) => choice.code === folded || choice.label.toLowerCase() === folded)?.code;
  if (!/^\d{1,3}$/.test(text)) return undefined;
  const rating = Number(text);
  return rating >= question.min && rating <= question.max ? rating : undefined;
}

function wantedAnswer(question: Question): string {
  if (question.kind === 'yes_no') return 'yes or no';
  if (question.kind === 'choice') return `one of ${question.choices.map((choice) => choice.label).join(', ')}`;
  return `a whole number from ${question.min} to ${question.max}`;
}

/**
 * Answers as they are stored: the value itself, or `{ state }`; what was not asked has no key at all.
 * Reads back with `fromStored`.
 */
export function toStored(answers: Answers): Record<string, number | string | boolean | { state: string }> {
  const stored: Record<string, number | string | boolean | { state: string }> = {};
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
    else if (state === 'declined' || state === 'not applicable') answers[key] = { state };
    else throw new Error(`NEWEL_STORED_ANSWERS: ${key} is neither an answer nor a state`);
  }
  return answers;
}

/** How an answer reads on a page: `4`, `Yes`, `1-3 months`, `Not asked`. */
export function answerText(question: Question, answer: Answer | undefined): string {
  if (answer?.state !== 'answered') return ANSWER_STATES[answer?.state ?? 'not asked'];
  if (question.kind === 'yes_no') return answer.value ? 'Yes' : 'No';
  if (question.kind === 'choice')
    return question.choices.find((choice) => choice.code === answer.value)?.label ?? String(answer.value);
  return String(answer.value);
}

/** Severe is a rating of 4, 5 or 6 of 0 to 6 (Working Well, Table 2-1). `severeFrom` is the question's own bound. */
export function isSevere(rating: number, severeFrom = 4): boolean {
  return rating >= severeFrom;
}

/** How many of the instrument's presenting issues are severe. Not asked, declined and not applicable are not severe. */
export function severeCount(document: InstrumentDocument, answers: Answers): number {
  return questionsOf(document).filter((question) => {
    if (question.kind !== 'scale' || question.severeFrom === undefined) return false;
    const answer = answers[question.key];
    return (
      answer?.state === 'answered' && typeof answer.value === 'number' && isSevere(answer.value, question.severeFrom)
    );
  }).length;
}

/** The presenting issues of an instrument, in order: the scales that can be severe. */
export function issuesOf(document: InstrumentDocument): ScaleQuestion[] {
  return questionsOf(document).filter(
    (question): question is ScaleQuestion => question.kind === 'scale' && question.severeFrom !== undefined,
  );
}
