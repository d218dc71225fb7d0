import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PoolClient } from 'pg';
import { type Actor, systemActor } from '../access/rules/policy.ts';
import { questionsOf } from '../assessment/rules.ts';
import { CsvFileError, type CsvItem, checkCsvHeader, readCsv } from '../kit/csv.ts';
import type { Database } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { addJob } from '../kit/jobs.ts';
import { duplicatesJob } from '../people/actions/likely.ts';
import { importChunk, type Run } from './actions/chunk.ts';
import { eachKind } from './actions/kinds.ts';
import { baseOf, CannotImport, establish, keyOf, type Settled, settle } from './actions/programme.ts';
import { columnsOf, type FileCounts, type FileName, fileNames, type Reject, settingsFile } from './rules/files.ts';
import { readers } from './rules/rows.ts';
import * as store from './store.ts';

export { CannotImport } from './actions/programme.ts';
export type { FileCounts, Reject } from './rules/files.ts';
export { listRuns as listImportRuns, type OriginalRow, type RunRow, rowsOfCase as originalRows } from './store.ts';

/** How an import is to be done. `today` is the day for events whose own day is not known, 'YYYY-MM-DD'. */
export type ImportOptions = {
  folder: string;
  today: string;
  /** Tells what would happen and writes nothing to the database. */
  dryRun?: boolean;
  /** Who imports; the system itself when it is left out. */
  actor?: Actor;
  /** Bytes read of all bytes, after each chunk. */
  onProgress?: (done: number, total: number) => void;
  /** Called with each batch of bad rows, in the order of the files and of their rows. */
  onRejects?: (rejects: readonly Reject[]) => Promise<void> | void;
};

/** What one file came to; `present` is false for a file that the folder does not hold. `seconds` is what it took. */
export type FileResult = FileCounts & { file: FileName; present: boolean; seconds: number };

export type ImportResult = {
  programme: { id: string | null; key: string; name: string; state: Settled['state'] };
  /** Null in a dry run. */
  runId: string | null;
  files: FileResult[];
  /** Files of the folder that an import does not know. */
  unknownFiles: string[];
  rejected: number;
};

/**
 * Imports a hand-over folder (its files: rules/files.ts) in chunks of 1,000 rows, each in a transaction of its own that
 * writes records, events and the rows as they were given. The same folder again changes nothing, so an import that was
 * interrupted is simply run again. A row that has changed corrects its record, unless that was changed in Newel since.
 * Rows that are missing from a later folder stay.
 *
 * Throws CannotImport before anything is written: no usable programme.csv, a file with a wrong header or encoding, or
 * another import of this programme at work.
 */
export async function importFolder(db: Database, options: ImportOptions): Promise<ImportResult> {
  const session = await db.connect();
  try {
    return await importWith(db, session, options);
  } catch (error) {
    throw error instanceof CsvFileError ? new CannotImport(`${error.message}. Nothing was imported.`) : error;
  } finally {
    // Closing the connection drops what it has seen. The lock would go with it, but only once the server notices.
    await store.releaseLocks(session).catch(() => undefined);
    session.release(true);
  }
}

async function importWith(db: Database, session: PoolClient, options: ImportOptions): Promise<ImportResult> {
  const { folder, today, onRejects = () => undefined } = options;
  const dryRun = options.dryRun === true;
  const { sizes, unknownFiles } = await look(folder);
  const path = (file: FileName) => join(folder, file);
  const all = async (file: FileName): Promise<CsvItem[]> => {
    if (!sizes.has(file)) return [];
    const items: CsvItem[] = [];
    for await (const batch of readCsv(createReadStream(path(file)), file, columnsOf(file, []))) items.push(...batch);
    return items;
  };
  const begun = performance.now();
  const settings = await all(settingsFile);
  const key = keyOf(settings);
  if (key !== null && !(await store.takeLock(session, key)))
    throw new CannotImport(`another import of ${key} is at work; run this one when that has ended`);
  const settled = await settle(session, settings, await all('areas.csv'), today);
  const questions = questionsOf(settled.instrument).map((question) => question.key);
  for (const file of sizes.keys()) await checkCsvHeader(createReadStream(path(file)), file, columnsOf(file, questions));

  await store.createSeen(session);
  const actor = options.actor ?? systemActor;
  const programmeId = dryRun ? settled.programmeId : await establish(db, actor, settled, today);
  const base = await baseOf(db, settled, programmeId);
  const runId = dryRun ? null : newId();
  if (runId !== null)
    await store.insertRun(db, { id: runId, programmeId: programmeId as string, actorId: actor.userId });
  // In a dry run of a new programme nothing can be found under this id, which is as it should be.
  const run: Run = { db, session, actor, programmeId: programmeId ?? newId(), runId, today };

  const results = new Map<FileName, FileResult>();
  const note = (file: FileName, counts: FileCounts, seconds: number) =>
    results.set(file, { file, present: sizes.has(file), ...counts, seconds });
  const none: FileCounts = { rows: 0, fresh: 0, changed: 0, unchanged: 0, rejected: 0 };
  for (const file of fileNames) note(file, none, 0);
  const took = (performance.now() - begun) / 1000;
  note('programme.csv', settled.counts['programme.csv'], took);
  note('areas.csv', settled.counts['areas.csv'], 0);
  if (settled.rejects.length > 0) await onRejects(settled.rejects);

  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  let done = (sizes.get('programme.csv') ?? 0) + (sizes.get('areas.csv') ?? 0);
  await eachKind(async (kind) => {
    const { file } = kind;
    const size = sizes.get(file);
    if (size === undefined) return;
    const from = performance.now();
    const sum = { ...none };
    const source = createReadStream(path(file));
    for await (const items of readCsv(source, file, columnsOf(file, questions))) {
      const { counts, rejects } = await importChunk(run, base, kind, items);
      for (const name of Object.keys(sum) as (keyof FileCounts)[]) sum[name] += counts[name];
      if (dryRun) noteStaff(base, kind.file, items);
      if (rejects.length > 0) await onRejects(rejects);
      options.onProgress?.(done + Math.min(size, source.bytesRead), total);
    }
    done += size;
    note(file, sum, (performance.now() - from) / 1000);
  });
  const files = [...results.values()];
  const rejected = files.reduce((sum, one) => sum + one.rejected, 0);
  if (runId !== null) {
    const counts = Object.fromEntries(
      files
        .filter((one) => one.present)
        .map(({ file, rows, fresh, changed, unchanged, rejected: bad }) => [
          file,
          { rows, fresh, changed, unchanged, rejected: bad },
        ]),
    );
    await store.finishRun(db, { id: runId, counts: JSON.stringify(counts) });
    // Whoever is new may be on file already under another reference.
    if (files.some(({ fresh, changed }) => fresh + changed > 0))
      await addJob(db, duplicatesJob, { foundBy: 'import' }, duplicatesJob);
  }
  const programme = { id: programmeId, key: settled.key, name: settled.name, state: settled.state };
  return { programme, runId, files, unknownFiles, rejected };
}

/** In a dry run no key worker is written, and later files still name them. */
function noteStaff(base: Awaited<ReturnType<typeof baseOf>>, file: FileName, items: readonly CsvItem[]): void {
  if (file !== 'key_workers.csv') return;
  for (const item of items) {
    const read = 'values' in item ? readers['key_workers.csv'](item.values, base) : null;
    if (read?.ok && !base.staff.has(read.row.key.toLowerCase()))
      base.staff.set(read.row.key.toLowerCase(), { id: newId(), name: read.row.key });
  }
}

/** The files of the folder with their sizes, and those that no import knows. */
async function look(folder: string): Promise<{ sizes: Map<FileName, number>; unknownFiles: string[] }> {
  const names = await readdir(folder).catch((error: Error) => {
    throw new CannotImport(`cannot read the folder ${folder}: ${error.message}`);
  });
  const sizes = new Map<FileName, number>();
  for (const file of fileNames) {
    if (!names.includes(file)) continue;
    const found = await stat(join(folder, file));
    if (!found.isFile()) throw new CannotImport(`${file} is not a file; nothing was imported`);
    sizes.set(file, found.size);
  }
  if (!sizes.has(settingsFile)) throw new CannotImport(`there is no programme.csv in ${folder}`);
  return { sizes, unknownFiles: names.filter((name) => /\.csv$/i.test(name) && !sizes.has(name as FileName)).sort() };
}
