import { tell, usersAnswering } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { reassignProblems } from '../rules/changes.ts';
import { assignmentsOf } from '../store/changes.ts';
import * as store from '../store/worker-request.ts';
import type { OnReassign } from './assign.ts';
import { change, giveTo, type Outcome, type StaffChoice } from './changes.ts';
import { orOverLimit } from './limit.ts';
import type { CaseHead } from './record.ts';

export type { WorkerRequestRow } from '../store/worker-request.ts';

/** The latest request for another key worker of a case, or null. */
export async function workerRequestOf(sql: Sql, caseId: string): Promise<store.WorkerRequestRow | null> {
  return (await store.latestRequest(sql, { caseId }))[0] ?? null;
}

/**
 * Writes down that somebody asks for another key worker, with the event 'worker.asked', and tells who decides. Of a restricted
 * case nobody is told: who may open it sees it on the team's page.
 */
export function askForWorker(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    askedOn: string;
    askedBy: 'the person' | 'the key worker';
    reason: string;
    wishes: string | null;
  },
): Promise<Outcome> {
  const { version, askedOn, askedBy, reason, wishes } = input;
  const happening = { kind: 'worker.asked', happenedOn: askedOn, payload: { askedBy, reason, wishes } };
  return change(
    db,
    actor,
    head,
    version,
    happening,
    () => ({}),
    async (tx) => {
      const { caseId, personId, programmeId } = head;
      await store.insertRequest(tx, { id: newId(), caseId, personId, askedOn, askedBy, reason, wishes });
      if (head.case.restricted !== null) return;
      const { areaId, providerId } = head.case;
      const users = (await usersAnswering(tx, { programmeId, areaId, providerId })).map((row) => row.user_id);
      await tell(
        tx,
        users.filter((id) => id !== actor.userId),
        { kind: 'worker asked', href: `/cases/${caseId}/key-worker`, about: caseId },
      );
    },
  );
}

/** What a manager decides: the case changes hands, stays, or is parked until a day on which it is looked at again. */
export type Decision = { outcome: string } & (
  | {
      state: 'changed';
      staff: StaffChoice;
      startsOn: string;
      handover: string | null;
      aboveGuide: boolean;
      overLimit: string | null;
    }
  | { state: 'stayed' }
  | { state: 'parked'; reviewOn: string }
);

const decisionWords = { changed: 'another key worker', stayed: 'stays', parked: 'parked' } as const;

/** Decides a request with the event 'worker.decided'; when the case changes hands, 'case.reassigned' besides. */
export function decideRequest(
  db: Database,
  actor: Actor,
  head: CaseHead,
  version: number,
  today: string,
  decision: Decision,
  onReassign: readonly OnReassign[],
): Promise<Outcome> {
  const { state, outcome } = decision;
  const reviewOn = state === 'parked' ? decision.reviewOn : null;
  const payload = { decision: decisionWords[state], outcome, reviewOn };
  return orOverLimit('staff', () =>
    change(
      db,
      actor,
      head,
      version,
      { kind: 'worker.decided', happenedOn: today, payload },
      async (tx) => {
        if (decision.state !== 'changed') return {};
        const [latest] = await assignmentsOf(tx, { caseId: head.caseId });
        return reassignProblems(
          { staffId: decision.staff.id, startsOn: decision.startsOn },
          { staffId: head.case.keyWorkerId, startsOn: latest?.starts_on ?? null, referredOn: head.referredOn },
        );
      },
      async (tx) => {
        const { caseId, personId, programmeId } = head;
        await store.decideRequest(tx, { caseId, state, outcome, reviewOn, userId: actor.userId });
        if (decision.state !== 'changed') return;
        const { staff, startsOn, handover, aboveGuide, overLimit } = decision;
        await giveTo(tx, actor, head, { staff, startsOn, reason: outcome, handover, overLimit }, onReassign);
        await recordEvent(tx, actor, {
          kind: 'case.reassigned',
          happenedOn: startsOn,
          caseId,
          personId,
          programmeId,
          payload: {
            from: head.keyWorkerName,
            to: staff.name,
            reason: outcome,
            handover,
            ...(aboveGuide && { aboveGuide }),
            ...(overLimit !== null && { overLimit }),
          },
        });
      },
    ),
  );
}
