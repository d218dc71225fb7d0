import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Answer } from '../../kit/form.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { type About, aboutWith, type Block, contactChanges } from '../rules/about.ts';
import { type ContactRules, contactRulesFrom } from '../rules/contact.ts';
import { strictest } from '../rules/merge.ts';
import type { Personal } from '../rules/personal.ts';
import { fold } from '../rules.ts';
import * as store from '../store/people.ts';

/** A person with the version of their record. */
export type Person = About & { id: string; reference: string; version: number };

const searched = <T extends Personal>(personal: T) => ({
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
    email: row.email,
    address: row.address,
    locality: row.locality,
    ownWords: row.own_words,
    pronouns: row.pronouns,
    firstLanguage: row.first_language,
    interpreter: row.interpreter,
    accessNeeds: row.access_needs,
    culturalNeeds: row.cultural_needs,
    contactRules: contactRulesFrom(row.contact_rules),
  };
}

/** The id of the record under which a person is kept now: another one when theirs was merged. */
export async function livePersonId(sql: Sql, id: string): Promise<string> {
  return (await store.livePerson(sql, { id }))[0]?.id ?? id;
}

/** The same for a transaction that adds something of theirs: they are not merged until it ends. */
export async function holdPerson(tx: Tx, id: string): Promise<string> {
  for (;;) {
    const live = await livePersonId(tx, id);
    if ((await store.keepUnmerged(tx, { id: live })).length > 0) return live;
    // Nobody has this id, or the record was merged between the two statements, and the next look sees where to.
    if (live === id && (await store.findPerson(tx, { id })).length === 0) throw new Error('there is no such person');
  }
}

/** Adds a person inside a transaction; the event is that of the case which is opened with them. Resolves to the id. */
export async function addPerson(tx: Tx, personal: Personal): Promise<string> {
  const id = newId();
  await store.insertPerson(tx, { id, reference: newReference('P'), ...searched(personal) });
  return id;
}

/**
 * Corrects a block of a person who still has the version of `before`'s opening, with the event 'person.corrected' in the
 * timeline of the case through which it was done: it keeps the record before and after. 'stale' when somebody saved since;
 * nothing is written then.
 */
export async function correctPerson(
  db: Database,
  actor: Actor,
  through: { programmeId: string; caseId: string },
  change: {
    before: Person;
    version: number;
    block: Block;
    answers: Readonly<Record<string, Answer | undefined>>;
    changes: readonly object[];
    today: string;
  },
): Promise<'saved' | 'stale'> {
  const { before, block, answers } = change;
  const after = aboutWith(aboutOf(before), block, answers);
  return transaction(db, (tx) => correct(tx, actor, through, { ...change, after }));
}

/** All of a person that a correction may change. */
const aboutOf = ({ id: _, reference: __, version: ___, ...about }: Person): About => about;

/** Within a transaction: the person's row, when it has the version given, and the event. */
async function correct(
  tx: Tx,
  actor: Actor,
  through: { programmeId: string; caseId: string },
  change: { before: Person; after: About; version: number; block: Block; changes: readonly object[]; today: string },
): Promise<'saved' | 'stale'> {
  const { before, after, version, block, changes, today } = change;
  const { id: personId } = before;
  const contactRules = JSON.stringify(after.contactRules);
  const [saved] = await store.updatePerson(tx, { id: personId, version, ...searched(after), contactRules });
  if (saved === undefined) return 'stale';
  const { programmeId, caseId } = through;
  const payload = { block, changes, before: aboutOf(before), after };
  await recordEvent(tx, actor, { kind: 'person.corrected', programmeId, caseId, personId, happenedOn: today, payload });
  return 'saved';
}

/**
 * Adds rules of safe contact to those of a person, inside a transaction that holds them: what either forbids is forbidden. With
 * the event 'person.corrected'; rules that change nothing write nothing.
 */
export async function addContactRules(
  tx: Tx,
  actor: Actor,
  through: { programmeId: string; caseId: string; personId: string },
  rules: ContactRules,
  today: string,
): Promise<void> {
  await store.keepUnchanged(tx, { id: through.personId });
  const before = await personOf(tx, through.personId);
  if (before === null) return;
  const contactRules = strictest(before.contactRules, rules);
  const changes = contactChanges(before.contactRules, contactRules);
  if (changes.length === 0) return;
  const after = { ...aboutOf(before), contactRules };
  await correct(tx, actor, through, { before, after, version: before.version, block: 'contact', changes, today });
}
