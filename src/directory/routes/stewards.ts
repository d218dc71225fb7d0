/** Keeping the directory true: what each steward keeps, what nobody checked, and the digest of changes. */
import { Type } from 'typebox';
import { page, type Route, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { changesOf, openAsked } from '../actions/known.ts';
import { entriesToKeep, type KeptList } from '../actions/stewards.ts';
import { changesHtml } from '../pages/known.ts';
import { keptLists, stewardsHtml } from '../pages/organisations.ts';
import { mayManage, pageSize } from './entry.ts';

const back = { href: '/directory', text: 'Directory' };
const nobody = '00000000-0000-0000-0000-000000000000';

export const stewardRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/directory/stewards',
    can: 'directory.read',
    audit: 'nothing',
    query: Type.Object({
      list: Type.Optional(Type.Enum(Object.keys(keptLists))),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
    async handle({ db, actor, clock, query }) {
      const list = (query.list ?? 'yours') as KeptList;
      const number = query.page ?? 1;
      const today = clock.today().toString();
      const rows = await entriesToKeep(db, list, {
        ...{ userId: actor.userId ?? nobody, day: today },
        ...{ limit: pageSize + 1, offset: (number - 1) * pageSize },
      });
      return page({
        title: 'Keeping the directory true',
        back,
        main: stewardsHtml({
          ...{ list, rows: rows.slice(0, pageSize), mayManage: mayManage(actor), today },
          next: rows.length > pageSize ? `/directory/stewards?list=${list}&page=${number + 1}` : undefined,
          asked: await openAsked(db),
        }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/directory/changes',
    can: 'directory.read',
    audit: 'nothing',
    query: Type.Object({
      of: Type.Optional(Type.Enum(['yours'])),
      before: Type.Optional(Type.String({ format: 'uuid' })),
    }),
    async handle({ db, actor, query, timeZone }) {
      const yours = query.of === 'yours';
      const rows = await changesOf(db, yours ? { stewardId: actor.userId ?? nobody } : null, {
        before: query.before,
        limit: pageSize + 1,
      });
      const shown = rows.slice(0, pageSize);
      return page({
        title: 'What changed in the directory',
        back,
        main: changesHtml({
          title: 'What changed in the directory',
          above: yours
            ? html`<p class="govuk-body">Entries that you keep. <a class="govuk-link" href="/directory/changes">Show all</a></p>`
            : html`<p class="govuk-body">The whole directory, the newest first. <a class="govuk-link" href="/directory/changes?of=yours">Only what you keep</a></p>`,
          rows: shown,
          next:
            rows.length > pageSize
              ? `/directory/changes?${yours ? 'of=yours&' : ''}before=${shown.at(-1)?.id}`
              : undefined,
          timeZone,
        }),
      });
    },
  }),
];
