/** Support in work: where somebody stands, being in touch, what came up, and whether the employer may be talked to. */
import { recordEvent, timelineOf } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { contactKinds } from '../../cases/rules/caseload.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { together } from '../../kit/together.ts';
import type { InWorkRules } from '../../programmes/rules.ts';
import type { Way } from '../rules/in-work.ts';
import { type Ending, type HeldJob, type InWork, inWorkOf, type PastJob } from '../rules/in-work-standing.ts';
import { weekProblems } from '../rules/terms.ts';
import * as store from '../store/in-work.ts';
import { findWeek, lockJob } from '../store/jobs.ts';
import { type ConsentGiven, keepConsent } from './employer-consent.ts';
import { type CaseRef, type Job, toJob } from './jobs.ts';
import { recordWeekIn } from './terms.ts';

export type { ContactRow, ProblemRow } from '../store/in-work.ts';

const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const dayOrNull = (text: string | null): DayNumber | null => (text === null ? null : parseDay(text));
const hundredths = (hours: string): number => Math.round(Number(hours) * 100);
const about = ({ caseId, personId, programmeId }: CaseRef) => ({ caseId, personId, programmeId });

type Facts = { jobs: HeldJob[]; endings: Ending[]; past: PastJob[] };

/** What was read of several cases, by case. */
export function standingFacts(rows: readonly store.StandingRow[]): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const { case_id, ...row } of rows) {
    const own = found.get(case_id) ?? { jobs: [], endings: [], past: [] };
    found.set(case_id, own);
    if (row.what === 'job') {
      const { job_id, employer, kind, self_employed, started_on, agreed, weeks, employer_on, consent } = row.facts;
      const { ended_on, told_on, spoke_on } = row.facts;
      own.jobs.push({
        jobId: job_id,
        employer,
        kind,
        selfEmployed: self_employed === true,
        startedOn: day(started_on),
        endedOn: dayOrNull(ended_on),
        agreed: agreed === null ? null : hundredths(agreed),
        weeks: weeks.map(([from, hours]) => ({ from: day(from), hundredths: hundredths(hours) })),
        toldOn: dayOrNull(told_on),
        spokeOn: dayOrNull(spoke_on),
        employerOn: dayOrNull(employer_on),
        consent,
      });
    } else if (row.what === 'past') {
      const { job_id, employer, started_on, ended_on } = row.facts;
      own.past.push({ jobId: job_id, employer, startedOn: day(started_on), endedOn: day(ended_on) });
    } else {
      const { id, job_id, kind, code, name, starts_on, ends_on, plan, planned_on, checked_on, outcome } = row.facts;
      const { job } = row.facts;
      own.endings.push({
        ...{ id, jobId: job_id, kind, code, name, plan, outcome },
        startsOn: day(starts_on),
        endsOn: day(ends_on),
        plannedOn: dayOrNull(planned_on),
        checkedOn: dayOrNull(checked_on),
        job: job && { kind: job.kind, startedOn: dayOrNull(job.started_on), endedOn: dayOrNull(job.ended_on) },
      });
    }
  }
  return found;
}

/** A day of support in work: the rules, the day of attachment, the last day of support (null: none) and today. */
export type InWorkDay = { rules: InWorkRules; attachedOn: DayNumber | null; until: DayNumber | null; today: string };

/** Where the person of a case stands in work. One statement. */
export async function standingOf(sql: Sql, caseId: string, on: InWorkDay): Promise<InWork> {
  const { rules, attachedOn, until, today } = on;
  const [rows, heard] = await together(sql, [
    (part: Sql) => store.standingOfCases(part, { caseIds: [caseId], today, weeks: rules.meanOfWeeks + 1 }),
    (part: Sql) =>
      timelineOf(part, {
        caseId,
        kinds: [...contactKinds],
        beforeDay: 'infinity',
        beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
        limit: 1,
      }),
  ]);
  const facts = standingFacts(rows).get(caseId) ?? { jobs: [], endings: [], past: [] };
  const lastOn = dayOrNull(heard[0]?.happened_on ?? null);
  return inWorkOf(facts, { rules, attachedOn, until, lastOn, today: day(today) });
}

/** The latest contacts and problems of a case, with one more than `limit` where there are more. */
export const contactsOf = (sql: Sql, caseId: string, limit: number) => store.contactsOfCase(sql, { caseId, limit });
export const problemsOf = (sql: Sql, caseId: string, limit: number) => store.problemsOfCase(sql, { caseId, limit });

/** Something that came up, by code, and the help that was given at once; the words that stand for both go into the history. */
export type CameUp = {
  code: string;
  asked: string;
  words: string | null;
  help: { code: string; label: string } | null;
};
export type Contact = {
  withWhom: 'person' | 'employer';
  jobId: string | null;
  employer: string | null;
  on: string;
  way: Way;
  reached: boolean;
  words: string | null;
  cameUp: CameUp | null;
};

/** Hours of a week of a job, told in a call; `from` is its Monday, `stood` the hours that were on file when it was asked for. */
export type WeekTold = { jobId: string; from: string; hours: number; stood: number | null };

/** What of a call was recorded by somebody else since its form was opened: the employer was asked about, or the hours were told. */
export type Meanwhile = 'asked' | 'week gone' | { told: number };

// It was looked at under the lock of the job: with half of it written there would be no message to give.
const abort = (): never => {
  throw new Error('NEWEL_WEEK: the week of a call is none of its job');
};

/** The kinds of event; talking with the person counts as contact everywhere (`contactKinds`). */
const eventOf = ({ withWhom, reached }: Contact): string =>
  !reached ? 'in work.attempted' : withWhom === 'person' ? 'in work.spoke with person' : 'in work.spoke with employer';

/**
 * Records that somebody was in touch, or tried to, with what came up and what the person says about talking to the employer, and an
 * event; and the hours of a week, where they were told. An employer is talked to only while the person agrees: 'not agreed', and what
 * changed meanwhile, write nothing, and there is no event.
 */
export function recordContact(
  db: Database,
  actor: Actor & { userId: string | null },
  of: CaseRef,
  contact: Contact,
  also: { consent?: ConsentGiven | null; week?: WeekTold | null; today: string },
): Promise<'saved' | 'not agreed' | Meanwhile> {
  const { withWhom, jobId, employer, on, way, reached, words, cameUp } = contact;
  return transaction(db, async (tx) => {
    if (withWhom === 'employer') {
      const [job] = await store.consentOfJob(tx, { caseId: of.caseId, jobId: jobId ?? of.caseId });
      if (job?.given !== true) return 'not agreed';
    }
    const meanwhile = await meanwhileOf(tx, of, also);
    if (meanwhile !== null) return meanwhile;
    const id = newId();
    const base = { caseId: of.caseId, personId: of.personId };
    await store.insertContact(tx, { id, ...base, jobId, withWhom, on, way, reached, words, by: actor.userId });
    if (cameUp !== null) {
      const problem = { id: newId(), ...base, contactId: id, jobId, on };
      const { code, help } = cameUp;
      await store.insertProblem(tx, { ...problem, code, words: cameUp.words, help: help?.code ?? null });
    }
    await recordEvent(tx, actor, {
      ...about(of),
      kind: eventOf(contact),
      happenedOn: on,
      payload: {
        ...{ recordId: id, employer, way, words },
        ...(cameUp !== null && { cameUp: cameUp.asked, help: cameUp.help?.label ?? null }),
      },
    });
    if (also.consent) await keepConsent(tx, actor, of, also.consent, on);
    if (also.week) {
      const { jobId: id, from, hours } = also.week;
      const kept = await recordWeekIn(tx, actor, of, { id, week: { from, hours, payPence: null } }, also.today);
      if (kept.outcome === 'refused' || kept.outcome === 'gone') return abort();
    }
    return 'saved';
  });
}

/** Locks the jobs that a call tells of, and says whether what it was asked about still stands so. */
async function meanwhileOf(
  tx: Tx,
  { caseId }: CaseRef,
  { consent, week }: { consent?: ConsentGiven | null; week?: WeekTold | null },
): Promise<Meanwhile | null> {
  const ids = new Set([consent?.jobId, week?.jobId].filter((id) => id !== undefined));
  const jobs = new Map<string, Job>();
  for (const id of [...ids].sort()) for (const row of await lockJob(tx, { id, caseId })) jobs.set(id, toJob(row));
  if (consent) {
    const [stands] = await store.consentOfJob(tx, { caseId, jobId: consent.jobId });
    if (stands === undefined || stands.given !== null) return 'asked';
  }
  if (week) {
    const job = jobs.get(week.jobId);
    if (job === undefined || !hasWeek(job, week.from, week.hours)) return 'week gone';
    const [told] = await findWeek(tx, { id: week.jobId, from: week.from });
    const hours = told === undefined || told.hours === null ? null : Number(told.hours);
    if (hours !== null && hours !== week.stood && hours !== week.hours) return { told: hours };
  }
  return null;
}

const hasWeek = (job: Job, from: string, hours: number): boolean =>
  Object.keys(weekProblems(job, { from, hours, payPence: null })).length === 0;

/** Keeps what the person says about talking to the employer of a job, with the event of it. The answer before stays on file. */
export function setConsent(
  db: Database,
  actor: Actor & { userId: string | null },
  of: CaseRef,
  consent: ConsentGiven,
  on: string,
): Promise<void> {
  return transaction(db, (tx) => keepConsent(tx, actor, of, consent, on));
}

/** Whether the employer of a job may be talked to, and what may be told. Null when the job is not of this case. */
export async function consentOf(sql: Sql, caseId: string, jobId: string) {
  return (await store.consentOfJob(sql, { caseId, jobId }))[0] ?? null;
}

/** A problem of this case, or null. */
export async function findProblem(sql: Sql, caseId: string, id: string): Promise<store.ProblemRow | null> {
  return (await store.findProblem(sql, { caseId, id }))[0] ?? null;
}

/**
 * Closes a problem that still has the version given, with the event 'in work.problem closed'. 'stale' when somebody else closed or
 * changed it: nothing is written then.
 */
export function closeProblem(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: { id: string; version: number; label: string; closedOn: string; words: string | null },
): Promise<'saved' | 'stale'> {
  const { id, version, label, closedOn, words } = given;
  return transaction(db, async (tx) => {
    const [closed] = await store.closeProblem(tx, { caseId: of.caseId, id, version, closedOn, words });
    if (closed === undefined) return 'stale';
    const payload = { recordId: id, cameUp: label, words };
    await recordEvent(tx, actor, { ...about(of), kind: 'in work.problem closed', happenedOn: closedOn, payload });
    return 'saved';
  });
}
