import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { EndingKind, Outcome, Way } from '../rules/in-work.ts';

/** A job that is held on the day, with what support in work asks of it. Days are 'YYYY-MM-DD'. */
export type HeldJobFacts = {
  job_id: string;
  employer: string | null;
  kind: string | null;
  self_employed: boolean | null;
  started_on: string;
  ended_on: string | null;
  /** The hours that were agreed for the latest week on file, as text; null is not known. */
  agreed: string | null;
  /** The latest weeks on file that are over: the Monday and the hours, as text. */
  weeks: readonly (readonly [string, string])[];
  /** The day on which the hours of the latest week were recorded; null for those of before it was kept. */
  told_on: string | null;
  /** The latest day of a call to the person that was recorded after them. */
  spoke_on: string | null;
  /** When the employer was last spoken to. */
  employer_on: string | null;
  /** Whether the person agrees; null: nobody has asked. */
  consent: boolean | null;
};
/** A payment or permitted work on file. `id` is null for permitted work that nobody has planned for: it is the job alone. */
export type EndingFacts = {
  id: string;
  job_id: string | null;
  kind: EndingKind;
  code: string | null;
  name: string;
  starts_on: string;
  ends_on: string;
  plan: string | null;
  planned_on: string | null;
  checked_on: string | null;
  outcome: Outcome | null;
  /** The job of permitted work. */
  job: { kind: string | null; started_on: string | null; ended_on: string | null } | null;
};

/** Permitted work whose job has ended, and of which nothing else is on file. */
export type PastFacts = { job_id: string; employer: string | null; started_on: string; ended_on: string };
export type StandingRow =
  | { what: 'job'; case_id: string; facts: HeldJobFacts }
  | { what: 'ending'; case_id: string; facts: EndingFacts }
  | { what: 'past'; case_id: string; facts: PastFacts };

/**
 * Of these cases: the jobs that are held on a day (of those with a first day), and payments and permitted work that somebody
 * still has to do something about. `weeks` is how many of the latest weeks of a job are read: whole ones, for the hours of a week that goes
 * on are still to come.
 */
export const standingOfCases = statement(
  'work.standingOfCases',
  (p: { caseIds: readonly string[]; today: string; weeks: number }) => sql<StandingRow>`
    select 'job' as what, j.case_id, jsonb_build_object(
      'job_id', j.id, 'employer', j.employer, 'kind', j.kind, 'self_employed', j.self_employed, 'started_on', j.started_on,
      'ended_on', j.ended_on,
      'agreed', case when w.latest is null or coalesce(j.terms_from, j.started_on) <= w.latest then j.hours_per_week else (
        select t.hours_per_week from job_terms t where t.job_id = j.id and coalesce(t.from_on, j.started_on) <= w.latest
        order by t.from_on desc nulls last limit 1) end::text,
      'weeks', coalesce(w.weeks, '[]'), 'told_on', l.hours_told_on,
      'spoke_on', (select max(k.contact_on) from work_contact k
        where k.case_id = j.case_id and k.with_whom = 'person' and k.reached and k.created_at > l.hours_told_at),
      'employer_on', (select max(k.contact_on) from work_contact k
        where k.case_id = j.case_id and k.job_id = j.id and k.with_whom = 'employer' and k.reached and k.contact_on <= ${p.today}::date),
      'consent', (select e.given from employer_consent e where e.case_id = j.case_id and e.job_id = j.id
        order by e.asked_on desc, e.id desc limit 1)) as facts
    from job j
    left join lateral (
      select max(x.week_from) as latest, jsonb_agg(jsonb_build_array(x.week_from, x.hours::text) order by x.week_from desc) as weeks
      from (select week_from, hours from job_week where job_id = j.id and hours is not null and week_from + 6 < ${p.today}::date
        order by week_from desc limit ${p.weeks}::int) x) w on true
    left join job_week l on l.job_id = j.id and l.week_from = w.latest
    where j.case_id = any(${p.caseIds}::uuid[]) and j.started_on <= ${p.today}::date
      and (j.ended_on is null or j.ended_on > ${p.today}::date) and j.withdrawn_on is null
    union all
    select 'ending', e.case_id, jsonb_build_object(
      'id', e.id, 'job_id', e.job_id, 'kind', e.kind, 'code', e.code, 'name', e.name, 'starts_on', e.starts_on, 'ends_on', e.ends_on,
      'plan', e.plan, 'planned_on', e.planned_on, 'checked_on', e.checked_on, 'outcome', e.outcome,
      'job', case when j.id is not null then jsonb_build_object('kind', j.kind, 'started_on', j.started_on, 'ended_on', j.ended_on) end)
    from work_ending e left join job j on j.id = e.job_id
    where e.case_id = any(${p.caseIds}::uuid[]) and (e.kind = 'permitted_work' or e.outcome is null or e.checked_on is null)
      and j.withdrawn_on is null
    union all
    select 'past', j.case_id, jsonb_build_object(
      'job_id', j.id, 'employer', j.employer, 'started_on', j.started_on, 'ended_on', j.ended_on)
    from job j
    where j.case_id = any(${p.caseIds}::uuid[]) and j.kind = 'permitted' and j.started_on is not null and j.ended_on <= ${p.today}::date
      and j.withdrawn_on is null
      and not exists (select from work_ending e where e.job_id = j.id and e.kind = 'permitted_work')`,
);

/** What was said and when, for the page of support in work. */
export type ContactRow = {
  id: string;
  job_id: string | null;
  employer: string | null;
  with_whom: 'person' | 'employer';
  contact_on: string;
  way: Way;
  reached: boolean;
  words: string | null;
  recorded_by_name: string | null;
};

/** The latest contacts of a case. */
export const contactsOfCase = statement(
  'work.contactsOfCase',
  (p: { caseId: string; limit: number }) => sql<ContactRow>`
    select k.id, k.job_id, j.employer, k.with_whom, k.contact_on, k.way, k.reached, k.words, u.user_name as recorded_by_name
    from work_contact k left join job j on j.id = k.job_id left join ${userNamesPart} u on u.user_id = k.recorded_by
    where k.case_id = ${p.caseId} order by k.contact_on desc, k.id desc limit ${p.limit}::int`,
);

export type ProblemRow = {
  id: string;
  code: string;
  words: string | null;
  help: string | null;
  opened_on: string;
  closed_on: string | null;
  closed_words: string | null;
  version: number;
};
const problemColumns = sql.raw('id, code, words, help, opened_on, closed_on, closed_words, version');

/** What came up: what is open first, then the latest. */
export const problemsOfCase = statement(
  'work.problemsOfCase',
  (p: { caseId: string; limit: number }) => sql<ProblemRow>`
    select ${problemColumns} from work_problem where case_id = ${p.caseId}
    order by closed_on is not null, opened_on desc, id desc limit ${p.limit}::int`,
);

export const findProblem = statement(
  'work.findProblem',
  (p: { caseId: string; id: string }) =>
    sql<ProblemRow>`select ${problemColumns} from work_problem where id = ${p.id} and case_id = ${p.caseId}`,
);

export const closeProblem = statement(
  'work.closeProblem',
  (p: { caseId: string; id: string; version: number; closedOn: string; words: string | null }) => sql<{ code: string }>`
    update work_problem set closed_on = ${p.closedOn}::date, closed_words = ${p.words}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and closed_on is null returning code`,
);

export type NewContact = {
  id: string;
  caseId: string;
  personId: string;
  jobId: string | null;
  withWhom: 'person' | 'employer';
  on: string;
  way: string;
  reached: boolean;
  words: string | null;
  by: string | null;
};

export const insertContact = statement(
  'work.insertContact',
  (p: NewContact) => sql`
    insert into work_contact (id, case_id, person_id, job_id, with_whom, contact_on, way, reached, words, recorded_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.jobId}::uuid, ${p.withWhom}, ${p.on}::date, ${p.way}, ${p.reached}, ${p.words}, ${p.by}::uuid)`,
);

export const insertProblem = statement(
  'work.insertProblem',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    contactId: string;
    jobId: string | null;
    code: string;
    words: string | null;
    help: string | null;
    on: string;
  }) => sql`
    insert into work_problem (id, case_id, person_id, contact_id, job_id, code, words, help, opened_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.contactId}, ${p.jobId}::uuid, ${p.code}, ${p.words}, ${p.help}, ${p.on}::date)`,
);

export const insertConsent = statement(
  'work.insertConsent',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    jobId: string;
    given: boolean;
    on: string;
    words: string | null;
    by: string | null;
  }) => sql`
    insert into employer_consent (id, case_id, person_id, job_id, given, asked_on, words, recorded_by)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.jobId}, ${p.given}, ${p.on}::date, ${p.words}, ${p.by}::uuid)`,
);

/** Whether the person agrees that the employer of a job is talked to: the latest answer, with the lock of the job it is about. */
export const consentOfJob = statement(
  'work.consentOfJob',
  (p: { caseId: string; jobId: string }) => sql<{
    given: boolean | null;
    words: string | null;
    asked_on: string | null;
  }>`
    select e.given, e.words, e.asked_on from job j
    left join lateral (select given, words, asked_on from employer_consent where case_id = j.case_id and job_id = j.id
      order by asked_on desc, id desc limit 1) e on true
    where j.id = ${p.jobId} and j.case_id = ${p.caseId} and j.withdrawn_on is null`,
);
