import { Type } from 'typebox';
import { can, programmesOf } from '../../access/rules/policy.ts';
import { file, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { html } from '../../kit/html.ts';
import { listProgrammes, programmeRecord } from '../../programmes/actions.ts';
import { reportCsv } from '../actions.ts';
import { listPath, reportsPath, tablePath, whoText } from '../pages/address.ts';
import { checksHtml, programmesHtml, reportsHtml } from '../pages/list.ts';
import { aboutTable, chartOf, gridHtml, madeAt } from '../pages/parts.ts';
import { jsonOf } from '../rules/columns.ts';
import { cellsOf } from '../rules/result.ts';
import { findTable } from '../rules/tables.ts';
import { KeyParams, TableParams, viewFields, ViewQuery, readView, heading, reply, noDocument, noSuchTable, notMade, againForm, groupOf, keptFor, listFor, wrongDay } from './view.ts';
const programmes = route({
  method: 'GET',
  path: '/reports',
  can: 'report.read',
  audit: 'nothing',
  async handle({ db, clock, actor }) {
    const found = await listProgrammes(db, { day: clock.today().toString(), ids: programmesOf(actor, 'report.read') });
    const [only] = found;
    if (found.length === 1 && only) return redirect(reportsPath(only.key));
    return page({ title: 'Reports', main: programmesHtml(found) });
  },
});

const reports = route({
  method: 'GET',
  path: '/reports/:key',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  query: ViewQuery,
  record: programmeRecord,
  async handle(site) {
    const { record, query, actor, csrf } = site;
    const read = await readView(site, query);
    if (read === null) return noDocument(record);
    const mayPublish = can(actor, 'report.freeze', { programmeId: record.programmeId });
    return reply(read, {
      title: `Reports of ${record.name}`,
      main: reportsHtml({
        view: read.view,
        heading: heading('Reports', record.name, read, reportsPath(record.key)),
        texts: read.texts,
        publish: mayPublish ? { csrf } : null,
      }),
    });
  },
});

const table = route({
  method: 'GET',
  path: '/reports/:key/tables/:table',
  can: 'report.read',
  audit: 'nothing',
  params: TableParams,
  query: ViewQuery,
  record: programmeRecord,
  async handle(site) {
    const { record, query, params, csrf, timeZone } = site;
    const read = await readView(site, query);
    if (read === null) return noDocument(record);
    const text = findTable(read.texts, params.table);
    if (text === undefined) return noSuchTable(record);
    const { view } = read;
    const kept = await keptFor(site, view);
    const again = againForm(view, csrf, text.name);
    if (kept.state !== 'made') return notMade(read, kept, record, again);
    const group = groupOf(kept, view);
    const cells = group ? cellsOf(group, text.name) : [];
    const action = `${reportsPath(record.key)}/tables/${params.table}`;
    const download = (format: 'csv' | 'json') =>
      `${reportsPath(record.key)}/download?${new URLSearchParams({ 'as-of': view.asOf, ...(whoText(view) ? { who: whoText(view) } : {}), table: text.name, format })}`;
    return reply(read, {
      title: text.question,
      back: { href: listPath(view), text: 'Reports' },
      wide: true,
      main: html`${heading(text.question, record.name, read, action)}
${aboutTable(text, group?.bases[text.name])}
${chartOf(text, cells)}
${gridHtml(text, cells, view, listFor(site))}
<p class="govuk-body"><a class="govuk-link" href="${download('csv')}">Download this table (CSV)</a> · <a class="govuk-link" href="${download('json')}">with its definition (JSON)</a></p>
${madeAt({ at: kept.madeAt, timeZone, making: kept.making, again })}`,
    });
  },
});

const checks = route({
  method: 'GET',
  path: '/reports/:key/checks',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  query: ViewQuery,
  record: programmeRecord,
  async handle(site) {
    const { record, query, csrf } = site;
    const read = await readView(site, query);
    if (read === null) return noDocument(record);
    const kept = await keptFor(site, read.view);
    if (kept.state !== 'made') return notMade(read, kept, record, againForm(read.view, csrf, null));
    const title = 'Do the tables agree with each other?';
    return reply(read, {
      title,
      back: { href: listPath(read.view), text: 'Reports' },
      main: checksHtml(
        heading(title, record.name, read, `${reportsPath(record.key)}/checks`),
        groupOf(kept, read.view)?.checks ?? [],
      ),
    });
  },
});

const download = route({
  method: 'GET',
  path: '/reports/:key/download',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  query: Type.Object({
    ...viewFields,
    table: Type.String({ maxLength: 80 }),
    format: Type.Union([Type.Literal('csv'), Type.Literal('json')]),
  }),
  record: programmeRecord,
  async handle(site) {
    const { record, query, csrf } = site;
    const read = await readView(site, query);
    if (read === null) return noDocument(record);
    if (read.problem !== undefined) return wrongDay(read);
    const text = query.table === 'all' ? null : findTable(read.texts, query.table);
    if (text === undefined) return noSuchTable(record);
    const { view } = read;
    const kept = await keptFor(site, view);
    if (kept.state !== 'made') return notMade(read, kept, record, againForm(view, csrf, null));
    const name = [record.key, text?.name ?? 'all', view.asOf, view.group].filter(Boolean).join(' ');
    const chosen = text?.name ?? null;
    return query.format === 'csv'
      ? file({ name: `${name}.csv`, type: 'text/csv; charset=utf-8', body: reportCsv(kept.result, chosen, view.group) })
      : file({
          name: `${name}.json`,
          type: 'application/json; charset=utf-8',
          body: JSON.stringify(jsonOf(kept.result, record, chosen, view.group), null, 2),
        });
  },
});

const make = route({
  method: 'POST',
  path: '/reports/:key/make',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle(site) {
    const { record, body } = site;
    const read = await readView(site, { 'as-of': String(body['as-of'] ?? ''), who: String(body.who ?? '') });
    if (read === null) return noDocument(record);
    if (read.problem !== undefined) return wrongDay(read);
    await keptFor(site, read.view, true);
    const text = findTable(read.texts, String(body.table ?? ''));
    return redirect(text ? tablePath(read.view, text.name) : listPath(read.view));
  },
});

export const tableRoutes: readonly Route[] = [programmes, reports, table, checks, download, make];
