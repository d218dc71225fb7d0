/** Payments and permitted work that end on a day: writing them down, planning for their end, and what became of them. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { showDay } from '../../kit/clock.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { addSetback } from '../../plan/actions/setbacks.ts';
import type { InWorkRules } from '../../programmes/rules.ts';
import { type Outcome, outcomes } from '../rules/in-work.ts';
import { permittedDays, permittedOf } from '../rules/in-work-standing.ts';
import * as store from '../store/endings.ts';
import { addJob, type CaseRef, changeJobIn, fieldsOf, findJob, type Job, jobsOf } from './jobs.ts';

export type { EndingRow } from '../store/endings.ts';

const about = ({ caseId, personId, programmeId }: CaseRef) => ({ caseId, personId, programmeId });

/** What a case has of them, what goes on first. */
export const endingsOf = (sql: Sql, caseId: string, limit: number) => store.endingsOfCase(sql, { caseId, limit });

/**
 * One of this case, by its id; or by the id of a job of permitted work, which is counted from the job until somebody plans for
 * its end (version 0: it has no row yet). Null when there is none.
 */
export async function findEnding(
  sql: Sql,
  caseId: string,
  id: string,
  rules: InWorkRules,
): Promise<store.EndingRow | null> {
  const [row] = await store.findEnding(sql, { caseId, id });
  if (row !== undefined) return asOfItsJob(row, rules);
  const [job] = await store.findPermittedJob(sql, { caseId, id });
  return job === undefined ? null : notYetOnFile(id, job, rules);
}

/** The row with the days that its job gives it now. */
function asOfItsJob(row: store.EndingRow, rules: InWorkRules): store.EndingRow {
  if (row.kind === 'payment' || row.job_started_on === null) return row;
  const onFile = { startsOn: parseDay(row.starts_on) as DayNumber, endsOn: parseDay(row.ends_on) as DayNumber };
  const { startsOn, endsOn } = permittedDays(onFile, parseDay(row.job_started_on), rules);
  return { ...row, starts_on: formatDay(startsOn), ends_on: formatDay(endsOn) };
}

function notYetOnFile(
  id: string,
  job: { employer: string | null; started_on: string; ended_on: string | null },
  rules: InWorkRules,
): store.EndingRow {
  const startedOn = parseDay(job.started_on) as DayNumber;
  const { name, startsOn, endsOn } = permittedOf(
    { jobId: id, employer: job.employer, startedOn, endedOn: null },
    rules,
  );
  return {
    ...{ id, job_id: id, kind: 'permitted_work', code: null, name, weekly_pence: null, plan: null, planned_on: null },
    ...{ starts_on: formatDay(startsOn), ends_on: formatDay(endsOn), checked_on: null, version: 0 },
    ...{ outcome: null, outcome_on: null, outcome_words: null, setback_id: null },
    ...{ job_started_on: job.started_on, job_ended_on: job.ended_on },
  };
}

export type NewPayment = {
  code: string | null;
  name: string;
  startsOn: string;
  endsOn: string;
  weeklyPence: number | null;
  plan: string | null;
};

/** Writes a payment down, with the event 'in work.payment recorded'. Resolves to its id. */
export function recordPayment(
  db: Database,
  actor: Actor,
  of: CaseRef,
  payment: NewPayment,
  today: string,
): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { caseId, personId } = of;
    const plannedOn = payment.plan === null ? null : today;
    await store.insertEnding(tx, { id, caseId, personId, jobId: null, kind: 'payment', ...payment, plannedOn });
    const { name, startsOn, endsOn, weeklyPence, plan } = payment;
    const { symbol } = of;
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'in work.payment recorded',
      happenedOn: startsOn,
      payload: { recordId: id, name, startsOn, endsOn, weeklyPence, plan, ...(symbol !== undefined && { symbol }) },
    });
    return id;
  });
}

/** What came of a change. Unless it is 'saved', nothing was written and there is no event. */
export type EndingSaved = 'saved' | 'gone' | { stale: store.EndingRow } | { refused: Record<string, string> };
type Change = { id: string; version: number; rules: InWorkRules };

async function locked(tx: Tx, of: CaseRef, { id, version, rules }: Change): Promise<store.EndingRow | EndingSaved> {
  // The job first: of two who plan for the same permitted work at once the second sees the row of the first.
  const [job] = await store.lockPermittedJob(tx, { caseId: of.caseId, id });
  const [found] = await store.lockEnding(tx, { caseId: of.caseId, id });
  const row =
    found === undefined ? (job === undefined ? null : notYetOnFile(id, job, rules)) : asOfItsJob(found, rules);
  if (row === null) return 'gone';
  return row.version === version ? row : { stale: row };
}
const isRow = (found: store.EndingRow | EndingSaved): found is store.EndingRow =>
  typeof found === 'object' && 'ends_on' in found;

/** The row of permitted work that so far only its job told of. Resolves to the id of the row. */
async function rowOf(tx: Tx, of: CaseRef, row: store.EndingRow): Promise<string> {
  if (row.version > 0) return row.id;
  const id = newId();
  await store.insertEnding(tx, {
    ...{ id, caseId: of.caseId, personId: of.personId, jobId: row.job_id, kind: row.kind, code: null, name: row.name },
    ...{ startsOn: row.starts_on, endsOn: row.ends_on, weeklyPence: null, plan: null, plannedOn: null },
  });
  return id;
}

/** Writes the plan for the end down, and the last day when it moved, with the event 'in work.end planned'. */
export function planEnding(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: Change & { plan: string; endsOn: string; on: string },
): Promise<EndingSaved> {
  const { plan, endsOn, on } = given;
  return transaction(db, async (tx) => {
    const row = await locked(tx, of, given);
    if (!isRow(row)) return row;
    if (row.outcome !== null) return { stale: row };
    if (endsOn < row.starts_on) return { refused: { endsOn: 'The last day must be the first day or after it' } };
    const id = await rowOf(tx, of, row);
    await store.planEnding(tx, { id, startsOn: row.starts_on, endsOn, plan, on });
    await recordEvent(tx, actor, {
      ...about(of),
      kind: 'in work.end planned',
      happenedOn: on,
      payload: {
        ...{ recordId: id, name: row.name, endsOn, plan },
        ...(endsOn !== row.ends_on && { before: { endsOn: row.ends_on } }),
      },
    });
    return 'saved';
  });
}

/**
 * Says what became of it, with the event 'in work.ended', or corrects what was said: the event keeps what it was before. What was not
 * viable is a setback of the plan too, in the same transaction: it erases nothing of what was reached. Permitted work that is over ends;
 * where it became a job it ends on the day before, and the job begins: with the same employer, and with the hours that were told.
 * Jobs and setbacks that are on file already stay as they are.
 */
export function settleEnding(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: Change & { outcome: Outcome; on: string; words: string | null; hours?: number | null; today: string },
): Promise<EndingSaved> {
  const { outcome, on, words } = given;
  return transaction(db, async (tx) => {
    const row = await locked(tx, of, given);
    if (!isRow(row)) return row;
    const isCorrected = row.outcome !== null;
    if (row.outcome === outcome && row.outcome_on === on && row.outcome_words === words) return 'saved';
    if (on < row.starts_on) return { refused: { on: 'The day must be its first day or after it' } };
    const permitted = row.job_id === null ? null : await findJob(tx, of.caseId, row.job_id);
    const another = outcome === 'converted' ? null : anotherDay(permitted, outcome, on);
    if (another !== null) return { refused: another };
    if (row.job_id !== null && outcomes[outcome].endsJob && outcome !== row.outcome) {
      const refused =
        outcome === 'converted'
          ? await convert(tx, actor, of, permitted, given)
          : await endPermitted(tx, actor, of, permitted, on, given.today);
      if (refused !== null) return { refused };
    }
    const id = await rowOf(tx, of, row);
    const said = [`${row.name}: ${outcomes[outcome].text.toLowerCase()}`, words].filter(Boolean).join('. ');
    const setbackId =
      outcomes[outcome].setback && row.setback_id === null
        ? await addSetback(tx, actor, of, { happenedOn: on, words: said.slice(0, 500), size: 2, stepId: null })
        : null;
    await store.settleEnding(tx, { id, outcome, on, words, setbackId });
    const before = { outcome: row.outcome, on: row.outcome_on, words: row.outcome_words };
    const payload = { recordId: id, name: row.name, outcome, words, setbackId, ...(isCorrected && { before }) };
    await recordEvent(tx, actor, { ...about(of), kind: 'in work.ended', happenedOn: on, payload });
    return 'saved';
  });
}

/**
 * Takes back what was said by mistake to have become of it, with the event 'in work.goes on', which keeps what that was: it is counted down
 * again. Jobs and setbacks that came of it stay as they are.
 */
export function reopenEnding(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: Change & { words: string | null; today: string },
): Promise<EndingSaved> {
  return transaction(db, async (tx) => {
    const row = await locked(tx, of, given);
    if (!isRow(row)) return row;
    if (row.outcome === null) return { refused: { outcome: 'It goes on already: nothing else is on file' } };
    const { id, name, outcome, outcome_on: on, outcome_words, setback_id: setbackId } = row;
    await store.reopenEnding(tx, { id });
    // The form holds the words of before: only others say why it was a mistake.
    const words = given.words === outcome_words ? null : given.words;
    const payload = { recordId: id, name, words, before: { outcome, on, words: outcome_words, setbackId } };
    await recordEvent(tx, actor, { ...about(of), kind: 'in work.goes on', happenedOn: given.today, payload });
    return 'saved';
  });
}

const isPermitted = (job: Job | null): job is Job => job !== null && job.kind === 'permitted';

/** What is wrong with a day on which permitted work is said to have ended, where its job ended on another; null where nothing is. */
function anotherDay(permitted: Job | null, outcome: Outcome, on: string): Record<string, string> | null {
  if (!outcomes[outcome].endsJob || !isPermitted(permitted) || permitted.endedOn === null) return null;
  if (permitted.endedOn === on) return null;
  return { on: `The last day of the job is ${showDay(permitted.endedOn)}: enter that day, or correct the job first` };
}

/** Ends permitted work that is still held. Resolves to what is wrong, with nothing written, or null. */
async function endPermitted(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  permitted: Job | null,
  endedOn: string,
  today: string,
): Promise<Record<string, string> | null> {
  if (!isPermitted(permitted) || permitted.endedOn !== null) return null;
  const change = { id: permitted.id, version: permitted.version, job: { ...fieldsOf(permitted), endedOn } };
  const saved = await changeJobIn(tx, actor, of, change, 'job.ended', today);
  // Weeks or terms on file after that day hold it: nothing was written.
  return saved.outcome === 'saved' ? null : { on: 'The permitted work has weeks or hours on file after that day' };
}

/** Ends permitted work and begins the job that it became. Resolves to what is wrong, with nothing written, or null. */
async function convert(
  tx: Tx,
  actor: Actor,
  of: CaseRef,
  permitted: Job | null,
  { on, hours = null, today }: { on: string; hours?: number | null; today: string },
): Promise<Record<string, string> | null> {
  if (!isPermitted(permitted)) return { outcome: 'The permitted work is something else now: look at the jobs' };
  if (permitted.endedOn !== null) {
    const jobs = await jobsOf(tx, of.caseId);
    return jobs.some(({ kind, startedOn }) => kind !== 'permitted' && startedOn === on)
      ? null
      : { on: 'The permitted work has ended already, and no job begins on this day. Add the job that it became first' };
  }
  if (permitted.startedOn !== null && on <= permitted.startedOn)
    return { on: 'The day must be after the first day of the permitted work' };
  const refused = await endPermitted(tx, actor, of, permitted, formatDay((parseDay(on) as DayNumber) - 1), today);
  if (refused !== null) return refused;
  const job = { ...fieldsOf(permitted), kind: 'employed' as const, selfEmployed: false, startedOn: on };
  await addJob(tx, actor, of, { ...job, hoursPerWeek: hours }, [], today);
  return null;
}

/** Keeps that somebody asked, after a payment, whether the person is still in work, with the event 'in work.asked after'. */
export function checkEnding(
  db: Database,
  actor: Actor,
  of: CaseRef,
  given: { id: string; stillInWork: boolean; on: string },
): Promise<'saved' | 'gone'> {
  const { id, stillInWork, on } = given;
  return transaction(db, async (tx) => {
    const [row] = await store.lockEnding(tx, { caseId: of.caseId, id });
    if (row === undefined || row.kind !== 'payment' || row.checked_on !== null) return 'gone';
    await store.checkEnding(tx, { id, on });
    const payload = { recordId: id, name: row.name, stillInWork };
    await recordEvent(tx, actor, { ...about(of), kind: 'in work.asked after', happenedOn: on, payload });
    return 'saved';
  });
}
