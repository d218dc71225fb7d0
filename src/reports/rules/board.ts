/**
 * The outturn as a board sees it: nobody can be found in it. A count from 1 to 5 is not shown, nor what it could be worked out from.
 * Pure.
 */
import { suppressed } from '../../kit/suppress.ts';
import { type Figure, isQuarter, made, type OutturnTable } from './figures.ts';

/** Counts below this are small (5 people or fewer: the reports' own custom is not known). */
export const least = 6;
const hidden: Figure = { value: '', printed: '[c]', source: null, cell: null };
/** What '[c]' means, for a note beside the tables. */
export const boardNote =
  '[c] is a number that is not shown, because it is of 5 people or fewer or such a number could be worked out from it. Lines of quarters are put together until the change is large enough.';

const countOf = (figure: Figure | null | undefined): number => Number(figure?.value || 0);
const safe = (count: number): boolean => count === 0 || count >= least;
/** Figures of a board say where they stand nowhere: nobody goes from them to people. */
const bare = (figure: Figure | null): Figure | null =>
  figure === null ? null : { ...figure, source: null, cell: null };

/** Picks columns and rows of a table. */
function picked(table: OutturnTable, columns: readonly string[], keep: (label: string) => boolean): OutturnTable {
  const places = columns.map((column) => table.columns.indexOf(column));
  return {
    ...table,
    columns: [...columns],
    counts: table.counts.filter((column) => columns.includes(column)),
    rows: table.rows
      .filter(({ label }) => keep(label))
      .map(({ label, figures }) => ({ label, figures: places.map((at) => bare(figures[at] ?? null)) })),
  };
}

/** Lines that add up or nest: one is shown when every count differs from that of the line shown before it by nothing or by enough. */
function stepwise(table: OutturnTable, columns: readonly string[]): OutturnTable {
  const places = columns.map((column) => table.columns.indexOf(column));
  let before = places.map(() => 0);
  let first = true;
  const rows = table.rows.filter(({ figures }) => {
    const counts = places.map((at) => countOf(figures[at]));
    const fits = counts.every((count, n) => safe(count) && (first || safe(Math.abs(count - (before[n] ?? 0)))));
    if (fits) {
      before = counts;
      first = false;
    }
    return fits;
  });
  return { ...table, rows };
}

/**
 * Hides small numbers where lines add up to the last one and `parts` of a line add up to a total: the parts are columns of the table;
 * `rest` says that what is left of another column is a part as well. `with` are columns that go with a part: shares of it.
 */
function gridded(
  table: OutturnTable,
  parts: readonly string[],
  options: { of?: string; also: Readonly<Record<string, readonly string[]>> },
): OutturnTable {
  const { of, also } = options;
  const place = (column: string) => table.columns.indexOf(column);
  const lines = table.rows.slice(0, -1);
  const grid = lines.map(({ figures }) => {
    const own = parts.map((column) => countOf(figures[place(column)]));
    const all = of === undefined ? null : countOf(figures[place(of)]);
    return all === null ? own : [...own, Math.max(0, all - own.reduce((sum, one) => sum + one, 0))];
  });
  const shown = suppressed(grid.length === 0 ? [[0]] : grid, least);
  const rows = table.rows.map(({ label, figures }, row) => {
    const line = [...figures];
    const at = grid.length === 0 ? [] : (shown[row] ?? []);
    const hide = (column: string) => {
      for (const name of [column, ...(also[column] ?? [])]) if (place(name) >= 0) line[place(name)] = hidden;
    };
    parts.forEach((column, n) => {
      if (at[n] === null || !safe(countOf(figures[place(column)]))) hide(column);
    });
    // The total of the line.
    if (of !== undefined && at.at(-1) === null) hide(of);
    return { label, figures: line };
  });
  return { ...table, rows };
}

/** The tables as a board may see them. Quarters of attachment are not shown where a provider's or everybody's line says enough. */
export function boardTables(tables: readonly OutturnTable[], providers: readonly string[]): OutturnTable[] {
  const lines = (label: string) => label === 'Everybody' || providers.includes(label);
  return tables.flatMap((table): OutturnTable[] => {
    switch (table.name) {
      case 'R8': {
        const quarters = stepwise(
          picked(table, ['Started to date', 'Target to date', 'Percent of target'], isQuarter),
          ['Started to date'],
        );
        const sum = gridded(
          picked(table, ['Started to date', 'Target to date', 'Percent of target'], lines),
          ['Started to date'],
          {
            also: { 'Started to date': ['Percent of target'] },
          },
        );
        const all = countOf(table.rows.at(-1)?.figures[table.columns.indexOf('Started to date')]);
        // A starter without a first day is in no quarter, and would follow from the last of them.
        const rows = quarters.rows.filter(({ figures }) => safe(all - countOf(figures[0])));
        return [{ ...quarters, rows: [...rows, ...sum.rows] }];
      }
      case 'R14': {
        const parts = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'];
        const also = Object.fromEntries(parts.map((part) => [part, [`${part}, percent`]]));
        const shown = gridded(
          picked(table, ['Starters', ...parts.flatMap((part) => [part, `${part}, percent`])], lines),
          parts,
          { of: 'Starters', also },
        );
        return [shown];
      }
      case 'R15':
        return [
          stepwise(
            picked(table, ['Left job', 'Still in job', 'Total', 'Percent left', 'Percent still in'], () => true),
            ['Left job', 'Still in job'],
          ),
        ];
      case 'R16': {
        const columns = [
          'Reached',
          'Reached, not claimed',
          'Claimed',
          'Target to date',
          'Percent of target',
          'Pipeline',
        ];
        return [
          gridded(picked(table, columns, lines), ['Reached, not claimed', 'Claimed', 'Pipeline'], {
            also: { 'Reached, not claimed': ['Reached'], Claimed: ['Reached', 'Percent of target'] },
          }),
        ];
      }
      case 'R17':
        return ['13 weeks', '26 weeks'].map((weeks, n) => ({
          ...gridded(
            picked(table, table.columns, (label) => label.startsWith(weeks)),
            ['Did not remain'],
            {
              of: 'Base',
              also: { 'Did not remain': ['Percent did not remain'] },
            },
          ),
          ...(n === 0 ? {} : { sentence: `The same for ${weeks}.` }),
        }));
      default:
        // Cells of single quarters are small and hang together with every other table.
        return [];
    }
  });
}

/** A number of a board that is worked out from nothing else. */
export const boardCount = (count: number): Figure => (safe(count) ? made.count(count) : hidden);
