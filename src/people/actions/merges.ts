/**
 * The part of a merge that is the person's own record. The room of cases, which knows whose cases move and who may do it,
 * calls these inside its transaction.
 */
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { changesOfMerge, changesOfUndo, type PersonValues, type Taken } from '../rules/merge.ts';
import * as store from '../store/merges.ts';
import { restrictionsOf } from '../store/restrictions.ts';

export type { MergeRow } from '../store/merges.ts';

/** One of two records that may be merged: its row by column, and whether it is restricted. */
export type MergeSide = {
  id: string;
  reference: string;
  version: number;
  values: PersonValues;
  restricted: boolean;
  merged: boolean;
};

/** Both records of a pair, in the order of the ids given; null when one is not there. */
export async function sidesOf(sql: Sql, ids: readonly [string, string]): Promise<[MergeSide, MergeSide] | null> {
  const rows = await store.readBoth(sql, { ids: [...ids] });
  const restricted = new Set((await restrictionsOf(sql, { personIds: ids })).map((one) => one.person_id));
  const sides = ids.map((id): MergeSide | null => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) return null;
    const reference = String(row.row.reference);
    return {
      id,
      reference,
      version: row.version,
      values: row.row,
      restricted: restricted.has(id),
      merged: row.merged_into !== null,
    };
  });
  const [one, two] = sides;
  return one == null || two == null ? null : [one, two];
}

const usualName = (row: PersonValues) => ({
  given_name: row.given_name,
  family_name: row.family_name,
  search_given: row.search_given,
  search_family: row.search_family,
});
const nameKey = (name: { search_given: unknown; search_family: unknown }) =>
  `${name.search_given}|${name.search_family}`;

/** Locks two records: no case is added to either until the transaction ends. */
export async function lockRecords(tx: Tx, ids: readonly string[]): Promise<void> {
  await store.lockBoth(tx, { ids: [...ids] });
}

/** What came of the person's part of a merge. */
export type MergePart = { mergeId: string; restricted: boolean } | 'stale' | 'keep the restricted one';

/**
 * Merges one record into the other while both have the versions that were shown. The merged one stays as it is and is found no
 * more; its other names and supporters come beside those of the kept one. Of two restricted ones either may be kept; of one,
 * that one, so that its restriction goes on.
 */
export async function mergeRecords(
  tx: Tx,
  actor: Actor,
  input: {
    kept: { id: string; version: number };
    merged: { id: string; version: number };
    taken: Taken;
    caseIds: string[];
  },
): Promise<MergePart> {
  const { kept, merged, taken, caseIds } = input;
  const rows = await store.lockBoth(tx, { ids: [kept.id, merged.id] });
  const [one, two] = [kept, merged].map((side) =>
    rows.find((row) => row.id === side.id && row.version === side.version && row.merged_into === null),
  );
  if (one === undefined || two === undefined) return 'stale';
  const restricted = new Set(
    (await restrictionsOf(tx, { personIds: [kept.id, merged.id] })).map((row) => row.person_id),
  );
  if (restricted.has(merged.id) && !restricted.has(kept.id)) return 'keep the restricted one';
  const mergeId = newId();
  const after = changesOfMerge(one.row, two.row, taken);
  const before = Object.fromEntries(Object.keys(after).map((column) => [column, one.row[column] ?? null]));
  // Above both, so that a form that was opened on either record is stale now.
  const version = Math.max(one.version, two.version) + 1;
  await store.writePerson(tx, { id: kept.id, values: JSON.stringify(after), version });
  await store.setMergedInto(tx, { id: merged.id, into: kept.id, version: two.version });
  await store.insertMerge(tx, {
    id: mergeId,
    keptId: kept.id,
    mergedId: merged.id,
    caseIds,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    userId: actor.userId,
  });
  await bringNames(tx, mergeId, one.row, two.row, { ...one.row, ...after });
  await store.copyContacts(tx, { fromId: merged.id, toId: kept.id, mergeId });
  return { mergeId, restricted: restricted.has(kept.id) };
}

/** Under every name that either record had, the kept one is found. */
async function bringNames(tx: Tx, mergeId: string, kept: PersonValues, merged: PersonValues, now: PersonValues) {
  const [keptId, mergedId] = [String(kept.id), String(merged.id)];
  const live = await store.liveNames(tx, { ids: [keptId, mergedId] });
  const has = new Set(live.filter((name) => name.person_id === keptId).map(nameKey));
  has.add(nameKey(usualName(now) as Parameters<typeof nameKey>[0]));
  const brought = [
    ...[kept, merged].map((row) => ({ use: 'known as', ...usualName(row) })),
    ...live.filter((name) => name.person_id === mergedId),
  ].filter((name) => {
    const key = nameKey(name);
    if (has.has(key) || key === '|') return false;
    has.add(key);
    return true;
  });
  const rows = brought.map((name) => ({ ...name, id: newId(), person_id: keptId, merge_id: mergeId }));
  if (rows.length > 0) await store.copyNames(tx, { rows: JSON.stringify(rows) });
}

/** A merge by id, or null. */
export async function mergeOf(sql: Sql, id: string): Promise<store.MergeRow | null> {
  return (await store.findMerge(sql, { id }))[0] ?? null;
}

/** The merges that stand and have to do with these people, the newest first. */
export function mergesOf(sql: Sql, ids: string[]): Promise<store.MergeRow[]> {
  return store.mergesOf(sql, { ids });
}

/** What came of the person's part of undoing. `stays` are columns of the kept record that were corrected since. */
export type UndoPart =
  | { stays: string[]; broughtCorrected: number; restricted: { kept: boolean; merged: boolean } }
  | 'undone already'
  | 'merged again since';

/**
 * Undoes the person's part of a merge: both records as they were, but for what was corrected on the kept one since, which
 * stays there. A restriction that was placed since holds for both.
 */
export async function unmergeRecords(tx: Tx, actor: Actor, merge: store.MergeRow): Promise<UndoPart> {
  const { kept_id: keptId, merged_id: mergedId } = merge;
  const rows = await store.lockBoth(tx, { ids: [keptId, mergedId] });
  const kept = rows.find((row) => row.id === keptId);
  const merged = rows.find((row) => row.id === mergedId);
  if (kept === undefined || merged === undefined) return 'undone already';
  const current = (await store.findMerge(tx, { id: merge.id }))[0];
  if (current === undefined || current.undone_at !== null) return 'undone already';
  if (kept.merged_into !== null) return 'merged again since';
  await store.setUndone(tx, { id: merge.id, userId: actor.userId });
  const { back, stays } = changesOfUndo(kept.row, merge.before, merge.after);
  const version = Math.max(kept.version, merged.version) + 1;
  await store.writePerson(tx, { id: keptId, values: JSON.stringify(back), version });
  await store.setMergedInto(tx, { id: mergedId, into: null, version });
  const brought = await store.removeBrought(tx, { mergeId: merge.id });
  const before = await restrictionsOf(tx, { personIds: [keptId, mergedId] });
  const since = before.some(
    (one) => one.person_id === keptId && Date.parse(one.placed_at) > Date.parse(merge.merged_at),
  );
  if (since) await store.restrictLike(tx, { fromId: keptId, toId: mergedId });
  const restricted = new Set((await restrictionsOf(tx, { personIds: [keptId, mergedId] })).map((one) => one.person_id));
  return {
    stays,
    broughtCorrected: brought.filter(({ corrected }) => corrected).length,
    restricted: { kept: restricted.has(keptId), merged: restricted.has(mergedId) },
  };
}
