/** Addresses of report pages: everything that a page shows is in its address, and no personal data is. */
import { type BreakDown, breakDowns } from '../rules/tables.ts';

/** What a page is about: the day, and one group of a break-down or everybody. */
export type View = { key: string; asOf: string; by: BreakDown; group: string | null };

/** The text that stands for a group in an address: 'area:Bury'; '' for everybody. */
export function whoText({ by, group }: Pick<View, 'by' | 'group'>): string {
  return by === null || group === null ? '' : `${by}:${group}`;
}

/** Reads `whoText`; anything else is everybody. */
export function readWho(text: string | undefined): Pick<View, 'by' | 'group'> {
  const at = text?.indexOf(':') ?? -1;
  const by = breakDowns.find((one) => one === text?.slice(0, at));
  return text && by ? { by, group: text.slice(at + 1) } : { by: null, group: null };
}

/** The name of a table as a part of an address. */
export function slug(table: string): string {
  return table.toLowerCase().replaceAll(' ', '-');
}

/** The query that a view needs, and more of it. */
export function query(view: View, more: Record<string, string> = {}): string {
  const who = whoText(view);
  const parts = new URLSearchParams({ 'as-of': view.asOf, ...(who ? { who } : {}), ...more });
  return `?${parts.toString()}`;
}

export function reportsPath(key: string): string {
  return `/reports/${encodeURIComponent(key)}`;
}

export function listPath(view: View): string {
  return `${reportsPath(view.key)}${query(view)}`;
}

export function tablePath(view: View, table: string): string {
  return `${reportsPath(view.key)}/tables/${slug(table)}${query(view)}`;
}

export function checksPath(view: View): string {
  return `${reportsPath(view.key)}/checks${query(view)}`;
}

/** A download of a table, or of all ('all'). */
export function downloadPath(view: View, table: string, format: 'csv' | 'json'): string {
  return `${reportsPath(view.key)}/download${query(view, { table, format })}`;
}

/** The people behind a figure: `list` is 'people' or, for evaluators, 'pseudonyms'. */
export function peoplePath(
  view: View,
  list: 'people' | 'pseudonyms',
  cell: { table: string; row: string; column: string },
  page = 1,
): string {
  const more = { row: cell.row, column: cell.column, ...(page > 1 ? { page: String(page) } : {}) };
  return `${reportsPath(view.key)}/tables/${slug(cell.table)}/${list}${query(view, more)}`;
}

export function publishedPath(key: string, id?: string, table?: string): string {
  return `${reportsPath(key)}/published${id ? `/${id}` : ''}${table ? `/tables/${slug(table)}` : ''}`;
}

/** The joint pack of a month ('YYYY-MM'). */
export function packPath(key: string, month: string): string {
  return `${reportsPath(key)}/pack?${new URLSearchParams({ month })}`;
}
