import { sql } from 'kysely';
import { attachmentsPart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { jobsPart } from '../../work/actions/parts.ts';

/** What claims need of a case. Days are 'YYYY-MM-DD'; a job is [key, first day, last day, hours, pence an hour, self-employed]. */
export type ProgressRow = {
  case_id: string;
  outside_reference: string;
  attached_on: string | null;
  conditions: Record<string, unknown> | null;
  jobs: [string, string | null, string | null, number | null, number | null, boolean | null][];
  claims: [string, string | null][];
};

const progress = sql`select c.case_id, c.outside_reference, c.attached_on, c.conditions,
      (select coalesce(json_agg(json_build_array(j.job_key, j.started_on, j.ended_on, j.hours_per_week, j.hourly_wage_pence, j.self_employed)), '[]')
       from ${jobsPart} j where j.case_id = c.case_id) as jobs,
      (select coalesce(json_agg(json_build_array(k.milestone, k.claimed_on)), '[]') from claim k where k.case_id = c.case_id) as claims
    from ${attachmentsPart} c`;

/** Cases of a programme in the order of their ids, after one: a page of them, so that memory does not grow with the programme. */
export const progressAfter = statement(
  'claims.progressAfter',
  (p: { programmeId: string; after: string; limit: number }) => sql<ProgressRow>`
    ${progress} where c.programme_id = ${p.programmeId} and c.case_id > ${p.after} order by c.case_id limit ${p.limit}::int`,
);

export const progressOf = statement(
  'claims.progressOf',
  (p: { caseId: string }) => sql<ProgressRow>`${progress} where c.case_id = ${p.caseId}`,
);

export const progressOfCases = statement(
  'claims.progressOfCases',
  (p: { caseIds: readonly string[] }) => sql<ProgressRow>`${progress} where c.case_id = any(${p.caseIds}::uuid[])`,
);
