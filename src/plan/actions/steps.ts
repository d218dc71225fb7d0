/** What can be done with steps. Each verb writes the state and its event in one transaction. */
import { recordEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { newIds } from '../../kit/bulk.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import {
  afterMove,
  type Group,
  isEasy,
  moveOf,
  type Owner,
  type Result,
  type Size,
  type StepState,
} from '../rules/steps.ts';
import * as store from '../store/steps.ts';

/** The case that something is recorded in. Whether the actor may is asked where the request comes in. */
export type PlanCase = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId' | 'case'>;
export type Step = store.StepRow;
/** A step that can be taken next. `tries` counts attempts that were made, `misses` the times it had not happened yet. */
export type OpenStep = Step & { tries: number; misses: number };

export const about = ({ caseId, personId, programmeId }: PlanCase) => ({ caseId, personId, programmeId });

/** The steps of a case that can be taken next, at most `limit`: earliest day first, then as the plan is ordered. */
export function openSteps(sql: Sql, caseId: string, limit: number): Promise<OpenStep[]> {
  return store.openSteps(sql, { caseId, limit });
}

/** A step of this case, or null. */
export async function findStep(sql: Sql, caseId: string, id: string): Promise<Step | null> {
  return (await store.findStep(sql, { caseId, id }))[0] ?? null;
}

/** What came of a step in a meeting or at a click. `on` is the day it happened, 'YYYY-MM-DD'. */
export type StepResult = { stepId: string; version: number; result: Result; on: string; note: string | null };

/**
 * What became of one of them. Unless it is 'saved', nothing was written of it and there is no event.
 * 'stale': somebody changed the step since; `state` is how it stands now. 'refused': the step cannot take this from where it
 * stands, or the day is in the future. 'gone': no step of this case.
 */
export type StepOutcome =
  | { stepId: string; outcome: 'saved'; version: number; attemptId: string; state: StepState }
  | { stepId: string; outcome: 'stale'; version: number; words: string; state: StepState; stateOn: string }
  | { stepId: string; outcome: 'refused'; error: string }
  | { stepId: string; outcome: 'gone' };

/**
 * Records what came of steps inside the caller's transaction: an attempt for each, the step's new state, and an event
 * ('step.done', 'step.tried' or 'step.missed'). Four statements for any number of steps. Outcomes are in the order given; a
 * caller that wants all or nothing throws when one is not 'saved'.
 */
export async function recordSteps(
  tx: Tx,
  actor: Actor,
  of: PlanCase,
  given: readonly StepResult[],
  today: string,
): Promise<StepOutcome[]> {
  if (given.length === 0) return [];
  const locked = new Map(
    (await store.lockSteps(tx, { caseId: of.caseId, ids: given.map(({ stepId }) => stepId) })).map((row) => [
      row.id,
      row,
    ]),
  );
  const ids = newIds(given.length);
  const outcomes: StepOutcome[] = [];
  const saved: { given: StepResult; step: store.LockedStep; attemptId: string; state: StepState; easy: boolean }[] = [];
  for (const [at, one] of given.entries()) {
    const step = locked.get(one.stepId);
    const problem = problemOf(one, step, today);
    if (problem !== null || step === undefined) {
      outcomes.push(problem ?? { stepId: one.stepId, outcome: 'gone' });
      continue;
    }
    const state = afterMove(step.state, moveOf[one.result]) as StepState;
    const easy = isEasy(Array(step.earlier), one.result, one.on, step.dueOn);
    const attemptId = ids[at] as string;
    saved.push({ given: one, step, attemptId, state, easy });
    // A second result of the same step in one call was made without knowing of the first.
    locked.set(step.id, { ...step, version: step.version + 1, state });
    outcomes.push({ stepId: step.id, outcome: 'saved', version: step.version + 1, attemptId, state });
  }
  if (saved.length === 0) return outcomes;
  await store.insertAttempts(tx, {
    rows: JSON.stringify(
      saved.map(({ given: { on, result, note }, step, attemptId, easy }) => ({
        id: attemptId,
        step_id: step.id,
        case_id: of.caseId,
        person_id: of.personId,
        tried_on: on,
        result,
        easy,
        note,
        recorded_by: actor.userId,
      })),
    ),
  });
  await store.setStates(tx, {
    rows: JSON.stringify(
      saved.map(({ given: { on }, step, state }) => ({
        id: step.id,
        state,
        state_on: state === step.state ? step.stateOn : on,
        due_on: step.dueOn,
      })),
    ),
  });
  await recordEvents(
    tx,
    actor,
    saved.map(({ given: { result, on, note }, step, attemptId }) => ({
      ...about(of),
      kind: `step.${result}`,
      happenedOn: on,
      payload: { recordId: step.id, attemptId, words: step.words, owner: step.owner, note, attempt: step.earlier + 1 },
    })),
  );
  return outcomes;
}

function problemOf(one: StepResult, step: store.LockedStep | undefined, today: string): StepOutcome | null {
  const { stepId } = one;
  if (step === undefined) return { stepId, outcome: 'gone' };
  if (step.version !== one.version) {
    const { version, words, state, stateOn } = step;
    return { stepId, outcome: 'stale', version, words, state, stateOn };
  }
  if (one.on > today) return { stepId, outcome: 'refused', error: 'The day must be today or in the past' };
  if (afterMove(step.state, moveOf[one.result]) === null)
    return { stepId, outcome: 'refused', error: `“${step.words}” is ${refusedIn[step.state] ?? 'not open'}` };
  return null;
}

const refusedIn: Partial<Record<StepState, string>> = {
  done: 'done already',
  dropped: 'dropped. Take it up again first',
  held: 'on hold. Go on with it first',
};

/** What a new step says. `idea` is a key of the library; `insteadOf` the step for which it is Plan B. */
export type NewStep = {
  words: string;
  group: Group;
  owner: Owner;
  ownerName?: string | null;
  size: Size;
  dueOn?: string | null;
  goalId?: string | null;
  idea?: string | null;
  insteadOf?: string | null;
  /** Not named on the page to take home. */
  offPaper?: boolean;
  /** Before all others: the need of a crisis. */
  first?: boolean;
};

export const mostWords = 200;

/**
 * Adds a step inside the caller's transaction, with the event 'step.added'. Resolves to its id, or to what is wrong by field;
 * then nothing was written. `agreedOn` is the day of the meeting.
 */
export async function addStep(
  tx: Tx,
  actor: Actor,
  of: PlanCase,
  given: NewStep,
  agreedOn: string,
): Promise<{ id: string } | { refused: Record<string, string> }> {
  const refused = stepProblems({ ...given, words: given.words.trim(), ownerName: given.ownerName ?? null });
  if (Object.keys(refused).length > 0) return { refused };
  const id = newId();
  const values = valuesOf(of, given);
  await store.insertStep(tx, {
    id,
    caseId: of.caseId,
    personId: of.personId,
    ...values,
    idea: given.idea ?? null,
    insteadOf: given.insteadOf ?? null,
    agreedOn,
    first: given.first ?? false,
  });
  const { staffId: _, ...payload } = values;
  await recordEvent(tx, actor, {
    ...about(of),
    kind: 'step.added',
    happenedOn: agreedOn,
    payload: { recordId: id, ...payload, insteadOf: given.insteadOf ?? null },
  });
  return { id };
}

/** A step's values as they are kept: the key worker's step is that of who has the case now. */
export function valuesOf(of: PlanCase, given: NewStep): store.StepValues {
  const { group, owner, size } = given;
  return {
    words: given.words.trim(),
    group,
    owner,
    size,
    ownerName: owner === 'service' ? (given.ownerName ?? null) : null,
    staffId: owner === 'worker' ? of.case.keyWorkerId : null,
    dueOn: given.dueOn ?? null,
    goalId: given.goalId ?? null,
    offPaper: given.offPaper ?? false,
  };
}

/** What is wrong with a step as a whole, by field; nothing when it is right. */
export function stepProblems(step: { words: string; owner: Owner; ownerName?: string | null }): Record<string, string> {
  const problems: Record<string, string> = {};
  if (step.words === '') problems.words = 'Enter what the step is';
  else if (step.words.length > mostWords) problems.words = `What the step is: use ${mostWords} characters or fewer`;
  if (step.owner === 'service' && !step.ownerName?.trim()) problems.ownerName = 'Enter which service takes the step';
  return problems;
}
