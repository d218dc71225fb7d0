import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Command, WrongUse } from '../../kit/command.ts';
import { exactCsvText, fileProblem, readCsv } from '../../kit/csv.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { daysInWork, type JobDates, jobOrder, reached, type Sustained, sustainedFromWeeks } from '../rules.ts';

// Nothing is kept, so a column that is not read loses nothing; an import refuses it, because somebody might look for it later.
const columns = {
  required: ['referral_id', 'started_on', 'ended_on'],
  optional: ['job_id'],
  others: 'ignored',
} as const;
const mostProblems = 10;

/** `jobs` by the reference as an import reads it, each with the first spelling in the file. */
type Read = { jobs: Map<string, { spelt: string; jobs: JobDates[] }>; problems: string[] };

/** Reads jobs by the person's reference, in the order in which people first stand in the file. */
async function readJobs(file: string): Promise<Read> {
  const read: Read = { jobs: new Map(), problems: [] };
  for await (const batch of readCsv(createReadStream(file), file, columns)) {
    for (const item of batch) {
      const at = `${file}, row ${item.line}`;
      if ('problem' in item) {
        read.problems.push(`${at}: ${item.problem.reason}`);
        continue;
      }
      const value = (column: string) => (item.values[column] ?? '').trim();
      const day = (column: string): DayNumber | null => {
        const number = value(column) === '' ? null : parseDay(value(column));
        if (number === null && value(column) !== '')
          read.problems.push(`${at}: ${column} is '${value(column)}'; write a day as YYYY-MM-DD`);
        return number;
      };
      const spelt = value('referral_id');
      if (spelt === '') read.problems.push(`${at}: referral_id is empty; say whose job it is`);
      const job = { key: value('job_id'), startedOn: day('started_on'), endedOn: day('ended_on') };
      const theirs = read.jobs.get(spelt.toUpperCase());
      if (theirs === undefined) read.jobs.set(spelt.toUpperCase(), { spelt, jobs: [job] });
      else theirs.jobs.push(job);
    }
  }
  return read;
}

function whole(name: string, text: string | undefined): number {
  const value = Number(text);
  if (text === undefined || !/^\d{1,5}$/.test(text.trim()) || value < 1)
    throw new WrongUse(`--${name} takes a whole number from 1 to 99999`);
  return value;
}

function ruleOf(values: Readonly<Record<'need' | 'within' | 'unit', string | undefined>>): Sustained {
  const [need, within] = [whole('need', values.need), whole('within', values.within)];
  if (values.unit !== 'weeks' && values.unit !== 'days') throw new WrongUse("--unit is 'weeks' or 'days'");
  if (within < need) throw new WrongUse('--within must be as long as --need or longer');
  return values.unit === 'weeks' ? sustainedFromWeeks(need, within) : { need, within };
}

export const sustainedCommand: Command = {
  name: 'sustained',
  summary: 'Say from a file of jobs who has reached sustained work, and when',
  help: `
Use: ./newel sustained --need N --within M --unit weeks|days [--as-of DATE] JOBS.csv

Prints referral_id,reached_on,best_days for everybody in the file. Nothing is kept, and no database is used.

A day counts once, however many jobs run on it; the first and the last day of a job count. A job without a first day, or with an
end before its start, adds no days; a start after DATE does not exist yet, and an end after it has not happened yet. Everybody
counts as attached before their first job.

reached_on is the first day on which the M weeks or days that end on it hold N weeks or days in work; empty when there is none by
DATE. best_days is the most days in work in any such window that ends by DATE. A week is seven days.

JOBS.csv has the columns ${columns.required.join(', ')}; others are ignored. References compare without regard to
case: one person is printed as the file spells them first. Values are printed as they stand in the file, for programs: open the
output in a spreadsheet only if you trust the file.

  --need N         weeks or days in work that are asked for
  --within M       weeks or days in a row in which they must lie
  --unit UNIT      weeks or days
  --as-of DATE     YYYY-MM-DD (default: today)

Exit codes: 0 done, 1 the file cannot be read or has wrong rows, 2 wrong use.
Example: ./newel sustained --need 50 --within 54 --unit weeks --as-of 2016-03-31 jobs.csv`,
  async run(args, host) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        need: { type: 'string' },
        within: { type: 'string' },
        unit: { type: 'string' },
        'as-of': { type: 'string' },
      },
    });
    const rule = ruleOf({ need: values.need, within: values.within, unit: values.unit });
    const asOf = parseDay(values['as-of'] ?? host.clock.today().toString());
    if (asOf === null) throw new WrongUse('--as-of takes a day that exists, as YYYY-MM-DD');
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new WrongUse('say one file of jobs');
    const read = await readJobs(file).catch((error) => fileProblem(error, file));
    if (typeof read === 'string') {
      host.err(`newel sustained: ${read}\n`);
      return 1;
    }
    if (read.problems.length > 0) {
      const hidden = read.problems.length - mostProblems;
      host.err(
        `newel sustained: ${read.problems.length} values are wrong. Put them right and try again.\n${read.problems.slice(0, mostProblems).join('\n')}\n${hidden > 0 ? `and ${hidden} more\n` : ''}`,
      );
      return 1;
    }
    host.out(exactCsvText([['referral_id', 'reached_on', 'best_days']]));
    let rows: (string | number)[][] = [];
    const flush = () => {
      if (rows.length > 0) host.out(exactCsvText(rows));
      rows = [];
    };
    for (const { spelt, jobs } of read.jobs.values()) {
      const { on, best } = reached(daysInWork(jobs.sort(jobOrder), asOf), rule, asOf);
      rows.push([spelt, on === null ? '' : formatDay(on), best]);
      if (rows.length === 1000) flush();
    }
    flush();
    return 0;
  },
};
