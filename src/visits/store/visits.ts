import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { PlaceKind, VisitTimes } from '../rules.ts';

/** A visit with the names of those in it. Moments as PostgreSQL writes them. */
export type VisitRow = {
  id: string;
  case_id: string;
  person_id: string;
  programme_id: string;
  appointment_id: string | null;
  worker_id: string;
  worker_name: string;
  starts_at: string;
  ends_at: string;
  place_kind: PlaceKind;
  place: string;
  companion: string | null;
  phone: string;
  risks: string;
  precautions: string;
  first_contact: string;
  first_name: string;
  second_contact: string | null;
  second_name: string | null;
  approval: VisitTimes['approval'];
  approved_by_name: string | null;
  begun_at: string | null;
  ended_at: string | null;
  ended_by_name: string | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  told: number;
  help_at: string | null;
  answered_at: string | null;
  answered_by_name: string | null;
  outcome: string | null;
  version: number;
};

const rows = sql`select v.id, v.case_id, v.person_id, v.programme_id, v.appointment_id, v.worker_id, w.user_name as worker_name,
    v.starts_at, v.ends_at, v.place_kind, v.place, v.companion, v.phone, v.risks, v.precautions, v.first_contact,
    f.user_name as first_name, v.second_contact, s.user_name as second_name, v.approval, a.user_name as approved_by_name, v.begun_at,
    v.ended_at, e.user_name as ended_by_name, v.cancelled_at, v.cancel_reason, v.told, v.help_at, v.answered_at,
    n.user_name as answered_by_name, v.outcome, v.version
  from visit v
  join ${userNamesPart} w on w.user_id = v.worker_id
  join ${userNamesPart} f on f.user_id = v.first_contact
  left join ${userNamesPart} s on s.user_id = v.second_contact
  left join ${userNamesPart} a on a.user_id = v.approved_by
  left join ${userNamesPart} e on e.user_id = v.ended_by
  left join ${userNamesPart} n on n.user_id = v.answered_by`;

export const findVisit = statement('visits.find', (p: { id: string }) => sql<VisitRow>`${rows} where v.id = ${p.id}`);

/** Visits of a case, the latest first. */
export const visitsOfCase = statement(
  'visits.ofCase',
  (p: { caseId: string }) => sql<VisitRow>`
    ${rows} where v.case_id = ${p.caseId} order by v.starts_at desc, v.id desc limit 50`,
);

/**
 * Visits that concern a user now: their own that have neither ended nor were cancelled, those they are named for, and every
 * alarm that nobody has answered in these programmes.
 */
export const visitsAround = statement(
  'visits.around',
  (p: { userId: string; programmeIds: readonly string[] }) => sql<VisitRow>`
    ${rows} where v.id in (
      select id from visit where worker_id = ${p.userId} and ended_at is null and cancelled_at is null
      union select id from visit where first_contact = ${p.userId} and ended_at is null and cancelled_at is null
      union select id from visit where second_contact = ${p.userId} and ended_at is null and cancelled_at is null
      union select id from visit where programme_id = any(${p.programmeIds}::uuid[]) and told > 0 and answered_at is null and ended_at is null)
    order by v.starts_at, v.id limit 200`,
);

export const insertVisit = statement(
  'visits.insert',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    programmeId: string;
    appointmentId: string | null;
    workerId: string;
    startsAt: string;
    endsAt: string;
    placeKind: PlaceKind;
    place: string;
    companion: string | null;
    phone: string;
    risks: string;
    precautions: string;
    flags: readonly string[];
    firstContact: string;
    secondContact: string | null;
    approval: 'none' | 'asked';
    remindAt: string | null;
    tellAt: string | null;
  }) => sql`
    insert into visit (id, case_id, person_id, programme_id, appointment_id, worker_id, starts_at, ends_at, place_kind, place, companion,
      phone, risks, precautions, flags, first_contact, second_contact, approval, remind_at, tell_at)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.programmeId}, ${p.appointmentId}, ${p.workerId}, ${p.startsAt}, ${p.endsAt},
      ${p.placeKind}, ${p.place}, ${p.companion}, ${p.phone}, ${p.risks}, ${p.precautions}, ${p.flags}::uuid[], ${p.firstContact},
      ${p.secondContact}, ${p.approval}, ${p.remindAt}, ${p.tellAt})`,
);

/** Every change says what the visit must still be; no row when it is not so any more, or has another version. */
const open = sql`ended_at is null and cancelled_at is null`;

export const approveVisit = statement(
  'visits.approve',
  (p: { id: string; version: number; by: string | null; remindAt: string; tellAt: string }) => sql<{ id: string }>`
    update visit set approval = 'given', approved_by = ${p.by}, remind_at = ${p.remindAt}, tell_at = ${p.tellAt}, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and ${open} and approval = 'asked' and worker_id is distinct from ${p.by} returning id`,
);

/** A manager does not approve a plan; it is cancelled, and nothing is awaited of it. */
export const refuseVisit = statement(
  'visits.refuse',
  (p: { id: string; version: number; by: string | null; reason: string; at: string }) => sql<{ id: string }>`
    update visit set cancelled_at = ${p.at}, cancel_reason = ${p.reason}, tell_at = null, remind_at = null, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and ${open} and approval = 'asked' and worker_id is distinct from ${p.by} returning id`,
);

export const beginVisit = statement(
  'visits.begin',
  (p: { id: string; version: number; at: string }) => sql<{ id: string }>`
    update visit set begun_at = ${p.at}, remind_at = null, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and ${open} and begun_at is null and approval <> 'asked' returning id`,
);

/** More time: whoever was told of an alarm that nobody answered is told no more until the new end. */
export const lengthenVisit = statement(
  'visits.lengthen',
  (p: { id: string; version: number; endsAt: string; tellAt: string }) => sql<{ id: string }>`
    update visit set ends_at = ${p.endsAt}, tell_at = ${p.tellAt}, told = 0, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and ${open} and begun_at is not null and help_at is null and answered_at is null
    returning id`,
);

/** The worker is safe. It needs no version: nothing else that was saved meanwhile may stand against it. */
export const endVisit = statement(
  'visits.end',
  (p: { id: string; at: string; by: string | null }) => sql<{ id: string }>`
    update visit set ended_at = ${p.at}, ended_by = ${p.by}, tell_at = null, remind_at = null, version = version + 1
    where id = ${p.id} and ${open} returning id`,
);

/** The worker asks for help: everybody is told at once, and nothing that was saved meanwhile stands against it. */
export const askHelp = statement(
  'visits.askHelp',
  (p: { id: string; at: string; tellAt: string }) => sql<{ id: string }>`
    update visit set help_at = ${p.at}, told = greatest(told, 3), tell_at = ${p.tellAt}, answered_by = null, answered_at = null, outcome = null,
      remind_at = null, version = version + 1
    where id = ${p.id} and ${open} returning id`,
);

export const cancelVisit = statement(
  'visits.cancel',
  (p: { id: string; version: number; at: string; reason: string }) => sql<{ id: string }>`
    update visit set cancelled_at = ${p.at}, cancel_reason = ${p.reason}, tell_at = null, remind_at = null, version = version + 1
    where id = ${p.id} and version = ${p.version}::int and ${open} and begun_at is null and told = 0 returning id`,
);

/** Somebody sees to it; nobody is told any more. The first to answer has it. */
export const answerVisit = statement(
  'visits.answer',
  (p: { id: string; by: string | null; at: string; outcome: string; safe: boolean }) => sql<{ id: string }>`
    update visit set answered_by = ${p.by}, answered_at = ${p.at}, outcome = ${p.outcome}, tell_at = null, remind_at = null,
      ended_at = case when ${p.safe} then ${p.at}::timestamptz end, ended_by = case when ${p.safe} then ${p.by}::uuid end,
      version = version + 1
    where id = ${p.id} and ${open} and told > 0 and answered_at is null returning id`,
);

/** Visits of which somebody is to be told by now, locked, so that two processes do not both tell. */
export const visitsToTell = statement(
  'visits.toTell',
  (p: { now: string }) => sql<{
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    area_id: string | null;
    provider_id: string | null;
    worker_id: string;
    first_contact: string;
    second_contact: string | null;
    told: number;
    help: boolean;
  }>`
    select v.id, v.case_id, v.person_id, v.programme_id, c.area_id, c.provider_id, v.worker_id, v.first_contact, v.second_contact, v.told,
      v.help_at is not null as help
    from visit v join ${casePlaces} c on c.case_id = v.case_id
    where v.tell_at <= ${p.now} order by v.tell_at limit 100 for update of v skip locked`,
);

export const setTold = statement(
  'visits.setTold',
  (p: { ids: readonly string[]; tellAts: readonly string[] }) => sql`
    update visit v set told = v.told + 1, tell_at = g.tell_at, version = v.version + 1
    from unnest(${p.ids}::uuid[], ${p.tellAts}::timestamptz[]) as g(id, tell_at) where v.id = g.id`,
);

/** Visits whose worker is to be reminded that they have not said that it began; each comes once. */
export const takeReminders = statement(
  'visits.takeReminders',
  (p: { now: string }) => sql<{ id: string; worker_id: string }>`
    update visit set remind_at = null where id in (
      select id from visit where remind_at <= ${p.now} order by remind_at limit 100 for update skip locked)
    returning id, worker_id`,
);
