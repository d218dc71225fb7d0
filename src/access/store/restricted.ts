import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export const insertAccess = statement(
  'access.insertAccess',
  (p: {
    ids: readonly string[];
    userIds: readonly string[];
    personId: string;
    how: string;
    reason: string;
    givenBy: string | null;
    endsAt: string;
  }) => sql`
    insert into restricted_access (id, person_id, user_id, how, reason, given_by, ends_at)
    select t.id, ${p.personId}, t.user_id, ${p.how}, ${p.reason}, ${p.givenBy}::uuid, ${p.endsAt}::timestamptz
    from unnest(${p.ids}::uuid[], ${p.userIds}::uuid[]) as t (id, user_id)`,
);

export const breakGlass = statement(
  'access.breakGlass',
  (p: { id: string; userId: string; personId: string; reason: string; hours: number }) => sql`
    insert into restricted_access (id, person_id, user_id, how, reason, given_by, ends_at)
    values (${p.id}, ${p.personId}, ${p.userId}, 'break-glass', ${p.reason}, ${p.userId}, now() + make_interval(hours => ${p.hours}::int))`,
);

export const endAccess = statement(
  'access.endAccess',
  (p: { id: string; personId: string }) => sql<{ user_id: string }>`
    update restricted_access set ends_at = now() where id = ${p.id} and person_id = ${p.personId} and ends_at > now()
    returning user_id`,
);

/** Every access to a person's record ends; of the user alone when one is given. */
export const endAccessTo = statement(
  'access.endAccessTo',
  (p: { personId: string; userId: string | null }) => sql`
    update restricted_access set ends_at = now()
    where person_id = ${p.personId} and ends_at > now() and (${p.userId}::uuid is null or user_id = ${p.userId}::uuid)`,
);

export type AccessRow = {
  id: string;
  person_id: string;
  user_id: string;
  user_name: string;
  how: 'grant' | 'break-glass';
  reason: string;
  given_by_name: string | null;
  given_at: string;
  ends_at: string | null;
  open: boolean;
};

/** Who has or had access to people's records, the newest first, so many for each person. `ends_at` is null for 'without an end'. */
export const accessTo = statement(
  'access.accessTo',
  (p: { personIds: readonly string[]; most: number }) => sql<AccessRow>`
    select a.* from unnest(${p.personIds}::uuid[]) as t (person_id) cross join lateral (
      select r.id, r.person_id, r.user_id, u.name as user_name, r.how, r.reason, g.name as given_by_name, r.given_at,
        nullif(r.ends_at, 'infinity') as ends_at, r.ends_at > now() as open
      from restricted_access r join app_user u on u.id = r.user_id left join app_user g on g.id = r.given_by
      where r.person_id = t.person_id order by (r.ends_at > now()) desc, r.id desc limit ${p.most}::int) a`,
);

/** Which of these users may open the record now. */
export const whoMayOpen = statement(
  'access.whoMayOpen',
  (p: { personId: string; userIds: readonly string[] }) => sql<{ user_id: string }>`
    select distinct user_id from restricted_access
    where person_id = ${p.personId} and user_id = any(${p.userIds}::uuid[]) and ends_at > now()`,
);

/** Users who can sign in and have one of the roles where the case is: who can be its owner, or be given access. */
export const usersNear = statement(
  'access.usersNear',
  (p: { programmeId: string; areaId: string | null; providerId: string | null; roles: readonly string[] }) => sql<{
    user_id: string;
    name: string;
    role: string;
  }>`
    select distinct on (u.name, u.id) u.id as user_id, u.name, m.role
    from membership m join app_user u on u.id = m.user_id and u.disabled_at is null
    where m.programme_id = ${p.programmeId} and m.role = any(${p.roles}::text[]) and (
      m.role in ('programme_office', 'key_worker')
      or (m.role = 'team_manager' and m.provider_id = ${p.providerId} and (m.area_id is null or m.area_id = ${p.areaId}))
      or (m.role = 'local_lead' and m.area_id = ${p.areaId}))
    order by u.name, u.id limit 1000`,
);
