import { whole } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, type TableCell, table, tag } from '../../kit/ui/index.ts';
import type { TableText } from '../rules/plan.ts';
import type { Reconciliation } from '../rules/reconcile.ts';
import { checksPath, downloadPath, publishedPath, query, reportsPath, tablePath, type View } from './address.ts';

const sections: readonly (readonly [string, readonly string[]])[] = [
  ['Joining', ['referrals', 'profile', 'caseload']],
  ['What stands in the way', ['2-1', '2-1 counts', '2-2', '2-5', 'issues by health cohort', '2-4']],
  ['On the way', ['3-1', 'distance travelled', '3-10']],
  ['Starting work', ['job starts', 'job starts by quarter', '3-2', 'jobs by place of work', 'nature of first jobs']],
  ['Who starts and who does not', ['starter profile', '3-3', '3-9', '3-4', '3-5']],
  ['Staying in work', ['journeys', '3-6', '3-6 by provider', '3-16', 'sustained', 'claims']],
  ['The data', ['rows left out']],
];

/** The programmes that somebody may see reports of. */
export function programmesHtml(programmes: readonly { key: string; name: string }[]): Html {
  return html`<h1 class="govuk-heading-l">Reports</h1>
${
  programmes.length === 0
    ? html`<p class="govuk-body">There is no programme here yet.</p>`
    : html`<ul class="govuk-list">${programmes.map(
        ({ key, name }) => html`<li><a class="govuk-link" href="${reportsPath(key)}">${name}</a></li>`,
      )}</ul>`
}`;
}

/** Links to all tables, by what they are about. `link` says where a table is. */
export function tableLinks(texts: readonly TableText[], link: (table: string) => string): Html {
  const byName = new Map(texts.map((text) => [text.name, text]));
  return html`${sections.map(
    ([title, names]) => html`<h2 class="govuk-heading-m">${title}</h2>
<ul class="govuk-list govuk-list--spaced">${names.map((name) => {
      const text = byName.get(name);
      return text
        ? html`<li><a class="govuk-link govuk-!-font-weight-bold" href="${link(name)}">${text.question}</a><br>${text.sentence} <span class="govuk-caption-m govuk-!-display-inline">Table ${name}</span></li>`
        : noHtml;
    })}</ul>`,
  )}`;
}

/** The list of reports of a programme. */
export function reportsHtml(options: {
  view: View;
  heading: Html;
  texts: readonly TableText[];
  publish: { csrf: Html } | null;
}): Html {
  const { view } = options;
  return html`${options.heading}
${tableLinks(options.texts, (table) => tablePath(view, table))}
<h2 class="govuk-heading-m">Against the targets</h2>
<ul class="govuk-list">
<li><a class="govuk-link" href="${reportsPath(view.key)}/outturn${query(view)}">Outturn: job starts and sustained work against their targets, benchmarks, payments</a></li>
</ul>
<h2 class="govuk-heading-m">All tables together</h2>
<ul class="govuk-list">
<li><a class="govuk-link" href="${downloadPath(view, 'all', 'csv')}">Download all tables (CSV)</a></li>
<li><a class="govuk-link" href="${downloadPath(view, 'all', 'json')}">Download all tables with their definitions (JSON)</a></li>
<li><a class="govuk-link" href="${checksPath(view)}">Check the tables against each other</a></li>
<li><a class="govuk-link" href="${publishedPath(view.key)}">Published sets</a></li>
</ul>
${options.publish ? publishForm(view, options.publish.csrf) : noHtml}`;
}

function publishForm(view: View, csrf: Html): Html {
  return html`<h2 class="govuk-heading-m">Publish the tables</h2>
<p class="govuk-body">Keeps all tables as they are now, for everybody and this day, with their definitions. A later correction never changes a published set.</p>
<form method="post" action="${publishedPath(view.key)}" novalidate>
${csrf}
<input type="hidden" name="as-of" value="${view.asOf}">
<div class="govuk-form-group"><label class="govuk-label" for="title">Title of the published set</label>
<input class="govuk-input govuk-!-width-two-thirds" id="title" name="title" type="text" maxlength="200"></div>
${button({ text: 'Publish', preventDoubleClick: true })}
</form>`;
}

/** The checks of one group. */
export function checksHtml(heading: Html, checks: readonly Reconciliation[]): Html {
  const failed = checks.filter(({ holds, always }) => always && !holds);
  const state = (check: Reconciliation): TableCell =>
    check.holds
      ? { html: tag({ text: 'Agrees', classes: 'govuk-tag--green' }) }
      : check.always
        ? { html: tag({ text: 'Fault', classes: 'govuk-tag--red' }) }
        : { html: html`${tag({ text: 'Differs', classes: 'govuk-tag--yellow' })} ${check.exception}` };
  return html`${heading}
${
  failed.length > 0
    ? insetText({
        text: 'Figures that must agree do not. Do not use these tables; tell whoever looks after this system.',
      })
    : html`<p class="govuk-body">Figures of different tables that count the same people. One may differ only for a stated reason.</p>`
}
${table({
  caption: 'Checks between the tables',
  stack: true,
  captionClasses: 'govuk-visually-hidden',
  head: [
    { text: 'Check' },
    { text: 'Left', format: 'numeric' },
    { text: 'Right', format: 'numeric' },
    { text: 'Result' },
  ],
  firstCellIsHeader: true,
  rows: checks.map((check) => [
    { text: `${check.number}. ${check.statement}` },
    { text: whole(check.left), format: 'numeric' },
    { text: whole(check.right), format: 'numeric' },
    state(check),
  ]),
})}`;
}
