import type { Sql } from '../../kit/db.ts';
import { type SeenOrChanged, seenOrChanged } from '../store/history.ts';

export type { SeenOrChanged } from '../store/history.ts';

/** Where a page of a history begins: after this row. */
export type HistoryCursor = { at: string; id: string };

/** A page of who saw or changed a case, newest first, and where the next one begins; null on the last page. */
export async function historyPage(
  sql: Sql,
  caseId: string,
  after: HistoryCursor | null,
  limit: number,
): Promise<{ rows: SeenOrChanged[]; next: HistoryCursor | null }> {
  const found = await seenOrChanged(sql, {
    caseId,
    beforeAt: after?.at ?? 'infinity',
    beforeId: after?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    limit: limit + 1,
  });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? { at: last.at, id: last.id } : null };
}
