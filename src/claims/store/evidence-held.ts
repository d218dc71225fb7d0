import { sql } from 'kysely';
import { jobsPart } from '../../work/actions/parts.ts';

/** Of evidence `e`: it is about no job, or about one that was not withdrawn. */
export const ofStandingJob = sql<boolean>`(e.job_id is null or exists (select from ${jobsPart} s where s.job_id = e.job_id))`;

/**
 * What is held of the evidence that contracts ask for, without what was withdrawn or is about a job that was. A piece that two things prove stands twice. To
 * be narrowed by case_id.
 */
export const evidenceHeldPart = sql<{ case_id: string; contract: string; milestone: string; key: string }>`(
  select f.case_id, f.contract, f.milestone, f.key
  from evidence_for f join evidence e on e.id = f.evidence_id where e.withdrawn_on is null and ${ofStandingJob})`;
