import { sql } from 'kysely';
import { bulkCorrect, bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';

const person = {
  given_name: 'text',
  family_name: 'text',
  search_given: 'text',
  search_family: 'text',
  date_of_birth: 'date',
  sex: 'text',
  ethnicity: 'text',
  ni_number: 'text',
  phone: 'text',
  postcode: 'text',
  preferred_contact: 'text',
} as const;

export const insertPeople = bulkInsert('people.insertPeople', 'person', { id: 'uuid', reference: 'text', ...person });
export const correctPeople = bulkCorrect('people.correctPeople', 'person', person, { touch: true });
export const personVersions = statement(
  'people.personVersions',
  (p: { ids: string[] }) => sql<{ id: string; version: number }>`
    select id, version from person where id = any(${p.ids}::uuid[])`,
);

export const insertDuplicates = bulkInsert('people.insertDuplicates', 'duplicate_review', {
  id: 'uuid',
  programme_id: 'uuid',
  source_ref: 'text',
  person_id: 'uuid',
  original: 'jsonb',
});

/** Brings an open review up to date; one that was decided stays. */
export const reviseDuplicates = statement(
  'people.reviseDuplicates',
  (p: { rows: string }) => sql<{ id: string }>`
    update duplicate_review d set person_id = given.person_id, original = given.original
    from jsonb_to_recordset(${p.rows}::jsonb) as given(id uuid, person_id uuid, original jsonb)
    where d.id = given.id and d.state = 'open' returning d.id`,
);
export const openDuplicates = statement(
  'people.openDuplicates',
  (p: { ids: string[] }) => sql<{ id: string; open: boolean }>`
    select id, state = 'open' as open from duplicate_review where id = any(${p.ids}::uuid[])`,
);
