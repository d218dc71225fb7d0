import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { file, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { askForExport, exportOf, exportsOf, readExport } from '../actions/exports.ts';
import { changedHtml, exportHtml, exportsHtml } from '../pages/exports.ts';
import { listAsked } from './lists.ts';

const params = Type.Object({ exportId: Type.String({ format: 'uuid' }) });

const ask = route({
  method: 'POST',
  path: '/exports',
  can: 'case.list',
  audit: { event: 'list.exported' },
  async handle({ db, actor, clock, body }) {
    const today = clock.today().toString();
    const list = await listAsked(db, actor, String(body.query ?? ''), today);
    if (list === null) return redirect('/cases', 'The list could not be read. Choose what it shows, and ask again');
    const { programmeKey, ...query } = list;
    const made = await askForExport(db, actor, { query, name: `cases-${programmeKey}-${today}.csv`, today });
    if (made === 'busy')
      return redirect('/exports', 'Three of your files are still being made. Ask again when one is ready');
    return redirect(`/exports/${made.id}`);
  },
});

const all = route({
  method: 'GET',
  path: '/exports',
  can: 'case.list',
  audit: 'nothing',
  handle: async ({ db, actor, timeZone }) =>
    page({ title: 'Your files', main: exportsHtml(await exportsOf(db, actor), timeZone) }),
});

const progress = route({
  method: 'GET',
  path: '/exports/:exportId',
  can: 'case.list',
  audit: 'nothing',
  params,
  async handle({ db, actor, params: { exportId } }) {
    const found = (await exportOf(db, actor, exportId)) ?? notFound();
    return page({
      title: 'Your file of cases',
      back: { href: '/cases', text: 'Cases' },
      modules: ['progress.js'],
      main: exportHtml(found),
    });
  },
});

const download = route({
  method: 'GET',
  path: '/exports/:exportId/file',
  can: 'case.list',
  audit: { read: 'export of cases' },
  params,
  async handle({ db, actor, params: { exportId } }) {
    const found = (await readExport(db, actor, exportId)) ?? notFound();
    if (found === 'changed') return page({ title: 'This file is out of date', status: 409, main: changedHtml });
    return file({ name: found.name, type: 'text/csv; charset=utf-8', body: Readable.from(found.content) });
  },
});

/** Lists that are written to files in the background. */
export const exportRoutes: readonly Route[] = [ask, all, progress, download];
