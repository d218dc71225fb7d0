import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Sql } from './db.ts';
import { gather } from './gather.ts';

const nowhere = {} as Sql;
const soon = () => new Promise<void>((resolve) => setImmediate(resolve));

test('the first call goes at once and alone; those that come meanwhile go together, each with its own result', async () => {
  const sent: number[][] = [];
  const double = gather<number, number>(3, async (_, items) => {
    sent.push([...items]);
    await soon();
    return items.map((item) => item * 2);
  });
  assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map((item) => double(nowhere, item))), [2, 4, 6, 8, 10]);
  assert.deepEqual(sent, [[1], [2, 3, 4], [5]]);
  assert.equal(await double(nowhere, 6), 12);
});

test('a failure reaches the calls of its own statement and no others', async () => {
  const check = gather<string, string>(10, async (_, items) => {
    await soon();
    if (items.includes('bad')) throw new Error('refused');
    return items;
  });
  const outcomes = await Promise.allSettled([
    check(nowhere, 'first'),
    check(nowhere, 'bad'),
    check(nowhere, 'beside it'),
    soon().then(() => check(nowhere, 'later')),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => outcome.status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
});

test('calls for two databases are never put together', async () => {
  const other = {} as Sql;
  const sent: [Sql, number[]][] = [];
  const note = gather<number, number>(10, async (sql, items) => {
    sent.push([sql, [...items]]);
    await soon();
    return items;
  });
  await Promise.all([note(nowhere, 1), note(other, 2), note(nowhere, 3), note(other, 4)]);
  assert.deepEqual(sent, [
    [nowhere, [1]],
    [other, [2]],
    [nowhere, [3]],
    [other, [4]],
  ]);
});

test('every call has its own result, and its statement begins after it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(4), { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), async (waits, most) => {
      let clock = 0;
      const began = gather<number, { item: number; at: number }>(most, async (_, items) => {
        assert.ok(items.length >= 1 && items.length <= most);
        clock += 1;
        const at = clock;
        await soon();
        return items.map((item) => ({ item, at }));
      });
      await Promise.all(
        waits.map(async (wait, item) => {
          for (let i = 0; i < wait; i++) await soon();
          const asked = clock;
          const result = await began(nowhere, item);
          assert.equal(result.item, item);
          assert.ok(result.at > asked);
        }),
      );
    }),
    { numRuns: 50 },
  );
});
