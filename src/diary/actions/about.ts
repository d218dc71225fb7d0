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
