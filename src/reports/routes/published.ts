import { userNames } from '../../access/actions.ts';
import { file, type Page, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { html, noHtml } from '../../kit/html.ts';
import { errorSummary } from '../../kit/ui/index.ts';
import { programmeRecord } from '../../programmes/actions.ts';
import { type Frozen, freezeReport, frozenReport, frozenReports, reportCsv } from '../actions.ts';
import { listPath, publishedPath, reportsPath, type View } from '../pages/address.ts';
import { aboutTable, chartOf, gridHtml, viewText } from '../pages/parts.ts';
import { type PublishedLine, publishedHtml, publishedListHtml } from '../pages/published.ts';
import { cellsOf } from '../rules/result.ts';
import { findTable } from '../rules/tables.ts';
import {
  KeyParams,
  noDocument,
  noSuchTable,
  type Programme,
  readView,
  SetParams,
  SetTableParams,
  type Site,
  wrongDay,
} from './view.ts';

const publish = route({
  method: 'POST',
  path: '/reports/:key/published',
  can: 'report.freeze',
  audit: { event: 'report.frozen' },
  params: KeyParams,
  record: programmeRecord,
  async handle(site) {
    const { db, actor, record, body, clock } = site;
    const read = await readView(site, { 'as-of': String(body['as-of'] ?? '') });
    if (read === null) return noDocument(record);
    if (read.problem !== undefined) return wrongDay(read);
    const programme = { id: record.programmeId, key: record.key, name: record.name };
    const input = { asOf: read.view.asOf, by: null, title: String(body.title ?? ''), today: clock.today().toString() };
    const done = await freezeReport(db, actor, programme, input);
    if (!('refused' in done)) return redirect(publishedPath(record.key, done.id), 'The tables are published.');
    return page({
      title: 'The tables were not published',
      status: 422,
      error: true,
      back: { href: listPath(read.view), text: 'Reports' },
      main: html`${errorSummary({ titleText: 'There is a problem', errorList: [{ text: done.refused }] })}
<h1 class="govuk-heading-l">The tables were not published</h1>
<p class="govuk-body">Go back to the reports and try again.</p>`,
    });
  },
});

/** Who published: the command line has no user. */
const publisher = (names: ReadonlyMap<string, string>, id: string | null): string =>
  id === null ? 'the command line' : (names.get(id) ?? 'a user who is no longer there');

const published = route({
  method: 'GET',
  path: '/reports/:key/published',
  can: 'report.read',
  audit: 'nothing',
  params: KeyParams,
  record: programmeRecord,
  async handle({ db, record, timeZone }) {
    const rows = await frozenReports(db, record.programmeId);
    const names = await userNames(
      db,
      rows.map((row) => row.frozen_by),
    );
    const sets: PublishedLine[] = rows.map((row) => ({
      id: row.id,
      title: row.title,
      asOf: row.as_of,
      at: row.frozen_at,
      by: publisher(names, row.frozen_by),
      digest: row.digest,
    }));
    return page({
      title: `Published sets of ${record.name}`,
      back: { href: reportsPath(record.key), text: 'Reports' },
      main: publishedListHtml(record.key, record.name, sets, timeZone),
    });
  },
});

async function setOf({ db, record }: Pick<Site, 'db' | 'record'>, id: string): Promise<Frozen | null> {
  const set = await frozenReport(db, id);
  return set?.programmeId === record.programmeId ? set : null;
}

function noSuchSet(record: Programme): Page {
  return page({
    title: 'There is no such published set',
    status: 404,
    back: { href: publishedPath(record.key), text: 'Published sets' },
    main: html`<h1 class="govuk-heading-l">There is no such published set</h1>
<p class="govuk-body">Choose one from the list of published sets.</p>`,
  });
}

const publishedSet = route({
  method: 'GET',
  path: '/reports/:key/published/:id',
  can: 'report.read',
  audit: 'nothing',
  params: SetParams,
  record: programmeRecord,
  async handle({ db, record, params, timeZone }) {
    const set = await setOf({ db, record }, params.id);
    if (set === null) return noSuchSet(record);
    return page({
      title: set.title,
      back: { href: publishedPath(record.key), text: 'Published sets' },
      main: publishedHtml({
        key: record.key,
        programme: set.content.programme.name,
        set: {
          id: set.id,
          title: set.title,
          asOf: set.asOf,
          at: set.frozenAt,
          by: publisher(await userNames(db, [set.frozenBy]), set.frozenBy),
          digest: set.digest,
        },
        intact: set.intact,
        texts: set.content.result.texts,
        timeZone,
      }),
    });
  },
});

const publishedCsv = route({
  method: 'GET',
  path: '/reports/:key/published/:id/csv',
  can: 'report.read',
  audit: 'nothing',
  params: SetParams,
  record: programmeRecord,
  async handle({ db, record, params }) {
    const set = await setOf({ db, record }, params.id);
    if (set === null) return noSuchSet(record);
    const body = reportCsv(set.content.result, null);
    return file({ name: `${record.key} published ${set.asOf}.csv`, type: 'text/csv; charset=utf-8', body });
  },
});

const publishedTable = route({
  method: 'GET',
  path: '/reports/:key/published/:id/tables/:table',
  can: 'report.read',
  audit: 'nothing',
  params: SetTableParams,
  record: programmeRecord,
  async handle({ db, record, params }) {
    const set = await setOf({ db, record }, params.id);
    if (set === null) return noSuchSet(record);
    const { result } = set.content;
    const text = findTable(result.texts, params.table);
    if (text === undefined) return noSuchTable(record);
    return page({
      title: text.question,
      back: { href: publishedPath(record.key, set.id), text: set.title },
      wide: true,
      main: html`${result.groups.map((group, at) => {
        const view: View = { key: record.key, asOf: set.asOf, by: set.by, group: group.group };
        const cells = cellsOf(group, text.name);
        const about = viewText(view, set.content.programme.name);
        return html`${
          at === 0
            ? html`<h1 class="govuk-heading-l"><span class="govuk-caption-l">${set.title}</span>${text.question}</h1>`
            : noHtml
        }
<h2 class="govuk-heading-m">${about}</h2>
${aboutTable(text, group.bases[text.name])}
${result.groups.length === 1 ? chartOf(text, cells) : noHtml}
${gridHtml(text, cells, view, null)}`;
      })}`,
    });
  },
});

export const publishedRoutes: readonly Route[] = [publish, published, publishedSet, publishedCsv, publishedTable];
