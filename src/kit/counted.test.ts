import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, poundsText, whole } from './counted.ts';

test('a noun agrees with its number', () => {
  assert.deepEqual(
    [0, 1, 2, 1500].map((count) => counted(count, 'row')),
    ['0 rows', '1 row', '2 rows', '1,500 rows'],
  );
  assert.equal(counted(1, 'person', 'people'), '1 person');
  assert.equal(counted(3, 'activity', 'activities'), '3 activities');
});

test('money is read in pounds and pence, and what is owed back has a minus before it', () => {
  const shown: [number, string][] = [
    [0, '£0.00'],
    [5, '£0.05'],
    [99_999, '£999.99'],
    [1_234_567, '£12,345.67'],
    [-1, '−£0.01'],
    [-100_050, '−£1,000.50'],
  ];
  for (const [pence, text] of shown) assert.equal(poundsText(pence), text);
  assert.equal(poundsText(2500, '$'), '$25.00');
});

test('a whole number has commas from a thousand on', () => {
  assert.deepEqual([0, 7, 999, 1000, 1_000_000, -1, -1000].map(whole), [
    '0',
    '7',
    '999',
    '1,000',
    '1,000,000',
    '-1',
    '-1,000',
  ]);
});
