/** Alarms about a case that nobody may leave. */
import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';

/** What an alarm is about. */
export type AlarmKind =
  | 'no case manager'
  | 'several case managers'
  | 'silence'
  | 'worker away'
  | 'other programme'
  | 'not contacted'
  | 'past limit';

/** An alarm as it is shown. Days are 'YYYY-MM-DD'. */
export type AlarmRow = {
  id: string;
  referral_id: string | null;
  kind: AlarmKind;
  since: string;
  words: string | null;
  owner_id: string | null;
  owner_name: string | null;
  due_on: string | null;
  closed_on: string | null;
  closed_why: string | null;
};

/** Writes an alarm, unless the same is open already: no row then. */
export const insertAlarm = statement(
  'referrals.insertAlarm',
  (p: {
    id: string;
    caseId: string;
    programmeId: string;
    referralId: string | null;
    kind: AlarmKind;
    since: string;
    words: string | null;
    ownerId: string | null;
    dueOn: string;
  }) => sql<{ id: string }>`
    insert into case_alarm (id, case_id, programme_id, referral_id, kind, since, words, owner_id, due_on)
    values (${p.id}, ${p.caseId}, ${p.programmeId}, ${p.referralId}, ${p.kind}, ${p.since}, ${p.words}, ${p.ownerId}, ${p.dueOn})
    on conflict do nothing returning id`,
);

/** Closes an open alarm; no row when somebody did already. */
export const closeAlarm = statement(
  'referrals.closeAlarm',
  (p: { id: string; caseId: string; on: string; by: string | null; why: string }) => sql<{
    kind: AlarmKind;
    referral_id: string | null;
  }>`
    update case_alarm set closed_on = greatest(${p.on}::date, since), closed_by = ${p.by}, closed_why = ${p.why}
    where id = ${p.id} and case_id = ${p.caseId} and closed_on is null returning kind, referral_id`,
);

/** Alarms of a case, the open ones first, then the latest. */
export const alarmsOfCase = statement(
  'referrals.alarmsOfCase',
  (p: { caseId: string }) => sql<AlarmRow>`
    select a.id, a.referral_id, a.kind, a.since, a.words, a.owner_id, u.user_name as owner_name, a.due_on, a.closed_on, a.closed_why
    from case_alarm a left join ${userNamesPart} u on u.user_id = a.owner_id
    where a.case_id = ${p.caseId} order by a.closed_on is not null, a.since desc, a.id desc limit 50`,
);

/** What the policy and whoever is told need of cases. */
export const placesOfCases = statement(
  'referrals.placesOfCases',
  (p: { caseIds: readonly string[] }) => sql<{
    case_id: string;
    area_id: string | null;
    provider_id: string | null;
    key_worker_id: string | null;
    restricted: boolean;
  }>`select c.case_id, c.area_id, c.provider_id, c.key_worker_id, c.restricted from ${casePlacesPart} c
     where c.case_id = any(${p.caseIds}::uuid[])`,
);
