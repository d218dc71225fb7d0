/** What the person says about talking to an employer, for rooms that would write to one. */
import { sql } from 'kysely';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as store from '../store/in-work.ts';
import { about, type CaseRef } from './jobs.ts';

/** The person's latest answer about the employer of a job, null where nobody asked: a scalar for another room's statement. */
export const employerConsent = (caseId: string, jobId: string) => sql<boolean | null>`(
  select given from employer_consent
  where employer_consent.case_id = ${sql.ref(caseId)} and employer_consent.job_id = ${sql.ref(jobId)}
  order by asked_on desc, employer_consent.id desc limit 1)`;

/** What the person says about talking to the employer of a job, in their words. */
export type ConsentGiven = { jobId: string; employer: string | null; given: boolean; words: string | null };

/** Keeps it in a transaction that goes on, with the event of it. The answer before stays on file. */
export async function keepConsent(
  tx: Tx,
  actor: Actor & { userId: string | null },
  of: CaseRef,
  { jobId, employer, given, words }: ConsentGiven,
  on: string,
): Promise<void> {
  const id = newId();
  const { caseId, personId } = of;
  await store.insertConsent(tx, { id, caseId, personId, jobId, given, on, words, by: actor.userId });
  await recordEvent(tx, actor, {
    ...about(of),
    kind: given ? 'in work.employer agreed' : 'in work.employer refused',
    happenedOn: on,
    payload: { recordId: id, employer, words },
  });
}
