import { sql } from 'kysely';
import { usersGonePart } from '../../access/actions/parts.ts';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import type { Kind, Mode } from '../rules/words.ts';

/** A calendar to subscribe to. */
export type FeedRow = {
  id: string;
  user_id: string;
  staff_id: string | null;
  room_id: string | null;
  room_name: string | null;
  site_name: string | null;
  initials: boolean;
  created_at: string;
  read_at: string | null;
};

const rows = sql`select f.id, f.user_id, f.staff_id, f.room_id, r.name as room_name, t.name as site_name, f.initials, f.created_at, f.read_at
  from calendar_feed f left join site_room r on r.id = f.room_id left join site t on t.id = r.site_id`;

/** A user's calendars that were not ended, the newest first. */
export const feedsOf = statement(
  'diary.feedsOf',
  (p: { userId: string }) => sql<FeedRow>`
    ${rows} where f.user_id = ${p.userId} and f.revoked_at is null order by f.created_at desc limit 100`,
);

/** The calendar of a secret, unless it was ended or whoever made it can sign in no more; and that it was read now. */
export const readFeed = statement(
  'diary.readFeed',
  (p: { tokenHash: Buffer; now: string }) => sql<Pick<FeedRow, 'id' | 'user_id' | 'staff_id' | 'room_id' | 'initials'>>`
    update calendar_feed f set read_at = ${p.now} where f.token_hash = ${p.tokenHash} and f.revoked_at is null
      and not exists (select from ${usersGonePart} u where u.user_id = f.user_id)
    returning f.id, f.user_id, f.staff_id, f.room_id, f.initials`,
);

export const insertFeed = statement(
  'diary.insertFeed',
  (p: {
    id: string;
    userId: string;
    staffId: string | null;
    roomId: string | null;
    tokenHash: Buffer;
    initials: boolean;
  }) => sql`
    insert into calendar_feed (id, user_id, staff_id, room_id, token_hash, initials)
    values (${p.id}, ${p.userId}, ${p.staffId}, ${p.roomId}, ${p.tokenHash}, ${p.initials})`,
);

export const endFeed = statement(
  'diary.endFeed',
  (p: { id: string; userId: string; now: string }) => sql<{ id: string }>`
    update calendar_feed set revoked_at = ${p.now} where id = ${p.id} and user_id = ${p.userId} and revoked_at is null returning id`,
);

/** An appointment as a calendar shows it. */
export type FeedEntry = {
  id: string;
  chain_id: string;
  kind: Kind;
  mode: Mode;
  site_name: string;
  room_name: string | null;
  from_ms: number;
  to_ms: number;
  version: number;
  restricted: boolean | null;
  given_name: string | null;
  family_name: string | null;
};

/** Appointments of a worker or of a room between two moments that take time. */
export const feedEntries = statement(
  'diary.feedEntries',
  (p: { staffId: string | null; roomId: string | null; from: string; to: string }) => sql<FeedEntry>`
    select a.id, a.chain_id, a.kind, a.mode, t.name as site_name, r.name as room_name, a.version,
      (extract(epoch from a.starts_at) * 1000)::bigint as from_ms, (extract(epoch from a.ends_at) * 1000)::bigint as to_ms,
      c.restricted, p.given_name, p.family_name
    from (
      select * from appointment where staff_id = ${p.staffId}::uuid and starts_at >= ${p.from}::timestamptz and starts_at < ${p.to}::timestamptz
      union all
      select * from appointment where room_id = ${p.roomId}::uuid and starts_at >= ${p.from}::timestamptz and starts_at < ${p.to}::timestamptz
    ) a
    join site t on t.id = a.site_id left join site_room r on r.id = a.room_id
    left join ${casePlacesPart} c on c.case_id = a.case_id left join ${people} p on p.person_id = a.person_id
    where a.state not in ('cancelled_by_us', 'cancelled_by_them', 'moved')
    order by a.starts_at, a.id limit 5000`,
);
