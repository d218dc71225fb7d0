import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql } from '../../kit/db.ts';
import {
  attachmentDay,
  attachmentProblems,
  type ChangeInWords,
  type Evidence,
  missingConditions,
} from '../rules/changes.ts';
import { firstMeetingKey } from '../rules/start.ts';
import { moveTo } from '../rules/status.ts';
import * as store from '../store/changes.ts';
import { setFirstMet } from '../store/start.ts';
import { assign } from './assign.ts';
import { change, type Outcome, type StaffChoice } from './changes.ts';
import { orOverLimit } from './limit.ts';
import { type CaseHead, documentOf } from './record.ts';

/** The conditions of attachment that are on file, by key; null without an attachment. */
export async function conditionsOf(sql: Sql, caseId: string): Promise<Record<string, Evidence> | null> {
  const [row] = await store.findConditions(sql, { caseId });
  return row === undefined ? null : (row.conditions as Record<string, Evidence>);
}

/**
 * Attaches a person, or brings the conditions of an attachment up to date: 'case.attached', or 'attachment.corrected' when
 * they were attached already. The day of attachment is that of the last condition. Without every condition of the programme,
 * each with its day and what shows it, nothing is written.
 */
export async function attach(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    conditions: Record<string, Evidence>;
    /** For a case that has no key worker yet. */
    keyWorker: StaffChoice | null;
    changes: readonly ChangeInWords[];
    before: Record<string, Evidence> | null;
    today: string;
  },
): Promise<Outcome> {
  const { version, conditions, keyWorker, changes, before, today } = input;
  const closedOn = head.status === 'closed' ? head.closedOn : null;
  const needed = documentOf(head, today)?.attachment.conditions ?? [];
  const check = () => ({
    ...attachmentProblems(conditions, { referredOn: head.referredOn, closedOn }),
    ...missingConditions(needed, conditions, today),
  });
  // What a hand-over file gave stays the day, unless the evidence is of a later one.
  const given = head.attachment?.evidenced === false ? head.attachment.on : null;
  const attachedOn = attachmentDay(conditions, given);
  const standing = head.attachment !== null;
  const keyWorkerId = head.case.keyWorkerId ?? keyWorker?.id ?? null;
  const happening = {
    kind: standing ? 'attachment.corrected' : 'case.attached',
    happenedOn: attachedOn,
    payload: {
      attachedOn,
      conditions,
      evidenced: true,
      keyWorkerName: head.keyWorkerName ?? keyWorker?.name ?? null,
      ...(standing ? { changes, before: { attachedOn: head.attachment?.on ?? null, conditions: before } } : {}),
    },
  };
  return orOverLimit('key_worker', () =>
    change(db, actor, head, version, happening, check, async (tx) => {
      const { caseId, personId } = head;
      await store.upsertAttachment(tx, {
        caseId,
        personId,
        attachedOn,
        keyWorkerId,
        conditions: JSON.stringify(conditions),
      });
      // The first meeting is one day, whether it is read from the case or from the attachment.
      const met = conditions[firstMeetingKey]?.on;
      if (met !== undefined) await setFirstMet(tx, { caseId, firstMetOn: met });
      if (head.case.keyWorkerId === null && keyWorker !== null) {
        await store.setKeyWorker(tx, { caseId, staffId: keyWorker.id });
        // Somebody who had been the key worker before and is not any more keeps their days.
        const [latest] = await store.assignmentsOf(tx, { caseId });
        const startsOn = latest === undefined || latest.starts_on < attachedOn ? attachedOn : latest.starts_on;
        await assign(tx, [{ caseId, personId, from: null, to: keyWorker.id, reason: null, handover: null }], startsOn);
      }
      const status = moveTo(head.status, 'attach', true);
      if (status !== null) await store.setStatus(tx, { caseId, status, closedOn: null, exitReason: null });
    }),
  );
}
