import { tellEach } from '../../access/actions/notices.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
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

/**
 * Tells whoever answers for a restriction that it is due to be looked at again: on its day, and again after some days while it
 * is still due. It may run any number of times a day. Resolves to how many were told of.
 */
export function tellReviewsDue(db: Database, today: string): Promise<number> {
  return transaction(db, async (tx) => {
    const due = await store.markReviewsTold(tx, { today, againAfter: reviewAgainAfter });
    await tellEach(
      tx,
      due.map((row) => ({ userId: row.owner_id, about: row.person_id })),
      { kind: 'restriction review', href: '/restricted' },
    );
    return due.length;
  });
}
