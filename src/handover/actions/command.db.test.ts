import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { handoverFolder, smallHandover } from '../../../test/support/handover.ts';
import { closeAll, database, eventCount, today } from '../../../test/support/imports.ts';
import { fixedClock } from '../../kit/clock.ts';
import type { Host } from '../../kit/command.ts';
import type { Database } from '../../kit/db.ts';
import { importCommand } from './command.ts';

describe('newel import', () => {
  let db: Database;
  let folder: string;
  let remove: () => Promise<void>;
  let place: string;
  before(async () => {
    db = await database();
    place = await mkdtemp(join(tmpdir(), 'rejects-'));
    const jobs = [...smallHandover['jobs.csv'], 'J8,S1,,,,"=HYPERLINK(""x"")",,,,', 'J9,S1,,,,,,-3,,'];
    ({ folder, remove } = await handoverFolder({ ...smallHandover, 'jobs.csv': jobs }));
  });
  after(async () => {
    await remove();
    await rm(place, { recursive: true });
    await closeAll();
  });

  /** Runs the command; resolves to its exit code and what it wrote. */
  async function running(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    let out = '';
    let err = '';
    const host: Host = {
      db: async () => db,
      ownerUrl: async () => '',
      clock: fixedClock(`${today}T12:00:00Z`),
      timeZone: 'Europe/London',
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      progress: () => ({ update: () => undefined, done: () => undefined }),
    };
    const code = await importCommand.run(args, host);
    return { code, out, err };
  }

  it('tells in a dry run what would happen, and writes only the rejects file', async () => {
    const path = join(place, 'dry.csv');
    const { code, out } = await running(folder, '--dry-run', '--strict', '--rejects', path);
    assert.equal(code, 1);
    assert.match(out, /Dry run: nothing was written/);
    assert.match(out, /jobs\.csv +5 +3 +0 +0 +2/);
    assert.equal(await eventCount(db), 0);
  });

  it('lists bad rows for people with spreadsheets, guarded, and for nobody else to read', async () => {
    const path = join(place, 'rejects.csv');
    const { code, err } = await running(folder, '--rejects', path, '--verbose');
    assert.equal(code, 0);
    assert.match(err, /2 rows were left out; they are in .*rejects\.csv/);
    assert.equal(
      await readFile(path, 'utf8'),
      `file,row,column,value,reason
jobs.csv,5,started_on,"'=HYPERLINK(""x"")","is not a date that exists, written YYYY-MM-DD"
jobs.csv,6,hours_per_week,-3,must be a number from 0 to 999 with at most 2 decimals
`,
    );
    assert.equal((await stat(path)).mode & 0o777, 0o600);
  });

  it('never writes over a file that is there', async () => {
    await chmod(join(place, 'rejects.csv'), 0o600);
    const text = await readFile(join(place, 'rejects.csv'), 'utf8');
    await assert.rejects(running(folder, '--rejects', join(place, 'rejects.csv')), /is there already/);
    assert.equal(await readFile(join(place, 'rejects.csv'), 'utf8'), text);
  });

  it('ends with 0 and no rejects file when every row is in', async () => {
    const good = await handoverFolder(smallHandover);
    const path = join(place, 'none.csv');
    const { code, out } = await running(good.folder, '--rejects', path);
    await good.remove();
    assert.equal(code, 0);
    assert.match(out, /Programme small-steps: as it was/);
    await assert.rejects(stat(path));
  });

  it('wants one folder', async () => {
    await assert.rejects(running(), /name one folder/);
    await assert.rejects(running('a', 'b'), /name one folder/);
    await assert.rejects(running(join(place, 'nowhere')), /cannot read the folder/);
  });

  it('names what stands in the place of a file and is none', async () => {
    const { folder, remove } = await handoverFolder(smallHandover);
    await rm(join(folder, 'activities.csv'));
    await mkdir(join(folder, 'activities.csv'));
    await assert.rejects(running(folder), /activities\.csv is not a file; nothing was imported/);
    await remove();
  });
});
