import { sql } from 'kysely';
import { queryBuilder, type Sql, statement } from '../kit/db.ts';
import type { FileCounts } from './rules/files.ts';
import type { Tables } from './tables.ts';

const q = queryBuilder<Tables>();

// ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const insertRun = statement(
  'handover.insertRun',
  (p: { id: string; programmeId: string; actorId: string | null }) =>
    q.insertInto('import_run').values({ id: p.id, programme_id: p.programmeId, actor_id: p.actorId }),
);

export const finishRun = statement(
  'handover.finishRun',
  (p: { id: string; counts: string }) => sql`
    update import_run set finished_at = now(), counts = ${p.counts}::jsonb where id = ${p.id}`,
);

/** A run, with what each file came to; `finished_at` is null while it goes on, and for one that was interrupted. */
export type RunRow = {
  id: string;
  actor_id: string | null;
  started_at: string;
  finished_at: string | null;
  counts: Record<string, FileCounts>;
};

/** A page of a programme's runs, newest first, before the run `before`. */
export const listRuns = statement(
  'handover.listRuns',
  (p: { programmeId: string; before: string | null; limit: number }) => sql<RunRow>`
    select id, actor_id, started_at, finished_at, counts from import_run
    where programme_id = ${p.programmeId} and (${p.before}::uuid is null or id < ${p.before}::uuid)
    order by id desc limit ${p.limit}::int`,
);

// ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type StandingRow = {
  row_key: string;
  same: boolean;
  record_id: string;
  record_version: number;
  /** Only where the row has changed. */
  original: Record<string, string> | null;
};

/** Which of these rows have been imported, and whether they say the same as then. */
export const findRows = statement(
  'handover.findRows',
  (p: { programmeId: string; file: string; keys: string[]; digests: Buffer[] }) => sql<StandingRow>`
    select r.row_key, r.digest = given.digest as same, r.record_id, r.record_version,
      case when r.digest <> given.digest then r.original end as original
    from unnest(${p.keys}::text[], ${p.digests}::bytea[]) as given(key, digest)
    join import_row r on r.programme_id = ${p.programmeId} and r.file = ${p.file} and r.row_key = given.key`,
);

/** Keeps the rows as they were given, with the records they became. */
export const writeRows = statement(
  'handover.writeRows',
  (p: { programmeId: string; file: string; runId: string; rows: string }) => sql`
    insert into import_row (programme_id, file, row_key, digest, original, record_id, case_id, record_version, run_id)
    select ${p.programmeId}, ${p.file}, row_key, decode(digest, 'hex'), original, record_id, case_id, record_version, ${p.runId}
    from jsonb_to_recordset(${p.rows}::jsonb)
      as given(row_key text, digest text, original jsonb, record_id uuid, case_id uuid, record_version integer)
    on conflict (programme_id, file, row_key) do update
      set digest = excluded.digest, original = excluded.original, record_id = excluded.record_id, case_id = excluded.case_id,
        record_version = excluded.record_version, run_id = excluded.run_id`,
);

/** A row as it was given, by column, and when the run began that brought it. */
export type OriginalRow = { file: string; original: Record<string, string>; started_at: string };

/** The rows of a case as they were given, oldest first; `limit` bounds a mistake, such as a file of one person's rows. */
export const rowsOfCase = statement(
  'handover.rowsOfCase',
  (p: { caseId: string; limit: number }) => sql<OriginalRow>`
    select r.file, r.original, u.started_at from import_row r join import_run u on u.id = r.run_id
    where r.case_id = ${p.caseId} order by r.run_id, r.file, r.record_id limit ${p.limit}::int`,
);

// ── the session of one import: its lock, and what it has seen ────────────────────────────────────────────────────────

/** Takes the lock of a programme's import for this connection; false when another import holds it. */
export async function takeLock(session: Sql, programmeKey: string): Promise<boolean> {
  const { rows } = await session.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtext('newel import'), hashtext($1)) as taken`,
    [programmeKey],
  );
  return rows[0]?.taken === true;
}

/** Gives back the locks of this connection. */
export async function releaseLocks(session: Sql): Promise<void> {
  await session.query('select pg_advisory_unlock_all()');
}

/** Rows that this run has read, by file and key. A temporary table, so that memory does not grow with the file. */
export async function createSeen(session: Sql): Promise<void> {
  await session.query(
    `create temporary table import_seen (
       file text, key text, digest bytea, line integer, times integer not null default 1, primary key (file, key))`,
  );
}

/** Notes keyed rows; returns for each key the line where it stood first. */
export async function noteKeys(
  session: Sql,
  file: string,
  rows: readonly { key: string; digest: Buffer; line: number }[],
): Promise<Map<string, { line: number; digest: Buffer }>> {
  const values = [file, rows.map((row) => row.key), rows.map((row) => row.digest), rows.map((row) => row.line)];
  await session.query({
    name: 'handover.noteKeys',
    text: `insert into import_seen (file, key, digest, line)
      select distinct on (key) $1, key, digest, line
      from unnest($2::text[], $3::bytea[], $4::int[]) as given(key, digest, line) order by key, line
      on conflict do nothing`,
    values,
  });
  const { rows: seen } = await session.query<{ key: string; digest: Buffer; line: number }>({
    name: 'handover.seenKeys',
    text: `select key, digest, line from import_seen where file = $1 and key = any($2::text[])`,
    values: [file, rows.map((row) => row.key)],
  });
  return new Map(seen.map((row) => [row.key, row]));
}

/** Notes rows without a key of their own; returns how often each had stood in the file before. */
export async function noteTimes(
  session: Sql,
  file: string,
  times: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const { rows } = await session.query<{ key: string; times: number }>({
    name: 'handover.noteTimes',
    text: `insert into import_seen as seen (file, key, times)
      select $1, key, times from unnest($2::text[], $3::int[]) as given(key, times)
      on conflict (file, key) do update set times = seen.times + excluded.times
      returning key, times`,
    values: [file, [...times.keys()], [...times.values()]],
  });
  return new Map(rows.map((row) => [row.key, row.times - (times.get(row.key) ?? 0)]));
}

/** Which of these keys this run has read in a file. */
export async function seenKeys(session: Sql, file: string, keys: string[]): Promise<Set<string>> {
  const { rows } = await session.query<{ key: string }>({
    name: 'handover.keysSeen',
    text: `select key from import_seen where file = $1 and key = any($2::text[])`,
    values: [file, keys],
  });
  return new Set(rows.map((row) => row.key));
}
