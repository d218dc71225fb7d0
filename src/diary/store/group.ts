import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Takes the time of somebody for a session, unless something else has it; no row then. */
export const holdPerson = statement(
  'diary.holdPerson',
  (p: { appointmentId: string; personId: string }) => sql<{ appointment_id: string }>`
    insert into diary_hold (appointment_id, holder, span)
    select a.id, ${p.personId}::uuid, tstzrange(a.starts_at, a.ends_at) from appointment a
    where a.id = ${p.appointmentId} and not exists (
      select from diary_hold h where h.holder = ${p.personId}::uuid and h.span && tstzrange(a.starts_at, a.ends_at))
    returning appointment_id`,
);

/** Takes the time of everybody who still has it for a session; whose time something else has is missing among the rows. */
export const holdPeople = statement(
  'diary.holdPeople',
  (p: { appointmentId: string; personIds: readonly string[] }) => sql<{ holder: string }>`
    insert into diary_hold (appointment_id, holder, span)
    select a.id, x.person, tstzrange(a.starts_at, a.ends_at) from appointment a cross join unnest(${p.personIds}::uuid[]) x (person)
    where a.id = ${p.appointmentId} and not exists (
      select from diary_hold h where h.holder = x.person and h.span && tstzrange(a.starts_at, a.ends_at))
    returning holder`,
);

/** Sessions to come that stand in the leave of whoever leads them, the earliest first. */
export const sessionsInLeave = statement(
  'diary.sessionsInLeave',
  (p: { staffId: string; after: string }) => sql<{
    id: string;
    about: string | null;
    from_ms: number;
    to_ms: number;
    time_zone: string;
    site_name: string;
  }>`
    select a.id, a.about, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms, (extract(epoch from a.ends_at) * 1000)::bigint as to_ms,
      t.time_zone, t.name as site_name
    from appointment a join site t on t.id = a.site_id
    where a.staff_id = ${p.staffId} and a.case_id is null and a.state = 'booked' and a.starts_at > ${p.after}::timestamptz and exists (
      select from staff_leave l where l.staff_id = a.staff_id and l.withdrawn_at is null
        and tstzrange(a.starts_at, a.ends_at) && any (select tstzrange(
          (d + coalesce(l.starts, time '00:00')) at time zone t.time_zone,
          case when l.ends is null then (d + 1)::timestamp at time zone t.time_zone else (d + l.ends) at time zone t.time_zone end)
        from (select g::date as d from generate_series(
          greatest(l.from_on, (a.starts_at at time zone t.time_zone)::date),
          least(l.to_on, (a.ends_at at time zone t.time_zone)::date), interval '1 day') g) days))
    order by a.starts_at, a.id limit 100`,
);

export const releasePerson = statement(
  'diary.releasePerson',
  (p: { appointmentId: string; personId: string }) => sql`
    delete from diary_hold where appointment_id = ${p.appointmentId} and holder = ${p.personId}::uuid`,
);

/** Rooms of a programme that can be booked, with their sites; the largest of a site first. */
export const roomsOfProgramme = statement(
  'diary.roomsOfProgramme',
  (p: { programmeId: string }) => sql<{ id: string; name: string; places: number; site_id: string; site_name: string }>`
    select r.id, r.name, r.places, r.site_id, t.name as site_name from site_room r join site t on t.id = r.site_id
    where t.programme_id = ${p.programmeId} and r.closed_at is null and t.closed_at is null
    order by t.name, r.places desc, r.name limit 500`,
);
