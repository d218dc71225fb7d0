import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Somebody asks for another key worker. Days are 'YYYY-MM-DD'. */
export type WorkerRequestRow = {
  id: string;
  asked_on: string;
  asked_by: 'the person' | 'the key worker';
  reason: string;
  wishes: string | null;
  state: 'open' | 'changed' | 'stayed' | 'parked';
  outcome: string | null;
  review_on: string | null;
};

/** The latest request of a case. */
export const latestRequest = statement(
  'cases.latestRequest',
  (p: { caseId: string }) => sql<WorkerRequestRow>`
    select id, asked_on, asked_by, reason, wishes, state, outcome, review_on from worker_request
    where case_id = ${p.caseId} order by asked_on desc, id desc limit 1`,
);

export const insertRequest = statement(
  'cases.insertRequest',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    askedOn: string;
    askedBy: string;
    reason: string;
    wishes: string | null;
  }) => sql`
    insert into worker_request (id, case_id, person_id, asked_on, asked_by, reason, wishes)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.askedOn}, ${p.askedBy}, ${p.reason}, ${p.wishes})`,
);

/** Decides the request of a case that waits, open or parked. */
export const decideRequest = statement(
  'cases.decideRequest',
  (p: { caseId: string; state: string; outcome: string; reviewOn: string | null; userId: string | null }) => sql<{
    id: string;
  }>`
    update worker_request set state = ${p.state}, outcome = ${p.outcome}, review_on = ${p.reviewOn}, decided_by = ${p.userId},
      decided_at = now(), version = version + 1
    where case_id = ${p.caseId} and state in ('open', 'parked') returning id`,
);
