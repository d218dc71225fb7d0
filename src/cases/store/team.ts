import { sql } from 'kysely';
import { staffToday } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { inScope } from './list.ts';

/** A key worker with what is on their hands. Days are 'YYYY-MM-DD'. */
export type TeamRow = {
  staff_id: string;
  name: string;
  code: string;
  attached: number;
  paused: number;
  not_attached: number;
  waiting: number;
  asked: number;
  parked: number;
  parked_due: number;
  covered_by: string | null;
  covered_until: string | null;
  covers: string | null;
};

/** Staff whose place the scope holds: of the programme, an area, a provider, or a team. */
function staffInScope(scope: Scope, programmeId: string) {
  if (scope.programmeIds.includes(programmeId)) return sql`true`;
  const parts = [
    scope.areaIds.length > 0 && sql`s.area_id = any(${scope.areaIds}::uuid[])`,
    scope.providerIds.length > 0 && sql`s.provider_id = any(${scope.providerIds}::uuid[])`,
    ...scope.teams.map((team) => sql`(s.area_id = ${team.areaId} and s.provider_id = ${team.providerId})`),
  ].filter((part) => part !== false);
  return parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`;
}

/**
 * The key workers of a programme that the scope holds, with their caseloads and who covers: one statement, by the index of
 * open cases by key worker. A restricted case that is closed to the actor is counted nowhere.
 */
export function teamRows(
  db: Sql,
  ask: { programmeId: string; scope: Scope; today: string },
  limit: number,
): Promise<TeamRow[]> {
  const { programmeId, scope, today } = ask;
  return run(
    db,
    sql<TeamRow>`
    select s.staff_id, s.staff_name as name, s.staff_code as code, s.covered_by, s.covered_until, s.covers,
      n.attached, n.paused, n.not_attached, n.waiting, n.asked, n.parked, n.parked_due
    from ${staffToday(today)} s
    cross join lateral (
      select count(*) filter (where c.status = 'attached') as attached, count(*) filter (where c.status = 'paused') as paused,
        count(*) filter (where c.status = 'referred') as not_attached, count(*) filter (where c.status = 'waiting') as waiting,
        count(*) filter (where q.state = 'open') as asked, count(*) filter (where q.state = 'parked') as parked,
        count(*) filter (where q.state = 'parked' and q.review_on <= ${today}::date) as parked_due
      from case_record c left join worker_request q on q.case_id = c.id and q.state in ('open', 'parked')
      where c.key_worker_id = s.staff_id and c.closed_on is null and ${inScope(scope)}) n
    where s.programme_id = ${programmeId} and ${staffInScope(scope, programmeId)}
    order by s.staff_code limit ${limit}::int`,
  );
}

export type RequestListRow = {
  id: string;
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  reference: string;
  state: 'open' | 'parked';
  asked_on: string;
  review_on: string | null;
};

/** Where a page of requests begins: after this one. The day is that of review, or of asking where there is none. */
export type RequestCursor = { state: 'open' | 'parked'; day: string; id: string };

/** Requests for another key worker that wait, as far as the scope allows: the undecided first, then by the day of review. */
export function openRequests(
  db: Sql,
  ask: { programmeId: string; scope: Scope; after: RequestCursor | null },
  limit: number,
): Promise<RequestListRow[]> {
  const { after } = ask;
  const beyond =
    after === null
      ? sql``
      : sql`and (q.state, coalesce(q.review_on, q.asked_on), q.id) > (${after.state}, ${after.day}::date, ${after.id}::uuid)`;
  return run(
    db,
    sql<RequestListRow>`
    select q.id, c.id as case_id, w.given_name, w.family_name, coalesce(c.source_ref, c.reference) as reference, q.state, q.asked_on, q.review_on
    from worker_request q join case_record c on c.id = q.case_id join ${people} w on w.person_id = c.person_id
    where q.state in ('open', 'parked') and c.programme_id = ${ask.programmeId} and c.closed_on is null and ${inScope(ask.scope)} ${beyond}
    order by q.state, coalesce(q.review_on, q.asked_on), q.id limit ${limit}::int`,
  );
}
