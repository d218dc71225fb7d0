/** Whom a service's worker sees, arrivals by a signpost, and services that somebody may be sent on to. */
import { sql } from 'kysely';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { holds, itemOf, latestConsent } from './service-side.ts';

/** Somebody whom a worker of a service sees; the name is there while it may be shown. */
export type OwnPerson = { id: string; reference: string; state: string; version: number; name: string | null };

export const peopleOfWorker = statement(
  'referrals.peopleOfWorker',
  (p: { organisationId: string; worker: string; today: string }) => sql<OwnPerson>`
    select r.id, r.reference, r.state, r.version, ${itemOf('name', p.today)} as name
    from referral r left join lateral ${latestConsent} c on true
    where r.organisation_id = ${p.organisationId} and r.sent_on is not null and r.open and ${holds(p.today)}
      and lower(r.service_worker) = lower(${p.worker}::text)
    order by r.due_on, r.id limit 200`,
);

export const insertAbsence = statement(
  'referrals.insertAbsence',
  (p: {
    id: string;
    organisationId: string;
    worker: string;
    from: string;
    to: string | null;
    cover: string | null;
    today: string;
    by: string | null;
  }) => sql`
    insert into service_absence (id, organisation_id, worker, from_day, to_day, cover, noted_on, by)
    values (${p.id}, ${p.organisationId}, ${p.worker}, ${p.from}, ${p.to}, ${p.cover}, ${p.today}, ${p.by})`,
);

/** The signpost of a code, of one of the services of an organisation. */
export const signpostOf = statement(
  'referrals.signpostOf',
  (p: { code: string; serviceId: string; organisationId: string }) => sql<{ id: string }>`
    select id from referral
    where kind = 'signpost' and code = ${p.code} and service_id = ${p.serviceId} and organisation_id = ${p.organisationId}`,
);

export const insertArrival = statement(
  'referrals.insertArrival',
  (p: {
    id: string;
    serviceId: string;
    code: string | null;
    referralId: string | null;
    agreed: boolean;
    route: string;
    day: string;
    by: string | null;
  }) => sql`
    insert into signpost_arrival (id, service_id, code, referral_id, agreed, route, day, by)
    values (${p.id}, ${p.serviceId}, ${p.code}, ${p.referralId}, ${p.agreed}, ${p.route}, ${p.day}, ${p.by})`,
);

/** Services of an organisation that go on. */
export const ownServices = statement(
  'referrals.ownServices',
  (p: { organisationId: string }) => sql<{ id: string; name: string }>`
    select service_id as id, service_name as name from ${servicesPart} s
    where organisation_id = ${p.organisationId} and service_status <> 'defunct' order by service_name, service_id limit 200`,
);

/** Services whose name or organisation has some words in it, to which somebody can be referred. */
export const servicesNamed = statement(
  'referrals.servicesNamed',
  (p: { words: string }) => sql<{ id: string; name: string; organisation: string | null; modes: string[] }>`
    select service_id as id, service_name as name, organisation_name as organisation, modes from ${servicesPart} s
    where service_status = 'active' and verified and referable
      and strpos(lower(service_name || ' ' || coalesce(organisation_name, '')), lower(${p.words}::text)) > 0
    order by lower(service_name) <> lower(${p.words}::text), service_name, service_id limit 20`,
);
