import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Actor, canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Route, route } from '../../access/rules/route.ts';
import type { Sql } from '../../kit/db.ts';
import { errorsAbove } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { areasOf, listProgrammes, providersOf } from '../../programmes/actions.ts';
import { type Cursor, type ListFilter, programmeCases, workersFor } from '../actions/lists.ts';
import { viewsOf } from '../actions/views.ts';
import { type Filter, listHtml } from '../pages/list.ts';
import { type Status, statuses, transitions } from '../rules.ts';

const perPage = 50;
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
  order: Type.Optional(Type.Enum(['newest', 'oldest'])),
  after: Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2}|none)_[0-9a-f-]{36}$' })),
});
type Asked = Static<typeof listQuery>;

/** The month of a referral, '2016-03', as its first day and the first day of the next; null when it cannot be read. */
function monthOf(typed: string): { from: string; to: string } | null {
  const [, year = '', month = ''] = /^\s*(\d{4})-(\d{1,2})\s*$/.exec(typed) ?? [];
  if (Number(year) < 1900 || Number(month) < 1 || Number(month) > 12) return null;
  const from = Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: 1 });
  return { from: from.toString(), to: from.add({ months: 1 }).toString() };
}

function cursorFrom(after: string | undefined): Cursor | null {
  const [day = '', id = ''] = after?.split('_') ?? [];
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  if (day === 'none') return { referredOn: null, id };
  try {
    return { referredOn: Temporal.PlainDate.from(day).toString(), id };
  } catch {
    return null;
  }
}

/** The programmes whose cases somebody may list, and the one that was asked for. */
async function programmeFor(sql: Sql, actor: Actor, key: string | undefined, today: string) {
  const all = await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'case.list') });
  const chosen = key === undefined || key === '' ? all[0] : all.find((one) => one.key === key);
  return { all, chosen };
}

function filterFrom(asked: Asked): { filter: ListFilter; monthProblem: boolean } {
  const month = asked.referred?.trim() ? monthOf(asked.referred) : undefined;
  return {
    monthProblem: month === null,
    filter: {
      ...(asked.area ? { areaId: asked.area } : {}),
      ...(asked.provider ? { providerId: asked.provider } : {}),
      ...(asked.worker ? { keyWorkerId: asked.worker } : {}),
      ...(asked.status ? { status: asked.status as Status } : {}),
      ...(asked.attached ? { attached: asked.attached === 'yes' } : {}),
      ...(month ? { referred: month } : {}),
    },
  };
}

/** The address of the list with everything that was asked, and what changes. */
function addressOf(path: string, asked: Asked, changed: Partial<Asked> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, after: undefined, ...changed }))
    if (value !== undefined && value !== '') search.set(name, String(value));
  return search.size === 0 ? path : `${path}?${search}`;
}

async function filtersFor(
  { db, actor }: Pick<Context<unknown, unknown, unknown>, 'db' | 'actor'>,
  asked: Asked,
  programmes: { all: readonly { key: string; name: string }[]; chosen: { id: string; key: string } },
): Promise<Filter[]> {
  const programmeId = programmes.chosen.id;
  const any = { value: '', text: 'All' };
  const [areas, providers, workers] = [
    await areasOf(db, { programmeId }),
    await providersOf(db, { programmeId }),
    (await workersFor(db, actor)).filter((worker) => worker.programmeId === programmeId),
  ];
  const named = (list: readonly { id: string; name: string }[]) => [
    any,
    ...list.map(({ id: value, name: text }) => ({ value, text })),
  ];
  return [
    ...(programmes.all.length > 1
      ? [
          {
            name: 'programme',
            label: 'Programme',
            value: programmes.chosen.key,
            items: programmes.all.map(({ key: value, name: text }) => ({ value, text })),
          },
        ]
      : []),
    { name: 'area', label: 'Area', value: asked.area ?? '', items: named(areas) },
    { name: 'provider', label: 'Provider', value: asked.provider ?? '', items: named(providers) },
    ...(workers.length === 0
      ? []
      : [{ name: 'worker', label: 'Key worker', value: asked.worker ?? '', items: named(workers) }]),
    {
      name: 'status',
      label: 'Status',
      value: asked.status ?? '',
      items: [any, ...statuses.map((value) => ({ value, text: transitions[value].text }))],
    },
    {
      name: 'attached',
      label: 'Ever attached',
      value: asked.attached ?? '',
      items: [any, { value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }],
    },
  ];
}

const cases = route({
  method: 'GET',
  path: '/cases',
  can: 'case.list',
  audit: { read: 'list of cases' },
  query: listQuery,
  async handle({ db, actor, clock, query: asked, csrf }) {
    const { all, chosen } = await programmeFor(db, actor, asked.programme, clock.today().toString());
    if (chosen === undefined)
      return asked.programme === undefined ? page({ title: 'Cases', main: noProgramme }) : notFound();
    const { filter, monthProblem } = filterFrom(asked);
    const newestFirst = asked.order !== 'oldest';
    const after = cursorFrom(asked.after);
    const found = monthProblem
      ? { cases: [], next: null }
      : await programmeCases(db, actor, { programmeId: chosen.id, filter, newestFirst, after, limit: perPage });
    const { next } = found;
    return page({
      title: `Cases in ${chosen.name}`,
      wide: true,
      ...(monthProblem ? { status: 422, error: true } : {}),
      main: html`${monthProblem ? errorsAbove([{ kind: 'text', name: 'referred', label: 'Referred in' }], { referred: monthMessage }) : ''}${listHtml(
        {
          programmeName: chosen.name,
          filters: await filtersFor({ db, actor }, asked, { all, chosen }),
          month: { value: asked.referred ?? '', ...(monthProblem ? { error: monthMessage } : {}) },
          cases: found.cases,
          newestFirst,
          filtered: Object.keys(filter).length > 0 || monthProblem,
          sortHref: addressOf('/cases', asked, { order: newestFirst ? 'oldest' : 'newest' }),
          next: next === null ? null : addressOf('/cases', asked, { after: `${next.referredOn ?? 'none'}_${next.id}` }),
          first: after === null ? null : addressOf('/cases', asked),
          csrf,
          views: await viewsOf(db, actor),
          search: addressOf('', asked).slice(1),
          refer: canSomewhere(actor, 'case.refer') ? `/cases/refer?programme=${chosen.key}` : null,
        },
      )}`,
    });
  },
});

const monthMessage = 'Enter a year and a month, like 2016-03';
const noProgramme = html`<h1 class="govuk-heading-l">Cases</h1><p class="govuk-body">There is no programme whose cases you may see.</p>`;

/** The list that an address's part after the question mark asks for; null when it cannot be read or is not theirs. */
export async function listAsked(
  sql: Sql,
  actor: Actor,
  search: string,
  today: string,
): Promise<{ programmeId: string; programmeKey: string; filter: ListFilter; newestFirst: boolean } | null> {
  const asked = readAsked(search);
  if (asked === null) return null;
  const { chosen } = await programmeFor(sql, actor, asked.programme, today);
  const { filter, monthProblem } = filterFrom(asked);
  if (chosen === undefined || monthProblem) return null;
  return { programmeId: chosen.id, programmeKey: chosen.key, filter, newestFirst: asked.order !== 'oldest' };
}

/** What such a part says, checked as in an address; null when it is no such list. Where its page begins is left out. */
export function readAsked(search: string): Asked | null {
  const { after: _, ...asked } = Object.fromEntries(new URLSearchParams(search.slice(0, 1000)));
  return Value.Check(listQuery, asked) ? asked : null;
}

/** Lists over many cases. */
export const listRoutes: readonly Route[] = [cases];
