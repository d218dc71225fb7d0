import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Host } from '../../kit/command.ts';
import { csvText } from '../../kit/csv.ts';
import { fieldNames, type Model } from '../rules/linkage.ts';
import { usualModel } from '../rules/linkage-defaults.ts';
import { duplicatesCommand } from './linkage-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'newel-duplicates-'));
after(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]) {
  let [out, err] = ['', ''];
  const host = {
    out(text: string) {
      out += text;
    },
    err(text: string) {
      err += text;
    },
    progress: () => ({ update() {}, done() {} }),
  } as unknown as Host;
  const code = await duplicatesCommand.run(args, host);
  return { code, out, err };
}

const columns = 'id,given_name,family_name,date_of_birth,address,locality,postcode,phone,identifier';
function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}

/** A FEBRL file in the columns of the command, and the true pairs. */
function febrl(number: number): { place: string; truth: Set<string> } {
  const given = readFileSync(
    path.join(import.meta.dirname, `../../../test/fixtures/febrl/dataset${number}.csv`),
    'utf8',
  );
  const rows: Record<string, string>[] = parse(given, {
    columns: (names: string[]) => names.map((one) => one.trim()),
    trim: true,
  });
  const line = (row: Record<string, string>) => [
    row.rec_id,
    row.given_name,
    row.surname,
    row.date_of_birth,
    [row.street_number, row.address_1, row.address_2].filter(Boolean).join(' '),
    row.suburb,
    row.postcode,
    '',
    row.soc_sec_id,
  ];
  const people = Map.groupBy(
    rows.map((row) => row.rec_id as string),
    (id) => /^rec-(\d+)-/.exec(id)?.[1],
  );
  const truth = new Set<string>();
  for (const ids of people.values()) for (const a of ids) for (const b of ids) if (a < b) truth.add(`${a} ${b}`);
  return { place: file(`febrl${number}.csv`, csvText([columns.split(','), ...rows.map(line)])), truth };
}

async function f1(number: number, ...options: string[]): Promise<number> {
  const { place, truth } = febrl(number);
  const { code, out, err } = await run(place, ...options, '--format', 'csv');
  assert.equal(code, 0, err);
  const pairs = parse(out, { columns: true }) as { a: string; b: string; probability: string }[];
  const chances = pairs.map(({ probability }) => Number(probability));
  assert.deepEqual(
    chances,
    chances.toSorted((x, y) => y - x),
  );
  const said = pairs
    .filter(({ probability }) => Number(probability) >= 0.5)
    .map(({ a, b }) => (a < b ? `${a} ${b}` : `${b} ${a}`));
  const right = said.filter((pair) => truth.has(pair)).length;
  return (2 * right) / (said.length + truth.size);
}

describe('newel duplicates', () => {
  it('finds the true pairs of FEBRL 1 and 3: F1 of 0.99 and more at 0.5', async () => {
    for (const [number, truth] of [
      [1, 500],
      [3, 6538],
    ] as const) {
      assert.equal(febrl(number).truth.size, truth);
      const found = await f1(number);
      assert.ok(found >= 0.99, `FEBRL ${number}: ${found}`);
    }
  });

  it('finds most of them without the identifier (docs/linkage.md gives the figures)', async () => {
    for (const number of [1, 3]) {
      const found = await f1(number, '--without', 'identifier');
      assert.ok(found >= 0.98, `FEBRL ${number}: ${found}`);
    }
  });

  it('learns from the made-up people what a single entry is checked by, to the four figures that are kept', async () => {
    const { code, out } = await run('--learn', '20000');
    assert.equal(code, 0);
    const { model } = JSON.parse(out) as { model: Model };
    const figures = (shares: readonly number[]) => shares.map((share) => Number(share.toPrecision(4)));
    const kept = fieldNames.map((field) => [field, { m: figures(model[field].m), u: figures(model[field].u) }]);
    assert.deepEqual(Object.fromEntries(kept), usualModel);
  });

  it('says what is wrong with a file, by its row', async () => {
    const refused = async (text: string, words: RegExp) => {
      const { code, out, err } = await run(file('wrong.csv', text));
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, words);
    };
    await refused('', /row 1: the file is empty/);
    await refused('name\nx\n', /row 1: .*id/);
    await refused(`${columns}\n1,a,b,,,,,,\n1,a,b,,,,,,\n`, /row 3: the id '1' is that of row 2 as well/);
    await refused(`${columns}\n,a,b,,,,,,\n`, /row 2: the id is empty/);
    await refused(`${columns}\n1,a,b\n`, /row 2: /);
    const { code, err } = await run(path.join(folder, 'none.csv'));
    assert.equal(code, 1);
    assert.match(err, /there is no file/);
  });

  it('refuses wrong use', async () => {
    await assert.rejects(run(), /say one file/);
    await assert.rejects(run('x.csv', '--without', 'shoe_size'), /no column 'shoe_size'/);
    await assert.rejects(run('x.csv', '--format', 'json'), /--format/);
    await assert.rejects(run('x.csv', '--least', '2'), /--least/);
  });

  it('takes a file of nobody, of one, and of people of whom only the id is known', async () => {
    for (const rows of ['', '1,a,b,,,,,,\n', '1,,,,,,,,\n2,,,,,,,,\n'])
      assert.deepEqual(await run(file('few.csv', `${columns}\n${rows}`)), {
        code: 0,
        out: 'a,b,probability\n',
        err: '',
      });
  });
});
