import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Actor, Role } from '../rules/policy.ts';
import { glassHours } from '../rules/policy.ts';
import * as store from '../store/restricted.ts';

export type { AccessRow } from '../store/restricted.ts';

/** Lets users open a restricted record until a moment ('infinity' for as long as the restriction stands). */
export async function giveAccess(
  tx: Tx,
  actor: Actor,
  to: { personId: string; userIds: readonly string[]; reason: string; endsAt: string },
): Promise<void> {
  const userIds = [...new Set(to.userIds)];
  if (userIds.length === 0) return;
  await store.insertAccess(tx, { ...to, userIds, ids: userIds.map(newId), how: 'grant', givenBy: actor.userId });
}

/** Breaks the glass: some hours of access for the one who asks. The caller tells the owner and writes the event. */
export async function takeAccess(tx: Tx, userId: string, personId: string, reason: string): Promise<void> {
  await store.breakGlass(tx, { id: newId(), userId, personId, reason, hours: glassHours });
}

/** Ends one access at once. Resolves to whether it was open. */
export async function endAccess(tx: Tx, personId: string, id: string): Promise<boolean> {
  return (await store.endAccess(tx, { id, personId })).length > 0;
}

/** Ends every access to a record, when its restriction is lifted. */
export async function endAllAccess(tx: Tx, personId: string): Promise<void> {
  await store.endAccessTo(tx, { personId, userId: null });
}

/** Who has or had access to these people's records: the open ones first, at most fifty for each. */
export function accessTo(sql: Sql, personIds: readonly string[]): Promise<store.AccessRow[]> {
  return store.accessTo(sql, { personIds, most: 50 });
}

/** Of these users, those who may open the restricted record now: nobody else is told anything about it. */
export async function mayOpen(sql: Sql, personId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return [];
  return (await store.whoMayOpen(sql, { personId, userIds })).map((row) => row.user_id);
}

/** Users of a role where a case is. */
export function usersNear(
  sql: Sql,
  place: { programmeId: string; areaId: string | null; providerId: string | null },
  roles: readonly Role[],
): Promise<{ user_id: string; name: string; role: string }[]> {
  return store.usersNear(sql, { ...place, roles });
}
