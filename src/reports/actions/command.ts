import { parseArgs } from 'node:util';
import { systemActor } from '../../access/rules/policy.ts';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { parseDay } from '../../kit/days.ts';
import { programmeByKey } from '../../programmes/actions.ts';
import { type Frozen, freezeReport, frozenReport, frozenReports, makeReport, reportCsv } from '../actions.ts';
import { jsonOf } from '../rules/columns.ts';
import { faults } from '../rules/reconcile.ts';
import { cellsOf, gridText, type ReportResult } from '../rules/result.ts';
import { type BreakDown, breakDowns, findTable } from '../rules/tables.ts';
import { dayAsked } from './day.ts';

const help = `
Use: ./newel report NAME|all --programme KEY [--as-of DATE] [--by area|provider|cohort] [--format table|csv|json]
     ./newel report freeze --programme KEY --title TEXT [--as-of DATE] [--by ...]
     ./newel report frozen list --programme KEY
     ./newel report frozen show ID [--format table|csv|json]
     ./newel report frozen verify ID

Prints a table, or all of them, of a programme as of a day. 'report list --programme KEY' names the tables.
'freeze' publishes all tables as they are now: a later correction never changes them.

  --programme KEY   the programme, for example working-well-pilot
  --as-of DATE      YYYY-MM-DD, today or earlier; default: the day that the programme's document names, else today
  --by WHAT         the same tables for each area, provider or cohort (quarter of attachment); CSV then begins with 'group'
  --format FORMAT   table (default), csv (table,row,column,value,printed) or json
  --title TEXT      what the published set is called

'all' also checks the tables against each other and says on standard error what differs; it fails if what must agree does not.
Exit codes: 0 done, 1 failed, 2 wrong use.
Example: ./newel report job-starts --programme working-well-pilot --as-of 2016-03-31`;

type Options = {
  programme?: string | undefined;
  'as-of'?: string | undefined;
  by?: string | undefined;
  format?: string | undefined;
  title?: string | undefined;
};
type Format = 'table' | 'csv' | 'json';

function formatFrom(text: string | undefined): Format {
  if (text === undefined || text === 'table') return 'table';
  if (text === 'csv' || text === 'json') return text;
  throw new WrongUse("--format is 'table', 'csv' or 'json'");
}

function byFrom(text: string | undefined): BreakDown {
  const by = breakDowns.find((one) => one === text);
  if (text !== undefined && by === undefined) throw new WrongUse("--by is 'area', 'provider' or 'cohort'");
  return by ?? null;
}

async function programmeFrom(host: Host, key: string | undefined) {
  if (key === undefined) throw new WrongUse('--programme KEY is missing');
  const programme = await programmeByKey(await host.db(), key);
  if (programme === null) throw new WrongUse(`there is no programme '${key}'`);
  return programme;
}

async function asOfFrom(host: Host, programmeId: string, text: string | undefined): Promise<string> {
  if (text !== undefined && parseDay(text) === null) throw new WrongUse(`--as-of '${text}' is not a date (YYYY-MM-DD)`);
  const day = await dayAsked(await host.db(), programmeId, text ?? '', host.clock.today().toString());
  if (day === null) throw new Error('The programme has no document.');
  if (day.problem !== undefined) throw new WrongUse(`--as-of ${text}: ${day.problem}`);
  return day.asOf;
}

function print(
  host: Host,
  result: ReportResult,
  programme: { key: string; name: string },
  format: Format,
  table: string | null,
): void {
  if (format !== 'table') {
    host.out(
      format === 'csv' ? reportCsv(result, table) : `${JSON.stringify(jsonOf(result, programme, table), null, 2)}\n`,
    );
    return;
  }
  for (const group of result.groups) {
    const heading = group.group === null ? programme.name : `${programme.name}: ${group.group}`;
    host.out(`${heading}, as of ${result.asOf}\n\n`);
    for (const text of result.texts.filter(({ name }) => table === null || name === table)) {
      const cells = cellsOf(group, text.name);
      host.out(
        `${text.name}: ${text.question}\n${text.sentence}\n\n${cells.length > 0 ? gridText(cells) : 'Nothing to show'}\n\n`,
      );
    }
  }
}

/** Says which checks differ; resolves to whether one failed that must hold. */
function tellChecks(host: Host, result: ReportResult): boolean {
  let held = 0;
  let failed = false;
  for (const { group, checks } of result.groups) {
    const wrong = faults(checks);
    failed ||= wrong.length > 0;
    held += checks.filter(({ holds }) => holds).length;
    for (const check of checks.filter(({ holds }) => !holds)) {
      const how = check.always ? 'FAULT' : 'differs';
      const why = check.exception ? ` (${check.exception})` : '';
      host.err(
        `${how}: ${group === null ? '' : `${group}: `}${check.number}. ${check.statement}: ${check.left} and ${check.right}${why}\n`,
      );
    }
  }
  host.err(`${held} checks between the tables hold${failed ? '; the tables must not be released' : ''}.\n`);
  return failed;
}

async function make(name: string, options: Options, host: Host): Promise<number> {
  const format = formatFrom(options.format);
  const by = byFrom(options.by);
  const programme = await programmeFrom(host, options.programme);
  const asOf = await asOfFrom(host, programme.id, options['as-of']);
  const bar = host.progress('Making the tables');
  const today = host.clock.today().toString();
  const result = await makeReport(await host.db(), { programmeId: programme.id, asOf, by }, today, (done, total) =>
    bar.update(done, total),
  );
  bar.done();
  if (result === null) throw new Error('The programme has no document.');
  if (name === 'list') {
    for (const text of result.texts) host.out(`${text.name.padEnd(24)}${text.question}\n`);
    return 0;
  }
  const table = name === 'all' ? null : findTable(result.texts, name)?.name;
  if (table === undefined) {
    throw new WrongUse(`there is no table '${name}'. Tables: all, ${result.texts.map((text) => text.name).join(', ')}`);
  }
  print(host, result, programme, format, table);
  return name === 'all' && tellChecks(host, result) ? 1 : 0;
}

async function freeze(options: Options, host: Host): Promise<number> {
  const by = byFrom(options.by);
  if (options.title === undefined) throw new WrongUse('--title TEXT is missing');
  const programme = await programmeFrom(host, options.programme);
  const asOf = await asOfFrom(host, programme.id, options['as-of']);
  const bar = host.progress('Making the tables');
  const today = host.clock.today().toString();
  const done = await freezeReport(
    await host.db(),
    systemActor,
    programme,
    { asOf, by, title: options.title, today },
    (n, total) => bar.update(n, total),
  );
  bar.done();
  if ('refused' in done) throw new Error(done.refused);
  host.out(`Published as ${done.id}\nSHA-256 ${done.digest}\n`);
  return 0;
}

async function frozenWith(host: Host, id: string | undefined): Promise<Frozen> {
  if (id === undefined) throw new WrongUse('the ID of the published set is missing');
  const found = await frozenReport(await host.db(), id);
  if (found === null) throw new WrongUse(`there is no published set '${id}'`);
  return found;
}

async function frozen(words: readonly string[], options: Options, host: Host): Promise<number> {
  const [verb, id] = words;
  if (verb === 'list') {
    const programme = await programmeFrom(host, options.programme);
    for (const one of await frozenReports(await host.db(), programme.id)) {
      host.out(`${one.id}  ${one.as_of}  ${one.frozen_at.slice(0, 10)}  ${one.digest.slice(0, 12)}  ${one.title}\n`);
    }
    return 0;
  }
  if (verb === 'show') {
    const format = formatFrom(options.format);
    const set = await frozenWith(host, id);
    print(host, set.content.result, set.content.programme, format, null);
    if (!set.intact) host.err('The content does not have its digest: it was changed.\n');
    return set.intact ? 0 : 1;
  }
  if (verb === 'verify') {
    const set = await frozenWith(host, id);
    host.out(
      `${set.title}: ${set.intact ? 'intact' : 'CHANGED: the content does not have its digest'}\nSHA-256 ${set.digest}\n`,
    );
    return set.intact ? 0 : 1;
  }
  throw new WrongUse("after 'frozen' comes list, show or verify");
}

/** `newel report`: tables on the command line. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'Print a table or all tables of a programme; publish them; look at what was published',
  help,
  async run(args, host) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        programme: { type: 'string' },
        'as-of': { type: 'string' },
        by: { type: 'string' },
        format: { type: 'string' },
        title: { type: 'string' },
      },
    });
    const [name, ...rest] = positionals;
    if (name === undefined) throw new WrongUse('the name of a table is missing');
    if (name === 'frozen') return frozen(rest, values, host);
    if (name === 'freeze' && rest.length === 0) return freeze(values, host);
    // 'newel report job starts' without quotation marks means the table 'job starts'.
    return make([name, ...rest].join(' '), values, host);
  },
};
