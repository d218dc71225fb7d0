import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export type JobRow = {
  id: string;
  case_id: string;
  source_ref: string | null;
  employer: string | null;
  occupation_group: string | null;
  work_area: string | null;
  started_on: string | null;
  ended_on: string | null;
  hours_per_week: string | null;
  hourly_wage_pence: number | null;
  self_employed: boolean | null;
  version: number;
};

const columns = sql.raw(
  `id, case_id, source_ref, employer, occupation_group, work_area, started_on, ended_on, hours_per_week, hourly_wage_pence,
   self_employed, version`,
);

export const jobsOfCase = statement(
  'work.jobsOfCase',
  (p: { caseId: string }) => sql<JobRow>`
    select ${columns} from job where case_id = ${p.caseId} order by started_on, coalesce(source_ref, id::text)`,
);

export const findJob = statement(
  'work.findJob',
  (p: { id: string; caseId: string }) => sql<JobRow>`
    select ${columns} from job where id = ${p.id} and case_id = ${p.caseId}`,
);

type JobValues = {
  employer: string | null;
  occupationGroup: string | null;
  workArea: string | null;
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: number | null;
  hourlyWagePence: number | null;
  selfEmployed: boolean | null;
};

const values = (p: JobValues) => ({
  employer: p.employer,
  occupation_group: p.occupationGroup,
  work_area: p.workArea,
  started_on: p.startedOn,
  ended_on: p.endedOn,
  hours_per_week: p.hoursPerWeek as unknown as string,
  hourly_wage_pence: p.hourlyWagePence,
  self_employed: p.selfEmployed,
});

export const insertJob = statement(
  'work.insertJob',
  (p: { id: string; caseId: string; personId: string } & JobValues) =>
    q.insertInto('job').values({ id: p.id, case_id: p.caseId, person_id: p.personId, ...values(p) }),
);

/** Locks the job, so that what is read before the change is what was there. */
export const lockJob = statement(
  'work.lockJob',
  (p: { id: string; caseId: string }) => sql<JobRow>`
    select ${columns} from job where id = ${p.id} and case_id = ${p.caseId} for update`,
);

/** Changes the job if it still has the version; otherwise no row comes back. */
export const updateJob = statement('work.updateJob', (p: { id: string; caseId: string; version: number } & JobValues) =>
  q
    .updateTable('job')
    .set({ ...values(p), version: sql`version + 1` })
    .where('id', '=', p.id)
    .where('case_id', '=', p.caseId)
    .where('version', '=', p.version)
    .returning('id'),
);
