/** Messages as pages ask for them, what a person says of those that are in doubt, and what a carrier says of delivery. */

import { recordEvent } from '../../access/actions.ts';
import type { Actor, PolicyFacts } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import type { Sender } from '../rules/sender.ts';
import type { State } from '../rules/states.ts';
import * as store from '../store/messages.ts';
import { lettersUnderWay } from '../store/outbox.ts';
import { move, step } from './moves.ts';
import type { Now } from './queue.ts';

export type { MessageRow } from '../store/messages.ts';

/** The newest messages of a case. */
export const messagesOf = (sql: Sql, caseId: string, limit: number) => store.messagesOf(sql, { caseId, limit });
/** The last reminder that went to the person of a case, or null. */
export const lastReminder = async (sql: Sql, caseId: string) => (await store.lastReminder(sql, { caseId }))[0] ?? null;

type Found = Awaited<ReturnType<typeof store.findMessage>>[number];
/** The message that a path names, with what the policy asks of its case. */
export const messageRecord: RecordLoader<{ message: Found; caseId: string; personId: string }> = {
  param: 'messageId',
  async load(sql, id) {
    const [message] = await store.findMessage(sql, { id });
    if (message === undefined) return null;
    const facts: PolicyFacts = {
      programmeId: message.programme_id,
      case: {
        areaId: message.area_id,
        providerId: message.provider_id,
        keyWorkerId: message.key_worker_id,
        // The office settles what is in doubt without seeing whom it is about.
        restricted: null,
      },
    };
    return { ...facts, message, caseId: message.case_id, personId: message.person_id };
  },
};

/** What the office sees of the outbox of its programmes: three statements, none of which costs what the outbox holds. */
export async function outboxOf(sql: Sql, programmeIds: readonly string[]) {
  return {
    waiting: await store.waitingCounts(sql, { programmeIds, most: 10_000 }),
    doubtful: await store.messagesIn(sql, { programmeIds, states: ['unknown', 'failed'], limit: 100 }),
    lately: await store.lately(sql, { programmeIds, newest: 2000 }),
  };
}

/**
 * Somebody found out whether a message in doubt was sent, with the event 'message.settled'. It is not sent again either way: who
 * wants to writes a new one. 'stale' when it was settled before; nothing is written then.
 */
export function settleMessage(
  db: Database,
  actor: Actor,
  message: Pick<store.MessageRow, 'id'>,
  sent: boolean,
  at: Now,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const reason = sent ? 'said sent' : 'said not sent';
    const moved = await move(tx, message.id, ['unknown'], sent ? 'accepted' : 'failed', at, { reason });
    if (moved === undefined) return 'stale';
    await step(tx, [message.id], 'settled', reason, at, actor.userId);
    await recordEvent(tx, actor, {
      kind: 'message.settled',
      programmeId: moved.programme_id,
      personId: moved.person_id,
      caseId: moved.case_id,
      happenedOn: at.today,
      payload: { recordId: moved.id, channel: moved.channel, messageKind: moved.kind, sent },
    });
    return 'saved';
  });
}

/**
 * What a carrier says of delivery, by our id. 'later' while the message is still being handed over: the carrier says it again.
 * 'none' for a message that is not there or whose end is known.
 */
export function recordDelivery(
  db: Database,
  id: string,
  delivered: boolean,
  at: Now,
): Promise<'saved' | 'later' | 'none'> {
  return transaction(db, async (tx) => {
    const [found] = await store.findMessage(tx, { id });
    if (found === undefined) return 'none';
    if (found.state === 'claimed') return 'later';
    const from: readonly State[] = ['accepted', 'unknown'];
    const reason = delivered ? null : 'not delivered';
    // Of a letter it is known that it was posted, not that it arrived.
    const to = !delivered ? 'failed' : found.channel === 'letter' ? 'posted' : 'delivered';
    if ((await move(tx, id, from, to, at, { reason })) === undefined) return 'none';
    await step(tx, [id], to, reason, at);
    return 'saved';
  });
}

/** Asks carriers what became of the letters that they took. Resolves to how many have ended. */
export async function followLetters(db: Database, senders: readonly Sender[], at: Now): Promise<number> {
  let ended = 0;
  for (const { ends } of senders)
    for await (const told of ends?.() ?? []) {
      const ids = told.map(({ id }) => id).filter(isUuid);
      const open = new Set((await lettersUnderWay(db, { ids })).map(({ id }) => id));
      for (const { id, delivered } of told)
        if (open.has(id) && (await recordDelivery(db, id, delivered, at)) === 'saved') ended += 1;
    }
  return ended;
}
