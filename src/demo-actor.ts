import { membershipsOf, userByEmail } from './access/actions.ts';
import type { Actor, Membership, Role } from './access/rules/policy.ts';
import type { Database } from './kit/db.ts';

/** Somebody who signs in to the demonstration. */
export type Demonstrator = Actor & { userId: string };

/** Somebody who signs in to the demonstration, as they act. Throws when there is none in this role. */
export const demonstrator = (db: Database, role: Role): Promise<Demonstrator> =>
  demonstratorAt(db, `${role.replace('_', '.')}@example.org`);

/** The same by their email. */
export async function demonstratorAt(db: Database, email: string): Promise<Demonstrator> {
  const user = await userByEmail(db, email);
  if (user === null) throw new Error(`The demonstration has no ${email}.`);
  const memberships = (await membershipsOf(db, { userId: user.id })).map(
    (row): Membership => ({
      role: row.role as Role,
      programmeId: row.programme_id,
      areaId: row.area_id,
      providerId: row.provider_id,
      staffId: row.staff_id,
    }),
  );
  return { userId: user.id, name: user.name, memberships, opened: [] };
}
