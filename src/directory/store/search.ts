import { type RawBuilder, sql } from 'kysely';
import { run, type Sql, statement } from '../../kit/db.ts';
import type { Exclusion } from '../rules/match.ts';

/** Postcodes from one to another, as locations keep them; `length` where all of them have the same. */
export type Postcodes = { from: string; to: string; length: number | null };

/** What is looked for. Words are folded and stand in the search words as they are. */
export type Wanted = {
  /** These services and no others. */
  only: readonly string[] | null;
  /** Any of these needs. */
  terms: readonly string[];
  /** All of these words. */
  words: readonly string[];
  /** Only at these places. */
  within: Postcodes | null;
  /** Places that are looked at besides, the nearest first. */
  near: readonly Postcodes[];
  /** Of how many terms it tells which it has. */
  told: readonly string[];
  /** Where the person is, to find the point of it. */
  point: Postcodes | null;
  /** First days of the months whose waits count. */
  months: readonly string[];
  limit: number;
};

/** What the database keeps of a service for searches (`service.match_facts`). What is not known is left out. Days are 'YYYY-MM-DD'. */
export type MatchFacts = {
  name: string;
  status: string;
  verified: boolean;
  referable: boolean;
  minimum_age?: number;
  maximum_age?: number;
  postcodes: string[];
  benefits: string[];
  exclusions: Exclusion[];
  closed_from?: string;
  closed_to?: string;
  places?: number;
  places_taken?: number;
  next_start?: string;
  capacity_on?: string;
  funded_until?: string;
  last_referral_on?: string;
  /** Its places: kind, postcode, latitude, longitude. */
  sites: [string, string | null, number | null, number | null][];
};

/** A service that a search found, with what its match is made of. */
export type FoundRow = {
  id: string;
  /** `MatchFacts` as JSON. */
  match_facts: string;
  contract: string | null;
  contract_from: string | null;
  /** Of `told`: those that it has. */
  terms: string[] | null;
  started_n: number;
  started_days: number;
  latitude: number | null;
  longitude: number | null;
};

const inPlace = (places: Postcodes) =>
  sql`l.postcode ~>=~ ${places.from}::text and l.postcode ~<~ ${places.to}::text and (${places.length}::int is null or length(l.postcode) = ${places.length}::int)`;

const hasTerm = (id: RawBuilder<unknown>, terms: readonly string[]) =>
  sql`exists (select from service_term t where t.service_id = ${id} and t.term_id = any(${terms}::uuid[]))`;

/** `%` and `_` cannot be in a folded word; the backslash neither. */
const hasWords = (words: readonly string[]) =>
  sql.join(
    words.map((word) => sql`s.search_words like ${`%${word}%`}`),
    sql` and `,
  );
const itsWords = (id: RawBuilder<unknown>, words: readonly string[]) =>
  sql`exists (select from service s where s.id = ${id} and ${hasWords(words)})`;

// Where the first letters of a postcode are a whole county, not all of its places are looked at for a need that few help with:
// the other ways to it find all of those.
const placesLookedAt = 2000;

/** Services at some places, from the places on. */
const atPlaces = ({ terms, words }: Wanted, places: Postcodes, limit: number) => sql`
  (select x.service_id from (select l.id from location l where ${inPlace(places)} limit ${placesLookedAt}::int) l
     join service_at_location x on x.location_id = l.id
   where ${terms.length === 0 ? sql`true` : hasTerm(sql`x.service_id`, terms)}
     and ${words.length === 0 ? sql`true` : itsWords(sql`x.service_id`, words)} limit ${limit}::int)`;

/** Services anywhere, from what was asked on. */
const anywhere = ({ terms, words, limit }: Wanted) =>
  terms.length > 0
    ? sql`(select t.service_id from service_term t where t.term_id = any(${terms}::uuid[])
        and ${words.length === 0 ? sql`true` : itsWords(sql`t.service_id`, words)} limit ${limit}::int)`
    : sql`(select s.id from service s where ${words.length === 0 ? sql`true` : hasWords(words)} limit ${limit}::int)`;

/**
 * At most a few hundred services that fit what was asked: an index leads to each, and each arm stops at its limit, so that the
 * cost does not grow with the directory. Whoever asks puts them in order.
 */
export function servicesFound(db: Sql, wanted: Wanted): Promise<FoundRow[]> {
  const arms =
    wanted.only !== null
      ? [sql`select unnest(${wanted.only}::uuid[])`]
      : wanted.within === null
        ? [...wanted.near.map((places) => atPlaces(wanted, places, Math.ceil(wanted.limit / 2))), anywhere(wanted)]
        : [atPlaces(wanted, wanted.within, wanted.limit)];
  const point =
    wanted.point === null
      ? sql`select null::float8 as latitude, null::float8 as longitude`
      : sql`select avg(p.latitude) as latitude, avg(p.longitude) as longitude from
          (select l.latitude, l.longitude from location l where ${inPlace(wanted.point)} and l.latitude is not null limit 50) p`;
  return run<FoundRow>(
    db,
    sql<FoundRow>`
    with found (service_id) as materialized (${sql.join(arms, sql` union `)}), point as materialized (${point})
    select s.id, s.match_facts, o.contract, o.contract_from,
      (select array_agg(t.term_id) from service_term t where t.service_id = s.id and t.term_id = any(${wanted.told}::uuid[])) as terms,
      coalesce(w.n, 0)::int as started_n, coalesce(w.days, 0)::int as started_days, point.latitude, point.longitude
    from found f join service s on s.id = f.service_id
      -- One look each: a join would read every organisation there is, not knowing how few are found.
      left join lateral (select contract, contract_from from organisation where id = s.organisation_id offset 0) o on true
      left join lateral (select sum(g.n) as n, sum(g.days) as days from service_figure g
        where s.places is null and s.next_start is null and g.service_id = s.id and g.month = any(${wanted.months}::date[])
          and g.kind = 'started') w on true
      cross join point
    where s.status <> 'defunct'`,
  );
}

/** What is shown of a service besides how it fits. */
export type DetailRow = {
  id: string;
  name: string;
  description: string;
  organisation_name: string | null;
  modes: string[];
  form_name: string | null;
  refused_channels: string[];
  contact_email: string | null;
  contact_phone: string | null;
  benefit_effect: string | null;
  typical_weeks: number | null;
  next_start: string | null;
  verified: boolean;
  verified_on: string | null;
  verify_by: string | null;
};

export const detailsOf = statement(
  'directory.detailsOf',
  (p: { serviceIds: readonly string[] }) => sql<DetailRow>`
    select s.id, s.name, left(s.description, 400) as description, o.name as organisation_name, s.modes, s.form_name, s.refused_channels,
      s.contact_email, s.contact_phone, s.benefit_effect, s.typical_weeks, s.next_start, s.verified, s.verified_on, s.verify_by
    from service s left join organisation o on o.id = s.organisation_id where s.id = any(${p.serviceIds}::uuid[])`,
);

/** A need with what it is described as. */
export type NeedRow = { id: string; code: string; name: string; description: string | null; issues: string[] };

/** The needs that services are looked for by, by name. */
export const needs = statement(
  'directory.needs',
  (p: { taxonomyId: string }) => sql<NeedRow>`
    select id, code, name, doc ->> 'description' as description, issues from taxonomy_term
    where taxonomy_id = ${p.taxonomyId}::uuid and code is not null order by name, id`,
);
