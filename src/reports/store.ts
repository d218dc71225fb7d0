import { sql } from 'kysely';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Database, queryBuilder, statement } from '../kit/db.ts';
import { isUuid } from '../kit/uuid.ts';
import type { CaseFacts } from './rules/facts.ts';
import type { CaseRow } from './rules/rows.ts';
import { copyColumns, factsReader } from './rules/rows.ts';
import type { Tables } from './tables.ts';

const q = queryBuilder<Tables>();

/** How many cases a programme has, counting no further than `most`. */
export const countCases = statement(
  'reports.countCases',
  (p: { programmeId: string; most: number }) => sql<{ cases: number }>`
    select count(*) as cases from (select 1 from report_case where programme_id = ${p.programmeId} limit ${p.most}::int) counted`,
);

/** COPY takes no parameters: a value becomes a literal here, and nowhere else. */
function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'${value.includes('\\') ? '::text' : ''}`;
}
const day = (column: string) => `(${column} - date '1970-01-01')::text`;

/** Cases from one id on (null: the first) and below another (null: to the last). */
type Range = { from: string | null; below: string | null };

/**
 * Everything that tables need of some cases of a programme, in one statement: rows of seven kinds, those of a case
 * together. Each part comes in the order of cases by itself, so that PostgreSQL merges and sorts nothing.
 */
function factsQuery(programmeId: string, issueKeys: readonly string[], asOf: number, range: Range): string {
  if (!isUuid(programmeId)) throw new Error('NEWEL_REPORT: not the id of a programme');
  const programme = `programme_id = ${literal(programmeId)}`;
  // Said of both sides of a join: PostgreSQL would else begin with the first case on one of them.
  const inRange = (table: string) =>
    (range.from === null ? '' : ` and ${table}.case_id >= ${literal(range.from)}`) +
    (range.below === null ? '' : ` and ${table}.case_id < ${literal(range.below)}`);
  const answer = (key: string) => `coalesce(x.answers->>${literal(key)}, '')`;
  const ratings = [...issueKeys, 'confidence_in_work_success', 'believes_can_find_work']
    .map(answer)
    .join(` || ',' || `);
  const row = (kind: CaseRow['kind'], from: string, ...columns: string[]) => {
    const padded = [...columns, ...Array.from({ length: copyColumns - columns.length }, () => 'null')];
    return `select x.case_id, '${kind}'::text, ${padded.map((column, at) => `${column}::text as c${at}`).join(', ')} from ${from}${inRange('x')}`;
  };
  const of = (view: string) => `report_case c join ${view} x using (case_id) where c.${programme}${inRange('c')}`;
  const parts = [
    row(
      'c',
      `report_case x left join report_person p using (person_id) left join report_area a on a.area_id = x.referral_area_id where x.${programme}`,
      'x.reference',
      day('x.referred_on'),
      'a.name',
      'p.sex',
      'p.ethnicity',
      'x.last_worked',
      'x.housing_tenure',
      'x.marital_status',
      'x.dependants',
      day('p.date_of_birth'),
      'x.has_attachment',
      day('x.attached_on'),
    ),
    row(
      'w',
      `report_assignment x join report_staff s using (staff_id) where x.${programme} and x.starts_on <= date '1970-01-01' + ${Math.trunc(asOf)}`,
      day('x.starts_on'),
      's.code',
    ),
    row(
      'm',
      `report_area_change x join report_area a on a.area_id = x.to_area_id where x.${programme}`,
      day('x.changed_on'),
      'a.name',
      'x.area_change_id',
    ),
    row('a', of('report_assessment'), 'x.key', 'x.stage', day('x.assessed_on'), `(${ratings})`),
    row('t', of('report_activity'), 'x.kind', day('x.started_on')),
    row(
      'j',
      of('report_job'),
      'x.key',
      day('x.started_on'),
      day('x.ended_on'),
      'x.occupation_group',
      'x.work_area',
      'x.hours_per_week',
      'x.hourly_wage_pence',
      'x.self_employed',
    ),
    row('k', of('report_claim'), 'x.milestone', day('x.claimed_on')),
  ];
  return `${parts.map((part) => `(${part} order by x.case_id)`).join('\nunion all\n')}\norder by case_id`;
}

/** Up to this many cases a programme is small: its tables are made while somebody waits. */
export const smallProgramme = 20_000;

/** What a stream of cases is asked for. */
export type FactsRequest = {
  programmeId: string;
  issueKeys: readonly string[];
  asOf: number;
  /** Called with each case; false ends the stream. */
  each(facts: CaseFacts): boolean | undefined;
  /** Cases may come in any order: those of a large programme are then read over two connections at once. */
  anyOrder?: boolean;
  /** Up to this many cases a programme is read as a small one; `smallProgramme` unless told. */
  smallUpTo?: number;
  /** Called now and then with the number of cases so far. */
  progress?: ((cases: number) => void) | undefined;
};

const wholeRange: Range = { from: null, below: null };

/**
 * Streams the cases of a programme. Memory does not grow with their number; all are of one moment.
 * Resolves to the number of cases seen.
 */
export async function streamFacts(db: Database, request: FactsRequest): Promise<number> {
  const { programmeId, smallUpTo = smallProgramme } = request;
  const seen = { cases: 0, told: 0 };
  await inSnapshot(db, null, async (client) => {
    const [counted] = await countCases(client, { programmeId, most: smallUpTo + 1 });
    const large = (counted?.cases ?? 0) > smallUpTo;
    const [middle] = large && request.anyOrder ? await middleCase(client, { programmeId }) : [];
    if (middle === undefined) return streamRange(client, request, wholeRange, large, seen);
    const [first, second] = [
      { from: null, below: middle.id },
      { from: middle.id, below: null },
    ];
    const [read, wasRead] = await Promise.all([
      streamRange(client, request, first, large, seen),
      inSnapshot(db, middle.snapshot, (other) => streamRange(other, request, second, large, seen)),
    ]);
    return read && wasRead;
  });
  return seen.cases;
}

/** The case in the middle of a programme's, and the name of the snapshot in which this was read. */
const middleCase = statement(
  'reports.middleCase',
  (p: { programmeId: string }) => sql<{ id: string; snapshot: string }>`
    select case_id as id, pg_export_snapshot() as snapshot from (
      select case_id from report_case where programme_id = ${p.programmeId} order by case_id
      offset (select count(*) / 2 from report_case where programme_id = ${p.programmeId}) limit 1) middle`,
);

/**
 * Does `work` on a connection of its own, in a transaction that only reads, in the snapshot of this name or a new one.
 * `work` says whether it read all it asked for: a COPY that is not read to its end leaves the connection useless.
 */
async function inSnapshot(
  db: Database,
  snapshot: string | null,
  work: (client: pg.PoolClient) => Promise<boolean>,
): Promise<boolean> {
  const client = await db.connect();
  let whole = false;
  try {
    await client.query('begin isolation level repeatable read read only');
    if (snapshot !== null) await client.query(`set transaction snapshot ${literal(snapshot)}`);
    whole = await work(client);
    if (whole) await client.query('commit');
  } catch (error) {
    whole = false;
    throw error;
  } finally {
    client.release(!whole);
  }
  return whole;
}

/** Streams a range of cases; resolves to whether it was read to its end. */
async function streamRange(
  client: pg.PoolClient,
  request: FactsRequest,
  range: Range,
  large: boolean,
  seen: { cases: number; told: number },
): Promise<boolean> {
  // Sorting a large programme would fill the disk; its indexes give the order for nothing. A small one may be a few
  // rows among a million others, where PostgreSQL had better choose for itself.
  if (large) {
    await client.query(
      'set local enable_sort = off; set local enable_hashjoin = off; set local max_parallel_workers_per_gather = 0',
    );
  }
  await client.query('set local jit = off; set local statement_timeout = 0');
  const text = `copy (${factsQuery(request.programmeId, request.issueKeys, request.asOf, range)}) to stdout`;
  const stream = (client as unknown as pg.Client).query(copyTo(text));
  const reader = factsReader(request.issueKeys.length, (facts) => {
    seen.cases += 1;
    return request.each(facts);
  });
  for await (const chunk of stream) {
    if (!reader.push(chunk as Buffer)) return false;
    if (request.progress && seen.cases - seen.told >= 1000) {
      seen.told = seen.cases;
      request.progress(seen.cases);
    }
  }
  reader.end();
  return true;
}

export type RunRow = { id: string; state: string; stamp: string | null; result: unknown; made_at: string | null };

/** The newest result for a programme, a day and a break-down ('' for none). */
export const findRun = statement('reports.findRun', (p: { programmeId: string; asOf: string; breakDown: string }) =>
  q
    .selectFrom('report_run')
    .select(['id', 'state', 'stamp', 'result', 'made_at'])
    .where('programme_id', '=', p.programmeId)
    .where('as_of', '=', p.asOf)
    .where('break_down', '=', p.breakDown),
);

/** Keeps a result in place of the one before it. */
export const keepRun = statement(
  'reports.keepRun',
  (p: {
    id: string;
    programmeId: string;
    asOf: string;
    breakDown: string;
    stamp: string | null;
    result: string;
  }) => sql`
    insert into report_run (id, programme_id, as_of, break_down, state, stamp, result, made_at)
    values (${p.id}, ${p.programmeId}, ${p.asOf}, ${p.breakDown}, 'done', ${p.stamp}, ${p.result}::jsonb, now())
    on conflict (programme_id, as_of, break_down) do update
      set state = 'done', stamp = excluded.stamp, result = excluded.result, made_at = excluded.made_at`,
);

/** Notes that a result is being made, or could not be; the one before it stays. Resolves to whether that is news. */
export const markRun = statement(
  'reports.markRun',
  (p: { id: string; programmeId: string; asOf: string; breakDown: string; state: string }) => sql<{ id: string }>`
    insert into report_run as r (id, programme_id, as_of, break_down, state)
    values (${p.id}, ${p.programmeId}, ${p.asOf}, ${p.breakDown}, ${p.state})
    on conflict (programme_id, as_of, break_down) do update set state = excluded.state, created_at = now()
      where r.state <> excluded.state or r.created_at < now() - interval '10 minutes'
    returning id`,
);

/** Results of days and break-downs that nobody asked for lately make room. */
export const dropOldRuns = statement(
  'reports.dropOldRuns',
  (p: { programmeId: string; keep: number }) => sql`
    delete from report_run where id in (
      select id from report_run where programme_id = ${p.programmeId} order by coalesce(made_at, created_at) desc offset ${p.keep}::int)`,
);

export const insertFrozen = statement(
  'reports.insertFrozen',
  (p: {
    id: string;
    programmeId: string;
    asOf: string;
    breakDown: string;
    title: string;
    content: string;
    digest: string;
    by: string | null;
  }) => sql`
    insert into frozen_report (id, programme_id, as_of, break_down, title, content, digest, frozen_by)
    values (${p.id}, ${p.programmeId}, ${p.asOf}, ${p.breakDown}, ${p.title}, ${p.content}::jsonb, ${p.digest}, ${p.by})`,
);

export type FrozenLine = {
  id: string;
  programme_id: string;
  as_of: string;
  break_down: string;
  title: string;
  digest: string;
  frozen_at: string;
  frozen_by: string | null;
};

/** Published sets, newest first. */
export const listFrozen = statement('reports.listFrozen', (p: { programmeId: string }) =>
  q
    .selectFrom('frozen_report')
    .select(['id', 'programme_id', 'as_of', 'break_down', 'title', 'digest', 'frozen_at', 'frozen_by'])
    .where('programme_id', '=', p.programmeId)
    .orderBy('id', 'desc')
    // Years of monthly sets; the bound only stops a mistake.
    .limit(1000),
);

/** A published set by its id. */
export const findFrozen = statement('reports.findFrozen', (p: { id: string }) =>
  q.selectFrom('frozen_report').selectAll().where('id', '=', p.id),
);
