import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import * as store from '../store/duplicates.ts';

export type { DuplicateRow } from '../store/duplicates.ts';

/** What a review can end in. */
export const duplicateDecisions = ['same person', 'different person'] as const;
export type DuplicateDecision = (typeof duplicateDecisions)[number];

/**
 * Second referrals of a programme with the person they seem to be, by their reference: the open ones, or with `open`
 * false the decided ones. `after` is the last reference of the page before.
 */
export function listDuplicates(
  sql: Sql,
  actor: Actor,
  options: { programmeId: string; open: boolean; after?: string; limit: number },
): Promise<store.DuplicateRow[]> {
  return store.listDuplicates(sql, { after: '', ...options, opened: actor.opened ?? [] });
}

/** One review with its programme, or null. */
export async function findDuplicate(sql: Sql, id: string) {
  return (await store.findDuplicate(sql, { id }))[0] ?? null;
}

/**
 * Decides an open review, with the event 'duplicate.decided'. Of two people who decide at once one wins; the other, and
 * whoever comes later, is told 'decided already', and nothing is written.
 */
export async function decideDuplicate(
  db: Database,
  actor: Actor,
  input: { id: string; decision: DuplicateDecision },
  today: string,
): Promise<'decided' | 'decided already' | 'not there'> {
  return transaction(db, async (tx) => {
    const [done] = await store.decideDuplicate(tx, { id: input.id, state: input.decision, userId: actor.userId });
    if (done === undefined) return (await findDuplicate(tx, input.id)) === null ? 'not there' : 'decided already';
    await recordEvent(tx, actor, {
      kind: 'duplicate.decided',
      programmeId: done.programme_id,
      personId: done.person_id,
      happenedOn: today,
      payload: { reviewId: input.id, sourceRef: done.source_ref, decision: input.decision },
    });
    return 'decided';
  });
}
