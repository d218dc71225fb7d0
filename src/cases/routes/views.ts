import { Type } from 'typebox';
import { type Context, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { errorSummary } from '../../kit/ui/index.ts';
import { deleteView, renameView, saveView, viewsOf } from '../actions/views.ts';
import { viewsHtml } from '../pages/views.ts';
import { listQuery, readAsked } from './list-asked.ts';

const params = Type.Object({ viewId: Type.String({ format: 'uuid' }) });
const title = 'Your views of the list of cases';
const nameOf = (body: Context<unknown, unknown, unknown>['body']) =>
  String(body.name ?? '')
    .replace(/\s+/g, ' ')
    .trim();

type Given = Pick<Context<unknown, unknown, unknown>, 'db' | 'actor' | 'csrf'>;

async function viewsPage(
  { db, actor, csrf }: Given,
  search: string,
  wrong?: { typed: string; problem: string; of?: string },
) {
  const main = viewsHtml({
    csrf,
    views: await viewsOf(db, actor),
    search,
    typed: wrong?.typed ?? '',
    problem: wrong?.problem,
    of: wrong?.of,
  });
  const href = wrong?.of === undefined ? '#name' : `#name-${wrong.of}`;
  return page({
    title,
    back: { href: `/cases${search === '' ? '' : `?${search}`}`, text: 'Cases' },
    ...(wrong === undefined ? {} : { status: 422, error: true }),
    main: wrong === undefined ? main : html`${errorSummary({ errorList: [{ text: wrong.problem, href }] })}${main}`,
  });
}

const searchOf = (asked: object) => new URLSearchParams(asked as Record<string, string>).toString();

const views = route({
  method: 'GET',
  path: '/cases/views',
  can: 'case.list',
  audit: 'nothing',
  query: listQuery,
  handle: (context) => viewsPage(context, searchOf(context.query)),
});

const save = route({
  method: 'POST',
  path: '/cases/views',
  can: 'case.list',
  audit: 'nothing',
  async handle(context) {
    const { db, actor, body } = context;
    const query = readAsked(String(body.query ?? '')) ?? {};
    const typed = nameOf(body);
    const problem = await saveView(db, actor, { name: typed, query });
    if (problem !== null) return viewsPage(context, searchOf(query), { typed, problem });
    const search = searchOf(query);
    return redirect(search === '' ? '/cases' : `/cases?${search}`, 'View saved');
  },
});

const rename = route({
  method: 'POST',
  path: '/cases/views/:viewId/rename',
  can: 'case.list',
  audit: 'nothing',
  params,
  async handle(context) {
    const { db, actor, body, params: path } = context;
    if (!(await viewsOf(db, actor)).some(({ id }) => id === path.viewId)) return notFound();
    const typed = nameOf(body);
    const problem = await renameView(db, actor, path.viewId, typed);
    if (problem !== null) return viewsPage(context, '', { typed, problem, of: path.viewId });
    return redirect('/cases/views', 'View renamed');
  },
});

const remove = route({
  method: 'POST',
  path: '/cases/views/:viewId/delete',
  can: 'case.list',
  audit: 'nothing',
  params,
  async handle({ db, actor, params: { viewId } }) {
    if (!(await viewsOf(db, actor)).some(({ id }) => id === viewId)) return notFound();
    await deleteView(db, actor, viewId);
    return redirect('/cases/views', 'View deleted');
  },
});

/** Lists that a user keeps under a name. */
export const viewRoutes: readonly Route[] = [views, save, rename, remove];
