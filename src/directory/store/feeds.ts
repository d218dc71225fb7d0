/** What an import of a directory reads and writes: many rows of one kind at a time. */
import { sql } from 'kysely';
import { bulkInsert } from '../../kit/bulk.ts';
import { type Statement, statement } from '../../kit/db.ts';
import type { Doc } from '../rules/hsds-shape.ts';
import type { EntryKind } from '../rules/hsds-split.ts';

const tables: Readonly<Record<EntryKind, { table: string; columns: Record<string, string>; versioned?: true }>> = {
  taxonomy: { table: 'taxonomy', columns: { name: 'text' } },
  taxonomy_term: {
    table: 'taxonomy_term',
    columns: { taxonomy_id: 'uuid', parent_id: 'uuid', code: 'text', name: 'text' },
  },
  organization: {
    table: 'organisation',
    columns: { name: 'text', description: 'text', email: 'text', phone: 'text' },
    versioned: true,
  },
  program: { table: 'programme_of_service', columns: { organisation_id: 'uuid' } },
  location: {
    table: 'location',
    columns: {
      ...{ organisation_id: 'uuid', name: 'text', location_type: 'text', postcode: 'text' },
      ...{ latitude: 'double precision', longitude: 'double precision' },
    },
  },
  service: {
    table: 'service',
    columns: {
      ...{ organisation_id: 'uuid', program_id: 'uuid', name: 'text', description: 'text', status: 'text' },
      ...{ minimum_age: 'numeric', maximum_age: 'numeric' },
    },
    versioned: true,
  },
  service_at_location: { table: 'service_at_location', columns: { service_id: 'uuid', location_id: 'uuid' } },
};

/** What stands already: whose it is, its object, and its row. */
export type Stood = { id: string; source: string | null; doc: Doc; row: Doc };
type Writer = {
  stood: Statement<{ ids: readonly string[] }, Stood>;
  there: Statement<{ ids: readonly string[] }, { id: string }>;
  insert: Statement<{ rows: string }, never>;
  update: Statement<{ rows: string }, never>;
};

function writer(kind: EntryKind): Writer {
  const { table, columns, versioned } = tables[kind];
  const all = { id: 'uuid', source: 'text', doc: 'jsonb', ...columns };
  const set = sql.raw([...Object.keys(columns), 'doc'].map((name) => `"${name}" = given."${name}"`).join(', '));
  const definitions = sql.raw(
    Object.entries(all)
      .map(([name, type]) => `"${name}" ${type}`)
      .join(', '),
  );
  // How to reach it is set from the feed once; from then on it is kept here.
  const first = kind === 'service' ? { contact_email: 'text', contact_phone: 'text' } : {};
  return {
    stood: statement(
      `directory.feed.${kind}.stood`,
      (p: { ids: readonly string[] }) => sql<Stood>`
        select id, source, doc, to_jsonb(t) - 'doc' as row from ${sql.table(table)} t where id = any(${p.ids}::uuid[]) order by id for update`,
    ),
    there: statement(
      `directory.feed.${kind}.there`,
      (p: { ids: readonly string[] }) =>
        sql<{ id: string }>`select id from ${sql.table(table)} where id = any(${p.ids}::uuid[])`,
    ),
    insert: bulkInsert(`directory.feed.${kind}.insert`, table, { ...all, ...first }),
    update: statement(
      `directory.feed.${kind}.update`,
      (p: { rows: string }) => sql<never>`
        update ${sql.table(table)} as stands set ${set}${versioned ? sql`, version = stands.version + 1, changed_at = now()` : sql``}
        from jsonb_to_recordset(${p.rows}::jsonb) as given(${definitions}) where stands.id = given.id`,
    ),
  };
}

/** The statements of each kind. */
export const writers = Object.fromEntries(
  (Object.keys(tables) as EntryKind[]).map((kind) => [kind, writer(kind)]),
) as Readonly<Record<EntryKind, Writer>>;

/** Those of some services that came from a source. */
export const servicesOfSource = statement(
  'directory.feed.servicesOfSource',
  (p: { ids: readonly string[]; source: string }) => sql<{ id: string }>`
    select id from service where id = any(${p.ids}::uuid[]) and source = ${p.source}::text`,
);

/** Sets a link that could not be set when its entry came, because what it names came later. `rows`: [{"id", "target"}]. */
export const lateLink = (kind: EntryKind, column: string): Statement<{ rows: string }, { id: string }> =>
  statement(
    `directory.feed.${kind}.${column}`,
    (p: { rows: string }) => sql<{ id: string }>`
      update ${sql.table(tables[kind].table)} as stands set ${sql.ref(column)} = g.target
      from jsonb_to_recordset(${p.rows}::jsonb) as g(id uuid, target uuid) where stands.id = g.id returning stands.id`,
  );

/** Gives services the terms of `rows` ([{"service_id", "term_id"}]) and no other. */
export const dropOtherTerms = statement(
  'directory.feed.dropOtherTerms',
  (p: { ids: readonly string[]; rows: string }) => sql<never>`
    delete from service_term t where t.service_id = any(${p.ids}::uuid[]) and not exists (
      select from jsonb_to_recordset(${p.rows}::jsonb) as given(service_id uuid, term_id uuid)
      where given.service_id = t.service_id and given.term_id = t.term_id)`,
);
export const addTerms = statement(
  'directory.feed.addTerms',
  (p: { rows: string }) => sql<never>`
    insert into service_term (service_id, term_id)
    select g.service_id, g.term_id from jsonb_to_recordset(${p.rows}::jsonb) as g(service_id uuid, term_id uuid)
    join taxonomy_term t on t.id = g.term_id on conflict do nothing`,
);

/** Takes away places that a service had from this feed and has no more. `rows`: [{"service_id", "places"}]. */
export const dropOtherPlaces = statement(
  'directory.feed.dropOtherPlaces',
  (p: { source: string; rows: string }) => sql<{ service_id: string }>`
    delete from service_at_location l using jsonb_to_recordset(${p.rows}::jsonb) as g(service_id uuid, places uuid[])
    where l.service_id = g.service_id and l.source = ${p.source}::text and l.id <> all(g.places) returning l.service_id`,
);

/** Services that show any of these. */
export const servicesShowing = statement(
  'directory.feed.servicesShowing',
  (p: {
    organisations: readonly string[];
    programmes: readonly string[];
    locations: readonly string[];
    places: readonly string[];
    terms: readonly string[];
  }) => sql<{ id: string }>`
    select id from service where organisation_id = any(${p.organisations}::uuid[])
    union select id from service where program_id = any(${p.programmes}::uuid[])
    union select s.id from service s join location l on l.organisation_id = s.organisation_id where l.id = any(${p.locations}::uuid[])
    union select s.id from service s join programme_of_service q on q.organisation_id = s.organisation_id where q.id = any(${p.programmes}::uuid[])
    union select service_id from service_at_location where location_id = any(${p.locations}::uuid[]) or id = any(${p.places}::uuid[])
    union select service_id from service_term where term_id = any(${p.terms}::uuid[])`,
);

export const insertFeedChanges = bulkInsert('directory.feed.changes', 'service_change', {
  id: 'uuid',
  service_id: 'uuid',
  organisation_id: 'uuid',
  at: 'timestamptz',
  by: 'uuid',
  by_name: 'text',
  kind: 'text',
  changes: 'jsonb',
});

/** Rows that belong to no entry; returns those that were new or changed. */
export const keepFeedRows = statement(
  'directory.feed.keepRows',
  (p: { source: string; rows: string }) => sql<{ id: string; fresh: boolean }>`
    insert into feed_row (source, file, id, doc)
    select ${p.source}::text, g.file, g.id, g.doc from jsonb_to_recordset(${p.rows}::jsonb) as g(file text, id uuid, doc jsonb)
    on conflict (source, file, id) do update set doc = excluded.doc where feed_row.doc is distinct from excluded.doc
    returning id, xmax = 0 as fresh`,
);
export const feedRows = statement(
  'directory.feed.rows',
  (p: { file: string }) => sql<{ id: string; doc: Doc }>`
    select distinct on (id) id, doc from feed_row where file = ${p.file} order by id, source`,
);

/** A run of an import. */
export type FeedRun = {
  id: string;
  source: string;
  format: string;
  begun_at: string;
  ended_at: string | null;
  counts: Record<string, Record<string, number>>;
  problems: { where: string; kind: string; id: string | null; reason: string }[];
  by_name?: string | null;
};

export const insertRun = statement(
  'directory.feed.insertRun',
  (p: { id: string; source: string; format: string; by: string | null; at: string }) => sql<never>`
    insert into feed_run (id, source, format, by, begun_at) values (${p.id}, ${p.source}, ${p.format}, ${p.by}, ${p.at})`,
);
export const endRun = statement(
  'directory.feed.endRun',
  (p: { id: string; counts: string; problems: string; at: string }) => sql<never>`
    update feed_run set ended_at = ${p.at}, counts = ${p.counts}::jsonb, problems = ${p.problems}::jsonb where id = ${p.id}`,
);
export const runs = statement(
  'directory.feed.runs',
  (p: { limit: number; offset: number }) => sql<FeedRun & { problem_count: number }>`
    select id, source, format, begun_at, ended_at, counts, '[]'::jsonb as problems, jsonb_array_length(problems) as problem_count
    from feed_run order by id desc limit ${p.limit}::int offset ${p.offset}::int`,
);
export const findRun = statement(
  'directory.feed.findRun',
  (p: { id: string }) => sql<FeedRun>`
    select id, source, format, begun_at, ended_at, counts, problems from feed_run where id = ${p.id}`,
);
