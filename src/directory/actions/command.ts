/** `newel directory`: import, export and publish. */
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { systemActor } from '../../access/rules/policy.ts';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { exportCsv, exportJson, exportZip } from './export.ts';
import { type FeedFormat, feedFormats, filesAt, formatOf, importFeed } from './feeds.ts';
import { publishAll } from './publish.ts';

const help = `
Use: ./newel directory import FILE|FOLDER --source NAME [--format hsds|hsds-csv|oruk]
     ./newel directory export --format hsds|hsds-csv|oruk [--of services|organizations] [--out FILE|FOLDER]
     ./newel directory publish

import   takes in a directory: HSDS 3.0 or Open Referral UK as JSON (an object, a list, a page), as lines of JSON (.ndjson, read
         line by line), or a folder with the CSV files of an HSDS 3.0 data package. Entries are known by their ids: one that
         came from the same source is changed, one that is kept here or came from another source stays as it is and is told.
         The same again changes nothing. How to refer, stewards and what is known of a service are never touched.
export   writes the whole directory. HSDS and Open Referral UK are a JSON list (to standard output without --out); hsds-csv is
         a folder with datapackage.json, new or empty, or one zip where --out ends in .zip.
publish  makes the copy anew that the public reads at /open-referral. Saves and imports keep it true by themselves.

  --source NAME   the name of the feed, always the same for the same publisher
  --format        of an import: by the names of the files when it is not said (oruk and hsds are read alike)
  --of            of a JSON export: services (with their organisations) or organizations (with their services)

Exit codes: 0 done (what was not taken is told), 1 failed, 2 wrong use.

Example: ./newel directory import directory.ndjson --source bolton
`;

async function runImport(args: string[], host: Host): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { source: { type: 'string' }, format: { type: 'string' } },
  });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new WrongUse('name one file or folder to import');
  const source = values.source?.trim() ?? '';
  if (source === '' || source.length > 100)
    throw new WrongUse('name the source, in at most 100 characters: --source NAME');
  const files = await filesAt(given);
  const format = values.format === undefined ? formatOf(files) : formatIn(values.format);
  const progress = host.progress('Importing');
  const result = await importFeed(
    await host.db(),
    { actor: systemActor, source, format, files, now: host.clock.now(), today: host.clock.today().toString() },
    (done) => progress.update(done, 0),
  );
  progress.done();
  const head = ['kind', 'new', 'changed', 'same', 'not taken'];
  const table = [
    head,
    ...Object.entries(result.counts).map(([kind, n]) => [kind, ...[n.new, n.changed, n.same, n.refused].map(String)]),
  ];
  const widths = head.map((_, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
  for (const row of table)
    host.out(
      `${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}\n`,
    );
  for (const { where, kind, id, reason } of result.problems.slice(0, 20))
    host.err(`${where}: ${kind} ${id ?? ''} ${reason}\n`);
  if (result.refused > 20) host.err(`… and ${result.refused - 20} more; see Directory, Feeds.\n`);
  return 0;
}

function formatIn(text: string): FeedFormat {
  const format = feedFormats.find((one) => one === text);
  if (format === undefined) throw new WrongUse(`--format is one of ${feedFormats.join(', ')}`);
  return format;
}

async function runExport(args: string[], host: Host): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { format: { type: 'string' }, of: { type: 'string', default: 'services' }, out: { type: 'string' } },
  });
  if (values.format === undefined) throw new WrongUse(`say the format: --format ${feedFormats.join('|')}`);
  const format = formatIn(values.format);
  const of = values.of;
  if (of !== 'services' && of !== 'organizations') throw new WrongUse('--of is services or organizations');
  const db = await host.db();
  if (format === 'hsds-csv' && values.out?.toLowerCase().endsWith('.zip')) {
    const zip = Readable.from(exportZip(db, host.clock.today().toString()));
    await pipeline(zip, createWriteStream(values.out, { flags: 'wx' }));
    host.err(`Written to ${values.out}\n`);
    return 0;
  }
  if (format === 'hsds-csv') {
    const folder = values.out ?? 'directory-export';
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) throw new WrongUse(`${folder} is not empty, and nothing is written over`);
    for await (const { name, text } of exportCsv(db)) {
      const file = await open(path.join(folder, name), 'a');
      await file.appendFile(text).finally(() => file.close());
    }
    host.err(`Written to ${folder}\n`);
    return 0;
  }
  const pieces = exportJson(db, of, format === 'oruk' ? 'uk' : 'hsds');
  if (values.out === undefined) for await (const text of pieces) host.out(text);
  else await pipeline(Readable.from(pieces), createWriteStream(values.out, { flags: 'wx' }));
  return 0;
}

async function runPublish(args: string[], host: Host): Promise<number> {
  parseArgs({ args, options: {} });
  const progress = host.progress('Publishing');
  const { services } = await publishAll(await host.db(), (done) => progress.update(done, 0));
  progress.done();
  host.out(`${services.toLocaleString('en-GB')} services looked at; the public copy is up to date.\n`);
  return 0;
}

/** The command `directory`. */
export const directoryCommand: Command = {
  name: 'directory',
  summary: 'Import and export the directory of services (HSDS, Open Referral UK), or publish it',
  help,
  run(args, host) {
    const [verb, ...rest] = args;
    const work = { import: runImport, export: runExport, publish: runPublish }[verb ?? ''];
    if (work === undefined) throw new WrongUse('say import, export or publish');
    return work(rest, host);
  },
};
