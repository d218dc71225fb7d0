/** How the list of cases can be sorted, and where a page of it begins. Pure. Days are 'YYYY-MM-DD'. */
import { isUuid } from '../../kit/uuid.ts';
import type { Direction } from './caseload.ts';
import { type Status, statuses } from './status.ts';

export const listSorts = ['name', 'reference', 'referred', 'area', 'worker', 'status', 'attached'] as const;
/** A column that the list of cases can be sorted by. Cases without what it holds come last, in both directions. */
export type ListSort = (typeof listSorts)[number];

/** What the list is sorted by when nothing was chosen. */
export const usualSort: ListSort = 'referred';

/** The direction in which a column is sorted when it is chosen: what is newest, or first in the alphabet. */
export const firstDirection: Readonly<Record<ListSort, Direction>> = {
  name: 'ascending',
  reference: 'ascending',
  referred: 'descending',
  area: 'ascending',
  worker: 'ascending',
  status: 'ascending',
  attached: 'descending',
};

/**
 * Where a page begins: after this case, as it stood when the page before was made, so that a case that changes meanwhile
 * moves nobody else. Which parts are set depends on the column.
 */
export type Cursor = {
  id: string;
  /** The day of referral: the order of cases that are alike in the column. */
  referredOn: string | null;
  /** An area's or key worker's id, a status, a day of attachment, a reference, or a family name; null where there is none. */
  value: string | null;
  /** The rest of the order of names. */
  person?: { id: string; given: string };
};

// A name never stands in an address, and a reference need not: their page is found again by the case.
const byCase = (sort: ListSort): boolean => sort === 'name' || sort === 'reference';

/** What an address may hold as the beginning of a page. */
export const cursorPattern = '^([0-9a-z -]{4,36}_){0,2}[0-9a-f-]{36}$';

/** A cursor as an address holds it. */
export function cursorText(sort: ListSort, { id, referredOn, value }: Cursor): string {
  if (byCase(sort)) return id;
  return [...(sort === 'referred' ? [] : [value ?? 'none']), referredOn ?? 'none', id].join('_');
}

const isDay = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
};

const fits: Readonly<Record<ListSort, (value: string) => boolean>> = {
  name: () => false,
  reference: () => false,
  referred: isDay,
  attached: isDay,
  area: isUuid,
  worker: isUuid,
  status: (value) => statuses.includes(value as Status),
};

/**
 * What an address says of where a page begins: a cursor, or the case whose place has to be looked up. Null when it says
 * nothing, or nothing that belongs to this column: the list then begins at its start.
 */
export function readCursor(sort: ListSort, text: string | undefined): Cursor | { caseId: string } | null {
  const parts = text?.split('_') ?? [];
  const id = parts.pop() ?? '';
  if (!isUuid(id)) return null;
  if (byCase(sort)) return parts.length === 0 ? { caseId: id } : null;
  if (parts.length !== (sort === 'referred' ? 1 : 2)) return null;
  const day = parts.at(-1) as string;
  const value = parts[0] as string;
  if ((day !== 'none' && !isDay(day)) || (value !== 'none' && !fits[sort](value))) return null;
  const known = (part: string) => (part === 'none' ? null : part);
  return { id, referredOn: known(day), value: known(value) };
}
