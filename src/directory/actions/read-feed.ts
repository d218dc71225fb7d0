/** Reads a feed, one object after another: HSDS or Open Referral UK as JSON, as lines of JSON, or as a CSV data package. */
import { parse } from 'csv-parse/sync';
import { CsvFileError, readCsv } from '../../kit/csv.ts';
import type { Tx } from '../../kit/db.ts';
import { isUuid } from '../../kit/uuid.ts';
import { fileOf, isEntry, ownersOf, propertyFor, readRow, shapeOfFile } from '../rules/hsds-csv.ts';
import { type Doc, directOf, isDoc, type ShapeName, shapes } from '../rules/hsds-shape.ts';
import { type EntryKind, entryKinds, type FeedProblem, kindOf } from '../rules/hsds-split.ts';
import * as staging from '../store/staging.ts';

/** A file of a feed; `chunks` opens it. */
export type FeedFile = { name: string; chunks(): AsyncIterable<Uint8Array> };
/** An object of a feed. `whole` is set where the format says that an object comes with all that belongs to it. */
export type FeedItem = { kind: EntryKind; value: unknown; where: string; whole?: boolean };
/** Nothing of a feed can be read: says what to do. */
export class CannotRead extends Error {}
type Tell = (problem: FeedProblem) => void;

const mostJson = 512 * 1024 * 1024;
const mostLine = 8 * 1024 * 1024;
const firstId = '00000000-0000-0000-0000-000000000000';
const pageSize = 200;

/** Whether a file holds an object on each line. */
export const isLines = (name: string): boolean => /\.(ndjson|jsonl)$/i.test(name);

/** A JSON file: one object, a list of them, or a page of the API. Held in memory whole: JSON can be read in no other way. */
export async function* readJson(file: FeedFile, tell: Tell): AsyncGenerator<FeedItem> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.chunks()) {
    size += chunk.length;
    if (size > mostJson)
      throw new CannotRead(`${file.name} is larger than 512 MB. Send it as ndjson, which is read line by line.`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch {
    throw new CannotRead(`${file.name} is not JSON. A file with an object on each line is called .ndjson.`);
  }
  const list = Array.isArray(value) ? value : isDoc(value) && Array.isArray(value.contents) ? value.contents : [value];
  for (const [at, item] of list.entries()) yield* itemOf(item, `${file.name}, item ${at + 1}`, tell);
}

/** A file with an object on each line. */
export async function* readLines(file: FeedFile, tell: Tell): AsyncGenerator<FeedItem> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let line = 0;
  function* take(text: string): Generator<FeedItem> {
    line += 1;
    const where = `${file.name}, line ${line}`;
    const plain = text.replace(/^\ufeff/, '').trim();
    if (plain === '') return;
    let value: unknown;
    try {
      value = JSON.parse(plain);
    } catch {
      return tell({ where, kind: '', id: null, reason: 'is not JSON' });
    }
    yield* itemOf(value, where, tell);
  }
  for await (const chunk of file.chunks()) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) yield* take(text);
    if (rest.length > mostLine) throw new CannotRead(`${file.name}, line ${line + 1} is longer than 8 MB.`);
  }
  yield* take(rest + decoder.decode());
}

function* itemOf(value: unknown, where: string, tell: Tell): Generator<FeedItem> {
  const kind = kindOf(value);
  if (kind !== null) return yield { kind, value, where };
  tell({
    where,
    kind: '',
    id: null,
    reason: 'is no object of HSDS 3.0: a service has a status, a location a location_type',
  });
}

/**
 * A CSV data package. Its rows are staged in the database first, for what belongs to an entry stands in other files; then
 * every entry is put together. `keep` is given rows that belong to no entry.
 */
export async function* readPackage(
  client: Tx,
  files: readonly FeedFile[],
  tell: Tell,
  keep: (rows: { file: string; id: string; doc: Doc }[]) => Promise<void>,
): AsyncGenerator<FeedItem> {
  await staging.openStaging(client);
  try {
    for (const file of files) {
      const shape = shapeOfFile(file.name);
      if (shape !== null) await stageFile(client, file, shape, tell);
      else if (file.name.toLowerCase().endsWith('.csv'))
        tell({ where: file.name, kind: '', id: null, reason: 'is no file of the HSDS 3.0 data package' });
    }
    for (const kind of entryKinds)
      for (let after = firstId; ; ) {
        const rows = await staging.stagedPage(client, shapes[kind].file, after, pageSize);
        const last = rows.at(-1);
        if (last === undefined) break;
        const children = await childrenOf(client, rows);
        for (const row of rows)
          yield {
            kind,
            value: assembled(kind, row.id, row.doc, children),
            where: `${fileOf(kind)}, row ${row.line}`,
            whole: true,
          };
        after = last.id;
      }
    const orphans = await staging.stagedOrphans(
      client,
      entryKinds.map((kind) => shapes[kind].file),
    );
    for (const { file, line, id } of orphans)
      tell({
        where: `${file}.csv, row ${line}`,
        kind: file,
        id,
        reason: 'belongs to no entry of this feed: kept for its export alone',
      });
    await keep(orphans);
  } finally {
    await staging.closeStaging(client);
  }
}

async function stageFile(client: Tx, file: FeedFile, shape: ShapeName, tell: Tell): Promise<void> {
  const name = shapes[shape].file;
  const problem = (line: number, id: string | null, reason: string) =>
    tell({ where: `${file.name}, row ${line}`, kind: shape, id, reason });
  const columns = { required: ['id'], optional: [...new Set([...directOf(shape), ...(await headerOf(file))])] };
  try {
    for await (const batch of readCsv(file.chunks(), file.name, columns)) {
      const rows = batch.flatMap((item) => {
        if ('problem' in item) {
          problem(item.line, null, `${item.problem.column}: ${item.problem.reason}`);
          return [];
        }
        const doc = readRow(shape, item.values);
        const id = String(item.values.id ?? '').toLowerCase();
        if (!isUuid(id)) problem(item.line, id.slice(0, 100), 'id is not a UUID');
        else if ('unreadable' in doc) problem(item.line, id, `${doc.unreadable} is not a number`);
        else
          return [
            { file: name, id, line: item.line, doc: doc as Doc, owners: ownersOf(shape, doc as Doc).filter(isUuid) },
          ];
        return [];
      });
      const added = await staging.stage(client, rows);
      const seen = new Set<string>();
      for (const { id, line } of rows) {
        if (!added.has(id) || seen.has(id)) problem(line, id, 'this id stands in the file already');
        seen.add(id);
      }
    }
  } catch (error) {
    if (!(error instanceof CsvFileError)) throw error;
    tell({ where: file.name, kind: shape, id: null, reason: error.message });
  }
}

/** The names of the columns, so that columns of a publisher's own are taken too. */
async function headerOf(file: FeedFile): Promise<string[]> {
  let text = '';
  for await (const chunk of file.chunks()) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n') || text.length > 100_000) break;
  }
  try {
    const [header] = parse(text.replace(/^\ufeff/, '').split(/\r?\n/, 1)[0] ?? '') as string[][];
    return (header ?? [])
      .map((name) => name.trim().toLowerCase())
      .filter((name) => /^[a-z][a-z0-9_]{0,59}$/.test(name));
  } catch {
    return [];
  }
}

type Children = Map<string, { shape: ShapeName; id: string; doc: Doc }[]>;

/** Everything below some rows, at every depth (a language of a phone of a contact of a service). */
async function childrenOf(client: Tx, rows: readonly { id: string }[]): Promise<Children> {
  const below: Children = new Map();
  const asked = new Set<string>();
  for (let frontier = rows.map(({ id }) => id); frontier.length > 0; ) {
    for (const id of frontier) asked.add(id);
    const found = await staging.stagedChildren(client, frontier);
    for (const { parent, file, id, doc } of found) {
      const shape = shapeOfFile(file);
      if (shape === null || isEntry(shape)) continue;
      const list = below.get(parent) ?? [];
      list.push({ shape, id, doc });
      below.set(parent, list);
    }
    frontier = [...new Set(found.filter(({ file }) => !isEntryFile(file)).map(({ id }) => id))].filter(
      (id) => !asked.has(id),
    );
  }
  return below;
}

const isEntryFile = (file: string): boolean => {
  const shape = shapeOfFile(file);
  return shape !== null && isEntry(shape);
};

/** A row with everything that belongs to it inside. */
function assembled(shape: ShapeName, id: string, row: Doc, children: Children, depth = 0): Doc {
  const doc: Doc = { ...row };
  if (depth > 5) return doc;
  for (const child of children.get(id) ?? []) {
    const property = propertyFor(shape, child.shape);
    if (property === null) continue;
    const list = (doc[property] as Doc[] | undefined) ?? [];
    doc[property] = [...list, assembled(child.shape, child.id, child.doc, children, depth + 1)];
  }
  return doc;
}
