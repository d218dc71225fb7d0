import { sql } from 'kysely';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { pausesOf } from './head.ts';
import { inScope } from './list.ts';

export type LoadRow = {
  case_id: string;
  staff_id: string;
  status: string;
  attached_on: string | null;
  first_job_on: string | null;
  pauses: [string, string | null][];
};
export type NamedLoadRow = LoadRow & {
  given_name: string | null;
  family_name: string | null;
  reference: string;
  parked_review_on: string | null;
};

/** Open cases of these key workers, as far as the scope allows, by the index of caseloads. */
export function casesOfWorkers(
  db: Sql,
  ask: { programmeId: string; scope: Scope; staffIds: readonly string[] },
): Promise<NamedLoadRow[]> {
  return run(
    db,
    sql<NamedLoadRow>`
    select c.id as case_id, c.key_worker_id as staff_id, c.status, s.attached_on, s.first_job_on, ${pausesOf}, w.given_name,
      w.family_name, c.reference, q.review_on as parked_review_on
    from case_record c
    join ${people} w on w.person_id = c.person_id
    left join case_support s on s.case_id = c.id
    left join worker_request q on q.case_id = c.id and q.state = 'parked'
    where c.programme_id = ${ask.programmeId} and c.key_worker_id = any(${ask.staffIds}::uuid[]) and c.closed_on is null
      and ${inScope(ask.scope)}
    order by w.search_family, w.search_given, c.id`,
  );
}

/**
 * The cases that key workers of a programme had on a day, as they stood on that day. It looks through the assignments of a
 * whole programme, and is for the work of each day.
 */
export const casesOnDay = statement(
  'cases.casesOnDay',
  (p: { programmeId: string; day: string }) => sql<LoadRow>`
    select c.id as case_id, k.staff_id, t.attached_on, s.first_job_on, ${pausesOf},
      case when t.attached_on <= ${p.day}::date then
          case when exists (select from case_pause b where b.case_id = c.id and b.starts_on <= ${p.day}::date
            and (b.ends_on is null or b.ends_on > ${p.day}::date)) then 'paused' else 'attached' end
        else 'referred' end as status
    from key_worker_assignment k
    join case_record c on c.id = k.case_id
    left join attachment t on t.case_id = c.id
    left join case_support s on s.case_id = c.id
    where c.programme_id = ${p.programmeId} and k.starts_on <= ${p.day}::date and (k.ends_on is null or k.ends_on >= ${p.day}::date)
      and (c.closed_on is null or c.closed_on > ${p.day}::date) and (c.referred_on is null or c.referred_on <= ${p.day}::date)`,
);
