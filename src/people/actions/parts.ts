import { type RawBuilder, sql } from 'kysely';

/** What other rooms may join of a person. */
export type PersonPart = {
  person_id: string;
  person_reference: string;
  given_name: string | null;
  family_name: string | null;
  search_given: string;
  search_family: string;
  date_of_birth: string | null;
  sex: string | null;
  ethnicity: string | null;
  ni_number: string | null;
  phone: string | null;
  preferred_contact: string | null;
  contact_rules: unknown;
};

/**
 * Persons, to stand after `from` or `join` in another room's statement: a list of cases with their names stays one
 * statement, and this room still decides what is given away. The planner sees through it like a view.
 */
export const people = sql<PersonPart>`(
  select id as person_id, reference as person_reference, given_name, family_name, search_given, search_family, date_of_birth,
    sex, ethnicity, ni_number, phone, preferred_contact, contact_rules
  from person)`;

/** What other rooms may join of a pair that waits for review. */
export type PairPart = {
  pair_id: string;
  low_id: string;
  high_id: string;
  probability: number;
  fields: unknown;
};

/** Open pairs of two records neither of which is merged, to stand after `from` in another room's statement. */
export const openPairs = sql<PairPart>`(
  select d.id as pair_id, d.low_id, d.high_id, d.probability, d.fields
  from duplicate_pair d
  join person a on a.id = d.low_id and a.merged_into is null
  join person b on b.id = d.high_id and b.merged_into is null
  where d.state = 'open')`;

/** The id of the record under which a person is kept now, to stand in another room's statement: another one when they were merged. */
export const keptPerson = (id: RawBuilder<unknown>): RawBuilder<string> => sql<string>`live_person(${id})`;

/** What messages may join of a person: how they are reached, what is safe, and in which language. */
export type ReachPart = {
  person_id: string;
  given_name: string | null;
  family_name: string | null;
  phone: string | null;
  email: string | null;
  address: string | null;
  locality: string | null;
  postcode: string | null;
  preferred_contact: string | null;
  contact_rules: unknown;
  first_language: string | null;
  interpreter: string | null;
};

/** Persons with how they are reached, to stand after `from` or `join` in another room's statement. */
export const peopleReach = sql<ReachPart>`(
  select id as person_id, given_name, family_name, phone, email, address, locality, postcode, preferred_contact, contact_rules,
    first_language, interpreter
  from person)`;
