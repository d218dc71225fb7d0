import { sql } from 'kysely';
import { type CasePlacePart, casePlacesPart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { Kind, Mode, Need } from '../rules/words.ts';

/** Somebody who waits for an earlier time. */
export type WaitRow = CasePlacePart & {
  id: string;
  programme_id: string;
  person_id: string;
  site_id: string;
  staff_id: string | null;
  kind: Kind;
  minutes: number;
  earliest: string;
  latest: string;
  modes: Mode[];
  needs: Need[];
  notice_hours: number;
  state: 'waiting' | 'booked' | 'withdrawn';
  appointment_id: string | null;
  version: number;
  given_name: string | null;
  family_name: string | null;
};
const waits = sql`
  select w.id, w.programme_id, w.case_id, w.person_id, w.site_id, w.staff_id, w.kind, w.minutes, w.earliest, w.latest, w.modes, w.needs,
    w.notice_hours, w.state, w.appointment_id, w.version, c.area_id, c.provider_id, c.key_worker_id, c.restricted, c.case_reference,
    c.case_status, p.given_name, p.family_name
  from slot_wait w join ${casePlacesPart} c on c.case_id = w.case_id join ${people} p on p.person_id = w.person_id`;

/** Those who wait at a site, the longest first. */
export const waitingAt = statement(
  'diary.waitingAt',
  (p: { siteId: string; limit: number }) => sql<WaitRow>`
    ${waits} where w.site_id = ${p.siteId} and w.state = 'waiting' order by w.created_at, w.id limit ${p.limit}::int`,
);
export const findWait = statement('diary.findWait', (p: { id: string }) => sql<WaitRow>`${waits} where w.id = ${p.id}`);
export const waitsOfCase = statement(
  'diary.waitsOfCase',
  (p: { caseId: string }) => sql<WaitRow>`
    ${waits} where w.case_id = ${p.caseId} and w.state = 'waiting' order by w.created_at, w.id limit 20`,
);
export const insertWait = statement(
  'diary.insertWait',
  (p: {
    id: string;
    programmeId: string;
    caseId: string;
    personId: string;
    siteId: string;
    staffId: string | null;
    kind: string;
    minutes: number;
    earliest: string;
    latest: string;
    modes: readonly string[];
    needs: readonly string[];
    noticeHours: number;
    by: string | null;
    at: string;
  }) => sql`
    insert into slot_wait (id, programme_id, case_id, person_id, site_id, staff_id, kind, minutes, earliest, latest, modes, needs,
      notice_hours, created_by, created_at)
    values (${p.id}, ${p.programmeId}, ${p.caseId}, ${p.personId}, ${p.siteId}, ${p.staffId}, ${p.kind}, ${p.minutes}, ${p.earliest},
      ${p.latest}, ${p.modes}::text[], ${p.needs}::text[], ${p.noticeHours}, ${p.by}, ${p.at}::timestamptz)`,
);
export const setWait = statement(
  'diary.setWait',
  (p: { id: string; version: number; state: string; appointmentId: string | null }) => sql<{ id: string }>`
    update slot_wait set state = ${p.state}, appointment_id = ${p.appointmentId}, version = version + 1
    where id = ${p.id} and version = ${p.version} and state = 'waiting' returning id`,
);

/** A slot that became free, as it was offered to somebody. */
export type OfferRow = {
  id: string;
  freed_id: string;
  wait_id: string;
  case_id: string;
  person_id: string;
  state: 'open' | 'accepted' | 'declined' | 'taken';
};
export const insertOffers = statement(
  'diary.insertOffers',
  (p: { rows: string; by: string | null; at: string }) => sql`
    insert into slot_offer (id, freed_id, wait_id, case_id, person_id, offered_by, offered_at)
    select id, freed_id, wait_id, case_id, person_id, ${p.by}::uuid, ${p.at}::timestamptz
    from jsonb_to_recordset(${p.rows}::jsonb) as x(id uuid, freed_id uuid, wait_id uuid, case_id uuid, person_id uuid)
    on conflict (freed_id, wait_id) do nothing`,
);
export const findOffer = statement(
  'diary.findOffer',
  (p: { id: string }) => sql<OfferRow>`
    select id, freed_id, wait_id, case_id, person_id, state from slot_offer where id = ${p.id}`,
);
export const lockFreed = statement(
  'diary.lockFreed',
  (p: { freedId: string }) => sql<OfferRow>`
    select id, freed_id, wait_id, case_id, person_id, state from slot_offer where freed_id = ${p.freedId} order by id for update`,
);
export const answerOffers = statement(
  'diary.answerOffers',
  (p: { ids: readonly string[]; state: string; at: string }) => sql`
    update slot_offer set state = ${p.state}, answered_at = ${p.at}::timestamptz where id = any(${p.ids}::uuid[]) and state = 'open'`,
);
/** Offers of cases that nobody has answered, with the time that is offered. */
export const openOffers = statement(
  'diary.openOffers',
  (p: { caseIds: readonly string[] }) => sql<
    OfferRow & { from_ms: number; to_ms: number; time_zone: string; site_name: string }
  >`
    select o.id, o.freed_id, o.wait_id, o.case_id, o.person_id, o.state, (extract(epoch from a.starts_at) * 1000)::bigint as from_ms,
      (extract(epoch from a.ends_at) * 1000)::bigint as to_ms, t.time_zone, t.name as site_name
    from slot_offer o join appointment a on a.id = o.freed_id join site t on t.id = a.site_id
    where o.case_id = any(${p.caseIds}::uuid[]) and o.state = 'open' order by a.starts_at, o.id limit 200`,
);
