/**
 * What became of each question since an earlier time. Answers are matched by question key, so that they can be compared across
 * versions of an instrument; where the words were changed between the two it is said. Pure.
 */
import { type Answer, type AnswerState, type Answers, sameAnswer } from './answers.ts';
import { type Direction, type Question, questionsOf } from './document.ts';
import { isIssue, severeAnswer } from './severity.ts';
import { disclosures, type Past } from './standing.ts';

/**
 * 'improved', 'same' and 'worsened' follow the question's own direction: of an issue or of anxiety lower is better, of confidence
 * higher. 'newly disclosed' is an issue above the least rating that was never answered before; 'first answer' is anything else
 * that was never answered before. 'changed' is another answer to a question without a better end. 'not re-assessed' was answered
 * before and not this time, whatever the reason: it counts neither as better nor as worse. 'not comparable' was asked on another
 * scale. 'never' was answered neither time.
 */
export type Outcome =
  | 'improved'
  | 'same'
  | 'worsened'
  | 'newly disclosed'
  | 'first answer'
  | 'changed'
  | 'not re-assessed'
  | 'not comparable'
  | 'never';

/** An answer as it was given: on which day ('YYYY-MM-DD', null is not known), to which question. */
export type Held = { answer: Answer; on: string | null; asked: Question; in: string };
/** One question with both answers; `now` is null when there is none of this time. */
export type Change = {
  key: string;
  /** As it was asked this time; as it was asked last, if it is gone. */
  asked: Question;
  before: Held | null;
  now: Held | null;
  outcome: Outcome;
  /** The words, the scale's ends or its anchors were changed between the two. */
  reworded: boolean;
  /** Why there is no answer this time: 'declined', 'not asked', 'not applicable'; 'answered' when there is one. */
  state: AnswerState;
  severe: { before: boolean; now: boolean };
  /** When an issue was first told of; null when it never was. */
  disclosedOn: string | null;
};

/** An assessment against everything that was known before it: each question with the latest earlier answer. */
export function changesOf(now: Past, earlier: readonly Past[]): Change[] {
  const before = heldIn(earlier, 'last');
  const known = earlier.filter(({ instrument }) => instrument.key === now.instrument.key);
  const asked = known.flatMap((one) => questionsOf(one.instrument));
  const told = disclosures([...earlier, now]);
  return changes({ current: now, earlier: asked, before, now: heldIn([now], 'last'), told });
}

/**
 * Where somebody stands against where they began: each question's first answer against its latest, over all assessments
 * (the earliest first). A question that was answered in one assessment only is 'not re-assessed', or newly disclosed when that
 * was not the first assessment.
 */
export function changesSinceStart(past: readonly Past[]): Change[] {
  const latest = past.at(-1);
  if (latest === undefined) return [];
  const first = heldIn(past, 'first');
  const now = heldIn(past, 'last');
  const began = past.find(({ assessedOn }) => assessedOn !== null) ?? past[0];
  // What came up only later has no earlier answer: it stands as this time's.
  for (const [key, held] of first) {
    if (now.get(key)?.in !== held.in) continue;
    if (held.in === began?.id) now.delete(key);
    else first.delete(key);
  }
  const asked = past.flatMap((one) => questionsOf(one.instrument));
  return changes({ current: latest, earlier: asked, before: first, now, told: disclosures(past) });
}

/** Every question that was answered, by key, as it was answered first or last. */
function heldIn(past: readonly Past[], which: 'first' | 'last'): Map<string, Held> {
  const held = new Map<string, Held>();
  for (const one of past) {
    for (const asked of questionsOf(one.instrument)) {
      const answer = one.answers[asked.key];
      if (answer?.state !== 'answered' || (which === 'first' && held.has(asked.key))) continue;
      held.set(asked.key, { answer, on: one.assessedOn, asked, in: one.id });
    }
  }
  return held;
}

function changes(given: {
  current: Past;
  earlier: readonly Question[];
  before: ReadonlyMap<string, Held>;
  now: ReadonlyMap<string, Held>;
  told: ReadonlyMap<string, string>;
}): Change[] {
  const { current, earlier, before, now, told } = given;
  const currently = questionsOf(current.instrument);
  // The order of this time, then what only earlier ones asked; the newest words of each.
  const asked = new Map([...currently, ...earlier, ...currently].map((question) => [question.key, question]));
  return [...asked.values()].map((question): Change => {
    const [was, is] = [before.get(question.key) ?? null, now.get(question.key) ?? null];
    return {
      key: question.key,
      asked: is?.asked ?? question,
      before: was,
      now: is,
      state: is === null ? stateIn(current.answers, question.key) : 'answered',
      outcome: outcomeOf(was, is),
      reworded: was !== null && is !== null && reworded(was.asked, is.asked),
      severe: {
        before: was !== null && severeAnswer(was.asked, was.answer),
        now: is !== null && severeAnswer(is.asked, is.answer),
      },
      disclosedOn: told.get(question.key) ?? null,
    };
  });
}

// An answer of this time that counts as the first one is not this time's.
function stateIn(answers: Answers, key: string): AnswerState {
  const state = answers[key]?.state ?? 'not asked';
  return state === 'answered' ? 'not asked' : state;
}

function outcomeOf(before: Held | null, now: Held | null): Outcome {
  if (now === null) return before === null ? 'never' : 'not re-assessed';
  const { asked, answer } = now;
  if (before === null) return isIssue(asked) && rating(answer) > asked.min ? 'newly disclosed' : 'first answer';
  const then = before.asked;
  if (then.kind !== asked.kind) return 'not comparable';
  if (scaleOf(then) !== scaleOf(asked)) return 'not comparable';
  const { direction } = asked as { direction?: Direction };
  if (direction === undefined) return sameAnswer(answer, before.answer) ? 'same' : 'changed';
  const difference = height(asked, answer) - height(then, before.answer);
  if (difference === 0) return 'same';
  return difference < 0 === (direction === 'lower is better') ? 'improved' : 'worsened';
}

/** What two answers must share to be compared: the ends of a scale, or the choices of a list in order, and which end is good. */
function scaleOf(question: Question): string {
  if (question.kind === 'scale') return `${question.min} to ${question.max}, ${question.direction}`;
  if (question.kind !== 'choice' || question.direction === undefined) return '';
  return `${question.choices.map(({ code }) => code).join(' ')}, ${question.direction}`;
}

/** How far up its scale or its list an answer stands. */
function height(question: Question, answer: Answer): number {
  if (question.kind !== 'choice') return rating(answer);
  return question.choices.findIndex(({ code }) => answer.state === 'answered' && code === answer.value);
}

const rating = (answer: Answer): number => (answer.state === 'answered' ? Number(answer.value) : Number.NaN);

const wording = (question: Question) =>
  JSON.stringify([
    question.words,
    'anchors' in question ? question.anchors : 'choices' in question && question.choices,
  ]);

/** Whether two ways of asking differ in words, anchors or choices. */
export const reworded = (a: Question, b: Question): boolean => wording(a) !== wording(b);
