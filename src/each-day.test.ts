import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eachDay } from './each-day.ts';

const until = async (met: () => boolean) => {
  for (let i = 0; i < 500 && !met(); i++) await wait(5);
  assert.ok(met());
};
const clockOf = (today: () => string) => ({
  now: () => Temporal.Now.instant(),
  today: () => Temporal.PlainDate.from(today()),
});

test('works at once and on each new day, and never after its end', async () => {
  let today = '2016-03-30';
  const done: string[] = [];
  const part = (name: string) => async (day: string) => void done.push(`${name} ${day}`);
  const end = eachDay(
    clockOf(() => today),
    [part('a'), part('b')],
    () => assert.fail('nothing failed'),
    2,
  );
  await until(() => done.length === 2);
  await wait(20);
  today = '2016-03-31';
  await until(() => done.length === 4);
  await end();
  today = '2016-04-01';
  await wait(20);
  assert.deepEqual(done, ['a 2016-03-30', 'b 2016-03-30', 'a 2016-03-31', 'b 2016-03-31']);
});

test('what fails is told, the first time too, and is alone tried again, at growing pauses; a new day begins with everything', async () => {
  let today = '2016-03-31';
  let broken = true;
  const [done, failures]: [string[], string[]] = [[], []];
  // A look is an interval: how many of them lie between two tries is counted by the clock being asked once for each.
  const [tries, looks] = [[] as number[], { count: 0 }];
  const end = eachDay(
    clockOf(() => {
      looks.count += 1;
      return today;
    }),
    [
      async () => {
        tries.push(looks.count);
        if (broken) throw new Error('broken');
        done.push('mended');
      },
      async () => void done.push('whole'),
    ],
    (error) => failures.push((error as Error).message),
    1,
  );
  await until(() => tries.length === 9);
  assert.deepEqual(tries, [1, 2, 4, 8, 16, 32, 64, 124, 184]);
  assert.deepEqual([new Set(failures), failures.length, done], [new Set(['broken']), 9, ['whole']]);
  broken = false;
  today = '2016-04-01';
  await until(() => done.length === 3);
  await wait(20);
  await end();
  assert.deepEqual(done, ['whole', 'mended', 'whole']);
});

test('its end waits for the part that is under way, and begins no other', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done: string[] = [];
  const end = eachDay(
    clockOf(() => '2016-03-31'),
    [() => promise.then(() => done.push('first')), async () => void done.push('second')],
    () => assert.fail('nothing failed'),
    1,
  );
  const ended = end().then(() => done.push('ended'));
  await wait(10);
  resolve();
  await ended;
  assert.deepEqual(done, ['first', 'ended']);
});
