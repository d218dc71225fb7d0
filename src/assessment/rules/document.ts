/**
 * Instruments are data: a document of sections and questions, versioned by key and number. A version that is loaded never
 * changes, so that every answer keeps the words that were asked.
 */
import { type Static, Type } from 'typebox';

const text = (most = 2000) => Type.String({ pattern: '\\S', maxLength: most, description: 'a text' });
const whole = (minimum: number) => Type.Integer({ minimum, description: `a whole number of ${minimum} or more` });
const yes = () => Type.Literal(true, { description: 'true, or left out' });
const closed = <T extends Parameters<typeof Type.Object>[0]>(fields: T) =>
  Type.Object(fields, { additionalProperties: false });
/** Keys of sections and questions, and codes of choices. */
export const KEY = '^[a-z0-9]+(?:_[a-z0-9]+)*$';
const questionKey = () =>
  Type.String({ pattern: KEY, maxLength: 60, description: 'a key of lower-case letters, digits and underscores' });
const choices = () => Type.Array(closed({ code: questionKey(), label: text(200) }), { minItems: 1, maxItems: 60 });

/** The kinds of question. */
export const QUESTION_KINDS = ['scale', 'yes_no', 'choice', 'many', 'number', 'text', 'date'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];
/** Which end of a scale is good. */
export const DIRECTIONS = ['lower is better', 'higher is better'] as const;
export type Direction = (typeof DIRECTIONS)[number];
/** How a score is made; what each of them does is in scoring.ts. */
export const SCORING_RULES = ['count of severe', 'mean of answered', 'none'] as const;
/** Whose words an instrument's answers are unless a worker says otherwise. */
export const SOURCES = ['person', 'worker'] as const;
/** Who an answer is from: reported by the person, or identified by the worker. */
export type Source = (typeof SOURCES)[number];

const oneOf = <const T extends readonly string[]>(values: T) => {
  const quoted = values.map((value) => `'${value}'`).join(', ');
  return Type.Unsafe<T[number]>(Type.Enum([...values], { description: quoted.replace(/, ([^,]+)$/, ' or $1') }));
};

// One flat shape for all kinds, so that a message can name the field; `checkInstrument` asks for what a kind needs.
export const QuestionSchema = closed({
  key: questionKey(),
  label: text(200),
  words: text(),
  hint: Type.Optional(text()),
  why: Type.Optional(text()),
  kind: oneOf(QUESTION_KINDS),
  min: Type.Optional(whole(0)),
  max: Type.Optional(whole(1)),
  anchors: Type.Optional(Type.Array(closed({ value: whole(0), label: text(300) }), { minItems: 1, maxItems: 101 })),
  direction: Type.Optional(oneOf(DIRECTIONS)),
  severeFrom: Type.Optional(whole(1)),
  choices: Type.Optional(choices()),
  unit: Type.Optional(text(40)),
  limit: Type.Optional(whole(1)),
  subTypes: Type.Optional(choices()),
  note: Type.Optional(yes()),
});

const ScoringSchema = closed({
  rule: oneOf(SCORING_RULES),
  title: text(200),
  words: text(),
  questions: Type.Optional(Type.Array(questionKey(), { minItems: 1, maxItems: 200 })),
  atLeast: Type.Optional(whole(1)),
});

/** Schema of an instrument document. */
export const InstrumentSchema = closed({
  key: Type.String({
    pattern: '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    maxLength: 80,
    description: 'a key of lower-case letters, digits and hyphens',
  }),
  version: whole(1),
  title: text(200),
  source: text(4000),
  note: Type.Optional(text(4000)),
  why: Type.Optional(text()),
  answeredBy: Type.Optional(oneOf(SOURCES)),
  secondRater: Type.Optional(yes()),
  scoring: Type.Optional(Type.Array(ScoringSchema, { minItems: 1, maxItems: 20 })),
  sections: Type.Array(
    closed({
      key: questionKey(),
      title: text(200),
      hint: Type.Optional(text()),
      sensitive: Type.Optional(yes()),
      questions: Type.Array(QuestionSchema, { minItems: 1, maxItems: 100 }),
    }),
    { minItems: 1, maxItems: 60 },
  ),
});

/** An instrument as its schema lets it through; `checkInstrument` looks further. */
export type RawInstrument = Static<typeof InstrumentSchema>;
/** A question as the schema lets it through. */
export type RawQuestion = Static<typeof QuestionSchema>;
/** A code and what it is called. */
export type Choice = { code: string; label: string };
/** A stated way to make a score of answers, or to leave them as they are. */
export type Scoring = {
  rule: (typeof SCORING_RULES)[number];
  title: string;
  words: string;
  questions?: string[];
  atLeast?: number;
};

/**
 * What is common to all kinds. `why` is why it is asked, shown to the worker and the person; `subTypes` says which kind of
 * need it is; with `note` a free note is kept beside the answer.
 */
type Asked = {
  key: string;
  label: string;
  words: string;
  hint?: string;
  why?: string;
  subTypes?: Choice[];
  note?: true;
};
/** A whole number from `min` to `max`; a rating from `severeFrom` on is severe, and makes the question a presenting issue. */
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
/** A question with one of a list of answers; with a direction they stand in order, the later the higher. */
export type ChoiceQuestion = Asked & { kind: 'choice'; choices: Choice[]; direction?: Direction };
/** A question with any number of a list of answers. */
export type ManyQuestion = Asked & { kind: 'many'; choices: Choice[] };
/** A whole number from `min` to `max` of a unit: 'years', 'hours a week'. */
export type NumberQuestion = Asked & { kind: 'number'; min: number; max: number; unit: string };
/** Words, up to `limit` characters. */
export type TextQuestion = Asked & { kind: 'text'; limit: number };
/** A calendar day. */
export type DateQuestion = Asked & { kind: 'date' };
/** One question of an instrument. */
export type Question =
  | ScaleQuestion
  | YesNoQuestion
  | ChoiceQuestion
  | ManyQuestion
  | NumberQuestion
  | TextQuestion
  | DateQuestion;
/** A part of an instrument. `sensitive` means: better asked once there is trust. It never blocks anything. */
export type Section = { key: string; title: string; hint?: string; sensitive?: true; questions: Question[] };
/** An instrument document that has passed `checkInstrument`. */
export type InstrumentDocument = Omit<RawInstrument, 'sections' | 'scoring'> & {
  scoring?: Scoring[];
  sections: Section[];
};

/** Every question of an instrument in the order in which it is asked. */
export function questionsOf(document: InstrumentDocument): Question[] {
  return document.sections.flatMap((section) => section.questions);
}
