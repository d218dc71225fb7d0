/** Who holds the whole of a case: allocations, alarms about it, and whose key worker the person had. */
import { sql } from 'kysely';
import { staffNames, userNamesPart } from '../../access/actions/parts.ts';
import { keyWorkerSpans } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { HolderKind } from '../rules/case-manager.ts';

/** An allocation as it is shown. Days are 'YYYY-MM-DD'. */
export type ManagerRow = {
  id: string;
  holder: HolderKind;
  user_id: string | null;
  organisation_id: string | null;
  name: string;
  temporary: boolean;
  from: string;
  to: string | null;
  review_on: string | null;
  resume_when: string | null;
  basis: string[];
  feedback_every: string | null;
  feedback_what: string | null;
  notes_access: boolean;
  informed: string | null;
  ended_why: string | null;
  recorded_by_name: string | null;
};

/** Allocations of a case, the earliest first. */
export const managersOfCase = statement(
  'referrals.managersOfCase',
  (p: { caseId: string }) => sql<ManagerRow>`
    select m.id, m.holder, m.user_id, m.organisation_id, m.name, m.temporary, m.from_day as from, m.to_day as to, m.review_on,
      m.resume_when, m.basis, m.feedback_every, m.feedback_what, m.notes_access, m.informed, m.ended_why,
      u.user_name as recorded_by_name
    from case_manager m left join ${userNamesPart} u on u.user_id = m.recorded_by
    where m.case_id = ${p.caseId} order by m.from_day, m.id`,
);

/** Stretches through which nobody held the case, as their alarms have them. */
export const gapsOfCase = statement(
  'referrals.gapsOfCase',
  (p: { caseId: string }) => sql<{ id: string; since: string; closed: string | null }>`
    select id, since, closed_on as closed from case_alarm
    where case_id = ${p.caseId} and kind = 'no case manager' order by since, id`,
);

/** Whose key worker the person of a case had, the earliest first. */
export const workersOfCase = statement(
  'referrals.workersOfCase',
  (p: { caseId: string }) => sql<{ staff_id: string; name: string; from: string; to: string | null }>`
    select k.staff_id, n.staff_name as name, k.starts_on as from, k.ends_on as to
    from ${keyWorkerSpans} k join ${staffNames} n on n.staff_id = k.staff_id
    where k.case_id = ${p.caseId} order by k.starts_on`,
);

export const insertManager = statement(
  'referrals.insertManager',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    programmeId: string;
    holder: HolderKind;
    userId: string | null;
    organisationId: string | null;
    name: string;
    temporary: boolean;
    from: string;
    to: string | null;
    reviewOn: string | null;
    resumeUserId: string | null;
    resumeWhen: string | null;
    basis: readonly string[];
    feedbackEvery: string | null;
    feedbackWhat: string | null;
    notesAccess: boolean;
    informed: string | null;
    by: string | null;
  }) => sql`
    insert into case_manager (id, case_id, person_id, programme_id, holder, user_id, organisation_id, name, temporary, from_day, to_day,
      review_on, resume_user_id, resume_when, agreed_by_person, basis, feedback_every, feedback_what, notes_access, informed, recorded_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.programmeId}, ${p.holder}, ${p.userId}, ${p.organisationId}, ${p.name},
      ${p.temporary}, ${p.from}, ${p.to}, ${p.reviewOn}, ${p.resumeUserId}, ${p.resumeWhen}, true, ${p.basis}, ${p.feedbackEvery},
      ${p.feedbackWhat}, ${p.notesAccess}, ${p.informed}, ${p.by})`,
);

/** Ends an allocation on a day, if it still ends where it did when it was read; else no row. */
export const endManager = statement(
  'referrals.endManager',
  (p: { id: string; was: string | null; to: string; why: string }) => sql<{ id: string }>`
    update case_manager set to_day = ${p.to}, ended_why = ${p.why}
    where id = ${p.id} and to_day is not distinct from ${p.was}::date and ended_why is null returning id`,
);

/** Whether an organisation still works with the person of a case, by another referral. */
export const worksOn = statement(
  'referrals.worksOn',
  (p: { caseId: string; organisationId: string; but: string }) => sql<{ id: string }>`
    select id from referral where case_id = ${p.caseId} and organisation_id = ${p.organisationId} and id <> ${p.but} and open
      and state not in ('ended', 'handed back') limit 1`,
);

/** Allocations to services whose referrals of the case have all ended, without anybody saying who holds the person now. */
export const leftByService = statement(
  'referrals.leftByService',
  (p: { today: string }) => sql<{
    id: string;
    case_id: string;
    person_id: string;
    programme_id: string;
    organisation_id: string;
    ended_on: string;
  }>`
    select m.id, m.case_id, m.person_id, m.programme_id, m.organisation_id, e.ended_on
    from case_manager m
    cross join lateral (
      select greatest(max(coalesce(r.ended_on, r.decided_on, r.made_on)), m.from_day) as ended_on from referral r
      where r.case_id = m.case_id and r.organisation_id = m.organisation_id and r.kind = 'referral'
      having not bool_or(r.open and r.state not in ('ended', 'handed back'))) e
    where m.holder = 'service' and m.ended_why is null and m.from_day <= ${p.today}::date
      and (m.to_day is null or m.to_day > ${p.today}::date) and e.ended_on <= ${p.today}::date`,
);
