import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { claimsCommand } from '../src/claims/actions/claims-command.ts';
import { importFolder } from '../src/handover/actions.ts';
import { fixedClock } from '../src/kit/clock.ts';
import { type Host, WrongUse } from '../src/kit/command.ts';
import { today, type World, world } from './support/world.ts';

const samples = path.join(import.meta.dirname, '../samples/working-well-pilot');
const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true, trim: true });
let made: World;
before(async () => {
  made = await world();
  await importFolder(made.db, { folder: samples, today });
});
after(() => made.end());

async function run(...args: string[]) {
  let out = '';
  const host = {
    db: async () => made.db,
    clock: fixedClock('2016-03-31T12:00:00Z', 'Europe/London'),
    out: (text: string) => {
      out += text;
    },
  } as unknown as Host;
  return { code: await claimsCommand.run(args, host), rows: rowsOf(out) };
}

test('the pilot’s claims agree with its files and with the published figures', async () => {
  const { code, rows } = await run('--programme', 'working-well-pilot', '--as-of', '2016-03-31', '--format', 'csv');
  assert.equal(code, 0);
  const filed = rowsOf(readFileSync(path.join(samples, 'claims.csv'), 'utf8')).map(
    (one) => `${one.referral_id} ${one.milestone} ${one.claimed_on}`,
  );
  const found = rows.filter((one) => one.status === 'claimed' && (one.referral_id ?? '').startsWith('WW'));
  assert.deepEqual(
    found.map((one) => `${one.referral_id} ${one.milestone} ${one.claimed_on}`).sort(),
    [...new Set(filed)].sort(),
  );
  const count = (milestone: string, test: (row: Record<string, string>) => boolean) =>
    rows.filter((one) => (one.referral_id ?? '').startsWith('WW') && one.milestone === milestone && test(one)).length;
  // DEFINITIONS 12: 59 clients have reached 50 of 54 weeks, 16 of them claimed; 297 started a job; 4,548 are attached.
  assert.equal(
    count('sustained_job', (one) => one.reached_on !== ''),
    59,
  );
  assert.equal(
    count('sustained_job', (one) => one.status === 'claimable'),
    43,
  );
  assert.equal(
    count('job_start', (one) => one.reached_on !== ''),
    297,
  );
  assert.equal(
    count('attachment', (one) => one.reached_on !== ''),
    4548,
  );
  assert.ok(rows.every((one) => one.status === 'claimed' || one.missing !== ''));
});

test('wrong use says what there is', async () => {
  for (const [args, words] of [
    [[], /--programme KEY is missing/],
    [['--programme', 'nowhere'], /there is no contract/],
    [
      ['--programme', 'working-well-expansion', '--contract', 'x'],
      /has the contracts earnings-example, working-well-expansion/,
    ],
    [['--programme', 'working-well-pilot', '--as-of', '2016-02-30'], /a day that exists/],
    [['--programme', 'working-well-pilot', '--format', 'xml'], /--format/],
  ] as const)
    await assert.rejects(run(...args), (error) => error instanceof WrongUse && words.test(error.message));
});
