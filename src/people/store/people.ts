import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export const findPerson = statement('people.findPerson', (p: { id: string }) =>
  q
    .selectFrom('person')
    .select([
      'id',
      'reference',
      'given_name',
      'family_name',
      'date_of_birth',
      'sex',
      'ethnicity',
      'ni_number',
      'phone',
      'postcode',
      'preferred_contact',
      'email',
      'address',
      'locality',
      'own_words',
      'pronouns',
      'first_language',
      'interpreter',
      'access_needs',
      'cultural_needs',
      'contact_rules',
      'version',
    ])
    .where('id', '=', p.id),
);

export type PersonFields = {
  givenName: string | null;
  familyName: string | null;
  searchGiven: string;
  searchFamily: string;
  dateOfBirth: string | null;
  sex: string | null;
  ethnicity: string | null;
  niNumber: string | null;
  phone: string | null;
  postcode: string | null;
  preferredContact: string | null;
};

const columns = (p: PersonFields) => ({
  given_name: p.givenName,
  family_name: p.familyName,
  search_given: p.searchGiven,
  search_family: p.searchFamily,
  date_of_birth: p.dateOfBirth,
  sex: p.sex,
  ethnicity: p.ethnicity,
  ni_number: p.niNumber,
  phone: p.phone,
  postcode: p.postcode,
  preferred_contact: p.preferredContact,
});

export const insertPerson = statement('people.insertPerson', (p: { id: string; reference: string } & PersonFields) =>
  q.insertInto('person').values({ id: p.id, reference: p.reference, ...columns(p) }),
);

export type AboutFields = PersonFields & {
  email: string | null;
  address: string | null;
  locality: string | null;
  ownWords: string | null;
  pronouns: string | null;
  firstLanguage: string | null;
  interpreter: string | null;
  accessNeeds: string | null;
  culturalNeeds: string | null;
  /** JSON. */
  contactRules: string;
};

/** Everything on a person's own row, when it still has the version given. */
export const updatePerson = statement('people.updatePerson', (p: { id: string; version: number } & AboutFields) =>
  q
    .updateTable('person')
    .set({
      ...columns(p),
      email: p.email,
      address: p.address,
      locality: p.locality,
      own_words: p.ownWords,
      pronouns: p.pronouns,
      first_language: p.firstLanguage,
      interpreter: p.interpreter,
      access_needs: p.accessNeeds,
      cultural_needs: p.culturalNeeds,
      contact_rules: p.contactRules,
      version: sql<number>`version + 1`,
      updated_at: sql<string>`now()`,
    })
    .where('id', '=', p.id)
    .where('version', '=', p.version)
    // Merging leaves the version of the record that ends as it was.
    .where('merged_into', 'is', null)
    .returning('id'),
);

/** Keeps a person from being merged until the transaction ends; no row for one who was. */
export const keepUnmerged = statement(
  'people.keepUnmerged',
  (p: { id: string }) => sql<{ id: string }>`
    select id from person where id = ${p.id} and merged_into is null for key share`,
);

/** Keeps everybody else from changing a person until the transaction ends; cases of theirs can still be added. */
export const keepUnchanged = statement(
  'people.keepUnchanged',
  (p: { id: string }) => sql`select from person where id = ${p.id} for no key update`,
);

/** Where a record is kept now: another one when it was merged. */
export const livePerson = statement(
  'people.livePerson',
  (p: { id: string }) => sql<{ id: string | null }>`select live_person(${p.id}::uuid) as id`,
);
