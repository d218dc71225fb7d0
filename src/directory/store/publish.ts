/** Writes the published copy. What has not changed is not written, so that its moment stays. */
import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

const columns = {
  ...{ kind: 'text', id: 'uuid', name: 'text', search_words: 'text', organisation_id: 'uuid', taxonomy_id: 'uuid' },
  ...{ parent_id: 'uuid', terms: 'uuid[]', taxonomies: 'uuid[]', minimum_age: 'numeric', maximum_age: 'numeric' },
  ...{ days: 'text[]', opens: 'time', closes: 'time', postcode: 'text', latitude: 'double precision' },
  ...{ longitude: 'double precision', brief: 'jsonb', whole: 'jsonb' },
};
/** A row of the published copy, but for its moment. */
export type PublishedRow = Record<keyof typeof columns, unknown>;

const names = Object.keys(columns);
const list = (prefix: string) => sql.raw(names.map((name) => `${prefix}"${name}"`).join(', '));
const plain = names.filter((name) => !['kind', 'id', 'brief', 'whole'].includes(name));
const of = (table: string) =>
  sql.raw(
    [
      ...plain.map((name) => `${table}."${name}"`),
      `${table}.brief - 'last_modified'`,
      `${table}.whole - 'last_modified'`,
    ].join(', '),
  );

/** Adds and changes rows, given as JSON. A service says itself when it changed here. Returns what was written. */
export const writePublished = statement(
  'directory.publish.write',
  (p: { rows: string }) => sql<{ id: string }>`
    insert into published (${list('')}, modified_at)
    select ${sql.raw(names.map((name) => (name === 'brief' || name === 'whole' ? `case g.kind when 'service' then g."${name}" || m.said else g."${name}" end` : `g."${name}"`)).join(', '))}, m.now
    from jsonb_to_recordset(${p.rows}::jsonb) as g(${sql.raw(
      Object.entries(columns)
        .map(([name, type]) => `"${name}" ${type}`)
        .join(', '),
    )})
    cross join (select date_trunc('milliseconds', now()) as now, jsonb_build_object('last_modified',
      to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as said) m
    order by g.kind, g.id
    on conflict (kind, id) do update set ${sql.raw([...plain, 'brief', 'whole', 'modified_at'].map((name) => `"${name}" = excluded."${name}"`).join(', '))}
    where (${of('published')}) is distinct from (${of('excluded')})
    returning id`,
);

/** Takes services with their places out of the copy. Returns what was there. */
export const unpublishServices = statement(
  'directory.publish.dropServices',
  (p: { ids: readonly string[] }) => sql<{ id: string }>`
    delete from published where (kind = 'service' and id = any(${p.ids}::uuid[]))
      or (kind = 'service_at_location' and parent_id = any(${p.ids}::uuid[])) returning id`,
);

/** Takes the places of services out that they have no more. */
export const unpublishPlaces = statement(
  'directory.publish.dropPlaces',
  (p: { services: readonly string[]; places: readonly string[] }) => sql<{ id: string }>`
    delete from published where kind = 'service_at_location' and parent_id = any(${p.services}::uuid[])
      and id <> all(${p.places}::uuid[]) returning id`,
);

export const unpublishOrganisations = statement(
  'directory.publish.dropOrganisations',
  (p: { ids: readonly string[] }) => sql<{ id: string }>`
    delete from published where kind = 'organization' and id = any(${p.ids}::uuid[]) returning id`,
);

/** Organisations under which services stand in the copy now. */
export const publishedOrganisations = statement(
  'directory.publish.organisationsNow',
  (p: { services: readonly string[] }) => sql<{ organisation_id: string }>`
    select distinct organisation_id from published
    where kind = 'service' and id = any(${p.services}::uuid[]) and organisation_id is not null`,
);

/** The services of organisations that stand in the copy, in short. */
export const publishedServicesOf = statement(
  'directory.publish.servicesOf',
  (p: { organisations: readonly string[] }) => sql<{
    id: string;
    organisation_id: string;
    name: string;
    status: string;
  }>`
    select id, organisation_id, name, brief ->> 'status' as status from published
    where kind = 'service' and organisation_id = any(${p.organisations}::uuid[]) order by id`,
);

/** Terms of services that are not in the copy yet. */
export const termsMissing = statement(
  'directory.publish.termsMissing',
  (p: { ids: readonly string[] }) => sql<{ id: string }>`
    select t.id from unnest(${p.ids}::uuid[]) as t(id)
    where not exists (select from published p where p.kind = 'taxonomy_term' and p.id = t.id)`,
);

/** Takes everything out of the copy whose entry is no more. */
export const unpublishGone = statement(
  'directory.publish.dropGone',
  () => sql<{ id: string }>`
    delete from published p where case p.kind
      when 'service' then not exists (select from service s where s.id = p.id)
      when 'organization' then not exists (select from service s where s.organisation_id = p.id)
      when 'service_at_location' then not exists (select from service_at_location l where l.id = p.id)
      when 'taxonomy' then not exists (select from taxonomy t where t.id = p.id)
      else not exists (select from taxonomy_term t where t.id = p.id) end returning id`,
);

export const countUp = statement(
  'directory.publish.countUp',
  () => sql<{ version: number }>`update published_version set version = version + 1 returning version`,
);
