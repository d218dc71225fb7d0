import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify';
import { stringify as stringifySync } from 'csv-stringify/sync';

/** Bounds on what is read: characters and lines of one record, and columns. A record beyond them is a problem, not a crash. */
export type CsvLimits = { recordCharacters: number; recordLines: number; columns: number; batch: number };
export const csvLimits: CsvLimits = { recordCharacters: 100_000, recordLines: 100, columns: 500, batch: 1000 };

/** Columns of a file: all of `required` must be there, `optional` may be, others only where they are ignored. Their order is free. */
export type CsvColumns = { required: readonly string[]; optional?: readonly string[]; others?: 'ignored' };

/**
 * One record: its values by column exactly as they stand in the file, or what keeps it from being read.
 * `line` is that of its first character; the header is line 1.
 */
export type CsvItem =
  | { line: number; values: Record<string, string> }
  | { line: number; problem: { column: string; value: string; reason: string } };

/** Nothing of the file can be read: its encoding or its header is wrong. */
export class CsvFileError extends Error {
  readonly file: string;
  readonly line: number;
  constructor(file: string, line: number, reason: string) {
    super(`${file}, row ${line}: ${reason}`);
    this.file = file;
    this.line = line;
  }
}

/** Why a file could not be read, in words for whoever named it; any other error is thrown again. */
export function fileProblem(error: Error & { code?: string }, file: string): string {
  if (error instanceof CsvFileError) return error.message;
  if (error.code === 'ENOENT') return `there is no file ${file}`;
  if (error.code === 'EISDIR' || error.code === 'EACCES') return `${file} cannot be read`;
  throw error;
}

/**
 * Reads a CSV file (RFC 4180: UTF-8 with or without a byte order mark, LF or CRLF, quoted fields, one header row) as a
 * stream of batches; memory does not grow with the file. A record that cannot be read (quotes that do not close, wrong
 * number of columns, bytes that are not UTF-8, too long) is an item with a problem, and reading goes on after it.
 * Throws CsvFileError for UTF-16, binary content, and a header with missing, unknown or repeated columns.
 */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  file: string,
  columns: CsvColumns,
  limits: CsvLimits = csvLimits,
): AsyncGenerator<CsvItem[]> {
  const cutter = recordCutter(limits);
  let header: string[] | undefined;
  let batch: CsvItem[] = [];
  const take = (records: CutRecord[]) => {
    let rest = records;
    if (header === undefined) {
      const [first, ...others] = records;
      if (first === undefined) return;
      header = readHeader(first, file, columns, limits);
      rest = others;
    }
    batch.push(...readRecords(rest, header));
  };
  for await (const text of decoded(source, file)) {
    take(cutter.push(text));
    while (batch.length >= limits.batch) {
      yield batch.slice(0, limits.batch);
      batch = batch.slice(limits.batch);
    }
  }
  take(cutter.end());
  if (header === undefined) throw new CsvFileError(file, 1, 'the file is empty; its first row must name the columns');
  for (let at = 0; at < batch.length; at += limits.batch) yield batch.slice(at, at + limits.batch);
}

/** Reads the header alone, so that a file of the wrong shape is refused before anything is done with the others. */
export async function checkCsvHeader(source: AsyncIterable<Uint8Array>, file: string, columns: CsvColumns) {
  for await (const _ of readCsv(source, file, columns)) return;
}

async function* decoded(source: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<string> {
  // Bytes that are no UTF-8 become U+FFFD, by which the record that holds them is found.
  const decoder = new TextDecoder('utf-8');
  let first = true;
  for await (const chunk of source) {
    if (first && chunk.length > 0) {
      refuseOtherEncodings(chunk, file);
      first = false;
    }
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

function refuseOtherEncodings(chunk: Uint8Array, file: string): void {
  const [a, b] = chunk;
  const start = chunk.subarray(0, 1000);
  const nulls = start.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || nulls > start.length / 4)
    throw new CsvFileError(file, 1, 'the file is in UTF-16; save it as CSV in UTF-8');
  if (nulls > 0) throw new CsvFileError(file, 1, 'the file is not text; save it as CSV in UTF-8');
}

/** `spaced`: spaces stand between a comma and a quotation mark. */
type CutRecord = { line: number; text: string; problem?: string; spaced?: boolean };
type Shape = 'whole' | 'spaced' | 'open' | 'broken';

/**
 * Cuts text into records. Quotes decide where a record ends, and quotes can be wrong: a quote that never closes would
 * swallow every row after it. So when a record does not come to a good end, only its first line is given up, and the
 * lines after it are looked at afresh.
 */
function recordCutter(limits: CsvLimits) {
  let rest = '';
  let skipping = false;
  let line = 0;
  let pending: { line: number; lines: string[]; size: number } | undefined;

  function addLine(text: string, at: number, out: CutRecord[]): void {
    if (pending === undefined) {
      if (text.length > limits.recordCharacters) out.push({ line: at, text: '', problem: tooLong(limits) });
      else if (!text.includes('"')) {
        if (text.trim() !== '') out.push({ line: at, text });
      } else {
        const shape = shapeOf(text);
        if (shape === 'open') pending = { line: at, lines: [text], size: text.length };
        else if (shape === 'broken') out.push({ line: at, text, problem: misquoted });
        else out.push({ line: at, text, spaced: shape === 'spaced' });
      }
      return;
    }
    pending.lines.push(text);
    pending.size += text.length + 1;
    const over = pending.size > limits.recordCharacters || pending.lines.length > limits.recordLines;
    if (!over && !text.includes('"')) return;
    const joined = pending.lines.join('\n');
    const shape = over ? 'broken' : shapeOf(joined);
    if (shape === 'broken') giveUp(out);
    else if (shape !== 'open') {
      out.push({ line: pending.line, text: joined, spaced: shape === 'spaced' });
      pending = undefined;
    }
  }

  function giveUp(out: CutRecord[]): void {
    if (pending === undefined) return;
    const { line: at, lines } = pending;
    pending = undefined;
    out.push({ line: at, text: lines[0] ?? '', problem: unclosed });
    lines.slice(1).forEach((text, index) => {
      addLine(text, at + 1 + index, out);
    });
  }

  function cut(out: CutRecord[], text: string): void {
    line += 1;
    if (skipping) {
      skipping = false;
      return;
    }
    addLine(text.endsWith('\r') ? text.slice(0, -1) : text, line, out);
  }

  return {
    push(text: string): CutRecord[] {
      const out: CutRecord[] = [];
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const one of lines) cut(out, one);
      if (!skipping && rest.length > limits.recordCharacters) {
        out.push({ line: line + 1, text: '', problem: tooLong(limits) });
        skipping = true;
      }
      if (skipping) rest = '';
      return out;
    },
    end(): CutRecord[] {
      const out: CutRecord[] = [];
      if (rest !== '' || skipping) cut(out, rest);
      rest = '';
      // Giving up can open a record again further down.
      while (pending !== undefined) giveUp(out);
      return out;
    },
  };
}

const misquoted =
  'a quotation mark is out of place: a field with quotation marks must be in quotation marks, each doubled';
const unclosed = 'a quotation mark opens a field and is not closed properly';
const tooLong = (limits: CsvLimits) => `the row is longer than ${limits.recordCharacters} characters`;

/** Whether the quotes of a text close: 'open' ends inside a quoted field. */
function shapeOf(text: string): Shape {
  let shape: Shape = 'whole';
  const pastSpaces = (from: number) => {
    let at = from;
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    return at;
  };
  for (let at = 0; ; at += 1) {
    const begins = at;
    at = pastSpaces(begins);
    if (text[at] === '"') {
      if (at > begins) shape = 'spaced';
      at = text.indexOf('"', at + 1);
      while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
      if (at < 0) return 'open';
      const ends = at + 1;
      at = pastSpaces(ends);
      if (at > ends) shape = 'spaced';
      if (at >= text.length) return shape;
      if (text[at] !== ',') return 'broken';
    } else {
      const comma = text.indexOf(',', at);
      const quote = text.indexOf('"', at);
      if (quote >= 0 && (comma < 0 || quote < comma)) return 'broken';
      if (comma < 0) return shape;
      at = comma;
    }
  }
}

/** The fields of records that are whole. Spaces between a comma and a quotation mark belong to neither. */
function fieldsOf(records: readonly CutRecord[]): string[][] {
  const read = (text: string, trim: boolean): string[][] =>
    parse(text, { relax_column_count: true, record_delimiter: '\n', trim, max_record_size: 0 });
  const plain = records.filter(({ spaced }) => spaced !== true);
  const fields = read(plain.map(({ text }) => text).join('\n'), false);
  if (plain.length === records.length) return fields;
  let next = 0;
  return records.map((record) => {
    if (plain[next] === record) return fields[next++] ?? [];
    return read(record.text, true)[0] ?? [];
  });
}

function readHeader(record: CutRecord, file: string, columns: CsvColumns, limits: CsvLimits): string[] {
  const refuse = (reason: string): never => {
    throw new CsvFileError(file, record.line, reason);
  };
  if (record.problem !== undefined) refuse(record.problem);
  const header = (fieldsOf([record])[0] ?? []).map((name) => name.trim().toLowerCase());
  if (header.length > limits.columns) refuse(`more than ${limits.columns} columns`);
  if (header.some((name) => name.includes('\ufffd'))) refuse(notUtf8);
  if (header.some((name) => name.includes('\r'))) refuse('lines end in CR alone; save the file as CSV with LF or CRLF');
  const known = new Set([...columns.required, ...(columns.optional ?? [])]);
  const missing = columns.required.filter((name) => !header.includes(name));
  const ignored = columns.others === 'ignored';
  const unknown = ignored ? [] : header.filter((name) => !known.has(name));
  const read = ignored ? header.filter((name) => known.has(name)) : header;
  const twice = [...new Set(read.filter((name, index) => read.indexOf(name) !== index))];
  const parts = [
    ...(missing.length > 0 ? [`missing columns: ${missing.join(', ')}`] : []),
    ...(unknown.length > 0
      ? [`unknown columns: ${unknown.map((name) => name.slice(0, 60) || '(no name)').join(', ')}`]
      : []),
    ...(twice.length > 0 ? [`columns given twice: ${twice.join(', ')}`] : []),
  ];
  if (parts.length > 0) refuse(parts.join('; '));
  return header;
}

const notUtf8 = 'holds characters that are not UTF-8; save the file as CSV in UTF-8';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for; the database takes no NUL.
const unreadable = /[\u0000\ufffd]/;

function readRecords(records: readonly CutRecord[], header: readonly string[]): CsvItem[] {
  const whole = records.filter((record) => record.problem === undefined);
  const fields = fieldsOf(whole);
  let next = 0;
  return records.map((record) => {
    const { line } = record;
    if (record.problem !== undefined) return problemAt(line, '', record.text, record.problem);
    const cells = fields[next++] ?? [];
    if (cells.length !== header.length)
      return problemAt(line, '', record.text, `${header.length} columns expected, ${cells.length} found`);
    const bad = cells.findIndex((cell) => unreadable.test(cell));
    if (bad >= 0) return problemAt(line, header[bad] ?? '', cells[bad] ?? '', notUtf8);
    const values: Record<string, string> = {};
    for (let i = 0; i < header.length; i++) values[header[i] as string] = cells[i] as string;
    return { line, values };
  });
}

function problemAt(line: number, column: string, value: string, reason: string): CsvItem {
  // Enough to find the row by; a row may be as long as the limit.
  return { line, problem: { column, value: value.slice(0, 200), reason } };
}

// ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** A value to write. Null and undefined are empty fields. */
export type CsvValue = string | number | boolean | null | undefined;

const formula = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?%?$/i;

/**
 * A value as it is safe to open in a spreadsheet: one that would be taken for a formula gets a leading apostrophe
 * (OWASP, CSV injection). Plain numbers such as -2.5 stay as they are.
 */
export function guardCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  return formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** CSV text of rows (the first may be the header), LF at the end of each line, every value guarded. For small results. */
export function csvText(rows: readonly (readonly CsvValue[])[]): string {
  return stringifySync(rows.map((row) => row.map(guardCell)));
}

/**
 * CSV text of rows whose values stand exactly as they are: for files that another program reads, where an apostrophe before a
 * phone number (+44 …) would change it. Not for people who open it in a spreadsheet.
 */
export function exactCsvText(rows: readonly (readonly CsvValue[])[]): string {
  return stringifySync(
    rows.map((row) => row.map((value) => (value === null || value === undefined ? '' : String(value)))),
  );
}

/** A header row and rows as a stream, for exports of any size. Every value is guarded. */
export function csvStream(
  columns: readonly string[],
  rows: AsyncIterable<readonly CsvValue[]> | Iterable<readonly CsvValue[]>,
): Readable {
  async function* guarded() {
    yield columns.map(guardCell);
    for await (const row of rows) yield row.map(guardCell);
  }
  return Readable.from(guarded()).pipe(stringify());
}
