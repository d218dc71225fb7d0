/** What became of the appointments of another room's record, to be joined in that room's statement. */
import { sql } from 'kysely';

/** The latest appointment about a record. `on_day` and `at_time` are in the local time of its site. */
export type AboutPart = {
  appointment_id: string | null;
  appointment_state: string | null;
  appointment_staff: string | null;
  on_day: string | null;
  at_time: string | null;
};

/**
 * The latest appointment whose `about` is the text of an expression, to stand after `left join lateral … on true`. A moved one is
 * followed by the one that took its place, which is about the same.
 */
export const latestAbout = (about: ReturnType<typeof sql>) => sql`(
  select a.id as appointment_id, a.state as appointment_state, a.staff_id as appointment_staff,
    to_char(a.starts_at at time zone t.time_zone, 'YYYY-MM-DD') as on_day, to_char(a.starts_at at time zone t.time_zone, 'HH24:MI') as at_time
  from appointment a join site t on t.id = a.site_id
  where a.about = ${about} and a.state <> 'moved'
  order by a.created_at desc, a.id desc limit 1)`;

/**
 * How many appointments of workers about records of one sort (`about` begins with it) came to each state that is the person's, in a
 * period of moments: `staff_id`, `came`, `missed`. To stand after `from` or `join` in another room's statement.
 */
export const cameAndMissed = (sort: string, ask: { staffIds: unknown; from: unknown; to: unknown }) => sql<{
  staff_id: string;
  came: number;
  missed: number;
}>`(
  select staff_id, count(*) filter (where state in ('attended', 'late')) as came, count(*) filter (where state = 'did_not_attend') as missed
  from appointment
  where staff_id = any(${ask.staffIds}::uuid[]) and starts_at >= ${ask.from}::timestamptz and starts_at < ${ask.to}::timestamptz
    and about like ${`${sort}:%`}
  group by staff_id)`;

/** Appointments about records of one sort that begin between two moments, each with the id of its record and the local day of its site. */
export const appointmentsAbout = (sort: string, ask: { from: unknown; to: unknown }) => sql<{
  appointment_id: string;
  about_id: string;
  staff_id: string;
  state: string;
  on_day: string;
}>`(
  select a.id as appointment_id, substr(a.about, ${sort.length + 2}::int)::uuid as about_id, a.staff_id, a.state,
    (a.starts_at at time zone t.time_zone)::date as on_day
  from appointment a join site t on t.id = a.site_id
  where a.about like ${`${sort}:%`} and a.starts_at >= ${ask.from}::timestamptz and a.starts_at < ${ask.to}::timestamptz)`;
