import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { fixedClock } from '../../kit/clock.ts';
import { type Host, WrongUse } from '../../kit/command.ts';
import { csvText } from '../../kit/csv.ts';
import { formatDay } from '../../kit/days.ts';
import { sustainedCommand } from './sustained-command.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'newel-sustained-'));
after(() => rmSync(folder, { recursive: true }));
const root = path.join(import.meta.dirname, '../../..');

async function run(...args: string[]) {
  let [out, err] = ['', ''];
  const host = {
    clock: fixedClock('2016-03-31T12:00:00Z', 'Europe/London'),
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  } as unknown as Host;
  const code = await sustainedCommand.run(args, host);
  return { code, out, err };
}

function file(name: string, text: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, text);
  return place;
}
const head = 'job_id,referral_id,started_on,ended_on\n';
const twin = (jobs: string, need: number, within: number, asOf: string): string =>
  execFileSync(
    '/usr/bin/Rscript',
    [path.join(root, 'test/support/sustained.R'), jobs, String(need), String(within), asOf],
    { encoding: 'utf8' },
  );

test('the worked examples of the definitions', async () => {
  const jobs = file(
    'worked.csv',
    `${head}1,A,2015-01-05,
2,B,2015-01-05,2015-08-02
3,B,2015-08-31,
4,C,2015-01-05,2015-08-02
5,C,2015-08-31,2016-01-16
6,D,2015-01-05,2015-08-02
7,D,2015-09-07,
8,E, 2015-01-05 ,2015-08-02
9,E,2015-07-06,2015-11-22
`,
  );
  const at = ['--unit', 'weeks', '--as-of', '2016-12-31', jobs];
  const lines = (out: string) => out.trim().split('\n').slice(1);
  const pilot = lines((await run('--need', '50', '--within', '54', ...at)).out);
  assert.deepEqual(pilot.slice(0, 4), ['A,2015-12-20,378', 'B,2016-01-17,378', 'C,,349', 'D,2016-08-21,378']);
  assert.equal(pilot[4], 'E,,322');
  const longer = lines((await run('--need', '50', '--within', '58', ...at)).out);
  assert.deepEqual(
    longer.map((line) => line.split(',')[1]),
    ['2015-12-20', '2016-01-17', '', '2016-01-24', ''],
  );
  // Without --as-of it is today, and D has not got there yet.
  assert.match((await run('--need', '50', '--within', '54', '--unit', 'weeks', jobs)).out, /^D,,\d+$/m);
});

test('N14: with 35 days between two jobs the best 54 weeks hold 343 days on 24 January 2016, and 58 weeks are reached that day', async () => {
  const jobs = file('n14.csv', `${head}1,D,2015-01-05,2015-08-02\n2,D,2015-09-07,\n`);
  const at = ['--unit', 'weeks', '--as-of', '2016-01-24', jobs];
  const first = 'referral_id,reached_on,best_days\n';
  assert.equal((await run('--need', '50', '--within', '54', ...at)).out, `${first}D,,343\n`);
  assert.equal((await run('--need', '50', '--within', '58', ...at)).out, `${first}D,2016-01-24,350\n`);
});

test('jobs of random lives, and the pilot’s, as a twin in R counts them day by day', async () => {
  const day = fc.integer({ min: 16_000, max: 16_400 });
  const job = fc.record({
    person: fc.integer({ min: 1, max: 40 }),
    started: fc.option(day, { freq: 8 }),
    length: fc.option(fc.integer({ min: -3, max: 250 }), { freq: 3 }),
  });
  const [given = []] = fc.sample(fc.array(job, { minLength: 150, maxLength: 150 }), { numRuns: 1, seed: 50 });
  const rows = given.map(({ person, started, length }, n) => [
    `J${n}`,
    `P${person}`,
    started === null ? '' : formatDay(started),
    length === null ? '' : formatDay((started ?? 16_100) + length),
  ]);
  const jobs = file('random.csv', head + csvText(rows));
  for (const [need, within, asOf] of [
    [60, 90, '2014-09-30'],
    [180, 200, '2015-02-28'],
  ] as const) {
    const ours = await run('--need', String(need), '--within', String(within), '--unit', 'days', '--as-of', asOf, jobs);
    assert.equal(ours.out, twin(jobs, need, within, asOf));
    assert.ok(/,20\d\d-/.test(ours.out) && /,,/.test(ours.out), 'some reach it and some do not');
  }
  const pilot = path.join(root, 'samples/working-well-pilot/jobs.csv');
  const ours = await run('--need', '50', '--within', '54', '--unit', 'weeks', '--as-of', '2016-03-31', pilot);
  assert.equal(ours.out, twin(pilot, 350, 378, '2016-03-31'));
  // The definitions count 59 clients who had reached it, all of whose jobs began after attachment.
  assert.equal(ours.out.match(/,20\d\d-/g)?.length, 59);
});

test('a file of other programs: one person whatever the case of the reference, no job_id, columns that are ignored, values as they are', async () => {
  const jobs = file(
    'other.csv',
    'note,referral_id,started_on,note,ended_on\na,ww1,2019-01-01,,2019-01-05\nb, WW1 ,2019-01-06,,2019-01-12\nc,=cmd,2019-01-01,,\n',
  );
  const at = ['--unit', 'days', '--as-of', '2020-01-01', jobs];
  assert.equal(
    (await run('--need', '10', '--within', '14', ...at)).out,
    'referral_id,reached_on,best_days\nww1,2019-01-10,12\n=cmd,2019-01-10,14\n',
  );
  const twice = await run('--need', '1', '--within', '2', '--unit', 'days', file('twice.csv', `referral_id,${head}`));
  assert.match(twice.err, /columns given twice: referral_id/);
});

test('wrong rows and wrong use say what to do, and print nothing', async () => {
  const wrong = file('wrong.csv', `${head}1,A,5/1/2015,\n2,,2015-02-30,\n`);
  const rows = await run('--need', '1', '--within', '2', '--unit', 'days', wrong);
  assert.deepEqual([rows.code, rows.out], [1, '']);
  assert.match(rows.err, /3 values are wrong/);
  assert.match(rows.err, /row 2: started_on is '5\/1\/2015'; write a day as YYYY-MM-DD/);
  assert.match(rows.err, /row 3: referral_id is empty/);
  const missing = await run('--need', '1', '--within', '2', '--unit', 'days', path.join(folder, 'none.csv'));
  assert.deepEqual([missing.code, missing.out], [1, '']);
  assert.match(missing.err, /there is no file/);
  const columns = await run('--need', '1', '--within', '2', '--unit', 'days', file('columns.csv', 'job_id\n1\n'));
  assert.equal(columns.code, 1);
  for (const use of [
    [],
    ['--need', '5', '--within', '4', '--unit', 'days', wrong],
    ['--need', '0', '--within', '4', '--unit', 'days', wrong],
    ['--need', '5', '--within', '9', '--unit', 'months', wrong],
    ['--need', '5', '--within', '9', '--unit', 'days', '--as-of', '2015-02-30', wrong],
    ['--need', '5', '--within', '9', '--unit', 'days'],
  ])
    await assert.rejects(run(...use), WrongUse);
});
