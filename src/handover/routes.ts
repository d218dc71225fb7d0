import { Type } from 'typebox';
import { userNames } from '../access/actions.ts';
import { programmesOf } from '../access/rules/policy.ts';
import { notFound, page, type Route, route } from '../access/rules/route.ts';
import { casePage, casePath } from '../cases/actions/frame.ts';
import { caseParams, caseRecord } from '../cases/actions/record.ts';
import { listProgrammes } from '../programmes/actions.ts';
import { listImportRuns, originalRows } from './actions.ts';
import { importsHtml, originalsHtml } from './pages/imports.ts';

const runsOnPage = 10;
// Some hundred times what a case has.
const mostRows = 2000;

const imports = route({
  method: 'GET',
  path: '/imports',
  can: 'import.read',
  audit: 'nothing',
  query: Type.Object({
    programme: Type.Optional(Type.String({ maxLength: 80 })),
    before: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  async handle({ db, actor, clock, query, timeZone }) {
    const programmes = await listProgrammes(db, {
      day: clock.today().toString(),
      ids: programmesOf(actor, 'import.read'),
    });
    const programme =
      (query.programme === undefined ? programmes[0] : programmes.find((one) => one.key === query.programme)) ??
      notFound();
    const found = await listImportRuns(db, {
      programmeId: programme.id,
      before: query.before ?? null,
      limit: runsOnPage + 1,
    });
    const runs = found.slice(0, runsOnPage);
    const names = await userNames(
      db,
      runs.map((run) => run.actor_id),
    );
    const address = (changes: Record<string, string>) =>
      `/imports?${new URLSearchParams({ programme: programme.key, ...changes })}`;
    const last = runs.at(-1);
    return page({
      title: 'Imports',
      main: importsHtml({
        programme,
        programmes,
        runs,
        names,
        timeZone,
        older: found.length > runsOnPage && last !== undefined ? address({ before: last.id }) : null,
        newest: query.before === undefined ? null : address({}),
      }),
    });
  },
});

const asImported = route({
  method: 'GET',
  path: '/cases/:caseId/as-imported',
  can: 'case.history',
  audit: { read: 'rows as imported' },
  params: caseParams,
  record: caseRecord,
  async handle({ db, clock, timeZone, record: head }) {
    return casePage({
      head,
      today: clock.today(),
      current: null,
      title: 'As imported',
      back: { href: casePath(head.caseId, 'history'), text: 'History' },
      main: originalsHtml(await originalRows(db, { caseId: head.caseId, limit: mostRows }), timeZone),
    });
  },
});

/** The programme's imports, and the rows that a case came from. */
export const routes: readonly Route[] = [imports, asImported];
