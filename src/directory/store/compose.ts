/** What an HSDS object is put together from: rows of entries, and what belongs to them. */
import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type {
  LocationRow,
  OrganisationRow,
  PlaceRow,
  ProgrammeRow,
  ServiceRow,
  TermOfService,
} from '../rules/hsds-compose.ts';

export const servicesToCompose = statement(
  'directory.compose.services',
  (p: { ids: readonly string[] }) => sql<ServiceRow>`
    select id, organisation_id, program_id, name, description, status, verified, minimum_age::float8 as minimum_age,
      maximum_age::float8 as maximum_age, postcodes, closed_from, closed_to, next_start, verified_on, source, doc, search_words
    from service where id = any(${p.ids}::uuid[]) order by id`,
);
export const organisationsToCompose = statement(
  'directory.compose.organisations',
  (p: { ids: readonly string[] }) => sql<OrganisationRow>`
    select id, name, description, email, phone, source, doc from organisation where id = any(${p.ids}::uuid[]) order by id`,
);
export const programmesToCompose = statement(
  'directory.compose.programmes',
  (p: { ids: readonly string[]; organisations: readonly string[] }) => sql<ProgrammeRow>`
    select id, organisation_id, doc from programme_of_service
    where id = any(${p.ids}::uuid[]) or organisation_id = any(${p.organisations}::uuid[]) order by id`,
);
export const placesToCompose = statement(
  'directory.compose.places',
  (p: { services: readonly string[] }) => sql<PlaceRow>`
    select id, service_id, location_id, doc from service_at_location where service_id = any(${p.services}::uuid[]) order by id`,
);
export const locationsToCompose = statement(
  'directory.compose.locations',
  (p: { ids: readonly string[]; organisations: readonly string[] }) => sql<LocationRow>`
    select id, organisation_id, name, location_type, postcode, latitude, longitude, doc from location
    where id = any(${p.ids}::uuid[]) or organisation_id = any(${p.organisations}::uuid[]) order by id`,
);
export const termsToCompose = statement(
  'directory.compose.terms',
  (p: { services: readonly string[] }) => sql<TermOfService>`
    select x.service_id, t.id, t.taxonomy_id, t.name, t.doc from service_term x join taxonomy_term t on t.id = x.term_id
    where x.service_id = any(${p.services}::uuid[]) order by x.service_id, t.id`,
);

/** Ids of a kind after one, in their order: every page as quick as the first. */
export const serviceIdsAfter = statement(
  'directory.compose.serviceIdsAfter',
  (p: { after: string; limit: number }) => sql<{ id: string }>`
    select id from service where id > ${p.after}::uuid order by id limit ${p.limit}::int`,
);
export const organisationIdsAfter = statement(
  'directory.compose.organisationIdsAfter',
  (p: { after: string; limit: number }) => sql<{ id: string }>`
    select id from organisation where id > ${p.after}::uuid order by id limit ${p.limit}::int`,
);
export const servicesOfOrganisations = statement(
  'directory.compose.servicesOfOrganisations',
  (p: { organisations: readonly string[] }) => sql<{ id: string }>`
    select id from service where organisation_id = any(${p.organisations}::uuid[]) order by id`,
);

/** A taxonomy or a term, as it is exported. */
export type TermDoc = {
  id: string;
  taxonomy_id: string | null;
  parent_id: string | null;
  name: string;
  doc: Record<string, unknown>;
};
export const taxonomyDocs = statement(
  'directory.compose.taxonomies',
  () =>
    sql<TermDoc>`select id, null::uuid as taxonomy_id, null::uuid as parent_id, name, doc from taxonomy order by id`,
);
export const termDocs = statement(
  'directory.compose.allTerms',
  () => sql<TermDoc>`select id, taxonomy_id, parent_id, name, doc from taxonomy_term order by id`,
);

/** The day of the database. */
export const dayOfDatabase = statement(
  'directory.compose.day',
  () => sql<{ day: string }>`select current_date::text as day`,
);
