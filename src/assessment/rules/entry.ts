/** Entering an assessment: what is asked about it as a whole, and how the answers of a form are read. Pure. */
import { showDay } from '../../kit/clock.ts';
import type { Errors, Question as FormQuestion, Typed } from '../../kit/form.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import {
  type Answer,
  type Answers,
  answerText,
  fromStored,
  type InstrumentDocument,
  parseAnswer,
  type Question,
  questionsOf,
  toStored,
} from '../rules.ts';

/** One instrument at one stage, as the programme document offers it. */
export type Offer = { value: string; key: string; version: number; stage: string; label: string };

/** What can be made in a programme: every stage of every instrument. `title` gives an instrument's title where there are several. */
export function offersOf(document: Pick<ProgrammeDocument, 'instruments'>): Offer[] {
  const several = document.instruments.length > 1;
  return document.instruments.flatMap(({ key, version, stages }) =>
    stages.map(({ code, label }) => ({
      value: `${key}/${version}/${code}`,
      key,
      version,
      stage: code,
      label: several ? `${label} (${key.replaceAll('-', ' ')})` : label,
    })),
  );
}

/** The words for a stored stage. */
export function stageText(document: Pick<ProgrammeDocument, 'instruments'> | null, stage: string): string {
  for (const { stages } of document?.instruments ?? [])
    for (const { code, label } of stages) if (code === stage) return label;
  return stage.charAt(0).toUpperCase() + stage.slice(1);
}

/** What is asked about an assessment as a whole. A date that stands already is not refused for being late. */
export function aboutQuestions(view: {
  today: string;
  stages: readonly { value: string; label: string }[];
  standing?: { assessedOn: string | null };
}): FormQuestion[] {
  const { today, stages, standing } = view;
  const day = standing?.assessedOn != null && standing.assessedOn > today ? standing.assessedOn : today;
  return [
    {
      kind: 'choice',
      name: 'stage',
      label: 'Which assessment is it?',
      choices: stages.map(({ value, label }) => ({ value, text: label })),
      required: 'Choose which assessment it is',
    },
    {
      kind: 'day',
      name: 'assessedOn',
      label: 'Date of the assessment',
      hint: 'For example, 27 3 2016',
      earliest: '1950-01-01',
      latest: { day, message: 'The date of the assessment must be today or in the past' },
      ...(standing?.assessedOn === null ? {} : { required: 'Enter the date of the assessment' }),
    },
  ];
}

/**
 * What is wrong with an assessment's stage and date, by question. The date may not lie before the referral; a second
 * dated initial assessment would be left out of every report, so it is refused here. What stands already passes.
 */
export function aboutProblems(
  about: { stage: string; assessedOn: string | null },
  known: { referredOn: string | null; initialOn: string | null },
  standing?: { stage: string; assessedOn: string | null },
): Errors {
  const errors: Errors = {};
  const { stage, assessedOn } = about;
  if (
    assessedOn !== null &&
    known.referredOn !== null &&
    assessedOn < known.referredOn &&
    assessedOn !== standing?.assessedOn
  )
    errors.assessedOn = `The date of the assessment must be on or after the day of referral, ${showDay(known.referredOn)}`;
  if (stage === 'initial' && known.initialOn !== null && standing?.stage !== 'initial')
    errors.stage = `There is an initial assessment of ${showDay(known.initialOn)} already. Choose another stage, or correct that one`;
  return errors;
}

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

/**
 * Reads the answers to some questions from a form. A question that nothing was chosen for is in neither list; one that was
 * put off is `not asked`.
 */
export function readAnswers(
  questions: readonly Question[],
  typed: Typed,
): { answers: Record<string, Answer>; errors: Errors } {
  const answers: Record<string, Answer> = {};
  const errors: Errors = {};
  for (const question of questions) {
    const given = typed[question.key];
    const text = (Array.isArray(given) ? given.at(-1) : given)?.trim() ?? '';
    if (text === '') continue;
    const state = Object.entries(STATE_VALUES).find(([, value]) => value === text)?.[0];
    const parsed = parseAnswer(question, state === undefined ? text : { state });
    if (parsed.ok) answers[question.key] = parsed.answer;
    else errors[question.key] = `${question.label}: choose one of the answers`;
  }
  return { answers, errors };
}

/** Answers as the form holds them. */
export function typedAnswers(questions: readonly Question[], answers: Answers): Typed {
  const typed: Typed = {};
  for (const question of questions) {
    const answer = answers[question.key];
    if (answer === undefined) continue;
    if (answer.state !== 'answered') typed[question.key] = STATE_VALUES[answer.state];
    else if (typeof answer.value === 'boolean') typed[question.key] = answer.value ? 'yes' : 'no';
    else typed[question.key] = String(answer.value);
  }
  return typed;
}

/** Answers of a draft as they are stored: as in `toStored`, with what was put off kept apart from what was not reached. */
export function toDraft(answers: Answers): Record<string, unknown> {
  const stored: Record<string, unknown> = toStored(answers);
  for (const [key, answer] of Object.entries(answers))
    if (answer.state === 'not asked') stored[key] = { state: 'not asked' };
  return stored;
}

/** Answers from a draft. */
export function fromDraft(stored: unknown): Record<string, Answer> {
  const entries = Object.entries((stored ?? {}) as Record<string, unknown>);
  const putOff = (value: unknown) =>
    typeof value === 'object' && value !== null && (value as { state?: unknown }).state === 'not asked';
  return {
    ...fromStored(Object.fromEntries(entries.filter(([, value]) => !putOff(value)))),
    ...Object.fromEntries(entries.filter(([, value]) => putOff(value)).map(([key]) => [key, { state: 'not asked' }])),
  };
}

/** What a correction changed, in the words that were asked. */
export function answerChanges(
  document: InstrumentDocument,
  before: Answers,
  after: Answers,
): { field: string; asked: string; before: string; after: string }[] {
  return questionsOf(document)
    .map((question) => ({
      field: `answers.${question.key}`,
      asked: question.label,
      before: answerText(question, before[question.key]),
      after: answerText(question, after[question.key]),
    }))
    .filter((change) => change.before !== change.after);
}
