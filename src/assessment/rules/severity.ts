/** Presenting issues: scales that can be severe. Pure. */
import type { Answer, Answers } from './answers.ts';
import { type InstrumentDocument, type Question, questionsOf, type ScaleQuestion } from './document.ts';

/** Severe is a rating of 4, 5 or 6 of 0 to 6 (Working Well, Table 2-1). `severeFrom` is the question's own bound. */
export function isSevere(rating: number, severeFrom = 4): boolean {
  return rating >= severeFrom;
}

/** The presenting issues of an instrument, in order: the scales that can be severe. */
export function issuesOf(document: InstrumentDocument): ScaleQuestion[] {
  return questionsOf(document).filter(isIssue);
}

/** Whether a question is about a presenting issue. */
export function isIssue(question: Question): question is ScaleQuestion & { severeFrom: number } {
  return question.kind === 'scale' && question.severeFrom !== undefined;
}

/** The rating that a scale was given, or null: what was declined, not asked or does not apply is no rating. */
export function ratingOf(question: Question, answer: Answer | undefined): number | null {
  return question.kind === 'scale' && answer?.state === 'answered' && typeof answer.value === 'number'
    ? answer.value
    : null;
}

/** Whether an answer is a severe rating of an issue. */
export function severeAnswer(question: Question, answer: Answer | undefined): boolean {
  const rating = ratingOf(question, answer);
  return isIssue(question) && rating !== null && isSevere(rating, question.severeFrom);
}

/** How many of the instrument's presenting issues are severe. Not asked, declined and not applicable are not severe. */
export function severeCount(document: InstrumentDocument, answers: Answers): number {
  return issuesOf(document).filter((question) => severeAnswer(question, answers[question.key])).length;
}
