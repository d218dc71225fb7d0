import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import {
  type Database,
  isExclusionViolation,
  isUniqueViolation,
  type Sql,
  type Tx,
  transaction,
} from '../../kit/db.ts';
import type { Asked, Errors } from '../../kit/form.ts';
import { newId, newReference } from '../../kit/ids.ts';
import { addPerson, holdPerson } from '../../people/actions/people.ts';
import type { Personal } from '../../people/rules/personal.ts';
import { areasOf } from '../../programmes/actions.ts';
import { type ChangeInWords, moveProblems, reassignProblems, referralProblems } from '../rules/changes.ts';
import * as store from '../store/changes.ts';
import { setAreaToday } from '../store/import.ts';
import { assign, type OnReassign } from './assign.ts';
import { orOverLimit } from './limit.ts';
import type { CaseHead } from './record.ts';
import type { Selection } from './selection.ts';

export type { AssignmentRow, ReferralFields } from '../store/changes.ts';

/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type Outcome = { outcome: 'saved' } | { outcome: 'stale' } | { outcome: 'refused'; errors: Errors };
/** An area of the programme, with its provider. */
export type Place = { id: string; name: string; providerId: string | null };
/** A member of staff of the programme. */
export type StaffChoice = { id: string; name: string };

type Happening = { kind: string; happenedOn: string; payload: Record<string, unknown> };

/** Ends the transaction, so that a refusal leaves nothing behind. */
class Refused extends Error {
  readonly errors: Errors;
  constructor(errors: Errors) {
    super('refused');
    this.errors = errors;
  }
}

/**
 * One transaction: the case must still have the version that was opened; then the check, which so sees what holds; the
 * work, and the event.
 */
export async function change(
  db: Database,
  actor: Actor,
  head: CaseHead,
  version: number,
  happening: Happening,
  check: (tx: Tx) => Errors | Promise<Errors>,
  work: (tx: Tx) => Promise<unknown>,
): Promise<Outcome> {
  // The head was read before the lock: with another version its days are not the ones to check against.
  if (version !== head.version) return { outcome: 'stale' };
  try {
    return await transaction(db, async (tx): Promise<Outcome> => {
      const [locked] = await store.raiseVersion(tx, { caseId: head.caseId, version });
      if (locked === undefined) return { outcome: 'stale' };
      const errors = await check(tx);
      if (Object.keys(errors).length > 0) throw new Refused(errors);
      await work(tx);
      const { caseId, personId, programmeId } = head;
      await recordEvent(tx, actor, { ...happening, caseId, personId, programmeId });
      return { outcome: 'saved' };
    });
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', errors: error.errors };
    // The database's own 'one key worker at a time' speaks last: an import may have come between.
    if (isUniqueViolation(error) || isExclusionViolation(error)) return { outcome: 'stale' };
    throw error;
  }
}

/** Areas of a programme in its order. */
export async function placesOf(sql: Sql, programmeId: string): Promise<Place[]> {
  return (await areasOf(sql, { programmeId })).map((area) => ({
    id: area.id,
    name: area.name,
    providerId: area.provider_id,
  }));
}

/** Brings the area and provider of today up to date, after a move or a correction. */
export async function followArea(tx: Tx, head: CaseHead, places: readonly Place[], today: string): Promise<void> {
  const areas = JSON.stringify(places.map((place) => ({ id: place.id, provider_id: place.providerId })));
  await setAreaToday(tx, { caseIds: [head.caseId], today, areas });
}

/** What a new case is opened with. */
export type NewReferral = {
  programmeId: string;
  /** A new person's details, or the id of one who is known. */
  person: Personal | { knownAs: string };
  referral: store.ReferralFields;
  area: Place;
  provider: string | null;
  /** The cohort at selection; without it the programme has none, or not enough was known. */
  selection?: Selection | null;
  /** The form as it was asked and answered; personal details are the person's own record and stay out of it. */
  asked: readonly Asked[];
  today: string;
};

/** Opens a case inside a transaction: the case and the event 'case.referred', and the person unless they are known already. */
export async function openCase(
  tx: Tx,
  actor: Actor,
  input: NewReferral,
): Promise<{ caseId: string; personId: string }> {
  const { programmeId, person, referral, area, provider, selection = null, asked, today } = input;
  const personId = 'knownAs' in person ? await holdPerson(tx, person.knownAs) : await addPerson(tx, person);
  const caseId = newId();
  await store.insertCase(tx, {
    id: caseId,
    personId,
    programmeId,
    reference: newReference('C'),
    cohort: selection?.cohort ?? null,
    cohortOn: selection?.on ?? null,
    cohortVersion: selection?.version ?? null,
    ...referral,
  });
  await recordEvent(tx, actor, {
    kind: 'case.referred',
    programmeId,
    personId,
    caseId,
    happenedOn: referral.referredOn ?? today,
    payload: { ...referral, area: area.name, provider, asked, ...(selection !== null && { selection }) },
  });
  return { caseId, personId };
}

/** Refers a person to a programme: `openCase` in a transaction of its own. */
export async function referPerson(db: Database, actor: Actor, input: NewReferral): Promise<{ caseId: string }> {
  return transaction(db, (tx) => openCase(tx, actor, input));
}

/** Corrects the facts of referral, with the event 'case.corrected'. The area today follows, unless the person moved since. */
export async function correctReferral(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    after: store.ReferralFields;
    changes: readonly ChangeInWords[];
    places: readonly Place[];
    today: string;
  },
): Promise<Outcome> {
  const { version, after, changes, places, today } = input;
  const check = () =>
    referralProblems(after.referredOn, { attachedOn: head.attachment?.on ?? null, closedOn: head.closedOn });
  const { areaId, areaName, ...before } = head.referral;
  const happening = {
    kind: 'case.corrected',
    happenedOn: after.referredOn ?? today,
    payload: { changes, before: { ...before, areaId, referredOn: head.referredOn }, after },
  };
  return change(db, actor, head, version, happening, check, async (tx) => {
    await store.setReferral(tx, { caseId: head.caseId, ...after });
    await followArea(tx, head, places, today);
  });
}

/**
 * Moves a case to another area of the programme, and so to the area's provider, with the event 'case.moved'. Where the day is
 * still to come the case follows on it, by `followMoves`.
 */
export async function moveCase(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; changedOn: string; to: Place; places: readonly Place[]; today: string },
): Promise<Outcome> {
  const { version, changedOn, to, places, today } = input;
  const check = () =>
    moveProblems({ changedOn, toAreaId: to.id }, { referredOn: head.referredOn, areaId: head.case.areaId });
  const happening = { kind: 'case.moved', happenedOn: changedOn, payload: { from: head.areaName, to: to.name } };
  return change(db, actor, head, version, happening, check, async (tx) => {
    const { caseId, personId } = head;
    const fromAreaId = head.case.areaId;
    const ahead = changedOn > today;
    await store.insertAreaChange(tx, { id: newId(), caseId, personId, changedOn, fromAreaId, toAreaId: to.id, ahead });
    await followArea(tx, head, places, today);
  });
}

/** Who was the key worker from when to when, the newest first. */
export function assignmentsOf(sql: Sql, caseId: string): Promise<store.AssignmentRow[]> {
  return store.assignmentsOf(sql, { caseId });
}

/**
 * Gives a case to another key worker: the assignment of today ends the day before, or is rewritten where it began on that very
 * day, and what other rooms have planned goes with it, with the event 'case.reassigned'. The new key worker is told.
 */
export async function reassign(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    version: number;
    staff: StaffChoice;
    startsOn: string;
    reason: string | null;
    /** What the new key worker must know. */
    handover?: string | null;
    aboveGuide?: boolean;
    /** Why a manager goes above the limit of the programme. */
    overLimit?: string | null;
  },
  onReassign: readonly OnReassign[] = [],
): Promise<Outcome> {
  const { version, staff, startsOn, reason, handover = null, aboveGuide = false, overLimit = null } = input;
  const check = async (tx: Tx) => {
    const [latest] = await store.assignmentsOf(tx, { caseId: head.caseId });
    return reassignProblems(
      { staffId: staff.id, startsOn },
      { staffId: head.case.keyWorkerId, startsOn: latest?.starts_on ?? null, referredOn: head.referredOn },
    );
  };
  const happening = {
    kind: 'case.reassigned',
    happenedOn: startsOn,
    payload: {
      from: head.keyWorkerName,
      to: staff.name,
      reason,
      handover,
      ...(aboveGuide && { aboveGuide }),
      ...(overLimit !== null && { overLimit }),
    },
  };
  return orOverLimit('staff', () =>
    change(db, actor, head, version, happening, check, (tx) =>
      giveTo(tx, actor, head, { staff, startsOn, reason, handover, overLimit }, onReassign),
    ),
  );
}

/** Within a change: the case is the other key worker's from that day. The one who does it writes the event. */
export async function giveTo(
  tx: Tx,
  actor: Actor,
  head: CaseHead,
  input: {
    staff: StaffChoice;
    startsOn: string;
    reason: string | null;
    handover: string | null;
    overLimit?: string | null;
  },
  onReassign: readonly OnReassign[],
): Promise<void> {
  const { caseId, personId, programmeId } = head;
  const { staff, startsOn, reason, handover } = input;
  const given = { caseId, personId, from: head.case.keyWorkerId, to: staff.id };
  await assign(tx, [{ ...given, reason, handover }], startsOn, (input.overLimit ?? null) !== null);
  await store.setKeyWorker(tx, { caseId, staffId: staff.id });
  for (const follow of onReassign) await follow(tx, actor, { programmeId, startsOn, cases: [given] });
  const users = (await usersOfStaff(tx, [staff.id])).map((row) => row.user_id);
  await tell(
    tx,
    users.filter((id) => id !== actor.userId),
    { kind: 'case given', href: `/cases/${caseId}`, about: caseId },
  );
}
