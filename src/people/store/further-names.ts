/** Further names of people who are compared. */
import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { CandidateRow } from './candidates.ts';

export type OtherNameRow = {
  person_id: string;
  use: string;
  given_name: string | null;
  family_name: string | null;
};

const name = sql`n.person_id, n.use, n.given_name, n.family_name`;
const columns = sql`id, given_name, family_name, date_of_birth, ni_number, address, locality, postcode, phone, email`;

/** The further names of these people, in the order they were added. */
export const namesOfPeople = statement(
  'people.namesOfPeople',
  (p: { ids: readonly string[] }) => sql<OtherNameRow>`
    select ${name} from person_name n where n.person_id = any(${p.ids}::uuid[]) and n.removed_at is null order by n.id`,
);

/**
 * The further names of these people, and those that are the names given, each with its person: a name without a given name is
 * one with the usual one.
 */
export const namesOfCandidates = statement(
  'people.namesOfCandidates',
  (p: { ids: readonly string[]; given: string; family: string }) => sql<OtherNameRow & { person: CandidateRow }>`
    select ${name}, to_jsonb(w) as person
    from person_name n join lateral (select ${columns} from person where id = n.person_id and merged_into is null) w on true
    where n.id in (
      select id from person_name where person_id = any(${p.ids}::uuid[]) and removed_at is null
      union (select o.id from person_name o join person u on u.id = o.person_id
        where o.search_family = ${p.family} and ${p.family}::text <> '' and ${p.given}::text <> '' and o.removed_at is null
        and (o.search_given = ${p.given} or (o.search_given = '' and u.search_given = ${p.given})) limit 200))
    order by n.id`,
);

/**
 * The next further names by id, each with its person and with everybody who shares a block with them under that name: both names
 * in either order, usual or further ones, or the family name with the day of birth. Each arm is limited, as in the run by usual
 * names. Every name comes back at least once, so that the run gets on.
 */
export const namedAfter = statement(
  'people.namedAfter',
  (p: { after: string; limit: number }) => sql<{
    name_id: string;
    one: CandidateRow | null;
    other: CandidateRow | null;
  }>`
    select m.name_id, case when m.id is not null then to_jsonb(a) end as one, to_jsonb(b) as other
    from (
      select n.id as name_id, w.id, w.date_of_birth, coalesce(nullif(n.search_given, ''), w.search_given) as given,
        coalesce(nullif(n.search_family, ''), w.search_family) as family
      from (select * from person_name where id > ${p.after}::uuid and removed_at is null order by id limit ${p.limit}::int) n
      left join person w on w.id = n.person_id and w.merged_into is null) m
    left join lateral (select ${columns} from person where id = m.id) a on true
    left join lateral (
      select ${columns} from person where id <> m.id and merged_into is null and m.given <> '' and m.family <> '' and id in (
        (select id from person where search_family = m.family and search_given = m.given and merged_into is null limit 50)
        union (select id from person where search_family = m.given and search_given = m.family and merged_into is null limit 50)
        union (select id from person where date_of_birth = m.date_of_birth and search_family = m.family and merged_into is null limit 50)
        union (select o.person_id from person_name o join person u on u.id = o.person_id and u.merged_into is null
          where o.search_family = m.family and o.removed_at is null
          and (o.search_given = m.given or (o.search_given = '' and u.search_given = m.given)) limit 50))
    ) b on true
    order by m.name_id`,
);
