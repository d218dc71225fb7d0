import { recordEvent } from '../../access/actions.ts';
import { type Actor, can } from '../../access/rules/policy.ts';
import { type Standing, supervisionStanding, workerFacts } from '../../care/rules.ts';
import { caseDays } from '../../cases/actions/case-days.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import type { CaseDay } from '../../cases/rules/case-day.ts';
import { newIds } from '../../kit/bulk.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { together } from '../../kit/together.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { type ProgrammeDocument, supervisionRulesOf, todayRulesOf } from '../../programmes/rules.ts';
import { caseMatters, caseRules } from '../rules/case-matters.ts';
import { type Matter, type TodayList, todayList, withoutHeldBack } from '../rules/matters.ts';
import * as store from '../store.ts';
import type { NextMeeting, TodayParts } from './register.ts';

/** A key worker, as Today needs them. Days are 'YYYY-MM-DD'. */
export type Worker = {
  staffId: string;
  name: string;
  programmeId: string;
  covered: { by: string; until: string | null } | null;
};
export type { NextMeeting } from './register.ts';

/** Today of a key worker: the list, what was agreed for later, and what the worker needs themself. */
export type WorkersToday = {
  worker: Worker;
  document: ProgrammeDocument;
  people: readonly CaseDay[];
  list: TodayList<CaseDay>;
  meetings: readonly { person: CaseDay; meeting: NextMeeting }[];
  /** Attached and paused people. */
  paused: number;
  supervision: readonly Standing[];
  /** Why each reason comes up, in the order of the programme. */
  why: readonly string[];
  /** Others whose caseloads the actor covers today. */
  covering: readonly Worker[];
};

const toWorker = (row: store.WorkerRow): Worker => ({
  staffId: row.staff_id,
  name: row.staff_name,
  programmeId: row.programme_id,
  covered: row.covered_by === null ? null : { by: row.covered_by, until: row.covered_until },
});

/** The staff that somebody is as a key worker, and those whom they cover. */
const own = (actor: Actor) =>
  actor.memberships.flatMap(({ role, staffId }) => (role === 'key_worker' && staffId !== null ? [staffId] : []));
const covers = (actor: Actor) =>
  actor.memberships.flatMap((member) => (member.role === 'key_worker' ? [...(member.covers ?? [])] : []));

/**
 * Today of a key worker, the actor's own unless another is asked for. Null when there is none, or the actor may not see it.
 * Three statements, whatever the size of the database and however many rooms contribute.
 */
export async function todayFor(
  sql: Sql,
  actor: Actor,
  parts: TodayParts,
  ask: { staffId: string | null; today: string },
): Promise<WorkersToday | null> {
  const { today } = ask;
  const staffId = ask.staffId ?? own(actor)[0] ?? null;
  if (staffId === null) return null;
  const rows = await store.workersToday(sql, { staffIds: [...new Set([staffId, ...covers(actor)])], today });
  const row = rows.find((one) => one.staff_id === staffId);
  if (row === undefined || !can(actor, 'today.read', workerFacts(row))) return null;
  const document = (await programmeOn(sql, row.programme_id, today))?.document;
  if (document === undefined) return null;

  const rules = todayRulesOf(document, today);
  const people = await caseDays(sql, actor, { permission: 'today.read', staffId, document, today });
  // Of somebody who is paused only the pause asks for something, and who left waits elsewhere.
  const cases = people.filter(({ status }) => status === 'attached' || status === 'referred');
  const asked = { cases, caseIds: cases.map(({ caseId }) => caseId), rules, document, today };
  const matters: Matter[] = caseMatters(people, rules, document, today);
  const words: Record<string, string> = { ...caseRules(rules, document) };
  for (const { words: said } of parts.contributors) Object.assign(words, said(rules, document));
  const found: Matter[][] = [];
  let meetings: NextMeeting[] = [];
  // What the rooms know is read with one statement, however many rooms there are.
  if (cases.length > 0)
    await together(sql, [
      ...parts.contributors.map((one, at) => async (part: Sql) => {
        found[at] = await one.matters(part, asked);
      }),
      async (part: Sql) => {
        meetings = await parts.nextMeetings(part, { caseIds: asked.caseIds, today });
      },
    ]);
  matters.push(...found.flat());
  const byId = new Map(people.map((one) => [one.caseId, one]));
  const when = ({ next_on, next_at }: NextMeeting) => `${next_on} ${next_at ?? '99'}`;
  return {
    worker: toWorker(row),
    document,
    people,
    list: todayList(people, withoutHeldBack(matters), { reasons: rules.reasons, putOffs: row.put_off, today }),
    meetings: meetings
      .flatMap((meeting) => {
        const person = byId.get(meeting.case_id);
        return person === undefined ? [] : [{ person, meeting }];
      })
      .sort((a, b) => (when(a.meeting) < when(b.meeting) ? -1 : when(a.meeting) > when(b.meeting) ? 1 : 0)),
    paused: people.filter(({ status }) => status === 'paused').length,
    supervision: supervisionStanding(supervisionRulesOf(document), row.supervision, today),
    why: rules.reasons.flatMap((reason) => words[reason] ?? []),
    covering: rows.filter((one) => one.staff_id !== staffId && covers(actor).includes(one.staff_id)).map(toWorker),
  };
}

/** A reason that is put off, with how urgent it was. */
export type Reason = { reason: string; level: number };

/**
 * Puts reasons of a case off until a day, on the Today of its key worker, with the event 'today.put off'. A case without a key
 * worker is on nobody's Today: nothing is written then, and false is returned.
 */
export async function putOff(
  db: Database,
  actor: Actor & { userId: string | null },
  head: CaseHead,
  given: { reasons: readonly Reason[]; until: string; today: string },
): Promise<boolean> {
  const staffId = head.case.keyWorkerId;
  const { caseId, personId, programmeId } = head;
  const { reasons, until, today } = given;
  if (staffId === null || actor.userId === null || reasons.length === 0) return false;
  const ids = newIds(reasons.length);
  const rows = reasons.map(({ reason, level }, at) => ({
    id: ids[at],
    staff_id: staffId,
    case_id: caseId,
    person_id: personId,
    reason,
    level,
    until,
    put_off_on: today,
    put_off_by: actor.userId,
  }));
  await transaction(db, async (tx) => {
    await store.putOff(tx, { rows: JSON.stringify(rows) });
    await recordEvent(tx, actor, {
      kind: 'today.put off',
      programmeId,
      personId,
      caseId,
      happenedOn: today,
      payload: { staffId, reasons, until },
    });
  });
  return true;
}

/** Calls back what was put off of a case, with the event 'today.called back'. False when nothing was put off: no event then. */
export function callBack(db: Database, actor: Actor, head: CaseHead, today: string): Promise<boolean> {
  const { caseId, personId, programmeId } = head;
  const staffId = head.case.keyWorkerId;
  return transaction(db, async (tx) => {
    const rows = staffId === null ? [] : await store.bringBack(tx, { staffId, caseId, today });
    if (rows.length === 0) return false;
    await recordEvent(tx, actor, {
      kind: 'today.called back',
      programmeId,
      personId,
      caseId,
      happenedOn: today,
      payload: { staffId, reasons: rows.map(({ reason }) => reason) },
    });
    return true;
  });
}
