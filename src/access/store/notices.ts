import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** A notice. `seen_at` is null until its user has seen it. */
export type NoticeRow = { id: string; kind: string; href: string; at: string; seen_at: string | null };

export const insertNotices = statement(
  'access.insertNotices',
  (p: {
    ids: readonly string[];
    userIds: readonly string[];
    abouts: readonly string[];
    kind: string;
    href: string;
  }) => sql`
    insert into notice (id, user_id, kind, href, about)
    select t.id, t.user_id, ${p.kind}, ${p.href}, t.about
    from unnest(${p.ids}::uuid[], ${p.userIds}::uuid[], ${p.abouts}::uuid[]) as t (id, user_id, about)
    on conflict (user_id, kind, about) where seen_at is null do nothing`,
);

export const noticesOf = statement(
  'access.noticesOf',
  (p: { userId: string; limit: number }) => sql<NoticeRow>`
    select id, kind, href, at, seen_at from notice where user_id = ${p.userId}
    order by id desc limit ${p.limit}::int`,
);

export const markSeen = statement(
  'access.markSeen',
  (p: { userId: string; upTo: string }) => sql`
    update notice set seen_at = now() where user_id = ${p.userId} and seen_at is null and id <= ${p.upTo}`,
);

/** The team manager of the place, its local lead, and the programme office where it has neither. */
export const usersAnswering = statement(
  'access.usersAnswering',
  (p: { programmeId: string; areaId: string | null; providerId: string | null }) => sql<{ user_id: string }>`
    with near as (
      select m.user_id from membership m join app_user u on u.id = m.user_id and u.disabled_at is null
      where m.programme_id = ${p.programmeId} and (
        (m.role = 'team_manager' and m.provider_id = ${p.providerId} and (m.area_id is null or m.area_id = ${p.areaId}))
        or (m.role = 'local_lead' and m.area_id = ${p.areaId})))
    select user_id from near
    union
    select m.user_id from membership m join app_user u on u.id = m.user_id and u.disabled_at is null
    where m.programme_id = ${p.programmeId} and m.role = 'programme_office' and not exists (select 1 from near)`,
);

export const usersOfStaff = statement(
  'access.usersOfStaff',
  (p: { staffIds: readonly string[] }) => sql<{ user_id: string; staff_id: string }>`
    select m.user_id, m.staff_id from membership m join app_user u on u.id = m.user_id and u.disabled_at is null
    where m.role = 'key_worker' and m.staff_id = any(${p.staffIds}::uuid[])`,
);
