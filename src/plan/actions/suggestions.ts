/** Answers to what the plan suggested. Refusing is recorded like accepting, and neither is asked twice. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Suggestion } from '../rules/suggest.ts';
import { insertAnswer } from '../store/around.ts';
import { type Outcome, refused, saved, stale } from './outcome.ts';
import { about, addStep, type NewStep, type PlanCase } from './steps.ts';

class Answered extends Error {}

/** Refuses a suggestion with its reason, with the event 'suggestion.refused'. */
export function refuseSuggestion(
  db: Database,
  actor: Actor,
  of: PlanCase,
  suggestion: Suggestion,
  reason: string,
  today: string,
): Promise<Outcome> {
  return transaction(db, async (tx): Promise<Outcome> => {
    const { rule, after } = suggestion;
    const row = { id: newId(), caseId: of.caseId, personId: of.personId, rule, after, on: today, by: actor.userId };
    const [kept] = await insertAnswer(tx, { ...row, answer: 'refused', reason, stepId: null });
    if (kept === undefined) return stale;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'suggestion.refused',
      happenedOn: today,
      payload: { recordId: row.id, rule, after, reason },
    });
    return saved;
  });
}

/** Makes the step that was suggested, as it was agreed, with the events 'step.added' and 'suggestion.accepted'. */
export async function acceptSuggestion(
  db: Database,
  actor: Actor,
  of: PlanCase,
  suggestion: Suggestion,
  step: NewStep,
  today: string,
): Promise<Outcome> {
  const { rule, after } = suggestion;
  try {
    return await transaction(db, async (tx): Promise<Outcome> => {
      const added = await addStep(tx, actor, of, step, today);
      if ('refused' in added) return refused(added.refused);
      const row = { id: newId(), caseId: of.caseId, personId: of.personId, rule, after, on: today, by: actor.userId };
      const [kept] = await insertAnswer(tx, { ...row, answer: 'accepted', reason: null, stepId: added.id });
      if (kept === undefined) throw new Answered();
      await recordEvent(tx, actor, {
        ...about(of),
        kind: 'suggestion.accepted',
        happenedOn: today,
        payload: { recordId: row.id, rule, after, stepId: added.id, words: step.words },
      });
      return saved;
    });
  } catch (error) {
    if (error instanceof Answered) return stale;
    throw error;
  }
}
