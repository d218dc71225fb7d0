import { sql } from 'kysely';
import { staffToday } from '../access/actions/parts.ts';
import { type SupervisionPart, supervisionOf } from '../care/actions/parts.ts';
import { statement } from '../kit/db.ts';

/** A key worker whose Today somebody looks at, or whose caseload they cover. */
export type WorkerRow = {
  staff_id: string;
  staff_name: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
  covered_by: string | null;
  covered_until: string | null;
  put_off: { caseId: string; reason: string; level: number; until: string }[];
  supervision: SupervisionPart[];
};

/** Key workers with their place, who covers for them, what they put off and their supervision: one statement. */
export const workersToday = statement(
  'today.workersToday',
  (p: { staffIds: readonly string[]; today: string }) => sql<WorkerRow>`
    select s.staff_id, s.staff_name, s.programme_id, s.area_id, s.provider_id, s.covered_by, s.covered_until,
      (select coalesce(json_agg(json_build_object('caseId', o.case_id, 'reason', o.reason, 'level', o.level, 'until', o.until)), '[]')
        from today_put_off o where o.staff_id = s.staff_id and o.until > ${p.today}::date) as put_off,
      ${supervisionOf('s.staff_id')} as supervision
    from ${staffToday(p.today)} s where s.staff_id = any(${p.staffIds}::uuid[]) order by s.staff_code`,
);

/** Puts reasons of a case off until a day; one that was put off before gets the new day. */
export const putOff = statement(
  'today.putOff',
  (p: { rows: string }) => sql`
    insert into today_put_off (id, staff_id, case_id, person_id, reason, level, until, put_off_on, put_off_by)
    select id, staff_id, case_id, person_id, reason, level, until, put_off_on, put_off_by
    from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, staff_id uuid, case_id uuid, person_id uuid, reason text,
      level smallint, until date, put_off_on date, put_off_by uuid)
    on conflict (staff_id, case_id, reason) do update
      set level = excluded.level, until = excluded.until, put_off_on = excluded.put_off_on, put_off_by = excluded.put_off_by`,
);

/** Takes back what was put off of a case: it stands on Today again. */
export const bringBack = statement(
  'today.bringBack',
  (p: { staffId: string; caseId: string; today: string }) => sql<{ reason: string }>`
    update today_put_off set until = ${p.today}::date
    where staff_id = ${p.staffId} and case_id = ${p.caseId} and until > ${p.today}::date returning reason`,
);
