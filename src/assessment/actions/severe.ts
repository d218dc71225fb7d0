import { type Actor, type Permission, scopeOf } from '../../access/rules/policy.ts';
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

/**
 * How many cases of a programme, as far as the actor may do this to them, have any issue of a group severe by its latest rating
 * up to a day ('YYYY-MM-DD'): by key of the group. A group in which nobody has is missing. One statement, for reports.
 */
export async function severeCases(
  sql: Sql,
  actor: Actor,
  ask: {
    programmeId: string;
    permission: Permission;
    groups: readonly { key: string; issues: readonly string[] }[];
    day: string;
  },
): Promise<Map<string, number>> {
  const { programmeId, permission, groups, day } = ask;
  const scope = scopeOf(actor, permission, programmeId);
  const rows = await store.severeCases(sql, { programmeId, scope, groups: JSON.stringify(groups), day });
  return new Map(rows.map(({ key, cases }) => [key, cases]));
}
