import { tell, usersAnswering } from '../../access/actions/notices.ts';
import { mayOpen } from '../../access/actions/restricted.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Database, Sql, Tx } from '../../kit/db.ts';
import type { Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { ProgrammeDocument } from '../../programmes/rules.ts';
import { type Move, moves, moveTo } from '../rules/status.ts';
import { bringBackProblems, hasRoom, returnFrom, type Welcome, welcome } from '../rules/taking-part.ts';
import { setStatus } from '../store/changes.ts';
import * as store from '../store/taking-part.ts';
import type { OnReassign } from './assign.ts';
import { change, giveTo, type Outcome, type StaffChoice } from './changes.ts';
import { orOverLimit } from './limit.ts';
import type { CaseHead } from './record.ts';

const stale: Outcome = { outcome: 'stale' };
const target = (head: CaseHead, move: Move) => moveTo(head.status, move, head.attachment !== null);

/** What decides whether somebody can come back now. */
export type Outlook = { keyWorker: string | null; room: boolean; ahead: number; from: string | null };

/** Whether a key worker has room, and how many wait for them, as far as the actor may know. */
async function fullnessOf(sql: Sql, actor: Actor, staffId: string, guide: { to: number } | null) {
  const [found] = await store.fullness(sql, { staffId, opened: actor.opened ?? [], most: 1000 });
  return { room: hasRoom(found?.attached ?? 0, guide), ahead: found?.waiting ?? 0 };
}

/** The outlook for a case that asks to come back to the key worker it had. */
export async function outlookOf(sql: Sql, actor: Actor, head: CaseHead, document: ProgrammeDocument): Promise<Outlook> {
  const from = returnFrom(document, head.closedOn);
  const { keyWorkerId } = head.case;
  if (keyWorkerId === null) return { keyWorker: null, room: false, ahead: 0, from };
  const found = await fullnessOf(sql, actor, keyWorkerId, document.caseload);
  return { keyWorker: head.keyWorkerName, ...found, from };
}

/**
 * Somebody who left asks to come back: at once to the key worker they had where there is room and nobody waits for them, else
 * on the waiting list. The request is written down either way.
 */
export async function askToReturn(
  db: Database,
  actor: Actor,
  head: CaseHead,
  document: ProgrammeDocument,
  input: { version: number; askedOn: string; reason: string },
): Promise<{ outcome: Outcome; welcome: Welcome }> {
  const { version, askedOn, reason } = input;
  const outlook = await outlookOf(db, actor, head, document);
  const answer = welcome({ ...outlook, keyWorker: outlook.keyWorker !== null, askedOn });
  const status = target(head, answer.at === 'once' ? 'return' : 'wait');
  if (status === null || head.status === 'waiting') return { outcome: stale, welcome: answer };
  const { caseId, personId, programmeId, closedOn } = head;
  const check = (): Errors =>
    closedOn !== null && askedOn < closedOn ? { asked_on: 'This cannot be before they left' } : {};
  const asked = {
    kind: moves.wait.event,
    happenedOn: askedOn,
    payload: { reason, answer: answer.at === 'once' ? 'Comes back at once' : answer.why },
  };
  const back = answer.at === 'once';
  const staffId = head.case.keyWorkerId;
  const happening = back ? returned(head, { on: askedOn, keyWorker: head.keyWorkerName, why: null }) : asked;
  const outcome = await change(db, actor, head, version, happening, check, async (tx) => {
    const request = { id: newId(), caseId, personId, programmeId, askedOn, reason, staffId };
    await store.insertReturn(tx, {
      ...request,
      state: back ? 'returned' : 'waiting',
      endedOn: back ? askedOn : null,
    });
    if (back) {
      await recordEvent(tx, actor, { ...asked, caseId, personId, programmeId });
      await setStatus(tx, { caseId, status, closedOn: null, exitReason: null });
    } else {
      await store.setStatusOnly(tx, { caseId, status });
      await tellManagers(tx, actor, head);
    }
  });
  return { outcome, welcome: answer };
}

/** The event of a return: it keeps how the case had ended. */
function returned(head: CaseHead, back: { on: string; keyWorker: string | null; why: string | null }) {
  const { status, closedOn, exitReason } = head;
  const payload = { keyWorker: back.keyWorker, why: back.why, before: { status, closedOn, exitReason } };
  return { kind: moves.return.event, happenedOn: back.on, payload };
}

/** Managers are told that somebody waits; of a restricted case only those who may open it. */
async function tellManagers(tx: Tx, actor: Actor, head: CaseHead): Promise<void> {
  const { areaId, providerId, restricted } = head.case;
  const found = await usersAnswering(tx, { programmeId: head.programmeId, areaId, providerId });
  const userIds = found.map((row) => row.user_id).filter((id) => id !== actor.userId);
  const told = restricted === null ? userIds : await mayOpen(tx, restricted, userIds);
  await tell(tx, told, { kind: 'return asked', href: `/cases/${head.caseId}/taking-part`, about: head.caseId });
}

/** The request to come back that is open, with its place in the programme's waiting list; null when there is none. */
export async function waitingOf(sql: Sql, actor: Actor, caseId: string) {
  const [request] = await store.openReturn(sql, { caseId });
  if (request === undefined) return null;
  const [found] = await store.placeInLine(sql, { caseId, opened: actor.opened ?? [] });
  return { ...request, place: found?.place ?? 1 };
}

/** Brings somebody back from the waiting list, to the key worker they wait for or another one. */
export async function bringBack(
  db: Database,
  actor: Actor,
  head: CaseHead,
  document: ProgrammeDocument,
  input: { version: number; returnedOn: string; staff: StaffChoice; why: string | null },
  onReassign: readonly OnReassign[],
): Promise<Outcome> {
  const { version, returnedOn, staff, why } = input;
  const { caseId } = head;
  const status = target(head, 'return');
  const request = await waitingOf(db, actor, caseId);
  if (status === null || head.status !== 'waiting' || request === null) return stale;
  const check = async (tx: Tx): Promise<Errors> => {
    const { room } = await fullnessOf(tx, actor, staff.id, document.caseload);
    const from = returnFrom(document, head.closedOn);
    return bringBackProblems({ returnedOn, why }, { from, askedOn: request.asked_on, position: request.place, room });
  };
  const happening = returned(head, { on: returnedOn, keyWorker: staff.name, why });
  return orOverLimit('staff', () =>
    change(db, actor, head, version, happening, check, async (tx) => {
      await setStatus(tx, { caseId, status, closedOn: null, exitReason: null });
      await store.endReturn(tx, { caseId, state: 'returned', endedOn: returnedOn });
      if (staff.id !== head.case.keyWorkerId)
        await giveTo(
          tx,
          actor,
          head,
          { staff, startsOn: returnedOn, reason: 'Came back', handover: null, overLimit: why },
          onReassign,
        );
    }),
  );
}

/** Takes somebody off the waiting list: the case stands as it had ended. */
export async function stopWaiting(
  db: Database,
  actor: Actor,
  head: CaseHead,
  input: { version: number; reason: string; today: string },
): Promise<Outcome> {
  const { version, reason, today } = input;
  const status = target(head, 'stop waiting');
  if (status === null) return stale;
  const { caseId } = head;
  const happening = { kind: moves['stop waiting'].event, happenedOn: today, payload: { reason } };
  return change(
    db,
    actor,
    head,
    version,
    happening,
    () => ({}),
    async (tx) => {
      await store.setStatusOnly(tx, { caseId, status });
      await store.endReturn(tx, { caseId, state: 'withdrawn', endedOn: today });
    },
  );
}
