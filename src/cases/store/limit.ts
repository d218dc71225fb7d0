import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** Holds back whoever else gives cases to these key workers until the transaction ends, in one order for everybody. */
export const holdWorkers = statement(
  'cases.holdWorkers',
  (p: { staffIds: readonly string[] }) => sql`
    select pg_advisory_xact_lock(hashtextextended(id, 19)) from (select id from unnest(${p.staffIds}::text[]) as s(id) order by id) s`,
);

/** The programme of cases. */
export const programmeOfCases = statement(
  'cases.programmeOfCases',
  (p: { caseIds: readonly string[] }) => sql<{ programme_id: string }>`
    select programme_id from case_record where id = any(${p.caseIds}::uuid[]) limit 1`,
);

/**
 * How many people key workers would have after these cases are theirs: attached, or referred and still to be attached. Paused
 * people do not count. `more` is by how many that is more than now.
 */
export const peopleAfter = statement(
  'cases.peopleAfter',
  (p: { rows: string }) => sql<{ staff_id: string; staff_name: string; people: number; more: number }>`
    with given as materialized (select * from jsonb_to_recordset(${p.rows}::jsonb) as g(case_id uuid, staff_id uuid)),
    counts as (
      select w.staff_id,
        (select count(*) from case_record c where c.key_worker_id = w.staff_id and c.closed_on is null
          and c.status in ('attached', 'referred')) as now,
        (select count(*) from case_record c where c.key_worker_id = w.staff_id and c.closed_on is null
          and c.status in ('attached', 'referred') and c.id in (select case_id from given)) as given_now,
        (select count(*) from given g join case_record c on c.id = g.case_id
          where g.staff_id = w.staff_id and c.status in ('attached', 'referred')) as given_then
      from (select distinct staff_id from given) w)
    select n.staff_id, k.staff_name, n.now - n.given_now + n.given_then as people, n.given_then - n.given_now as more
    from counts n join ${staffNames} k on k.staff_id = n.staff_id order by n.staff_id`,
);

/** How many people a key worker has now: attached, or referred and still to be attached. */
export const peopleNow = statement(
  'cases.peopleNow',
  (p: { staffId: string }) => sql<{ people: number }>`
    select count(*) as people from case_record
    where key_worker_id = ${p.staffId} and closed_on is null and status in ('attached', 'referred')`,
);
