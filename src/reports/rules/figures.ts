/** Figures of the outturn: each is a cell of a table, or worked out from such cells. Pure. */
import { type Fraction, percentOf, printCount, printNumber, printPercent, valueText } from '../../kit/exact.ts';
import type { Cell } from './plan.ts';
import type { GroupResult } from './result.ts';
import type { BreakDown } from './tables.ts';

/** Where a number stands: the table, and the group of the break-down (null: everybody). */
export type Source = { by: BreakDown; group: string | null; table: string; row: string; column: string };
/** A figure; `source` is null for one that is worked out from others. */
export type Figure = { value: string; printed: string; source: Source | null; cell: Cell | null };
/** A table of the outturn. `counts` are columns of people, which a public page suppresses when they are small. */
export type OutturnTable = {
  name: string;
  question: string;
  sentence: string;
  definition: string;
  base: string;
  columns: string[];
  counts: string[];
  rows: { label: string; figures: (Figure | null)[] }[];
};

/** Is a line that of a quarter, of everybody? */
export const isQuarter = (label: string): boolean => /^\d{4} Q\d$/.test(label);

/** Reads cells of a group, and makes figures that say where they stand. */
export function reader(group: GroupResult, by: BreakDown) {
  // An outturn asks for hundreds of a thousand cells.
  const place = (table: string, row: string, column: string) => `${table}\n${row}\n${column}`;
  const cells = new Map<string, Cell>();
  for (const cell of [...group.cells, ...(group.more ?? [])]) {
    const at = place(cell.table, cell.row, cell.column);
    if (!cells.has(at)) cells.set(at, cell);
  }
  const find = (table: string, row: string, column: string) => cells.get(place(table, row, column));
  return {
    /** A figure as it stands in a table; null where there is none. */
    figure(table: string, row: string, column: string): Figure | null {
      const cell = find(table, row, column);
      return cell === undefined
        ? null
        : { value: cell.value, printed: cell.printed, cell, source: { by, group: group.group, table, row, column } };
    },
    /** A count, 0 where there is none. */
    count: (table: string, row: string, column: string): number => Number(find(table, row, column)?.value ?? 0),
  };
}
export type Reader = ReturnType<typeof reader>;

/** Figures that are worked out. */
export const made = {
  count: (value: number): Figure => ({ value: String(value), printed: printCount(value), source: null, cell: null }),
  number: (value: Fraction | null, places = 0): Figure => ({
    ...{ value: valueText(value), printed: printNumber(value, places), source: null, cell: null },
  }),
  percent: (value: Fraction | null, places = 0): Figure => ({
    ...{ value: valueText(value), printed: printPercent(value, places), source: null, cell: null },
  }),
  text: (text: string): Figure => ({ value: text, printed: text, source: null, cell: null }),
  share: (part: number, base: number): Figure => made.percent(percentOf(part, base)),
};

/**
 * Tables of the outturn as rows of a file, the header first. In a file for a board the value is what is printed, also '[c]': an unrounded
 * share would tell the count that it was taken of.
 */
export const outturnRows = (tables: readonly OutturnTable[], board: boolean): string[][] => [
  ['table', 'row', 'column', 'value', 'printed'],
  ...tables.flatMap(({ name, columns, rows }) =>
    rows.flatMap(({ label, figures }) =>
      columns.map((column, at) => {
        const { value = '', printed = '' } = figures[at] ?? {};
        return [name, label, column, board ? printed : value, printed];
      }),
    ),
  ),
];
