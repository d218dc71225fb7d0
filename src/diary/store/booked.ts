/** Statements about what is booked: for whoever takes a case over, for Today, and for the meeting that it was. */
import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { keyWorkerSpans } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { AppointmentRow } from './appointments.ts';

/** What is still booked of cases with the workers named beside them: after a moment, and from a day of the site's clock on. */
export const bookedWith = statement(
  'diary.bookedWith',
  (p: { rows: string; after: string; fromOn: string }) => sql<{ id: string; site_id: string }>`
    select a.id, a.site_id from jsonb_to_recordset(${p.rows}::jsonb) as x(case_id uuid, staff_id uuid)
    join appointment a on a.case_id = x.case_id and a.staff_id = x.staff_id and a.state = 'booked' and a.starts_at > ${p.after}::timestamptz
    join site t on t.id = a.site_id and (a.starts_at at time zone t.time_zone)::date >= ${p.fromOn}::date
    order by a.starts_at, a.id`,
);

/** Gives booked appointments to other workers, with the time that they hold. */
export const passOn = statement(
  'diary.passOn',
  (p: { rows: string }) => sql<{ id: string }>`
    with x as (select * from jsonb_to_recordset(${p.rows}::jsonb) as x(id uuid, from_staff uuid, to_staff uuid)),
      held as (update diary_hold h set holder = x.to_staff from x where h.appointment_id = x.id and h.holder = x.from_staff)
    update appointment a set staff_id = x.to_staff, version = a.version + 1 from x where a.id = x.id returning a.id`,
);

/** What is booked of a case by the end of a day of the site's clock, the latest first. */
export const openOfCase = statement(
  'diary.openOfCase',
  (p: { caseId: string; day: string }) => sql<Pick<AppointmentRow, 'id' | 'kind' | 'mode' | 'time_zone' | 'from_ms'>>`
    select a.id, a.kind, a.mode, t.time_zone, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms
    from appointment a join site t on t.id = a.site_id
    where a.case_id = ${p.caseId} and a.state = 'booked' and (a.starts_at at time zone t.time_zone)::date <= ${p.day}::date
    order by a.starts_at desc, a.id limit 3`,
);

/** Takes the outcome back that was given last; its time was never given up. */
export const reopen = statement(
  'diary.reopen',
  (p: { id: string; version: number }) => sql<{ id: string }>`
    update appointment set state = 'booked', state_reason = null, late_minutes = null, asked_by = null, settled_at = null, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and state in ('attended', 'late', 'did_not_attend') returning id`,
);

/**
 * Appointments of these cases that began by a day and have no outcome, and those to come that are still with somebody who was
 * their key worker and is no more; in order.
 */
export const unsettledOfCases = statement(
  'diary.unsettledOfCases',
  (p: { caseIds: readonly string[]; day: string }) => sql<
    Pick<AppointmentRow, 'id' | 'kind' | 'time_zone' | 'from_ms' | 'staff_name'> & { case_id: string }
  >`
    select a.id, a.case_id, a.kind, t.time_zone, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms, s.staff_name
    from appointment a join site t on t.id = a.site_id join ${staffNames} s on s.staff_id = a.staff_id
    where a.case_id = any(${p.caseIds}::uuid[]) and a.state = 'booked' and (a.starts_at < ${p.day}::date + 1 or (
      exists (select from ${keyWorkerSpans} k where k.case_id = a.case_id and k.staff_id = a.staff_id)
      and not exists (select from ${keyWorkerSpans} k where k.case_id = a.case_id and k.staff_id = a.staff_id
        and coalesce(k.ends_on >= ${p.day}::date, true))))
    order by a.starts_at, a.id limit 1000`,
);
