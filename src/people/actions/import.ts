import { type NewEvent, recordEvents } from '../../access/actions.ts';
import type { Correction, ImportContext } from '../../access/rules/import.ts';
import { changesBetween } from '../../kit/bulk.ts';
import type { Sql } from '../../kit/db.ts';
import { newReference } from '../../kit/ids.ts';
import { fold } from '../rules.ts';
import * as store from '../store/import.ts';

/** A person as a hand-over tells it, cleaned. Null is not known. */
export type ImportedPerson = {
  id: string;
  givenName: string | null;
  familyName: string | null;
  dateOfBirth: string | null;
  sex: string | null;
  ethnicity: string | null;
  niNumber: string | null;
  phone: string | null;
  postcode: string | null;
  preferredContact: string | null;
};

const toRow = (person: ImportedPerson) => ({
  id: person.id,
  given_name: person.givenName,
  family_name: person.familyName,
  search_given: fold(person.givenName ?? ''),
  search_family: fold(person.familyName ?? ''),
  date_of_birth: person.dateOfBirth,
  sex: person.sex,
  ethnicity: person.ethnicity,
  ni_number: person.niNumber,
  phone: person.phone,
  postcode: person.postcode,
  preferred_contact: person.preferredContact,
});

/** Adds people. Their event is the referral's, which the room of cases records in the same transaction. */
export async function importPeople(context: ImportContext, people: readonly ImportedPerson[]): Promise<void> {
  if (people.length === 0) return;
  const rows = people.map((person) => ({ ...toRow(person), reference: newReference('P') }));
  await store.insertPeople(context.tx, { rows: JSON.stringify(rows) });
}

/**
 * Corrects people who still have the version given; `person.corrected` tells what changed, and there is none for
 * somebody of whom only the version moved on. Resolves to the ids corrected.
 */
export async function correctImportedPeople(
  context: ImportContext,
  people: readonly Correction<ImportedPerson & { caseId: string; happenedOn: string }>[],
): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const rows = people.map((person) => ({ ...toRow(person), version: person.version }));
  const done = await store.correctPeople(context.tx, { rows: JSON.stringify(rows) });
  const corrected = new Map(done.map((row) => [row.id, changesBetween(row.before, row.after)]));
  const events = people.flatMap((person): NewEvent[] => {
    const changes = corrected.get(person.id) ?? [];
    if (changes.length === 0) return [];
    return [
      {
        kind: 'person.corrected',
        programmeId: context.programmeId,
        personId: person.id,
        caseId: person.caseId,
        happenedOn: person.happenedOn,
        payload: { changes, imported: true },
      },
    ];
  });
  await recordEvents(context.tx, context.actor, events);
  return new Set(corrected.keys());
}

/** The version of each of these people. */
export function personVersions(sql: Sql, ids: string[]) {
  return store.personVersions(sql, { ids });
}

/** A second referral of somebody, for the review queue. `original` is the row as it was given. */
export type ImportedDuplicate = {
  id: string;
  sourceRef: string;
  personId: string | null;
  caseId: string | null;
  referredOn: string | null;
  original: Readonly<Record<string, string>>;
};

const duplicateRow = (context: ImportContext, one: ImportedDuplicate) => ({
  id: one.id,
  programme_id: context.programmeId,
  source_ref: one.sourceRef,
  person_id: one.personId,
  original: one.original,
});

const duplicateEvent = (context: ImportContext, kind: string, one: ImportedDuplicate): NewEvent => ({
  kind,
  programmeId: context.programmeId,
  personId: one.personId,
  caseId: one.caseId,
  happenedOn: one.referredOn ?? context.today,
  payload: { reviewId: one.id, sourceRef: one.sourceRef, referredOn: one.referredOn, imported: true },
});

/** Puts second referrals into the review queue, each with the event 'duplicate.queued'. */
export async function importDuplicates(context: ImportContext, given: readonly ImportedDuplicate[]): Promise<void> {
  if (given.length === 0) return;
  await store.insertDuplicates(context.tx, { rows: JSON.stringify(given.map((one) => duplicateRow(context, one))) });
  await recordEvents(
    context.tx,
    context.actor,
    given.map((one) => duplicateEvent(context, 'duplicate.queued', one)),
  );
}

/** Brings reviews that are still open up to date, with the event 'duplicate.corrected'. Resolves to the ids corrected. */
export async function correctImportedDuplicates(
  context: ImportContext,
  given: readonly ImportedDuplicate[],
): Promise<Set<string>> {
  if (given.length === 0) return new Set();
  const done = await store.reviseDuplicates(context.tx, {
    rows: JSON.stringify(given.map((one) => duplicateRow(context, one))),
  });
  const ids = new Set(done.map(({ id }) => id));
  const events = given
    .filter((one) => ids.has(one.id))
    .map((one) => duplicateEvent(context, 'duplicate.corrected', one));
  await recordEvents(context.tx, context.actor, events);
  return ids;
}

/** Which of these reviews are still open. */
export function openDuplicates(sql: Sql, ids: string[]) {
  return store.openDuplicates(sql, { ids });
}
