/** Changes of hours and wage from a day on, and weeks that were really worked. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import {
  latestTerms,
  placeOf,
  type Terms,
  termsOn,
  termsProblems,
  type WorkedWeek,
  weekProblems,
} from '../rules/terms.ts';
import { replacesUnseen, type WeekFigures } from '../rules/week-figures.ts';
import * as store from '../store/jobs.ts';
import { about, type CaseRef, type Job, money, type Saved, toJob } from './jobs.ts';

type Change = { id: string; version: number };

/** Locks a job that still has the version, or says what came of it. */
async function lock(tx: Parameters<typeof store.lockJob>[0], of: CaseRef, { id, version }: Change) {
  const [row] = await store.lockJob(tx, { id, caseId: of.caseId });
  if (row === undefined) return { refusal: { outcome: 'gone' } as Saved<Job> };
  const job = toJob(row);
  return job.version === version ? { job } : { refusal: { outcome: 'stale', saved: job } as Saved<Job> };
}

/**
 * Hours and wage from a day on, with the event 'job.terms changed' on that day. Those of a day that has terms already replace
 * them; an earlier day than the latest stands among the earlier ones.
 */
export function changeTerms(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: Change & { terms: Terms & { from: string } },
  today: string,
): Promise<Saved<Job>> {
  const { id, terms } = change;
  return transaction(db, async (tx) => {
    const { job, refusal } = await lock(tx, of, change);
    if (job === undefined) return refusal;
    const errors = termsProblems(job, terms);
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const here = { id, caseId: of.caseId, personId: of.personId };
    const place = placeOf(job, terms.from);
    if (place === 'latest') await store.keepTerms(tx, { ...here, ...latestTerms(job) });
    if (place === 'earlier') await store.keepTerms(tx, { ...here, ...terms });
    // The version tells of a change among the earlier ones too.
    const now = place === 'earlier' ? latestTerms(job) : terms;
    await store.setTerms(tx, { id, version: job.version, ...now });
    const payload = {
      recordId: id,
      employer: job.employer,
      before: termsOn(job, terms.from),
      after: terms,
      ...money(of),
    };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.terms changed', happenedOn: terms.from, payload });
    await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
    return { outcome: 'saved', id };
  });
}

/** Takes back a change of hours and wage that was entered by mistake, with the event 'job.terms removed' on its day. */
export function removeTerms(
  db: Database,
  actor: Actor,
  of: CaseRef,
  change: Change & { from: string },
  today: string,
): Promise<Saved<Job>> {
  const { id, from } = change;
  return transaction(db, async (tx) => {
    const { job, refusal } = await lock(tx, of, change);
    if (job === undefined) return refusal;
    const gone = [...job.earlierTerms, latestTerms(job)].find((one) => one.from === from);
    const before = job.earlierTerms.at(-1);
    // The first terms of a job are no change: they are corrected with the job.
    if (gone === undefined || before === undefined) return { outcome: 'gone' };
    const now = job.termsFrom === from ? before : latestTerms(job);
    await store.dropTerms(tx, { id, from: job.termsFrom === from ? before.from : from });
    await store.setTerms(tx, { id, version: job.version, ...now });
    const payload = { recordId: id, employer: job.employer, before: gone, ...money(of) };
    await recordEvent(tx, actor, { ...about(of), kind: 'job.terms removed', happenedOn: from, payload });
    await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
    return { outcome: 'saved', id };
  });
}

/** A week, and the figures that a form showed of it (null: none); without `stood` nothing is compared. */
type WeekGiven = { id: string; week: WorkedWeek; stood?: WeekFigures | null };
/** 'told': something else stands for the week than was shown. Nothing was written. */
type WeekSaved = Saved<Job> | { outcome: 'told'; stands: WeekFigures | null };

/** What was worked in a week, with the event 'job.week recorded' on its Monday. Of a week that was told before, a figure that is not told again stays. */
export const recordWeek = (
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: WeekGiven,
  today: string,
): Promise<WeekSaved> => transaction(db, (tx) => recordWeekIn(tx, actor, of, given, today));

/** The same in a transaction that goes on. */
export async function recordWeekIn(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  { id, week, stood }: WeekGiven,
  today: string,
): Promise<WeekSaved> {
  const [row] = await store.lockJob(tx, { id, caseId: of.caseId });
  if (row === undefined) return { outcome: 'gone' };
  const job = toJob(row);
  const errors = weekProblems(job, week);
  if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
  const [found] = await store.findWeek(tx, { id, from: week.from });
  const before = found && { hours: found.hours === null ? null : Number(found.hours), payPence: found.pay_pence };
  if (stood !== undefined && replacesUnseen(week, stood, before)) return { outcome: 'told', stands: before ?? null };
  const { from } = week;
  // Hours come by a call and pay by a slip: neither says that the other is not known.
  const after = { hours: week.hours ?? before?.hours ?? null, payPence: week.payPence ?? before?.payPence ?? null };
  if (before !== undefined && before.hours === after.hours && before.payPence === after.payPence)
    return { outcome: 'unchanged', id };
  await store.keepWeek(tx, { id, caseId: of.caseId, personId: of.personId, from, ...after, on: today });
  const payload = {
    recordId: id,
    employer: job.employer,
    weekFrom: from,
    ...(before && { before }),
    after,
    ...money(of),
  };
  await recordEvent(tx, actor, { ...about(of), kind: 'job.week recorded', happenedOn: from, payload });
  await of.jobsChanged?.(tx, { caseId: of.caseId, programmeId: of.programmeId, today });
  return { outcome: 'saved', id };
}
