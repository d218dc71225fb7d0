import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/**
 * Giving cases to key workers, many at once: first `cutAssignments`, then `rewriteAssignments`, then `addAssignments`, in one
 * transaction with the cases locked. The database refuses two key workers on one day, in between as well.
 */

/** Ends what runs into the day on the day before it. */
export const cutAssignments = statement(
  'cases.cutAssignments',
  (p: { caseIds: readonly string[]; startsOn: string }) => sql`
    update key_worker_assignment set ends_on = ${p.startsOn}::date - 1
    where case_id = any(${p.caseIds}::uuid[]) and starts_on < ${p.startsOn}::date
      and (ends_on is null or ends_on >= ${p.startsOn}::date)`,
);

type Rows = { rows: string; startsOn: string };
const given = (p: Rows) => sql`jsonb_to_recordset(${p.rows}::jsonb)
  as given(id uuid, case_id uuid, person_id uuid, staff_id uuid, reason text, handover text)`;

/** Assignments that begin on that very day become the new one: nobody was key worker for less than a day. */
export const rewriteAssignments = statement(
  'cases.rewriteAssignments',
  (p: Rows) => sql<{ id: string; case_id: string }>`
    update key_worker_assignment k
    set staff_id = given.staff_id, ends_on = null, reason = given.reason, handover = given.handover
    from ${given(p)} where k.case_id = given.case_id and k.starts_on = ${p.startsOn}::date
    returning k.id, k.case_id`,
);

/** Adds the assignments of all others. */
export const addAssignments = statement(
  'cases.addAssignments',
  (p: Rows) => sql<{ id: string; case_id: string }>`
    insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on, reason, handover)
    select given.id, given.case_id, given.person_id, given.staff_id, ${p.startsOn}::date, given.reason, given.handover
    from ${given(p)}
    where not exists (select from key_worker_assignment k where k.case_id = given.case_id and k.starts_on = ${p.startsOn}::date)
    returning id, case_id`,
);
