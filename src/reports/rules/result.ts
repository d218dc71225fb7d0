/** What a set of tables is once it is made: as it is kept, printed and downloaded. */
import type { ReportSettings } from './facts.ts';
import type { Cell, TableText } from './plan.ts';
import { type Reconciliation, reconcile } from './reconcile.ts';
import { type BreakDown, type GroupCells, layoutVersion, tableTexts } from './tables.ts';

/** How many a table is about, and how many of those who could be in it are not. Null is 'has no one number'. */
export type TableBase = { counted: number | null; missing: number | null; why: string };

/** All tables of one group. */
export type GroupResult = {
  group: string | null;
  /** The cells of all tables, in the order in which they are published. */
  cells: Cell[];
  /** What the outturn needs besides them; no published set holds it. */
  more?: Cell[];
  bases: Record<string, TableBase>;
  checks: Reconciliation[];
};

/** A set of tables. `texts` hold the definitions that were used. */
export type ReportResult = {
  layout: number;
  asOf: string;
  by: BreakDown;
  cases: number;
  texts: TableText[];
  groups: GroupResult[];
};

/** Puts a fold's cells in order: by table, with bases and checks. */
export function toResult(
  settings: ReportSettings,
  asOf: string,
  by: BreakDown,
  cases: number,
  groups: GroupCells[],
): ReportResult {
  const texts = tableTexts(settings);
  return {
    layout: layoutVersion,
    asOf,
    by,
    cases,
    texts,
    groups: groups.map(({ group, cells, more }) => {
      const bases = Object.fromEntries(texts.map(({ name }) => [name, baseOf(name, cells)]));
      return { group, cells, more, bases, checks: reconcile(settings, cells) };
    }),
  };
}

/** Who a table is about and who is missing from it, from its own and the other tables' cells. */
export function baseOf(table: string, cells: readonly Cell[]): TableBase {
  const number = (name: string, row: string, column: string) =>
    Number(cells.find((cell) => cell.table === name && cell.row === row && cell.column === column)?.value ?? 0);
  const attached = number('3-1', 'N', 'Total');
  const starters = number('job starts', 'Total', 'Clients');
  const settled = number('starter profile', 'Cohort', 'Clients');
  const of = (counted: number | null, missing: number | null, why: string): TableBase => ({ counted, missing, why });
  const both = (name: string, row: string) => number(name, row, 'Non-starters') + number(name, row, 'Starters');
  switch (table) {
    case 'referrals':
      return of(number('referrals', 'Total', 'Referred'), 0, 'nobody who was referred');
    case 'profile':
    case 'distance travelled':
      return of(attached, null, 'each line has its own base');
    case '2-1':
    case '2-1 counts':
    case '2-2':
    case '2-4':
    case '2-5':
    case 'issues by health cohort': {
      const assessed = number('2-1', 'n', 'Total');
      return of(assessed, attached - assessed, 'clients without an initial assessment');
    }
    case 'job starts by quarter': {
      const dated = number('job starts', 'Within 13 months of attachment', 'Base');
      return of(dated, starters - dated, 'starters whose first job has no start date');
    }
    case '3-2':
    case 'jobs by place of work': {
      const placed = number('3-2', 'n', 'Clients');
      return of(placed, starters - placed, 'starters whose first job is elsewhere, or nobody knows where');
    }
    case 'starter profile':
      return of(settled, 0, 'nobody of the settled cohort');
    case '3-3':
    case '3-9':
    case '3-4': {
      const assessed = number('3-4', 'Total', 'Clients');
      return of(assessed, settled - assessed, 'clients of the settled cohort without an initial assessment');
    }
    case '3-5': {
      const timed = number('3-5', 'Total', 'Started a job');
      return of(timed, number('3-4', 'Total', 'Started a job') - timed, 'starters whose first job has no start date');
    }
    case '3-10':
      return of(
        both('3-10', 'Base'),
        settled - both('3-10', 'Base'),
        'clients of the settled cohort without both ratings',
      );
    case 'job starts':
    case 'journeys':
      return of(starters, 0, 'nobody who started a job');
    case 'nature of first jobs':
      return of(starters, number(table, 'Wage not known', 'Clients'), 'starters whose wage is not known');
    case '3-6':
    case '3-6 by provider':
      return of(
        number('journeys', 'Jobs', 'Jobs'),
        number('3-6', 'Length unknown', 'Total'),
        'jobs of unknown length, in the first row only',
      );
    case '3-16': {
      const base = number('3-16', '13 weeks', 'Base');
      return of(base, starters - base, 'starters who started fewer than 13 weeks ago, or nobody knows when');
    }
    case 'rows left out':
      return of(null, null, 'this table is the list of what is missing');
    default:
      return of(attached, 0, 'no client');
  }
}

/** A table as a grid: rows and columns in the order in which they first occur, null where there is no cell. */
export type Grid = { columns: string[]; rows: { label: string; cells: (Cell | null)[] }[] };

/** Arranges the cells of one table. */
export function toGrid(cells: readonly Cell[]): Grid {
  const columns = [...new Set(cells.map(({ column }) => column))];
  const places = new Map(columns.map((column, at) => [column, at]));
  const rows = new Map<string, (Cell | null)[]>();
  for (const cell of cells) {
    let row = rows.get(cell.row);
    if (!row) {
      row = columns.map(() => null);
      rows.set(cell.row, row);
    }
    row[places.get(cell.column) ?? 0] = cell;
  }
  return { columns, rows: [...rows].map(([label, found]) => ({ label, cells: found })) };
}

const widest = 160;

/** A table for a terminal: a grid where it fits, else a line for each figure. */
export function gridText(cells: readonly Cell[]): string {
  const grid = toGrid(cells);
  const widths = grid.columns.map((column, at) =>
    Math.max(column.length, ...grid.rows.map((row) => row.cells[at]?.printed.length ?? 0)),
  );
  const first = Math.max(0, ...grid.rows.map(({ label }) => label.length));
  const total = first + widths.reduce((sum, width) => sum + width + 2, 0);
  if (total > widest) {
    const column = Math.max(0, ...grid.columns.map((name) => name.length));
    return cells.map((cell) => `${cell.row.padEnd(first)}  ${cell.column.padEnd(column)}  ${cell.printed}`).join('\n');
  }
  const line = (label: string, values: readonly string[]) =>
    `${label.padEnd(first)}${values.map((value, at) => `  ${value.padStart(widths[at] ?? 0)}`).join('')}`.trimEnd();
  return [
    line('', grid.columns),
    ...grid.rows.map((row) =>
      line(
        row.label,
        row.cells.map((cell) => cell?.printed ?? ''),
      ),
    ),
  ].join('\n');
}

/** The cells of one table, or of all (null), in the order in which they are published. */
export function cellsOf(group: GroupResult, table: string | null): Cell[] {
  return table === null ? group.cells : group.cells.filter((cell) => cell.table === table);
}
