import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { ServiceRow, TermRow } from '../rules/entry.ts';

export type { Doc, Exclusion, ServiceFacts, ServiceRow, TermRow } from '../rules/entry.ts';

/** Every column of `ServiceFacts`, in the table's order. */
export const serviceColumns = [
  ...['organisation_id', 'program_id', 'name', 'description', 'status', 'verified', 'referable', 'minimum_age'],
  ...['maximum_age', 'postcodes', 'benefits', 'exclusions', 'setting', 'benefit_effect', 'modes', 'refused_channels'],
  ...['booked_by', 'form_name', 'asks', 'approvals', 'call_first', 'contact_email', 'contact_phone', 'refer_note'],
  ...['payment_form', 'payment_role', 'feedback_weeks', 'feedback_at_end', 'typical_weeks', 'closed_from', 'closed_to'],
  ...['places', 'places_taken', 'next_start', 'capacity_on', 'funded_until', 'last_referral_on', 'verified_on'],
  ...['verify_by', 'stale_told', 'source', 'doc'],
] as const;

const columns = sql.join(serviceColumns.map((name) => sql.ref(name)));
const ofS = sql.join(
  serviceColumns.filter((name) => name !== 'minimum_age' && name !== 'maximum_age').map((name) => sql.ref(`s.${name}`)),
);
const services = sql`select s.id, s.version, s.changed_at, ${ofS}, s.minimum_age::float8 as minimum_age, s.maximum_age::float8 as maximum_age,
    o.name as organisation_name, o.contract, o.contract_from, o.contract_to, o.link_worker, o.link_worker_from, o.link_worker_to,
    o.link_deputy
  from service s left join organisation o on o.id = s.organisation_id`;

export const findService = statement(
  'directory.findService',
  (p: { id: string }) => sql<ServiceRow>`${services} where s.id = ${p.id}`,
);

export const findServices = statement(
  'directory.findServices',
  (p: { ids: readonly string[] }) =>
    sql<ServiceRow>`${services} where s.id = any(${p.ids}::uuid[]) order by s.name, s.id`,
);

export const lockService = statement(
  'directory.lockService',
  (p: { id: string }) => sql<ServiceRow>`${services} where s.id = ${p.id} for update of s`,
);

/** `facts` is a JSON object with every column of `ServiceFacts`. */
export const insertService = statement(
  'directory.insertService',
  (p: { id: string; facts: string }) => sql`
    insert into service (id, ${columns}) select ${p.id}::uuid, ${columns} from jsonb_populate_record(null::service, ${p.facts}::jsonb)`,
);

/** Changes the columns that `changes`, a JSON object, has. No row when the version is another. */
export const updateService = statement(
  'directory.updateService',
  (p: { id: string; version: number; changes: string }) => sql<{ version: number }>`
    update service s set (${columns}) = (select ${columns} from jsonb_populate_record(s, ${p.changes}::jsonb)),
      version = s.version + 1, changed_at = now()
    where s.id = ${p.id} and s.version = ${p.version}::int returning s.version`,
);

/** What stands in the search words of services: the texts, to be folded. */
export const textsOf = statement(
  'directory.textsOf',
  (p: { ids: readonly string[] }) => sql<{ id: string; texts: (string | null)[] }>`
    select s.id, array[s.name, s.doc ->> 'alternate_name', o.name, s.description]
      || coalesce(array(select t.name from service_term x join taxonomy_term t on t.id = x.term_id where x.service_id = s.id order by t.name), '{}') as texts
    from service s left join organisation o on o.id = s.organisation_id where s.id = any(${p.ids}::uuid[])`,
);

export const setSearchWords = statement(
  'directory.setSearchWords',
  (p: { ids: readonly string[]; words: readonly string[] }) => sql`
    update service s set search_words = w.words from unnest(${p.ids}::uuid[], ${p.words}::text[]) as w (id, words)
    where s.id = w.id and s.search_words is distinct from w.words`,
);

/** Needs that services are looked for by. `chosen` are those of one service. */
export const needTerms = statement(
  'directory.needTerms',
  (p: { serviceId: string | null; taxonomyId: string }) => sql<TermRow>`
    select t.id, t.code, t.name, t.issues, exists (select from service_term x where x.term_id = t.id and x.service_id = ${p.serviceId}::uuid) as chosen
    from taxonomy_term t where t.taxonomy_id = ${p.taxonomyId}::uuid order by t.name, t.id`,
);

/** Every term of a service, whatever its taxonomy. */
export const termsOf = statement(
  'directory.termsOf',
  (p: { serviceId: string }) => sql<{ id: string; name: string; code: string | null; taxonomy_id: string | null }>`
    select t.id, t.name, t.code, t.taxonomy_id from service_term x join taxonomy_term t on t.id = x.term_id
    where x.service_id = ${p.serviceId} order by t.name, t.id`,
);

export const insertTerms = statement(
  'directory.insertTerms',
  (p: { serviceId: string; termIds: readonly string[] }) => sql`
    insert into service_term (service_id, term_id) select ${p.serviceId}::uuid, t from unnest(${p.termIds}::uuid[]) as t on conflict do nothing`,
);

export const deleteTerms = statement(
  'directory.deleteTerms',
  (p: { serviceId: string; termIds: readonly string[] }) => sql`
    delete from service_term where service_id = ${p.serviceId} and term_id = any(${p.termIds}::uuid[])`,
);

/** A part of an entry that changed: its name, and its words before and after. */
export type FieldChange = { field: string; before: string; after: string };

export const insertChange = statement(
  'directory.insertChange',
  (p: {
    id: string;
    serviceId: string | null;
    organisationId: string | null;
    by: string | null;
    byName: string | null;
    kind: string;
    changes: string;
    at: string;
  }) => sql`
    insert into service_change (id, service_id, organisation_id, at, by, by_name, kind, changes)
    values (${p.id}, ${p.serviceId}, ${p.organisationId}, ${p.at}, ${p.by}, ${p.byName}, ${p.kind}, ${p.changes}::jsonb)`,
);

/** Services in whose search words all of these stand, those first whose own name begins with `name` (in small letters). */
export const servicesWith = statement(
  'directory.servicesWith',
  (p: { words: readonly string[]; name: string; limit: number }) => sql<{
    id: string;
    name: string;
    organisation_name: string | null;
  }>`
    select s.id, s.name, o.name as organisation_name from service s left join organisation o on o.id = s.organisation_id
    where s.search_words like all (array(select '%' || w || '%' from unnest(${p.words}::text[]) w)) and s.status <> 'defunct'
    order by not starts_with(lower(s.name), ${p.name}::text), lower(s.name), s.id limit ${p.limit}::int`,
);
