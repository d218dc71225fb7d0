/** The published copy as the public addresses read it. These statements run as `newel_public`. */
import { type RawBuilder, sql } from 'kysely';
import { run, type Sql, statement } from '../../kit/db.ts';
import type { Asked, PublishedKind } from '../rules/public-query.ts';

/** What narrows a list: what was asked, and the point that a postcode stands for. */
export type PublicFilter = Asked & { kind: PublishedKind; near?: { latitude: number; longitude: number } };
/** How much of each entry is sent. */
export type PublicShape = 'brief' | 'whole' | 'minimal' | 'full services';

/** The version of the published copy. */
export const publishedVersion = statement(
  'directory.publishedVersion',
  () => sql<{ version: number }>`select version from published_version`,
);

/** The mean of the published coordinates of a postcode, or of what begins with it. One row, of nulls when there are none. */
export const centreOfPostcode = statement(
  'directory.centreOfPostcode',
  (p: { postcode: string }) => sql<{ latitude: number | null; longitude: number | null }>`
    select avg(latitude)::float8 as latitude, avg(longitude)::float8 as longitude from published
    where kind = 'service_at_location' and postcode like ${p.postcode}::text || '%' and latitude is not null and longitude is not null`,
);

const and = (parts: RawBuilder<unknown>[]) => sql.join(parts, sql` and `);
const contains = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

// Mean radius of the earth in metres (IUGG), and metres of a degree of latitude.
const earth = 6_371_008.8;
const degree = (Math.PI * earth) / 180;

/** Within metres of a point by the haversine; latitude first, which an index answers. */
function within(at: { latitude: number; longitude: number }, metres: number, table: RawBuilder<unknown>) {
  const reach = metres / degree;
  return sql`(${table}.latitude between ${at.latitude - reach}::float8 and ${at.latitude + reach}::float8
    and 2 * ${earth}::float8 * asin(least(1, sqrt(sin(radians(${table}.latitude - ${at.latitude}::float8) / 2) ^ 2
      + cos(radians(${at.latitude}::float8)) * cos(radians(${table}.latitude))
      * sin(radians(${table}.longitude - ${at.longitude}::float8) / 2) ^ 2))) <= ${metres}::float8)`;
}

function narrowed(filter: PublicFilter): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`p.kind = ${filter.kind}::text`];
  const given = <T>(value: T | undefined, part: (value: T) => RawBuilder<unknown>) => {
    if (value !== undefined) parts.push(part(value));
  };
  for (const word of filter.search ?? []) parts.push(sql`p.search_words like ${contains(word)}::text`);
  given(filter.taxonomy_term_id, (id) => sql`p.terms @> array[${id}::uuid]`);
  if (filter.kind === 'taxonomy_term') given(filter.taxonomy_id, (id) => sql`p.taxonomy_id = ${id}::uuid`);
  else given(filter.taxonomy_id, (id) => sql`p.taxonomies @> array[${id}::uuid]`);
  given(filter.organization_id, (id) => sql`p.organisation_id = ${id}::uuid`);
  given(filter.modified_after, (moment) => sql`p.modified_at >= ${moment}::timestamptz`);
  given(filter.minimum_age, (age) => sql`p.minimum_age >= ${age}::numeric`);
  given(filter.maximum_age, (age) => sql`p.maximum_age <= ${age}::numeric`);
  given(filter.start_time, (time) => sql`p.opens >= ${time}::time`);
  given(filter.end_time, (time) => sql`p.closes <= ${time}::time`);
  given(filter.day, (day) => sql`${day}::text = any(p.days)`);
  given(filter.parent_id, (id) => sql`p.parent_id = ${id}::uuid`);
  if (filter.top_only === true) parts.push(sql`p.parent_id is null`);
  const { near, proximity, postcode } = filter;
  const at = (table: RawBuilder<unknown>) =>
    near !== undefined && proximity !== undefined
      ? within(near, proximity, table)
      : sql`${table}.postcode like ${postcode}::text || '%'`;
  if (postcode !== undefined)
    parts.push(
      filter.kind === 'service_at_location'
        ? at(sql`p`)
        : sql`exists (select from published l where l.kind = 'service_at_location' and l.parent_id = p.id and ${at(sql`l`)})`,
    );
  return and(parts);
}

/** How many there are. */
export async function countPublished(db: Sql, filter: PublicFilter): Promise<number> {
  const [row] = await run<{ n: number }>(
    db,
    sql<{ n: number }>`select count(*) as n from published p where ${narrowed(filter)}`,
  );
  return row?.n ?? 0;
}

const bodies: Readonly<Record<PublicShape, (kind: PublishedKind) => RawBuilder<unknown>>> = {
  brief: () => sql`p.brief`,
  // A service stands in the copy once: an entry at a place takes it from there.
  whole: (kind) =>
    kind === 'service_at_location'
      ? sql`p.whole || coalesce((select jsonb_build_object('service', s.whole - 'service_at_locations') from published s
          where s.kind = 'service' and s.id = p.parent_id), '{}')`
      : sql`p.whole`,
  minimal: () =>
    sql`jsonb_build_object('id', p.id, 'modified_date', to_char(p.modified_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
  'full services':
    () => sql`p.whole || jsonb_build_object('services', (select coalesce(jsonb_agg(s.whole - 'organization' order by s.id), '[]')
    from published s where s.kind = 'service' and s.organisation_id = p.id))`,
};

type Body = { id: string; body: string };

/** One page of entries in the order of their ids, each as JSON text. The ids are found first: what is passed over is not read. */
export const publishedPage = (
  db: Sql,
  filter: PublicFilter,
  shape: PublicShape,
  page: { limit: number; offset: number },
) =>
  run<Body>(
    db,
    sql<Body>`
      select p.id, (${bodies[shape](filter.kind)})::text as body
      from (select p.id from published p where ${narrowed(filter)} order by p.id limit ${page.limit}::int offset ${page.offset}::bigint) as found
      join published p on p.kind = ${filter.kind}::text and p.id = found.id order by p.id`,
  );

/** The next entries after an id, for streams: as quick at the end as at the beginning, and nothing is held open between. */
export const publishedAfter = (db: Sql, filter: PublicFilter, shape: PublicShape, after: string, limit: number) =>
  run<Body>(
    db,
    sql<Body>`
      select p.id, (${bodies[shape](filter.kind)})::text as body from published p
      where ${narrowed(filter)} and p.id > ${after}::uuid order by p.id limit ${limit}::int`,
  );

/** One entry as JSON text. */
export const publishedOne = async (
  db: Sql,
  kind: PublishedKind,
  id: string,
  shape: PublicShape,
): Promise<string | null> => {
  const [row] = await run<Body>(
    db,
    sql<Body>`select p.id, (${bodies[shape](kind)})::text as body from published p where p.kind = ${kind}::text and p.id = ${id}::uuid`,
  );
  return row?.body ?? null;
};
