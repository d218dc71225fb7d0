/** What services owe, how often they were asked, silence, and what Today reads. */
import { sql } from 'kysely';
import { casePlacesPart } from '../../cases/actions/parts.ts';
import { servicesPart } from '../../directory/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { areaNames } from '../../programmes/actions/parts.ts';
import { failedMailPart } from './links.ts';

/**
 * How often a service was asked since it last said or did anything about a referral `r`, when last, and when the local lead was
 * told: to stand after `cross join lateral`. What is asked counts; what the service says, and every move, begins it anew.
 */
export const chasedPart = sql`(
  select count(*) filter (where e.kind = 'chased')::int as chased, max(e.day) filter (where e.kind = 'chased') as chased_on,
    max(e.day) filter (where e.kind = 'escalated') as escalated_on
  from referral_event e where e.referral_id = r.id and e.kind in ('chased', 'escalated')
    and not exists (select from referral_event l where l.referral_id = r.id and l.id > e.id
      and (l.side in ('service', 'person') or l.to_state is not null)))`;

/** Counts an ask against the feedback that is late. */
export const countChase = statement(
  'referrals.countChase',
  (p: { referralId: string; today: string }) => sql`
    update feedback_due set chased = chased + 1, chased_on = ${p.today}
    where referral_id = ${p.referralId} and received_on is null and cancelled_on is null and due_on <= ${p.today}::date`,
);

/** The local lead was told of the feedback that is late. */
export const markEscalated = statement(
  'referrals.markEscalated',
  (p: { referralId: string; today: string }) => sql`
    update feedback_due set escalated_on = ${p.today}
    where referral_id = ${p.referralId} and received_on is null and cancelled_on is null and due_on <= ${p.today}::date
      and escalated_on is null`,
);

/** Open referrals of a programme that a service owes something of, asked twice or more, the last time by a day. */
export const toEscalate = statement(
  'referrals.toEscalate',
  (p: { programmeId: string; today: string; askedBy: string }) => sql<{ id: string }>`
    select r.id from referral r cross join lateral ${chasedPart} c
    where r.programme_id = ${p.programmeId} and r.open and r.due_on < ${p.today}::date and r.owner_side = 'service'
      and c.chased >= 2 and c.chased_on <= ${p.askedBy}::date and c.escalated_on is null`,
);

/** Referrals whose service was to call the person by a day that is over, and of which no call is known. */
export const notCalled = statement(
  'referrals.notCalled',
  (p: { programmeId: string; today: string }) => sql<{ id: string }>`
    select id from referral where programme_id = ${p.programmeId} and open and state = 'service to contact'
      and contact_by < ${p.today}::date and contacted_on is null`,
);

/** What an alarm is raised for, and since when it has been so. */
type ToAlarm = {
  id: string;
  case_id: string;
  person_id: string;
  programme_id: string;
  service_name: string;
  on: string;
};

/**
 * Started referrals of a programme of which nobody has heard up to a day. In areas where contact waits, a service that is still
 * to tell at a week that was agreed is not silent. What was settled without anything new is not raised again.
 */
export const silent = statement(
  'referrals.silent',
  (p: {
    programmeId: string;
    today: string;
    heardBy: string;
    waitAreas: readonly string[];
    waitAll: boolean;
  }) => sql<ToAlarm>`
    select r.id, r.case_id, r.person_id, r.programme_id, s.service_name, coalesce(r.last_contact_on, r.started_on) as on
    from referral r join ${servicesPart} s on s.service_id = r.service_id
    where r.programme_id = ${p.programmeId} and r.open and r.state = 'started' and coalesce(r.last_contact_on, r.started_on) <= ${p.heardBy}::date
      and not ((${p.waitAll} or r.area_id = any(${p.waitAreas}::uuid[])) and exists (
        select from feedback_due d where d.referral_id = r.id and d.kind <> 'end' and d.received_on is null and d.cancelled_on is null
          and d.due_on >= ${p.today}::date))
      and not exists (select from case_alarm a where a.referral_id = r.id and a.kind = 'silence'
        and a.since >= coalesce(r.last_contact_on, r.started_on))`,
);

/** Open referrals past their limit of which nobody has said why. */
export const pastLimit = statement(
  'referrals.pastLimit',
  (p: { programmeId: string; today: string }) => sql<ToAlarm>`
    select r.id, r.case_id, r.person_id, r.programme_id, s.service_name, r.limit_on as on
    from referral r join ${servicesPart} s on s.service_id = r.service_id
    where r.programme_id = ${p.programmeId} and r.open and r.limit_on < ${p.today}::date and r.limit_reason is null
      and not exists (select from case_alarm a where a.referral_id = r.id and a.kind = 'past limit' and a.since >= r.limit_on)`,
);

/** Attached cases without a key worker and without anybody who was given them: nobody holds them. */
export const withoutHolder = statement(
  'referrals.withoutHolder',
  (p: { programmeId: string; today: string }) => sql<{ case_id: string; person_id: string }>`
    select c.case_id, c.person_id from ${sql`(select k.*, r.person_id from ${casePlacesPart} k join referral r on r.case_id = k.case_id
      and r.programme_id = ${p.programmeId} and r.open)`} c
    where c.key_worker_id is null and c.case_status = 'attached'
      and not exists (select from case_manager m where m.case_id = c.case_id and m.from_day <= ${p.today}::date
        and (m.to_day is null or m.to_day > ${p.today}::date))
    group by c.case_id, c.person_id`,
);

/** Alarms whose cause is gone: they were heard of, it moved, they were called, or somebody holds the case as was agreed before. */
export const solved = statement(
  'referrals.solved',
  (p: { today: string }) => sql<{
    id: string;
    kind: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    since: string;
  }>`
    select a.id, a.kind, a.case_id, r.person_id, a.programme_id, a.since from case_alarm a join referral r on r.id = a.referral_id
    where a.closed_on is null and (
      (a.kind = 'silence' and (r.last_contact_on >= a.since or r.state <> 'started'))
      or (a.kind = 'past limit' and (not r.open or r.limit_reason is not null or r.limit_on > a.since))
      or (a.kind = 'not contacted' and (not r.open or r.contacted_on is not null or r.state not in ('service to contact', 'not contacted'))))
    union all
    select a.id, a.kind, a.case_id, m.person_id, a.programme_id, m.from_day from case_alarm a join case_manager m on m.case_id = a.case_id
    where a.closed_on is null and a.kind = 'no case manager' and m.from_day >= a.since and m.from_day <= ${p.today}::date
      and (m.to_day is null or m.to_day > m.from_day)`,
);

/** A row of what Today reads. `on` is the day that the rule of its kind looks at. */
export type TodayRow = {
  what: 'referral' | 'alarm' | 'resume' | 'consent' | 'mail';
  id: string;
  case_id: string;
  kind: string;
  state: string;
  name: string;
  side: string | null;
  waits: string | null;
  on: string;
  area: string | null;
  started_on: string | null;
  expected_end: string | null;
  met_on: string | null;
  chased: number;
  chased_on: string | null;
  escalated_on: string | null;
};

/** Everything that referrals bring to the Today of these cases: one statement. */
export const ofCases = statement(
  'referrals.forToday',
  (p: { caseIds: readonly string[]; today: string; consentUpTo: string; resumeUpTo: string }) => sql<TodayRow>`
    select 'referral' as what, r.id, r.case_id, r.kind, r.state, s.service_name as name, r.owner_side as side, r.due_what as waits,
      r.due_on as on, n.area_name as area, r.started_on, r.expected_end, l.met_on, c.chased, c.chased_on, c.escalated_on
    from referral r join ${servicesPart} s on s.service_id = r.service_id
    left join ${areaNames} n on n.area_id = r.area_id
    cross join lateral ${chasedPart} c
    left join lateral (select max(day) as met_on from liaison_contact t where t.referral_id = r.id and t.person_there) l on true
    where r.case_id = any(${p.caseIds}::uuid[]) and r.due_on is not null
    union all
    select 'mail', r.id, r.case_id, r.kind, r.state, s.service_name, null, null, f.failed_on, null, null, null, null, 0, null, null
    from referral r join ${servicesPart} s on s.service_id = r.service_id cross join lateral ${failedMailPart} f
    where r.case_id = any(${p.caseIds}::uuid[]) and r.open
    union all
    select 'alarm', a.id, a.case_id, a.kind, '', coalesce(s.service_name, ''), null, a.words, a.since, null, null, null, null, 0, null, null
    from case_alarm a left join referral r on r.id = a.referral_id left join ${servicesPart} s on s.service_id = r.service_id
    where a.case_id = any(${p.caseIds}::uuid[]) and a.closed_on is null
    union all
    select 'resume', m.id, m.case_id, m.holder, '', m.name, null, m.resume_when, m.to_day, null, null, null, null, 0, null, null
    from case_manager m where m.case_id = any(${p.caseIds}::uuid[]) and m.temporary and m.ended_why is null
      and m.to_day <= ${p.resumeUpTo}::date
      and not exists (select from case_manager o where o.case_id = m.case_id and o.from_day <= m.to_day and (o.to_day is null or o.to_day > m.to_day))
    union all
    select 'consent', k.id, k.case_id, '', '', s.service_name, null, null, k.ends_on, null, null, null, null, 0, null, null
    from sharing_consent k join ${servicesPart} s on s.service_id = k.service_id
    where k.case_id = any(${p.caseIds}::uuid[]) and k.withdrawn_on is null and k.ends_on between ${p.today}::date and ${p.consentUpTo}::date
      and exists (select from referral r where r.case_id = k.case_id and r.service_id = k.service_id and r.open and r.sent_on is not null)
      and not exists (select from sharing_consent y where y.case_id = k.case_id and y.service_id = k.service_id and y.id > k.id)`,
);
