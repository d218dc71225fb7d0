/** Sending the person a confirmation of a referral to keep, by the way that they prefer and that is safe. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql } from '../../kit/db.ts';
import {
  type Asked,
  type Composed,
  type NotComposed,
  previewMessage,
  type Queued,
  queueMessage,
} from '../../messages/actions/queue.ts';
import type { Channel } from '../../messages/rules/channel.ts';
import { canConfirm, confirmationOf } from '../rules/confirmation.ts';
import type { At } from '../rules/mover.ts';
import { lockReferral, type ReferralRow } from '../store/referrals.ts';
import { appointmentsOf } from './history.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

/** What the person said of it: whether it may name the service, and how it goes where they do not care (null). */
export type Confirmation = { named: boolean; channel: Channel | null; timeZone: string };

async function askedFor(sql: Sql, row: ReferralRow, given: Confirmation, at: At): Promise<Asked> {
  const appointment = (await appointmentsOf(sql, row.id)).find(({ outcome }) => outcome === null) ?? null;
  const { named, channel, timeZone } = given;
  return {
    ...{ caseId: row.case_id, about: row.id },
    ...confirmationOf(row, appointment, { named, timeZone, now: at.now }),
    ...(channel === null ? {} : { channel }),
  };
}

/** What the message would be, or why there is none. Nothing is written. */
export async function previewConfirmation(
  sql: Sql,
  row: ReferralRow,
  given: Confirmation,
  at: At,
): Promise<Composed | NotComposed | null> {
  return previewMessage(sql, await askedFor(sql, row, given, at), at);
}

/**
 * Queues it, with the event 'message.written' on the person's timeline. Refused where no way is safe, or there is nothing to
 * confirm; stale where the referral moved since it was shown: nothing is written then.
 */
export function sendConfirmation(
  db: Database,
  actor: Actor,
  referral: ReferralRow,
  given: Confirmation,
  at: At,
): Promise<Done<{ channel: Channel }>> {
  return together(db, async (tx) => {
    const row = await lockReferral(tx, referral.id);
    if (row === null || row.version !== referral.version) return orTakeBack({ outcome: 'stale' }) as never;
    if (!canConfirm(row)) refuse('There is nothing to confirm any more');
    const queued: Queued = await queueMessage(tx, actor, await askedFor(tx, row, given, at), at);
    if (!queued.ok) refuse(queued.why);
    return { channel: queued.channel };
  });
}
