import type { Actor } from '../../access/rules/policy.ts';
import { formatDay } from '../../kit/days.ts';
import type { Database, Sql } from '../../kit/db.ts';
import type { Asked, Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { closeProblems } from '../rules/changes.ts';
import { moves, moveTo } from '../rules/status.ts';
import { exitPlanNeeded } from '../rules/taking-part.ts';
import { setStatus } from '../store/changes.ts';
import * as store from '../store/taking-part.ts';
import { change, type Outcome } from './changes.ts';
import { type CaseHead, supportOf } from './record.ts';

export type { ExitPlanRow, HandBackRow } from '../store/taking-part.ts';

/** Whether an end on this day needs an exit plan first: support is over, and there was no job. */
export function needsExitPlan(head: CaseHead, closedOn: string): boolean {
  const support = supportOf(head, Temporal.PlainDate.from(closedOn));
  return exitPlanNeeded(closedOn, support && { phase: support.phase, endsOn: formatDay(support.endsOn) });
}

/**
 * Closes an attached case, or ends a referral that came to nothing ('not attach'), with the day and the reason. Where support
 * ends without a job the exit plan comes first.
 */
export async function endCase(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; move: 'close' | 'not attach'; closedOn: string; reason: string },
): Promise<Outcome> {
  const { version, move, closedOn, reason } = input;
  const { caseId } = head;
  const status = moveTo(head.status, move, head.attachment !== null);
  if (status === null) return { outcome: 'stale' };
  const check = async (sql: Sql): Promise<Errors> => {
    const errors = closeProblems(closedOn, { referredOn: head.referredOn, attachedOn: head.attachment?.on ?? null });
    if (Object.keys(errors).length > 0 || move !== 'close' || !needsExitPlan(head, closedOn)) return errors;
    return (await exitPlanOf(sql, caseId)) === null
      ? { closed_on: 'Support ends without a job. Make the exit plan first, then close the case' }
      : {};
  };
  const happening = { kind: moves[move].event, happenedOn: closedOn, payload: { reason } };
  return change(db, actor, head, version, happening, check, async (tx) => {
    if (head.paused !== null) await store.endPause(tx, { caseId, endsOn: closedOn });
    await setStatus(tx, { caseId, status, closedOn, exitReason: reason });
  });
}

/** Takes back an end that was a mistake: 'attached' when the person was, else 'referred'. The event keeps the end. */
export async function reopenCase(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; reason: string | null; today: string },
): Promise<Outcome> {
  const status = moveTo(head.status, 'reopen', head.attachment !== null);
  if (status === null) return { outcome: 'stale' };
  const { caseId, closedOn, exitReason } = head;
  const happening = {
    kind: moves.reopen.event,
    happenedOn: input.today,
    payload: { reason: input.reason, before: { status: head.status, closedOn, exitReason } },
  };
  return change(
    db,
    actor,
    head,
    input.version,
    happening,
    () => ({}),
    (tx) => setStatus(tx, { caseId, status, closedOn: null, exitReason: null }),
  );
}

/** The exit plan of a case, or null. */
export async function exitPlanOf(sql: Sql, caseId: string): Promise<store.ExitPlanRow | null> {
  return (await store.findExitPlan(sql, { caseId }))[0] ?? null;
}

/** Makes the exit plan, or changes it; the event keeps the answers as they were asked, and those before. */
export async function saveExitPlan(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; madeOn: string; answers: Record<string, string>; asked: readonly Asked[] },
): Promise<Outcome> {
  const { version, madeOn, answers, asked } = input;
  const { caseId, personId } = head;
  const before = await exitPlanOf(db, caseId);
  const happening = {
    kind: before === null ? 'exit plan.made' : 'exit plan.corrected',
    happenedOn: madeOn,
    payload: { asked, ...(before === null ? {} : { before: before.asked }) },
  };
  return change(
    db,
    actor,
    head,
    version,
    happening,
    () => ({}),
    (tx) =>
      store.upsertExitPlan(tx, {
        caseId,
        personId,
        madeOn,
        answers: JSON.stringify(answers),
        asked: JSON.stringify(asked),
      }),
  );
}

/** Hand-backs of a case, the newest first. */
export const handBacksOf = (sql: Sql, caseId: string): Promise<store.HandBackRow[]> =>
  store.handBacksOf(sql, { caseId });

/** Hands somebody back, to the Jobcentre say, with what they must know there. */
export async function handBack(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; toWhom: string; sentOn: string; summary: string },
): Promise<Outcome> {
  const { version, toWhom, sentOn, summary } = input;
  const { caseId, personId } = head;
  const check = (): Errors =>
    head.referredOn !== null && sentOn < head.referredOn ? { sent_on: 'This cannot be before the referral' } : {};
  const happening = { kind: 'handback.sent', happenedOn: sentOn, payload: { toWhom, summary } };
  return change(db, actor, head, version, happening, check, (tx) =>
    store.insertHandBack(tx, { id: newId(), caseId, personId, toWhom, sentOn, summary }),
  );
}

/** Records the receipt of a hand-back. */
export async function receive(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; sent: store.HandBackRow; receivedOn: string; receivedBy: string },
): Promise<Outcome> {
  const { version, sent, receivedOn, receivedBy } = input;
  const check = (): Errors => (receivedOn < sent.sent_on ? { received_on: 'This cannot be before it was sent' } : {});
  const payload = { toWhom: sent.to_whom, sentOn: sent.sent_on, receivedBy };
  const happening = { kind: 'handback.received', happenedOn: receivedOn, payload };
  return change(db, actor, head, version, happening, check, (tx) =>
    store.receiveHandBack(tx, { id: sent.id, receivedOn, receivedBy }),
  );
}
