/** How far two workers who rated independently agree. Pure. */
import { percentOf, printPercent } from '../../kit/exact.ts';
import type { Answers } from './answers.ts';
import { sameAnswer } from './answers.ts';
import type { Question } from './document.ts';

/**
 * One question rated twice. `steps` is how far apart the two are on a scale or on choices in order, 0 for the same; null where
 * there are no steps. 'one only' was answered by one of the two: it counts neither as agreement nor against it.
 */
export type Pair = { asked: Question; result: 'same' | 'different' | 'one only' | 'neither'; steps: number | null };

/** Kinds of question on which two workers can be said to agree: words and dates are only set side by side. */
export const COMPARED: readonly Question['kind'][] = ['scale', 'choice', 'yes_no', 'many', 'number'];

/** Every question that can be compared, with what the two say. */
export function pairsOf(questions: readonly Question[], first: Answers, second: Answers): Pair[] {
  return questions
    .filter(({ kind }) => COMPARED.includes(kind))
    .map((asked): Pair => {
      const [a, b] = [first[asked.key], second[asked.key]];
      const answered = [a, b].filter((answer) => answer?.state === 'answered').length;
      if (answered < 2) return { asked, result: answered === 1 ? 'one only' : 'neither', steps: null };
      const [from, to] = [placeOf(asked, a), placeOf(asked, b)];
      const steps = from === null || to === null ? null : Math.abs(from - to);
      return { asked, result: sameAnswer(a, b) ? 'same' : 'different', steps };
    });
}

function placeOf(asked: Question, answer: Answers[string] | undefined): number | null {
  if (answer?.state !== 'answered') return null;
  if (asked.kind === 'scale' || asked.kind === 'number') return Number(answer.value);
  if (asked.kind !== 'choice' || asked.direction === undefined) return null;
  return asked.choices.findIndex(({ code }) => code === answer.value);
}

/** 'The two agree on 2 of 3 questions that both answered.' */
export function agreementText(pairs: readonly Pair[]): string {
  const both = pairs.filter(({ result }) => result === 'same' || result === 'different');
  const same = both.filter(({ result }) => result === 'same').length;
  if (both.length === 0) return 'No question was answered by both.';
  return `The two agree on ${same} of ${both.length} ${both.length === 1 ? 'question' : 'questions'} that both answered.`;
}

/** 'Agree', 'One step apart', 'Differ', 'Answered by one only'. */
export function pairText({ result, steps }: Pair): string {
  if (result === 'same') return 'Agree';
  if (result === 'one only') return 'Answered by one only';
  if (result === 'neither') return 'Answered by neither';
  if (steps === null) return 'Differ';
  return steps === 1 ? 'One step apart' : `${steps} steps apart`;
}

/** Fewer pairs than these are not shown: they would tell how two workers rated one person. */
export const LEAST_PAIRS = 5;

/** '7 of 9 (77.8%)', or that there are too few pairs to show. Exact, rounded half up. */
export function shareText({ pairs, same }: { pairs: number; same: number }): string {
  const share = percentOf(same, pairs);
  if (pairs < LEAST_PAIRS || share === null) return `Not shown: fewer than ${LEAST_PAIRS} pairs`;
  return `${same} of ${pairs} (${printPercent(share, 1)})`;
}
