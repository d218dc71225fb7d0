/** Working roles of users: a disability employment adviser, say. Somebody may have several, and chooses one for each referral. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store/access.ts';

export type { RoleRow } from '../store/access.ts';

/** The codes of the working roles that a user has in a programme on a day ('YYYY-MM-DD'). */
export async function workingRolesOf(
  sql: Sql,
  given: { userId: string; programmeId: string; day: string },
): Promise<string[]> {
  return (await store.rolesOn(sql, given)).map(({ role }) => role);
}

/** Working roles of programmes that have not ended, by name, a page of them. */
export function rolesOfProgrammes(
  sql: Sql,
  programmeIds: readonly string[],
  given: { day: string; limit: number; offset: number },
): Promise<store.RoleRow[]> {
  return store.rolesOfProgrammes(sql, { programmeIds, ...given });
}

/** Gives a user a working role, with the event 'directory.role_given'. Resolves to its id. */
export function giveRole(
  db: Database,
  actor: Actor,
  given: { userId: string; programmeId: string; role: string; from: string; to: string | null },
  today: string,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertRole(tx, { id, ...given });
    const { programmeId, ...payload } = given;
    await recordEvent(tx, actor, {
      kind: 'directory.role_given',
      programmeId,
      happenedOn: today,
      payload: { recordId: id, ...payload },
    });
    return id;
  });
}

/** Ends a working role of one of the programmes with a day, with the event 'directory.role_ended'. False when it has ended. */
export function endRole(
  db: Database,
  actor: Actor,
  given: { id: string; programmeIds: readonly string[]; today: string },
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [ended] = await store.endRole(tx, { id: given.id, programmeIds: given.programmeIds, to: given.today });
    if (ended === undefined) return false;
    const { programme_id: programmeId, user_id: userId, role } = ended;
    await recordEvent(tx, actor, {
      kind: 'directory.role_ended',
      programmeId,
      happenedOn: given.today,
      payload: { recordId: given.id, userId, role },
    });
    return true;
  });
}
