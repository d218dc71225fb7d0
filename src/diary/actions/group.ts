/** What sessions of groups ask of the diary: the time of each who takes part, and rooms to choose from. */
import { sql as raw } from 'kysely';
import { staffPlaces } from '../../access/actions/parts.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import type { State } from '../rules/words.ts';
import * as store from '../store/group.ts';
import { lockDiaries } from './world.ts';

/** Takes somebody's time for a session. False when another appointment of theirs has it; nothing is written then. */
export async function holdPerson(tx: Tx, appointmentId: string, personId: string): Promise<boolean> {
  // Whoever books this person now waits, so that the look and the hold are one.
  await lockDiaries(tx, [personId]);
  return (await store.holdPerson(tx, { appointmentId, personId })).length > 0;
}

/** Takes the time of many for a session. Resolves to those who have another appointment then; nothing is held for them. */
export async function holdPeople(tx: Tx, appointmentId: string, personIds: readonly string[]): Promise<Set<string>> {
  await lockDiaries(tx, personIds);
  const held = new Set((await store.holdPeople(tx, { appointmentId, personIds })).map(({ holder }) => holder));
  return new Set(personIds.filter((id) => !held.has(id)));
}

/** Sessions to come that stand in the leave of whoever leads them: somebody moves them, takes them over or cancels them. */
export type SessionInLeave = Awaited<ReturnType<typeof store.sessionsInLeave>>[number];
export const sessionsInLeave = (sql: Sql, staffId: string, now: Temporal.Instant) =>
  store.sessionsInLeave(sql, { staffId, after: now.toString() });

/** Gives somebody's time back. */
export async function releasePerson(tx: Tx, appointmentId: string, personId: string): Promise<void> {
  await store.releasePerson(tx, { appointmentId, personId });
}

/** Rooms of a programme that can be booked, with their sites. */
export function roomsOfProgramme(sql: Sql, programmeId: string) {
  return store.roomsOfProgramme(sql, { programmeId });
}

/** When and where a session is, and who leads it; moments in milliseconds since 1970. */
export type SessionTime = {
  appointment_id: string;
  staff_id: string;
  staff_name: string;
  staff_area: string | null;
  staff_provider: string | null;
  site_name: string;
  room_name: string | null;
  time_zone: string;
  from_ms: number;
  to_ms: number;
  state: State;
  appointment_version: number;
};

/** Appointments of sessions, to stand after `join` in another room's statement. */
export const sessionTimes = raw<SessionTime>`(
  select a.id as appointment_id, a.staff_id, s.staff_name, s.area_id as staff_area, s.provider_id as staff_provider, t.name as site_name,
    r.name as room_name, t.time_zone, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms,
    (extract(epoch from a.ends_at) * 1000)::bigint as to_ms, a.state, a.version as appointment_version, a.starts_at as session_starts
  from appointment a join ${staffPlaces} s on s.staff_id = a.staff_id join site t on t.id = a.site_id
  left join site_room r on r.id = a.room_id)`;

/** Appointments away from the office that are still to come or have no outcome, to stand after `from` in another room's statement. */
export const bookedAway = raw<{ appointment_id: string; case_id: string; on_day: string }>`(
  select a.id as appointment_id, a.case_id, (a.starts_at at time zone t.time_zone)::date as on_day
  from appointment a join site t on t.id = a.site_id
  where a.state = 'booked' and (a.mode = 'home' or (a.mode = 'elsewhere' and not t.outreach)))`;
