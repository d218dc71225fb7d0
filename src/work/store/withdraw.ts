import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

type Withdrawal = { id: string; caseId: string; version: number; on: string; by: string | null; reason: string };

const withdraw = (name: string, table: 'job' | 'job_offer' | 'benefit_change' | 'activity') =>
  statement(
    name,
    (p: Withdrawal) => sql<{ id: string }>`
      update ${sql.table(table)} set withdrawn_on = ${p.on}::date, withdrawn_by = ${p.by}::uuid, withdrawn_reason = ${p.reason},
        version = version + 1
      where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and withdrawn_on is null returning id`,
  );

/** Withdraws one that still has the version; no row comes back otherwise. */
export const withdrawJob = withdraw('work.withdrawJob', 'job');
export const withdrawOffer = withdraw('work.withdrawOffer', 'job_offer');
export const withdrawBenefit = withdraw('work.withdrawBenefit', 'benefit_change');
export const withdrawActivity = withdraw('work.withdrawActivity', 'activity');

const findWithdrawn = (name: string, table: 'job' | 'activity') =>
  statement(
    name,
    (p: { id: string; caseId: string }) => sql<{ id: string }>`
      select id from ${sql.table(table)} where id = ${p.id} and case_id = ${p.caseId} and withdrawn_on is not null`,
  );
export const findWithdrawnJob = findWithdrawn('work.findWithdrawnJob', 'job');
export const findWithdrawnActivity = findWithdrawn('work.findWithdrawnActivity', 'activity');
