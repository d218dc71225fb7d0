/** Withdrawing what was entered by mistake, on the wrong person above all. It stays on file and counts for nothing. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import * as store from '../store/withdraw.ts';
import { findActivity } from './activities.ts';
import { about, type CaseRef, fieldsOf, findJob } from './jobs.ts';
import { findBenefit, findOffer } from './offers.ts';

/** What can be withdrawn. */
export type Withdrawable = 'job' | 'offer' | 'benefit' | 'activity';

/** Of each: what it was, for its event, and the statement that withdraws it. */
const kinds = {
  job: {
    event: 'job.withdrawn',
    async was(sql: Sql, caseId: string, id: string) {
      const job = await findJob(sql, caseId, id);
      return job === null ? null : { ...fieldsOf(job) };
    },
    withdraw: store.withdrawJob,
  },
  offer: { event: 'job.offer withdrawn', was: findOffer, withdraw: store.withdrawOffer },
  benefit: { event: 'benefit.withdrawn', was: findBenefit, withdraw: store.withdrawBenefit },
  activity: { event: 'activity.withdrawn', was: findActivity, withdraw: store.withdrawActivity },
} as const;

/**
 * Withdraws one that has this version, with an event that keeps what it was and why. Whatever hangs on the jobs of a case is asked
 * in the same transaction. `words` is what its kind is called today, for the history. 'stale' and 'gone': nothing was written.
 */
export function withdraw(
  db: Database,
  actor: Actor,
  of: CaseRef,
  what: Withdrawable,
  change: { id: string; version: number; reason: string; words?: string },
  today: string,
): Promise<'saved' | 'stale' | 'gone'> {
  const { event: kind, was, withdraw: write } = kinds[what];
  const { id, version, reason, words } = change;
  const { caseId, programmeId } = of;
  return transaction(db, async (tx) => {
    const before = await was(tx, caseId, id);
    if (before === null) return 'gone';
    const [done] = await write(tx, { id, caseId, version, on: today, by: actor.userId, reason });
    if (done === undefined) return 'stale';
    const payload = { recordId: id, before, reason, ...(words !== undefined && { words }) };
    await recordEvent(tx, actor, { ...about(of), kind, happenedOn: today, payload });
    if (what === 'job') {
      await of.jobWithdrawn?.(tx, actor, { ...about(of), jobId: id, today });
      await of.jobsChanged?.(tx, { caseId, programmeId, today });
    }
    return 'saved';
  });
}

/** Whether this was a job, or an activity, of the case until it was withdrawn. */
export async function wasWithdrawn(sql: Sql, what: 'job' | 'activity', caseId: string, id: string): Promise<boolean> {
  const find = what === 'job' ? store.findWithdrawnJob : store.findWithdrawnActivity;
  return (await find(sql, { id, caseId })).length > 0;
}
