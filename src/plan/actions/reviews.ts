/** Approval of a plan by a manager, where the programme asks for it. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { decideReview, insertReview, lockReview } from '../store/around.ts';
import { gone, type Outcome, refused, saved, stale } from './outcome.ts';
import { about, type PlanCase } from './steps.ts';

/** Asks for approval, with the event 'plan.asked'; 'stale' where it is asked for already. */
export function askForApproval(
  db: Database,
  actor: Actor,
  of: PlanCase,
  note: string | null,
  today: string,
): Promise<Outcome> {
  const { userId } = actor;
  if (userId === null) throw new Error('the system asks for no approval');
  return transaction(db, async (tx): Promise<Outcome> => {
    const id = newId();
    const row = { id, caseId: of.caseId, personId: of.personId, askedBy: userId, askedOn: today, note };
    const [kept] = await insertReview(tx, row);
    if (kept === undefined) return stale;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'plan.asked',
      happenedOn: today,
      payload: { recordId: id, note },
    });
    return saved;
  });
}

/** Approves a plan or returns it with a reason, with the event 'plan.approved' or 'plan.returned'. Nobody decides what they asked. */
export function decideApproval(
  db: Database,
  actor: Actor,
  of: PlanCase,
  input: { id: string; version: number; state: 'approved' | 'returned'; reason: string | null },
  today: string,
): Promise<Outcome> {
  const { id, version, state, reason } = input;
  const { userId } = actor;
  if (userId === null) throw new Error('the system approves no plan');
  return transaction(db, async (tx): Promise<Outcome> => {
    const [review] = await lockReview(tx, { caseId: of.caseId, id });
    if (review === undefined) return gone;
    if (review.version !== version || review.state !== 'asked') return stale;
    if (review.askedBy === userId) return refused({ state: 'Somebody else must decide: you asked for this approval' });
    if (state === 'returned' && reason === null) return refused({ reason: 'Enter what should be looked at again' });
    await decideReview(tx, { id, state, by: userId, on: today, reason });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: `plan.${state}`,
      happenedOn: today,
      payload: { recordId: id, reason, askedOn: review.askedOn },
    });
    return saved;
  });
}
