import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Plans of these cases that wait for approval, the longest wait first. */
export const plansAsked = statement(
  'plan.plansAsked',
  (p: { caseIds: readonly string[] }) => sql<{ caseId: string; askedOn: string }>`
    select case_id as "caseId", asked_on as "askedOn" from plan_review
    where case_id = any(${p.caseIds}::uuid[]) and state = 'asked' order by asked_on, id`,
);
