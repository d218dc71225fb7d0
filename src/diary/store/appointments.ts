import { sql } from 'kysely';
import { staffNames } from '../../access/actions/parts.ts';
import { type CasePlacePart, casePlacesPart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { AskedBy, Kind, Mode, Need, State } from '../rules/words.ts';

/** Limits that a manager passed for an appointment, and why. */
export type Override = { limits: string[]; reason: string; by: string | null };

/** An appointment with the names that are shown beside it and what the policy asks of its case. Moments in milliseconds. */
export type AppointmentRow = Omit<CasePlacePart, 'case_id' | 'restricted'> & {
  id: string;
  programme_id: string;
  case_id: string | null;
  person_id: string | null;
  restricted: boolean | null;
  given_name: string | null;
  family_name: string | null;
  staff_id: string;
  staff_name: string;
  staff_code: string;
  site_id: string;
  site_name: string;
  site_address: string | null;
  /** A venue of somebody else that was accepted. */
  outreach: boolean;
  time_zone: string;
  room_id: string | null;
  room_name: string | null;
  interpreter_id: string | null;
  interpreter_name: string | null;
  language: string | null;
  kind: Kind;
  mode: Mode;
  from_ms: number;
  to_ms: number;
  buffer_minutes: number;
  travel_minutes: number;
  heavy: boolean;
  mandatory: boolean;
  needs: Need[];
  state: State;
  state_reason: string | null;
  late_minutes: number | null;
  asked_by: AskedBy | null;
  moved_to: string | null;
  chain_id: string;
  override: Override | null;
  handover: string | null;
  note: string | null;
  about: string | null;
  version: number;
};

const select = sql`
  select a.id, a.programme_id, a.case_id, a.person_id, a.staff_id, s.staff_name, s.staff_code, a.site_id, t.name as site_name, t.address as site_address, t.outreach, t.time_zone,
    a.room_id, r.name as room_name, a.interpreter_id, i.name as interpreter_name, i.language, a.kind, a.mode,
    (extract(epoch from a.starts_at) * 1000)::bigint as from_ms, (extract(epoch from a.ends_at) * 1000)::bigint as to_ms,
    a.buffer_minutes, a.travel_minutes, a.heavy, a.mandatory, a.needs, a.state, a.state_reason, a.late_minutes, a.asked_by, a.moved_to,
    a.chain_id, a.override, a.handover, a.note, a.about, a.version,
    c.area_id, c.provider_id, c.key_worker_id, c.restricted, c.case_reference, c.case_status, p.given_name, p.family_name
  from appointment a
  join ${staffNames} s on s.staff_id = a.staff_id
  join site t on t.id = a.site_id
  left join site_room r on r.id = a.room_id
  left join interpreter i on i.id = a.interpreter_id
  left join ${casePlacesPart} c on c.case_id = a.case_id
  left join ${people} p on p.person_id = a.person_id`;

export const findAppointment = statement(
  'diary.findAppointment',
  (p: { id: string }) => sql<AppointmentRow>`${select} where a.id = ${p.id}`,
);

/** Several appointments as they stand, kept from others until the transaction ends. */
export const lockAppointments = statement(
  'diary.lockAppointments',
  (p: { ids: readonly string[] }) => sql<AppointmentRow>`
    ${select} where a.id = any(${p.ids}::uuid[]) order by a.id for update of a`,
);

/** Appointments of a worker that begin between two moments, in order. */
export const ofStaff = statement(
  'diary.ofStaff',
  (p: { staffId: string; from: string; to: string; limit: number }) => sql<AppointmentRow>`
    ${select} where a.staff_id = ${p.staffId} and a.starts_at >= ${p.from}::timestamptz and a.starts_at < ${p.to}::timestamptz
    order by a.starts_at, a.id limit ${p.limit}::int`,
);

/** Appointments at a site that begin between two moments, in order; with a room those of the room alone. */
export const ofSite = statement(
  'diary.ofSite',
  (p: { siteId: string; roomId: string | null; from: string; to: string; limit: number }) => sql<AppointmentRow>`
    ${select} where a.site_id = ${p.siteId} and a.starts_at >= ${p.from}::timestamptz and a.starts_at < ${p.to}::timestamptz
      and (${p.roomId}::uuid is null or a.room_id = ${p.roomId}::uuid)
      and a.state not in ('cancelled_by_us', 'cancelled_by_them', 'moved')
    order by a.starts_at, a.id limit ${p.limit}::int`,
);

/** Appointments of a case, the latest first. */
export const ofCase = statement(
  'diary.ofCase',
  (p: { caseId: string; limit: number }) => sql<AppointmentRow>`
    ${select} where a.case_id = ${p.caseId} order by a.starts_at desc, a.id limit ${p.limit}::int`,
);

/** What is booked of a case, the earliest first. */
export const bookedOfCase = statement(
  'diary.bookedOfCase',
  (p: { caseId: string }) => sql<AppointmentRow>`
    ${select} where a.case_id = ${p.caseId} and a.state = 'booked' order by a.starts_at, a.id limit 20`,
);

/** What is booked at a site, in a room or with an interpreter and has not ended, the earliest first. */
export const standingAt = statement(
  'diary.standingAt',
  (p: { id: string; after: string }) => sql<AppointmentRow>`
    ${select} where a.id in (
      select id from appointment where site_id = ${p.id} and state = 'booked' and ends_at > ${p.after}::timestamptz
      union select b.id from diary_hold h join appointment b on b.id = h.appointment_id
        where h.holder = ${p.id} and b.state = 'booked' and b.ends_at > ${p.after}::timestamptz)
    order by a.starts_at, a.id limit 20`,
);

/** The appointments of a chain of moves, the first first. */
export const ofChain = statement(
  'diary.ofChain',
  (p: { chainId: string }) => sql<AppointmentRow>`
    ${select} where a.chain_id = ${p.chainId} order by a.created_at, a.id limit 100`,
);

/** Appointments of a worker that ended before a moment and still have no outcome, the latest first. */
export const withoutOutcome = statement(
  'diary.withoutOutcome',
  (p: { staffId: string; before: string; limit: number }) => sql<AppointmentRow>`
    ${select} where a.staff_id = ${p.staffId} and a.state = 'booked' and a.ends_at < ${p.before}::timestamptz
    order by a.ends_at desc, a.id limit ${p.limit}::int`,
);

/** What is booked and begins so many hours after a moment between two. */
export const toRemind = statement(
  'diary.toRemind',
  (p: { from: string; to: string; hours: number }) => sql<
    Pick<AppointmentRow, 'id' | 'mode' | 'from_ms' | 'time_zone' | 'site_name' | 'site_address' | 'outreach'> & {
      case_id: string;
    }
  >`
    select a.id, a.case_id, a.mode, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms, t.time_zone, t.name as site_name,
      t.address as site_address, t.outreach
    from appointment a join site t on t.id = a.site_id
    where a.state = 'booked' and a.case_id is not null
      and a.starts_at >= ${p.from}::timestamptz + make_interval(hours => ${p.hours}::int)
      and a.starts_at < ${p.to}::timestamptz + make_interval(hours => ${p.hours}::int)
    order by a.starts_at, a.id`,
);

/** What became of appointments, by their ids or by what they are about in another room. */
export const attendance = statement(
  'diary.attendance',
  (p: { ids: readonly string[]; abouts: readonly string[] }) => sql<{
    id: string;
    about: string | null;
    case_id: string | null;
    staff_id: string;
    from_ms: number;
    state: State;
    late_minutes: number | null;
    state_reason: string | null;
    asked_by: AskedBy | null;
    moved_to: string | null;
  }>`
    select id, about, case_id, staff_id, (extract(epoch from starts_at) * 1000)::bigint as from_ms, state, late_minutes, state_reason,
      asked_by, moved_to
    from appointment where id = any(${p.ids}::uuid[])
    union all
    select id, about, case_id, staff_id, (extract(epoch from starts_at) * 1000)::bigint, state, late_minutes, state_reason, asked_by, moved_to
    from appointment where about = any(${p.abouts}::text[]) and not id = any(${p.ids}::uuid[])
    order by from_ms, id`,
);

/** A row to insert; names as the columns, moments as ISO 8601. */
export type NewAppointment = {
  id: string;
  programme_id: string;
  case_id: string | null;
  person_id: string | null;
  staff_id: string;
  site_id: string;
  room_id: string | null;
  interpreter_id: string | null;
  kind: string;
  mode: string;
  starts_at: string;
  ends_at: string;
  travel_minutes: number;
  mandatory: boolean;
  needs: readonly string[];
  chain_id: string;
  override: Override | null;
  handover: string | null;
  note: string | null;
  about: string | null;
  created_by: string | null;
};

export const insertAppointments = statement(
  'diary.insertAppointments',
  (p: { rows: string }) => sql`
    insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, room_id, interpreter_id, kind, mode, starts_at, ends_at,
      travel_minutes, mandatory, needs, chain_id, override, handover, note, about, created_by)
    select id, programme_id, case_id, person_id, staff_id, site_id, room_id, interpreter_id, kind, mode, starts_at, ends_at,
      travel_minutes, mandatory, needs, chain_id, override, handover, note, about, created_by
    from jsonb_to_recordset(${p.rows}::jsonb) as x(id uuid, programme_id uuid, case_id uuid, person_id uuid, staff_id uuid, site_id uuid,
      room_id uuid, interpreter_id uuid, kind text, mode text, starts_at timestamptz, ends_at timestamptz, travel_minutes int,
      mandatory bool, needs text[], chain_id uuid, override jsonb, handover text, note text, about text, created_by uuid)`,
);

/** Takes the time of worker, person, room and interpreter; the database refuses what another appointment has. */
export const insertHolds = statement(
  'diary.insertHolds',
  (p: { ids: readonly string[] }) => sql`
    insert into diary_hold (appointment_id, holder, span)
    select a.id, h.holder, tstzrange(a.starts_at, a.ends_at) from appointment a
    cross join lateral unnest(array[a.staff_id, a.person_id, a.room_id, a.interpreter_id]) h (holder)
    where a.id = any(${p.ids}::uuid[]) and h.holder is not null`,
);

export const deleteHolds = statement(
  'diary.deleteHolds',
  (p: { ids: readonly string[] }) => sql`delete from diary_hold where appointment_id = any(${p.ids}::uuid[])`,
);

/** Gives booked appointments their final state. No row where somebody was first. */
export const settle = statement(
  'diary.settle',
  (p: {
    id: string;
    version: number;
    state: string;
    reason: string | null;
    lateMinutes: number | null;
    askedBy: string | null;
    movedTo: string | null;
    at: string;
  }) => sql<{ id: string }>`
    update appointment set state = ${p.state}, state_reason = ${p.reason}, late_minutes = ${p.lateMinutes}, asked_by = ${p.askedBy},
      moved_to = ${p.movedTo}, settled_at = ${p.at}::timestamptz, version = version + 1
    where id = ${p.id} and version = ${p.version} and state = 'booked' returning id`,
);

/** Gives many booked appointments what became of them. */
export const settleMany = statement(
  'diary.settleMany',
  (p: { rows: string }) => sql`
    update appointment a set state = x.state, state_reason = x.reason, late_minutes = x.late, asked_by = x.asked_by, settled_at = x.at,
      version = version + 1
    from jsonb_to_recordset(${p.rows}::jsonb) as x(id uuid, state text, reason text, late int, asked_by text, at timestamptz)
    where a.id = x.id and a.state = 'booked'`,
);

/** Corrects what is on file of one that has an outcome. The event keeps what was there. */
export const correct = statement(
  'diary.correct',
  (p: {
    id: string;
    version: number;
    state: string;
    reason: string | null;
    lateMinutes: number | null;
    askedBy: string | null;
  }) => sql<{ id: string }>`
    update appointment set state = ${p.state}, state_reason = ${p.reason}, late_minutes = ${p.lateMinutes}, asked_by = ${p.askedBy},
      version = version + 1
    where id = ${p.id} and version = ${p.version} and state not in ('booked', 'moved') returning id`,
);

export const setHeavy = statement(
  'diary.setHeavy',
  (p: { id: string; version: number; heavy: boolean; buffer: number }) => sql<{ id: string }>`
    update appointment set heavy = ${p.heavy}, buffer_minutes = ${p.buffer}, version = version + 1
    where id = ${p.id} and version = ${p.version} and state not in ('cancelled_by_us', 'cancelled_by_them', 'moved') returning id`,
);
