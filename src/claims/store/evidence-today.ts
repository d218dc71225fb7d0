import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import { jobsPart } from '../../work/actions/parts.ts';
import { ofStandingJob } from './evidence-held.ts';

/**
 * Of each case with a job that goes on: its first day, and the latest day of which evidence of work says
 * something. What proves nothing, as an employer's no, is none.
 */
export const workAndEvidence = statement(
  'claims.workAndEvidence',
  (p: { caseIds: readonly string[]; today: string }) => sql<{
    case_id: string;
    started_on: string;
    last_on: string | null;
  }>`
    select j.case_id, min(j.started_on) as started_on,
      (select max(coalesce(greatest(e.covers_to, e.dated_on), e.recorded_on)) from evidence e
       where e.case_id = j.case_id and e.withdrawn_on is null and ${ofStandingJob} and e.kind not in ('agreement', 'meeting', 'plan')
         and exists (select from evidence_for f where f.evidence_id = e.id)) as last_on
    from ${jobsPart} j
    where j.case_id = any(${p.caseIds}::uuid[]) and j.started_on <= ${p.today}::date
      and (j.ended_on is null or j.ended_on >= ${p.today}::date) and j.kind is distinct from 'permitted'
    group by j.case_id`,
);
