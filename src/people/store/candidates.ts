import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** A record that is compared. */
export type CandidateRow = {
  id: string;
  given_name: string | null;
  family_name: string | null;
  date_of_birth: string | null;
  ni_number: string | null;
  address: string | null;
  locality: string | null;
  postcode: string | null;
  phone: string | null;
  email: string | null;
};

const columns = sql`id, given_name, family_name, date_of_birth, ni_number, address, locality, postcode, phone, email`;
// A block is read up to this many: beyond, what they share tells nobody apart, and another block finds the right one.
const each = 200;

/**
 * Records that share a block with an entry, each arm along its own index: National Insurance number, date of birth (also with
 * day and month swapped), both names in either order, family name with the first letter, phone, postcode, and both names by
 * sound. Merged records are none. `upTo` is what follows every text that begins with the name.
 */
export const candidates = statement(
  'people.candidates',
  (p: {
    niNumber: string | null;
    born: string | null;
    bornSwapped: string | null;
    given: string;
    family: string;
    initial: string;
    phone: string | null;
    postcode: string | null;
    sounds: string;
  }) => sql<CandidateRow>`
    select ${columns} from person where id in (
      (select id from person where ni_number = ${p.niNumber} and merged_into is null limit ${each})
      union (select id from person where date_of_birth = ${p.born}::date and merged_into is null
        and (search_family = ${p.family} or search_given = ${p.given}) limit ${each})
      union (select id from person where date_of_birth = ${p.born}::date and merged_into is null limit ${each})
      union (select id from person where date_of_birth = ${p.bornSwapped}::date and merged_into is null
        and (search_family = ${p.family} or search_given = ${p.given}) limit ${each})
      union (select id from person where search_family = ${p.family} and search_given = ${p.given} and ${p.family}::text <> ''
        and merged_into is null limit ${each})
      union (select id from person where search_family = ${p.given} and search_given = ${p.family} and ${p.given}::text <> ''
        and merged_into is null limit ${each})
      union (select id from person where search_family = ${p.family} and search_given ~>=~ ${p.initial}::text
        and search_given ~<~ (${p.initial}::text || chr(1114111)) and ${p.initial}::text <> '' and ${p.family}::text <> ''
        and merged_into is null limit ${each})
      union (select id from person where phone = ${p.phone} and merged_into is null limit ${each})
      union (select id from person where postcode = ${p.postcode} and merged_into is null limit ${each})
      union (select id from person where name_sounds(search_text) @> name_sounds(${p.sounds}::text)
        and cardinality(name_sounds(${p.sounds}::text)) > 1 and merged_into is null limit ${each})
      union (select n.person_id from person_name n join person w on w.id = n.person_id and w.merged_into is null
        where name_sounds(n.search_text) @> name_sounds(${p.sounds}::text)
        and cardinality(name_sounds(${p.sounds}::text)) > 1 and n.removed_at is null limit ${each})
    )`,
  // One plan for all values reads the whole table: a quarter of a second over a million people.
  { planEachTime: true },
);

/** How many people there are, as the planner believes; and how common the commonest names are. */
export const population = statement(
  'people.population',
  () => sql<{
    people: number;
    families: string | null;
    family_shares: number[] | null;
    givens: string | null;
    given_shares: number[] | null;
  }>`
    select greatest((select reltuples from pg_class where oid = 'person'::regclass), 0)::float8 as people,
      f.most_common_vals::text as families, f.most_common_freqs::float8[] as family_shares,
      g.most_common_vals::text as givens, g.most_common_freqs::float8[] as given_shares
    from (select 1) one
    left join pg_stats f on f.schemaname = 'public' and f.tablename = 'person' and f.attname = 'search_family'
    left join pg_stats g on g.schemaname = 'public' and g.tablename = 'person' and g.attname = 'search_given'`,
);

/**
 * The next people by id with everybody of a higher id who shares a block with them: the run over all. Each arm is limited, so
 * that a value which thousands share costs no more than one that few do. People without any come back alone.
 */
export const blockedAfter = statement(
  'people.blockedAfter',
  (p: { after: string; limit: number }) => sql<{ one: CandidateRow; other: CandidateRow | null }>`
    select to_jsonb(a) as one, to_jsonb(b) as other
    from (select ${columns}, search_given, search_family from person where id > ${p.after}::uuid and merged_into is null
      order by id limit ${p.limit}::int) a
    left join lateral (
      select ${columns} from person where id > a.id and id in (
        (select id from person where ni_number = a.ni_number and merged_into is null limit 50)
        union (select id from person where date_of_birth = a.date_of_birth and merged_into is null
          and (search_family = a.search_family or search_given = a.search_given) limit 50)
        union (select id from person where search_family = a.search_family and search_given = a.search_given
          and a.search_family <> '' and a.search_given <> '' and merged_into is null limit 50)
        union (select id from person where search_family = a.search_given and search_given = a.search_family
          and a.search_family <> '' and a.search_given <> '' and merged_into is null limit 50)
        union (select id from person where phone = a.phone and merged_into is null limit 50)
        union (select id from person where postcode = a.postcode and merged_into is null
          and left(search_given, 3) = left(a.search_given, 3) limit 50))
    ) b on true`,
);
