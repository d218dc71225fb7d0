import { sql } from 'kysely';

/** What other rooms may join of a member of staff. */
export type StaffPart = { staff_id: string; staff_code: string; staff_name: string };

/** Staff with their names, to stand after `from` or `join` in another room's statement. */
export const staffNames = sql<StaffPart>`(
  select id as staff_id, code as staff_code, given_name || ' ' || family_name as staff_name from staff)`;

/**
 * The latest day up to `today` on which something of one of the kinds happened in a case: a scalar for another room's
 * statement. It reads the head of the timeline's index, never a whole timeline.
 */
export const lastEventOn = (caseId: string, kinds: readonly string[], today: string) => sql<string | null>`(
  select happened_on from event
  where event.case_id = ${sql.ref(caseId)} and kind = any(${kinds}::text[]) and happened_on <= ${today}::date
  order by happened_on desc, id desc limit 1)`;
