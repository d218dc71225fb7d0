import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { ChangeInWords } from '../rules/changes.ts';
import * as store from '../store/start.ts';
import { change, type Outcome } from './changes.ts';
import type { CaseHead } from './record.ts';

export type { AttemptFields, AttemptRow, HandoverFields, HandoverRow } from '../store/start.ts';

/** The attempts and handovers of a case, the newest first; more than these are on the timeline. */
export async function firstSteps(sql: Sql, caseId: string) {
  const limit = 50;
  return {
    attempts: await store.attemptsOf(sql, { caseId, limit }),
    handovers: await store.handoversOf(sql, { caseId, limit }),
  };
}

/** An attempt of a case, or null. */
export async function attemptOf(sql: Sql, caseId: string, id: string): Promise<store.AttemptRow | null> {
  return (await store.findAttempt(sql, { caseId, id }))[0] ?? null;
}

/** A warm handover of a case, or null. */
export async function handoverOf(sql: Sql, caseId: string, id: string): Promise<store.HandoverRow | null> {
  return (await store.findHandover(sql, { caseId, id }))[0] ?? null;
}

const about = ({ caseId, personId, programmeId }: CaseHead) => ({ caseId, personId, programmeId });
const tooEarly = (day: string, { referredOn }: CaseHead): string | null =>
  referredOn !== null && day < referredOn ? `This cannot be before the referral on ${showDay(referredOn)}` : null;

/** Adds an attempt to reach the person, with the event 'contact.tried'. */
export async function addAttempt(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: store.AttemptFields,
): Promise<Outcome> {
  const early = tooEarly(given.triedOn, head);
  if (early !== null) return { outcome: 'refused', errors: { tried_on: early } };
  await transaction(db, async (tx) => {
    const id = newId();
    const { caseId, personId } = head;
    await store.insertAttempt(tx, { id, caseId, personId, triedBy: actor.userId, ...given });
    await recordEvent(tx, actor, {
      kind: 'contact.tried',
      ...about(head),
      happenedOn: given.triedOn,
      payload: { recordId: id, ...given },
    });
  });
  return { outcome: 'saved' };
}

/** Corrects an attempt that still has the version given, with the event 'contact.corrected'. */
export async function correctAttempt(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { before: store.AttemptRow; version: number; after: store.AttemptFields; changes: readonly ChangeInWords[] },
): Promise<Outcome> {
  const { before, version, after, changes } = input;
  const early = tooEarly(after.triedOn, head);
  if (early !== null) return { outcome: 'refused', errors: { tried_on: early } };
  return transaction(db, async (tx): Promise<Outcome> => {
    const [saved] = await store.updateAttempt(tx, { id: before.id, version, ...after });
    if (saved === undefined) return { outcome: 'stale' };
    const { id: recordId, version: _, ...was } = before;
    await recordEvent(tx, actor, {
      kind: 'contact.corrected',
      ...about(head),
      happenedOn: after.triedOn,
      payload: { recordId, changes, before: was, after },
    });
    return { outcome: 'saved' };
  });
}

/** Books a warm handover, with the event 'warm_handover.booked'. */
export async function bookHandover(
  db: Database,
  actor: Actor,
  head: CaseHead,
  given: store.HandoverFields,
  today: string,
): Promise<Outcome> {
  const early = tooEarly(given.meetsOn, head);
  if (early !== null) return { outcome: 'refused', errors: { meets_on: early } };
  await transaction(db, async (tx) => {
    const id = newId();
    const { caseId, personId } = head;
    await store.insertHandover(tx, { id, caseId, personId, ...given });
    await recordEvent(tx, actor, {
      kind: 'warm_handover.booked',
      ...about(head),
      happenedOn: today,
      payload: { recordId: id, ...given },
    });
  });
  return { outcome: 'saved' };
}

/**
 * Changes a warm handover that still has the version given, with the event 'warm_handover.changed'. When it was the first
 * meeting too, that is recorded in the same transaction.
 */
export async function changeHandover(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: {
    before: store.HandoverRow;
    version: number;
    after: store.HandoverFields;
    changes: readonly ChangeInWords[];
    firstMeeting: boolean;
    today: string;
  },
): Promise<Outcome> {
  const { before, version, after, changes, firstMeeting, today } = input;
  const early = tooEarly(after.meetsOn, head);
  if (early !== null) return { outcome: 'refused', errors: { meets_on: early } };
  if (after.state !== 'booked' && after.state !== 'cancelled' && after.meetsOn > today)
    return { outcome: 'refused', errors: { state: 'This meeting is in the future: it can be booked or cancelled' } };
  if (firstMeeting && after.state !== 'held')
    return { outcome: 'refused', errors: { first_meeting: 'Only a meeting that was held can be the first meeting' } };
  return transaction(db, async (tx): Promise<Outcome> => {
    const [saved] = await store.updateHandover(tx, { id: before.id, version, ...after });
    if (saved === undefined) return { outcome: 'stale' };
    const { id: recordId, version: _, ...was } = before;
    await recordEvent(tx, actor, {
      kind: 'warm_handover.changed',
      ...about(head),
      // A meeting that is still to come is no day on which anything happened.
      happenedOn: after.state === 'booked' || after.meetsOn > today ? today : after.meetsOn,
      payload: { recordId, state: after.state, passedOn: after.passedOn, changes, before: was, after },
    });
    if (firstMeeting) await meetFirst(tx, actor, head, after.meetsOn);
    return { outcome: 'saved' };
  });
}

async function meetFirst(tx: Tx, actor: Actor, head: CaseHead, firstMetOn: string): Promise<void> {
  const [added] = await store.addFirstMet(tx, { caseId: head.caseId, firstMetOn });
  if (added === undefined) return;
  await recordEvent(tx, actor, {
    kind: 'case.first met',
    ...about(head),
    happenedOn: firstMetOn,
    payload: { firstMetOn, before: null },
  });
}

/**
 * Records the day of the first meeting, or corrects it, with the event 'case.first met'. Once the attachment has its
 * evidence the day is one of its conditions, and is changed there.
 */
export async function recordFirstMeeting(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; firstMetOn: string },
): Promise<Outcome> {
  const { version, firstMetOn } = input;
  const check = () => {
    const early = tooEarly(firstMetOn, head);
    return early === null ? {} : { first_met_on: early };
  };
  const happening = {
    kind: 'case.first met',
    happenedOn: firstMetOn,
    payload: { firstMetOn, before: head.firstMetOn },
  };
  return change(db, actor, head, version, happening, check, (tx) =>
    store.setFirstMet(tx, { caseId: head.caseId, firstMetOn }),
  );
}
