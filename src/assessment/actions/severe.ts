import type { Sql } from '../../kit/db.ts';
import * as store from '../store/severe.ts';

/**
 * How many issues of each of these cases are severe by their latest rating up to a day ('YYYY-MM-DD'): one statement. A case
 * in which nothing was rated is missing: that is not known, not none.
 */
export async function severeCounts(sql: Sql, caseIds: readonly string[], day: string): Promise<Map<string, number>> {
  const rows = caseIds.length === 0 ? [] : await store.severeCounts(sql, { caseIds, day });
  return new Map(rows.map(({ case_id, severe }) => [case_id, severe]));
}
