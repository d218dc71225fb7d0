import { sql } from 'kysely';
import { type CasePlacePart, casePlacesPart } from '../../cases/actions/parts.ts';
import { type SessionTime, sessionTimes } from '../../diary/actions/group.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { PlaceState } from '../rules.ts';

/** A session with its time and how full it is. */
export type SessionRow = SessionTime & {
  id: string;
  programme_id: string;
  title: string;
  words: string | null;
  places: number;
  version: number;
  taken: number;
  waiting: number;
};

const sessions = sql`select g.id, g.programme_id, g.title, g.words, g.places, g.version, d.*,
    count(*) filter (where l.state not in ('waiting', 'cancelled_by_us', 'cancelled_by_them')) as taken,
    count(*) filter (where l.state = 'waiting') as waiting
  from group_session g join ${sessionTimes} d on d.appointment_id = g.appointment_id left join group_place l on l.session_id = g.id`;
const grouped = sql`group by g.id, d.appointment_id, d.staff_id, d.staff_name, d.staff_area, d.staff_provider, d.site_name, d.room_name,
  d.time_zone, d.from_ms, d.to_ms, d.state, d.appointment_version, d.session_starts`;

export const findSession = statement(
  'groups.find',
  (p: { id: string }) => sql<SessionRow>`${sessions} where g.id = ${p.id} ${grouped}`,
);

/** Sessions of programmes that begin between two moments, the earliest first. */
export const sessionsBetween = statement(
  'groups.between',
  (p: { programmeIds: readonly string[]; from: string; to: string; limit: number }) => sql<SessionRow>`
    ${sessions} where g.programme_id = any(${p.programmeIds}::uuid[]) and d.session_starts >= ${p.from}::timestamptz
      and d.session_starts < ${p.to}::timestamptz ${grouped} order by d.session_starts, g.id limit ${p.limit}::int`,
);

export const insertSession = statement(
  'groups.insert',
  (p: {
    id: string;
    programmeId: string;
    appointmentId: string;
    title: string;
    words: string | null;
    places: number;
    by: string | null;
  }) => sql`
    insert into group_session (id, programme_id, appointment_id, title, words, places, created_by)
    values (${p.id}, ${p.programmeId}, ${p.appointmentId}, ${p.title}, ${p.words}, ${p.places}, ${p.by})`,
);

/** Gives a session another appointment: another time, room or leader. */
export const setAppointment = statement(
  'groups.setAppointment',
  (p: { id: string; appointmentId: string }) => sql`
    update group_session set appointment_id = ${p.appointmentId}, version = version + 1 where id = ${p.id}`,
);

/** Keeps everybody else from the places of a session until the transaction ends. */
export const lockSession = statement(
  'groups.lock',
  (p: { id: string }) => sql<{ id: string }>`select id from group_session where id = ${p.id} for update`,
);

/** A place, whose it is, and what the policy asks of their case. */
export type PlaceRow = CasePlacePart & {
  id: string;
  session_id: string;
  person_id: string;
  programme_id: string;
  given_name: string | null;
  family_name: string | null;
  state: PlaceState;
  reason: string | null;
  version: number;
};

const places = sql`select l.id, l.session_id, l.person_id, g.programme_id, l.state, l.reason, l.version, c.*, p.given_name, p.family_name
  from group_place l join group_session g on g.id = l.session_id join ${casePlacesPart} c on c.case_id = l.case_id
  join ${people} p on p.person_id = l.person_id`;

/** Places of a session, those who asked first first. */
export const placesOf = statement(
  'groups.places',
  (p: { sessionId: string }) => sql<PlaceRow>`
    ${places} where l.session_id = ${p.sessionId} order by l.asked_at, l.id limit 1000`,
);

/** The places of a case in these sessions that were not given up. */
export const placesOfCase = statement(
  'groups.placesOfCase',
  (p: { caseId: string; sessionIds: readonly string[] }) => sql<{
    id: string;
    session_id: string;
    state: PlaceState;
    version: number;
  }>`
    select id, session_id, state, version from group_place
    where case_id = ${p.caseId} and session_id = any(${p.sessionIds}::uuid[]) and state not in ('cancelled_by_us', 'cancelled_by_them')`,
);

export const insertPlace = statement(
  'groups.insertPlace',
  (p: {
    id: string;
    sessionId: string;
    caseId: string;
    personId: string;
    state: PlaceState;
    by: string | null;
    at: string;
  }) => sql<{ id: string }>`
    insert into group_place (id, session_id, case_id, person_id, state, given_by, asked_at)
    values (${p.id}, ${p.sessionId}, ${p.caseId}, ${p.personId}, ${p.state}, ${p.by}, ${p.at}) on conflict do nothing returning id`,
);

/** Gives places what became of them; no row for one that was changed meanwhile. */
export const setPlaces = statement(
  'groups.setPlaces',
  (p: {
    ids: readonly string[];
    versions: readonly number[];
    states: readonly PlaceState[];
    reasons: readonly (string | null)[];
    from: readonly PlaceState[];
  }) => sql<{ id: string }>`
    update group_place l set state = x.state, reason = x.reason, version = l.version + 1
    from unnest(${p.ids}::uuid[], ${p.versions}::int[], ${p.states}::text[], ${p.reasons}::text[]) x (id, version, state, reason)
    where l.id = x.id and l.version = x.version and l.state = any(${p.from}::text[]) returning l.id`,
);
