/** Letters: put together, printed as one file, and marked as posted. */
import { recordEvent, recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { contactRulesFrom } from '../../people/rules/contact.ts';
import { mayContact } from '../../people/rules.ts';
import { addressOf, hasEnded, reachOf } from '../rules/compose.ts';
import * as store from '../store/letters.ts';
import { step } from './moves.ts';
import type { Now } from './queue.ts';

export type { BatchRow, LetterRow } from '../store/letters.ts';

/** A batch is printed and checked by one person in one go. */
const mostLetters = 200;

/** How many letters wait, by programme. */
export const lettersWaiting = (sql: Sql, programmeIds: readonly string[]) =>
  store.lettersWaiting(sql, { programmeIds });
/** The newest batches of programmes. */
export const batchesOf = (sql: Sql, programmeIds: readonly string[]) =>
  store.batchesOf(sql, { programmeIds, limit: 20 });
/** The letters of a batch, in the order in which they are printed. */
export const lettersOf = (sql: Sql, batchId: string) => store.lettersOf(sql, { batchId });

/** The batch that a path names. */
export const batchRecord: RecordLoader<{ batch: store.BatchRow }> = {
  param: 'batchId',
  async load(sql, id) {
    const [batch] = await store.findBatch(sql, { id });
    return batch === undefined ? null : { programmeId: batch.programme_id, batch };
  },
};

/**
 * Puts the letters of a programme that wait together, up to 200, with the event 'letters.printed'. The rules of safe contact are
 * asked again: a letter that may not go any more is stopped. Resolves to the batch, or null when no letter is left.
 */
export function makeBatch(db: Database, actor: Actor, programmeId: string, at: Now): Promise<string | null> {
  return transaction(db, async (tx) => {
    const waiting = await store.waitingLetters(tx, { programmeId, limit: mostLetters });
    const why = (letter: store.WaitingLetter): string | null => {
      if (letter.reminder && hasEnded(letter.status)) return 'case ended';
      return mayContact(contactRulesFrom(letter.contact_rules), 'letter', reachOf(letter)).allowed
        ? null
        : 'contact rules';
    };
    const now = at.now.toString();
    for (const reason of ['case ended', 'contact rules']) {
      const ids = waiting.filter((letter) => why(letter) === reason).map(({ id }) => id);
      if (ids.length === 0) continue;
      await store.stopLetters(tx, { ids, reason, now });
      await step(tx, ids, 'stopped', reason, at, actor.userId);
    }
    const going = waiting.filter((letter) => why(letter) === null);
    if (going.length === 0) return null;
    const id = newId();
    const ids = going.map((letter) => letter.id);
    await store.insertBatch(tx, { id, programmeId, letters: going.length, madeBy: actor.userId, now });
    await store.printLetters(tx, { batchId: id, ids, addresses: going.map(addressOf), now });
    await step(tx, ids, 'printed', null, at, actor.userId);
    await recordEvent(tx, actor, {
      kind: 'letters.printed',
      programmeId,
      happenedOn: at.today,
      payload: { recordId: id, letters: going.length },
    });
    return id;
  });
}

/** Marks a batch as posted, with 'letters.posted' and 'message.posted' of each case. 'stale' when it was before. */
export function postBatch(db: Database, actor: Actor, batch: store.BatchRow, at: Now): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    if ((await store.postBatch(tx, { id: batch.id, on: at.today, by: actor.userId })).length === 0) return 'stale';
    const letters = await store.postLetters(tx, { batchId: batch.id, now: at.now.toString() });
    const ids = letters.map(({ id }) => id);
    await step(tx, ids, 'posted', null, at, actor.userId);
    await recordEvents(
      tx,
      actor,
      letters.map((letter) => ({
        kind: 'message.posted',
        programmeId: letter.programme_id,
        caseId: letter.case_id,
        personId: letter.person_id,
        happenedOn: at.today,
        payload: {
          recordId: letter.id,
          channel: 'letter',
          messageKind: letter.kind,
          subject: letter.subject,
          body: letter.body,
        },
      })),
    );
    await recordEvent(tx, actor, {
      kind: 'letters.posted',
      programmeId: batch.programme_id,
      happenedOn: at.today,
      payload: { recordId: batch.id, letters: letters.length },
    });
    return 'saved';
  });
}
