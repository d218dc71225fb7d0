/**
 * When the plan suggests a smaller or a bigger step. Pure. The rule is shown to whoever reads the plan:
 * after so many steps in a row that did not happen yet, a smaller one; after so many in a row that were done at the first go
 * and on time, a bigger one. The numbers come from the programme document; a suggestion that was answered comes back only
 * after another attempt of its kind.
 */
import type { Result, Size } from './steps.ts';

/** Numbers of the rule. */
export type Thresholds = { smallerAfter: number; biggerAfter: number };

/** An attempt at a step of the person, as the rule reads it. */
export type Tried = { id: string; stepId: string; on: string; result: Result; easy: boolean; size: Size };

export type SuggestionRule = 'smaller' | 'bigger';
/** What is suggested. `after` is the newest attempt that it rests on, `size` what the suggested step would have. */
export type Suggestion = { rule: SuggestionRule; after: string; stepId: string; size: Size; count: number };

/**
 * The suggestion that holds now, or null. `attempts` are those at steps that the person owns, in the order in which they
 * happened, without the ones taken back; `answered` are the suggestions that were accepted or refused.
 */
export function suggestionFor(
  attempts: readonly Tried[],
  answered: readonly { rule: SuggestionRule; after: string }[],
  thresholds: Thresholds,
): Suggestion | null {
  const last = attempts.at(-1);
  if (last === undefined) return null;
  const misses = runAtEnd(attempts, ({ result }) => result === 'missed');
  if (misses.length >= thresholds.smallerAfter)
    return unlessAnswered('smaller', last, misses.length, smaller(last.size), answered);
  // What was answered before is counted no more: the next suggestion rests on as many new ones.
  const before = attempts.findLastIndex(({ id }) => answered.some((one) => one.rule === 'bigger' && one.after === id));
  const easy = runAtEnd(attempts.slice(before + 1), (one) => one.easy);
  if (easy.length < thresholds.biggerAfter) return null;
  const size = Math.max(...easy.map((one) => one.size));
  return size === 3 ? null : unlessAnswered('bigger', last, easy.length, (size + 1) as Size, answered);
}

const smaller = (size: Size): Size => (size === 3 ? 2 : 1);

function unlessAnswered(
  rule: SuggestionRule,
  last: Tried,
  count: number,
  size: Size,
  answered: readonly { rule: SuggestionRule; after: string }[],
): Suggestion | null {
  if (answered.some((one) => one.rule === rule && one.after === last.id)) return null;
  return { rule, after: last.id, stepId: last.stepId, size, count };
}

function runAtEnd(attempts: readonly Tried[], fits: (one: Tried) => boolean): Tried[] {
  const from = attempts.findLastIndex((one) => !fits(one));
  return attempts.slice(from + 1);
}

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const inWords = (count: number): string => numbers[count] ?? String(count);

/** The rule in words, as it is shown. */
export function ruleText({ smallerAfter, biggerAfter }: Thresholds): string {
  const misses =
    smallerAfter === 1 ? 'a step that did not happen' : `${inWords(smallerAfter)} steps that did not happen`;
  const easy = biggerAfter === 1 ? 'a step done' : `${inWords(biggerAfter)} steps in a row done`;
  return `After ${misses} the plan suggests a smaller one, after ${easy} at the first go and on time a bigger one. You decide together.`;
}
