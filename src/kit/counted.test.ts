import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted } from './counted.ts';

test('a noun agrees with its number', () => {
  assert.deepEqual(
    [0, 1, 2, 1500].map((count) => counted(count, 'row')),
    ['0 rows', '1 row', '2 rows', '1,500 rows'],
  );
  assert.equal(counted(1, 'person', 'people'), '1 person');
  assert.equal(counted(3, 'activity', 'activities'), '3 activities');
});
