import { sql } from 'kysely';

/** What other rooms may join of a member of staff. */
export type StaffPart = { staff_id: string; staff_code: string; staff_name: string };

/** Staff with their names, to stand after `from` or `join` in another room's statement. */
export const staffNames = sql<StaffPart>`(
  select id as staff_id, code as staff_code, given_name || ' ' || family_name as staff_name from staff)`;

/** Staff with their work telephone, which people may be told, to stand after `from` or `join` in another room's statement. */
export const staffPhones = sql<{ staff_id: string; staff_name: string; staff_phone: string | null }>`(
  select id as staff_id, given_name || ' ' || family_name as staff_name, phone as staff_phone from staff)`;

/** Users with their names, to stand after `from` or `join` in another room's statement. */
export const userNamesPart = sql<{ user_id: string; user_name: string }>`(
  select id as user_id, name as user_name from app_user)`;

/** Users who cannot sign in any more, to stand after `from` or `join` in another room's statement. */
export const usersGonePart = sql<{
  user_id: string;
}>`(select id as user_id from app_user where disabled_at is not null)`;

/** Users who work in programmes and can sign in, to stand after `from` or `join` in another room's statement. */
export const workersOf = (programmeIds: readonly string[]) => sql<{
  user_id: string;
  user_name: string;
  email: string;
}>`(
  select u.id as user_id, u.name as user_name, u.email from app_user u
  where u.disabled_at is null and exists (select from membership m where m.user_id = u.id and m.programme_id = any(${programmeIds}::uuid[])
    and m.role in ('key_worker', 'team_manager', 'local_lead', 'programme_office')))`;

/** Where users work: the places of their roles, to stand after `from` or `join` in another room's statement. */
export const workplaces = sql<{
  user_id: string;
  programme_id: string;
  area_id: string | null;
  provider_id: string | null;
}>`(
  select m.user_id, m.programme_id, coalesce(m.area_id, f.area_id) as area_id, coalesce(m.provider_id, f.provider_id) as provider_id
  from membership m left join staff f on f.id = m.staff_id where m.programme_id is not null)`;

/** Staff of one programme with their names, to stand after `from` in another room's statement. */
export const staffOfProgramme = (programmeId: string) => sql<{ id: string; name: string }>`(
  select id, given_name || ' ' || family_name as name from staff where programme_id = ${programmeId})`;

/** What other rooms may join of where a member of staff works. */
export type StaffPlace = StaffPart & { programme_id: string; area_id: string | null; provider_id: string | null };

/** Staff with their places, to stand after `from` or `join` in another room's statement. */
export const staffPlaces = sql<StaffPlace>`(
  select id as staff_id, code as staff_code, given_name || ' ' || family_name as staff_name, programme_id, area_id, provider_id
  from staff)`;

/**
 * The latest day up to `today` on which something of one of the kinds happened in a case: a scalar for another room's
 * statement. It reads the head of the timeline's index, never a whole timeline (for which `offset 0` keeps the inner search to
 * the one day). What was taken back on the same day after it (`undone`) does not count.
 */
export const lastEventOn = (caseId: string, kinds: readonly string[], today: string, undone: string) => sql<
  string | null
>`(
  select happened_on from event
  where event.case_id = ${sql.ref(caseId)} and kind = any(${kinds}::text[]) and happened_on <= ${today}::date
    and not exists (select from event u where u.case_id = event.case_id and u.happened_on = event.happened_on
      and u.kind = ${undone} and u.id > event.id offset 0)
  order by happened_on desc, id desc limit 1)`;

/** Staff with their places, and who covers whom on a day, to stand after `from` in another room's statement. */
export const staffToday = (today: string) => sql`(
  select s.id as staff_id, s.code as staff_code, s.given_name || ' ' || s.family_name as staff_name, s.programme_id, s.area_id,
    s.provider_id, b.given_name || ' ' || b.family_name as covered_by, v.ends_on as covered_until,
    (select string_agg(o.given_name || ' ' || o.family_name, ', ' order by o.code) from worker_cover t join staff o on o.id = t.staff_id
      where t.covered_by = s.id and t.starts_on <= ${today}::date and t.ends_on >= ${today}::date) as covers
  from staff s
  left join worker_cover v on v.staff_id = s.id and v.starts_on <= ${today}::date and v.ends_on >= ${today}::date
  left join staff b on b.id = v.covered_by)`;

/** Cases with the transactions that wrote their events, to stand after `from` in another room's statement. */
export const caseEventsPart = sql<{ case_id: string; tx: string }>`(
  select case_id, tx from event where case_id is not null)`;
