/** Referrals to the programme: how they are sent, found and followed. What becomes of one: referral-moves.ts. */
import { tell, usersAnswering } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, type PolicyFacts, programmesOf, scopeOf } from '../../access/rules/policy.ts';
import type { RecordLoader } from '../../access/rules/route.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Answer, Asked } from '../../kit/form.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { initialsOf, type Quality, type ReferralState } from '../rules/referral-in.ts';
import * as store from '../store/referral-in.ts';
import type { Place } from './changes.ts';

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

/** Tells those who decide about referrals there. */
export async function tellDeciders(
  tx: Tx,
  place: { programmeId: string; areaId: string | null; providerId: string | null },
  kind: 'referral arrived' | 'referral answered',
  id: string,
): Promise<void> {
  const users = (await usersAnswering(tx, place)).map((row) => row.user_id);
  await tell(tx, users, { kind, href: `/referrals/${id}`, about: id });
}
