import { sql } from 'kysely';
import { heldCase } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';

type Withdrawal = { id: string; caseId: string; version: number; on: string; by: string | null; reason: string };

const withdraw = (name: string, table: 'job' | 'job_offer' | 'benefit_change' | 'activity') =>
  statement(
    name,
    (p: Withdrawal) => sql<{ id: string }>`
      with held as materialized ${heldCase(p.caseId)}
      update ${sql.table(table)} t set withdrawn_on = ${p.on}::date, withdrawn_by = ${p.by}::uuid, withdrawn_reason = ${p.reason},
        version = t.version + 1
      from held where t.id = ${p.id} and t.case_id = held.case_id and t.version = ${p.version}::int and t.withdrawn_on is null returning t.id`,
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
