/** Corrections of what a case's history says of moves and key workers. What stood before is in the event. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql } from '../../kit/db.ts';
import { assignmentProblems, type ChangeInWords, endBefore, moveDayProblems } from '../rules/changes.ts';
import * as store from '../store/changes.ts';
import { change, followArea, type Outcome, type Place, type StaffChoice } from './changes.ts';
import type { CaseHead } from './record.ts';

export type { MoveRow } from '../store/changes.ts';

/** The latest move of a case, or null. */
export async function lastMoveOf(sql: Sql, caseId: string): Promise<store.MoveRow | null> {
  return (await store.lastMove(sql, { caseId }))[0] ?? null;
}

/**
 * Corrects the latest move, with the event 'move.corrected'. A move that never happened is corrected to the area that it
 * came from.
 */
export async function correctLastMove(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    move: store.MoveRow;
    changedOn: string;
    to: Place;
    changes: readonly ChangeInWords[];
    places: readonly Place[];
    today: string;
  },
): Promise<Outcome> {
  const { version, move, changedOn, to, changes, places, today } = input;
  const happening = {
    kind: 'move.corrected',
    happenedOn: changedOn,
    payload: { recordId: move.id, changes, before: { changedOn: move.changed_on, toAreaId: move.to_area_id } },
  };
  const check = () => moveDayProblems(changedOn, head);
  return change(db, actor, head, version, happening, check, async (tx) => {
    await store.correctMove(tx, { id: move.id, changedOn, toAreaId: to.id });
    await followArea(tx, head, places, today);
  });
}

/**
 * Corrects who is the key worker now, since when and why, with the event 'assignment.corrected'. The one before ends the
 * day before, if they had followed each other.
 */
export async function correctLastAssignment(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    staff: StaffChoice;
    startsOn: string;
    reason: string | null;
    changes: readonly ChangeInWords[];
    /** As `assignmentsOf` gave them: the newest first, and open. */
    assignments: readonly store.AssignmentRow[];
  },
): Promise<Outcome> {
  const { version, staff, startsOn, reason, changes, assignments } = input;
  const [open, previous] = assignments;
  if (open === undefined || open.ends_on !== null) return { outcome: 'stale' };
  const check = () =>
    assignmentProblems(startsOn, {
      previousStartsOn: previous?.starts_on ?? null,
      referredOn: head.referredOn,
    });
  const happening = {
    kind: 'assignment.corrected',
    happenedOn: startsOn,
    payload: {
      recordId: open.id,
      changes,
      before: { staffId: open.staff_id, startsOn: open.starts_on, reason: open.reason },
    },
  };
  return change(db, actor, head, version, happening, check, async (tx) => {
    const correct = () => store.correctAssignment(tx, { id: open.id, staffId: staff.id, startsOn, reason });
    const endPrevious = async () => {
      if (previous?.ends_on == null) return;
      const endsOn = endBefore(startsOn, { startsOn: open.starts_on, previousEndsOn: previous.ends_on });
      await store.endAssignment(tx, { id: previous.id, endsOn });
    };
    // The one that gets shorter comes first: the database refuses two key workers on a day, in between as well.
    const earlier = startsOn < open.starts_on;
    if (earlier) await endPrevious();
    await correct();
    if (!earlier) await endPrevious();
    await store.setKeyWorker(tx, { caseId: head.caseId, staffId: staff.id });
  });
}
