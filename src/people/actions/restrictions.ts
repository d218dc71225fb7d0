import type { Sql, Tx } from '../../kit/db.ts';
import { reviewAgainAfter } from '../rules/restriction.ts';
import * as store from '../store/restrictions.ts';

export type { RestrictionRow } from '../store/restrictions.ts';

/** The restriction of a person that stands now, or null. */
export async function restrictionOf(sql: Sql, personId: string): Promise<store.RestrictionRow | null> {
  return (await store.restrictionsOf(sql, { personIds: [personId] }))[0] ?? null;
}

/** The restrictions of several people that stand now. */
export function restrictionsOf(sql: Sql, personIds: readonly string[]): Promise<store.RestrictionRow[]> {
  return store.restrictionsOf(sql, { personIds });
}

/**
 * Places a restriction on a person, or changes it. It locks the person first: a case that is added meanwhile waits, and is
 * restricted. False when somebody else changed it first, or the record was merged into another one.
 */
export async function placeRestriction(
  tx: Tx,
  input: {
    personId: string;
    kind: string;
    reason: string;
    ownerId: string;
    placedBy: string | null;
    reviewOn: string;
    version: number;
  },
): Promise<boolean> {
  if ((await store.lockPerson(tx, { personId: input.personId })).length === 0) return false;
  return (await store.placeRestriction(tx, input)).length > 0;
}

/** Lifts a restriction. False when somebody else changed, lifted or merged it first. */
export async function liftRestriction(tx: Tx, personId: string, version: number): Promise<boolean> {
  if ((await store.lockPerson(tx, { personId })).length === 0) return false;
  return (await store.liftRestriction(tx, { personId, version })).length > 0;
}

/** A restriction that is due to be looked at again. `ownerGone`: whoever answered for it cannot sign in any more. */
export type ReviewDue = { personId: string; ownerId: string; ownerGone: boolean };

/**
 * The restrictions that are due to be looked at again and must be told of today, marked as told of. It may run any number of
 * times a day: each comes once, and again after some days while it is still due.
 */
export async function reviewsToTell(tx: Tx, today: string): Promise<ReviewDue[]> {
  const due = await store.markReviewsTold(tx, { today, againAfter: reviewAgainAfter });
  return due.map((row) => ({ personId: row.person_id, ownerId: row.owner_id, ownerGone: row.owner_gone }));
}

/** People whose restriction stands while whoever answered for it cannot sign in any more. */
export async function restrictedWithoutOwner(sql: Sql): Promise<string[]> {
  return (await store.withoutOwner(sql, {})).map((row) => row.person_id);
}
