import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvents } from '../../access/actions.ts';
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import {
  type Database,
  isExclusionViolation,
  isUniqueViolation,
  type Sql,
  type Tx,
  transaction,
} from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { shownName } from '../../kit/shown-name.ts';
import { type Move, mostGiven } from '../rules/reassign.ts';
import * as store from '../store/reassign.ts';
import { assign, type OnReassign } from './assign.ts';
import type { StaffChoice } from './changes.ts';
import type { CaseLine } from './chosen.ts';
import { OverLimit } from './limit.ts';

export type { OnReassign } from './assign.ts';

/** A case that can be given to another key worker. */
export type CaseToGive = CaseLine & {
  version: number;
  attached: boolean;
  keyWorkerId: string | null;
  keyWorkerName: string | null;
};

const lineOf = (row: {
  case_id: string;
  given_name: string | null;
  family_name: string | null;
  reference: string;
}): CaseLine => ({
  caseId: row.case_id,
  name: shownName(row),
  reference: row.reference,
});

/** Open cases that the actor may give to others: those named, or a whole caseload. The others are left out without a word. */
export async function casesToGive(
  sql: Sql,
  actor: Actor,
  programmeId: string,
  of: { caseIds: readonly string[] } | { staffId: string },
): Promise<CaseToGive[]> {
  const scope = scopeOf(actor, 'case.reassign', programmeId);
  const rows = await store.casesToGive(sql, { programmeId, scope, of }, mostGiven);
  return rows.map((row) => ({
    ...lineOf(row),
    version: row.version,
    attached: row.status === 'attached',
    keyWorkerId: row.key_worker_id,
    keyWorkerName: row.key_worker_name,
  }));
}

/** Attached people and open cases of key workers, as far as the actor may see them. */
export async function loadsOf(
  sql: Sql,
  actor: Actor,
  programmeId: string,
  staffIds: readonly string[],
): Promise<Map<string, { attached: number; open: number }>> {
  const scope = scopeOf(actor, 'case.list', programmeId);
  const rows = await store.loadsOf(sql, { programmeId, scope, staffIds });
  return new Map(rows.map((row) => [row.staff_id, row]));
}

/** What came of giving many cases away. Unless it is 'given', nothing was written and there is no event. */
export type ManyOutcome =
  | { outcome: 'given'; id: string; count: number; left: CaseLine[] }
  /** Cases that were changed, closed or gone since the page was opened, or whose key worker began later than the day. */
  | { outcome: 'stale'; left: CaseLine[]; count: number }
  /** Somebody would have more people than the limit of the programme: this is decided for one person at a time. */
  | { outcome: 'over limit'; text: string };

/** Ends the transaction, so that nothing is left behind. */
class Nothing extends Error {
  readonly left: CaseLine[];
  readonly count: number;
  constructor(left: CaseLine[], count: number) {
    super('nothing was given');
    this.left = left;
    this.count = count;
  }
}

/**
 * Gives many cases to other key workers from a day on, with what other rooms have planned: one transaction, a fixed number of
 * statements, one event 'case.reassigned' a case. A case that was changed since the page was opened is named; the rest is
 * then given only with `passOver`. The new key workers are told.
 */
export async function reassignMany(
  db: Database,
  actor: Actor,
  input: {
    programmeId: string;
    moves: readonly Move[];
    /** Names of those who get cases, for the events. */
    staff: readonly StaffChoice[];
    startsOn: string;
    reason: string;
    handover: string | null;
    aboveGuide: boolean;
    passOver: boolean;
  },
  onReassign: readonly OnReassign[],
): Promise<ManyOutcome> {
  try {
    return await transaction(db, (tx) => giveMany(tx, actor, input, onReassign));
  } catch (error) {
    if (error instanceof OverLimit) return { outcome: 'over limit', text: error.message };
    if (error instanceof Nothing) return { outcome: 'stale', left: error.left, count: error.count };
    // An import came between: what stands now is shown when the page is opened again.
    if (isUniqueViolation(error) || isExclusionViolation(error)) return { outcome: 'stale', left: [], count: 0 };
    throw error;
  }
}

/** `reassignMany` within a transaction; throws to end it when nothing may be given. */
async function giveMany(
  tx: Tx,
  actor: Actor,
  input: Parameters<typeof reassignMany>[2],
  onReassign: readonly OnReassign[],
): Promise<ManyOutcome> {
  const { programmeId, moves, startsOn, reason, handover, aboveGuide, passOver } = input;
  const names = new Map(input.staff.map(({ id, name }) => [id, name]));
  const scope = scopeOf(actor, 'case.reassign', programmeId);
  const caseIds = moves.map(({ caseId }) => caseId);
  const locked = await store.casesToGive(tx, { programmeId, scope, of: { caseIds }, lock: true }, mostGiven);
  const wanted = new Map(moves.map((move) => [move.caseId, move]));
  const fits = (row: store.GiveRow) => {
    const move = wanted.get(row.case_id);
    const begun = row.latest_on !== null && row.latest_on > startsOn;
    const before = row.referred_on !== null && row.referred_on > startsOn;
    return move !== undefined && move.version === row.version && names.has(move.staffId) && !begun && !before;
  };
  const rows = locked.filter((row) => fits(row) && row.key_worker_id !== wanted.get(row.case_id)?.staffId);
  const left = locked.filter((row) => !fits(row)).map(lineOf);
  // Cases that the actor may not see any more, or that were closed, are missing among the locked.
  const missing = moves.length - locked.length;
  if (rows.length === 0 || ((left.length > 0 || missing > 0) && !passOver)) throw new Nothing(left, rows.length);

  const cases = rows.map((row) => ({
    caseId: row.case_id,
    personId: row.person_id,
    from: row.key_worker_id,
    to: (wanted.get(row.case_id) as Move).staffId,
    reason,
    handover,
  }));
  const assignments = await assign(tx, cases, startsOn);
  const versions = await store.setKeyWorkers(tx, {
    rows: JSON.stringify(cases.map(({ caseId, to }) => ({ case_id: caseId, staff_id: to }))),
  });
  const versionOf = new Map(versions.map((row) => [row.case_id, row.version]));
  const id = newId();
  await store.insertReassignment(tx, { id, programmeId, startsOn, reason, aboveGuide, madeBy: actor.userId });
  await store.insertReassignmentCases(tx, {
    rows: JSON.stringify(
      cases.map((one) => ({
        reassignment_id: id,
        case_id: one.caseId,
        person_id: one.personId,
        assignment_id: assignments.get(one.caseId),
        from_staff_id: one.from,
        to_staff_id: one.to,
        version: versionOf.get(one.caseId),
      })),
    ),
  });
  await recordEvents(
    tx,
    actor,
    rows.map((row) => ({
      kind: 'case.reassigned',
      programmeId,
      personId: row.person_id,
      caseId: row.case_id,
      happenedOn: startsOn,
      payload: {
        from: row.key_worker_name,
        to: names.get((wanted.get(row.case_id) as Move).staffId),
        reason,
        handover,
        together: id,
        ...(aboveGuide && { aboveGuide }),
      },
    })),
  );
  for (const follow of onReassign) await follow(tx, actor, { programmeId, startsOn, cases });
  const told = await usersOfStaff(tx, [...new Set(cases.map(({ to }) => to))]);
  await tell(
    tx,
    [...new Set(told.map((row) => row.user_id))].filter((user) => user !== actor.userId),
    { kind: 'cases given', href: '/caseload', about: id },
  );
  return { outcome: 'given', id, count: rows.length, left };
}

/** A reassignment of many cases: what it was, and the cases of it that the actor may give away. */
export type Reassignment = {
  id: string;
  programmeId: string;
  startsOn: string;
  reason: string;
  aboveGuide: boolean;
  putBack: boolean;
  cases: (CaseLine & { from: string | null; to: string; unchanged: boolean })[];
  /** Every case of it is among those, unchanged, and it was not put back: it can be. */
  canPutBack: boolean;
};

/** What the policy asks of a reassignment, and what it was; null when there is none. */
export async function findReassignment(sql: Sql, id: string): Promise<store.ReassignmentRow | null> {
  return (await store.findReassignment(sql, { id }))[0] ?? null;
}

/** A reassignment with its cases as they stand now. */
export async function reassignmentOf(sql: Sql, actor: Actor, row: store.ReassignmentRow): Promise<Reassignment> {
  const scope = scopeOf(actor, 'case.reassign', row.programme_id);
  const rows = await store.reassignedCases(sql, { id: row.id, scope }, mostGiven);
  return {
    id: row.id,
    programmeId: row.programme_id,
    startsOn: row.starts_on,
    reason: row.reason,
    aboveGuide: row.above_guide,
    putBack: row.put_back_at !== null,
    cases: rows.map((one) => ({
      ...lineOf(one),
      from: one.from_name,
      to: one.to_name,
      unchanged: one.unchanged,
    })),
    canPutBack: row.put_back_at === null && rows.length === row.cases && rows.every((one) => one.unchanged),
  };
}

/**
 * Puts a reassignment back, all of it, when no case of it was changed since: each is its former key worker's again from the
 * same day, with the event 'case.put back'. What happened stays in the story of each case.
 */
export async function putBack(
  db: Database,
  actor: Actor,
  given: store.ReassignmentRow,
  onReassign: readonly OnReassign[],
): Promise<'put back' | 'changed since'> {
  const programmeId = given.programme_id;
  const scope = scopeOf(actor, 'case.reassign', programmeId);
  try {
    return await transaction(db, async (tx): Promise<'put back'> => {
      const rows = await store.reassignedCases(tx, { id: given.id, scope, lock: true }, mostGiven);
      if (rows.length !== given.cases || !rows.every((row) => row.unchanged)) throw new Nothing([], 0);
      const [marked] = await store.markPutBack(tx, { id: given.id, userId: actor.userId });
      if (marked === undefined) throw new Nothing([], 0);
      const startsOn = marked.starts_on;
      await store.putAssignmentsBack(tx, {
        reason: 'Put back',
        rows: JSON.stringify(rows.map((row) => ({ assignment_id: row.assignment_id, staff_id: row.from_staff_id }))),
      });
      await store.setKeyWorkers(tx, {
        rows: JSON.stringify(rows.map((row) => ({ case_id: row.case_id, staff_id: row.from_staff_id }))),
      });
      await recordEvents(
        tx,
        actor,
        rows.map((row) => ({
          kind: 'case.put back',
          programmeId,
          personId: row.person_id,
          caseId: row.case_id,
          happenedOn: startsOn,
          payload: { from: row.to_name, to: row.from_name, together: given.id },
        })),
      );
      const cases = rows.flatMap((row) =>
        row.from_staff_id === null
          ? []
          : [{ caseId: row.case_id, personId: row.person_id, from: row.to_staff_id, to: row.from_staff_id }],
      );
      for (const follow of onReassign) await follow(tx, actor, { programmeId, startsOn, cases });
      return 'put back';
    });
  } catch (error) {
    if (error instanceof Nothing) return 'changed since';
    throw error;
  }
}
