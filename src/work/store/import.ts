import { sql } from 'kysely';
import { bulkCorrect, bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';

const job = {
  employer: 'text',
  occupation_group: 'text',
  work_area: 'text',
  started_on: 'date',
  ended_on: 'date',
  hours_per_week: 'numeric(5, 2)',
  hourly_wage_pence: 'integer',
  self_employed: 'boolean',
} as const;
const owner = { id: 'uuid', case_id: 'uuid', person_id: 'uuid' } as const;

export const insertJobs = bulkInsert('work.insertJobs', 'job', { ...owner, source_ref: 'text', ...job });
export const correctJobs = bulkCorrect('work.correctJobs', 'job', job);
export const jobVersions = statement(
  'work.jobVersions',
  (p: { ids: string[] }) => sql<{ id: string; version: number; case_id: string }>`
    select id, version, case_id from job where id = any(${p.ids}::uuid[])`,
);

export const insertActivities = bulkInsert('work.insertActivities', 'activity', {
  ...owner,
  kind: 'text',
  started_on: 'date',
});
