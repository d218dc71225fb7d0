import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eachDay } from './each-day.ts';

test('works at once and on each new day, again after a failure, and never after its end', async () => {
  let today = '2016-03-30';
  const clock = { now: () => Temporal.Now.instant(), today: () => Temporal.PlainDate.from(today) };
  const [done, failures]: [string[], unknown[]] = [[], []];
  let broken = false;
  const work = async (day: string) => {
    if (broken) throw new Error('broken');
    done.push(day);
  };
  const end = await eachDay(clock, work, (error) => failures.push(error), 2);
  const until = async (met: () => boolean) => {
    for (let i = 0; i < 500 && !met(); i++) await wait(5);
    assert.ok(met());
  };
  await wait(20);
  assert.deepEqual(done, ['2016-03-30']);
  [today, broken] = ['2016-03-31', true];
  await until(() => failures.length > 0);
  broken = false;
  await until(() => done.length === 2);
  await end();
  today = '2016-04-01';
  await wait(20);
  assert.deepEqual(done, ['2016-03-30', '2016-03-31']);
});

test('what fails the first time is told to the caller', async () => {
  const clock = { now: () => Temporal.Now.instant(), today: () => Temporal.PlainDate.from('2016-03-31') };
  await assert.rejects(
    eachDay(
      clock,
      () => Promise.reject(new Error('first')),
      () => assert.fail('told twice'),
    ),
    /first/,
  );
});
