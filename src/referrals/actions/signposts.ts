/** What became of a signpost or an enquiry: nothing about a person left with either. */
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import type { At } from '../rules/mover.ts';
import { personReasons } from '../rules/states.ts';
import type { ReferralRow } from '../store/referrals.ts';
import { noteReferral } from './move.ts';

/** What came of it. Refused or stale: nothing was written. */
export type Answered = { outcome: 'saved' } | { outcome: 'stale' } | { outcome: 'refused'; problems: string[] };

const refused = (...problems: string[]): Answered => ({ outcome: 'refused', problems });

/** What the person says became of a signpost. */
export const signpostAnswers = {
  contacted: 'They got in touch',
  'not followed up': 'They did not get in touch',
  unknown: 'It will not be known',
} as const;

/** Writes down whether the person got in touch. It stays as it was answered: a referral that follows is one of its own. */
export async function answerSignpost(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: { state: keyof typeof signpostAnswers; reason: string | null; day: string },
  at: At,
): Promise<Answered> {
  const { state, reason, day } = given;
  if (row.kind !== 'signpost' || !row.open) return refused('This signpost was answered already');
  if (day > at.today || day < row.made_on) return refused('Enter a day from when it was given until today');
  if (state === 'not followed up' && (reason === null || !Object.hasOwn(personReasons, reason)))
    return refused('Choose why they did not get in touch. ‘Gave no reason’ is one');
  const change = { state, reason: state === 'not followed up' ? reason : null, asked_again_on: day };
  const happened = { kind: 'asked', event: 'signpost.answered', day, to: state, reason: change.reason };
  return transaction(db, (tx) => noteReferral(tx, { side: 'worker', actor }, row, change, happened, at));
}

/** Writes down what the service answered to an enquiry, or closes it. */
export async function answerEnquiry(
  db: Database,
  actor: Actor,
  row: ReferralRow,
  given: { state: 'answered' | 'closed'; words: string | null; day: string },
  at: At,
): Promise<Answered> {
  const { state, words, day } = given;
  if (row.kind !== 'enquiry' || !row.open) return refused('This enquiry is closed');
  if (day > at.today || day < row.made_on) return refused('Enter a day from when it was asked until today');
  if ((words ?? '') === '') return refused(state === 'answered' ? 'Write what they answered' : 'Say why it is closed');
  const event = state === 'answered' ? 'service enquiry.answered' : 'service enquiry.closed';
  const happened = { kind: state, event, day, to: state, words };
  return transaction(db, (tx) => noteReferral(tx, { side: 'worker', actor }, row, { state }, happened, at));
}
