import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { bulkInsert } from '../../kit/bulk.ts';
import { run, type Sql, statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { Status } from '../rules.ts';
import { inScope } from './list.ts';

/** A case that can be given to another key worker. `latest_on` is when its latest key worker began. */
export type GiveRow = {
  case_id: string;
  person_id: string;
  version: number;
  status: Status;
  reference: string;
  given_name: string | null;
  family_name: string | null;
  key_worker_id: string | null;
  key_worker_name: string | null;
  referred_on: string | null;
  latest_on: string | null;
};

/**
 * Open cases of a programme that the scope allows, of those named or of a whole caseload, by name. With `lock` they stay as
 * they are until the transaction ends; they are locked in the order of their ids, so that two who give the same cases away
 * wait for each other and never for ever.
 */
export function casesToGive(
  db: Sql,
  ask: { programmeId: string; scope: Scope; of: { caseIds: readonly string[] } | { staffId: string }; lock?: boolean },
  limit: number,
): Promise<GiveRow[]> {
  const { programmeId, scope, of, lock } = ask;
  const these = 'caseIds' in of ? sql`c.id = any(${of.caseIds}::uuid[])` : sql`c.key_worker_id = ${of.staffId}`;
  const rows = sql<GiveRow>`
    select c.id as case_id, c.person_id, c.version, c.status, coalesce(c.source_ref, c.reference) as reference,
      w.given_name, w.family_name, c.key_worker_id, k.staff_name as key_worker_name, c.referred_on, l.latest_on
    from case_record c
    join ${people} w on w.person_id = c.person_id
    left join ${staffNames} k on k.staff_id = c.key_worker_id
    left join lateral (select max(a.starts_on) as latest_on from key_worker_assignment a where a.case_id = c.id) l on true
    where c.programme_id = ${programmeId} and ${these} and c.closed_on is null and ${inScope(scope)}
    order by ${lock ? sql`c.id` : sql`w.search_family, w.search_given, c.id`} limit ${limit}::int`;
  return run(db, lock ? sql<GiveRow>`${rows} for update of c` : rows);
}

/** Attached people and open cases of key workers, as far as the scope allows. */
export function loadsOf(
  db: Sql,
  ask: { programmeId: string; scope: Scope; staffIds: readonly string[] },
): Promise<{ staff_id: string; attached: number; open: number }[]> {
  return run(
    db,
    sql<{ staff_id: string; attached: number; open: number }>`
    select c.key_worker_id as staff_id, count(*) filter (where c.status = 'attached') as attached, count(*) as open
    from case_record c
    where c.programme_id = ${ask.programmeId} and c.closed_on is null and c.key_worker_id = any(${ask.staffIds}::uuid[])
      and ${inScope(ask.scope)}
    group by c.key_worker_id`,
  );
}

/** Sets the key worker of many cases, none for null, and raises their versions. */
export const setKeyWorkers = statement(
  'cases.setKeyWorkers',
  (p: { rows: string }) => sql<{ case_id: string; version: number }>`
    update case_record c set key_worker_id = given.staff_id, version = c.version + 1, updated_at = now()
    from jsonb_to_recordset(${p.rows}::jsonb) as given(case_id uuid, staff_id uuid) where c.id = given.case_id
    returning c.id as case_id, c.version`,
);

export const insertReassignment = statement(
  'cases.insertReassignment',
  (p: {
    id: string;
    programmeId: string;
    startsOn: string;
    reason: string;
    aboveGuide: boolean;
    madeBy: string | null;
  }) => sql`
    insert into reassignment (id, programme_id, starts_on, reason, above_guide, made_by)
    values (${p.id}, ${p.programmeId}, ${p.startsOn}, ${p.reason}, ${p.aboveGuide}, ${p.madeBy})`,
);

export const insertReassignmentCases = bulkInsert('cases.insertReassignmentCases', 'reassignment_case', {
  reassignment_id: 'uuid',
  case_id: 'uuid',
  person_id: 'uuid',
  assignment_id: 'uuid',
  from_staff_id: 'uuid',
  to_staff_id: 'uuid',
  version: 'integer',
});

export type ReassignmentRow = {
  id: string;
  programme_id: string;
  starts_on: string;
  reason: string;
  above_guide: boolean;
  made_at: string;
  put_back_at: string | null;
  cases: number;
};

export const findReassignment = statement(
  'cases.findReassignment',
  (p: { id: string }) => sql<ReassignmentRow>`
    select r.id, r.programme_id, r.starts_on, r.reason, r.above_guide, r.made_at, r.put_back_at,
      (select count(*) from reassignment_case c where c.reassignment_id = r.id) as cases
    from reassignment r where r.id = ${p.id}`,
);

export type ReassignedRow = {
  case_id: string;
  person_id: string;
  reference: string;
  given_name: string | null;
  family_name: string | null;
  assignment_id: string;
  from_staff_id: string | null;
  from_name: string | null;
  to_staff_id: string;
  to_name: string;
  /** Nobody changed the case since. */
  unchanged: boolean;
};

/** The cases of a reassignment that the scope allows, by name. With `lock` they stay as they are. */
export function reassignedCases(
  db: Sql,
  ask: { id: string; scope: Scope; lock?: boolean },
  limit: number,
): Promise<ReassignedRow[]> {
  const rows = sql<ReassignedRow>`
    select c.id as case_id, c.person_id, coalesce(c.source_ref, c.reference) as reference, w.given_name, w.family_name,
      r.assignment_id, r.from_staff_id, f.staff_name as from_name, r.to_staff_id, t.staff_name as to_name,
      c.version = r.version and c.key_worker_id = r.to_staff_id as unchanged
    from reassignment_case r
    join case_record c on c.id = r.case_id
    join ${people} w on w.person_id = c.person_id
    left join ${staffNames} f on f.staff_id = r.from_staff_id
    join ${staffNames} t on t.staff_id = r.to_staff_id
    where r.reassignment_id = ${ask.id} and ${inScope(ask.scope)}
    order by ${ask.lock ? sql`c.id` : sql`w.search_family, w.search_given, c.id`} limit ${limit}::int`;
  return run(db, ask.lock ? sql<ReassignedRow>`${rows} for update of c` : rows);
}

/** Says that a reassignment was put back; no row when somebody was first. */
export const markPutBack = statement(
  'cases.markPutBack',
  (p: { id: string; userId: string | null }) => sql<{ starts_on: string }>`
    update reassignment set put_back_at = now(), put_back_by = ${p.userId}
    where id = ${p.id} and put_back_at is null returning starts_on`,
);

/**
 * Gives assignments back to the key worker before, from the day on which they had gone to another; without one before, the
 * assignment ends on the day it began.
 */
export const putAssignmentsBack = statement(
  'cases.putAssignmentsBack',
  (p: { rows: string; reason: string }) => sql`
    update key_worker_assignment k
    set staff_id = coalesce(given.staff_id, k.staff_id), handover = null, reason = ${p.reason},
      ends_on = case when given.staff_id is null then k.starts_on end
    from jsonb_to_recordset(${p.rows}::jsonb) as given(assignment_id uuid, staff_id uuid) where k.id = given.assignment_id`,
);
