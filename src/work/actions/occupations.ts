/** Classifications of occupations: loaded from a file, and chosen from. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { type Command, WrongUse } from '../../kit/command.ts';
import { fileProblem, readCsv } from '../../kit/csv.ts';
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/occupations.ts';

// SOC 2020 has 412 unit groups, ISCO-08 436, O*NET-SOC about a thousand.
const MOST = 1500;

/** The codes of a classification, in their order. */
export const occupationsOf = (sql: Sql, scheme: string) => store.occupationsOf(sql, { scheme, limit: MOST });

/** Reads a file with the columns `code` and `label`. Every code stands once; a problem says where it is. */
async function readOccupations(file: string): Promise<{ rows: { code: string; label: string }[]; problems: string[] }> {
  const rows = new Map<string, string>();
  const problems: string[] = [];
  for await (const batch of readCsv(createReadStream(file), file, { required: ['code', 'label'] }))
    for (const item of batch) {
      const at = `${file}, row ${item.line}`;
      if ('problem' in item) {
        problems.push(`${at}: ${item.problem.reason}`);
        continue;
      }
      const [code = '', label = ''] = [item.values.code?.trim(), item.values.label?.trim()];
      if (!/^[0-9A-Za-z.-]{1,20}$/.test(code)) problems.push(`${at}: '${code.slice(0, 30)}' is no code`);
      else if (label === '' || label.length > 200) problems.push(`${at}: ${code} needs a name of 1 to 200 characters`);
      else if (rows.has(code)) problems.push(`${at}: ${code} is there already`);
      else rows.set(code, label);
    }
  if (rows.size === 0 && problems.length === 0) problems.push(`${file}: there are no codes in it`);
  if (rows.size > MOST) problems.push(`${file}: ${rows.size} codes are more than the ${MOST} that fit`);
  return { rows: [...rows].map(([code, label]) => ({ code, label })), problems };
}

/** Loads a file of codes into a classification. Codes that are not in it stay: jobs may have them. Nothing is loaded when anything is wrong. */
export async function loadOccupations(
  sql: Sql,
  scheme: string,
  file: string,
): Promise<{ problems: string[] } | { rows: number; added: number; renamed: number }> {
  const { rows, problems } = await readOccupations(file);
  if (problems.length > 0) return { problems };
  const changed = await store.loadOccupations(sql, { scheme, rows: JSON.stringify(rows) });
  const added = changed.filter((row) => row.added).length;
  return { rows: rows.length, added, renamed: changed.length - added };
}

export const occupationCommand: Command = {
  name: 'occupations',
  summary: 'Load a classification of occupations from a CSV file',
  help: `
Use: ./newel occupations load FILE.csv [SCHEME]

Loads codes of occupations (columns code,label), to choose from where jobs are recorded. SCHEME is what programme documents
call the classification ("work": { "occupations": … }); without it the name of the file, in capital letters: soc2020.csv is
SOC2020. Loading again renames codes and adds new ones; none are removed. The major and sub-major groups of SOC 2020 ship as
programmes/occupations/soc2020.csv.

Exit codes: 0 done, 1 the file does not fit, 2 wrong use.`,
  async run([verb, file, named, ...more], host) {
    if (verb !== 'load' || file === undefined || more.length > 0)
      throw new WrongUse('say what to load: occupations load FILE.csv');
    const scheme = (named ?? basename(file).replace(/\.[^.]*$/, '')).toUpperCase();
    if (!/^[A-Z0-9-]{2,20}$/.test(scheme))
      throw new WrongUse(`'${scheme}' is no name of a classification: use letters and digits, for example SOC2020`);
    const done = await loadOccupations(await host.db(), scheme, file).catch((error: Error) => ({
      problems: [fileProblem(error, file)],
    }));
    if ('problems' in done) {
      host.err(`${done.problems.slice(0, 10).join('\n')}\nNothing was loaded.\n`);
      return 1;
    }
    host.out(`${scheme}: ${done.rows} codes read, ${done.added} new, ${done.renamed} renamed\n`);
    return 0;
  },
};
