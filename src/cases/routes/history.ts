import { Type } from 'typebox';
import { type HistoryCursor, historyPage, type SeenOrChanged } from '../../access/actions/history.ts';
import { type Route, route } from '../../access/rules/route.ts';
import { showMoment } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { details, scrollRegion, table } from '../../kit/ui/index.ts';
import { casePage, casePath } from '../actions/frame.ts';
import { caseParams, caseRecord } from '../actions/record.ts';
import { entryOf } from '../pages/events.ts';
import type { Renderers } from '../rules.ts';

const perPage = 50;

/** 'instant~id'; null for an address that cannot be read, which begins at the newest. */
function cursorFrom(before: string | undefined): HistoryCursor | null {
  const [at = '', id = ''] = before?.split('~') ?? [];
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return null;
  try {
    // As text: an Instant would be exact enough, but the row's own words cannot differ from it.
    Temporal.Instant.from(at);
    return { at, id };
  } catch {
    return null;
  }
}

function whatHtml(row: SeenOrChanged, renderers: Renderers, caseId: string): Html {
  if (row.read) return html`Read: ${row.what}`;
  const { title, detail } = entryOf({ kind: row.what, payload: row.payload }, renderers, caseId);
  if (detail === undefined) return html`Changed: ${title}`;
  return html`Changed: ${title}${details({ summaryText: 'What was saved', html: detail })}`;
}

/** Who saw or changed a case: reads and changes, newest first. */
export function historyRoutes(renderers: Renderers): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/history',
      can: 'case.history',
      audit: { read: 'history' },
      params: caseParams,
      query: Type.Object({ before: Type.Optional(Type.String({ maxLength: 100 })) }),
      record: caseRecord,
      async handle({ db, clock, timeZone, query, record: head }) {
        const { rows, next } = await historyPage(db, head.caseId, cursorFrom(query.before), perPage);
        const path = casePath(head.caseId, 'history');
        return casePage({
          head,
          today: clock.today(),
          current: 'history',
          title: 'Who saw or changed this',
          main: html`<h1 class="govuk-heading-l">Who saw or changed this</h1>
${head.sourceRef === null ? noHtml : html`<p class="govuk-body"><a class="govuk-link" href="${casePath(head.caseId)}/as-imported">The rows of the hand-over files that this case came from</a></p>`}
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody has read or changed it yet.</p>`
    : scrollRegion({
        label: 'Who saw or changed this',
        html: table({
          stack: true,
          head: [{ text: 'When' }, { text: 'Who' }, { text: 'What' }],
          rows: rows.map((row) => [
            { text: showMoment(row.at, timeZone) },
            { text: row.who ?? 'Newel (import or command line)' },
            { html: whatHtml(row, renderers, head.caseId) },
          ]),
        }),
      })
}
<nav aria-label="More of the history" class="newel-pages">${
            query.before === undefined ? noHtml : html`<a class="govuk-link" href="${path}">Newest</a>`
          } ${
            next === null
              ? noHtml
              : html`<a class="govuk-link" rel="next" href="${path}?before=${encodeURIComponent(`${next.at}~${next.id}`)}">Older</a>`
          }</nav>`,
        });
      },
    }),
  ];
}
