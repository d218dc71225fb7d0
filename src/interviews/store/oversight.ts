import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import type { Scope } from '../../access/rules/policy.ts';
import { firstAnswer } from '../../assessment/actions/points.ts';
import { casePlaces, casesInScope } from '../../cases/actions/parts.ts';
import { cameAndMissed } from '../../diary/actions/about.ts';
import { run, type Sql } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';

/** Something about a case of the team: a line of a list. */
export type LineRow = {
  what: 'failure' | 'waiver' | 'screening' | 'place';
  id: string;
  case_id: string;
  name: string;
  reference: string;
  worker: string | null;
  on: string;
  reason: string | null;
  by: string | null;
};

const nameOf = sql`coalesce(nullif(concat_ws(' ', p.given_name, p.family_name), ''), 'Name not known')`;

/** What waits for a decision, the longest waiting first. `by` is who asked. */
export const toDecide = (db: Sql, ask: { programmeId: string; scope: Scope }): Promise<LineRow[]> =>
  run(
    db,
    sql<LineRow>`
    select x.what, x.id, c.case_id, ${nameOf} as name, c.reference, s.staff_name as worker, x."on", x.reason, x.by from (
      select 'failure' as what, id, case_id, proposed_on as "on", proposal as reason, proposed_by as by from attendance_failure where state = 'proposed'
      union all
      select 'waiver', id, case_id, asked_on, reason, asked_by from requirement_change where state = 'asked'
      union all
      select 'screening', id, case_id, asked_at::date, null, override_by from screening where state = 'override_asked') x
    join ${casePlaces} c on c.case_id = x.case_id
    join ${people} p on p.person_id = c.person_id
    left join ${staffNames} s on s.staff_id = c.key_worker_id
    where c.programme_id = ${ask.programmeId} and ${casesInScope(ask.scope)}
    order by x."on", x.id limit 100`,
  );

/** Who waits for a voluntary place, the longest waiting first. */
export const waitingForPlace = (db: Sql, ask: { programmeId: string; scope: Scope }): Promise<LineRow[]> =>
  run(
    db,
    sql<LineRow>`
    select 'place' as what, x.id, c.case_id, ${nameOf} as name, c.reference, s.staff_name as worker, x.afterwards_on as "on", null as reason,
      null as by
    from interview_series x
    join ${casePlaces} c on c.case_id = x.case_id
    join ${people} p on p.person_id = c.person_id
    left join ${staffNames} s on s.staff_id = c.key_worker_id
    where x.place = 'waiting' and c.status <> 'closed' and c.programme_id = ${ask.programmeId} and ${casesInScope(ask.scope)}
    order by x.afterwards_on, x.id limit 100`,
  );

/** A sample of what was waived or settled as a good cause since a day: the same five for everybody who looks in a month. */
export const sampleSince = (
  db: Sql,
  ask: { programmeId: string; scope: Scope; since: string; month: string },
): Promise<LineRow[]> =>
  run(
    db,
    sql<LineRow>`
    select x.what, x.id, c.case_id, ${nameOf} as name, c.reference, s.staff_name as worker, x."on", x.reason, null as by from (
      select 'failure' as what, id, case_id, answered_on as "on", cause as reason from attendance_failure
        where state = 'good_cause' and answered_on >= ${ask.since}::date
      union all
      select 'waiver', id, case_id, asked_on, reason from requirement_change
        where kind = 'waiver' and state in ('in_force', 'ended') and asked_on >= ${ask.since}::date) x
    join ${casePlaces} c on c.case_id = x.case_id
    join ${people} p on p.person_id = c.person_id
    left join ${staffNames} s on s.staff_id = c.key_worker_id
    where c.programme_id = ${ask.programmeId} and ${casesInScope(ask.scope)}
    order by md5(x.id::text || ${ask.month}::text), x.id limit 5`,
  );

/** What the interviews of each worker of a team came to between two days: one row each. */
export type CountRow = {
  staff_id: string;
  name: string;
  came: number;
  missed: number;
  good_cause: number;
  attempts: number;
  proposed: number;
  agreed: number;
  caseload: number;
  at_point: number;
  waived: number;
  while_full: number;
};

/**
 * Of each of these workers: interviews that were attended or missed; of the failures causes, attempts, proposals and decisions; and
 * of the open cases how many stood at a point at first, were waived since a day, and were so while the caseload was above `full`.
 */
export const countsOf = (
  db: Sql,
  ask: {
    staffIds: readonly string[];
    from: string;
    to: string;
    point: { instrument: string; question: string; code: string };
    full: number;
  },
): Promise<CountRow[]> =>
  run(
    db,
    sql<CountRow>`
    select s.staff_id, s.staff_name as name, coalesce(d.came, 0)::int as came, coalesce(d.missed, 0)::int as missed,
      coalesce(f.good_cause, 0)::int as good_cause, coalesce(f.attempts, 0)::int as attempts, coalesce(f.proposed, 0)::int as proposed,
      coalesce(f.agreed, 0)::int as agreed, coalesce(c.caseload, 0)::int as caseload, coalesce(c.at_point, 0)::int as at_point,
      coalesce(c.waived, 0)::int as waived, coalesce(c.while_full, 0)::int as while_full
    from ${staffNames} s
    left join ${cameAndMissed('interview', ask)} d on d.staff_id = s.staff_id
    left join (
      select worker_id, count(*) filter (where good_cause) as good_cause, count(*) filter (where proposal is not null) as proposed,
        count(*) filter (where decision = 'agreed') as agreed,
        sum((select count(*) from failure_step t where t.failure_id = a.id)) as attempts
      from attendance_failure a
      where worker_id = any(${ask.staffIds}::uuid[]) and failed_on >= ${ask.from}::date and failed_on < ${ask.to}::date
      group by worker_id) f on f.worker_id = s.staff_id
    left join (
      select key_worker_id, count(*) as caseload, count(*) filter (where at_point) as at_point,
        count(*) filter (where at_point and waived) as waived, count(*) filter (where at_point and while_full) as while_full
      from (
        select p.key_worker_id, ${firstAnswer(sql`p.case_id`, ask.point.instrument, ask.point.question)} = ${ask.point.code} as at_point,
          w.waived, w.while_full
        from ${casePlaces} p left join lateral (
          select true as waived, bool_or(coalesce(r.caseload, 0) > ${ask.full}) as while_full from requirement_change r
          where r.case_id = p.case_id and r.kind = 'waiver' and r.state in ('in_force', 'ended')
            and r.asked_on >= ${ask.from}::date and r.asked_on < ${ask.to}::date
          having count(*) > 0) w on true
        where p.key_worker_id = any(${ask.staffIds}::uuid[]) and p.status <> 'closed') o
      group by key_worker_id) c on c.key_worker_id = s.staff_id
    where s.staff_id = any(${ask.staffIds}::uuid[])`,
  );
