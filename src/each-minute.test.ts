import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eachMinute } from './each-minute.ts';

test('the work is done again and again, never twice at once; what fails is told and tried again; the end waits for it', async () => {
  let [begun, ended, most, underWay] = [0, 0, 0, 0];
  const errors: unknown[] = [];
  const { promise: enough, resolve } = Promise.withResolvers<void>();
  const stop = eachMinute(
    async () => {
      begun++;
      most = Math.max(most, ++underWay);
      // Longer than the minute of this test.
      await new Promise((done) => setTimeout(done, 5));
      underWay--;
      ended++;
      if (begun === 4) resolve();
      if (begun === 2) throw new Error('the database is away');
    },
    (error) => errors.push(error),
    1,
  );
  await enough;
  await stop();
  const after = begun;
  assert.equal(ended, begun);
  assert.equal(most, 1);
  assert.deepEqual(
    errors.map((error) => (error as Error).message),
    ['the database is away'],
  );
  await new Promise((done) => setTimeout(done, 10));
  assert.equal(begun, after, 'nothing begins after the end');
});
