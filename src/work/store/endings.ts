import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { EndingKind, Outcome } from '../rules/in-work.ts';

/** A payment, or permitted work, with its plan and what became of it. Days are 'YYYY-MM-DD'. */
export type EndingRow = {
  id: string;
  job_id: string | null;
  kind: EndingKind;
  code: string | null;
  name: string;
  starts_on: string;
  ends_on: string;
  weekly_pence: number | null;
  plan: string | null;
  planned_on: string | null;
  checked_on: string | null;
  outcome: Outcome | null;
  outcome_on: string | null;
  outcome_words: string | null;
  setback_id: string | null;
  /** The first day of the job of permitted work, as it is now. */
  job_started_on: string | null;
  /** Its last day, where it has one. */
  job_ended_on: string | null;
  version: number;
};
const columns = sql.raw(
  `id, job_id, kind, code, name, starts_on, ends_on, weekly_pence, plan, planned_on, checked_on, outcome, outcome_on, outcome_words, setback_id, version,
   (select j.started_on from job j where j.id = work_ending.job_id) as job_started_on,
   (select j.ended_on from job j where j.id = work_ending.job_id) as job_ended_on`,
);

// What was planned for a job that was withdrawn is withdrawn with it.
const stands = sql.raw(`not exists (select from job j where j.id = work_ending.job_id and j.withdrawn_on is not null)`);

/** What a case has of them: what goes on first, then the latest. */
export const endingsOfCase = statement(
  'work.endingsOfCase',
  (p: { caseId: string; limit: number }) => sql<EndingRow>`
    select ${columns} from work_ending where case_id = ${p.caseId} and ${stands}
    order by outcome is not null, ends_on desc, id desc limit ${p.limit}::int`,
);

type Which = { caseId: string; id: string };
const byId = (p: Which) => sql<EndingRow>`
  select ${columns} from work_ending
  where case_id = ${p.caseId} and (id = ${p.id} or (job_id = ${p.id} and kind = 'permitted_work')) and ${stands}`;
type PermittedJob = { employer: string | null; started_on: string; ended_on: string | null };
const permittedJob = (p: Which) => sql<PermittedJob>`
  select employer, started_on, ended_on from job where id = ${p.id} and case_id = ${p.caseId} and kind = 'permitted' and started_on is not null
    and withdrawn_on is null`;

/** One by its id, or by the id of the job whose permitted work it is. */
export const findEnding = statement('work.findEnding', byId);
export const lockEnding = statement('work.lockEnding', (p: Which) => sql<EndingRow>`${byId(p)} for update`);

/** The job whose permitted work runs. */
export const findPermittedJob = statement('work.findPermittedJob', permittedJob);
export const lockPermittedJob = statement(
  'work.lockPermittedJob',
  (p: Which) => sql<PermittedJob>`${permittedJob(p)} for update`,
);

export const insertEnding = statement(
  'work.insertEnding',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    jobId: string | null;
    kind: EndingKind;
    code: string | null;
    name: string;
    startsOn: string;
    endsOn: string;
    weeklyPence: number | null;
    plan: string | null;
    plannedOn: string | null;
  }) => sql`
    insert into work_ending (id, case_id, person_id, job_id, kind, code, name, starts_on, ends_on, weekly_pence, plan, planned_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.jobId}::uuid, ${p.kind}, ${p.code}, ${p.name}, ${p.startsOn}::date, ${p.endsOn}::date,
      ${p.weeklyPence}::int, ${p.plan}, ${p.plannedOn}::date)`,
);

export const planEnding = statement(
  'work.planEnding',
  (p: { id: string; startsOn: string; endsOn: string; plan: string; on: string }) => sql`
    update work_ending set plan = ${p.plan}, planned_on = ${p.on}::date, starts_on = ${p.startsOn}::date, ends_on = ${p.endsOn}::date,
      version = version + 1
    where id = ${p.id}`,
);

export const settleEnding = statement(
  'work.settleEnding',
  (p: { id: string; outcome: Outcome; on: string; words: string | null; setbackId: string | null }) => sql`
    update work_ending set outcome = ${p.outcome}, outcome_on = ${p.on}::date, outcome_words = ${p.words},
      setback_id = coalesce(${p.setbackId}::uuid, setback_id), version = version + 1
    where id = ${p.id}`,
);

/** Takes back what was said to have become of it. */
export const reopenEnding = statement(
  'work.reopenEnding',
  (p: { id: string }) => sql`
    update work_ending set outcome = null, outcome_on = null, outcome_words = null, setback_id = null, version = version + 1
    where id = ${p.id}`,
);

export const checkEnding = statement(
  'work.checkEnding',
  (p: { id: string; on: string }) => sql`
    update work_ending set checked_on = ${p.on}::date, version = version + 1 where id = ${p.id}`,
);
