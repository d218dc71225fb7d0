import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Command, type Host, WrongUse } from '../../kit/command.ts';
import { csvText, fileProblem, readCsv } from '../../kit/csv.ts';
import { probabilityOf, scorer, type Traits, traitsOf } from '../rules/linkage.ts';
import { blocksOf } from '../rules/linkage-block.ts';
import { blockedPairs, frequencies, type Learned, learn } from '../rules/linkage-em.ts';
import { madeUpPeople } from '../rules/linkage-sample.ts';

const columns = [
  'given_name',
  'family_name',
  'date_of_birth',
  'address',
  'locality',
  'postcode',
  'phone',
  'identifier',
  'email',
] as const;
type Column = (typeof columns)[number];

// A block with more members than this tells nobody apart, and its pairs grow with its square.
const mostInBlock = 500;
const mostProblems = 10;
const n = (value: number) => value.toLocaleString('en-GB');

type Rows = { ids: string[]; records: Traits[]; problems: string[] };

/** Reads the people of a file. Columns that are missing, and those that are left out, are not known. */
async function readPeople(file: string, without: ReadonlySet<string>): Promise<Rows> {
  const rows: Rows = { ids: [], records: [], problems: [] };
  const seen = new Map<string, number>();
  const source = createReadStream(file);
  for await (const batch of readCsv(source, file, { required: ['id'], optional: columns })) {
    for (const item of batch) {
      const at = `${file}, row ${item.line}`;
      if ('problem' in item) {
        rows.problems.push(`${at}: ${item.problem.reason}`);
        continue;
      }
      const id = (item.values.id ?? '').trim();
      const first = seen.get(id);
      if (id === '') rows.problems.push(`${at}: the id is empty; give every row its own`);
      else if (first !== undefined) rows.problems.push(`${at}: the id '${id}' is that of row ${first} as well`);
      seen.set(id, item.line);
      const value = (column: Column) => (without.has(column) ? null : (item.values[column] ?? null));
      rows.ids.push(id);
      rows.records.push(
        traitsOf({
          givenName: value('given_name'),
          familyName: value('family_name'),
          dateOfBirth: value('date_of_birth'),
          address: value('address'),
          locality: value('locality'),
          postcode: value('postcode'),
          phone: value('phone'),
          identifier: value('identifier'),
          email: value('email'),
        }),
      );
    }
  }
  return rows;
}

function learnWith(host: Host, records: readonly Traits[]): Learned {
  const bar = host.progress('Learning');
  try {
    return learn(records, { mostInBlock, progress: (round, most) => bar.update(round, most) });
  } finally {
    bar.done();
  }
}

/** Pairs from `least` on, the likeliest first; those that are equally likely in the order of the file. */
function likelyPairs(host: Host, records: readonly Traits[], { model, lambda }: Learned, least: number) {
  const { weigh } = scorer(model, lambda, frequencies(records));
  const pairs = blockedPairs(records, blocksOf, mostInBlock);
  const bar = host.progress('Comparing');
  const found: { a: number; b: number; weight: number }[] = [];
  let done = 0;
  for (const [a, b] of pairs) {
    const weight = weigh(records[a] as Traits, records[b] as Traits);
    if (probabilityOf(weight) >= least) found.push({ a, b, weight });
    if (++done % 1000 === 0) bar.update(done, pairs.size);
  }
  bar.done();
  found.sort((one, two) => two.weight - one.weight || one.a - two.a || one.b - two.b);
  return { found, passedOver: pairs.passedOver };
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new WrongUse('--least takes a probability from 0 to 1');
  return value;
}

export const duplicatesCommand: Command = {
  name: 'duplicates',
  summary: 'Find the rows of a file that are likely to be of one person',
  help: `
Use: ./newel duplicates FILE.csv [--without COLUMN]… [--least 0.01] [--format csv]
     ./newel duplicates --learn N

Prints the pairs of rows that may be of one person, as a,b,probability, the likeliest first. Nothing is merged, nothing is kept,
and no database is used. How much each agreement tells is learned from the file itself (docs/linkage.md), without any truth.

FILE.csv has the column id, and as many as there are of: ${columns.join(', ')}.
A date of birth is YYYY-MM-DD, YYYYMMDD or DD/MM/YYYY. An empty field is not known: it speaks neither for nor against.

  --without COLUMN   leave a column out, for example the identifier; may be given several times
  --least P          the lowest probability that is printed (default 0.01)
  --format csv       the only format
  --learn N          learn from N made-up people instead, and print the numbers that the application checks an entry by

Exit codes: 0 done, 1 the file cannot be read or has wrong rows, 2 wrong use.
Example: ./newel duplicates people.csv --without identifier --format csv > pairs.csv`,
  async run(args, host) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        without: { type: 'string', multiple: true },
        least: { type: 'string', default: '0.01' },
        format: { type: 'string', default: 'csv' },
        learn: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (values.format !== 'csv') throw new WrongUse("--format is 'csv'");
    const least = share(values.least);
    const without = new Set(values.without ?? []);
    for (const column of without)
      if (!columns.some((one) => one === column))
        throw new WrongUse(`there is no column '${column}'; the columns are ${columns.join(', ')}`);
    if (values.learn !== undefined) {
      const people = Number(values.learn);
      if (file !== undefined || !Number.isInteger(people) || people < 1000)
        throw new WrongUse('--learn takes a number of made-up people from 1000 on, and no file');
      const { model, lambda } = learnWith(
        host,
        madeUpPeople(people).map(({ known }) => traitsOf(known)),
      );
      host.out(`${JSON.stringify({ model, lambda }, null, 2)}\n`);
      return 0;
    }
    if (file === undefined || more.length > 0) throw new WrongUse('say one file');
    const rows = await readPeople(file, without).catch((error) => fileProblem(error, file));
    if (typeof rows === 'string') {
      host.err(`newel duplicates: ${rows}\n`);
      return 1;
    }
    if (rows.problems.length > 0) {
      const hidden = rows.problems.length - mostProblems;
      host.err(`newel duplicates: ${n(rows.problems.length)} rows are wrong. Put them right and try again.
${rows.problems.slice(0, mostProblems).join('\n')}
${hidden > 0 ? `and ${n(hidden)} more\n` : ''}`);
      return 1;
    }
    const { ids, records } = rows;
    const { found, passedOver } = likelyPairs(host, records, learnWith(host, records), least);
    if (passedOver > 0)
      host.err(`${n(passedOver)} values that more than ${n(mostInBlock)} rows share were not used to find pairs.\n`);
    host.out(csvText([['a', 'b', 'probability']]));
    for (let at = 0; at < found.length; at += 1000)
      host.out(
        csvText(
          found.slice(at, at + 1000).map(({ a, b, weight }) => [ids[a], ids[b], probabilityOf(weight).toFixed(6)]),
        ),
      );
    return 0;
  },
};
