/** A scanner that gives no answer in time lets nothing in, whatever it says later, and does not go on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { scanBy } from './actions/scan.ts';

const data = Buffer.from('hello');

test('the exit code of a scanner is its answer; anything but 0 and 1 is none', async () => {
  for (const [command, said] of [
    [undefined, 'clean'],
    ['cat > /dev/null', 'clean'],
    ['exit 0', 'clean'],
    ['exit 1', 'refused'],
    ['exit 2', 'unavailable'],
    ['kill -9 $$', 'unavailable'],
    ['no-such-scanner', 'unavailable'],
  ] as const)
    assert.equal(await scanBy(command)(data), said, command ?? 'no scanner');
});

test('over time is no answer, also of one that ends in order or not at all when it is told to stop', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'newel-scan-'));
  try {
    for (const [n, script] of ['trap "exit 0" TERM', 'trap "" TERM'].entries()) {
      const pids = path.join(folder, `${n}`);
      // What it began is stopped with it.
      const command = `${script}; sleep 60 & echo "$$ $!" > ${pids}; while :; do sleep 0.1; done`;
      assert.equal(await scanBy(command, 500)(data), 'unavailable');
      for (const pid of readFileSync(pids, 'utf8').trim().split(' ').map(Number)) assert.ok(await isGone(pid), script);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Whether a process ends; one that ended and that nobody asked for yet counts. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      if (/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    } catch {
      return true;
    }
    await wait(50);
  }
  return false;
}
