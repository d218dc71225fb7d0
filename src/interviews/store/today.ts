import { sql } from 'kysely';
import { latestAbout } from '../../diary/actions/about.ts';
import { statement } from '../../kit/db.ts';

/** What a series asks of the key worker. `on` is the day on which it is due, 'YYYY-MM-DD'. */
export type MatterRow = {
  case_id: string;
  what: 'start' | 'book' | 'afterwards' | 'missed' | 'clock' | 'visit' | 'return' | 'review' | 'call';
  on: string;
  id: string | null;
  number: number | null;
};

/**
 * Of each case: that no series was started; the next interview that is not booked, the choice after the last one, somebody who did not come, the end of a
 * failure's clock, a visit that comes first, the day of return of somebody who was put off, a review, and a call to keep in touch.
 */
export const mattersOfCases = statement(
  'interviews.mattersOfCases',
  (p: { caseIds: readonly string[]; today: string }) => sql<MatterRow>`
    with open as materialized (
      select distinct on (i.case_id) i.case_id, i.id, i.number, i.planned_on, d.appointment_id, d.appointment_state, d.on_day
      from interview_series s join interview i on i.series_id = s.id
      left join lateral ${latestAbout(sql`'interview:' || i.id`)} d on true
      where s.case_id = any(${p.caseIds}::uuid[]) and s.state = 'running' and i.number is not null and i.held_on is null and i.lifted is null
        and d.appointment_state is distinct from 'attended' and d.appointment_state is distinct from 'late'
      order by i.case_id, i.number)
    select o.case_id, 'book' as what, o.planned_on as "on", o.id, o.number from open o
      where o.appointment_state is distinct from 'booked' and o.appointment_state is distinct from 'did_not_attend'
        and not exists (select from requirement_change r where r.case_id = o.case_id and r.kind = 'deferral' and r.state = 'in_force'
          and r.returns_on is null)
    union all
    select o.case_id, 'missed', o.on_day::date, o.id, o.number from open o
      where o.appointment_state = 'did_not_attend'
        and not exists (select from attendance_failure f where f.appointment_id = o.appointment_id)
    union all
    select s.case_id, 'afterwards', s.started_on, s.id, null from interview_series s
      where s.case_id = any(${p.caseIds}::uuid[]) and s.state = 'running' and not exists (select from open o where o.case_id = s.case_id)
    union all
    select f.case_id, case when f.protected <> '{}' and f.visit_outcome is null then 'visit' else 'clock' end,
        case when f.protected <> '{}' and f.visit_outcome is null then f.failed_on else f.answer_by + 1 end, f.id, null
      from attendance_failure f where f.case_id = any(${p.caseIds}::uuid[]) and f.state = 'open'
    union all
    select r.case_id, 'review', r.review_on, r.id, null from requirement_change r
      where r.case_id = any(${p.caseIds}::uuid[]) and r.state = 'in_force'
    union all
    select r.case_id, 'return', r.returns_on, r.id, null from requirement_change r
      where r.case_id = any(${p.caseIds}::uuid[]) and r.state = 'in_force' and r.kind = 'deferral' and r.returns_on is not null
    union all
    select s.case_id, 'call', s.next_call_on, s.id, null from interview_series s
      where s.case_id = any(${p.caseIds}::uuid[]) and s.next_call_on is not null
    union all
    select x.id, 'start', ${p.today}::date, null, null from unnest(${p.caseIds}::uuid[]) x (id)
      where not exists (select from interview_series s where s.case_id = x.id)`,
);
