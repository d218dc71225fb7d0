/** Imports a directory from a feed: what is new goes in, what changed is changed, what does not fit is left with its reason. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type Entry, type FeedProblem, splitObject } from '../rules/hsds-split.ts';
import * as store from '../store/feeds.ts';
import { type Counts, countsOf, type Feed, linkLate, takeBatch } from './feed-batch.ts';
import { publishAllTerms } from './publish.ts';
import { CannotRead, type FeedFile, type FeedItem, isLines, readJson, readLines, readPackage } from './read-feed.ts';

export type { FeedRun } from '../store/feeds.ts';
export { CannotRead, type FeedFile } from './read-feed.ts';

/** How a feed is written; 'hsds' and 'oruk' are JSON, or lines of JSON by the file's name. */
export const feedFormats = ['hsds', 'hsds-csv', 'oruk'] as const;
/** A way to write a feed. */
export type FeedFormat = (typeof feedFormats)[number];
/** What came of an import. Only the first problems are kept; `refused` counts them all. */
export type FeedResult = {
  runId: string;
  counts: Record<string, Counts>;
  refused: number;
  problems: FeedProblem[];
};

const batchSize = 100;
const mostProblems = 1000;

/** The files of a path: a file by itself, or a folder's. Throws CannotRead when there is nothing. */
export async function filesAt(given: string): Promise<FeedFile[]> {
  const found = await stat(given).catch(() => null);
  if (found === null) throw new CannotRead(`There is nothing at ${given}.`);
  const names = found.isDirectory() ? (await readdir(given)).sort().map((name) => path.join(given, name)) : [given];
  const files = names.filter(
    (name) => /\.(csv|json|ndjson|jsonl)$/i.test(name) && path.basename(name) !== 'datapackage.json',
  );
  if (files.length === 0) throw new CannotRead(`${given} has no .csv, .json or .ndjson file.`);
  return files.map((name) => ({ name: path.basename(name), chunks: () => createReadStream(name) }));
}

/** The format of files by their names, when nobody said it. */
export const formatOf = (files: readonly FeedFile[]): FeedFormat =>
  files.some(({ name }) => name.toLowerCase().endsWith('.csv')) ? 'hsds-csv' : 'hsds';

/**
 * Imports a feed under the name of its source. An entry is changed only by the source that it came from. Every hundred objects
 * are a transaction of their own: what went in before a failure stays, and the same import again goes on.
 */
export async function importFeed(
  db: Database,
  given: {
    actor: Actor;
    source: string;
    format: FeedFormat;
    files: readonly FeedFile[];
    now: Temporal.Instant;
    today: string;
  },
  progress: (done: number) => void = () => {},
): Promise<FeedResult> {
  const runId = newId();
  const problems: FeedProblem[] = [];
  let refused = 0;
  const feed: Feed = {
    source: given.source,
    by: given.actor.userId,
    at: given.now,
    counts: {},
    unlinked: [],
    problem: (problem) => {
      refused += 1;
      if (problems.length < mostProblems) problems.push(problem);
    },
  };
  const at = given.now.toString();
  // A file that cannot be read leaves no run.
  let begun = false;
  const begin = async () => {
    if (begun) return;
    begun = true;
    await store.insertRun(db, { id: runId, source: given.source, format: given.format, by: given.actor.userId, at });
  };
  let done = 0;
  let batch: { entry: Entry; where: string }[] = [];
  let inBatch = 0;
  const flush = async () => {
    const entries = batch;
    [batch, inBatch] = [[], 0];
    if (entries.length > 0) {
      await begin();
      await transaction(db, (tx) => takeBatch(tx, feed, entries));
    }
    progress(done);
  };
  const take = async (items: AsyncIterable<FeedItem>) => {
    for await (const item of items) {
      const { entries, problems: found } = splitObject(item.kind, item.value, item.where, item.whole);
      for (const problem of found) {
        countsOf(feed, problem.kind as Entry['kind']).refused += 1;
        feed.problem(problem);
      }
      batch.push(...entries.map((entry) => ({ entry, where: item.where })));
      done += 1;
      inBatch += 1;
      if (inBatch >= batchSize) await flush();
    }
  };
  if (given.format === 'hsds-csv') {
    const client = await db.connect();
    try {
      await take(readPackage(client, given.files, feed.problem, (rows) => keepRows(db, feed, rows)));
    } finally {
      client.release();
    }
  } else
    for (const file of given.files)
      await take(isLines(file.name) ? readLines(file, feed.problem) : readJson(file, feed.problem));
  await flush();
  await begin();
  const counts = Object.fromEntries(Object.entries(feed.counts).filter(([, count]) => count !== undefined)) as Record<
    string,
    Counts
  >;
  await transaction(db, async (tx) => {
    await linkLate(tx, feed);
    await publishAllTerms(tx);
    await store.endRun(tx, { id: runId, counts: JSON.stringify(counts), problems: JSON.stringify(problems), at });
    await recordEvent(tx, given.actor, {
      kind: 'directory.imported',
      happenedOn: given.today,
      payload: { runId, source: given.source, format: given.format, counts },
    });
  });
  return { runId, counts, refused, problems };
}

/** Keeps rows that belong to no entry, for the export of their feed. */
async function keepRows(db: Database, feed: Feed, rows: { file: string; id: string; doc: unknown }[]): Promise<void> {
  if (rows.length === 0) return;
  const kept = await store.keepFeedRows(db, { source: feed.source, rows: JSON.stringify(rows) });
  const counts = countsOf(feed, 'row');
  counts.new += kept.filter(({ fresh }) => fresh).length;
  counts.changed += kept.filter(({ fresh }) => !fresh).length;
  counts.same += rows.length - kept.length;
}

/** Imports that were made, newest first, a page of them; without their problems. */
export const feedRuns = (sql: Database, page: { limit: number; offset: number }) => store.runs(sql, page);

/** One import with its problems, or null. */
export async function findFeedRun(sql: Database, id: string): Promise<store.FeedRun | null> {
  return (await store.findRun(sql, { id }))[0] ?? null;
}
