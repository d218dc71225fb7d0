/** Merging two records of one person, and undoing it. Cases move with everything that hangs on them; no link to them changes. */
import { recordEvents } from '../../access/actions.ts';
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { lockRecords, mergeOf, mergeRecords, unmergeRecords } from '../../people/actions/merges.ts';
import { decidePair } from '../../people/actions/pairs.ts';
import type { Taken } from '../../people/rules/merge.ts';
import * as store from '../store/merges.ts';

export type { MovingCase } from '../store/merges.ts';

/** What the policy asks of a case. */
export const factsOf = (one: store.MovingCase) => ({
  programmeId: one.programme_id,
  case: {
    areaId: one.area_id,
    providerId: one.provider_id,
    keyWorkerId: one.key_worker_id,
    restricted: one.restricted ? one.person_id : null,
  },
});

/** Of each person a case that the actor may review, and none that is closed to them: only then may they look at both. */
export function mayReview(actor: Actor, cases: readonly store.MovingCase[], personIds: readonly string[]): boolean {
  const opened = actor.opened ?? [];
  return (
    cases.every((one) => !one.restricted || opened.includes(one.person_id)) &&
    personIds.every((id) => cases.some((one) => one.person_id === id && can(actor, 'duplicates.review', factsOf(one))))
  );
}

/** The cases of two people. */
export function casesOfBoth(sql: Sql, personIds: string[]): Promise<store.MovingCase[]> {
  return store.casesOfBoth(sql, { personIds });
}

/** What came of a merge. Unless there is an id, nothing was written. */
export type Merged = { mergeId: string } | 'stale' | 'not theirs' | 'keep the restricted one';

class Stopped extends Error {
  readonly why: 'stale' | 'not theirs' | 'keep the restricted one';
  constructor(why: 'stale' | 'not theirs' | 'keep the restricted one') {
    super(why);
    this.why = why;
  }
}

/**
 * Merges one record into the other, with the event 'person.merged' on every case of both. Of two who merge at once one wins;
 * the other is told 'stale'.
 */
export async function mergePeople(
  db: Database,
  actor: Actor,
  input: {
    kept: { id: string; version: number };
    merged: { id: string; version: number };
    taken: Taken;
    today: string;
  },
): Promise<Merged> {
  const personIds = [input.kept.id, input.merged.id];
  try {
    return await transaction(db, async (tx) => {
      // Cases before people, as an import locks them; then again, with a case that was added meanwhile.
      await store.lockCases(tx, { personIds });
      await lockRecords(tx, personIds);
      const cases = await store.lockCases(tx, { personIds });
      // Whoever was merged meanwhile has no case any more.
      if (personIds.some((id) => !cases.some((one) => one.person_id === id))) throw new Stopped('stale');
      // The system is asked no policy question.
      if (actor.userId !== null && !mayReview(actor, cases, personIds)) throw new Stopped('not theirs');
      const moving = cases.filter((one) => one.person_id === input.merged.id).map(({ id }) => id);
      const part = await mergeRecords(tx, actor, { ...input, caseIds: moving });
      if (typeof part === 'string') throw new Stopped(part);
      await store.moveCases(tx, { caseIds: moving, personId: input.kept.id });
      await store.setRestricted(tx, { caseIds: moving, restricted: part.restricted });
      await decidePair(tx, actor, personIds, 'same person');
      await tellCases(tx, actor, cases, 'person.merged', input.kept.id, moving, part.mergeId, input.today);
      return { mergeId: part.mergeId };
    });
  } catch (error) {
    if (error instanceof Stopped) return error.why;
    if (isUniqueViolation(error, 'person_merge_once')) return 'stale';
    throw error;
  }
}

/** What came of undoing. `stays` are columns that were corrected since the merge and so stay on the kept record. */
export type Undone =
  | { stays: string[]; broughtCorrected: number }
  | 'undone already'
  | 'merged again since'
  | 'not theirs';

/**
 * Undoes a merge: the cases that moved go back with everything that was done on them since, and both records are as they were.
 * Cases that were opened on the kept record meanwhile stay with it. Every case of both has the event 'person.merge undone'.
 */
export async function undoMerge(db: Database, actor: Actor, mergeId: string, today: string): Promise<Undone> {
  return transaction(db, async (tx): Promise<Undone> => {
    const merge = await mergeOf(tx, mergeId);
    if (merge === null) return 'not theirs';
    const cases = await store.lockCases(tx, { personIds: [merge.kept_id] });
    if (actor.userId !== null && !mayReview(actor, cases, [merge.kept_id])) return 'not theirs';
    const part = await unmergeRecords(tx, actor, merge);
    if (typeof part === 'string') return part;
    const moving = cases.filter(({ id }) => merge.case_ids.includes(id)).map(({ id }) => id);
    await store.moveCases(tx, { caseIds: moving, personId: merge.merged_id });
    await store.setRestricted(tx, { caseIds: moving, restricted: part.restricted.merged });
    await tellCases(tx, actor, cases, 'person.merge undone', merge.merged_id, moving, mergeId, today);
    return { stays: part.stays, broughtCorrected: part.broughtCorrected };
  });
}

/** Each case's own event: it says what became of this case, and names no case of another programme. */
async function tellCases(
  tx: Tx,
  actor: Actor,
  cases: readonly store.MovingCase[],
  kind: string,
  movedTo: string,
  moving: readonly string[],
  mergeId: string,
  today: string,
): Promise<void> {
  await recordEvents(
    tx,
    actor,
    cases.map((one) => {
      const moved = moving.includes(one.id);
      return {
        kind,
        programmeId: one.programme_id,
        personId: moved ? movedTo : one.person_id,
        caseId: one.id,
        happenedOn: today,
        payload: { mergeId, moved },
      };
    }),
  );
}

/** Tells each case of both people that they were found to be two, with the event 'pair.decided'. */
export async function tellPair(
  tx: Tx,
  actor: Actor,
  cases: readonly store.MovingCase[],
  pairId: string,
  today: string,
): Promise<void> {
  await recordEvents(
    tx,
    actor,
    cases.map((one) => ({
      kind: 'pair.decided',
      programmeId: one.programme_id,
      personId: one.person_id,
      caseId: one.id,
      happenedOn: today,
      payload: { pairId, decision: 'different people' },
    })),
  );
}
