import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { stringify } from 'csv-stringify/sync';
import { latestEventOf, recordEvent } from '../access/actions.ts';
import type { Actor } from '../access/rules/policy.ts';
import { instrument } from '../assessment/actions/instruments.ts';
import { issuesOf } from '../assessment/rules.ts';
import { anyDue, workOutDue } from '../claims/actions/milestones.ts';
import type { Clock } from '../kit/clock.ts';
import { type CsvValue, guardCell } from '../kit/csv.ts';
import { parseDay } from '../kit/days.ts';
import { type Database, type Sql, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { addJob } from '../kit/jobs.ts';
import { isUuid } from '../kit/uuid.ts';
import { programmeOn } from '../programmes/actions.ts';
import { csvRows } from './rules/columns.ts';
import type { ReportSettings } from './rules/facts.ts';
import type { OnFile, Who } from './rules/plan.ts';
import { faults } from './rules/reconcile.ts';
import { type ReportResult, toResult } from './rules/result.ts';
import { type BreakDown, behind, layoutVersion, openFold } from './rules/tables.ts';
import { sustainedOnFile } from './store/payments.ts';
import * as store from './store.ts';

export type { FrozenLine } from './store.ts';

/** Which tables: a programme, a day ('YYYY-MM-DD') and a break-down. */
export type ReportRequest = { programmeId: string; asOf: string; by: BreakDown };

function dayNumber(text: string): number {
  const day = parseDay(text);
  if (day === null) throw new RangeError('NEWEL_REPORT: the as-of date is not a date');
  return day;
}

const orNull = (day: string | null): number | null => (day === null ? null : parseDay(day));

/** What the programme's document in force on the day says that tables need. Null when there is no document. */
export async function settingsFor(
  sql: Sql,
  request: { programmeId: string; asOf: string },
): Promise<ReportSettings | null> {
  const version = await programmeOn(sql, request.programmeId, request.asOf);
  if (version === null) return null;
  const { document } = version;
  const issues = new Map<string, string>();
  for (const { key, version: number } of document.instruments) {
    const loaded = await instrument(sql, key, number);
    for (const issue of loaded ? issuesOf(loaded.document) : []) issues.set(issue.key, issue.label);
  }
  return {
    programmeName: document.name,
    areas: document.areas.map(({ name, provider, position, jobStartShareContracted: share }) => ({
      name,
      provider: provider ?? '',
      position,
      shareContracted: share === null ? null : String(share),
    })),
    asOf: dayNumber(request.asOf),
    cohortAttachedTo: orNull(document.cohorts.settledAttachedTo),
    referralTarget: document.targets.referrals,
    sustainedWeeks: document.sustainedWork.weeks,
    sustainedWindow: document.sustainedWork.window,
    pipelineWeeks: document.pipeline.weeks,
    pipelineWindow: document.pipeline.window,
    sustainedBaseAttachedTo: orNull(document.sustainedWork.baseAttachedTo),
    issues: [...issues].map(([key, label]) => ({ key, label })),
    caseloadGuide: { low: document.caseload.from, high: document.caseload.to },
  };
}

/** The day that the programme's document names for its reports, else today. */
export async function defaultAsOf(sql: Sql, programmeId: string, today: string): Promise<string> {
  return (await programmeOn(sql, programmeId, today))?.document.reporting.asOf ?? today;
}

/** Whose sustained job has all its evidence today, and for whom it is paid by the day. */
async function onFile(sql: Sql, { programmeId, asOf }: ReportRequest): Promise<OnFile> {
  const rows = await sustainedOnFile(sql, { programmeId, asOf });
  const ids = (which: 'evidenced' | 'paid') => new Set(rows.filter((row) => row[which]).map(({ case_id }) => case_id));
  return { evidenced: ids('evidenced'), paid: ids('paid') };
}

/** Progress of a report: cases seen, and all of them (0 when not known). */
export type Told = (cases: number, total: number) => void;

/**
 * Makes the tables from the records as they are now. Null when the programme has no document. Cases that changed are worked out first:
 * a result that is kept with what was known of their evidence before would pass for a new one.
 */
export async function makeReport(
  db: Database,
  request: ReportRequest,
  today: string,
  told?: Told,
): Promise<ReportResult | null> {
  const settings = await settingsFor(db, request);
  if (settings === null) return null;
  if (await anyDue(db)) await workOutDue(db, today);
  const total = told
    ? ((await store.countCases(db, { programmeId: request.programmeId, most: 2 ** 31 - 1 }))[0]?.cases ?? 0)
    : 0;
  const fold = openFold(settings, request.by, await onFile(db, request));
  const cases = await store.streamFacts(db, {
    programmeId: request.programmeId,
    issueKeys: settings.issues.map(({ key }) => key),
    asOf: settings.asOf,
    each: (facts) => {
      fold.add(facts);
      return true;
    },
    anyOrder: true,
    progress: told && ((done) => told(done, total)),
  });
  return toResult(settings, request.asOf, request.by, cases, fold.result());
}

// ── results that are kept ────────────────────────────────────────────────────────────────────────────────────────

/** What there is to show: a result with the moment it was made; `making` says that a newer one is under way. */
export type Kept =
  | { state: 'made'; result: ReportResult; madeAt: string; making: boolean }
  | { state: 'making' }
  | { state: 'failed' }
  | { state: 'no document' };

const breakDownText = (by: BreakDown) => by ?? '';
// A transaction that began earlier may still commit an event with an earlier id; none stays open this long.
const settledMs = 10_000;

/** The moment in a UUID v7, in milliseconds. */
function momentOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

function isFresh(run: store.RunRow, stamp: string | null): boolean {
  if (run.state !== 'done' || run.stamp !== stamp || run.made_at === null) return false;
  return stamp === null || Date.parse(run.made_at) - momentOf(stamp) > settledMs;
}

function resultOf(run: store.RunRow | undefined): ReportResult | null {
  const result = run?.result as ReportResult | null | undefined;
  return result && result.layout === layoutVersion ? result : null;
}

// Two people who open the same page at once wait for one result.
const underWay = new Map<string, Promise<ReportResult | null>>();

async function makeAndKeep(db: Database, request: ReportRequest, today: string): Promise<ReportResult | null> {
  const name = `${request.programmeId} ${request.asOf} ${breakDownText(request.by)}`;
  const waiting = underWay.get(name);
  if (waiting) return waiting;
  const work = (async () => {
    const { programmeId, asOf } = request;
    // Read before the records: what is recorded meanwhile makes this result an old one.
    const [latest] = await latestEventOf(db, { programmeId });
    const result = await makeReport(db, request, today);
    if (result !== null) {
      const text = JSON.stringify(result);
      await store.keepRun(db, {
        id: newId(),
        programmeId,
        asOf,
        breakDown: breakDownText(request.by),
        stamp: latest?.id ?? null,
        result: text,
      });
      await store.dropOldRuns(db, { programmeId, keep: 40 });
    }
    return result;
  })().finally(() => underWay.delete(name));
  underWay.set(name, work);
  return work;
}

/**
 * The tables to show: the kept ones while no event of the programme is newer, else new ones. Those of a small programme
 * are made at once; of a large one by a background job, with the older result meanwhile. `again` asks for new ones.
 */
export async function currentReport(db: Database, request: ReportRequest, today: string, again = false): Promise<Kept> {
  const { programmeId, asOf } = request;
  const breakDown = breakDownText(request.by);
  const [run] = await store.findRun(db, { programmeId, asOf, breakDown });
  const [latest] = await latestEventOf(db, { programmeId });
  const kept = resultOf(run);
  if (!again && run && kept && isFresh(run, latest?.id ?? null)) {
    return { state: 'made', result: kept, madeAt: run.made_at ?? '', making: false };
  }
  const [counted] = await store.countCases(db, { programmeId, most: store.smallProgramme + 1 });
  if ((counted?.cases ?? 0) <= store.smallProgramme) {
    const result = await makeAndKeep(db, request, today);
    return result
      ? { state: 'made', result, madeAt: new Date().toISOString(), making: false }
      : { state: 'no document' };
  }
  if (run?.state === 'failed' && !again) {
    return kept ? { state: 'made', result: kept, madeAt: run.made_at ?? '', making: false } : { state: 'failed' };
  }
  await transaction(db, async (tx) => {
    const news = await store.markRun(tx, { id: newId(), programmeId, asOf, breakDown, state: 'queued' });
    if (news.length > 0)
      await addJob(tx, reportJob, { programmeId, asOf, by: request.by }, `report ${programmeId} ${asOf} ${breakDown}`);
  });
  return kept ? { state: 'made', result: kept, madeAt: run?.made_at ?? '', making: true } : { state: 'making' };
}

/** The name of the background job that makes tables. */
export const reportJob = 'report';

/** The background job: makes the tables that `currentReport` asked for. */
export async function runReportJob(
  payload: Record<string, unknown>,
  tools: { db: Database; clock: Clock },
): Promise<void> {
  const request = payload as ReportRequest;
  try {
    await makeAndKeep(tools.db, request, tools.clock.today().toString());
  } catch (error) {
    const { programmeId, asOf } = request;
    await store.markRun(tools.db, {
      id: newId(),
      programmeId,
      asOf,
      breakDown: breakDownText(request.by),
      state: 'failed',
    });
    throw error;
  }
}

// ── who is behind a figure ───────────────────────────────────────────────────────────────────────────────────────

/** The most cases that a list of people behind a figure holds. */
export const mostBehind = 20_000;

/** The cases behind a figure, in the order of their ids; `more` when there are more than `mostBehind`. */
export async function casesBehind(
  db: Database,
  request: ReportRequest,
  figure: { who: Who; group: string | null },
): Promise<{ caseIds: string[]; more: boolean }> {
  const settings = await settingsFor(db, request);
  if (settings === null) return { caseIds: [], more: false };
  const isBehind = behind(settings, figure.who, request.by, figure.group, await onFile(db, request));
  const caseIds: string[] = [];
  let more = false;
  await store.streamFacts(db, {
    programmeId: request.programmeId,
    issueKeys: settings.issues.map(({ key }) => key),
    asOf: settings.asOf,
    each: (facts) => {
      if (isBehind(facts)) {
        if (caseIds.length === mostBehind) more = true;
        else caseIds.push(facts.caseId);
      }
      return !more;
    },
  });
  return { caseIds, more };
}

/**
 * What an evaluator sees in place of a person: the same for the same case every time, and no way back to it without the
 * case's id, which is random and which they never see.
 */
export function pseudonymOf(caseId: string): string {
  return `E-${createHash('sha256').update(`newel pseudonym ${caseId}`).digest('hex').slice(0, 12).toUpperCase()}`;
}

// ── published sets ───────────────────────────────────────────────────────────────────────────────────────────────

/** What a published set holds: everything needed to read it again. */
export type FrozenContent = {
  programme: { key: string; name: string };
  settings: ReportSettings;
  result: ReportResult;
};

/** A published set. */
export type Frozen = {
  id: string;
  programmeId: string;
  title: string;
  asOf: string;
  by: BreakDown;
  frozenAt: string;
  frozenBy: string | null;
  digest: string;
  content: FrozenContent;
  /** Whether the content still has its digest. */
  intact: boolean;
};

const digestOf = (content: unknown) =>
  createHash('sha256')
    .update(canonicalize(content) as string)
    .digest('hex');

/** Why a set could not be published. */
export type NotFrozen = { refused: string };

/**
 * Publishes the tables as they are now, with their definitions and settings, under a digest, and the event
 * 'report.frozen'. A later correction never changes it. Refused when the tables do not agree with each other.
 */
export async function freezeReport(
  db: Database,
  actor: Actor,
  programme: { id: string; key: string; name: string },
  input: { asOf: string; by: BreakDown; title: string; today: string },
  told?: Told,
): Promise<{ id: string; digest: string } | NotFrozen> {
  const title = input.title.trim();
  if (title === '') return { refused: 'Enter a title for the published set' };
  if (title.length > 200) return { refused: 'Enter a title of 200 characters or fewer' };
  const request = { programmeId: programme.id, asOf: input.asOf, by: input.by };
  const settings = await settingsFor(db, request);
  const result = await makeReport(db, request, input.today, told);
  if (settings === null || result === null) return { refused: 'The programme has no document' };
  const wrong = result.groups.flatMap(({ checks }) => faults(checks));
  if (wrong.length > 0) return { refused: `The tables do not agree with each other: ${wrong[0]?.statement}` };
  const groups = result.groups.map(({ more: _, ...published }) => published);
  const content: FrozenContent = {
    ...{ programme: { key: programme.key, name: programme.name }, settings, result: { ...result, groups } },
  };
  const digest = digestOf(content);
  const id = newId();
  await transaction(db, async (tx) => {
    await store.insertFrozen(tx, {
      id,
      programmeId: programme.id,
      asOf: input.asOf,
      breakDown: breakDownText(input.by),
      title,
      content: JSON.stringify(content),
      digest,
      by: actor.userId,
    });
    await recordEvent(tx, actor, {
      kind: 'report.frozen',
      programmeId: programme.id,
      happenedOn: input.today,
      payload: { id, title, asOf: input.asOf, by: input.by, digest },
    });
  });
  return { id, digest };
}

/** The published sets of a programme, newest first. */
export function frozenReports(sql: Sql, programmeId: string): Promise<store.FrozenLine[]> {
  return store.listFrozen(sql, { programmeId });
}

/** A published set, or null when there is none with this id. */
export async function frozenReport(sql: Sql, id: string): Promise<Frozen | null> {
  if (!isUuid(id.toLowerCase())) return null;
  const [row] = await store.findFrozen(sql, { id });
  if (row === undefined) return null;
  return {
    id: row.id,
    programmeId: row.programme_id,
    title: row.title,
    asOf: row.as_of,
    by: (row.break_down || null) as BreakDown,
    frozenAt: row.frozen_at,
    frozenBy: row.frozen_by,
    digest: row.digest,
    content: row.content as FrozenContent,
    intact: digestOf(row.content) === row.digest,
  };
}

// ── downloads ────────────────────────────────────────────────────────────────────────────────────────────────────

/** Cells as CSV text, guarded against formulas; '-' alone, which prints nothing known, stays as it is. */
export function reportCsv(result: ReportResult, table: string | null, group?: string | null): string {
  const { columns, rows } = csvRows(result, table, group);
  return guardedCsv([columns, ...rows]);
}

/** Rows as CSV text, guarded alike. */
export const guardedCsv = (rows: readonly (readonly CsvValue[])[]): string =>
  stringify(rows.map((row) => row.map((cell) => (cell === '-' ? cell : guardCell(cell)))));
