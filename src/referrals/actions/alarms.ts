/** Alarms about a case: raised once, with an owner and a day by which they act, until somebody says what was done. */
import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import { mayOpen, usersNear } from '../../access/actions/restricted.ts';
import { recordEvent } from '../../access/actions.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addWorkingDays } from '../../kit/working-days.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules/services.ts';
import { holidaysOf } from '../../programmes/rules.ts';
import * as store from '../store/alarms.ts';
import { type AlarmKind, placesOfCases } from '../store/alarms.ts';

export type { AlarmKind, AlarmRow } from '../store/alarms.ts';

/** What alarms are called. */
export const alarmText: Record<AlarmKind, string> = {
  'no case manager': 'Nobody holds this case',
  'several case managers': 'More than one says that they hold this case',
  silence: 'Nobody has said anything for a long time',
  'worker away': 'The worker of the service is away',
  'other programme': 'Placed on something else than was meant',
  'not contacted': 'The service has not called the person',
  'past limit': 'It has not moved by its limit',
};

/** Whose an alarm is: the case's key worker, else who manages there. */
async function ownerOf(
  tx: Sql,
  programmeId: string,
  caseId: string,
): Promise<{ owner: string | null; managers: string[]; restricted: boolean }> {
  const [place] = await placesOfCases(tx, { caseIds: [caseId] });
  if (place === undefined) return { owner: null, managers: [], restricted: false };
  const near = { programmeId, areaId: place.area_id, providerId: place.provider_id };
  const managers = (await usersNear(tx, near, ['team_manager', 'local_lead'])).map(({ user_id }) => user_id);
  const own = place.key_worker_id === null ? [] : await usersOfStaff(tx, [place.key_worker_id]);
  return { owner: own[0]?.user_id ?? managers[0] ?? null, managers, restricted: place.restricted };
}

/** What an alarm says. Days are 'YYYY-MM-DD'; `since` may be before today. */
export type NewAlarm = {
  kind: AlarmKind;
  caseId: string;
  personId: string;
  programmeId: string;
  referralId?: string | null;
  since: string;
  words?: string | null;
};

/**
 * Raises an alarm with its owner and the working day by which they act, with the event 'case alarm.raised', and tells the
 * owner; of a person whom nobody holds, or several, the managers too. Resolves to false when the same is open already.
 */
export async function raiseAlarm(tx: Tx, given: NewAlarm, today: string, actor: Actor = systemActor): Promise<boolean> {
  const { kind, caseId, personId, programmeId, referralId = null, since, words = null } = given;
  const { owner, managers, restricted } = await ownerOf(tx, programmeId, caseId);
  const document = (await programmeOn(tx, programmeId, today))?.document ?? {};
  const within = serviceRulesOf(document, { area: null, on: today }).ownerActsWithin;
  const dueOn = addWorkingDays(today, within, holidaysOf(document));
  const id = newId();
  const [row] = await store.insertAlarm(tx, {
    id,
    caseId,
    programmeId,
    referralId,
    kind,
    since,
    words,
    ownerId: owner,
    dueOn,
  });
  if (row === undefined) return false;
  const all = kind === 'no case manager' || kind === 'several case managers';
  const told = new Set([...(owner === null ? [] : [owner]), ...(all || owner === null ? managers : [])]);
  // Of a restricted record only those are told who may open it.
  const users = restricted ? await mayOpen(tx, personId, [...told]) : [...told];
  await tell(tx, users, { kind: 'case alarm', href: `/cases/${caseId}/case-manager`, about: id });
  await recordEvent(tx, actor, {
    kind: 'case alarm.raised',
    programmeId,
    personId,
    caseId,
    happenedOn: today,
    payload: { recordId: id, alarm: kind, since, words, dueOn, ...(referralId === null ? {} : { referralId }) },
  });
  return true;
}

/**
 * Closes an open alarm of a case and says why, with the event 'case alarm.closed'. Resolves to false when somebody did already.
 */
export async function closeAlarm(
  tx: Tx,
  actor: Actor,
  of: { caseId: string; personId: string; programmeId: string },
  given: { id: string; why: string; on: string; today: string },
): Promise<boolean> {
  const { caseId, personId, programmeId } = of;
  const { id, why, on, today } = given;
  const [row] = await store.closeAlarm(tx, { id, caseId, on, by: actor.userId, why });
  if (row === undefined) return false;
  await recordEvent(tx, actor, {
    kind: 'case alarm.closed',
    programmeId,
    personId,
    caseId,
    happenedOn: today,
    payload: { recordId: id, alarm: row.kind, why },
  });
  return true;
}

/** Alarms of a case, the open ones first. */
export const alarmsOf = (sql: Sql, caseId: string) => store.alarmsOfCase(sql, { caseId });
