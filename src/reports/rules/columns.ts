/** Tables as CSV and JSON. */
import type { CsvValue } from '../../kit/csv.ts';
import type { Cell } from './plan.ts';
import { cellsOf, type GroupResult, type ReportResult } from './result.ts';

/** Columns of a download; a break-down has the group before them. */
export const cellColumns = ['table', 'row', 'column', 'value', 'printed'] as const;

/** The rows of a download, of one table or of all (null), of one group or of all (undefined). */
export function csvRows(
  result: ReportResult,
  table: string | null,
  group?: string | null,
): { columns: string[]; rows: CsvValue[][] } {
  const grouped = result.by !== null && group === undefined;
  const chosen = chosenGroups(result, group);
  const columns = [...(grouped ? ['group'] : []), ...cellColumns];
  const rows = chosen.flatMap((one) =>
    cellsOf(one, table).map((cell) => [...(grouped ? [one.group] : []), ...cellColumns.map((column) => cell[column])]),
  );
  return { columns, rows };
}

function chosenGroups(result: ReportResult, group: string | null | undefined): GroupResult[] {
  return group === undefined ? result.groups : result.groups.filter((one) => one.group === group);
}

const plain = ({ table, row, column, value, printed }: Cell) => ({ table, row, column, value, printed });

/** A download in JSON: what it is, its definitions, its cells and its checks. */
export function jsonOf(
  result: ReportResult,
  programme: { key: string; name: string },
  table: string | null,
  group?: string | null,
) {
  return {
    programme: { key: programme.key, name: programme.name },
    asOf: result.asOf,
    by: result.by,
    definitions: result.texts
      .filter(({ name }) => table === null || name === table)
      .map(({ name, question, sentence, definition, base }) => ({ table: name, question, sentence, definition, base })),
    groups: chosenGroups(result, group).map((one) => ({
      group: one.group,
      cells: cellsOf(one, table).map(plain),
      ...(table === null ? { reconciliations: one.checks } : {}),
    })),
  };
}
