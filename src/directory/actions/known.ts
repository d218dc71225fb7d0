/**
 * What is known of a service, kept apart from the facts of its entry: news, experience and opinions of workers, requests for
 * information, and what the organisation says to it. No page or export for the service shows what workers wrote.
 */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import type { Html } from '../../kit/html.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store/known.ts';
import type { At } from './entries.ts';

export type { ChangeRow, KnownRow, OpenAsked } from '../store/known.ts';

/** What people said of a service that colleagues may read: the room of referrals brings it. */
export type SaidOf = (sql: Sql, serviceId: string) => Promise<Html>;

/** What workers write down of a service. An opinion ends. */
export const newsKinds = { news: 'News', experience: 'What happened', opinion: 'Opinion' } as const;
/** One kind. */
export type NewsKind = keyof typeof newsKinds;

/** What is known of a service on a day, the latest first; with `hidden` what was hidden too, for managers. */
export function knownOf(
  sql: Sql,
  serviceId: string,
  given: { day: string; hidden: boolean },
): Promise<store.KnownRow[]> {
  return store.knownOf(sql, { serviceId, ...given, limit: 50 });
}

/**
 * Writes something down about a service. An opinion is shown for so many months. The event 'directory.noted' has no words: they
 * would outlive what is hidden.
 */
export function writeNews(
  db: Database,
  actor: Actor,
  given: { serviceId: string; kind: NewsKind; words: string; opinionMonths: number },
  today: string,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { serviceId, kind, words, opinionMonths } = given;
    const until = kind === 'opinion' ? Temporal.PlainDate.from(today).add({ months: opinionMonths }).toString() : null;
    await store.insertNews(tx, { id, serviceId, kind, words, by: actor.userId, day: today, until });
    const payload = { recordId: id, serviceId, kind, until };
    await recordEvent(tx, actor, { kind: 'directory.noted', happenedOn: today, payload });
    return id;
  });
}

/** Something that was written down about a service, hidden or not; null when it is not about this service. */
export async function findNews(sql: Sql, given: { id: string; serviceId: string }) {
  return (await store.findNews(sql, given))[0] ?? null;
}

/** Hides what should not stand, with a reason. False when it is hidden already or not about this service. */
export function hideNews(
  db: Database,
  actor: Actor,
  given: { id: string; serviceId: string; why: string },
  at: At,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [hidden] = await store.hideNews(tx, { ...given, at: at.now.toString(), by: actor.userId });
    if (hidden === undefined) return false;
    const { id, serviceId, why } = given;
    const payload = { recordId: id, serviceId, kind: hidden.kind, why };
    await recordEvent(tx, actor, { kind: 'directory.hidden', happenedOn: at.today, payload });
    return true;
  });
}

/** Writes down what an organisation says to what is known of it: it stands beside that, under the name of who said it. */
export function writeReply(
  db: Database,
  actor: Actor,
  given: { serviceId: string; about: string; words: string; byName: string },
  today: string,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertReply(tx, { id, ...given, day: today });
    const { serviceId, about } = given;
    await recordEvent(tx, actor, {
      kind: 'directory.replied',
      happenedOn: today,
      payload: { recordId: id, serviceId, about },
    });
    return id;
  });
}

/** Writes down that an organisation was asked for information, and by when an answer is due ('YYYY-MM-DD'). */
export function writeAsked(
  db: Database,
  actor: Actor & { userId: string },
  given: { serviceId: string; words: string; answerBy: string },
  today: string,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { serviceId, words, answerBy } = given;
    await store.insertAsked(tx, { id, serviceId, words, by: actor.userId, on: today, answerBy });
    const payload = { recordId: id, serviceId, words, answerBy };
    await recordEvent(tx, actor, { kind: 'directory.asked', happenedOn: today, payload });
    return id;
  });
}

/** Writes down the answer to a request. False when it has one already. */
export function writeAnswer(
  db: Database,
  actor: Actor,
  given: { id: string; serviceId: string; answer: string },
  today: string,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [answered] = await store.answerAsked(tx, { ...given, on: today });
    if (answered === undefined) return false;
    const { id, serviceId, answer } = given;
    const payload = { recordId: id, serviceId, answer };
    await recordEvent(tx, actor, { kind: 'directory.answered', happenedOn: today, payload });
    return true;
  });
}

/** Requests that are not answered, the oldest first. */
export function openAsked(sql: Sql): Promise<store.OpenAsked[]> {
  return store.openAsked(sql, { limit: 50 });
}

const newest = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A page of the history: of one service, of those that a user keeps, or of the whole directory. `before` is the id to go on from. */
export function changesOf(
  sql: Sql,
  of: { serviceId: string } | { stewardId: string } | null,
  given: { before?: string | undefined; limit: number },
): Promise<store.ChangeRow[]> {
  const page = { before: given.before ?? newest, limit: given.limit };
  if (of === null) return store.latestChanges(sql, page);
  return 'serviceId' in of
    ? store.changesOfService(sql, { serviceId: of.serviceId, ...page })
    : store.changesOfSteward(sql, { userId: of.stewardId, ...page });
}
