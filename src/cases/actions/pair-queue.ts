import type { Scope } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import type { FieldScore } from '../../people/rules/linkage.ts';
import { listPairs, type PairCursor } from '../store/pairs.ts';

/** A pair that waits for a decision. */
export type QueuedPair = {
  pairId: string;
  probability: number;
  fields: readonly FieldScore[];
  names: [string, string];
  references: [string, string];
  born: [string | null, string | null];
};

/** A page of the pairs that the scope allows, the likeliest first, and where the next one begins. */
export async function pairQueue(
  sql: Sql,
  ask: { scope: Scope; after: PairCursor | null; limit: number },
): Promise<{ items: QueuedPair[]; next: PairCursor | null }> {
  const rows = await listPairs(sql, { ...ask, limit: ask.limit + 1 });
  const shown = rows.slice(0, ask.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      pairId: row.pair_id,
      probability: row.probability,
      fields: row.fields as FieldScore[],
      names: [row.low_name, row.high_name],
      references: [row.low_reference, row.high_reference],
      born: [row.low_born, row.high_born],
    })),
    next: rows.length > ask.limit && last !== undefined ? { probability: last.probability, id: last.pair_id } : null,
  };
}
