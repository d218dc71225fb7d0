/** Whole plans at once, as they come from elsewhere: a statement for each table, whatever their number. */
import { type NewEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { newIds } from '../../kit/bulk.ts';
import type { Tx } from '../../kit/db.ts';
import type { GoalState, Term } from '../rules/goals.ts';
import type { CrisisKind, Scope } from '../rules/holds.ts';
import { type Group, isEasy, type Owner, type Result, type Size, type StepState } from '../rules/steps.ts';
import * as store from '../store/import.ts';
import { insertAttempts } from '../store/steps.ts';
import { about, type PlanCase } from './steps.ts';

/** A step as it comes. Days are 'YYYY-MM-DD'; `goal` and `hold` count the plan's goals and holds from 0. */
export type StepGiven = {
  words: string;
  group: Group;
  size: Size;
  owner?: Owner;
  ownerName?: string;
  goal?: number;
  agreedOn: string;
  dueOn?: string;
  attempts?: readonly { on: string; result: Result; note?: string }[];
  hold?: number;
  dropped?: { on: string; reason: string };
};
/** A plan as it comes. `step` of a set-back counts the plan's steps from 0. */
export type PlanGiven = {
  goals: readonly {
    words: string;
    area: string | null;
    term: Term;
    setOn: string;
    state?: GoalState;
    stateOn?: string;
  }[];
  steps: readonly StepGiven[];
  holds?: readonly { kind: CrisisKind; words: string | null; scope: Scope; startsOn: string; endsOn: string | null }[];
  setbacks?: readonly { words: string; on: string; size: Size; step?: number }[];
  promises?: readonly {
    by: Owner;
    byName?: string;
    words: string;
    toWhom: string;
    madeOn: string;
    dueOn: string | null;
    state?: 'open' | 'kept' | 'broken';
    stateOn?: string;
  }[];
};

type Rows = Record<'goals' | 'holds' | 'steps' | 'attempts' | 'setbacks' | 'promises', Record<string, unknown>[]>;

/** Writes plans of cases that have none, with an event for all that happened in each, inside the caller's transaction. */
export async function importPlans(
  tx: Tx,
  actor: Actor,
  plans: readonly { of: PlanCase; plan: PlanGiven }[],
): Promise<void> {
  const rows: Rows = { goals: [], holds: [], steps: [], attempts: [], setbacks: [], promises: [] };
  const events: NewEvent[] = [];
  for (const { of, plan } of plans) addPlan(rows, events, of, plan);
  events.sort((a, b) => (a.happenedOn < b.happenedOn ? -1 : a.happenedOn > b.happenedOn ? 1 : 0));
  await store.insertGoals(tx, { rows: JSON.stringify(rows.goals) });
  await store.insertHolds(tx, { rows: JSON.stringify(rows.holds) });
  await store.insertSteps(tx, { rows: JSON.stringify(rows.steps) });
  await insertAttempts(tx, { rows: JSON.stringify(rows.attempts) });
  await store.insertSetbacks(tx, { rows: JSON.stringify(rows.setbacks) });
  await store.insertPromises(tx, { rows: JSON.stringify(rows.promises) });
  await recordEvents(tx, actor, events);
}

function addPlan(rows: Rows, events: NewEvent[], of: PlanCase, plan: PlanGiven): void {
  const { holds = [], setbacks = [], promises = [] } = plan;
  const own = { case_id: of.caseId, person_id: of.personId };
  const [goalIds, holdIds, stepIds] = [newIds(plan.goals.length), newIds(holds.length), newIds(plan.steps.length)];
  const told = (kind: string, happenedOn: string, payload: Record<string, unknown>) =>
    events.push({ ...about(of), kind, happenedOn, payload: { imported: true, ...payload } });

  for (const [at, { words, area, term, setOn, state = 'open', stateOn = setOn }] of plan.goals.entries()) {
    const id = goalIds[at];
    rows.goals.push({ id, ...own, words, area, term, state, state_on: stateOn, set_on: setOn, position: at + 1 });
    told('goal.set', setOn, { recordId: id, words, area, term });
    if (state !== 'open') told(`goal.${state}`, stateOn, { recordId: id, words });
  }
  for (const [at, { kind, words, scope, startsOn, endsOn }] of holds.entries()) {
    const id = holdIds[at];
    rows.holds.push({ id, ...own, kind, words, scope, starts_on: startsOn, ends_on: endsOn });
    told('plan.held', startsOn, { recordId: id, kind, words, scope });
    if (endsOn !== null) told('plan.resumed', endsOn, { recordId: id, kind });
  }
  for (const [at, given] of plan.steps.entries()) {
    const { words, group, size, owner = 'person', attempts = [], agreedOn, dueOn = null } = given;
    const id = stepIds[at] as string;
    const undone = setbacks.find(({ step }) => step === at);
    const { state, on } = stateOf(given, undone?.on);
    const kept = { words, group, owner, size, dueOn };
    rows.steps.push({
      id,
      ...own,
      goal_id: given.goal === undefined ? null : goalIds[given.goal],
      step_group: group,
      words,
      owner,
      owner_name: given.ownerName ?? null,
      staff_id: owner === 'worker' ? of.case.keyWorkerId : null,
      size,
      due_on: dueOn,
      position: at + 1,
      state,
      state_on: on,
      state_reason: given.dropped?.reason ?? null,
      before_hold: state === 'held' ? (attempts.at(-1)?.result === 'tried' ? 'tried' : 'open') : null,
      hold_id: given.hold === undefined ? null : holdIds[given.hold],
      agreed_on: agreedOn,
      off_paper: false,
    });
    told('step.added', agreedOn, { recordId: id, ...kept });
    const attemptIds = newIds(attempts.length);
    for (const [n, { on: tried, result, note = null }] of attempts.entries()) {
      const easy = isEasy(attempts.slice(0, n), result, tried, dueOn);
      rows.attempts.push({ id: attemptIds[n], step_id: id, ...own, tried_on: tried, result, easy, note });
      told(`step.${result}`, tried, { recordId: id, words, note, attempt: n + 1 });
    }
    if (given.dropped !== undefined)
      told('step.dropped', given.dropped.on, { recordId: id, words, reason: given.dropped.reason });
  }
  for (const { words, on, size, step } of setbacks) {
    const [id] = newIds(1);
    rows.setbacks.push({
      id,
      ...own,
      step_id: step === undefined ? null : stepIds[step],
      happened_on: on,
      words,
      size,
    });
    told('setback.recorded', on, { recordId: id, words, size });
  }
  for (const given of promises) {
    const [id] = newIds(1);
    const { by, byName = null, words, toWhom, madeOn, dueOn, state = 'open', stateOn = madeOn } = given;
    rows.promises.push({
      id,
      ...own,
      promised_by: by,
      by_name: byName,
      staff_id: by === 'worker' ? of.case.keyWorkerId : null,
      words,
      to_whom: toWhom,
      made_on: madeOn,
      due_on: dueOn,
      state,
      state_on: stateOn,
    });
    told('promise.made', madeOn, { recordId: id, words, by, toWhom, dueOn });
    if (state !== 'open') told(`promise.${state}`, stateOn, { recordId: id, words });
  }
}

/** Where a step stands after all that came of it. */
function stateOf(given: StepGiven, undoneOn: string | undefined): { state: StepState; on: string } {
  const { attempts = [], agreedOn } = given;
  if (given.dropped !== undefined) return { state: 'dropped', on: given.dropped.on };
  const last = attempts.at(-1);
  if (given.hold !== undefined) return { state: 'held', on: last?.on ?? agreedOn };
  if (last === undefined) return { state: 'open', on: agreedOn };
  if (last.result === 'done')
    return undoneOn !== undefined && undoneOn >= last.on
      ? { state: 'open', on: undoneOn }
      : { state: 'done', on: last.on };
  const tried = attempts.findLast(({ result }) => result === 'tried');
  return tried === undefined ? { state: 'open', on: agreedOn } : { state: 'tried', on: tried.on };
}
