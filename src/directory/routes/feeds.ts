import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { Context } from '../../access/rules/route.ts';
import { file, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { exportJson, exportZip } from '../actions/export.ts';
import { CannotRead, type FeedFile, feedRuns, findFeedRun, formatOf, importFeed } from '../actions/feeds.ts';
import { type FeedForm, feedRunHtml, feedsHtml } from '../pages/feeds.ts';

const runsOnPage = 20;
const mostUploaded = 20 * 1024 * 1024;
const directory = { href: '/directory', text: 'Directory' };

async function feedsPage(
  { db, csrf, timeZone }: Pick<Context<unknown, unknown, unknown>, 'db' | 'csrf' | 'timeZone'>,
  form: FeedForm,
  number = 1,
) {
  const found = await feedRuns(db, { limit: runsOnPage + 1, offset: (number - 1) * runsOnPage });
  const next = found.length > runsOnPage ? `/directory/feeds?page=${number + 1}` : undefined;
  const main = feedsHtml({ runs: found.slice(0, runsOnPage), next, form, csrf, timeZone });
  const wrong = form.problems.length > 0;
  return page({ title: 'Feeds', main, back: directory, ...(wrong ? { error: true, status: 422 } : {}) });
}

const list = route({
  method: 'GET',
  path: '/directory/feeds',
  can: 'directory.load',
  audit: 'nothing',
  query: Type.Object({ page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })) }),
  handle: (context) => feedsPage(context, { source: '', problems: [] }, context.query.page),
});

const load = route({
  method: 'POST',
  path: '/directory/feeds',
  can: 'directory.load',
  audit: { event: 'directory.imported' },
  uploadLimit: mostUploaded,
  async handle(context) {
    const { db, actor, clock, body, uploads } = context;
    const source = String(body.source ?? '').trim();
    const files: FeedFile[] = uploads
      .filter(({ field, data }) => field === 'files' && data.length > 0)
      .map(({ name, data }) => ({
        name: name.replace(/^.*[\\/]/, '').slice(0, 100),
        async *chunks() {
          yield data;
        },
      }));
    const problems: FeedForm['problems'][number][] = [];
    if (source === '') problems.push({ field: 'source', text: 'Enter the name of the feed' });
    if (source.length > 100)
      problems.push({ field: 'source', text: 'The name of the feed must be 100 characters or fewer' });
    if (files.length === 0) problems.push({ field: 'files', text: 'Choose the file to import' });
    if (files.some(({ name }) => !/\.(json|ndjson|jsonl|csv)$/i.test(name)))
      problems.push({ field: 'files', text: 'Choose files that end in .json, .ndjson or .csv' });
    if (problems.length > 0) return feedsPage(context, { source, problems });
    try {
      const result = await importFeed(db, {
        ...{ actor, source, format: formatOf(files), files: files.filter(({ name }) => name !== 'datapackage.json') },
        ...{ now: clock.now(), today: clock.today().toString() },
      });
      const left = result.refused === 0 ? 'Everything was taken.' : 'Some of it was not taken: see why below.';
      return redirect(`/directory/feeds/${result.runId}`, `Imported. ${left}`);
    } catch (error) {
      if (!(error instanceof CannotRead)) throw error;
      return feedsPage(context, { source, problems: [{ field: 'files', text: error.message }] });
    }
  },
});

const one = route({
  method: 'GET',
  path: '/directory/feeds/:feedRunId',
  can: 'directory.load',
  audit: 'nothing',
  params: Type.Object({ feedRunId: Type.String({ format: 'uuid' }) }),
  async handle({ db, params, timeZone }) {
    const run = (await findFeedRun(db, params.feedRunId)) ?? notFound();
    return page({
      title: 'Import',
      main: feedRunHtml(run, timeZone),
      back: { href: '/directory/feeds', text: 'Feeds' },
    });
  },
});

const exports = {
  hsds: ['services', 'hsds'],
  'hsds-organizations': ['organizations', 'hsds'],
  oruk: ['services', 'uk'],
} as const;

const download = route({
  method: 'GET',
  path: '/directory/feeds/export/:feedFormat',
  can: 'directory.load',
  audit: 'nothing',
  params: Type.Object({ feedFormat: Type.Enum(['hsds', 'hsds-organizations', 'oruk', 'hsds-csv']) }),
  async handle({ db, clock, params }) {
    if (params.feedFormat === 'hsds-csv') {
      const body = Readable.from(exportZip(db, clock.today().toString()));
      return file({ name: 'hsds-csv.zip', type: 'application/zip', body });
    }
    const [of, profile] = exports[params.feedFormat as keyof typeof exports];
    return file({
      name: `${params.feedFormat}.json`,
      type: 'application/json',
      body: Readable.from(exportJson(db, of, profile)),
    });
  },
});

/** Imports of the directory, and what can be taken away of it. */
export const feedRoutes: readonly Route[] = [list, load, one, download];
