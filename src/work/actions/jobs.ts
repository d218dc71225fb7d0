import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Asked, Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { type JobFields, jobChanges, jobProblems } from '../rules/jobs.ts';
import * as store from '../store/jobs.ts';

/** What hangs on the jobs of a case: asked in the transaction of every change to them. `today` is 'YYYY-MM-DD'. */
export type JobsChanged = (tx: Tx, of: { caseId: string; programmeId: string; today: string }) => Promise<void>;

/** What other rooms do when something of this one changes; nothing where it is left out. */
export type WorkParts = { jobsChanged?: JobsChanged };

/** The case that something is recorded in. Whether the actor may is asked where the request comes in. */
export type CaseRef = {
  caseId: string;
  personId: string;
  programmeId: string;
  /** Without it nothing hangs on the jobs of the case. */
  jobsChanged?: JobsChanged;
  /** Before an amount of money in the country of the programme; £ without it. The history keeps it. */
  symbol?: '£' | '$';
};
/** A job of a case. `key` is its key in hand-over files, else its id: it orders jobs that start on one day. */
export type Job = JobFields & { id: string; key: string; version: number };
/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type Saved<R> =
  | { outcome: 'saved'; id: string }
  | { outcome: 'unchanged'; id: string }
  | { outcome: 'refused'; errors: Errors }
  | { outcome: 'stale'; saved: R }
  | { outcome: 'gone' };

const about = ({ caseId, personId, programmeId }: CaseRef) => ({ caseId, personId, programmeId });
// Pounds are what the history takes money for where it says nothing.
const money = ({ symbol }: CaseRef) => (symbol === undefined || symbol === '£' ? {} : { symbol });

/** The jobs of a case, first job first, those without a first day last. */
export async function jobsOf(sql: Sql, caseId: string): Promise<Job[]> {
  return (await store.jobsOfCase(sql, { caseId })).map(toJob);
}

/** A job of this case, or null. */
export async function findJob(sql: Sql, caseId: string, id: string): Promise<Job | null> {
  const [row] = await store.findJob(sql, { caseId, id });
  return row === undefined ? null : toJob(row);
}

/** Records a job and appends 'job.recorded' on its first day, or today where that is not known. */
export async function recordJob(
  db: Database,
  actor: Actor,
  of: CaseRef,
  job: JobFields,
  asked: readonly Asked[],
  today: string,
): Promise<Saved<Job>> {
  const errors = jobProblems(job);
  if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertJob(tx, { id, caseId: of.caseId, personId: of.personId, ...job });
    const happenedOn = job.startedOn ?? today;
    const payload = { recordId: id, ...job, asked, ...money(of) };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.recorded', happenedOn, payload });
    await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
  });
  return { outcome: 'saved', id };
}

/** Corrects a job that still has the version given and appends 'job.corrected', which keeps the job as it was. */
export function correctJob(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; job: JobFields },
  today: string,
): Promise<Saved<Job>> {
  return changeJob(db, actor, of, change, 'job.corrected', today);
}

/** Ends a job on its last day and appends 'job.ended' on that day. */
export async function endJob(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: { id: string; version: number; endedOn: string },
  today: string,
): Promise<Saved<Job>> {
  const job = await findJob(db, of.caseId, change.id);
  if (job === null) return { outcome: 'gone' };
  const { id, version, endedOn } = change;
  return changeJob(db, actor, of, { id, version, job: { ...fieldsOf(job), endedOn } }, 'job.ended', today);
}

function changeJob(
  db: Database,
  actor: Actor,
  of: CaseRef,
  { id, version, job }: { id: string; version: number; job: JobFields },
  kind: 'job.corrected' | 'job.ended',
  today: string,
): Promise<Saved<Job>> {
  return transaction(db, async (tx) => {
    const [row] = await store.lockJob(tx, { id, caseId: of.caseId });
    if (row === undefined) return { outcome: 'gone' };
    const stood = toJob(row);
    if (stood.version !== version) return { outcome: 'stale', saved: stood };
    const before = fieldsOf(stood);
    const errors = jobProblems(job, before);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const changes = jobChanges(before, job);
    if (changes.length === 0) return { outcome: 'unchanged', id };
    await store.updateJob(tx, { id, caseId: of.caseId, version, ...job });
    const happenedOn = (kind === 'job.ended' ? job.endedOn : (job.startedOn ?? before.startedOn)) ?? today;
    const payload = { recordId: id, changes, before, after: job, ...money(of) };
    await recordEvent(tx, actor, { ...about(of), kind, happenedOn, payload });
    await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
    return { outcome: 'saved', id };
  });
}

/** The part of a job that a form holds. */
export function fieldsOf(job: JobFields): JobFields {
  const { employer, occupationGroup, workArea, startedOn, endedOn, hoursPerWeek, hourlyWagePence, selfEmployed } = job;
  return { employer, occupationGroup, workArea, startedOn, endedOn, hoursPerWeek, hourlyWagePence, selfEmployed };
}

function toJob(row: store.JobRow): Job {
  return {
    id: row.id,
    key: row.source_ref ?? row.id,
    version: row.version,
    employer: row.employer,
    occupationGroup: row.occupation_group,
    workArea: row.work_area,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    hoursPerWeek: row.hours_per_week === null ? null : Number(row.hours_per_week),
    hourlyWagePence: row.hourly_wage_pence,
    selfEmployed: row.self_employed,
  };
}
