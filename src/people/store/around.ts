/** Further names of a person, and who is around them. Rows are kept when they are removed. */
import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

// Somebody with more names or supporters than this has a record that wants tidying, not a longer page.
const most = 100;

export const namesOf = statement('people.namesOf', (p: { personId: string }) =>
  q
    .selectFrom('person_name')
    .select(['id', 'use', 'given_name', 'family_name', 'version'])
    .where('person_id', '=', p.personId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .limit(most),
);

type NameFields = {
  use: string;
  givenName: string | null;
  familyName: string | null;
  searchGiven: string;
  searchFamily: string;
};
const nameColumns = (p: NameFields) => ({
  use: p.use,
  given_name: p.givenName,
  family_name: p.familyName,
  search_given: p.searchGiven,
  search_family: p.searchFamily,
});

export const insertName = statement('people.insertName', (p: { id: string; personId: string } & NameFields) =>
  q.insertInto('person_name').values({ id: p.id, person_id: p.personId, ...nameColumns(p) }),
);

type Kept = { id: string; personId: string; version: number };

export const updateName = statement('people.updateName', (p: Kept & NameFields) =>
  q
    .updateTable('person_name')
    .set({ ...nameColumns(p), version: sql<number>`version + 1` })
    .where('id', '=', p.id)
    .where('person_id', '=', p.personId)
    .where('version', '=', p.version)
    .where('removed_at', 'is', null)
    .returning('id'),
);

export const removeName = statement('people.removeName', (p: Kept) =>
  q
    .updateTable('person_name')
    .set({ removed_at: sql<string>`now()`, version: sql<number>`version + 1` })
    .where('id', '=', p.id)
    .where('person_id', '=', p.personId)
    .where('version', '=', p.version)
    .where('removed_at', 'is', null)
    .returning('id'),
);

export const supportersOf = statement('people.supportersOf', (p: { personId: string }) =>
  q
    .selectFrom('person_contact')
    .select(['id', 'kind', 'name', 'relationship', 'phone', 'email', 'may_be_told', 'note', 'version'])
    .where('person_id', '=', p.personId)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .limit(most),
);

type SupporterFields = {
  kind: string;
  name: string;
  relationship: string | null;
  phone: string | null;
  email: string | null;
  mayBeTold: string;
  note: string | null;
};
const supporterColumns = (p: SupporterFields) => ({
  kind: p.kind,
  name: p.name,
  relationship: p.relationship,
  phone: p.phone,
  email: p.email,
  may_be_told: p.mayBeTold,
  note: p.note,
});

export const insertSupporter = statement(
  'people.insertSupporter',
  (p: { id: string; personId: string } & SupporterFields) =>
    q.insertInto('person_contact').values({ id: p.id, person_id: p.personId, ...supporterColumns(p) }),
);

export const updateSupporter = statement('people.updateSupporter', (p: Kept & SupporterFields) =>
  q
    .updateTable('person_contact')
    .set({ ...supporterColumns(p), version: sql<number>`version + 1` })
    .where('id', '=', p.id)
    .where('person_id', '=', p.personId)
    .where('version', '=', p.version)
    .where('removed_at', 'is', null)
    .returning('id'),
);

export const removeSupporter = statement('people.removeSupporter', (p: Kept) =>
  q
    .updateTable('person_contact')
    .set({ removed_at: sql<string>`now()`, version: sql<number>`version + 1` })
    .where('id', '=', p.id)
    .where('person_id', '=', p.personId)
    .where('version', '=', p.version)
    .where('removed_at', 'is', null)
    .returning('id'),
);
