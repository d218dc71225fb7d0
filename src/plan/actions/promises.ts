/** Promises that are no steps: made, changed, kept, broken, withdrawn. Steps of the worker and of services are promises already. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { ChangeInWords } from '../../cases/rules/changes.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Owner } from '../rules/steps.ts';
import { findPromise as find, insertPromise, setPromiseState, updatePromise } from '../store/around.ts';
import { gone, type Outcome, refused, saved, stale } from './outcome.ts';
import type { Promised } from './plan.ts';
import { about, type PlanCase } from './steps.ts';

/** What a form says of a promise. */
export type PromiseValues = {
  by: Owner;
  byName: string | null;
  words: string;
  toWhom: string;
  madeOn: string;
  dueOn: string | null;
};

/** A promise of this case that is no step, or null. */
export async function findPromise(sql: Sql, caseId: string, id: string): Promise<Promised | null> {
  return (await find(sql, { caseId, id }))[0] ?? null;
}

function problemsOf({ by, byName, madeOn, dueOn }: PromiseValues): Record<string, string> {
  if (by === 'service' && byName === null) return { byName: 'Enter which service promised it' };
  if (dueOn !== null && dueOn < madeOn) return { dueOn: 'The day must be on or after the day of the promise' };
  return {};
}

const kept = (of: PlanCase, values: PromiseValues) => ({
  ...values,
  byName: values.by === 'service' ? values.byName : null,
  staffId: values.by === 'worker' ? of.case.keyWorkerId : null,
});

/** Writes a promise down, with the event 'promise.made'. */
export async function makePromise(db: Database, actor: Actor, of: PlanCase, values: PromiseValues): Promise<Outcome> {
  const problems = problemsOf(values);
  if (Object.keys(problems).length > 0) return refused(problems);
  return transaction(db, async (tx): Promise<Outcome> => {
    const id = newId();
    await insertPromise(tx, { id, caseId: of.caseId, personId: of.personId, ...kept(of, values) });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'promise.made',
      happenedOn: values.madeOn,
      payload: { recordId: id, ...values },
    });
    return saved;
  });
}

/** Changes what a promise says, with the event 'promise.changed' that keeps what stood before. */
export async function changePromise(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { before: Promised; version: number; values: PromiseValues; changes: readonly ChangeInWords[] },
  today: string,
): Promise<Outcome> {
  const { before, version, values, changes } = input;
  const problems = problemsOf(values);
  if (Object.keys(problems).length > 0) return refused(problems);
  return transaction(db, async (tx): Promise<Outcome> => {
    if (changes.length === 0 && before.version === version) return { outcome: 'unchanged' };
    const [now] = await updatePromise(tx, { id: before.id, caseId: of.caseId, version, ...kept(of, values) });
    if (now === undefined) return stale;
    const { by, byName, words, toWhom, madeOn, dueOn } = before;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'promise.changed',
      happenedOn: today,
      payload: {
        recordId: before.id,
        words: values.words,
        changes,
        before: { by, byName, words, toWhom, madeOn, dueOn },
        after: values,
      },
    });
    return saved;
  });
}

/** Says that a promise was kept, broken or withdrawn, or is open again, with the event 'promise.…'. */
export function settlePromise(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: {
    id: string;
    version: number;
    state: 'open' | 'kept' | 'broken' | 'withdrawn';
    on: string;
    note: string | null;
  },
): Promise<Outcome> {
  const { id, version, state, on, note } = input;
  return transaction(db, async (tx): Promise<Outcome> => {
    const [before] = await find(tx, { caseId: of.caseId, id });
    if (before === undefined) return gone;
    if (before.version !== version || before.state === state) return stale;
    const [now] = await setPromiseState(tx, { id, caseId: of.caseId, version, state, stateOn: on, note });
    if (now === undefined) return stale;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: `promise.${state}`,
      happenedOn: on,
      payload: { recordId: id, words: before.words, note, before: before.state },
    });
    return saved;
  });
}
