/** What comes back: who it is from, what it means, and what is done about it. */
import { recordEvent } from '../../access/actions.ts';
import { type Actor, type Scope, systemActor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { cleanPhone } from '../../people/rules.ts';
import { meaningOf } from '../rules/reply.ts';
import { casesOfAddress } from '../store/facts.ts';
import * as store from '../store/replies.ts';
import { pauseIn } from './pauses.ts';
import type { Now } from './queue.ts';

export type { ReplyRow } from '../store/replies.ts';

/** A reply as a carrier gives it. `sourceRef` is the carrier's own name of it: it is taken once. `receivedAt` is a moment. */
export type Inbound = { sourceRef: string; channel: 'text' | 'email'; from: string; body: string; receivedAt: string };

/**
 * What a room does when somebody says plainly that they cannot come to a thing of its own; registered by the kinds of message in
 * `src/rooms.ts`. Resolves to what was done in words ('The appointment was cancelled'), or null when there was nothing to do:
 * then the reply is a message for the worker.
 */
export type CannotCome = {
  kinds: readonly string[];
  handle(
    tx: Tx,
    reply: { replyId: string; caseId: string; personId: string; programmeId: string; about: string },
    at: Now,
  ): Promise<string | null>;
};

/** A number or address as it is kept with what was sent to it. Carriers leave out the + before a country. */
export function cleanAddress(channel: 'text' | 'email', from: string): string {
  if (channel === 'email') return from.trim().toLowerCase();
  return cleanPhone(/^[1-9]\d{9,14}$/.test(from.trim()) ? `+${from.trim()}` : from);
}

/** Whose reply it is. In doubt (two people with one number, or nobody) it is nobody's, and the office decides. */
async function senderOf(tx: Tx, address: string, at: Now) {
  const since = at.now.subtract({ hours: 30 * 24 }).toString();
  const sent = await store.sentTo(tx, { address, since, now: at.now.toString() });
  const [latest] = sent;
  if (latest !== undefined) {
    if (sent.some(({ person_id }) => person_id !== latest.person_id)) return null;
    // It is plain what they cannot come to only when one thing is still to come.
    const open = sent.filter(({ about, open }) => about !== null && open);
    const [one] = open;
    const plain = one !== undefined && open.every(({ about }) => about === one.about) ? one : null;
    return {
      of: { caseId: latest.case_id, personId: latest.person_id, programmeId: latest.programme_id },
      message: latest,
      plain,
    };
  }
  const cases = await casesOfAddress(tx, { address });
  const [known] = cases;
  if (known === undefined || cases.some(({ person_id }) => person_id !== known.person_id)) return null;
  return {
    of: { caseId: known.case_id, personId: known.person_id, programmeId: known.programme_id },
    message: null,
    plain: null,
  };
}

/**
 * Takes a reply, with the event 'message.reply' of the case that it belongs to. 'Can't come' calls the room that registered for
 * it; 'stop' pauses reminders until somebody has talked to them; everything else, and all that is in doubt, waits for the worker.
 * 'again' when it was taken before: nothing is written then.
 */
export function receiveReply(
  db: Database,
  handlers: readonly CannotCome[],
  inbound: Inbound,
  at: Now,
): Promise<'taken' | 'again'> {
  return transaction(db, async (tx) => {
    const address = cleanAddress(inbound.channel, inbound.from);
    const sender = await senderOf(tx, address, at);
    const said = meaningOf(inbound.body);
    const id = newId();
    const [kept] = await store.insertReply(tx, {
      id,
      sourceRef: inbound.sourceRef,
      channel: inbound.channel,
      from: address,
      body: inbound.body,
      receivedAt: inbound.receivedAt,
      programmeId: sender?.of.programmeId ?? null,
      caseId: sender?.of.caseId ?? null,
      personId: sender?.of.personId ?? null,
      messageId: sender?.message?.id ?? null,
      meaning: said,
    });
    if (kept === undefined) return 'again';
    if (sender === null) return 'taken';
    let done: string | null = null;
    const { of, plain } = sender;
    if (said === 'cannot come' && plain !== null && plain.about !== null) {
      const handler = handlers.find(({ kinds }) => kinds.includes(plain.kind));
      done = (await handler?.handle(tx, { replyId: id, ...of, caseId: plain.case_id, about: plain.about }, at)) ?? null;
    }
    if (said === 'stop') {
      done = 'Reminders are paused. Ask them how they would like to be reached';
      await pauseIn(tx, systemActor, of, {
        until: null,
        reason: 'They replied that they want no more',
        today: at.today,
      });
    }
    // After 'stop' somebody still has to talk to them.
    if (done !== null) await store.setDone(tx, { id, done, settled: said === 'cannot come' });
    await recordEvent(tx, systemActor, {
      kind: 'message.reply',
      ...of,
      happenedOn: at.today,
      payload: { recordId: id, channel: inbound.channel, body: inbound.body, meaning: said, done },
    });
    return 'taken';
  });
}

/** Replies that wait, of cases in a scope, the oldest first. */
export const waitingReplies = (sql: Sql, scope: Scope, limit: number) => store.waitingIn(sql, scope, limit);
/** Replies from numbers that nobody is known by. */
export const unknownReplies = (sql: Sql, limit: number) => store.unknownReplies(sql, { limit });
/** The newest replies of a case. */
export const repliesOf = (sql: Sql, caseId: string, limit: number) => store.repliesOf(sql, { caseId, limit });
/** A reply by id, or null. */
export const findReply = async (sql: Sql, id: string) => (await store.findReply(sql, { id }))[0] ?? null;

/** Marks a reply as dealt with, with the event 'message.reply_dealt'. 'stale' when it was before: nothing is written then. */
export function dealWithReply(db: Database, actor: Actor, reply: store.ReplyRow, at: Now): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    if ((await store.dealWith(tx, { id: reply.id, userId: actor.userId, now: at.now.toString() })).length === 0)
      return 'stale';
    await recordEvent(tx, actor, {
      kind: 'message.reply_dealt',
      programmeId: reply.programme_id,
      caseId: reply.case_id,
      personId: reply.person_id,
      happenedOn: at.today,
      payload: { recordId: reply.id },
    });
    return 'saved';
  });
}
