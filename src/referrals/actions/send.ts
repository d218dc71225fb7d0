/** Telling a service of a person: by phone, with a form, by a link. Only what was agreed to and is asked for, kept as it was told. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Channel } from '../../directory/rules/codes.ts';
import type { Database, Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { formIn, sentEffect } from '../rules/effects.ts';
import { type MoveGiven, problemsOf, type Sent } from '../rules/guards.ts';
import type { At, Mover } from '../rules/mover.ts';
import { itemsFrom, payloadDigest, payloadOf } from '../rules/payload.ts';
import type { Payload } from '../rules/states.ts';
import * as consents from '../store/consents.ts';
import { insertSent, tellAppointment } from '../store/moves.ts';
import { lockReferral, type ReferralChange, type ReferralRow } from '../store/referrals.ts';
import { factsFor, surroundings } from './facts.ts';
import { queueLink } from './links.ts';
import { moveReferral, noteReferral } from './move.ts';
import { type Done, orTakeBack, refuse, together } from './together.ts';

export type { SentRow } from '../store/consents.ts';

/** What was told of a referral, the latest first: the disclosure log. */
export const sentOf = (sql: Sql, referralId: string) => consents.sentOf(sql, { referralId });

/** What is told: `words` by item as the worker left them, of which only what may be told goes out. */
export type Telling = {
  mode: string;
  channel: Channel;
  words: Payload;
  /** 'send' it, 'book' the first appointment with it, or 'they will call'. A form after that is sent 'again'. */
  leads: 'send' | 'book' | 'they will call' | 'again';
} & Pick<MoveGiven, 'day' | 'startsAt' | 'place' | 'toldOn' | 'contactBy' | 'serviceWorker'>;

async function payloadFor(tx: Tx, row: ReferralRow, words: Payload, today: string): Promise<Payload> {
  const { around } = await surroundings(tx, row, { today });
  return payloadOf(words, { consented: around.consent?.items ?? [], asked: row.asks, wanted: null });
}

/** What is told after the service knows of the person: the form after a call, or once more. Its state stays. */
async function again(tx: Tx, by: Mover, row: ReferralRow, sent: Sent, day: string, at: At): Promise<void> {
  const seen = (await surroundings(tx, row, { today: at.today })).around;
  const facts = await factsFor(tx, row, 'send', { day, sent }, { today: at.today, seen });
  const problems = problemsOf('send', facts, { day, sent });
  if (problems.length > 0) refuse(...problems);
  await insertSent(tx, {
    ...{ id: newId(), referral_id: row.id, consent_id: seen.consent?.id as string, channel: sent.channel },
    ...{ items: itemsFrom(Object.keys(sent.payload)), payload: sent.payload, digest: payloadDigest(sent.payload) },
    ...{ sent_on: day, at: at.now.toString(), by: by.actor.userId },
  });
  const data = { channel: sent.channel, mode: sent.mode, items: itemsFrom(Object.keys(sent.payload)) };
  const happened = { kind: 'form sent', event: 'service referral.form sent', day, data };
  orTakeBack(await noteReferral(tx, by, row, sentEffect(row, { day, sent }) as ReferralChange, happened, at));
}

/**
 * Tells a service, as `tells` says. Refused when nothing of what is agreed to and asked for is known, or a guard says so. A link
 * goes out by email, which holds nothing else.
 */
export function tellService(db: Database, actor: Actor, referral: ReferralRow, tells: Telling, at: At): Promise<Done> {
  return together(db, async (tx) => {
    const row = await lockReferral(tx, referral.id);
    if (row === null || row.version !== referral.version) return orTakeBack({ outcome: 'stale' }) as never;
    const by: Mover = { side: 'worker', actor };
    const { mode, channel, leads, words, ...given } = tells;
    const payload = await payloadFor(tx, row, words, at.today);
    const sent = { mode, channel, payload };
    if (leads === 'again' && !row.open) refuse('This referral is closed: nothing more is sent');
    if (leads === 'again') await again(tx, by, row, sent, given.day, at);
    else orTakeBack(await moveReferral(tx, by, row, leads, { ...given, sent }, at));
    // After the guards, which say better what is wrong: a consent that ended leaves nothing to tell.
    if (Object.keys(payload).length === 0) refuse('Write what the service is told, of what the person agreed to');
    if (channel === 'link' && !(await queueLink(tx, actor, row, at)))
      refuse('Choose another way: there is no email address for this service, or it refuses email');
    return {};
  });
}

/** Its form came in: the payment with it, where the role that must refer did. */
export async function formReceived(
  tx: Tx,
  by: Mover,
  row: ReferralRow,
  day: string,
  at: At,
): Promise<{ outcome: 'done' | 'stale' } | { outcome: 'refused'; problems: string[] }> {
  if (day > at.today) return { outcome: 'refused', problems: ['Enter a day that is today or in the past'] };
  if (row.paperwork !== 'sent' && row.paperwork !== 'lost')
    return { outcome: 'refused', problems: ['No form is on its way'] };
  if (row.paperwork_on !== null && day < row.paperwork_on)
    return { outcome: 'refused', problems: ['Enter a day on or after the one on which the form was sent'] };
  if (row.state === 'sent') {
    const moved = await moveReferral(tx, by, row, 'receive', { day }, at);
    return moved.outcome === 'moved' ? { outcome: 'done' } : moved;
  }
  const happened = { kind: 'form received', event: 'service referral.form received', day };
  const noted = await noteReferral(tx, by, row, formIn(row, day) as ReferralChange, happened, at);
  return noted.outcome === 'saved' ? { outcome: 'done' } : noted;
}

/** What is done about a form or an appointment in one press. */
export type Small = 'form received' | 'form lost' | 'form complete' | 'told' | 'called';

/** Does it, on a day. */
export function small(db: Database, actor: Actor, row: ReferralRow, what: Small, day: string, at: At): Promise<Done> {
  return together(db, async (tx) => {
    const by: Mover = { side: 'worker', actor };
    if (what === 'form received') {
      orTakeBack(await formReceived(tx, by, row, day, at));
      return {};
    }
    if (day > at.today) refuse('Enter a day that is today or in the past');
    const note = async (event: string, change: ReferralChange) =>
      orTakeBack(await noteReferral(tx, by, row, change, { kind: what, event, day }, at));
    if (what === 'form lost') {
      if (row.paperwork !== 'sent') refuse('No form is on its way');
      await note('service referral.form lost', { paperwork: 'lost', paperwork_on: day });
    } else if (what === 'form complete') {
      if (row.paperwork !== 'received') refuse('The form has not come in yet');
      await note('service referral.form complete', { paperwork: 'complete', paperwork_on: day });
    } else if (what === 'called') await note('service referral.called', { contacted_on: day, last_contact_on: day });
    else {
      const { around } = await surroundings(tx, row, { today: at.today });
      const told = around.appointment === null ? [] : await tellAppointment(tx, { id: around.appointment.id, day });
      if (told.length === 0) refuse('There is no appointment that they do not know of');
      await note('service referral.told', {});
    }
    return {};
  });
}
