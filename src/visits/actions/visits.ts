/** Visits away from the office: begun, ended, and somebody told when one does not end. `plan.ts` has their safety plans. */
import { tell } from '../../access/actions/notices.ts';
import { usersNear } from '../../access/actions/restricted.ts';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { firstTellAt, mayBegin, nextTellAt, remindAt, type VisitRules } from '../rules.ts';
import * as store from '../store/visits.ts';

export type { VisitRow } from '../store/visits.ts';

/** A visit by id, or null. */
export async function findVisit(sql: Sql, id: string): Promise<store.VisitRow | null> {
  return (await store.findVisit(sql, { id }))[0] ?? null;
}

/** Visits of a case, the latest first. */
export function visitsOfCase(sql: Sql, caseId: string): Promise<store.VisitRow[]> {
  return store.visitsOfCase(sql, { caseId });
}

/** Visits that concern a user now: their own, those they are named for, and every unanswered alarm of their programmes. */
export function visitsAround(sql: Sql, userId: string, programmeIds: readonly string[]): Promise<store.VisitRow[]> {
  return store.visitsAround(sql, { userId, programmeIds });
}

const moment = (epoch: number): string => Temporal.Instant.fromEpochMilliseconds(epoch).toString();
/** When somebody is reminded and told of a visit between two moments. */
export const alarms = (rules: VisitRules, plan: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) => ({
  remindAt: moment(remindAt(rules, plan.startsAt.epochMilliseconds)),
  tellAt: moment(firstTellAt(rules, plan.endsAt.epochMilliseconds)),
});

export type Place = Pick<CaseHead, 'caseId' | 'personId' | 'programmeId' | 'case'>;
/** When and where something is done: the day of the site, 'YYYY-MM-DD', and the moment. */
export type Now = { now: Temporal.Instant; today: string };

/** Writes an event of a visit. */
export async function event(
  tx: Tx,
  actor: Actor,
  visit: { id: string; caseId: string; personId: string; programmeId: string },
  kind: string,
  today: string,
  payload: Record<string, unknown> = {},
): Promise<void> {
  const { id, caseId, personId, programmeId } = visit;
  await recordEvent(tx, actor, {
    kind,
    programmeId,
    personId,
    caseId,
    happenedOn: today,
    payload: { recordId: id, ...payload },
  });
}

/** Whose visit a row is. */
export const placeOf = (row: store.VisitRow) => ({
  id: row.id,
  caseId: row.case_id,
  personId: row.person_id,
  programmeId: row.programme_id,
});

/** What is done with a visit. 'stale' when it is no longer so, or was changed meanwhile: nothing is written then. */
export type Done = 'saved' | 'stale';

/** Says that the visit has begun. */
export function beginVisit(db: Database, actor: Actor, row: store.VisitRow, version: number, at: Now): Promise<Done> {
  return transaction(db, async (tx) => {
    if (!mayBegin(Temporal.Instant.from(row.starts_at).epochMilliseconds, at.now.epochMilliseconds)) return 'stale';
    const done = await store.beginVisit(tx, { id: row.id, version, at: at.now.toString() });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.begun', at.today);
    return 'saved';
  });
}

/** More time, in minutes from the end that was expected or from now, whichever is later. */
export function lengthenVisit(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  rules: VisitRules,
  given: { version: number; minutes: number },
  at: Now,
): Promise<Done> {
  return transaction(db, async (tx) => {
    const from = Math.max(Temporal.Instant.from(row.ends_at).epochMilliseconds, at.now.epochMilliseconds);
    const endsAt = from + given.minutes * 60_000;
    const done = await store.lengthenVisit(tx, {
      id: row.id,
      version: given.version,
      endsAt: moment(endsAt),
      tellAt: moment(firstTellAt(rules, endsAt)),
    });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.lengthened', at.today, { endsAt: moment(endsAt) });
    return 'saved';
  });
}

/** Says that the worker is safe and the visit is over: whoever was told of it is told that too. */
export function endVisit(db: Database, actor: Actor, row: store.VisitRow, at: Now): Promise<Done> {
  return transaction(db, async (tx) => {
    const done = await store.endVisit(tx, { id: row.id, at: at.now.toString(), by: actor.userId });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.ended', at.today);
    if (row.told > 0) await tellContacts(tx, row, 'visit answered');
    return 'saved';
  });
}

async function tellContacts(tx: Tx, row: store.VisitRow, kind: 'visit answered'): Promise<void> {
  const userIds = [row.first_contact, row.second_contact].filter((id) => id !== null);
  await tell(tx, userIds, { kind, href: `/visits/${row.id}/answer`, about: row.id });
}

/** The worker asks for help: both contacts and the managers are told at once, and again until somebody answers. */
export function askHelp(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  head: Place,
  rules: VisitRules,
  at: Now,
): Promise<Done> {
  return transaction(db, async (tx) => {
    const tellAt = moment(nextTellAt(rules, at.now.epochMilliseconds));
    const done = await store.askHelp(tx, { id: row.id, at: at.now.toString(), tellAt });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.help asked', at.today);
    const { areaId, providerId } = head.case;
    const place = { programmeId: head.programmeId, areaId, providerId };
    const managers = await usersNear(tx, place, ['team_manager', 'programme_office']);
    const told = new Set([row.first_contact, row.second_contact, ...managers.map((one) => one.user_id)]);
    await tell(tx, [...told].filter((id) => id !== null && id !== row.worker_id) as string[], {
      kind: 'visit help',
      href: `/visits/${row.id}/answer`,
      about: row.id,
    });
    return 'saved';
  });
}

/** Answers an alarm: what was found out, and whether the worker is safe, which ends the visit. The first to answer has it. */
export function answerVisit(
  db: Database,
  actor: Actor,
  row: store.VisitRow,
  given: { outcome: string; safe: boolean },
  at: Now,
): Promise<Done> {
  return transaction(db, async (tx) => {
    const done = await store.answerVisit(tx, { id: row.id, by: actor.userId, at: at.now.toString(), ...given });
    if (done.length === 0) return 'stale';
    await event(tx, actor, placeOf(row), 'visit.answered', at.today, { safe: given.safe });
    await tellContacts(tx, row, 'visit answered');
    return 'saved';
  });
}
