import { tell, usersAnswering, usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, can, type PolicyFacts, programmesOf, scopeOf } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Answer, Asked } from '../../kit/form.ts';
import { newId, newReference } from '../../kit/ids.ts';
import type { Personal } from '../../people/rules/personal.ts';
import {
  initialsOf,
  type Quality,
  type ReferralMove,
  type ReferralState,
  referralTransitions,
  stateAfter,
} from '../rules/referral-in.ts';
import { setKeyWorker } from '../store/changes.ts';
import * as store from '../store/referral-in.ts';
import { assign } from './assign.ts';
import { type NewReferral, openCase, type Place, type StaffChoice } from './changes.ts';

export type { Suitability } from '../store/referral-in.ts';

/** A referral to the programme, as those who decide about it see it. */
export type ReferralIn = Omit<store.ReferralInRow, 'restricted'> & { initials: string };

/** The least by which a sender knows what they sent, and where it stands. Nothing of the case is in it. */
export type SentReferral = {
  id: string;
  programmeId: string;
  programmeName: string;
  reference: string;
  initials: string;
  sentAt: string;
  state: ReferralState;
  /** Why it was declined. */
  reason: string | null;
  question: string | null;
  reply: string | null;
  quality: Quality | null;
  version: number;
};

const toReferral = ({ restricted: _, ...row }: store.ReferralInRow): ReferralIn => ({
  ...row,
  initials: initialsOf(row.answers),
});
const toSent = (row: store.ReferralInRow): SentReferral => ({
  id: row.id,
  programmeId: row.programme_id,
  programmeName: row.programme_name,
  reference: row.reference,
  initials: initialsOf(row.answers),
  sentAt: row.sent_at,
  state: row.state,
  reason: row.state === 'declined' ? row.state_reason : null,
  question: row.question,
  reply: row.reply,
  quality: row.quality,
  version: row.version,
});

/** A moment of the site's own today: a demonstration's clock stands on another day than the machine's. */
export const momentOf = (clock: Clock, timeZone: string): string =>
  clock
    .today()
    .toZonedDateTime({ timeZone, plainTime: clock.now().toZonedDateTimeISO(timeZone).toPlainTime() })
    .toInstant()
    .toString();

/** The record of the routes by which a sender follows what they sent. */
export const sentReferral: RecordLoader<{ sent: SentReferral }> = {
  param: 'sentId',
  async load(sql, id) {
    const [row] = await store.findReferral(sql, { id });
    return row === undefined ? null : { programmeId: row.programme_id, sentBy: row.sent_by, sent: toSent(row) };
  },
};

/** The record of the routes of those who decide. A referral whose case was restricted is closed to them with it. */
export const referralToDecide: RecordLoader<{ referral: ReferralIn }> = {
  param: 'referralId',
  load: (sql, id) => findReferral(sql, id),
};

/** A referral with what the policy asks about it, or null. */
export async function findReferral(sql: Sql, id: string): Promise<(PolicyFacts & { referral: ReferralIn }) | null> {
  const [row] = await store.findReferral(sql, { id });
  if (row === undefined) return null;
  return {
    programmeId: row.programme_id,
    case: {
      areaId: row.area_id,
      providerId: row.provider_id,
      keyWorkerId: null,
      restricted: row.restricted ? row.person_id : null,
    },
    referral: toReferral(row),
  };
}

/** A page of what somebody sent, the newest first; `next` is where the page after it begins. */
export async function referralsSentBy(sql: Sql, userId: string, before: string | null, limit: number) {
  const rows = await store.referralsOfSender(sql, {
    userId,
    before: before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  return { sent: shown.map(toSent), next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** What the sender said of themself the last time, as typed. */
export async function senderOf(sql: Sql, userId: string): Promise<Record<string, string>> {
  const [last] = await store.lastSender(sql, { userId });
  if (last === undefined) return {};
  return { route: last.route, organisation: last.sender.organisation ?? '', sender_contact: last.sender.contact ?? '' };
}

/** A page of the referrals that somebody may decide about: the open ones from the oldest on, or the others from the newest. */
export async function referralsFor(
  sql: Sql,
  actor: Actor,
  ask: { open: boolean; from: string | null; limit: number },
): Promise<{ referrals: ReferralIn[]; next: string | null }> {
  const rows = await store.listReferrals(sql, {
    scope: scopeOf(actor, 'referral_in.decide'),
    programmeIds: programmesOf(actor, 'referral_in.decide') ?? [],
    states: ask.open ? ['sent', 'more asked', 'answered'] : ['accepted', 'declined', 'withdrawn'],
    oldestFirst: ask.open,
    from: ask.from,
    limit: ask.limit + 1,
  });
  const shown = rows.slice(0, ask.limit);
  return {
    referrals: shown.map(toReferral),
    next: rows.length > ask.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** The referral that a case came from, or null. */
export async function referralOfCase(sql: Sql, caseId: string): Promise<ReferralIn | null> {
  const [row] = await store.referralOfCase(sql, { caseId });
  return row === undefined ? null : toReferral(row);
}

/** A referral as it is sent. */
export type NewReferralIn = {
  programmeId: string;
  area: Place | null;
  route: string;
  sender: { name: string | null; organisation: string | null; contact: string | null };
  answers: Record<string, Answer>;
  asked: readonly Asked[];
  suitability: store.Suitability;
  /** Of the site's clock. */
  at: string;
  today: string;
};

/**
 * Keeps a referral to the programme, with the event 'referral_in.sent', and tells those who decide there. The same form sent
 * twice within an hour is one referral.
 */
export async function sendReferral(
  db: Database,
  actor: Actor,
  input: NewReferralIn,
): Promise<{ reference: string; id: string }> {
  const { programmeId, area, at, today } = input;
  const answers = JSON.stringify(input.answers);
  const since = Temporal.Instant.from(at).subtract({ hours: 1 }).toString();
  return transaction(db, async (tx) => {
    const [before] = await store.sentJustNow(tx, { programmeId, sentBy: actor.userId, answers, since });
    if (before !== undefined) return before;
    const [id, reference] = [newId(), newReference('R')];
    const place = { programmeId, areaId: area?.id ?? null, providerId: area?.providerId ?? null };
    await store.insertReferral(tx, {
      id,
      reference,
      ...place,
      sentBy: actor.userId,
      route: input.route,
      sender: JSON.stringify(input.sender),
      answers,
      asked: JSON.stringify(input.asked),
      suitability: JSON.stringify(input.suitability),
      sentAt: at,
    });
    await recordEvent(tx, actor, {
      kind: 'referral_in.sent',
      programmeId,
      happenedOn: today,
      payload: { referralId: id, reference, route: input.route, suitability: input.suitability.outcome },
    });
    await tellDeciders(tx, place, 'referral arrived', id);
    return { id, reference };
  });
}

async function tellDeciders(
  tx: Tx,
  place: { programmeId: string; areaId: string | null; providerId: string | null },
  kind: 'referral arrived' | 'referral answered',
  id: string,
): Promise<void> {
  const users = (await usersAnswering(tx, place)).map((row) => row.user_id);
  await tell(tx, users, { kind, href: `/referrals/${id}`, about: id });
}

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
  return (await store.openCasesOf(sql, { personId, programmeId })).length > 0;
}

/** Accepts: adds the person or links the one who is known, opens the case and may name the key worker, all at once. */
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
