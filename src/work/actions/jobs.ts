import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import type { Asked, Errors } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { WorkWords } from '../../programmes/rules/work.ts';
import { type JobFields, jobChanges, jobProblems } from '../rules/jobs.ts';
import { daysProblem, type Termed, type WorkedWeek } from '../rules/terms.ts';
import * as store from '../store/jobs.ts';

/** What hangs on the jobs of a case: asked in the transaction of every change to them. `today` is 'YYYY-MM-DD'. */
export type JobsChanged = (tx: Tx, of: { caseId: string; programmeId: string; today: string }) => Promise<void>;

/** What else is about a job that was withdrawn: asked in the same transaction. */
export type JobWithdrawn = (
  tx: Tx,
  actor: Actor,
  of: { caseId: string; personId: string; programmeId: string; jobId: string; today: string },
) => Promise<void>;

/** What other rooms do when something of this one changes; nothing where it is left out. */
export type WorkParts = { jobsChanged?: JobsChanged; jobWithdrawn?: JobWithdrawn };

/** The case that something is recorded in. Whether the actor may is asked where the request comes in. */
export type CaseRef = {
  caseId: string;
  personId: string;
  programmeId: string;
  /** Without it nothing hangs on the jobs of the case. */
  jobsChanged?: JobsChanged;
  jobWithdrawn?: JobWithdrawn;
  /** Before an amount of money in the country of the programme; £ without it. The history keeps it. */
  symbol?: '£' | '$';
  /** What the programme calls kinds of work and reasons; the usual words without it. */
  words?: WorkWords;
};
/** A job of a case. `key` is its key in hand-over files, else its id: it orders jobs that start on one day. */
export type Job = JobFields &
  Termed & {
    id: string;
    key: string;
    version: number;
    occupationLabel: string | null;
    /** The employer of the programme that it is with, where that is known. */
    employerId: string | null;
    /** The latest weeks that were told, the latest first. */
    weeks: readonly WorkedWeek[];
  };
/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type Saved<R> =
  | { outcome: 'saved'; id: string }
  | { outcome: 'unchanged'; id: string }
  | { outcome: 'refused'; errors: Errors }
  | { outcome: 'stale'; saved: R }
  | { outcome: 'gone' };

/** What every event of a case says of it. */
export const about = ({ caseId, personId, programmeId }: CaseRef) => ({ caseId, personId, programmeId });
// Pounds are what the history takes money for where it says nothing.
export const money = ({ symbol }: CaseRef) => (symbol === undefined || symbol === '£' ? {} : { symbol });

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
  const id = await transaction(db, (tx) => addJob(tx, actor, of, job, asked, today));
  return { outcome: 'saved', id };
}

/** Records a job in a transaction that goes on, with the event 'job.recorded'. Pass a job without problems. Resolves to its id. */
export async function addJob(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  job: JobFields,
  asked: readonly Asked[],
  today: string,
): Promise<string> {
  const id = newId();
  await store.insertJob(tx, { id, caseId: of.caseId, personId: of.personId, programmeId: of.programmeId, ...job });
  const happenedOn = job.startedOn ?? today;
  const payload = { recordId: id, ...job, ...kindWords(of, job), asked, ...money(of) };
  await recordEvent(tx, actor, { ...about(of), kind: 'job.recorded', happenedOn, payload });
  await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
  return id;
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
  change: { id: string; version: number; endedOn: string; leftReason?: string | null; leftWords?: string | null },
  today: string,
): Promise<Saved<Job>> {
  const job = await findJob(db, of.caseId, change.id);
  if (job === null) return { outcome: 'gone' };
  const { id, version, endedOn, leftReason = job.leftReason, leftWords = job.leftWords } = change;
  const ended = { ...fieldsOf(job), endedOn, leftReason, leftWords };
  return changeJob(db, actor, of, { id, version, job: ended }, 'job.ended', today);
}

type Change = { id: string; version: number; job: JobFields };
const changeJob = (
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: Change,
  kind: 'job.corrected' | 'job.ended',
  today: string,
): Promise<Saved<Job>> => transaction(db, (tx) => changeJobIn(tx, actor, of, change, kind, today));

/** Changes a job in a transaction that goes on; the job is locked from then on. */
export async function changeJobIn(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  { id, version, job }: Change,
  kind: 'job.corrected' | 'job.ended',
  today: string,
): Promise<Saved<Job>> {
  const [row] = await store.lockJob(tx, { id, caseId: of.caseId });
  if (row === undefined) return { outcome: 'gone' };
  const stood = toJob(row);
  if (stood.version !== version) return { outcome: 'stale', saved: stood };
  const before = fieldsOf(stood);
  const daysStay = job.startedOn === before.startedOn && job.endedOn === before.endedOn;
  const errors = { ...jobProblems(job, before), ...(daysStay ? {} : await daysWrong(tx, stood, job)) };
  if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
  const changes = jobChanges(before, job, of.words);
  if (changes.length === 0) return { outcome: 'unchanged', id };
  await store.updateJob(tx, { id, caseId: of.caseId, programmeId: of.programmeId, version, ...job });
  const happenedOn = (kind === 'job.ended' ? job.endedOn : (job.startedOn ?? before.startedOn)) ?? today;
  const payload = { recordId: id, changes, before, after: job, ...leftLabel(of, job), ...money(of) };
  await recordEvent(tx, actor, { ...about(of), kind, happenedOn, payload });
  await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
  return { outcome: 'saved', id };
}

async function daysWrong(tx: Tx, stood: Job, days: JobFields): Promise<Errors> {
  const [worked = { first: null, last: null }] = await store.workedSpan(tx, { id: stood.id });
  return daysProblem(stood, days, worked);
}

// The history keeps the words that were the programme's then.
const kindWords = ({ words }: CaseRef, { kind }: JobFields) => {
  const label = words?.kinds.find((one) => one.code === kind)?.label;
  return label === undefined ? {} : { words: label };
};
const leftLabel = ({ words }: CaseRef, { leftReason }: JobFields) => {
  const label = words?.leftReasons.find((one) => one.code === leftReason)?.label;
  return label === undefined ? {} : { leftLabel: label };
};

/** The part of a job that a form holds. */
export function fieldsOf(job: JobFields): JobFields {
  const { employer, occupationGroup, workArea, startedOn, endedOn, hoursPerWeek, hourlyWagePence, selfEmployed } = job;
  const { kind, occupationScheme, occupationCode, leftReason, leftWords } = job;
  return {
    ...{ kind, employer, occupationGroup, workArea, startedOn, endedOn, hoursPerWeek, hourlyWagePence, selfEmployed },
    ...{ occupationScheme, occupationCode, leftReason, leftWords },
  };
}

/** A job from its row. */
export function toJob(row: store.JobRow): Job {
  return {
    id: row.id,
    key: row.source_ref ?? row.id,
    version: row.version,
    kind: row.kind,
    employer: row.employer,
    employerId: row.employer_id,
    occupationGroup: row.occupation_group,
    occupationScheme: row.occupation_scheme,
    occupationCode: row.occupation_code,
    occupationLabel: row.occupation_label,
    workArea: row.work_area,
    startedOn: row.started_on,
    endedOn: row.ended_on,
    hoursPerWeek: row.hours_per_week === null ? null : Number(row.hours_per_week),
    hourlyWagePence: row.hourly_wage_pence,
    selfEmployed: row.self_employed,
    leftReason: row.left_reason,
    leftWords: row.left_words,
    termsFrom: row.terms_from,
    earlierTerms: row.earlier.map(([from, hoursPerWeek, hourlyWagePence]) => ({ from, hoursPerWeek, hourlyWagePence })),
    weeks: row.weeks.map(([from, hours, payPence]) => ({ from, hours, payPence })),
  };
}
