/** A crisis: the rest of the plan waits in one action, and goes on in another. Nothing of the plan is lost. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type CrisisKind, daysBetween, dueAfterHold, isHeldBy, type Scope } from '../rules/holds.ts';
import { afterMove, isOpen, planOrder } from '../rules/steps.ts';
import { endHold, insertHold, lockHold } from '../store/around.ts';
import { lockPlan, setPositions, setStates } from '../store/steps.ts';
import { gone, type Outcome, refused, saved, stale } from './outcome.ts';
import { about, addStep, type PlanCase } from './steps.ts';

/** A crisis as it is said. `need` is the survival step that comes first now: a new one in words, one of the plan, or none. */
export type Crisis = {
  kind: CrisisKind;
  words: string | null;
  scope: Scope;
  /** Ids of steps that go on all the same. */
  goesOn: readonly string[];
  need: { words: string; dueOn: string | null } | { stepId: string } | null;
  on: string;
};

/**
 * Holds the rest of the plan for a crisis and raises the survival need to the top, with the event 'plan.held'. Steps that are
 * held already stay with what holds them.
 */
export function holdPlan(db: Database, actor: Actor, of: PlanCase, crisis: Crisis, today: string): Promise<Outcome> {
  const { kind, words, scope, need, on } = crisis;
  if (on > today) return Promise.resolve(refused({ on: 'The day must be today or in the past' }));
  return transaction(db, async (tx): Promise<Outcome> => {
    const steps = (await lockPlan(tx, { caseId: of.caseId })).sort(planOrder);
    const raised = need !== null && 'stepId' in need ? steps.find(({ id }) => id === need.stepId) : undefined;
    if (need !== null && 'stepId' in need && (raised === undefined || !isOpen(raised))) return stale;
    const goesOn = raised === undefined ? crisis.goesOn : [...crisis.goesOn, raised.id];
    const held = steps.filter((step) => isOpen(step) && isHeldBy(scope, step, goesOn));
    let needStepId = raised?.id ?? null;
    let needWords = raised?.words ?? null;
    if (need !== null && 'words' in need) {
      const step = {
        words: need.words,
        dueOn: need.dueOn,
        group: 'survival',
        owner: 'person',
        size: 1,
        first: true,
      } as const;
      const added = await addStep(tx, actor, of, step, on);
      if ('refused' in added) return refused({ need: added.refused.words ?? 'Enter what comes first' });
      needStepId = added.id;
      needWords = need.words;
    } else if (raised !== undefined)
      await setPositions(tx, { ids: [raised.id, ...steps.filter((one) => one !== raised).map(({ id }) => id)] });
    const id = newId();
    await insertHold(tx, {
      id,
      caseId: of.caseId,
      personId: of.personId,
      kind,
      words,
      scope,
      startsOn: on,
      needStepId,
    });
    if (held.length > 0)
      await setStates(tx, {
        rows: JSON.stringify(
          held.map((step) => ({
            id: step.id,
            state: afterMove(step.state, 'hold'),
            state_on: on,
            before_hold: step.state,
            hold_id: id,
            due_on: step.dueOn,
          })),
        ),
      });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'plan.held',
      happenedOn: on,
      payload: {
        recordId: id,
        kind,
        words,
        scope,
        need: needWords,
        held: held.length,
        steps: held.map((step) => step.id),
      },
    });
    return saved;
  });
}

/**
 * Goes on with everything that a crisis held, with the event 'plan.resumed'. The days of those steps move by the days that
 * they waited; steps that were taken up one by one meanwhile keep theirs.
 */
export function resumePlan(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { id: string; version: number; on: string; note: string | null },
  today: string,
): Promise<Outcome> {
  const { id, version, on, note } = input;
  return transaction(db, async (tx): Promise<Outcome> => {
    const steps = (await lockPlan(tx, { caseId: of.caseId })).sort(planOrder);
    const [hold] = await lockHold(tx, { caseId: of.caseId, id });
    if (hold === undefined) return gone;
    if (hold.version !== version || hold.endsOn !== null) return stale;
    if (on > today) return refused({ on: 'The day must be today or in the past' });
    if (on < hold.startsOn) return refused({ on: 'The day must be on or after the day the plan was put on hold' });
    const held = steps.filter((step) => step.state === 'held' && step.holdId === id);
    await endHold(tx, { id, endsOn: on, note });
    if (held.length > 0)
      await setStates(tx, {
        rows: JSON.stringify(
          held.map((step) => ({
            id: step.id,
            state: afterMove('held', 'resume', step.beforeHold),
            state_on: on,
            due_on: dueAfterHold(step.dueOn, step.stateOn, on),
          })),
        ),
      });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'plan.resumed',
      happenedOn: on,
      payload: { recordId: id, kind: hold.kind, days: daysBetween(hold.startsOn, on), note, resumed: held.length },
    });
    return saved;
  });
}
