/** What becomes of a referral to the programme: every move of those who decide and of its sender, each with its event. */
import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { addContactRules, livePersonId } from '../../people/actions/people.ts';
import type { Personal } from '../../people/rules/personal.ts';
import { rulesFromWords } from '../../people/rules/safe-words.ts';
import { type Quality, type ReferralMove, referralTransitions, stateAfter } from '../rules/referral-in.ts';
import { setKeyWorker } from '../store/changes.ts';
import * as store from '../store/referral-in.ts';
import { assign } from './assign.ts';
import { type NewReferral, openCase, type Place, type StaffChoice } from './changes.ts';
import { type ReferralIn, type SentReferral, tellDeciders } from './referral-in.ts';

/** What came of it: 'stale' when somebody else was first, and then nothing was written. */
export type Decided = { outcome: 'saved'; caseId?: string } | { outcome: 'stale' };

type Moving = Pick<ReferralIn, 'id' | 'reference' | 'programme_id' | 'area_id' | 'provider_id' | 'sent_by'>;
type Said = { reason?: string; question?: string; reply?: string };

/** Moves a referral that still stands as it was opened; the rest is `work`'s, in the same transaction. */
async function move(
  db: Database,
  actor: Actor,
  referral: Moving,
  ask: { move: ReferralMove; version: number; at: string; today: string; said: Said },
  work: (tx: Tx) => Promise<{ caseId?: string; personId?: string; payload?: Record<string, unknown> }>,
): Promise<Decided> {
  const state = stateAfter[ask.move];
  return transaction(db, async (tx): Promise<Decided> => {
    const decides = ask.move !== 'answer' && ask.move !== 'withdraw';
    const [moved] = await store.moveReferral(tx, {
      id: referral.id,
      version: ask.version,
      from: referralTransitions[state].from,
      state,
      reason: ask.said.reason ?? null,
      question: ask.said.question ?? null,
      reply: ask.said.reply ?? null,
      decidedAt: decides ? ask.at : null,
      decidedBy: decides ? actor.userId : null,
    });
    if (moved === undefined) return { outcome: 'stale' };
    const { caseId, personId, payload } = await work(tx);
    await recordEvent(tx, actor, {
      kind: `referral_in.${state}`,
      programmeId: referral.programme_id,
      ...(caseId === undefined ? {} : { caseId, personId: personId ?? null }),
      happenedOn: ask.today,
      payload: { referralId: referral.id, reference: referral.reference, ...ask.said, ...payload },
    });
    if (decides && referral.sent_by !== null)
      await tell(tx, [referral.sent_by], {
        kind: ask.move === 'ask' ? 'referral asked' : 'referral decided',
        href: `/referring/${referral.id}`,
        about: referral.id,
      });
    return { outcome: 'saved', ...(caseId === undefined ? {} : { caseId }) };
  });
}

/** Asks the sender for more: the clock of the first answer stops with it. */
export function askForMore(
  db: Database,
  actor: Actor,
  referral: ReferralIn,
  ask: { version: number; question: string; at: string; today: string },
): Promise<Decided> {
  return move(db, actor, referral, { ...ask, move: 'ask', said: { question: ask.question } }, async () => ({}));
}

/** Declines with a reason of the programme's list; the words are the sender's to read. */
export function declineReferral(
  db: Database,
  actor: Actor,
  referral: ReferralIn,
  ask: { version: number; reason: string; at: string; today: string },
): Promise<Decided> {
  return move(db, actor, referral, { ...ask, move: 'decline', said: { reason: ask.reason } }, async () => ({}));
}

/** Has somebody an open case in the programme already? Then a second one is not opened. */
export async function hasOpenCase(sql: Sql, personId: string, programmeId: string): Promise<boolean> {
  const live = await livePersonId(sql, personId);
  return (await store.openCasesOf(sql, { personId: live, programmeId })).length > 0;
}

/**
 * Accepts: adds the person or links the one who is known, opens the case and may name the key worker, all at once. What the
 * sender wrote of safe contact becomes part of the person's rules; it only ever forbids.
 */
export function acceptReferral(
  db: Database,
  actor: Actor,
  referral: ReferralIn,
  ask: {
    version: number;
    person: Personal | { knownAs: string };
    opens: Omit<NewReferral, 'person' | 'programmeId' | 'today'>;
    keyWorker: StaffChoice | null;
    at: string;
    today: string;
  },
): Promise<Decided> {
  const { opens, person, keyWorker, today } = ask;
  return move(db, actor, referral, { ...ask, move: 'accept', said: {} }, async (tx) => {
    const programmeId = referral.programme_id;
    const { caseId, personId } = await openCase(tx, actor, { ...opens, person, programmeId, today });
    const { id: areaId, providerId } = opens.area;
    const words = referral.answers.safe_contact;
    if (typeof words === 'string' && words !== '')
      await addContactRules(tx, actor, { programmeId, caseId, personId }, rulesFromWords(words), today);
    await store.linkReferral(tx, { id: referral.id, personId, caseId, areaId, providerId });
    if (keyWorker !== null) {
      await setKeyWorker(tx, { caseId, staffId: keyWorker.id });
      await assign(tx, [{ caseId, personId, from: null, to: keyWorker.id, reason: null, handover: null }], today);
      const users = (await usersOfStaff(tx, [keyWorker.id])).map((row) => row.user_id);
      await tell(tx, users, { kind: 'case given', href: `/cases/${caseId}/start`, about: caseId });
    }
    return { caseId, personId, payload: { keyWorker: keyWorker?.name ?? null } };
  });
}

/** The sender's own words on a question. Those who decide are told. */
export function answerReferral(
  db: Database,
  actor: Actor,
  sent: SentReferral,
  ask: { version: number; reply: string; at: string; today: string },
): Promise<Decided> {
  return bySender(db, actor, sent, { ...ask, move: 'answer', said: { reply: ask.reply } });
}

/** Takes back what was sent, with the reason if one is given. */
export function withdrawReferral(
  db: Database,
  actor: Actor,
  sent: SentReferral,
  ask: { version: number; reason: string | null; at: string; today: string },
): Promise<Decided> {
  const said = ask.reason === null ? {} : { reason: ask.reason };
  return bySender(db, actor, sent, { ...ask, move: 'withdraw', said });
}

async function bySender(
  db: Database,
  actor: Actor,
  sent: SentReferral,
  ask: { move: 'answer' | 'withdraw'; version: number; at: string; today: string; said: Said },
): Promise<Decided> {
  const [row] = await store.findReferral(db, { id: sent.id });
  if (row === undefined) return { outcome: 'stale' };
  return move(db, actor, row, ask, async (tx) => {
    const place = { programmeId: row.programme_id, areaId: row.area_id, providerId: row.provider_id };
    if (ask.move === 'answer') await tellDeciders(tx, place, 'referral answered', row.id);
    return {};
  });
}

/** Writes the note back to the sender, with the event 'referral_in.noted'; an earlier note stays in the event. */
export async function noteQuality(
  db: Database,
  actor: Actor,
  referral: ReferralIn,
  ask: { version: number; quality: Quality; today: string },
): Promise<Decided> {
  return transaction(db, async (tx): Promise<Decided> => {
    const {
      id,
      reference,
      programme_id: programmeId,
      case_id: caseId,
      person_id: personId,
      sent_by: sentBy,
    } = referral;
    const [saved] = await store.setQuality(tx, { id, version: ask.version, quality: JSON.stringify(ask.quality) });
    if (saved === undefined) return { outcome: 'stale' };
    await recordEvent(tx, actor, {
      kind: 'referral_in.noted',
      programmeId,
      ...(caseId === null ? {} : { caseId, personId }),
      happenedOn: ask.today,
      payload: { referralId: id, reference, before: referral.quality, after: ask.quality },
    });
    if (sentBy !== null) await tell(tx, [sentBy], { kind: 'referral noted', href: `/referring/${id}`, about: id });
    return { outcome: 'saved' };
  });
}

/** May the actor open a case of the programme in this area? */
export const mayPlace = (actor: Actor, programmeId: string, place: Place): boolean =>
  can(actor, 'referral_in.decide', {
    programmeId,
    case: { areaId: place.id, providerId: place.providerId, keyWorkerId: null, restricted: null },
  });
