import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Ends what an employer is still asked about a job; the link ends at once, also of an email that is said to have failed: it may have arrived. */
export const stopQuestionsOfJob = statement(
  'claims.stopQuestionsOfJob',
  (p: { jobId: string; caseId: string }) => sql<{ id: string; reference: string }>`
    update employer_question set state = 'stopped', reason = 'taken back', token_hash = null, state_at = now(), version = version + 1
    where job_id = ${p.jobId} and case_id = ${p.caseId} and state in ('queued', 'claimed', 'sent', 'failed') returning id, reference`,
);
