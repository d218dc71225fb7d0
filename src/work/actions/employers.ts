/** Employers that a programme knows, and the people to talk to there. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor, Scope } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Question } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { type ContactFields, changesOf, type EmployerFields } from '../rules/employers.ts';
import * as store from '../store/employers.ts';
import type { Saved } from './jobs.ts';

export type { ContactRow, EmployerLine, EmployerRow, JobThere } from '../store/employers.ts';

/** Names of employers to choose from while typing: at most these many, those that were changed last. */
const SUGGESTED = 300;
const MOST_CONTACTS = 50;
const MOST_JOBS = 20;

const taken = {
  name: 'There is an employer of this name. Open it, or add the place to the name: Northway Bakery, Bury',
};

/** The record of routes below `/employers/:employerId`. */
export const employerRecord: RecordLoader<{ employer: store.EmployerRow }> = {
  param: 'employerId',
  async load(sql, id) {
    const [employer] = await store.findEmployer(sql, { id });
    return employer === undefined ? null : { programmeId: employer.programme_id, employer };
  },
};

/** A page of employers by name. `words` are looked for anywhere in the name. */
export async function listEmployers(
  sql: Sql,
  asked: {
    programmeIds: readonly string[];
    words: string | null;
    area: string | null;
    today: string;
    after: { name: string; id: string } | null;
    limit: number;
  },
): Promise<{ employers: store.EmployerLine[]; more: boolean }> {
  const { words, limit, ...rest } = asked;
  const like = words === null ? null : words.toLowerCase().replace(/[\\%_]/g, '\\$&');
  const rows = await store.listEmployers(sql, { ...rest, like, limit: limit + 1 });
  return { employers: rows.slice(0, limit), more: rows.length > limit };
}

/** Names of employers to choose from while typing. */
export async function employerNames(sql: Sql, programmeId: string): Promise<string[]> {
  return (await store.employerNames(sql, { programmeId, limit: SUGGESTED })).map(({ name }) => name);
}

/** What the page of an employer shows besides its facts: people to talk to, and jobs of those whose records the reader may open. */
export async function employerDetails(sql: Sql, employerId: string, scope: Scope, today: string) {
  const [contacts, jobs, [counts]] = await Promise.all([
    store.contactsOf(sql, { employerId, limit: MOST_CONTACTS }),
    store.jobsThere(sql, { employerId, scope, limit: MOST_JOBS }),
    store.countJobsThere(sql, { employerId, today }),
  ]);
  return { contacts, jobs, counts: counts ?? { jobs: 0, holding: 0 } };
}

type By = { actor: Actor; programmeId: string; today: string };

/** Ties what is on file and names an employer to it. */
async function tieNamed(tx: Tx, named: { id: string; programmeId: string; name: string }): Promise<void> {
  await store.tieJobsOfEmployer(tx, named);
  await store.tieOffersOfEmployer(tx, named);
}

/** Adds an employer and ties the jobs and offers of its name to it, with the event 'employer.added'. Refused when the programme has one of this name. */
export function addEmployer(
  db: Database,
  { actor, programmeId, today }: By,
  fields: EmployerFields,
): Promise<Saved<store.EmployerRow>> {
  return transaction(db, async (tx) => {
    const id = newId();
    const [added] = await store.insertEmployer(tx, { id, programmeId, ...fields });
    if (added === undefined) return { outcome: 'refused', errors: taken };
    await tieNamed(tx, { id, programmeId, name: fields.name });
    const payload = { recordId: id, ...fields };
    await recordEvent(tx, actor, { kind: 'employer.added', programmeId, happenedOn: today, payload });
    return { outcome: 'saved', id };
  });
}

/** Changes an employer that still has the version, with the event 'employer.changed'. What was tied to it stays so when its name changes. */
export function changeEmployer(
  db: Database,
  { actor, programmeId, today }: By,
  change: { id: string; version: number; fields: EmployerFields; questions: readonly Question[] },
): Promise<Saved<store.EmployerRow>> {
  const { id, version, fields, questions } = change;
  return transaction(db, async (tx) => {
    const [stood] = await store.lockEmployer(tx, { id });
    if (stood === undefined) return { outcome: 'gone' };
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const { id: _, programme_id: __, version: ___, ...before } = stood;
    const changes = changesOf(questions, before, fields);
    if (changes.length === 0) return { outcome: 'unchanged', id };
    const [other] = await store.employerOfName(tx, { programmeId, name: fields.name });
    if (other !== undefined && other.id !== id) return { outcome: 'refused', errors: taken };
    await store.updateEmployer(tx, { id, version, ...fields });
    if (fields.name !== before.name) await tieNamed(tx, { id, programmeId, name: fields.name });
    const payload = { recordId: id, changes, before, after: fields };
    await recordEvent(tx, actor, { kind: 'employer.changed', programmeId, happenedOn: today, payload });
    return { outcome: 'saved', id };
  });
}

/** Somebody to talk to at an employer, or null. */
export async function findContact(sql: Sql, employerId: string, id: string): Promise<store.ContactRow | null> {
  return (await store.findContact(sql, { id, employerId }))[0] ?? null;
}

/** Adds somebody to talk to, with the event 'employer.contact added'. */
export async function addContact(
  db: Database,
  { actor, programmeId, today }: By,
  employerId: string,
  fields: ContactFields,
): Promise<void> {
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertContact(tx, { id, employerId, ...fields });
    const payload = { recordId: id, employerId, ...fields };
    await recordEvent(tx, actor, { kind: 'employer.contact added', programmeId, happenedOn: today, payload });
  });
}

/** Changes somebody to talk to who still has the version, with the event 'employer.contact changed'. */
export function changeContact(
  db: Database,
  { actor, programmeId, today }: By,
  change: { id: string; employerId: string; version: number; fields: ContactFields; questions: readonly Question[] },
): Promise<Saved<store.ContactRow>> {
  const { id, employerId, version, fields, questions } = change;
  return transaction(db, async (tx) => {
    const [stood] = await store.lockContact(tx, { id, employerId });
    if (stood === undefined) return { outcome: 'gone' };
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const { id: _, version: __, ...before } = stood;
    const changes = changesOf(questions, before, fields);
    if (changes.length === 0) return { outcome: 'unchanged', id };
    await store.updateContact(tx, { id, version, ...fields });
    const payload = { recordId: id, employerId, changes, before, after: fields };
    await recordEvent(tx, actor, { kind: 'employer.contact changed', programmeId, happenedOn: today, payload });
    return { outcome: 'saved', id };
  });
}
