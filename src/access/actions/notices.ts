import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { NoticeKind } from '../rules/notices.ts';
import * as store from '../store/notices.ts';

export type { NoticeRow } from '../store/notices.ts';

/**
 * Tells users something, in the transaction of what happened. Each is told once about the same thing until they have seen it.
 * `href` is a path without personal data; `about` is what it is about.
 */
export async function tell(
  tx: Tx,
  userIds: readonly string[],
  notice: { kind: NoticeKind; href: string; about: string },
): Promise<void> {
  const { about, ...words } = notice;
  await tellEach(
    tx,
    userIds.map((userId) => ({ userId, about })),
    words,
  );
}

/** Tells several users the same, each about a thing of their own, with one statement; else like `tell`. */
export async function tellEach(
  tx: Tx,
  told: readonly { userId: string; about: string }[],
  notice: { kind: NoticeKind; href: string },
): Promise<void> {
  if (told.length === 0) return;
  await store.insertNotices(tx, {
    ids: told.map(() => newId()),
    userIds: told.map(({ userId }) => userId),
    abouts: told.map(({ about }) => about),
    ...notice,
  });
}

/** The newest notices of a user, the newest first. */
export function noticesOf(sql: Sql, userId: string): Promise<store.NoticeRow[]> {
  return store.noticesOf(sql, { userId, limit: 200 });
}

/** Marks notices as seen: those that the user had on the page. */
export async function markSeen(sql: Sql, userId: string, upTo: string): Promise<void> {
  await store.markSeen(sql, { userId, upTo });
}

/** Users with a role over a place of a programme: who is told when something waits there for a decision. */
export function usersAnswering(
  sql: Sql,
  place: { programmeId: string; areaId: string | null; providerId: string | null },
): Promise<{ user_id: string }[]> {
  return store.usersAnswering(sql, place);
}

/** Users who are this member of staff. */
export function usersOfStaff(sql: Sql, staffIds: readonly string[]): Promise<{ user_id: string; staff_id: string }[]> {
  return store.usersOfStaff(sql, { staffIds });
}
