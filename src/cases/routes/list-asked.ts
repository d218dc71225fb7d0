import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { ListFilter } from '../actions/lists.ts';
import type { Direction } from '../rules/caseload.ts';
import { cursorPattern, firstDirection, type ListSort, listSorts, usualSort } from '../rules/list.ts';
import { type Status, statuses } from '../rules.ts';

const id = Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Literal('')]));
/** What an address of the list may hold: no personal data, and ids where a name would be one. */
export const listQuery = Type.Object({
  programme: Type.Optional(Type.String({ maxLength: 80 })),
  area: id,
  provider: id,
  worker: id,
  status: Type.Optional(Type.Enum(['', ...statuses])),
  attached: Type.Optional(Type.Enum(['', 'yes', 'no'])),
  referred: Type.Optional(Type.String({ maxLength: 20 })),
  evidence: Type.Optional(Type.Enum(['', 'missing'])),
  sort: Type.Optional(Type.Enum([...listSorts])),
  order: Type.Optional(Type.Enum(['ascending', 'descending', 'newest', 'oldest'])),
  after: Type.Optional(Type.String({ pattern: cursorPattern, maxLength: 120 })),
});
/** What an address of the list asks for. */
export type Asked = Static<typeof listQuery>;

/** The month of a referral, '2016-03', as its first day and the first day of the next; null when it cannot be read. */
function monthOf(typed: string): { from: string; to: string } | null {
  const [, year = '', month = ''] = /^\s*(\d{4})-(\d{1,2})\s*$/.exec(typed) ?? [];
  if (Number(year) < 1900 || Number(month) < 1 || Number(month) > 12) return null;
  const from = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: 1 });
  return { from: from.toString(), to: from.add({ months: 1 }).toString() };
}

/** The column and direction that an address asks for. */
export function orderFrom(asked: Asked): { sort: ListSort; direction: Direction } {
  const sort = asked.sort ?? usualSort;
  // Views from before the list could be sorted by other columns say 'newest' and 'oldest'.
  const order = asked.order === 'newest' ? 'descending' : asked.order === 'oldest' ? 'ascending' : asked.order;
  return { sort, direction: order ?? firstDirection[sort] };
}

/** What an address narrows the list to; `monthProblem` says that its month cannot be read. */
export function filterFrom(asked: Asked): { filter: ListFilter; monthProblem: boolean } {
  const month = asked.referred?.trim() ? monthOf(asked.referred) : undefined;
  return {
    monthProblem: month === null,
    filter: {
      ...(asked.area ? { areaId: asked.area } : {}),
      ...(asked.provider ? { providerId: asked.provider } : {}),
      ...(asked.worker ? { keyWorkerId: asked.worker } : {}),
      ...(asked.status ? { status: asked.status as Status } : {}),
      ...(asked.attached ? { attached: asked.attached === 'yes' } : {}),
      ...(asked.evidence === 'missing' ? { withoutEvidence: true } : {}),
      ...(month ? { referred: month } : {}),
    },
  };
}

/** The address of the list with everything that was asked, and what changes. */
export function addressOf(path: string, asked: Asked, changed: Partial<Asked> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, after: undefined, ...changed }))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}

/** What such a part says, checked as in an address; null when it is no such list. Where its page begins is left out. */
export function readAsked(search: string): Asked | null {
  const { after: _, ...asked } = Object.fromEntries(new URLSearchParams(search.slice(0, 1000)));
  return Value.Check(listQuery, asked) ? asked : null;
}
