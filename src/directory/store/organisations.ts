import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Doc } from './entries.ts';

/** The columns of an organisation that are facts of its entry. Days are 'YYYY-MM-DD'. */
export type OrganisationFacts = {
  name: string;
  description: string;
  sector: 'public' | 'private' | 'voluntary' | 'other' | null;
  reach: 'national' | 'local and national' | 'local' | 'one site' | null;
  contract: string;
  contract_from: string | null;
  contract_to: string | null;
  link_worker: string | null;
  link_worker_from: string | null;
  link_worker_to: string | null;
  link_deputy: string | null;
  email: string | null;
  phone: string | null;
  source: string | null;
  doc: Doc;
};
/** An organisation. */
export type OrganisationRow = OrganisationFacts & { id: string; version: number; changed_at: string };

/** Every column of `OrganisationFacts`, in the table's order. */
export const organisationColumns = [
  ...['name', 'description', 'sector', 'reach', 'contract', 'contract_from', 'contract_to', 'link_worker'],
  ...['link_worker_from', 'link_worker_to', 'link_deputy', 'email', 'phone', 'source', 'doc'],
];
const columns = sql.join(organisationColumns.map((name) => sql.ref(name)));
const rows = sql`select id, version, changed_at, ${columns} from organisation`;

export const findOrganisation = statement(
  'directory.findOrganisation',
  (p: { id: string }) => sql<OrganisationRow>`${rows} where id = ${p.id}`,
);

export const lockOrganisation = statement(
  'directory.lockOrganisation',
  (p: { id: string }) => sql<OrganisationRow>`${rows} where id = ${p.id} for update`,
);

/** Organisations of a name, given in small letters. */
export const organisationsLike = statement(
  'directory.organisationsLike',
  (p: { name: string; limit: number }) => sql<{ id: string; name: string }>`
    select id, name from organisation where lower(name) = ${p.name} order by name, id limit ${p.limit}::int`,
);

/** `facts` is a JSON object with every column of `OrganisationFacts`. */
export const insertOrganisation = statement(
  'directory.insertOrganisation',
  (p: { id: string; facts: string }) => sql`
    insert into organisation (id, ${columns})
    select ${p.id}::uuid, ${columns} from jsonb_populate_record(null::organisation, ${p.facts}::jsonb)`,
);

/** Changes the columns that `changes`, a JSON object, has. No row when the version is another. */
export const updateOrganisation = statement(
  'directory.updateOrganisation',
  (p: { id: string; version: number; changes: string }) => sql<{ version: number }>`
    update organisation o set (${columns}) = (select ${columns} from jsonb_populate_record(o, ${p.changes}::jsonb)),
      version = o.version + 1, changed_at = now()
    where o.id = ${p.id} and o.version = ${p.version}::int returning o.version`,
);

/** A service as a list shows it. */
export type ServiceLine = {
  id: string;
  name: string;
  status: string;
  verified: boolean;
  verified_on: string | null;
  verify_by: string | null;
};

/** Services of an organisation by name, a page of them. */
export const servicesOfOrganisation = statement(
  'directory.servicesOfOrganisation',
  (p: { organisationId: string; limit: number; offset: number }) => sql<ServiceLine>`
    select id, name, status, verified, verified_on, verify_by from service where organisation_id = ${p.organisationId}
    order by name, id limit ${p.limit}::int offset ${p.offset}::int`,
);

export const serviceIdsOf = statement(
  'directory.serviceIdsOf',
  (p: { organisationId: string }) =>
    sql<{ id: string }>`select id from service where organisation_id = ${p.organisationId}`,
);
