import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Every week of a job that was told, the latest first. */
export const weeksOfJob = statement(
  'work.weeksOfJob',
  (p: { id: string; caseId: string }) => sql<{ week_from: string; hours: string | null; pay_pence: number | null }>`
    select week_from, hours, pay_pence from job_week where job_id = ${p.id} and case_id = ${p.caseId} order by week_from desc`,
);

export const dropWeek = statement(
  'work.dropWeek',
  (p: { id: string; from: string }) => sql`
    delete from job_week where job_id = ${p.id} and week_from = ${p.from}::date`,
);
