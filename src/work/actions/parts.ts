/** Parts of statements that other rooms put into theirs, so that no room but this one names its tables. */
import { sql } from 'kysely';

/** Jobs as claims see them: days as text, hours a week and pence an hour as they are on file. `job_key` orders those of one day. */
export const jobsPart = sql<{
  case_id: string;
  job_key: string;
  started_on: string | null;
  ended_on: string | null;
  hours_per_week: string | null;
  hourly_wage_pence: number | null;
  self_employed: boolean | null;
}>`(
  select case_id, coalesce(source_ref, id::text) as job_key, started_on, ended_on, hours_per_week, hourly_wage_pence, self_employed from job)`;
