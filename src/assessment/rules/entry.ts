/** Entering an assessment: what is asked about it as a whole, and how a draft is kept. Pure. */
import { showDay } from '../../kit/clock.ts';
import type { Errors, Question as FormQuestion } from '../../kit/form.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { type AboutAnswers, SOURCE_WORDS } from './about.ts';
import { type Answer, type Answers, answerText, fromStored, toStored } from './answers.ts';
import { type InstrumentDocument, type Question, questionsOf } from './document.ts';

/** One instrument at one stage, as the programme document offers it. */
export type Offer = { value: string; key: string; version: number; stage: string; label: string };

/** What can be made in a programme: every stage of every instrument. Where two stages are called the same the instrument is said. */
export function offersOf(document: Pick<ProgrammeDocument, 'instruments'>): Offer[] {
  const labels = document.instruments.flatMap(({ stages }) => stages.map(({ label }) => label));
  return document.instruments.flatMap(({ key, version, stages }) =>
    stages.map(({ code, label }) => ({
      value: `${key}/${version}/${code}`,
      key,
      version,
      stage: code,
      label: labels.filter((one) => one === label).length > 1 ? `${label} (${key.replaceAll('-', ' ')})` : label,
    })),
  );
}

/** The words for a stored stage of an instrument: two instruments may use the same code. */
export function stageText(
  document: Pick<ProgrammeDocument, 'instruments'> | null,
  { stage, instrument }: { stage: string; instrument: { key: string } },
): string {
  const used = document?.instruments.find(({ key }) => key === instrument.key);
  for (const { code, label } of used?.stages ?? []) if (code === stage) return label;
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

/** The day of a second rating: on or after the first one's, and not to come. */
export const ratedOnQuestion = (assessedOn: string | null, today: string): FormQuestion => ({
  kind: 'day',
  name: 'ratedOn',
  label: 'Date of your rating',
  earliest: assessedOn ?? '1950-01-01',
  latest: { day: today, message: 'The date of your rating must be today or in the past' },
  required: 'Enter the date of your rating',
});

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

/** One field of an assessment before and after, in words. */
export type AnswerChange = { field: string; asked: string; before: string; after: string };

/** What a correction changed, in the words that were asked: answers, and what is kept beside them. */
export function answerChanges(
  document: InstrumentDocument,
  before: { answers: Answers; about: AboutAnswers },
  after: { answers: Answers; about: AboutAnswers },
): AnswerChange[] {
  return questionsOf(document).flatMap((question) => {
    const { key, label } = question;
    const answer: AnswerChange = {
      field: `answers.${key}`,
      asked: label,
      before: answerText(question, before.answers[key]),
      after: answerText(question, after.answers[key]),
    };
    const [was, is] = [aboutTexts(question, before.about), aboutTexts(question, after.about)];
    const about = Object.keys(is).map((field) => ({
      field: `about.${key}.${field}`,
      asked: `${label}, ${field}`,
      before: was[field] ?? '',
      after: is[field] ?? '',
    }));
    return [answer, ...about].filter((change) => change.before !== change.after);
  });
}

/** What is kept beside an answer, by what it is called. */
function aboutTexts(question: Question, about: AboutAnswers): Record<string, string> {
  const { by, subType, disclosedOn, note } = about[question.key] ?? {};
  return {
    'who says so': by === undefined ? 'Not known' : SOURCE_WORDS[by],
    kind: subTypeText(question, subType) ?? 'Not known',
    'known since': disclosedOn === undefined ? 'Not known' : showDay(disclosedOn),
    note: note ?? 'None',
  };
}

/** The words for the kind of need that was chosen, or null for none. */
export function subTypeText(question: Question, code: string | undefined): string | null {
  return code === undefined ? null : (question.subTypes?.find((one) => one.code === code)?.label ?? code);
}
