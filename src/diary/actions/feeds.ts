/** Calendars to subscribe to: made, read with the secret of their address, ended. */
import { createHash, randomBytes } from 'node:crypto';
import { usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { calendarText, initialsOf } from '../rules/feed.ts';
import * as store from '../store/feeds.ts';
import { isoOf } from './world.ts';

export type { FeedRow } from '../store/feeds.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const day = 86_400_000;
/** How far a calendar looks back and ahead. */
const [daysBack, daysAhead] = [14, 92];

/** A user's calendars that were not ended. */
export function feedsOf(sql: Sql, userId: string): Promise<store.FeedRow[]> {
  return store.feedsOf(sql, { userId });
}

/** Makes a calendar of a worker or of a room, with the event 'feed.made'. Resolves to the secret of its address, which is kept nowhere. */
export function makeFeed(
  db: Database,
  actor: Actor & { userId: string },
  programmeId: string,
  of: { staffId: string } | { roomId: string },
  { initials, clock }: { initials: boolean; clock: Clock },
): Promise<string> {
  return transaction(db, async (tx) => {
    const token = randomBytes(32).toString('base64url');
    const id = newId();
    const [staffId, roomId] = 'staffId' in of ? [of.staffId, null] : [null, of.roomId];
    await store.insertFeed(tx, { id, userId: actor.userId, staffId, roomId, tokenHash: sha256(token), initials });
    await recordEvent(tx, actor, {
      kind: 'feed.made',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { recordId: id, staffId, roomId, initials },
    });
    return token;
  });
}

/** Ends one of the user's calendars, with the event 'feed.ended': its address leads nowhere from then on. */
export function endFeed(db: Database, actor: Actor & { userId: string }, id: string, clock: Clock): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [ended] = await store.endFeed(tx, { id, userId: actor.userId, now: clock.now().toString() });
    if (ended === undefined) return false;
    await recordEvent(tx, actor, {
      kind: 'feed.ended',
      happenedOn: clock.today().toString(),
      payload: { recordId: id },
    });
    return true;
  });
}

/** The calendar of a secret as iCalendar, or null where it leads nowhere. Three statements. */
export async function feedText(sql: Sql, token: string, clock: Clock): Promise<string | null> {
  const now = clock.now().epochMilliseconds;
  const [feed] = await store.readFeed(sql, { tokenHash: sha256(token), now: isoOf(now) });
  if (feed === undefined) return null;
  // Whoever is that worker no more has no diary of theirs either.
  const users = feed.staff_id === null ? null : await usersOfStaff(sql, [feed.staff_id]);
  if (users !== null && !users.some(({ user_id }) => user_id === feed.user_id)) return null;
  const rows = await store.feedEntries(sql, {
    staffId: feed.staff_id,
    roomId: feed.room_id,
    from: isoOf(now - daysBack * day),
    to: isoOf(now + daysAhead * day),
  });
  const entries = rows.map((row) => ({
    uid: row.chain_id,
    kind: row.kind,
    mode: row.mode,
    site: row.site_name,
    room: row.room_name,
    from: row.from_ms,
    to: row.to_ms,
    version: row.version,
    initials: feed.initials && row.restricted === false ? initialsOf(row.given_name, row.family_name) : null,
  }));
  return calendarText('Newel', entries, now);
}
