/** What can be done with goals. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { ChangeInWords } from '../../cases/rules/changes.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type GoalState, goalTable, type Term } from '../rules/goals.ts';
import * as store from '../store/goals.ts';
import { gone, type Outcome, refused, saved, stale } from './outcome.ts';
import { about, type PlanCase } from './steps.ts';

export type Goal = store.GoalRow;
/** What a form says of a goal. */
export type GoalValues = { words: string; area: string | null; term: Term };

/** A goal of this case, or null. */
export async function findGoal(sql: Sql, caseId: string, id: string): Promise<Goal | null> {
  return (await store.findGoal(sql, { caseId, id }))[0] ?? null;
}

/** Sets a goal, with the event 'goal.set'. Resolves to its id. */
export async function setGoal(
  db: Database,
  actor: Actor,
  of: PlanCase,
  values: GoalValues,
  setOn: string,
): Promise<string> {
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertGoal(tx, { id, caseId: of.caseId, personId: of.personId, ...values, setOn });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'goal.set',
      happenedOn: setOn,
      payload: { recordId: id, ...values },
    });
  });
  return id;
}

/** Puts a goal in other words, with the event 'goal.changed' that keeps the words before. */
export function changeGoal(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { before: Goal; version: number; values: GoalValues; changes: readonly ChangeInWords[] },
  today: string,
): Promise<Outcome> {
  const { before, version, values, changes } = input;
  return transaction(db, async (tx): Promise<Outcome> => {
    if (changes.length === 0 && before.version === version) return { outcome: 'unchanged' };
    const [now] = await store.updateGoal(tx, { id: before.id, caseId: of.caseId, version, ...values });
    if (now === undefined) return stale;
    const { words, area, term } = before;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'goal.changed',
      happenedOn: today,
      payload: { recordId: before.id, changes, before: { words, area, term }, after: values },
    });
    return saved;
  });
}

/** Brings a goal into another state (reached, given up with its reason, set aside, open again), with the event 'goal.…'. */
export function endGoal(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { id: string; version: number; state: GoalState; on: string; reason: string | null },
): Promise<Outcome> {
  const { id, version, state, on, reason } = input;
  return transaction(db, async (tx): Promise<Outcome> => {
    const [before] = await store.findGoal(tx, { caseId: of.caseId, id });
    if (before === undefined) return gone;
    if (before.version !== version || !goalTable[before.state].to.includes(state)) return stale;
    if (goalTable[state].reason === 'needed' && reason === null)
      return refused({ reason: 'Enter why, in a few words' });
    if (on < before.setOn) return refused({ on: 'The day must be on or after the day the goal was set' });
    const change = { state, stateOn: on, stateReason: reason };
    const [now] = await store.setGoalState(tx, { id, caseId: of.caseId, version, ...change });
    if (now === undefined) return stale;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: `goal.${state}`,
      happenedOn: on,
      payload: { recordId: id, words: before.words, reason, before: before.state },
    });
    return saved;
  });
}
