import type { PolicyFacts } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { workerFacts } from '../rules/worker.ts';
import { placeOfStaff } from '../store/staff.ts';

/** A member of staff that a path names. */
export type Staff = { staffId: string; name: string; code: string; programmeId: string };

/** A member of staff with what the policy asks, or null. */
export async function findStaffMember(sql: Parameters<typeof placeOfStaff>[0], staffId: string) {
  const [row] = await placeOfStaff(sql, { staffId });
  if (row === undefined) return null;
  const staff: Staff = { staffId, name: row.staff_name, code: row.staff_code, programmeId: row.programme_id };
  return { ...staff, ...workerFacts(row) } satisfies Staff & PolicyFacts;
}

/** The record of every route below a member of staff: they stand to people as their caseload does. */
export const staffRecord: RecordLoader<Staff> = { param: 'staffId', load: (sql, id) => findStaffMember(sql, id) };
