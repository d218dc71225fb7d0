/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** Appointments of cases by day: whether each was kept, and whether it is still to come. */
export const appointmentTrailPart = sql<{ case_id: string; on_day: string; kept: boolean; booked: boolean }>`(
  select case_id, (starts_at at time zone 'UTC')::date as on_day, state in ('attended', 'late') as kept, state = 'booked' as booked
  from appointment where case_id is not null)`;
