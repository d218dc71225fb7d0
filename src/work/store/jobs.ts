import { sql } from 'kysely';
import { heldCase } from '../../cases/actions/parts.ts';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { JobKind } from '../../programmes/rules/work.ts';
import type { WorkedSpan } from '../rules/terms.ts';
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
  kind: JobKind | null;
  employer_id: string | null;
  occupation_scheme: string | null;
  occupation_code: string | null;
  occupation_label: string | null;
  left_reason: string | null;
  left_words: string | null;
  terms_from: string | null;
  version: number;
  /** [since, hours a week, pence an hour] of the terms before the latest, the earliest first. */
  earlier: [string | null, number | null, number | null][];
  /** [Monday, hours, pence] of the latest weeks that were told, the latest first. */
  weeks: [string, number | null, number | null][];
};

/** Weeks that a page of jobs shows of each. */
export const WEEKS_SHOWN = 8;

// Terms and weeks come with their job: a page of jobs is one statement.
const columns = sql`j.id, j.case_id, j.source_ref, j.employer, j.occupation_group, j.work_area, j.started_on, j.ended_on,
  j.hours_per_week, j.hourly_wage_pence, j.self_employed, j.kind, j.employer_id, j.occupation_scheme, j.occupation_code,
  (select o.label from occupation o where o.scheme = j.occupation_scheme and o.code = j.occupation_code) as occupation_label,
  j.left_reason, j.left_words, j.terms_from, j.version,
  (select coalesce(json_agg(json_build_array(t.from_on, t.hours_per_week, t.hourly_wage_pence) order by t.from_on nulls first), '[]')
   from job_terms t where t.job_id = j.id) as earlier,
  (select coalesce(json_agg(json_build_array(w.week_from, w.hours, w.pay_pence) order by w.week_from desc), '[]')
   from (select week_from, hours, pay_pence from job_week where job_id = j.id order by week_from desc limit ${sql.lit(WEEKS_SHOWN)}) w) as weeks`;

export const jobsOfCase = statement(
  'work.jobsOfCase',
  (p: { caseId: string }) => sql<JobRow>`
    select ${columns} from job j where j.case_id = ${p.caseId} and j.withdrawn_on is null order by j.started_on, coalesce(j.source_ref, j.id::text)`,
);

export const findJob = statement(
  'work.findJob',
  (p: { id: string; caseId: string }) => sql<JobRow>`
    select ${columns} from job j where j.id = ${p.id} and j.case_id = ${p.caseId} and j.withdrawn_on is null`,
);

type JobValues = {
  kind: JobKind | null;
  occupationScheme: string | null;
  occupationCode: string | null;
  leftReason: string | null;
  leftWords: string | null;
  programmeId: string;
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
  kind: p.kind,
  occupation_scheme: p.occupationScheme,
  occupation_code: p.occupationCode,
  left_reason: p.leftReason,
  left_words: p.leftWords,
});

// A job is tied to the employer of its name, where the programme knows one.
const employerNamed = (p: JobValues) => sql<string | null>`(
  select e.id from employer e where e.programme_id = ${p.programmeId} and lower(e.name) = lower(${p.employer}::text))`;

export const insertJob = statement(
  'work.insertJob',
  (p: { id: string; caseId: string; personId: string } & JobValues) =>
    q
      .insertInto('job')
      .values({ id: p.id, case_id: p.caseId, person_id: p.personId, employer_id: employerNamed(p), ...values(p) }),
);

/** Locks the job, after its case, so that what is read before the change is what was there. */
export const lockJob = statement(
  'work.lockJob',
  (p: { id: string; caseId: string }) => sql<JobRow>`
    with held as materialized ${heldCase(p.caseId)}
    select ${columns} from held join job j on j.case_id = held.case_id where j.id = ${p.id} and j.withdrawn_on is null for update of j`,
);

/** Changes the job if it still has the version; otherwise no row comes back. */
export const updateJob = statement('work.updateJob', (p: { id: string; caseId: string; version: number } & JobValues) =>
  q
    .updateTable('job')
    .set({
      ...values(p),
      // It stays tied to one that was renamed since.
      employer_id: sql<
        string | null
      >`coalesce(${employerNamed(p)}, case when employer = ${p.employer}::text then employer_id end)`,
      version: sql`version + 1`,
    })
    .where('id', '=', p.id)
    .where('case_id', '=', p.caseId)
    .where('version', '=', p.version)
    .returning('id'),
);

/** Makes new terms the latest of a job that still has the version; those before go to `job_terms`. */
export const setTerms = statement(
  'work.setTerms',
  (p: {
    id: string;
    version: number;
    from: string | null;
    hoursPerWeek: number | null;
    hourlyWagePence: number | null;
  }) => sql`
    update job set terms_from = ${p.from}::date, hours_per_week = ${p.hoursPerWeek}::numeric, hourly_wage_pence = ${p.hourlyWagePence}::integer,
      version = version + 1
    where id = ${p.id} and version = ${p.version}`,
);

/** Keeps earlier terms; those of the same day are replaced. */
export const keepTerms = statement(
  'work.keepTerms',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    from: string | null;
    hoursPerWeek: number | null;
    hourlyWagePence: number | null;
  }) => sql`
    insert into job_terms (job_id, from_on, case_id, person_id, hours_per_week, hourly_wage_pence)
    values (${p.id}, ${p.from}::date, ${p.caseId}, ${p.personId}, ${p.hoursPerWeek}::numeric, ${p.hourlyWagePence}::integer)
    on conflict (job_id, from_on) do update set hours_per_week = excluded.hours_per_week, hourly_wage_pence = excluded.hourly_wage_pence`,
);

export const dropTerms = statement(
  'work.dropTerms',
  (p: { id: string; from: string | null }) => sql`
    delete from job_terms where job_id = ${p.id} and from_on is not distinct from ${p.from}::date`,
);

export const keepWeek = statement(
  'work.keepWeek',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    from: string;
    hours: number | null;
    payPence: number | null;
    on: string;
  }) => sql`
    insert into job_week (job_id, week_from, case_id, person_id, hours, pay_pence, hours_told_on, hours_told_at)
    values (${p.id}, ${p.from}::date, ${p.caseId}, ${p.personId}, ${p.hours}::numeric, ${p.payPence}::integer,
      case when ${p.hours}::numeric is not null then ${p.on}::date end, case when ${p.hours}::numeric is not null then now() end)
    on conflict (job_id, week_from) do update set hours = excluded.hours, pay_pence = excluded.pay_pence,
      hours_told_on = case when job_week.hours is distinct from excluded.hours then excluded.hours_told_on else job_week.hours_told_on end,
      hours_told_at = case when job_week.hours is distinct from excluded.hours then excluded.hours_told_at else job_week.hours_told_at end`,
);

export const findWeek = statement(
  'work.findWeek',
  (p: { id: string; from: string }) => sql<{ hours: string | null; pay_pence: number | null }>`
    select hours, pay_pence from job_week where job_id = ${p.id} and week_from = ${p.from}::date`,
);

/** The first and the last week of a job with hours or pay on file; one row. */
export const workedSpan = statement(
  'work.workedSpan',
  (p: { id: string }) => sql<WorkedSpan>`
    select min(week_from) as first, max(week_from) as last from job_week where job_id = ${p.id} and (hours > 0 or pay_pence > 0)`,
);
