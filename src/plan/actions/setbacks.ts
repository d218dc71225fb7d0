/** Set-backs: something reached that was lost again. They are recorded beside what was done and erase nothing of it. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { ChangeInWords } from '../../cases/rules/changes.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { afterMove, type Size } from '../rules/steps.ts';
import { findSetback as find, insertSetback, updateSetback } from '../store/around.ts';
import { lockSteps, setStates } from '../store/steps.ts';
import { type Outcome, refused, saved, stale } from './outcome.ts';
import type { Setback } from './plan.ts';
import { about, type PlanCase } from './steps.ts';

/** What a form says of a set-back. */
export type SetbackValues = { happenedOn: string; words: string; size: Size };

/** A set-back of this case, or null. */
export async function findSetback(sql: Sql, caseId: string, id: string): Promise<Setback | null> {
  return (await find(sql, { caseId, id }))[0] ?? null;
}

/**
 * Records a set-back, with the event 'setback.recorded'. The step that it undid, when one is named, is open again and can be
 * climbed again; its attempts stay.
 */
export function recordSetback(
  db: Database,
  actor: Actor,
  of: PlanCase,
  given: SetbackValues & { stepId: string | null },
): Promise<Outcome> {
  const { stepId, happenedOn } = given;
  return transaction(db, async (tx): Promise<Outcome> => {
    if (stepId !== null) {
      const [step] = await lockSteps(tx, { caseId: of.caseId, ids: [stepId] });
      const to = step === undefined ? null : afterMove(step.state, 'slip');
      if (step === undefined || to === null) return refused({ step: 'Choose a step that was done' });
      if (happenedOn < step.stateOn)
        return refused({ happenedOn: 'The day must be on or after the day the step was done' });
      await setStates(tx, { rows: JSON.stringify([{ id: stepId, state: to, state_on: happenedOn }]) });
    }
    await addSetback(tx, actor, of, given);
    return saved;
  });
}

/** Records a set-back in a transaction that another room began, with the event 'setback.recorded'. Resolves to its id. */
export async function addSetback(
  tx: Tx,
  actor: Actor,
  of: Pick<PlanCase, 'caseId' | 'personId' | 'programmeId'>,
  given: SetbackValues & { stepId: string | null },
): Promise<string> {
  const { stepId, happenedOn, words, size } = given;
  const id = newId();
  await insertSetback(tx, { id, caseId: of.caseId, personId: of.personId, stepId, happenedOn, words, size });
  await recordEvent(tx, actor, {
    caseId: of.caseId,
    personId: of.personId,
    programmeId: of.programmeId,
    kind: 'setback.recorded',
    happenedOn,
    payload: { recordId: id, words, size, stepId },
  });
  return id;
}

/** Corrects a set-back, with the event 'setback.corrected' that keeps what stood before. Which step it undid stays. */
export function correctSetback(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { before: Setback; version: number; values: SetbackValues; changes: readonly ChangeInWords[] },
): Promise<Outcome> {
  const { before, version, values, changes } = input;
  return transaction(db, async (tx): Promise<Outcome> => {
    if (changes.length === 0 && before.version === version) return { outcome: 'unchanged' };
    const [now] = await updateSetback(tx, { id: before.id, caseId: of.caseId, version, ...values });
    if (now === undefined) return stale;
    const { happenedOn, words, size } = before;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'setback.corrected',
      happenedOn: values.happenedOn,
      payload: {
        recordId: before.id,
        words: values.words,
        changes,
        before: { happenedOn, words, size },
        after: values,
      },
    });
    return saved;
  });
}
