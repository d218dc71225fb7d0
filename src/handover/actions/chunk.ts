import type { ImportCase } from '../../access/rules/import.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { casesByReference } from '../../cases/actions/import.ts';
import { newIds } from '../../kit/bulk.ts';
import type { CsvItem } from '../../kit/csv.ts';
import { type Database, isUniqueViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { FileCounts, Reject } from '../rules/files.ts';
import { type Clean, factsDigest } from '../rules/rows.ts';
import * as store from '../store.ts';
import type { Base, Kind, Placed } from './kind.ts';

/** One run of an import. `session` is the connection that holds its lock and what it has seen. */
export type Run = {
  db: Database;
  session: Sql;
  actor: Actor;
  programmeId: string;
  /** Null in a dry run: nothing is written. */
  runId: string | null;
  today: string;
};

type Row<F> = Clean<F> & { line: number; digest: Buffer; values: Record<string, string> };
type Outcome = { counts: FileCounts; rejects: Reject[] };

/**
 * Brings one chunk of a file in: reads and cleans its rows, tells new from changed and unchanged ones, and writes
 * records, events and the rows as they were given in one transaction. In a dry run it only tells.
 */
export async function importChunk<F>(run: Run, base: Base, kind: Kind<F>, items: readonly CsvItem[]): Promise<Outcome> {
  const rejects: Reject[] = [];
  const reject = (row: number, column: string, value: string, reason: string) =>
    rejects.push({ file: kind.file, row, column, value, reason });
  const read: Row<F>[] = [];
  for (const item of items) {
    if ('problem' in item) {
      reject(item.line, item.problem.column, item.problem.value, item.problem.reason);
      continue;
    }
    const result = kind.read(item.values, base);
    if (result.ok) read.push({ ...result.row, line: item.line, digest: factsDigest(result.row), values: item.values });
    else for (const fault of result.faults) reject(item.line, fault.column, fault.value, fault.reason);
  }
  const { rows, repeated } = await withKeys(run, kind, read, reject);
  const done = await retryingReferences(() => place(run, base, kind, rows));
  for (const one of done.rejects) rejects.push({ file: kind.file, ...one });
  rejects.sort((a, b) => a.row - b.row);
  const rejected = new Set(rejects.map((one) => one.row)).size;
  return {
    counts: {
      rows: items.length,
      fresh: done.fresh,
      changed: done.changed,
      unchanged: done.unchanged + repeated,
      rejected,
    },
    rejects,
  };
}

type SayRejected = (row: number, column: string, value: string, reason: string) => void;

/**
 * Gives every row its key. In a file with keys a second row with the same key is left out: said again it changes
 * nothing, and with other content nobody knows which is right. A row of a file without keys is known by what it says and by which of its
 * equals it is, so that equal rows are all kept and the file read again changes nothing.
 */
async function withKeys<F>(
  run: Run,
  kind: Kind<F>,
  read: readonly Row<F>[],
  reject: SayRejected,
): Promise<{ rows: Row<F>[]; repeated: number }> {
  if (read.length === 0) return { rows: [], repeated: 0 };
  if (kind.keyColumn === null) {
    const times = new Map<string, number>();
    for (const row of read) {
      const key = row.digest.toString('hex');
      times.set(key, (times.get(key) ?? 0) + 1);
    }
    const before = await store.noteTimes(run.session, kind.file, times);
    const rows = read.map((row) => {
      const key = row.digest.toString('hex');
      const nth = (before.get(key) ?? 0) + 1;
      before.set(key, nth);
      return { ...row, key: `${key}#${nth}` };
    });
    return { rows, repeated: 0 };
  }
  const seen = await store.noteKeys(run.session, kind.file, read);
  let repeated = 0;
  const rows = read.filter((row) => {
    const first = seen.get(row.key);
    if (first === undefined || first.line === row.line) return true;
    if (first.digest.equals(row.digest)) repeated += 1;
    else reject(row.line, kind.keyColumn ?? '', row.key, `is in row ${first.line} already, with other content`);
    return false;
  });
  return { rows, repeated };
}

type Placing = Omit<FileCounts, 'rows' | 'rejected'> & { rejects: Omit<Reject, 'file'>[] };

async function place<F>(run: Run, base: Base, kind: Kind<F>, rows: readonly Row<F>[]): Promise<Placing> {
  if (rows.length === 0) return { fresh: 0, changed: 0, unchanged: 0, rejects: [] };
  const { runId } = run;
  if (runId === null) return (await plan(run, run.session, kind, rows)).outcome;
  return transaction(run.db, async (tx) => {
    const { outcome, fresh, changed } = await plan(run, tx, kind, rows);
    await write(run, tx, runId, base, kind, fresh, changed, outcome);
    return outcome;
  });
}

/** Tells what would become of each row; changes nothing. */
async function plan<F>(run: Run, sql: Sql, kind: Kind<F>, rows: readonly Row<F>[]) {
  const { programmeId } = run;
  const rejects: Placing['rejects'] = [];
  const found = await store.findRows(sql, {
    programmeId,
    file: kind.file,
    keys: rows.map((row) => row.key),
    digests: rows.map((row) => row.digest),
  });
  const known = new Map(found.map((row) => [row.row_key, row]));
  const moving = rows.filter((row) => known.get(row.key)?.same !== true);
  const owners = await ownersOf(run, sql, kind, moving);
  const changing = moving.flatMap((row) => known.get(row.key)?.record_id ?? []);
  const standing = changing.length > 0 ? await kind.standing(sql, changing) : new Map<string, never>();
  const ids = newIds(moving.length);
  const fresh: Placed<F>[] = [];
  const changed: Placed<F>[] = [];
  for (const [index, row] of moving.entries()) {
    const owner = kind.ownerColumn === null ? undefined : owners.get(row.referral);
    if (kind.ownerColumn !== null && owner === undefined) {
      rejects.push({
        row: row.line,
        column: kind.ownerColumn,
        value: row.values[kind.ownerColumn] ?? row.referral,
        reason: 'is the referral_id of nobody: not in referrals.csv and not imported before',
      });
      continue;
    }
    const { key, line, facts, digest, values: original } = row;
    const before = known.get(key);
    const newcomer = ids[index] ?? newId();
    const placed: Placed<F> = {
      line,
      key,
      facts,
      original,
      digest,
      owner: owner ?? { caseId: newcomer, personId: newId(), referredOn: null },
      id: before?.record_id ?? (kind.isCase ? (owner?.caseId ?? newcomer) : newcomer),
      version: before?.record_version ?? 1,
    };
    if (before === undefined) {
      fresh.push(placed);
      continue;
    }
    const stands = standing.get(placed.id);
    const moved =
      stands !== undefined && stands.caseId !== null && owner !== undefined && stands.caseId !== owner.caseId;
    if (stands === undefined || moved || stands.version !== before.record_version)
      rejects.push(...conflict(kind, placed, before.original, moved ? 'belongs to another person here' : changedHere));
    else changed.push(placed);
  }
  const taken = fresh.length > 0 && kind.taken ? await kind.taken(sql, programmeId, fresh) : new Map<string, string>();
  for (const row of fresh) {
    const reason = taken.get(row.key);
    if (reason !== undefined) rejects.push({ row: row.line, column: kind.keyColumn ?? '', value: row.key, reason });
  }
  const free = fresh.filter((row) => !taken.has(row.key));
  const outcome: Placing = {
    fresh: free.length,
    changed: changed.length,
    unchanged: rows.length - moving.length,
    rejects,
  };
  return { outcome, fresh: free, changed };
}

async function ownersOf<F>(
  run: Run,
  sql: Sql,
  kind: Kind<F>,
  rows: readonly Row<F>[],
): Promise<Map<string, ImportCase>> {
  if (kind.ownerColumn === null || rows.length === 0) return new Map();
  const references = [...new Set(rows.map((row) => row.referral))];
  const owners = await casesByReference(sql, run.programmeId, references);
  if (run.runId === null) {
    // What a dry run read in referrals.csv would be there by now.
    for (const key of await store.seenKeys(run.session, 'referrals.csv', references))
      if (!owners.has(key)) owners.set(key, { caseId: newId(), personId: newId(), referredOn: null });
  }
  return owners;
}

const changedHere = 'was changed in Newel since it was imported, so what the file says now was not taken over';

/** One line for each column in which the file has changed: what it says now, and what it said. */
function conflict<F>(kind: Kind<F>, row: Placed<F>, before: Record<string, string> | null, reason: string) {
  const columns = Object.keys(row.original).filter(
    (column) => before !== null && row.original[column] !== before[column],
  );
  if (columns.length === 0) columns.push(kind.keyColumn ?? '');
  return columns.map((column) => ({
    row: row.line,
    column,
    value: row.original[column] ?? row.key,
    reason: `${kind.keyColumn ?? 'row'} ${row.key}: ${reason}`,
  }));
}

async function write<F>(
  run: Run,
  tx: Tx,
  runId: string,
  base: Base,
  kind: Kind<F>,
  fresh: readonly Placed<F>[],
  changed: readonly Placed<F>[],
  outcome: Placing,
): Promise<void> {
  const context = { tx, actor: run.actor, programmeId: run.programmeId, today: run.today };
  if (fresh.length > 0) await kind.insert(context, base, fresh);
  const corrected = changed.length > 0 ? await kind.correct(context, base, changed) : new Set<string>();
  for (const row of changed) {
    if (corrected.has(row.id)) continue;
    // Somebody saved it between our look and our statement.
    outcome.changed -= 1;
    outcome.rejects.push(...conflict(kind, row, null, changedHere));
  }
  const rows = [
    ...fresh.map((row) => ({ row, version: 1 })),
    ...changed
      .filter((row) => corrected.has(row.id))
      .map((row) => ({ row, version: kind.versioned ? row.version + 1 : row.version })),
  ].map(({ row, version }) => ({
    row_key: row.key,
    digest: row.digest.toString('hex'),
    original: row.original,
    record_id: row.id,
    // A second referral may be another person's: its row is for those alone who decide.
    case_id: kind.isCase ? row.id : kind.ownerColumn === 'referral_id' ? row.owner.caseId : null,
    record_version: version,
  }));
  if (rows.length === 0) return;
  await store.writeRows(tx, { programmeId: run.programmeId, file: kind.file, runId, rows: JSON.stringify(rows) });
}

/** References for people to read are drawn by lot; with a million of them two can be equal, and then all are drawn again. */
async function retryingReferences<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const clash =
        isUniqueViolation(error, 'person_reference_key') || isUniqueViolation(error, 'case_record_reference_key');
      if (!clash || attempt === 5) throw error;
    }
  }
}
