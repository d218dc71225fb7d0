/**
 * Small numbers in tables whose totals are shown. A cell below the small number is not shown (primary); where it could be worked
 * out from the totals and the other cells, more are left out with it (secondary). Pure.
 *
 * A table with its margins is a grid in which every line adds up. A cell that is left out can be worked out exactly when, in the
 * graph of lines (rows and columns) joined by the cells left out, it is a bridge: no way leads round it. So each gets
 * a way round of the smallest counts.
 */

/** Counts by row and column, without totals. All rows are equally long; no count is negative. */
export type Grid = readonly (readonly number[])[];
/** The table with its totals: a last column of sums of rows, a last row of sums of columns. Null is not shown. */
export type Shown = (number | null)[][];

/** A table with its margins. */
export function withTotals(grid: Grid): number[][] {
  const sum = (list: readonly number[]) => list.reduce((all, one) => all + one, 0);
  const rows = grid.map((row) => [...row, sum(row)]);
  const width = (rows[0] ?? [0]).length;
  return [...rows, Array.from({ length: width }, (_, at) => sum(rows.map((row) => row[at] as number)))];
}

type Cell = { row: number; column: number };

/**
 * The cheapest way from the row of a cell to its column over other cells: what is left out already costs nothing, another cell
 * its count, and a zero cannot be left out (it could be told from what is around it). There is always one, by the totals.
 * Resolves to the cells of the way (Dijkstra, over lines: rows first, then columns).
 */
function wayRound(all: readonly number[][], hidden: readonly boolean[][], cell: Cell): Cell[] {
  const height = all.length;
  const width = (all[0] as number[]).length;
  const cost = new Array<number>(height + width).fill(Number.POSITIVE_INFINITY);
  const before: ({ line: number; cell: Cell } | undefined)[] = [];
  const done = new Set<number>();
  cost[cell.row] = 0;
  for (;;) {
    let line = -1;
    for (const [other, sum] of cost.entries())
      if (!done.has(other) && sum < Number.POSITIVE_INFINITY && (line < 0 || sum < (cost[line] as number)))
        line = other;
    if (line < 0 || line === height + cell.column) break;
    done.add(line);
    for (let other = 0; other < (line < height ? width : height); other += 1) {
      const [row, column] = line < height ? [line, other] : [other, line - height];
      const count = all[row]?.[column] as number;
      if (count === 0 || (row === cell.row && column === cell.column)) continue;
      const next = line < height ? height + other : other;
      const sum = (cost[line] as number) + (hidden[row]?.[column] ? 0 : count);
      if (sum < (cost[next] as number)) {
        cost[next] = sum;
        before[next] = { line, cell: { row, column } };
      }
    }
  }
  const cells: Cell[] = [];
  for (let at = before[height + cell.column]; at !== undefined; at = before[at.line]) cells.push(at.cell);
  return cells;
}

/**
 * What of a table may be shown, when counts from 1 to `least` - 1 are small. `more` are cells that are left out for another
 * reason (the same count stands in another table that leaves it out). Zeros say nothing of anybody and are shown.
 */
export function suppressed(grid: Grid, least: number, more: readonly Cell[] = []): Shown {
  const all = withTotals(grid);
  const hidden = all.map((row) => row.map((count) => count > 0 && count < least));
  const hide = ({ row, column }: Cell) => {
    (hidden[row] as boolean[])[column] = true;
  };
  for (const cell of more) if ((all[cell.row]?.[cell.column] ?? 0) > 0) hide(cell);
  // A way that is left out stays so, and with it every cell on it has a way round: once over all of them is enough.
  const todo = hidden.flatMap((row, r) => row.flatMap((is, column) => (is ? [{ row: r, column }] : [])));
  for (const cell of todo) for (const one of wayRound(all, hidden, cell)) hide(one);
  return all.map((row, r) => row.map((count, c) => (hidden[r]?.[c] ? null : count)));
}

/** Tables that share counts: what one leaves out the others do too, until nothing changes. Counts are named by `name`. */
export function suppressedTogether(
  tables: readonly { grid: Grid; name(row: number, column: number): string }[],
  least: number,
): Shown[] {
  const out = new Set<string>();
  for (;;) {
    const before = out.size;
    const shown = tables.map(({ grid, name }) => {
      const all = withTotals(grid);
      const more = all.flatMap((counts, row) =>
        counts.flatMap((_, column) => (out.has(name(row, column)) ? [{ row, column }] : [])),
      );
      return suppressed(grid, least, more);
    });
    for (const [at, table] of shown.entries())
      for (const [row, cells] of table.entries())
        for (const [column, count] of cells.entries())
          if (count === null) out.add(tables[at]?.name(row, column) as string);
    if (out.size === before) return shown;
  }
}
