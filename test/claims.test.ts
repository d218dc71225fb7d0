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

/** Whole days since 1970; null for an empty field. */
const dayOf = (text = ''): number | null => (text === '' ? null : Date.parse(`${text}T00:00:00Z`) / 86_400_000);
const textOf = (day: number | null): string =>
  day === null ? '' : new Date(day * 86_400_000).toISOString().slice(0, 10);
const filed = (name: string) => rowsOf(readFileSync(path.join(samples, name), 'utf8'));

/**
 * What DEFINITIONS.md 1, 7, 8 and 9 give for the pilot's files by a day, worked out here day by day, without Newel's rules: lines of
 * referral, milestone, day reached, day claimed and status.
 */
function byDefinition(asOf: string): string[] {
  const end = dayOf(asOf) as number;
  const jobs = Map.groupBy(filed('jobs.csv'), (one) => one.referral_id);
  const claims = new Map<string, number>();
  for (const one of filed('claims.csv')) {
    const [key, on] = [`${one.referral_id} ${one.milestone}`, dayOf(one.claimed_on)];
    if (on !== null && on <= end && !claims.has(key)) claims.set(key, on);
  }
  const reached = new Map<string, number | null>();
  for (const { referral_id: id, attached_on } of filed('attachments.csv')) {
    const attached = dayOf(attached_on);
    if (attached === null || attached > end) continue;
    reached.set(`${id} attachment`, attached);
    const theirs = (jobs.get(id) ?? [])
      .map((one) => ({ from: dayOf(one.started_on), to: dayOf(one.ended_on) }))
      .filter(({ from, to }) => (from === null ? to === null || to >= attached : from >= attached && from <= end));
    if (theirs.length === 0) continue;
    const starts = theirs.flatMap(({ from }) => (from === null ? [] : [from]));
    reached.set(`${id} job_start`, starts.length === 0 ? null : Math.min(...starts));
    const atWork = (day: number) => theirs.some(({ from, to }) => from !== null && from <= day && day <= (to ?? end));
    let held = 0;
    for (let day = attached; day <= end; day += 1) {
      if (atWork(day)) held += 1;
      if (atWork(day - 54 * 7)) held -= 1;
      if (held < 50 * 7) continue;
      reached.set(`${id} sustained_job`, day);
      break;
    }
  }
  return [...new Set([...reached.keys(), ...claims.keys()])]
    .map((key) => {
      const on = claims.get(key) ?? null;
      return `${key} ${textOf(reached.get(key) ?? null)} ${textOf(on)} ${on === null ? 'claimable' : 'claimed'}`;
    })
    .sort();
}

test('the pilot’s claims are, person by person and day by day, what its files and the definitions give', async () => {
  for (const asOf of ['2014-12-31', '2015-06-30', '2016-03-31', '2017-01-01']) {
    const { code, rows } = await run('--programme', 'working-well-pilot', '--as-of', asOf, '--format', 'csv');
    assert.equal(code, 0);
    const found = rows
      .filter((one) => (one.referral_id ?? '').startsWith('WW'))
      .map((one) => `${one.referral_id} ${one.milestone} ${one.reached_on} ${one.claimed_on} ${one.status}`);
    assert.deepEqual(found.sort(), byDefinition(asOf), asOf);
    assert.ok(rows.every((one) => one.status === 'claimed' || one.missing !== ''));
  }
});

test('the published figures: 59 have reached 50 of 54 weeks, 16 of them claimed; 297 started a job; 4,548 are attached', () => {
  const lines = byDefinition('2016-03-31').map((line) => line.split(' '));
  const count = (milestone: string, status?: string) =>
    lines.filter(([, of, on, , as]) => of === milestone && (status === undefined ? on !== '' : as === status)).length;
  assert.deepEqual([count('sustained_job'), count('sustained_job', 'claimable')], [59, 43]);
  assert.deepEqual([count('sustained_job', 'claimed'), count('job_start'), count('attachment')], [16, 297, 4548]);
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
