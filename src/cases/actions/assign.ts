import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addAssignments, cutAssignments, rewriteAssignments } from '../store/assign.ts';
import { refuseOverLimit } from './limit.ts';

/** A case that goes to another key worker. */
export type Given = {
  caseId: string;
  personId: string;
  /** Staff ids; `from` is null for a case that had no key worker. */
  from: string | null;
  to: string;
};

/**
 * What a room does with its own future work (steps, appointments) when cases go to other key workers: it moves what is still
 * to come from `from` to `to`, in the transaction of the change and with one statement for all cases, and leaves what has
 * happened where it is. Putting a change back calls it again with `from` and `to` the other way round.
 */
export type OnReassign = (
  tx: Tx,
  actor: Actor,
  change: { programmeId: string; startsOn: string; cases: readonly Given[] },
) => Promise<void>;

/** `OnReassign` of a room that asks what is still to come at the moment of the change. */
export type PassOn = (
  tx: Tx,
  actor: Actor,
  change: Parameters<OnReassign>[2] & { now: Temporal.Instant },
) => Promise<void>;

/** What the rooms do at this moment. */
export const passingAt = (rooms: readonly PassOn[], { now }: Clock): OnReassign[] => {
  const at = now();
  return rooms.map((room) => (tx, actor, change) => room(tx, actor, { ...change, now: at }));
};

/**
 * Writes the assignments of cases that are locked: what ran into the day ends the day before. It writes neither the case nor
 * an event. Resolves to the assignment of each case. Throws OverLimit when somebody would have more people than the programme's
 * limit, unless a manager goes above it (`overLimit`, with the reason in the event).
 */
export async function assign(
  tx: Tx,
  cases: readonly (Given & { reason: string | null; handover: string | null })[],
  startsOn: string,
  overLimit = false,
): Promise<Map<string, string>> {
  if (!overLimit) await refuseOverLimit(tx, cases, startsOn);
  const rows = JSON.stringify(
    cases.map(({ caseId, personId, to, reason, handover }) => ({
      id: newId(),
      case_id: caseId,
      person_id: personId,
      staff_id: to,
      reason,
      handover,
    })),
  );
  await cutAssignments(tx, { caseIds: cases.map(({ caseId }) => caseId), startsOn });
  const made = [
    ...(await rewriteAssignments(tx, { rows, startsOn })),
    ...(await addAssignments(tx, { rows, startsOn })),
  ];
  return new Map(made.map((row) => [row.case_id, row.id]));
}
