/** Counts of a board's page: which are small, and where to find them. Pure. */
import type { Figure, OutturnTable } from './figures.ts';

/** Counts below this are small (5 people or fewer: the reports' own custom is not known). */
export const least = 6;
export const hidden: Figure = { value: '', printed: '[c]', source: null, cell: null };
export const countOf = (figure: Figure | null | undefined): number => Number(figure?.value || 0);
export const safe = (count: number): boolean => count === 0 || count >= least;
export const journeys = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'];
export const named = (tables: readonly OutturnTable[], name: string): OutturnTable | undefined =>
  tables.find((table) => table.name === name);
/** A count of a table by line and column; 0 where there is none. */
export const countAt = (table: OutturnTable | undefined, label: string, column: string): number =>
  countOf(table?.rows.find((row) => row.label === label)?.figures[table.columns.indexOf(column)]);
