/** What comes back: who it is from, what it means, and what is done about it. */
import { recordEvent } from '../../access/actions.ts';
import { type Actor, type Scope, systemActor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { cleanPhone } from '../../people/rules.ts';
import { type Meaning, meaningOf } from '../rules/reply.ts';
import { casesOfAddress } from '../store/facts.ts';
import * as store from '../store/replies.ts';
import { pauseIn } from './pauses.ts';
import type { Now } from './queue.ts';

export type { ReplyRow } from '../store/replies.ts';

/**
 * A reply as a carrier gives it. `sourceRef` is the carrier's own name of it: it is taken once. `receivedAt` is a moment. Of an
 * email `answers` is the message that it names, `original` all of it where the body is a part,
 * `automatic` that a machine wrote it, and `onlyRead` that nothing is done by itself.
 */
export type Inbound = {
  sourceRef: string;
  channel: 'text' | 'email';
  from: string;
  body: string;
  receivedAt: string;
  original?: string | null;
  answers?: string | null;
  automatic?: boolean;
  onlyRead?: boolean;
};

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

/** Whose reply it is, which message it answers, and what it can call off; `sure`: what they say may be done by itself. */
type From = {
  of: { caseId: string; personId: string; programmeId: string };
  message: store.SentRow | null;
  plain: store.SentRow | null;
  sure: boolean;
  /** It answers a message of ours, from another address than that went to. */
  elsewhere: boolean;
};
const ofRow = (row: Pick<store.SentRow, 'case_id' | 'person_id' | 'programme_id'>) => ({
  caseId: row.case_id,
  personId: row.person_id,
  programmeId: row.programme_id,
});
const comes = ({ about, open }: store.SentRow): boolean => about !== null && open;

/** Who wrote. 'nobody' is known by the address; in doubt (two people with one address) it is nobody's, and the office decides. */
async function senderOf(tx: Tx, inbound: Inbound, address: string, at: Now): Promise<From | 'nobody' | 'doubt'> {
  const now = at.now.toString();
  if (inbound.answers != null) {
    const [message] = await store.sentMail(tx, { id: inbound.answers, now });
    // Who has the message has its address. From another address than it went to, somebody else may be writing.
    if (message !== undefined) {
      const sure = message.sent_to === address;
      const plain = comes(message) ? message : null;
      return { of: ofRow(message), message, plain, sure, elsewhere: !sure && message.sent_to !== null };
    }
  }
  const since = at.now.subtract({ hours: 30 * 24 }).toString();
  const sent = await store.sentTo(tx, { address, since, now });
  // The sender of an email is easily made up.
  const sure = inbound.channel === 'text';
  const [latest] = sent;
  if (latest !== undefined) {
    if (sent.some(({ person_id }) => person_id !== latest.person_id)) return 'doubt';
    // It is plain what they cannot come to only when one thing is still to come.
    const open = sent.filter(comes);
    const [one] = open;
    const plain = one !== undefined && open.every(({ about }) => about === one.about) ? one : null;
    return { of: ofRow(latest), message: latest, plain, sure, elsewhere: false };
  }
  const cases = await casesOfAddress(tx, { address });
  const [known] = cases;
  if (known === undefined) return 'nobody';
  if (cases.some(({ person_id }) => person_id !== known.person_id)) return 'doubt';
  return { of: ofRow(known), message: null, plain: null, sure, elsewhere: false };
}

/** What is done about a reply by itself, in words; null where a worker has to. */
async function doneAbout(
  tx: Tx,
  handlers: readonly CannotCome[],
  { of, plain }: From,
  reply: { id: string; meaning: Meaning },
  at: Now,
): Promise<string | null> {
  if (reply.meaning === 'stop') {
    const reason = 'They replied that they want no more';
    await pauseIn(tx, systemActor, of, { until: null, reason, today: at.today });
    return 'Reminders are paused. Ask them how they would like to be reached';
  }
  if (reply.meaning !== 'cannot come' || plain === null || plain.about === null) return null;
  const handler = handlers.find(({ kinds }) => kinds.includes(plain.kind));
  return (
    (await handler?.handle(tx, { replyId: reply.id, ...of, caseId: plain.case_id, about: plain.about }, at)) ?? null
  );
}

/**
 * Takes a reply, with the event 'message.reply' of the case that it belongs to. 'Can't come' calls the room that registered for
 * it; 'stop' pauses reminders until somebody has talked to them; everything else, and all that is in doubt, waits for the worker.
 * 'again' when it was taken before, 'nobody' for an email from nobody who is known: nothing is written then.
 */
export function receiveReply(
  db: Database,
  handlers: readonly CannotCome[],
  inbound: Inbound,
  at: Now,
): Promise<'taken' | 'again' | 'nobody'> {
  return transaction(db, async (tx) => {
    const address = cleanAddress(inbound.channel, inbound.from);
    const found = await senderOf(tx, inbound, address, at);
    if (found === 'nobody' && inbound.channel === 'email') return 'nobody';
    const sender = typeof found === 'string' ? null : found;
    const { automatic = false, onlyRead = false } = inbound;
    const meaning = automatic || onlyRead || sender?.sure === false ? 'message' : meaningOf(inbound.body);
    const id = newId();
    const [kept] = await store.insertReply(tx, {
      id,
      sourceRef: inbound.sourceRef,
      channel: inbound.channel,
      from: address,
      body: inbound.body,
      original: inbound.original ?? null,
      receivedAt: inbound.receivedAt,
      programmeId: sender?.of.programmeId ?? null,
      caseId: sender?.of.caseId ?? null,
      personId: sender?.of.personId ?? null,
      messageId: sender?.message?.id ?? null,
      meaning,
    });
    if (kept === undefined) return 'again';
    if (sender === null) {
      if (automatic) await store.setDone(tx, { id, done: answeredByMachine, settled: true });
      return 'taken';
    }
    const done = automatic
      ? answeredByMachine
      : sender.elsewhere
        ? 'It came from another address than we wrote to. Make sure that it is them'
        : await doneAbout(tx, handlers, sender, { id, meaning }, at);
    // After 'stop' somebody still has to talk to them.
    if (done !== null) await store.setDone(tx, { id, done, settled: automatic || meaning === 'cannot come' });
    await recordEvent(tx, systemActor, {
      kind: 'message.reply',
      ...sender.of,
      happenedOn: at.today,
      payload: { recordId: id, channel: inbound.channel, body: inbound.body, meaning, done },
    });
    return 'taken';
  });
}
const answeredByMachine = 'An automatic answer: nobody has to do anything';

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
