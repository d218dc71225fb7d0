import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import * as instruments from '../../assessment/actions/instruments.ts';
import { fixedClock } from '../../kit/clock.ts';
import { type Host, WrongUse } from '../../kit/command.ts';
import { type Database, openDatabase } from '../../kit/db.ts';
import { programmeCommand } from './command.ts';
import { shippedProgramme } from './files.ts';
import { loadShippedProgrammes } from './shipped.ts';

const command = programmeCommand(instruments);
let fresh: FreshDatabase;
let db: Database;
let folder: string;
before(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.url);
  folder = mkdtempSync(join(tmpdir(), 'newel-programme-'));
});
after(async () => {
  await db.end();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const host: Host = {
    db: async () => db,
    ownerUrl: async () => fresh.url,
    clock: fixedClock('2016-03-31T12:00:00Z'),
    timeZone: 'Europe/London',
    out(text) {
      said.out += text;
    },
    err(text) {
      said.err += text;
    },
    progress: () => ({ update: () => undefined, done: () => undefined }),
  };
  const code = await command.run(args, host);
  return { code, ...said };
}

test('loads a document with its instrument, and again without any change', async () => {
  assert.deepEqual(await run('list'), { code: 0, out: 'No programme is loaded.\n', err: '' });
  const pilot = shippedProgramme('working-well-pilot');
  assert.deepEqual(await run('load', pilot), {
    code: 0,
    out: [
      ...['working-well-assessment', 'progress-measure', 'distance-a-d', 'ons4'].map(
        (key) => `${key}: version 1 of the instrument was loaded.\n`,
      ),
      'working-well-pilot: version 1 was loaded.\n',
    ].join(''),
    err: '',
  });
  assert.equal((await run('load', pilot)).out, 'working-well-pilot: nothing changed, version 1 is this document.\n');
  assert.equal((await run('list')).out, 'working-well-pilot  Working Well pilot  version 1 of 1, since 3 Mar 2014\n');
  const shown = await run('show', 'working-well-pilot', '--version', '1');
  assert.deepEqual(JSON.parse(shown.out), JSON.parse(readFileSync(pilot, 'utf8')));
});

test('a document that does not fit fails with its problems, loaded or only checked', async () => {
  const path = join(folder, 'programme.json');
  const broken = JSON.parse(readFileSync(shippedProgramme('working-well-expansion'), 'utf8'));
  broken.sustainedWork.weeks = 'fifty';
  writeFileSync(path, JSON.stringify(broken));
  const line = '  programme.json: sustainedWork.weeks: must be a whole number of 1 or more; got "fifty"\n';
  assert.deepEqual(await run('check', path), {
    code: 1,
    out: '',
    err: `The document does not fit: 1 problem.\n${line}`,
  });
  assert.deepEqual(await run('load', path), { code: 1, out: '', err: `Nothing was loaded: 1 problem.\n${line}` });
  assert.equal((await run('check', shippedProgramme('working-well-expansion'))).code, 0);
  assert.equal((await db.query("select from programme where key = 'working-well-expansion'")).rowCount, 0);
});

test('what is not there fails', async () => {
  assert.deepEqual(await run('load', join(folder, 'no.json')), {
    code: 1,
    out: '',
    err: `${join(folder, 'no.json')} cannot be read (ENOENT).\n`,
  });
  assert.equal((await run('show', 'nothing')).code, 1);
  assert.equal((await run('show', 'working-well-pilot', '--version', '9')).code, 1);
});

test('wrong words are wrong use', async () => {
  for (const args of [
    [],
    ['lode', 'x'],
    ['load'],
    ['show'],
    ['list', 'x'],
    ['load', 'a', 'b'],
    ['load', 'a', '--version', '1'],
    ['show', 'a', '--version', 'x'],
  ])
    await assert.rejects(run(...args), WrongUse, args.join(' '));
});

test('what ships is loaded once; a programme that is there stays as it is', async () => {
  const loaded = () => loadShippedProgrammes(db, instruments, '2016-03-31');
  assert.deepEqual(await loaded(), [
    'working-well-expansion',
    'ics-trial',
    'ics-x',
    'pathways-new',
    'pathways-existing',
  ]);
  assert.deepEqual(await loaded(), []);
});
