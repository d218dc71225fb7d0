/** Screening: the result of answers, and which of them decided it. Pure. */
import type { ScreeningVersion } from '../../programmes/rules.ts';

/** IN: the interviews go on. OUT: no more are asked for. */
export type ScreeningResult = 'IN' | 'OUT';
/** Answers by the question's key; a question that was not answered is missing. */
export type ScreeningAnswers = Readonly<Record<string, string>>;
/** An answer that decided: the question and the answer in the words that were asked, and what it means. */
export type Deciding = { question: string; asked: string; answer: string; means: string };
/** The outcome: a result with the answers that made it, or the questions on which it still depends. */
export type Screened =
  | { state: 'done'; result: ScreeningResult; deciding: Deciding[] }
  | { state: 'open'; missing: string[] };

/**
 * OUT when every condition of the document is met; IN as soon as one is not, whatever was not answered. An OUT was decided by all
 * of the conditions; an IN by those that are not met: had any of them been answered otherwise it might have been OUT.
 */
export function screen(version: ScreeningVersion, answers: ScreeningAnswers): Screened {
  const rules = version.out.map((rule) => {
    const question = version.questions.find(({ key }) => key === rule.question);
    const given = answers[rule.question];
    const choice = question?.choices.find(({ code }) => code === given);
    return { rule, question, choice, met: choice === undefined ? null : rule.in.includes(choice.code) };
  });
  const told = (list: typeof rules): Deciding[] =>
    list.map(({ rule, question, choice, met }) => ({
      question: rule.question,
      asked: question?.text ?? rule.question,
      answer: choice?.label ?? 'Not answered',
      means: met ? rule.met : rule.notMet,
    }));
  const failed = rules.filter(({ met }) => met === false);
  if (failed.length > 0) return { state: 'done', result: 'IN', deciding: told(failed) };
  const open = rules.filter(({ met }) => met === null);
  if (open.length > 0) return { state: 'open', missing: open.map(({ rule }) => rule.question) };
  return { state: 'done', result: 'OUT', deciding: told(rules) };
}

/** Ways of asking, in words. */
export const screeningModes = {
  in_interview: 'In the interview',
  by_phone: 'By telephone before it',
  on_paper: 'On paper, entered afterwards',
} as const;
/** How it was asked. */
export type ScreeningMode = keyof typeof screeningModes;
/** Whether a text is one of the modes. */
export const isScreeningMode = (text: string): text is ScreeningMode => Object.hasOwn(screeningModes, text);

/** Why there is nothing to screen; null when there is. */
export function screeningRefusal(
  series: { state: string; screening: boolean; exemption: string | null } | null,
  exemptWords: string,
): string | null {
  if (series === null) return 'Start the series of interviews first: it says whether there is a screening.';
  if (series.state === 'exempt') return exemptWords;
  if (!series.screening) return 'This series has no screening.';
  if (series.state !== 'running')
    return 'No more interviews are asked for, so there is nothing to decide by a screening.';
  return null;
}
