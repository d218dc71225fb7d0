import { type Actor, can, canSomewhere, programmesOf } from '../../access/rules/policy.ts';
import { type Context, notFound, page, type Route, route } from '../../access/rules/route.ts';
import type { Sql } from '../../kit/db.ts';
import { errorsAbove } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { areasOf, listProgrammes } from '../../programmes/actions.ts';
import { cursorAt, type ListOrder, programmeCases, workersFor } from '../actions/lists.ts';
import { viewsOf } from '../actions/views.ts';
import { type Filter, listHtml } from '../pages/list.ts';
import { cursorText, readCursor } from '../rules/list.ts';
import { statuses, transitions } from '../rules.ts';
import { type Asked, addressOf, filterFrom, listQuery, orderFrom, readAsked } from './list-asked.ts';

const perPage = 50;

/** The programmes whose cases somebody may list, and the one that was asked for. */
async function programmeFor(sql: Sql, actor: Actor, key: string | undefined, today: string) {
  const all = await listProgrammes(sql, { day: today, ids: programmesOf(actor, 'case.list') });
  const chosen = key === undefined || key === '' ? all[0] : all.find((one) => one.key === key);
  return { all, chosen };
}

async function filtersFor(
  { db, actor }: Pick<Context<unknown, unknown, unknown>, 'db' | 'actor'>,
  asked: Asked,
  programmes: { all: readonly { key: string; name: string }[]; chosen: { id: string; key: string } },
): Promise<Filter[]> {
  const programmeId = programmes.chosen.id;
  const any = { value: '', text: 'All' };
  const areas = await areasOf(db, { programmeId });
  const workers = (await workersFor(db, actor)).filter((worker) => worker.programmeId === programmeId);
  const providers = new Map(
    areas.flatMap(({ provider_id: id, provider: name }) => (id === null || name === null ? [] : [[id, { id, name }]])),
  );
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
    {
      name: 'provider',
      label: 'Provider',
      value: asked.provider ?? '',
      items: named([...providers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    },
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
    {
      name: 'evidence',
      label: 'Evidence of attachment',
      value: asked.evidence ?? '',
      items: [any, { value: 'missing', text: 'Missing' }],
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
    const { sort, direction } = orderFrom(asked);
    const list: ListOrder = { programmeId: chosen.id, filter, sort, direction };
    const place = readCursor(sort, asked.after);
    const after = place !== null && 'caseId' in place ? await cursorAt(db, actor, { ...list, ...place }) : place;
    const { cases, next } = monthProblem
      ? { cases: [], next: null }
      : await programmeCases(db, actor, { ...list, after, limit: perPage });
    const mayGive = can(actor, 'case.reassign', { programmeId: chosen.id });
    return page({
      title: `Cases in ${chosen.name}`,
      wide: true,
      ...(mayGive && { modules: ['tick-all.js'] }),
      ...(monthProblem ? { status: 422, error: true } : {}),
      main: html`${monthProblem ? errorsAbove([{ kind: 'text', name: 'referred', label: 'Referred in' }], { referred: monthMessage }) : ''}${listHtml(
        {
          programmeName: chosen.name,
          filters: await filtersFor({ db, actor }, asked, { all, chosen }),
          month: { value: asked.referred ?? '', ...(monthProblem ? { error: monthMessage } : {}) },
          cases,
          sort,
          direction,
          filtered: Object.keys(filter).length > 0 || monthProblem,
          address: (changed) => addressOf('/cases', asked, { sort: changed.sort, order: changed.direction }),
          next: next === null ? null : addressOf('/cases', asked, { after: cursorText(sort, next) }),
          first: after === null ? null : addressOf('/cases', asked),
          csrf,
          views: await viewsOf(db, actor),
          search: addressOf('', asked).slice(1),
          give: mayGive ? { programmeId: chosen.id } : null,
          catchUp: canSomewhere(actor, 'case.correct'),
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
): Promise<(ListOrder & { programmeKey: string }) | null> {
  const asked = readAsked(search);
  if (asked === null) return null;
  const { chosen } = await programmeFor(sql, actor, asked.programme, today);
  const { filter, monthProblem } = filterFrom(asked);
  if (chosen === undefined || monthProblem) return null;
  return { programmeId: chosen.id, programmeKey: chosen.key, filter, ...orderFrom(asked) };
}

/** Lists over many cases. */
export const listRoutes: readonly Route[] = [cases];
