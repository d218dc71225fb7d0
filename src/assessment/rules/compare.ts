/** Two assessments of one person side by side: what changed, and whether that is good. Pure. */
import { type Answer, type Answers, type InstrumentDocument, type Question, questionsOf } from '../rules.ts';

/** An assessment as it is compared: the words it was asked in, and the answers. */
export type Side = { document: InstrumentDocument; answers: Answers };

/**
 * What became of one question. Better and worse follow the question's own direction: of an issue or of anxiety lower is
 * better, of confidence higher. 'changed' is another answer to a question without a better or worse end; 'new' was not
 * answered last time; 'not answered again' was answered last time only; 'not comparable' was asked on another scale.
 */
export type Outcome =
  | 'improved'
  | 'worsened'
  | 'new'
  | 'changed'
  | 'same'
  | 'not answered again'
  | 'not comparable'
  | 'never';

/** One question with both answers. `asked` is the question as it was asked this time (last time, if it is gone). */
export type Compared = { asked: Question; before: Answer | undefined; now: Answer | undefined; outcome: Outcome };

/** Compares every question of both assessments, in this one's order, then those that only the one before asked. */
export function compareAssessments(now: Side, before: Side): Compared[] {
  const earlier = new Map(questionsOf(before.document).map((question) => [question.key, question]));
  const compared = questionsOf(now.document).map((asked): Compared => {
    const then = earlier.get(asked.key);
    earlier.delete(asked.key);
    const answers = { before: before.answers[asked.key], now: now.answers[asked.key] };
    return { asked, ...answers, outcome: outcomeOf(asked, then, answers.before, answers.now) };
  });
  const gone = [...earlier.values()].map((asked): Compared => {
    const answer = before.answers[asked.key];
    const outcome = answer?.state === 'answered' ? 'not answered again' : 'never';
    return { asked, before: answer, now: undefined, outcome };
  });
  return [...compared, ...gone];
}

function outcomeOf(
  asked: Question,
  then: Question | undefined,
  before: Answer | undefined,
  now: Answer | undefined,
): Outcome {
  if (now?.state !== 'answered') return before?.state === 'answered' ? 'not answered again' : 'never';
  if (before?.state !== 'answered' || then === undefined) return 'new';
  if (then.kind !== asked.kind) return 'not comparable';
  if (asked.kind === 'scale' && then.kind === 'scale') {
    if (then.min !== asked.min || then.max !== asked.max || then.direction !== asked.direction) return 'not comparable';
    const change = Number(now.value) - Number(before.value);
    if (change === 0) return 'same';
    return change < 0 === (asked.direction === 'lower is better') ? 'improved' : 'worsened';
  }
  return now.value === before.value ? 'same' : 'changed';
}
