/** Further names of a person, and who is around them: added, corrected and removed with an event that keeps both. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { FurtherName, Supporter } from '../rules/around.ts';
import { fold } from '../rules.ts';
import * as store from '../store/around.ts';
import { keepUnmerged } from '../store/people.ts';

/** The case through which a person's record is changed: the event stands in its timeline. */
export type Through = { programmeId: string; caseId: string; personId: string };
/** A change in words, as the timeline shows it. */
type Changes = readonly object[];

export type KeptName = FurtherName & { id: string; version: number };
export type KeptSupporter = Supporter & { id: string; version: number };

/** The further names of a person, in the order they were added. */
export async function namesOf(sql: Sql, personId: string): Promise<KeptName[]> {
  return (await store.namesOf(sql, { personId })).map((row) => ({
    id: row.id,
    version: row.version,
    use: row.use,
    givenName: row.given_name,
    familyName: row.family_name,
  }));
}

/** Next of kin and supporters of a person, in the order they were added. */
export async function supportersOf(sql: Sql, personId: string): Promise<KeptSupporter[]> {
  return (await store.supportersOf(sql, { personId })).map((row) => ({
    id: row.id,
    version: row.version,
    kind: row.kind,
    name: row.name,
    relationship: row.relationship,
    phone: row.phone,
    email: row.email,
    mayBeTold: row.may_be_told,
    note: row.note,
  }));
}

const searched = (name: FurtherName) => ({
  ...name,
  searchGiven: fold(name.givenName ?? ''),
  searchFamily: fold(name.familyName ?? ''),
});
const bare = <T extends { id: string; version: number }>({ id, version, ...rest }: T) => rest;

/** One transaction: the row, when it still has its version and the record was not merged into another one, and the event. */
async function keep(
  db: Database,
  actor: Actor,
  through: Through,
  event: { kind: string; today: string; payload: Record<string, unknown> },
  write: (tx: Tx) => Promise<boolean>,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    // What is added to a record in the same moment as it is merged would stay behind on it.
    if ((await keepUnmerged(tx, { id: through.personId })).length === 0) return 'stale';
    if (!(await write(tx))) return 'stale';
    const { kind, today, payload } = event;
    await recordEvent(tx, actor, { ...through, kind, happenedOn: today, payload });
    return 'saved';
  });
}

/** Adds a further name, with the event 'name.added'. */
export function addName(db: Database, actor: Actor, through: Through, name: FurtherName, today: string) {
  const id = newId();
  const event = { kind: 'name.added', today, payload: { recordId: id, ...name } };
  return keep(db, actor, through, event, async (tx) => {
    await store.insertName(tx, { id, personId: through.personId, ...searched(name) });
    return true;
  });
}

/** Corrects a further name that still has the version given, with the event 'name.corrected'. */
export function correctName(
  db: Database,
  actor: Actor,
  through: Through,
  change: { before: KeptName; version: number; after: FurtherName; changes: Changes; today: string },
) {
  const { before, version, after, changes, today } = change;
  const payload = { recordId: before.id, changes, before: bare(before), after };
  return keep(db, actor, through, { kind: 'name.corrected', today, payload }, async (tx) => {
    const given = { id: before.id, personId: through.personId, version, ...searched(after) };
    return (await store.updateName(tx, given)).length > 0;
  });
}

/** Takes a further name off the record, with the event 'name.removed'. The row is kept. */
export function removeName(
  db: Database,
  actor: Actor,
  through: Through,
  change: { before: KeptName; version: number; why: string; today: string },
) {
  const { before, version, why, today } = change;
  const payload = { recordId: before.id, why, before: bare(before), after: null };
  return keep(db, actor, through, { kind: 'name.removed', today, payload }, async (tx) => {
    const given = { id: before.id, personId: through.personId, version };
    return (await store.removeName(tx, given)).length > 0;
  });
}

/** Adds next of kin or a supporter, with the event 'supporter.added'. */
export function addSupporter(db: Database, actor: Actor, through: Through, one: Supporter, today: string) {
  const id = newId();
  const event = { kind: 'supporter.added', today, payload: { recordId: id, ...one } };
  return keep(db, actor, through, event, async (tx) => {
    await store.insertSupporter(tx, { id, personId: through.personId, ...one });
    return true;
  });
}

/** Corrects a supporter who still has the version given, with the event 'supporter.corrected'. */
export function correctSupporter(
  db: Database,
  actor: Actor,
  through: Through,
  change: { before: KeptSupporter; version: number; after: Supporter; changes: Changes; today: string },
) {
  const { before, version, after, changes, today } = change;
  const payload = { recordId: before.id, changes, before: bare(before), after };
  return keep(db, actor, through, { kind: 'supporter.corrected', today, payload }, async (tx) => {
    const given = { id: before.id, personId: through.personId, version, ...after };
    return (await store.updateSupporter(tx, given)).length > 0;
  });
}

/** Takes a supporter off the record, with the event 'supporter.removed'. The row is kept. */
export function removeSupporter(
  db: Database,
  actor: Actor,
  through: Through,
  change: { before: KeptSupporter; version: number; why: string; today: string },
) {
  const { before, version, why, today } = change;
  const payload = { recordId: before.id, why, before: bare(before), after: null };
  return keep(db, actor, through, { kind: 'supporter.removed', today, payload }, async (tx) => {
    const given = { id: before.id, personId: through.personId, version };
    return (await store.removeSupporter(tx, given)).length > 0;
  });
}
