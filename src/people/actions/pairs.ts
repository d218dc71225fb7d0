/** Pairs of records that may be of one person, waiting for somebody to decide. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Score } from '../rules/linkage.ts';
import * as store from '../store/pairs.ts';

export type { PairRow } from '../store/pairs.ts';

/** A pair by id, or null. */
export async function pairOf(sql: Sql, id: string): Promise<store.PairRow | null> {
  return (await store.findPair(sql, { id }))[0] ?? null;
}

/** Decides an open pair. False when somebody was first. */
export async function decideOpenPair(
  tx: Tx,
  actor: Actor,
  id: string,
  state: 'same person' | 'different people',
): Promise<boolean> {
  return (await store.decideOpenPair(tx, { id, state, userId: actor.userId })).length > 0;
}

const ordered = (a: string, b: string) => (a < b ? { low: a, high: b } : { low: b, high: a });

/** Writes down what was decided of two people, where they are a pair of the queue. */
export async function decidePair(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  state: 'same person' | 'different people',
): Promise<void> {
  const [a = '', b = ''] = ids;
  await store.decidePairOf(tx, { ...ordered(a, b), state, userId: actor.userId });
}

/** A pair that was found. */
export type FoundPair = { a: string; b: string; score: Score };

/** Puts pairs into the queue. One that was decided before stays decided. Resolves to how many are new or scored anew. */
export async function queuePairs(
  sql: Sql,
  pairs: readonly FoundPair[],
  foundBy: 'entry' | 'import' | 'run',
): Promise<number> {
  if (pairs.length === 0) return 0;
  const rows = pairs.map(({ a, b, score }) => {
    const { low, high } = ordered(a, b);
    return {
      id: newId(),
      low_id: low,
      high_id: high,
      weight: score.weight,
      probability: score.probability,
      fields: score.fields,
      found_by: foundBy,
    };
  });
  return (await store.queuePairs(sql, { rows: JSON.stringify(rows) })).length;
}
