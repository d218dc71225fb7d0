/** Asking a service that owes something, in one action; and talk with services, with what was agreed. */

import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { channels, purposes } from '../rules/liaison.ts';
import type { At } from '../rules/mover.ts';
import { insertContact } from '../store/contacts.ts';
import { countChase } from '../store/liaison.ts';
import type { ReferralRow } from '../store/referrals.ts';
import { queueLink } from './links.ts';
import { noteReferral } from './move.ts';

export type { ContactRow } from '../store/contacts.ts';

/** How a service is asked: by an email with a link and no word of the person, or by a call that is written down. */
export type Chase = { how: 'email' } | { how: 'phone' | 'letter'; words: string };

/**
 * Asks a service for what it owes, with the event 'service referral.chased' and a line of the referral's history. 'nothing owed'
 * where the service owes nothing, 'no email' where it has no address or refuses email, 'stale' where the referral was changed
 * meanwhile: nothing is written or sent then.
 */
export function chase(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: Chase,
  at: At,
): Promise<'asked' | 'nothing owed' | 'no email' | 'stale'> {
  return transaction(db, async (tx) => {
    if (!row.open || row.owner_side !== 'service') return 'nothing owed';
    const words = given.how === 'email' ? null : given.words;
    if (given.how === 'email' && ((row.contact_email ?? '') === '' || row.refused_channels.includes('email')))
      return 'no email';
    const noted = await noteReferral(
      tx,
      { side: 'worker', actor },
      row,
      {},
      {
        ...{ kind: 'chased', event: 'service referral.chased', day: at.today, words },
        data: { how: given.how, what: row.due_what },
      },
      at,
    );
    if (noted.outcome === 'stale') return 'stale';
    if (given.how === 'email') await queueLink(tx, actor, row, at);
    else
      await insertContact(tx, {
        ...{ id: newId(), referralId: row.id, serviceId: row.service_id, caseId: row.case_id, day: at.today },
        ...{
          channel: given.how,
          purpose: 'feedback asked',
          begunBy: 'worker',
          personThere: false,
          words,
          agreed: null,
        },
        by: actor.userId,
      });
    await countChase(tx, { referralId: row.id, today: at.today });
    return 'asked';
  });
}

/** A contact to write down. `day` is 'YYYY-MM-DD'. */
export type NewContact = {
  day: string;
  channel: keyof typeof channels;
  purpose: keyof typeof purposes;
  begunBy: 'worker' | 'service';
  personThere: boolean;
  words: string | null;
  agreed: string | null;
};

/**
 * Writes down talk about a referral, with the event 'liaison.contact': that somebody was heard of that day ends silence.
 * 'stale' where the referral was changed meanwhile: nothing is written then.
 */
export function recordContact(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: NewContact,
  at: At,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const { day, channel, purpose, begunBy, personThere, words, agreed } = given;
    const heard = row.last_contact_on === null || row.last_contact_on < day;
    const noted = await noteReferral(
      tx,
      { side: 'worker', actor },
      row,
      heard ? { last_contact_on: day } : {},
      {
        ...{ kind: 'contact', event: 'liaison.contact', day, words },
        data: { channel, purpose, begunBy, personThere, agreed },
      },
      at,
    );
    if (noted.outcome === 'stale') return 'stale';
    await insertContact(tx, {
      ...{ id: newId(), referralId: row.id, serviceId: row.service_id, caseId: row.case_id, day, channel, purpose },
      ...{ begunBy, personThere, words, agreed, by: actor.userId },
    });
    return 'saved';
  });
}
