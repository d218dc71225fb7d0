/** Changes to a step other than what came of it: its words, its place, dropping it, holding it, taking a mistake back. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { ChangeInWords } from '../../cases/rules/changes.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { dueAfterHold } from '../rules/holds.ts';
import { afterMove, planOrder, type StepMove, type StepState, undoMinutes } from '../rules/steps.ts';
import * as store from '../store/steps.ts';
import { gone, type Outcome, refused, saved, stale } from './outcome.ts';
import {
  about,
  addStep,
  type NewStep,
  type PlanCase,
  recordSteps,
  type StepOutcome,
  type StepResult,
  stepProblems,
  valuesOf,
} from './steps.ts';

/** `recordSteps` in a transaction of its own. */
export function recordStep(
  db: Database,
  actor: Actor,
  of: PlanCase,
  given: StepResult,
  today: string,
): Promise<StepOutcome> {
  return transaction(db, async (tx) => (await recordSteps(tx, actor, of, [given], today))[0] as StepOutcome);
}

/** Adds a step in a transaction of its own. */
export function planStep(db: Database, actor: Actor, of: PlanCase, given: NewStep, today: string) {
  return transaction(db, (tx) => addStep(tx, actor, of, given, today));
}

/** Changes what a step says, with the event 'step.changed' that keeps the words before and after. */
export async function changeStep(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { id: string; version: number; values: NewStep; changes: readonly ChangeInWords[] },
  today: string,
): Promise<Outcome> {
  const { id, version, values, changes } = input;
  const problems = stepProblems(values);
  if (Object.keys(problems).length > 0) return refused(problems);
  return transaction(db, async (tx): Promise<Outcome> => {
    const [before] = await store.findStep(tx, { caseId: of.caseId, id });
    if (before === undefined) return gone;
    if (before.version !== version) return stale;
    if (changes.length === 0) return { outcome: 'unchanged' };
    const kept = valuesOf(of, values);
    // A worker's step stays with the worker who has it, whoever changes its words.
    const staffId = values.owner === 'worker' && before.owner === 'worker' ? before.staffId : kept.staffId;
    const [now] = await store.updateStep(tx, { id, caseId: of.caseId, version, ...kept, staffId });
    if (now === undefined) return stale;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'step.changed',
      happenedOn: today,
      payload: { recordId: id, words: kept.words, changes, before: valuesOf(of, { ...before }), after: kept },
    });
    return saved;
  });
}

type Change = { id: string; version: number };
type Next = Pick<store.LockedStep, 'dueOn' | 'holdId' | 'beforeHold'>;

/** Makes one move of one step, with its event. `next` says what else of the step changes by it. */
async function move(
  tx: Tx,
  actor: Actor,
  of: PlanCase,
  { id, version }: Change,
  how: { move: StepMove; kind: string; on: string; reason: string | null },
  next: (step: store.LockedStep, to: StepState) => Next,
): Promise<Outcome> {
  const [step] = await store.lockSteps(tx, { caseId: of.caseId, ids: [id] });
  if (step === undefined) return gone;
  if (step.version !== version) return stale;
  const to = afterMove(step.state, how.move, step.beforeHold);
  if (to === null) return stale;
  const { dueOn, holdId, beforeHold } = next(step, to);
  await store.setStates(tx, {
    rows: JSON.stringify([
      {
        id,
        state: to,
        state_on: how.on,
        state_reason: how.reason,
        before_hold: beforeHold,
        hold_id: holdId,
        due_on: dueOn,
      },
    ]),
  });
  await recordEvent(tx, actor, {
    ...about(of),
    kind: how.kind,
    happenedOn: how.on,
    payload: { recordId: id, words: step.words, reason: how.reason, before: step.state },
  });
  return saved;
}

const same = ({ dueOn }: store.LockedStep): Next => ({ dueOn, holdId: null, beforeHold: null });

/** Drops a step with its reason; it stays on file and can be taken up again. */
export function dropStep(db: Database, actor: Actor, of: PlanCase, change: Change & { reason: string }, today: string) {
  const how = { move: 'drop', kind: 'step.dropped', on: today, reason: change.reason } as const;
  return transaction(db, (tx) => move(tx, actor, of, change, how, same));
}

/** Goes on with a step that was dropped. */
export function takeUpStep(db: Database, actor: Actor, of: PlanCase, change: Change, today: string) {
  const how = { move: 'take up', kind: 'step.taken up', on: today, reason: null } as const;
  return transaction(db, (tx) => move(tx, actor, of, change, how, same));
}

/** Puts one step on hold by itself. */
export function holdStep(db: Database, actor: Actor, of: PlanCase, change: Change, today: string) {
  const how = { move: 'hold', kind: 'step.held', on: today, reason: null } as const;
  return transaction(db, (tx) =>
    move(tx, actor, of, change, how, ({ dueOn, state }) => ({
      dueOn,
      holdId: null,
      beforeHold: state === 'tried' ? 'tried' : 'open',
    })),
  );
}

/** Goes on with one held step, whatever held it; its day moves by the days that it waited. */
export function resumeStep(db: Database, actor: Actor, of: PlanCase, change: Change, today: string) {
  const how = { move: 'resume', kind: 'step.resumed', on: today, reason: null } as const;
  return transaction(db, (tx) =>
    move(tx, actor, of, change, how, (step) => ({
      dueOn: dueAfterHold(step.dueOn, step.stateOn, today),
      holdId: null,
      beforeHold: null,
    })),
  );
}

/** Drops a step that was added by mistake and that nobody has touched since, inside the caller's transaction. */
export function dropAdded(tx: Tx, actor: Actor, of: PlanCase, id: string, today: string): Promise<Outcome> {
  const how = { move: 'drop', kind: 'step.dropped', on: today, reason: 'Added by mistake' } as const;
  return move(tx, actor, of, { id, version: 1 }, how, same);
}

/** `takeBackAttempt` in a transaction of its own. */
export function undoStep(db: Database, actor: Actor, of: PlanCase, change: Change, today: string): Promise<Outcome> {
  return transaction(db, (tx) => takeBackAttempt(tx, actor, of, change, today));
}

/**
 * Takes the newest attempt at a step back as recorded by mistake, within minutes of it, with the event 'step.undone'. The
 * attempt stays on file, marked; the step is what it was before.
 */
export async function takeBackAttempt(
  tx: Tx,
  actor: Actor,
  of: PlanCase,
  { id, version }: Change,
  today: string,
): Promise<Outcome> {
  const [step] = await store.lockSteps(tx, { caseId: of.caseId, ids: [id] });
  if (step === undefined) return gone;
  if (step.version !== version) return stale;
  const [latest, earlier] = (await store.attemptsOfStep(tx, { stepId: id, minutes: undoMinutes })).filter(
    ({ undoneAt }) => undoneAt === null,
  );
  if (latest === undefined || !latest.fresh || latest.by !== actor.userId) return stale;
  await store.undoAttempt(tx, { id: latest.id });
  const state: StepState = earlier?.result === 'tried' ? 'tried' : 'open';
  await store.setStates(tx, {
    rows: JSON.stringify([{ id, state, state_on: earlier?.on ?? today, due_on: step.dueOn }]),
  });
  await recordEvent(tx, actor, {
    ...about(of),
    kind: 'step.undone',
    happenedOn: today,
    payload: { recordId: id, words: step.words, attemptId: latest.id, undone: latest.result },
  });
  return saved;
}

/** Where a step goes: one place up or down among the open steps of its group, or before another step (null: to the end). */
export type Place = 'up' | 'down' | { before: string | null };

/**
 * Puts a step at another place, with the event 'plan.reordered'. Two who reorder at once both get what they asked, one after
 * the other. A step that is first already and goes up stays there: nothing is written.
 */
export function placeStep(
  db: Database,
  actor: Actor,
  of: PlanCase,
  id: string,
  place: Place,
  today: string,
): Promise<Outcome> {
  return transaction(db, async (tx): Promise<Outcome> => {
    const steps = (await store.lockPlan(tx, { caseId: of.caseId })).sort(planOrder);
    const step = steps.find((one) => one.id === id);
    if (step === undefined) return gone;
    const order = placed(steps, step, place);
    if (order === null) return { outcome: 'unchanged' };
    await store.setPositions(tx, { ids: order });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'plan.reordered',
      happenedOn: today,
      payload: { recordId: id, order },
    });
    return saved;
  });
}

type Placed = Pick<Awaited<ReturnType<typeof store.lockPlan>>[number], 'id' | 'group' | 'state'>;

/** The ids in their new order, or null when nothing moves. */
export function placed(steps: readonly Placed[], step: Placed, place: Place): string[] | null {
  const waits = ({ state }: Placed) => state === 'open' || state === 'tried' || state === 'held';
  const ids = steps.map((one) => one.id);
  const others = ids.filter((id) => id !== step.id);
  if (typeof place === 'object') {
    const at = place.before === null ? others.length : others.indexOf(place.before);
    const order = at === -1 ? ids : [...others.slice(0, at), step.id, ...others.slice(at)];
    return order.every((id, index) => id === ids[index]) ? null : order;
  }
  const peers = steps.filter((one) => one.group === step.group && waits(one));
  const neighbour = peers[peers.findIndex((one) => one.id === step.id) + (place === 'up' ? -1 : 1)];
  if (neighbour === undefined || !waits(step)) return null;
  const at = others.indexOf(neighbour.id) + (place === 'up' ? 0 : 1);
  return [...others.slice(0, at), step.id, ...others.slice(at)];
}

/** Every attempt at a step, the newest first, with those that were taken back. */
export const attemptsOf = (sql: Sql, stepId: string): Promise<store.AttemptRow[]> =>
  store.attemptsOfStep(sql, { stepId, minutes: undoMinutes });

export type { AttemptRow as AttemptKept } from '../store/steps.ts';
