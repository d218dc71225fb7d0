import { type Actor, type Permission, scopeOf } from '../../access/rules/policy.ts';
import type { Sql } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import * as store from '../store/chosen.ts';

/** A case as a line of a list. */
export type CaseLine = { caseId: string; name: string; reference: string };

/**
 * Of the cases given, those that the actor may see with this permission: a page of them by family name, and how many
 * there are in all. The others are left out without a word about them.
 */
export async function chosenCases(
  sql: Sql,
  actor: Actor,
  permission: Permission,
  given: { programmeId: string; caseIds: string[]; offset: number; limit: number },
): Promise<{ total: number; lines: CaseLine[] }> {
  const rows = await store.chosenCases(sql, { ...given, scope: scopeOf(actor, permission, given.programmeId) });
  return {
    total: rows[0]?.total ?? 0,
    lines: rows.map((row) => ({
      caseId: row.case_id,
      name: shownName(row),
      reference: row.reference,
    })),
  };
}

/**
 * Of the cases given, in their order, those that are not restricted, or are open to the actor: a list, or a count of one, must
 * not betray a restricted record.
 */
export async function notHidden(sql: Sql, actor: Actor, caseIds: readonly string[]): Promise<string[]> {
  const open = new Set((await store.notHidden(sql, { caseIds, opened: actor.opened ?? [] })).map((row) => row.id));
  return caseIds.filter((id) => open.has(id));
}
