import { showMoment } from '../../kit/clock.ts';
import { whole } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, scrollRegion, select, summaryList, table, tag } from '../../kit/ui/index.ts';
import type { OriginalRow, RunRow } from '../actions.ts';

/** The runs of a programme, newest first, with what each file came to. `older` and `newest` are addresses. */
export function importsHtml(view: {
  programme: { key: string; name: string };
  programmes: readonly { key: string; name: string }[];
  runs: readonly RunRow[];
  /** Names of the users who imported, by id. */
  names: ReadonlyMap<string, string>;
  timeZone: string;
  older: string | null;
  newest: string | null;
}): Html {
  const { programme, programmes, runs, timeZone, older, newest } = view;
  return html`<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">Imports</h1>
<p class="govuk-body">Hand-over folders are imported by whoever runs Newel. Rows that were left out are in the rejects file of that run.</p>
${programmes.length > 1 ? programmeForm(programme.key, programmes) : noHtml}
${runs.length === 0 ? html`<p class="govuk-body">Nothing has been imported.</p>` : runs.map((run) => runHtml(run, view.names, timeZone))}
<nav aria-label="More imports" class="newel-pages">${
    newest === null ? noHtml : html`<a class="govuk-link" href="${newest}">Newest</a>`
  } ${older === null ? noHtml : html`<a class="govuk-link" rel="next" href="${older}">Older</a>`}</nav>`;
}

function programmeForm(chosen: string, programmes: readonly { key: string; name: string }[]): Html {
  return html`<form method="get" action="/imports" class="newel-bar">
${select({
  id: 'programme',
  name: 'programme',
  label: { text: 'Programme' },
  value: chosen,
  items: programmes.map(({ key: value, name: text }) => ({ value, text })),
})}
${button({ text: 'Show imports', classes: 'govuk-button--secondary' })}
</form>`;
}

function runHtml(run: RunRow, names: ReadonlyMap<string, string>, timeZone: string): Html {
  const by = run.actor_id === null ? 'the command line' : (names.get(run.actor_id) ?? 'a user who is no longer there');
  const began = showMoment(run.started_at, timeZone);
  const files = Object.entries(run.counts);
  return html`<h2 class="govuk-heading-m">${began}, by ${by}${
    run.finished_at === null ? html` ${tag({ text: 'Not finished', classes: 'govuk-tag--yellow' })}` : noHtml
  }</h2>
${
  run.finished_at === null
    ? html`<p class="govuk-body">It is still going on, or it was interrupted. Run the same import again to go on.</p>`
    : scrollRegion({
        label: `Files of the import of ${began}`,
        html: table({
          caption: `Rows by file, ${began}`,
          captionClasses: 'govuk-visually-hidden',
          firstCellIsHeader: true,
          head: [
            { text: 'File' },
            ...['Rows', 'New', 'Changed', 'Unchanged', 'Left out'].map((text) => ({ text, format: 'numeric' })),
          ],
          rows: files.map(([file, { rows, fresh, changed, unchanged, rejected }]) => [
            { text: file },
            ...[rows, fresh, changed, unchanged, rejected].map((count) => ({ text: whole(count), format: 'numeric' })),
          ]),
        }),
      })
}`;
}

/** Rows of hand-over files as they were given, column by column; columns without a value are left out. */
export function originalsHtml(rows: readonly OriginalRow[], timeZone: string): Html {
  return html`<h1 class="govuk-heading-l">As imported</h1>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nothing of this case came from a hand-over file.</p>`
    : html`<p class="govuk-body">The rows of the hand-over files as they were given, before anything was cleaned or corrected.</p>`
}
${rows.map(
  (
    row,
  ) => html`<h2 class="govuk-heading-m">${row.file} <span class="govuk-caption-m">Imported ${showMoment(row.started_at, timeZone)}</span></h2>
${summaryList({
  rows: Object.entries(row.original)
    .filter(([, value]) => value !== '')
    .map(([column, value]) => ({ key: { text: column }, value: { text: value } })),
})}`,
)}`;
}
