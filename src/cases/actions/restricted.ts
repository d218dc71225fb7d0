import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import {
  type AccessRow,
  accessTo,
  endAccess,
  endAllAccess,
  giveAccess,
  takeAccess,
} from '../../access/actions/restricted.ts';
import { tryOnce } from '../../access/actions/sign-in.ts';
import { recordEvent, recordEvents, userNames } from '../../access/actions.ts';
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { shownName } from '../../kit/shown-name.ts';
import {
  liftRestriction,
  placeRestriction,
  type RestrictionRow,
  restrictionOf,
  restrictionsOf,
} from '../../people/actions/restrictions.ts';
import { numbersFrom } from '../rules/restricted.ts';
import { lockCases } from '../store/merges.ts';
import * as store from '../store/restricted.ts';
import type { Outcome } from './changes.ts';
import type { CaseHead } from './record.ts';

/** What the policy asks of a restricted case. */
export const factsOf = (row: store.CaseOfPerson) => ({
  programmeId: row.programme_id,
  case: {
    areaId: row.area_id,
    providerId: row.provider_id,
    keyWorkerId: row.key_worker_id,
    restricted: row.person_id,
  },
});

/** Ends a transaction that must leave nothing behind. */
class Stale extends Error {}

async function orStale(db: Database, work: (tx: Tx) => Promise<unknown>): Promise<Outcome> {
  try {
    await transaction(db, work);
    return { outcome: 'saved' };
  } catch (error) {
    if (error instanceof Stale) return { outcome: 'stale' };
    throw error;
  }
}

/** An event on every case of the person: each programme's timeline says that its record is restricted, and no more. */
async function eventOnEach(
  tx: Tx,
  actor: Actor,
  personId: string,
  cases: readonly { case_id: string; programme_id: string }[],
  event: { kind: string; today: string; payload: Record<string, unknown> },
): Promise<void> {
  await recordEvents(
    tx,
    actor,
    cases.map((one) => ({
      kind: event.kind,
      caseId: one.case_id,
      personId,
      programmeId: one.programme_id,
      happenedOn: event.today,
      payload: event.payload,
    })),
  );
}

// Both lock the cases before the person, as a merge and an import do: in another order two of them would wait for one another.

/**
 * Restricts a person's record in every programme, or changes the restriction. Whoever answers for it may open it; the key
 * workers of today keep access when told so. `version` is 0 for a new restriction.
 */
export function restrict(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    kind: string;
    reason: string;
    ownerId: string;
    reviewOn: string;
    keepWorkers: boolean;
    today: string;
  },
): Promise<Outcome> {
  const { version, kind, reason, ownerId, reviewOn, keepWorkers, today } = input;
  const { personId } = head;
  return orStale(db, async (tx) => {
    await lockCases(tx, { personIds: [personId] });
    const before = await restrictionOf(tx, personId);
    const given = { personId, kind, reason, ownerId, placedBy: actor.userId, reviewOn, version };
    if (!(await placeRestriction(tx, given))) throw new Stale();
    const cases = await store.setRestricted(tx, { personId, restricted: true });
    const fresh = before === null;
    const workers = fresh && keepWorkers ? cases.flatMap((one) => one.key_worker_id ?? []) : [];
    const users = workers.length === 0 ? [] : (await usersOfStaff(tx, workers)).map((row) => row.user_id);
    const owner = before?.owner_id === ownerId ? [] : [ownerId];
    const userIds = [...owner, ...users.filter((id) => id !== ownerId)];
    await giveAccess(tx, actor, { personId, userIds, reason: 'With the restriction', endsAt: 'infinity' });
    await eventOnEach(tx, actor, personId, cases, {
      kind: fresh ? 'restriction.placed' : 'restriction.changed',
      today,
      payload: { kind, reviewOn, ...(before && { before: { kind: before.kind, reviewOn: before.review_on } }) },
    });
  });
}

/** Lifts a restriction: the record is open again to those whose it is, and every named access ends. */
export function lift(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; reason: string; today: string },
): Promise<Outcome> {
  const { personId } = head;
  return orStale(db, async (tx) => {
    await lockCases(tx, { personIds: [personId] });
    if (!(await liftRestriction(tx, personId, input.version))) throw new Stale();
    const cases = await store.setRestricted(tx, { personId, restricted: false });
    await endAllAccess(tx, personId);
    const { today, reason } = input;
    await eventOnEach(tx, actor, personId, cases, { kind: 'restriction.lifted', today, payload: { reason } });
  });
}

/** Lets a named user open the record up to a moment, null for as long as it is restricted. Their role must reach the case besides. */
export async function give(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { userId: string; reason: string; until: string | null; endsAt: string | null; today: string },
): Promise<Outcome> {
  const { caseId, personId, programmeId } = head;
  if (head.case.restricted === null) return { outcome: 'refused', errors: { user: 'This record is not restricted' } };
  const { userId, reason, until, endsAt, today } = input;
  return orStale(db, async (tx) => {
    await giveAccess(tx, actor, { personId, userIds: [userId], reason, endsAt: endsAt ?? 'infinity' });
    const payload = { userId, reason, until };
    await recordEvent(tx, actor, { kind: 'access.given', caseId, personId, programmeId, happenedOn: today, payload });
  });
}

/** Takes an access back: it ends with the next request. False when it had ended already. */
export function takeBack(
  db: Database,
  actor: Actor,
  head: CaseHead,
  accessId: string,
  today: string,
): Promise<boolean> {
  const { caseId, personId, programmeId } = head;
  return transaction(db, async (tx) => {
    if (!(await endAccess(tx, personId, accessId))) return false;
    const payload = { accessId };
    const event = { kind: 'access.taken back', caseId, personId, programmeId, happenedOn: today, payload };
    await recordEvent(tx, actor, event);
    return true;
  });
}

/** What came of an attempt to break the glass. 'none' is one answer to no such record, not theirs, and not restricted. */
export type Opened = { outcome: 'opened'; caseId: string } | { outcome: 'none' } | { outcome: 'wait' };

/**
 * Breaks the glass: somebody who might open the record but for its restriction opens it for some hours with a reason, and
 * whoever answers for it is told. Every answer but 'opened' does the same work, so that its time tells nothing.
 */
export async function breakGlass(
  db: Database,
  actor: Actor & { userId: string | null },
  input: { number: string; reason: string; today: string },
): Promise<Opened> {
  const { userId } = actor;
  if (userId === null) return { outcome: 'none' };
  const succeeded = await tryOnce(db, `glass ${userId}`);
  if (succeeded === null) return { outcome: 'wait' };
  const rows = await store.restrictedByNumber(db, numbersFrom(input.number));
  const found = rows.find((row) => can({ ...actor, opened: [row.person_id] }, 'case.read', factsOf(row)));
  if (found === undefined) return { outcome: 'none' };
  const { case_id: caseId, person_id: personId, programme_id: programmeId } = found;
  // Open to them already: nothing is broken.
  if (!(actor.opened ?? []).includes(personId))
    await transaction(db, async (tx) => {
      await takeAccess(tx, userId, personId, input.reason);
      const payload = { reason: input.reason };
      const event = { kind: 'glass.broken', caseId, personId, programmeId, happenedOn: input.today, payload };
      await recordEvent(tx, actor, event);
      const owner = (await restrictionOf(tx, personId))?.owner_id;
      if (owner !== undefined && owner !== userId)
        await tell(tx, [owner], { kind: 'glass broken', href: '/restricted', about: personId });
    });
  await succeeded();
  return { outcome: 'opened', caseId };
}

/** A restricted record with who answers for it and who may open it. */
export type RestrictedRecord = {
  caseId: string;
  name: string;
  reference: string;
  restriction: RestrictionRow;
  ownerName: string;
  access: AccessRow[];
};

/** The restricted records that the actor may open and answer for, by name. */
export async function restrictedRecords(sql: Sql, actor: Actor): Promise<RestrictedRecord[]> {
  const rows = await store.restrictedCases(sql, { personIds: [...(actor.opened ?? [])] });
  const mine = rows.filter((row) => can(actor, 'case.restrict', factsOf(row)));
  const personIds = [...new Set(mine.map((row) => row.person_id))];
  if (personIds.length === 0) return [];
  const restrictions = await restrictionsOf(sql, personIds);
  const access = await accessTo(sql, personIds);
  const names = await userNames(
    sql,
    restrictions.map((one) => one.owner_id),
  );
  return restrictions.flatMap((restriction) => {
    const row = mine.find((one) => one.person_id === restriction.person_id);
    if (row === undefined) return [];
    return [
      {
        caseId: row.case_id,
        name: shownName(row),
        reference: row.reference,
        restriction,
        ownerName: names.get(restriction.owner_id) ?? 'Somebody who is no longer there',
        access: access.filter((one) => one.person_id === restriction.person_id),
      },
    ];
  });
}
