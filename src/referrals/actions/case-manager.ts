/** Giving a case to whoever holds the whole of it, ending that, and settling it where two say that they do. */

import { usersOfStaff } from '../../access/actions/notices.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import type { CasePlace } from '../../cases/actions/record.ts';
import { type Database, isExclusionViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { together } from '../../kit/together.ts';
import { type endings, fit, type HolderKind, type Holding, holderOf } from '../rules/case-manager.ts';
import * as store from '../store/case-manager.ts';
import { lockReferral, updateReferral } from '../store/referrals.ts';
import { alarmsOf, closeAlarm, raiseAlarm } from './alarms.ts';

export type { ManagerRow } from '../store/case-manager.ts';

type Of = Pick<CasePlace, 'caseId' | 'personId' | 'programmeId'>;
type Ending = keyof typeof endings;

/** Everything that is known of who holds a case: one statement. */
export type Story = {
  rows: store.ManagerRow[];
  gaps: Awaited<ReturnType<typeof store.gapsOfCase>>;
  workers: Awaited<ReturnType<typeof store.workersOfCase>>;
};

/** Who held a case and when. */
export async function holdingStory(sql: Sql, caseId: string): Promise<Story> {
  let [rows, gaps, workers]: [Story['rows'], Story['gaps'], Story['workers']] = [[], [], []];
  await together(sql, [
    async (part) => {
      rows = await store.managersOfCase(part, { caseId });
    },
    async (part) => {
      gaps = await store.gapsOfCase(part, { caseId });
    },
    async (part) => {
      workers = await store.workersOfCase(part, { caseId });
    },
  ]);
  return { rows, gaps, workers };
}

/** Who holds a case on a day ('YYYY-MM-DD'): exactly one, or nobody and since when. */
export type Holder =
  | {
      by: 'allocation' | 'key worker';
      name: string;
      kind: HolderKind;
      organisationId: string | null;
      until: string | null;
    }
  | { by: 'nobody'; since: string | null; alarmId: string | null };

const shown = (found: Holding<store.ManagerRow, Story['workers'][number]>): Holder =>
  found.by === 'nobody'
    ? found
    : found.by === 'allocation'
      ? {
          by: 'allocation',
          name: found.row.name,
          kind: found.row.holder,
          organisationId: found.row.organisation_id,
          until: found.row.to,
        }
      : { by: 'key worker', name: found.row.name, kind: 'adviser', organisationId: null, until: null };

/** Who holds a case on a day. One statement. */
export async function holderOn(sql: Sql, caseId: string, day: string): Promise<Holder> {
  return shown(holderOf(await holdingStory(sql, caseId), day));
}

/** The same of what was read already. */
export const holderFrom = (story: Story, day: string): Holder => shown(holderOf(story, day));

/** An allocation to make. Days are 'YYYY-MM-DD'; `to` null is for good, else the first day on which it is over. */
export type Allocation = {
  holder: HolderKind;
  userId: string | null;
  organisationId: string | null;
  name: string;
  from: string;
  to: string | null;
  reviewOn: string | null;
  resumeWhen: string | null;
  agreed: boolean;
  basis: readonly string[];
  feedbackEvery: string | null;
  feedbackWhat: string | null;
  notesAccess: boolean;
  informed: string | null;
};

/** 'stale': somebody changed who holds the case meanwhile. Refused or stale, nothing is written. */
export type Allocated =
  | { outcome: 'given'; id: string }
  | { outcome: 'refused'; problems: string[] }
  | { outcome: 'stale' };

function problemsOf(given: Allocation): string[] {
  const outside = given.holder !== 'adviser';
  return [
    given.agreed ? '' : 'Ask the person first: nobody is given a case that the person has not agreed to',
    given.basis.length > 0 ? '' : 'Say why they hold it',
    given.name.trim() === '' ? 'Enter who holds it' : '',
    outside && (given.feedbackEvery === null || given.feedbackWhat === null)
      ? 'Say how often and about what they tell you how things are going'
      : '',
    // R33: for a time only where both see the notes and it is agreed when the adviser goes on.
    outside && given.to !== null && !given.notesAccess
      ? 'Somebody else can hold it for a time only where they and you can both see the notes'
      : '',
  ].filter((text) => text !== '');
}

/**
 * Gives a case to a holder from a day on, with the person's agreement, with the event 'case manager.given'. Who held it until
 * then ends on that day, and an alarm that nobody did is closed. Two at once: the database lets one through.
 */
export async function allocate(
  db: Database,
  actor: Actor,
  of: Of & Pick<CasePlace, 'case'>,
  given: Allocation,
  today: string,
): Promise<Allocated> {
  const problems = problemsOf(given);
  if (problems.length > 0) return { outcome: 'refused', problems };
  try {
    return await transaction(db, async (tx) => {
      const { rows, gaps } = await holdingStory(tx, of.caseId);
      const { from, to } = given;
      const fitted = fit(rows, gaps, from, to, today);
      if (!fitted.ok) return { outcome: 'refused', problems: [fitted.problem] };
      const before = rows.find(({ id }) => id === fitted.ends);
      if (before !== undefined) {
        const [ended] = await store.endManager(tx, { id: before.id, was: before.to, to: from, why: 'passed on' });
        if (ended === undefined) return { outcome: 'stale' };
      }
      const id = newId();
      const [worker] = of.case.keyWorkerId === null ? [] : await usersOfStaff(tx, [of.case.keyWorkerId]);
      await store.insertManager(tx, {
        ...{ id, caseId: of.caseId, personId: of.personId, programmeId: of.programmeId },
        ...{
          holder: given.holder,
          userId: given.userId,
          organisationId: given.organisationId,
          name: given.name.trim(),
        },
        ...{ temporary: to !== null, from, to, reviewOn: given.reviewOn },
        ...{ resumeUserId: to === null ? null : (worker?.user_id ?? null), resumeWhen: given.resumeWhen },
        ...{ basis: given.basis, feedbackEvery: given.feedbackEvery, feedbackWhat: given.feedbackWhat },
        ...{ notesAccess: given.notesAccess, informed: given.informed, by: actor.userId },
      });
      const open = gaps.find(({ closed }) => closed === null);
      if (open !== undefined)
        await closeAlarm(tx, actor, of, { id: open.id, why: `Given to ${given.name.trim()}`, on: from, today });
      await recordEvent(tx, actor, {
        ...{ kind: 'case manager.given', happenedOn: from },
        ...{ programmeId: of.programmeId, personId: of.personId, caseId: of.caseId },
        payload: {
          ...{ recordId: id, holder: given.holder, name: given.name.trim(), from, to, basis: given.basis },
          ...{ feedbackEvery: given.feedbackEvery, resumeWhen: given.resumeWhen, before: before?.name ?? null },
        },
      });
      return { outcome: 'given', id };
    });
  } catch (error) {
    // The other of two at once has it: who holds the case is read again before anybody decides.
    if (isExclusionViolation(error)) return { outcome: 'stale' };
    throw error;
  }
}

/** Ends an allocation in the transaction of what ended it, with the event 'case manager.ended'. False when it had ended. */
async function end(tx: Tx, actor: Actor, of: Of, row: store.ManagerRow, on: string, why: Ending): Promise<boolean> {
  // A stretch ends on the day it began at the earliest.
  const to = on < row.from ? row.from : on;
  const [ended] = await store.endManager(tx, { id: row.id, was: row.to, to, why });
  if (ended === undefined) return false;
  await recordEvent(tx, actor, {
    ...{ kind: why === 'resumed' ? 'case manager.resumed' : 'case manager.ended', happenedOn: to },
    ...{ programmeId: of.programmeId, personId: of.personId, caseId: of.caseId },
    payload: { recordId: row.id, name: row.name, why },
  });
  return true;
}

/**
 * The key worker takes up a case: one that is held by somebody now, or whose agreed time is over ('resumed': its days stay).
 * 'stale' when it had ended already: nothing is written then.
 */
export function takeBack(
  db: Database,
  actor: Actor,
  of: Of,
  given: { id: string; why: 'taken back' | 'handed back' | 'resumed'; today: string },
): Promise<'ended' | 'stale'> {
  return transaction(db, async (tx) => {
    const row = (await store.managersOfCase(tx, of)).find(({ id }) => id === given.id);
    if (row === undefined || row.ended_why !== null) return 'stale';
    const over = row.to !== null && row.to <= given.today;
    if (over !== (given.why === 'resumed')) return 'stale';
    return (await end(tx, actor, of, row, over ? (row.to as string) : given.today, given.why)) ? 'ended' : 'stale';
  });
}

/**
 * A service stops working with somebody whose case it holds: handed back, the key worker holds it again; without that nobody
 * does, and the alarm says so from that day on. Does nothing where the service does not hold the case. In the transaction of
 * the move that ends the referral; resolves to whether nobody holds the case now.
 */
export async function serviceLeft(
  tx: Tx,
  of: Of,
  given: { organisationId: string; on: string; handedBack: boolean; today: string; actor?: Actor },
): Promise<boolean> {
  const rows = await store.managersOfCase(tx, of);
  const row = rows.find(
    (one) =>
      one.holder === 'service' &&
      one.organisation_id === given.organisationId &&
      one.ended_why === null &&
      one.from <= given.on &&
      (one.to === null || one.to > given.on),
  );
  if (row === undefined) return false;
  const actor = given.actor ?? systemActor;
  const why: Ending = given.handedBack ? 'handed back' : 'closed without hand-back';
  if (!(await end(tx, actor, of, row, given.on, why)) || given.handedBack) return false;
  const words = `${row.name} held it and closed without handing back`;
  await raiseAlarm(tx, { ...of, kind: 'no case manager', since: given.on, words }, given.today, actor);
  return true;
}

/**
 * A referral has been handed back, or is over without that: whoever of the service held the case does so no more, unless the
 * service goes on with the person by another referral. In the transaction of the move.
 */
export async function referralLeft(
  tx: Tx,
  of: Of & { referralId: string; organisationId: string | null },
  given: { on: string; handedBack: boolean; today: string; actor: Actor },
): Promise<void> {
  const { organisationId, caseId, referralId } = of;
  if (organisationId === null) return;
  const [other] = await store.worksOn(tx, { caseId, organisationId, but: referralId });
  if (other === undefined) await serviceLeft(tx, of, { organisationId, ...given });
}

/**
 * A service says that it holds a case. Where somebody else does, both stand in an alarm until they have talked; nothing else
 * changes. Resolves to 'several', or 'same' when it is they who hold it.
 */
export async function claimedBy(
  tx: Tx,
  of: Of,
  given: { organisationId: string | null; name: string; today: string; actor: Actor },
): Promise<'several' | 'same'> {
  const now = await holderOn(tx, of.caseId, given.today);
  if (now.by !== 'nobody' && now.organisationId !== null && now.organisationId === given.organisationId) return 'same';
  const other = now.by === 'nobody' ? 'Nobody is written down' : now.name;
  const words = `Written down: ${other}. Says that they hold it: ${given.name}`;
  await raiseAlarm(tx, { ...of, kind: 'several case managers', since: given.today, words }, given.today, given.actor);
  return 'several';
}

/** Says how an alarm of a case was settled: for all but 'no case manager', which giving the case to somebody closes. */
export function settle(
  db: Database,
  actor: Actor,
  of: Of,
  given: { id: string; why: string; today: string },
): Promise<'closed' | 'stale' | 'no holder'> {
  return transaction(db, async (tx) => {
    const alarm = (await alarmsOf(tx, of.caseId)).find(({ id }) => id === given.id);
    if (alarm === undefined || alarm.closed_on !== null) return 'stale';
    if (alarm.kind === 'no case manager') {
      // The key worker takes the person up again: that is somebody.
      const { workers } = await holdingStory(tx, of.caseId);
      const back = holderOf({ rows: [], gaps: [], workers }, given.today);
      if (back.by === 'nobody') return 'no holder';
    }
    if (!(await closeAlarm(tx, actor, of, { ...given, on: given.today }))) return 'stale';
    // What is said of a referral that has not moved is its reason, until it moves.
    if (
      alarm.kind === 'past limit' &&
      alarm.referral_id !== null &&
      (await lockReferral(tx, alarm.referral_id)) !== null
    )
      await updateReferral(tx, alarm.referral_id, { limit_reason: given.why });
    return 'closed';
  });
}
