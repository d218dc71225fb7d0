import type { Sql, Tx } from '../../kit/db.ts';
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
 * restricted. False when somebody else changed it first.
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
  await store.lockPerson(tx, { personId: input.personId });
  return (await store.placeRestriction(tx, input)).length > 0;
}

/** Lifts a restriction. False when somebody else changed or lifted it first. */
export async function liftRestriction(tx: Tx, personId: string, version: number): Promise<boolean> {
  await store.lockPerson(tx, { personId });
  return (await store.liftRestriction(tx, { personId, version })).length > 0;
}
