import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Shown, suppressed, suppressedTogether, withTotals } from './suppress.ts';

/**
 * Cells that follow from what is shown, by elimination over the equations of rows and columns: what the rule must not allow,
 * found by another way than its own.
 */
function workedOut(shown: Shown): string[] {
  const height = shown.length;
  const width = (shown[0] ?? []).length;
  const unknown: string[] = [];
  for (const [r, row] of shown.entries())
    for (const [c, cell] of row.entries()) if (cell === null) unknown.push(`${r} ${c}`);
  const at = (r: number, c: number) => unknown.indexOf(`${r} ${c}`);
  const line = (cells: [number, number][]): number[] => {
    const equation = unknown.map(() => 0);
    for (const [index, [r, c]] of cells.entries())
      if (at(r, c) >= 0) equation[at(r, c)] = index === cells.length - 1 ? -1 : 1;
    return equation;
  };
  const equations = [
    ...Array.from({ length: height }, (_, r) =>
      line(Array.from({ length: width }, (__, c) => [r, c] as [number, number])),
    ),
    ...Array.from({ length: width }, (_, c) =>
      line(Array.from({ length: height }, (__, r) => [r, c] as [number, number])),
    ),
  ];
  // Reduced row echelon form: an unknown is determined when its row has nothing else in it.
  let top = 0;
  for (let column = 0; column < unknown.length; column += 1) {
    const pivot = equations.findIndex((row, index) => index >= top && Math.abs(row[column] as number) > 1e-9);
    if (pivot < 0) continue;
    [equations[top], equations[pivot]] = [equations[pivot] as number[], equations[top] as number[]];
    const lead = equations[top] as number[];
    const by = lead[column] as number;
    for (const [index, value] of lead.entries()) lead[index] = value / by;
    for (const [index, row] of equations.entries()) {
      const factor = row[column] as number;
      if (index === top || Math.abs(factor) < 1e-9) continue;
      for (const [k, value] of lead.entries()) row[k] = (row[k] as number) - factor * value;
    }
    top += 1;
  }
  return equations.flatMap((row) => {
    const in_ = unknown.filter((_, index) => Math.abs(row[index] as number) > 1e-9);
    return in_.length === 1 ? in_ : [];
  });
}

const grids = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 2, max: 4 })).chain(([height, width]) =>
  fc.array(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 300 })), {
      minLength: width,
      maxLength: width,
    }),
    {
      minLength: height,
      maxLength: height,
    },
  ),
);

test('one small cell takes three others with it: its row, its column, and the corner', () => {
  const shown = suppressed(
    [
      [20, 3],
      [30, 40],
    ],
    5,
  );
  assert.deepEqual(shown, [
    [null, null, 23],
    [null, null, 70],
    [50, 43, 93],
  ]);
  assert.deepEqual(workedOut(shown), []);
  // Zeros say nothing of anybody; a table without small numbers is shown as it is.
  assert.deepEqual(suppressed([[0, 12]], 5), [
    [0, 12, 12],
    [0, 12, 12],
  ]);
  // The check itself finds what a single gap gives away.
  assert.deepEqual(workedOut([[20, null, 23]].concat([[20, 3, 23]])), ['0 1']);
});

test('no cell that is left out can be worked out from the totals and the cells that are shown', () => {
  fc.assert(
    fc.property(grids, fc.integer({ min: 2, max: 10 }), (grid, least) => {
      const all = withTotals(grid);
      const shown = suppressed(grid, least);
      assert.deepEqual(workedOut(shown), []);
      for (const [r, row] of shown.entries())
        for (const [c, cell] of row.entries()) {
          const count = all[r]?.[c] as number;
          if (count > 0 && count < least) assert.equal(cell, null);
          if (cell !== null) assert.equal(cell, count);
          // What could be read off, were it known that nothing is left out but what is not zero.
          if (cell === null) assert.ok(count > 0);
        }
    }),
    { numRuns: 500 },
  );
});

test('tables that share a count leave it out alike, and still nothing can be worked out', () => {
  fc.assert(
    fc.property(grids, fc.integer({ min: 2, max: 8 }), (grid, least) => {
      // The second table has the same rows, and its total is the first column of the first.
      const second = grid.map((row) => [
        Math.floor((row[0] as number) / 3),
        (row[0] as number) - Math.floor((row[0] as number) / 3),
      ]);
      const tables = [
        { grid, name: (row: number, column: number) => (column === 0 ? `${row} shared` : `${row} ${column}`) },
        {
          grid: second,
          name: (row: number, column: number) => (column === 2 ? `${row} shared` : `${row} second ${column}`),
        },
      ];
      const [one, other] = suppressedTogether(tables, least) as [Shown, Shown];
      assert.deepEqual([...workedOut(one), ...workedOut(other)], []);
      for (const [row, cells] of one.entries()) assert.equal(cells[0] === null, other[row]?.[2] === null);
    }),
    { numRuns: 200 },
  );
});
