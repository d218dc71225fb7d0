import { sql } from 'kysely';
import { attachmentsPart, programmeOfCasePart } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';
import { earlierTermsPart, jobsPart, workedWeeksPart } from '../../work/actions/parts.ts';
import { evidenceHeldPart } from './evidence-held.ts';

/** [since when (null: from the first day), hours a week, pence an hour]. */
type TermsOf = [string | null, number | null, number | null];
/** [Monday, hours, pence]. */
type WeekOf = [string, number | null, number | null];

/**
 * What claims need of a case. Days are 'YYYY-MM-DD'; a job is [key, first day, last day, kind, self-employed, since when its terms
 * hold, hours, pence an hour, earlier terms, weeks as they were worked], the last two null where there are none. A claim is
 * [milestone, day, contract, whether it stands], of any case of the person in the programme; one that does not stand was submitted
 * before and may be claimed again. A piece of evidence is [contract, milestone, key].
 */
export type ProgressRow = {
  case_id: string;
  outside_reference: string;
  attached_on: string | null;
  conditions: Record<string, unknown> | null;
  referred_on: string | null;
  benefit: string | null;
  referral_source: string | null;
  date_of_birth: string | null;
  jobs:
    | [
        string,
        string | null,
        string | null,
        string | null,
        boolean | null,
        string | null,
        number | null,
        number | null,
        TermsOf[] | null,
        WeekOf[] | null,
      ][]
    | null;
  claims: [string, string | null, string | null, boolean][] | null;
  held: [string, string, string][] | null;
};

const standing = sql`('on file', 'submitted', 'accepted', 'paid')`;
// A milestone counts once for a person: what another of their cases in the programme claims is claimed here as well, once they are attached.
const progress = sql`select c.case_id, c.outside_reference, c.attached_on, c.conditions, c.referred_on, c.benefit, c.referral_source, p.date_of_birth,
      (select json_agg(json_build_array(j.job_key, j.started_on, j.ended_on, j.kind, j.self_employed, j.terms_from, j.hours_per_week,
          j.hourly_wage_pence,
          (select json_agg(json_build_array(t.from_on, t.hours_per_week, t.hourly_wage_pence) order by t.from_on nulls first)
           from ${earlierTermsPart} t where t.job_id = j.job_id),
          (select json_agg(json_build_array(w.week_from, w.hours, w.pay_pence)) from ${workedWeeksPart} w where w.job_id = j.job_id)))
       from ${jobsPart} j where j.case_id = c.case_id) as jobs,
      (select json_agg(json_build_array(k.milestone, k.claimed_on, k.contract, k.state in ${standing})) from claim k
       where k.person_id = c.person_id and case when k.case_id = c.case_id
         then k.state in ${standing} or k.state in ('rejected', 'clawed back') or (k.attempt > 1 and k.state in ('prepared', 'checked', 'withdrawn'))
         else c.attached_on is not null and k.state in ${standing}
           and (select o.programme_id from ${programmeOfCasePart} o where o.case_id = k.case_id) = c.programme_id end) as claims,
      (select json_agg(json_build_array(e.contract, e.milestone, e.key)) from ${evidenceHeldPart} e where e.case_id = c.case_id) as held
    from ${attachmentsPart} c join ${people} p on p.person_id = c.person_id`;

// The page first, by its ids alone: what is joined to it is then looked up, and not read from its beginning for every page.
const pageOf = (p: { programmeId: string; after: string; limit: number }) => sql`with page as materialized (
      select case_id from ${programmeOfCasePart} c where programme_id = ${p.programmeId} and case_id > ${p.after} order by case_id
      limit ${p.limit}::int)`;

/** A milestone as it was kept: [contract, milestone, status, reached on, claimed on, claim by, pence, missing, all evidence held]. */
export type KeptMilestone = [
  string,
  string,
  string,
  string | null,
  string | null,
  string | null,
  number | null,
  string[],
  boolean,
];
/** The same with the milestones that were kept when they were last worked out; null where none was. */
export type KeptRow = ProgressRow & { kept: KeptMilestone[] | null };

const withKept = sql`select r.*, (select json_agg(json_build_array(m.contract, m.milestone, m.status, m.reached_on, m.claimed_on, m.claim_by,
      m.pence, m.missing, m.evidence_held)) from case_milestone m where m.case_id = r.case_id) as kept`;

/** Cases of a programme in the order of their ids, after one: a page of them, so that memory does not grow with the programme. */
export const progressAfter = statement(
  'claims.progressAfter',
  (p: { programmeId: string; after: string; limit: number }) => sql<ProgressRow>`
    ${pageOf(p)} ${progress} where c.case_id in (select case_id from page) order by c.case_id`,
);

/** The same with what was kept of them. */
export const keptAfter = statement(
  'claims.keptAfter',
  (p: { programmeId: string; after: string; limit: number }) => sql<KeptRow>`
    ${pageOf(p)} ${withKept} from (${progress} where c.case_id in (select case_id from page)) r order by r.case_id`,
);

/** The same of cases with a job that is held on a day. */
export const runningAfter = statement(
  'claims.runningAfter',
  (p: { programmeId: string; today: string; after: string; limit: number }) => sql<KeptRow>`
    with page as materialized (
      select case_id from ${programmeOfCasePart} c where programme_id = ${p.programmeId} and case_id > ${p.after}
        and exists (select from ${jobsPart} j where j.case_id = c.case_id and coalesce(j.ended_on, 'infinity') > ${p.today}::date)
      order by case_id limit ${p.limit}::int)
    ${withKept} from (${progress} where c.case_id in (select case_id from page)) r order by r.case_id`,
);

export const progressOf = statement(
  'claims.progressOf',
  (p: { caseId: string }) => sql<ProgressRow>`${progress} where c.case_id = ${p.caseId}`,
);

export const keptOfCases = statement(
  'claims.keptOfCases',
  (p: { caseIds: readonly string[] }) => sql<KeptRow>`
    ${withKept} from (${progress} where c.case_id = any(${p.caseIds}::uuid[])) r`,
);

/**
 * The same of one case. A list of one would be planned anew at every change of a job, at three times the cost of the answer: the
 * planner takes a list that it does not know for ten cases, and so never keeps the plan.
 */
export const keptOfCase = statement(
  'claims.keptOfCase',
  (p: { caseId: string }) => sql<KeptRow>`${withKept} from (${progress} where c.case_id = ${p.caseId}) r`,
);
