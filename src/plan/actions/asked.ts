import type { Sql } from '../../kit/db.ts';
import * as store from '../store/asked.ts';

/** Which plans of these cases wait for a manager's approval, and since when ('YYYY-MM-DD'): one statement, the longest wait first. */
export async function plansAsked(sql: Sql, caseIds: readonly string[]): Promise<{ caseId: string; askedOn: string }[]> {
  return caseIds.length === 0 ? [] : store.plansAsked(sql, { caseIds });
}
