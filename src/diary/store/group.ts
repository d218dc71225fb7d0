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
