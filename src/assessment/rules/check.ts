/** What is wrong with an instrument document, each problem with its place. Pure. */
import { Compile } from 'typebox/compile';
import { type Problem, problemsOf, shown } from '../../kit/problems.ts';
import {
  type InstrumentDocument,
  InstrumentSchema,
  type QuestionKind,
  type RawInstrument,
  type RawQuestion,
} from './document.ts';

const instrument = Compile(InstrumentSchema);

/** Checks something read from a file. Never throws: every problem names its place, what was found and what to do. */
export function checkInstrument(
  value: unknown,
): { ok: true; document: InstrumentDocument } | { ok: false; problems: Problem[] } {
  if (!instrument.Check(value)) return { ok: false, problems: problemsOf(InstrumentSchema, value) };
  const problems = [...sectionProblems(value), ...scoringProblems(value)];
  return problems.length === 0 ? { ok: true, document: value as InstrumentDocument } : { ok: false, problems };
}

const OWN = ['min', 'max', 'anchors', 'direction', 'severeFrom', 'choices', 'unit', 'limit'] as const;
type Own = (typeof OWN)[number];
/** The fields that a kind of question must have, and those it may have. */
export const FIELDS_OF: Readonly<Record<QuestionKind, { needs: readonly Own[]; may: readonly Own[] }>> = {
  scale: { needs: ['min', 'max', 'anchors', 'direction'], may: ['severeFrom'] },
  yes_no: { needs: [], may: [] },
  // Choices with a direction stand in order: the later is the higher.
  choice: { needs: ['choices'], may: ['direction'] },
  many: { needs: ['choices'], may: [] },
  number: { needs: ['min', 'max', 'unit'], may: [] },
  text: { needs: ['limit'], may: [] },
  date: { needs: [], may: [] },
};
/** The longest text that an answer may be allowed, in characters. */
export const LONGEST_TEXT = 10_000;
/** The most steps that a scale may have: each is a button of its own. */
export const MOST_STEPS = 11;

function sectionProblems(document: RawInstrument): Problem[] {
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
      problems.push(...questionProblems(question, path));
    }
  }
  return problems;
}

/** What is wrong with one question, its place beginning with `path`. */
export function questionProblems(question: RawQuestion, path: string): Problem[] {
  const problems: Problem[] = [];
  const add = (field: string, message: string) => problems.push({ path: `${path}.${field}`, message });
  const { kind } = question;
  const { needs, may } = FIELDS_OF[kind];
  for (const field of needs) if (question[field] === undefined) add(field, `is missing; a ${kind} needs it`);
  for (const field of OWN)
    if (question[field] !== undefined && !needs.includes(field) && !may.includes(field))
      add(field, `does not belong to a ${kind}; take it out`);
  const { min = 0, max = 0 } = question;
  if ((kind === 'scale' || kind === 'number') && question.max !== undefined && max <= min)
    add('max', `must be more than min (${min}); got ${max}`);
  else if (kind === 'scale' && max - min >= MOST_STEPS)
    add('max', `must give ${MOST_STEPS} steps or fewer from min (${min}); got ${max}`);
  for (const [index, anchor] of (question.anchors ?? []).entries()) {
    if (anchor.value < min || anchor.value > max)
      add(`anchors[${index}].value`, `must be from ${min} to ${max}; got ${anchor.value}`);
    if (question.anchors?.findIndex(({ value }) => value === anchor.value) !== index)
      add(`anchors[${index}].value`, `${anchor.value} has an anchor already; give each its own`);
  }
  if (question.severeFrom !== undefined && (question.severeFrom < min || question.severeFrom > max))
    add('severeFrom', `must be from ${min} to ${max}; got ${question.severeFrom}`);
  if (question.limit !== undefined && question.limit > LONGEST_TEXT)
    add('limit', `must be ${LONGEST_TEXT} or fewer; got ${question.limit}`);
  problems.push(...choiceProblems(question, 'choices', path), ...choiceProblems(question, 'subTypes', path));
  return problems;
}

function choiceProblems(question: RawQuestion, list: 'choices' | 'subTypes', path: string): Problem[] {
  const problems: Problem[] = [];
  for (const field of ['code', 'label'] as const) {
    const used = new Set<string>();
    for (const [index, choice] of (question[list] ?? []).entries()) {
      const folded = choice[field].toLowerCase();
      if (used.has(folded))
        problems.push({
          path: `${path}.${list}[${index}].${field}`,
          message: `${shown(choice[field])} is used twice; give each its own`,
        });
      used.add(folded);
    }
  }
  return problems;
}

/** What is wrong with how an instrument is scored. */
export function scoringProblems(document: RawInstrument): Problem[] {
  const problems: Problem[] = [];
  const questions = new Map(document.sections.flatMap(({ questions }) => questions).map((one) => [one.key, one]));
  for (const [index, scoring] of (document.scoring ?? []).entries()) {
    const path = `scoring[${index}]`;
    const add = (field: string, message: string) => problems.push({ path: `${path}.${field}`, message });
    for (const [at, key] of (scoring.questions ?? []).entries()) {
      const question = questions.get(key);
      if (question === undefined) add(`questions[${at}]`, `${shown(key)} is no question of this instrument`);
      else if (scoring.rule !== 'none' && question.kind !== 'scale')
        add(`questions[${at}]`, `${shown(key)} is no scale, and only scales are scored`);
      else if (scoring.rule === 'count of severe' && question.severeFrom === undefined)
        add(`questions[${at}]`, `${shown(key)} does not say from which rating on it is severe`);
    }
    if (scoring.rule !== 'mean of answered') {
      if (scoring.atLeast !== undefined) add('atLeast', `does not belong to '${scoring.rule}'; take it out`);
      continue;
    }
    if (scoring.questions === undefined) add('questions', 'is missing; a mean says of which questions');
    else problems.push(...meanProblems(scoring, scoring.questions, questions, path));
  }
  return problems;
}

/** A mean of scales that run from different ends, or of more answers than there are questions, is no number. */
function meanProblems(
  { atLeast }: { atLeast?: number },
  keys: readonly string[],
  questions: ReadonlyMap<string, RawQuestion>,
  path: string,
): Problem[] {
  const problems: Problem[] = [];
  if (atLeast === undefined)
    problems.push({ path: `${path}.atLeast`, message: 'is missing; say how many must be answered' });
  else if (atLeast > keys.length)
    problems.push({ path: `${path}.atLeast`, message: `must be ${keys.length} or fewer; got ${atLeast}` });
  const scales = new Set(
    keys.flatMap((key) => {
      const { min, max, direction } = questions.get(key) ?? {};
      return min === undefined ? [] : [`${min} to ${max}, ${direction}`];
    }),
  );
  if (scales.size > 1)
    problems.push({
      path: `${path}.questions`,
      message: `must have one scale and direction; got ${[...scales].join('; ')}`,
    });
  return problems;
}
