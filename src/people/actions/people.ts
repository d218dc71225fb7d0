import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId, newReference } from '../../kit/ids.ts';
import type { Personal } from '../rules/personal.ts';
import { fold } from '../rules.ts';
import * as store from '../store/people.ts';

/** A person with the version of their record. */
export type Person = Personal & { id: string; reference: string; version: number };

const searched = (personal: Personal) => ({
  ...personal,
  searchGiven: fold(personal.givenName ?? ''),
  searchFamily: fold(personal.familyName ?? ''),
});

/** A person by id, or null. Whether the actor may see them is asked of their case. */
export async function personOf(sql: Sql, id: string): Promise<Person | null> {
  const [row] = await store.findPerson(sql, { id });
  if (row === undefined) return null;
  return {
    id: row.id,
    reference: row.reference,
    version: row.version,
    givenName: row.given_name,
    familyName: row.family_name,
    dateOfBirth: row.date_of_birth,
    sex: row.sex,
    ethnicity: row.ethnicity,
    niNumber: row.ni_number,
    phone: row.phone,
    postcode: row.postcode,
    preferredContact: row.preferred_contact,
  };
}

/** Adds a person inside a transaction; the event is that of the case which is opened with them. Resolves to the id. */
export async function addPerson(tx: Tx, personal: Personal): Promise<string> {
  const id = newId();
  await store.insertPerson(tx, { id, reference: newReference('P'), ...searched(personal) });
  return id;
}

/** Ids of people who are likely to be this one: same National Insurance number, or same names and day of birth. */
export async function likelySame(sql: Sql, personal: Personal): Promise<string[]> {
  const { niNumber, dateOfBirth, searchGiven, searchFamily } = searched(personal);
  return (await store.likelySame(sql, { niNumber, dateOfBirth, searchGiven, searchFamily })).map(({ id }) => id);
}

/**
 * Corrects a person who still has the version of `before`'s opening, with the event 'person.corrected' in the timeline of
 * the case through which it was done. 'stale' when somebody saved since; nothing is written then.
 */
export async function correctPerson(
  db: Database,
  actor: Actor,
  through: { programmeId: string; caseId: string },
  change: { before: Person; version: number; after: Personal; changes: readonly object[]; today: string },
): Promise<'saved' | 'stale'> {
  const { before, version, after, changes, today } = change;
  return transaction(db, async (tx) => {
    const [saved] = await store.updatePerson(tx, { id: before.id, version, ...searched(after) });
    if (saved === undefined) return 'stale';
    const { id, reference, version: stood, ...was } = before;
    await recordEvent(tx, actor, {
      kind: 'person.corrected',
      ...through,
      personId: id,
      happenedOn: today,
      payload: { changes, before: was, after },
    });
    return 'saved';
  });
}
