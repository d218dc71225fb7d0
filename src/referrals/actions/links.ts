/** Links to answer a referral by, and the email that brings them. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { Sender } from '../../messages/rules/sender.ts';
import { nextAttempt } from '../../messages/rules/times.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules/services.ts';
import { hashOf, isToken, linkMail, newToken } from '../rules/link.ts';
import * as store from '../store/links.ts';
import { lockReferral, type ReferralRow } from '../store/referrals.ts';
import { noteReferral } from './move.ts';

export type LinkRow = store.LinkRow;

type At = { now: Temporal.Instant; today: string };

/**
 * Makes a link to a referral that ends after `days`. Resolves to its token, which is kept nowhere else: what is lost is made
 * anew. The address of the page is `/answer/` and the token.
 */
export async function makeLink(
  tx: Sql,
  of: { referralId: string; email?: string | null; days: number; now: Temporal.Instant },
): Promise<string> {
  const token = newToken();
  await store.insertLink(tx, {
    hash: hashOf(token),
    referralId: of.referralId,
    email: of.email ?? null,
    madeAt: of.now.toString(),
    expiresAt: of.now.add({ hours: of.days * 24 }).toString(),
  });
  return token;
}

/** The referral that a token leads to; null for one that expired, was revoked, was altered or never was. */
export async function referralOfLink(sql: Sql, token: string, now: Temporal.Instant): Promise<string | null> {
  if (!isToken(token)) return null;
  const [row] = await store.findLink(sql, { hash: hashOf(token), now: now.toString() });
  return row?.referral_id ?? null;
}

/** Writes down that somebody answered by a link. */
export const markAnswered = (tx: Sql, token: string, now: Temporal.Instant) =>
  store.answeredBy(tx, { hash: hashOf(token), now: now.toString() });

/** Ends every link of a referral at once. */
export const revokeLinks = (tx: Sql, referralId: string, now: Temporal.Instant) =>
  store.revokeLinks(tx, { referralId, now: now.toString() });

/** How a referral stands with links and the email that brings them. */
export const linksOf = async (sql: Sql, referralId: string, now: Temporal.Instant): Promise<store.LinkRow> =>
  (await store.linksOf(sql, { referralId, now: now.toString() }))[0] ?? {
    ...{ live: 0, until: null, email: null, reason: null, failed_on: null },
  };

/**
 * Ends every link of a referral and the email that waits to bring one, with the event 'service referral.links ended'. An email
 * that is being handed over in this moment still brings its link; its page says so as long as it can be used. Resolves to
 * 'none', with nothing written, where no link can be used and no email waits.
 */
export function endLinks(db: Database, actor: Actor, referralId: string, at: At): Promise<'ended' | 'none'> {
  return transaction(db, async (tx) => {
    const row = await lockReferral(tx, referralId);
    if (row === null) return 'none';
    const stopped = await store.stopMail(tx, { referralId, now: at.now.toString() });
    if ((await linksOf(tx, referralId, at.now)).live === 0 && stopped.length === 0) return 'none';
    await revokeLinks(tx, referralId, at.now);
    const happened = { kind: 'links ended', event: 'service referral.links ended', day: at.today };
    await noteReferral(tx, { side: 'worker', actor }, row, {}, happened, at);
    return 'ended';
  });
}

/**
 * Asks for an email with a link to a referral, with the event 'service referral.link sent'. It goes out by itself; the link is
 * made in that moment. Resolves to false, with nothing written, where the service has no address or refuses email.
 */
export async function queueLink(
  tx: Tx,
  actor: Actor,
  row: Pick<
    ReferralRow,
    | 'id'
    | 'reference'
    | 'programme_id'
    | 'person_id'
    | 'case_id'
    | 'service_name'
    | 'organisation_name'
    | 'contact_email'
    | 'refused_channels'
  >,
  at: At,
): Promise<boolean> {
  const email = row.contact_email?.trim() ?? '';
  if (email === '' || row.refused_channels.includes('email')) return false;
  await store.insertMail(tx, { id: newId(), referralId: row.id, email, now: at.now.toString(), by: actor.userId });
  await recordEvent(tx, actor, {
    kind: 'service referral.link sent',
    programmeId: row.programme_id,
    personId: row.person_id,
    caseId: row.case_id,
    happenedOn: at.today,
    payload: {
      recordId: row.id,
      reference: row.reference,
      service: row.service_name,
      organisation: row.organisation_name ?? row.service_name,
    },
  });
  return true;
}

/** Days for which a link of a programme works. */
async function linkDaysOf(sql: Sql, programmeId: string, today: string): Promise<number> {
  const document = (await programmeOn(sql, programmeId, today))?.document ?? {};
  return serviceRulesOf(document, { area: null, on: today }).linkDays;
}

async function sendOne(
  db: Database,
  row: store.MailRow,
  sender: Sender,
  address: string,
  clock: () => At,
): Promise<void> {
  const { now, today } = clock();
  const settle = (state: string, reason: string | null = null, notBefore: string | null = null) =>
    store.settleMail(db, { id: row.id, state, reason, notBefore, now: clock().now.toString() });
  if (!row.live) {
    await settle('stopped', 'nothing to show');
    return;
  }
  const days = await linkDaysOf(db, row.programme_id, today);
  // Before it is handed over: a link that arrives works.
  const token = await makeLink(db, { referralId: row.referral_id, email: row.email, days, now });
  const mail = linkMail({
    reference: row.reference,
    programme: row.programme_name,
    organisation: row.organisation_name ?? row.service_name,
    whom: { name: row.worker_name ?? row.programme_name, phone: row.worker_phone },
    url: `${address}/answer/${token}`,
    // The day before it ends is whole.
    lastDay: showDay(
      Temporal.PlainDate.from(today)
        .add({ days: days - 1 })
        .toString(),
    ),
  });
  const sent = await sender
    .send({ id: row.id, channel: 'email', to: row.email, ...mail })
    .catch(() => ({ result: 'unknown', reason: 'no answer' }) as const);
  if (sent.result === 'accepted') await settle('sent');
  else {
    const again = sent.result === 'unknown' || sent.again ? nextAttempt(row.attempts, now) : null;
    if (again === null) await settle('failed', sent.reason);
    else await settle('queued', sent.reason, again.toString());
  }
}

/**
 * Sends the email with links that is due, at most `limit` at a time, until none is. `address` is where Newel is reached from
 * outside ('https://newel.example.org'), null where nobody said: then it waits. Resolves to how many were taken.
 */
export async function sendLinks(
  db: Database,
  senders: readonly Sender[],
  address: string | null,
  clock: () => At,
  limit = 10,
): Promise<number> {
  const sender = senders.find(({ channels }) => channels.includes('email'));
  if (sender === undefined || address === null) return 0;
  let taken = 0;
  for (;;) {
    const { now, today } = clock();
    const rows = await transaction(db, (tx) => store.claimMail(tx, { now: now.toString(), today, limit }));
    await Promise.all(rows.map((row) => sendOne(db, row, sender, address, clock)));
    taken += rows.length;
    if (rows.length < limit) return taken;
  }
}
