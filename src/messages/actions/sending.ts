/**
 * Sending what waits in the outbox. A message is claimed in one transaction, handed over, and what the carrier said is written in
 * another. A process that dies between the two leaves its claims: they are told apart from those of a living one by a lock that
 * each run holds on a connection of its own, become 'unknown', and are never sent again.
 */
import type pg from 'pg';
import { recordEvent } from '../../access/actions.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { contactRulesFrom } from '../../people/rules/contact.ts';
import { mayContact } from '../../people/rules.ts';
import { addressOf, hasEnded, reachOf } from '../rules/compose.ts';
import type { Sender, Sent } from '../rules/sender.ts';
import { nextAttempt } from '../rules/times.ts';
import * as store from '../store/outbox.ts';
import { move, step } from './moves.ts';
import type { Now } from './queue.ts';

/** A run of a sending process. It is known by its id while its connection lives. */
export type Run = { id: string; client: pg.PoolClient; broken(): boolean; end(): Promise<void> };

/** Begins a run: takes its lock on a connection that it keeps. */
export async function beginRun(db: Database): Promise<Run> {
  const client = await db.connect();
  const id = newId();
  let broken = false;
  const lost = () => {
    broken = true;
  };
  client.on('error', lost);
  const [lock] = await store.lockRun(client, { run: id });
  if (lock?.locked !== true) throw new Error('The lock of a new run was taken.');
  return {
    id,
    client,
    broken: () => broken,
    async end() {
      client.off('error', lost);
      if (!broken) await store.unlockRun(client, { run: id }).catch(() => {});
      // Not given back to the pool: a lock that is left would outlive the run.
      client.release(true);
    },
  };
}

/** The event of a case for what became of a message. The words are in it: the timeline shows what was said. */
export const tellCase = (
  tx: Tx,
  kind: 'message.sent' | 'message.unknown' | 'message.failed',
  row: store.ChangedRow,
  reason: string | null,
  at: Now,
) =>
  recordEvent(tx, systemActor, {
    kind,
    programmeId: row.programme_id,
    personId: row.person_id,
    caseId: row.case_id,
    happenedOn: at.today,
    payload: {
      recordId: row.id,
      channel: row.channel,
      messageKind: row.kind,
      subject: row.subject,
      body: row.body,
      reason,
    },
  });

/** Flags what runs that are gone had claimed. Resolves to how many. */
export async function flagUnknown(db: Database, run: Run, at: Now): Promise<number> {
  let flagged = 0;
  for (const { run: other } of await store.claimants(run.client, {})) {
    if (other === run.id) continue;
    const [lock] = await store.lockRun(run.client, { run: other });
    if (lock?.locked !== true) continue;
    try {
      flagged += await transaction(db, async (tx) => {
        const rows = await store.markUnknown(tx, { run: other, now: at.now.toString() });
        if (rows.length > 0)
          await step(
            tx,
            rows.map(({ id }) => id),
            'unknown',
            'process ended',
            at,
          );
        for (const row of rows) await tellCase(tx, 'message.unknown', row, 'process ended', at);
        return rows.length;
      });
    } finally {
      await store.unlockRun(run.client, { run: other });
    }
  }
  return flagged;
}

/** Why a claimed message is not handed over after all: what was true when it was queued may have changed. Null when it may go. */
function stopReason(row: store.ClaimedRow, now: Temporal.Instant): string | null {
  if (row.not_after !== null && Temporal.Instant.compare(now, Temporal.Instant.from(row.not_after)) > 0)
    return 'too late';
  if (row.reminder && hasEnded(row.status)) return 'case ended';
  if (row.reminder && row.reminders_paused) return 'paused';
  const reach = reachOf(row);
  if (row.channel !== 'letter' && (row.channel === 'email' ? reach.email : reach.phone) === null) return 'no address';
  return mayContact(contactRulesFrom(row.contact_rules), row.channel, reach).allowed ? null : 'contact rules';
}

/** Writes down what the carrier said. */
async function settle(
  db: Database,
  run: Run,
  row: store.ClaimedRow,
  sender: Sender,
  to: string,
  sent: Sent,
  at: Now,
): Promise<void> {
  await transaction(db, async (tx) => {
    // As a reply will name it.
    const by = { run: run.id, sentTo: row.channel === 'email' ? to.toLowerCase() : to, sender: sender.name };
    if (sent.result === 'accepted') {
      // Another process may have taken this run for dead meanwhile: now it is known.
      const moved = await move(tx, row.id, ['claimed', 'unknown'], 'accepted', at, { ...by, senderRef: sent.ref });
      if (moved === undefined) return;
      await step(tx, [row.id], 'accepted', null, at);
      await tellCase(tx, 'message.sent', moved, null, at);
      return;
    }
    if (sent.result === 'unknown') {
      const moved = await move(tx, row.id, ['claimed'], 'unknown', at, { ...by, reason: sent.reason });
      if (moved === undefined) return;
      await step(tx, [row.id], 'unknown', sent.reason, at);
      await tellCase(tx, 'message.unknown', moved, sent.reason, at);
      return;
    }
    const next = sent.again ? nextAttempt(row.attempts, at.now) : null;
    if (next !== null) {
      const more = { run: run.id, reason: sent.reason, notBefore: next.toString() };
      const moved = await move(tx, row.id, ['claimed'], 'queued', at, more);
      if (moved !== undefined) {
        await step(tx, [row.id], 'refused', sent.reason, at);
        return;
      }
      // It was flagged meanwhile: now it is known that it was not sent, and a person decides what to do.
    }
    const moved = await move(tx, row.id, ['claimed', 'unknown'], 'failed', at, { ...by, reason: sent.reason });
    if (moved === undefined) return;
    await step(tx, [row.id], 'failed', sent.reason, at);
    await tellCase(tx, 'message.failed', moved, sent.reason, at);
  });
}

async function handOver(
  db: Database,
  run: Run,
  row: store.ClaimedRow,
  senders: readonly Sender[],
  clock: () => Now,
): Promise<void> {
  const at = clock();
  const stop = stopReason(row, at.now);
  if (stop !== null) {
    await transaction(db, async (tx) => {
      const moved = await move(tx, row.id, ['claimed'], 'stopped', at, { run: run.id, reason: stop });
      if (moved !== undefined) await step(tx, [row.id], 'stopped', stop, at);
    });
    return;
  }
  const sender = senders.find(({ channels }) => channels.includes(row.channel));
  const to = row.channel === 'letter' ? addressOf(row) : row.channel === 'email' ? row.email : row.phone;
  if (sender === undefined || to === null) return;
  let sent: Sent;
  try {
    const { id, channel, subject, body, invitation, language } = row;
    sent = await sender.send({ id, channel, to, subject, body, invitation, language, day: at.today });
  } catch {
    sent = { result: 'unknown', reason: 'no answer' };
  }
  if (sent.result === 'unknown' && sender.find !== undefined) {
    const ref = await sender.find(row.id).catch(() => null);
    if (ref !== null) sent = { result: 'accepted', ref };
  }
  await settle(db, run, row, sender, to, sent, clock());
}

/**
 * Claims and hands over at most `limit` messages, all at the same time: what is claimed is in flight. Resolves to how many were
 * claimed. A carrier that fails for one message keeps none of the others.
 */
export async function sendDue(
  db: Database,
  run: Run,
  senders: readonly Sender[],
  clock: () => Now,
  limit = 10,
): Promise<number> {
  const channels = [...new Set(senders.flatMap((one) => one.channels))];
  if (channels.length === 0 || run.broken()) return 0;
  const at = clock();
  const rows = await store.claim(run.client, { run: run.id, channels, now: at.now.toString(), today: at.today, limit });
  const done = await Promise.allSettled(rows.map((row) => handOver(db, run, row, senders, clock)));
  const failed = done.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return rows.length;
}
