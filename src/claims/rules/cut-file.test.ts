import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutLines, statementLines } from './cut-file.ts';

test('a file that is cut says so in its last line, and no other does', () => {
  const of = (rows: readonly number[]) => cutLines(rows, 2, (row) => [String(row)]);
  assert.deepEqual(of([1, 2]), [['1'], ['2']]);
  assert.deepEqual(of([1, 2, 3]), [
    ...[['1'], ['2']],
    ['This file ends after 2 rows, and there are more. Narrow the list'],
  ]);
});

test('the lines of a statement make its closing, also where not all entries are listed', () => {
  const entries = [
    [5, -5],
    [7, -7],
    [-2, 2],
  ];
  const of = (most: number) =>
    statementLines({ opening: [100, -100], closing: [110, -110], entries }, most, (sums) => ({
      ...{ about: ['x', '', '', ''], sums },
    }));
  assert.deepEqual(
    of(3).map((line) => line[0]),
    ['opening', 'x', 'x', 'x', 'closing'],
  );
  const cut = of(1);
  assert.deepEqual(cut[2], ['not listed: all entries after the first 1', '', '', '', '5', '-5']);
  for (const column of [4, 5])
    assert.equal(
      cut.slice(0, -1).reduce((sum, line) => sum + Number(line[column]), 0),
      Number(cut.at(-1)?.[column]),
    );
});
