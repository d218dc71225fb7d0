/** The form of a screening, from what is on file and back. */
import { dayOf } from '../../kit/clock.ts';
import { type Errors, type Question, readForm, type Typed, typedFrom } from '../../kit/form.ts';
import type { ScreeningVersion } from '../../programmes/rules.ts';
import type { ScreeningDraft, ScreeningRow } from '../actions/screening.ts';
import { judgementQuestions, otherConditions, screeningFrame, screeningQuestions } from '../rules/questions.ts';
import { isScreeningMode } from '../rules/screening.ts';
import type { InterviewContext } from './form.ts';

/** The moment of a local day and time; 'no such time' where the clocks change over it. */
export function momentOf(day: string, at: string, timeZone: string): string | 'no such time' {
  try {
    return Temporal.PlainDateTime.from(`${day}T${at}`)
      .toZonedDateTime(timeZone, { disambiguation: 'reject' })
      .toInstant()
      .toString();
  } catch {
    return 'no such time';
  }
}

const timeOf = (moment: string, timeZone: string): string =>
  Temporal.Instant.from(new Date(moment).toISOString())
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString()
    .slice(0, 5);

const questionsOf = (version: ScreeningVersion, today: string): Question[] => [
  ...screeningFrame(today),
  ...screeningQuestions(version),
  ...judgementQuestions,
];

/** A draft as it would have been typed. */
export function typedOf(row: ScreeningRow, version: ScreeningVersion, { timeZone, clock }: InterviewContext): Typed {
  const questions = questionsOf(version, clock.today().toString());
  const others = Object.fromEntries(row.other_conditions.map((text, index) => [`other_${index + 1}`, text]));
  return {
    ...typedFrom(questions, {
      ...{ mode: row.mode, asked_on: dayOf(row.asked_at, timeZone), asked_at: timeOf(row.asked_at, timeZone) },
      ...Object.fromEntries(Object.entries(row.answers).map(([key, code]) => [`q_${key}`, code])),
      ...{ judgement: row.judgement, judgement_words: row.judgement_words },
    }),
    condition: row.conditions,
    ...others,
  };
}

/** What was typed, as a draft; or what is wrong with it. */
export function draftFrom(
  { body, timeZone, clock }: InterviewContext,
  version: ScreeningVersion,
): { draft: ScreeningDraft } | { errors: Errors } {
  const read = readForm(questionsOf(version, clock.today().toString()), body);
  const errors: Errors = read.ok ? {} : { ...read.errors };
  const others = Array.from({ length: otherConditions }, (_, index) => String(body[`other_${index + 1}`] ?? '').trim());
  for (const [index, text] of others.entries())
    if (text.length > 120) errors[`other_${index + 1}`] = 'Another condition: use 120 characters or fewer';
  const ticked = [body.condition ?? []].flat();
  const conditions = version.conditions.map(({ code }) => code).filter((code) => ticked.includes(code));
  if (!read.ok) return { errors };
  const { values } = read;
  const askedAt = momentOf(String(values.asked_on), String(values.asked_at), timeZone);
  if (askedAt === 'no such time') errors.asked_at = 'The clocks change over this time. Choose another one';
  else if (askedAt > clock.now().toString()) errors.asked_at = 'The time must not be in the future';
  if (Object.keys(errors).length > 0) return { errors };
  const answers = Object.fromEntries(
    version.questions.flatMap(({ key }) => {
      const given = values[`q_${key}`];
      return typeof given === 'string' ? [[key, given]] : [];
    }),
  );
  const { mode, judgement } = values;
  const rowVersion = typeof body.row === 'string' && /^\d{1,8}$/.test(body.row) ? Number(body.row) : 0;
  return {
    draft: {
      ...{ rowVersion, askedAt, answers, conditions, others: others.filter((text) => text !== '') },
      mode: isScreeningMode(String(mode)) ? (String(mode) as ScreeningDraft['mode']) : 'in_interview',
      judgement: judgement === 'IN' || judgement === 'OUT' ? judgement : null,
      judgementWords: (values.judgement_words as string | null) ?? null,
    },
  };
}
