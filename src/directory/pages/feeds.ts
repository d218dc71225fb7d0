/** Feeds of the directory: what was imported, a file to import, files to take away. */
import { showMoment } from '../../kit/clock.ts';
import { whole } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, errorSummary, fileUpload, input, pagination, scrollRegion, table, tag } from '../../kit/ui/index.ts';
import type { FeedRun } from '../actions/feeds.ts';

const kinds: Readonly<Record<string, string>> = {
  organization: 'Organisations',
  program: 'Programmes of organisations',
  service: 'Services',
  service_at_location: 'Services at places',
  location: 'Places',
  taxonomy: 'Lists of terms',
  taxonomy_term: 'Terms',
  row: 'Rows that belong to no entry',
};

/** What was typed, and what was wrong with it. */
export type FeedForm = { source: string; problems: readonly { field: 'source' | 'files'; text: string }[] };

/** The runs, newest first, with the form to import and what can be taken away. */
export function feedsHtml(view: {
  runs: readonly (FeedRun & { problem_count: number })[];
  next: string | undefined;
  form: FeedForm;
  csrf: Html;
  timeZone: string;
}): Html {
  const { runs, next, form, csrf, timeZone } = view;
  const wrong = (field: 'source' | 'files') => {
    const problem = form.problems.find((one) => one.field === field);
    return problem === undefined ? {} : { errorMessage: { text: problem.text } };
  };
  return html`${
    form.problems.length === 0
      ? noHtml
      : errorSummary({
          titleText: 'There is a problem',
          errorList: form.problems.map(({ field, text }) => ({ text, href: `#${field}` })),
        })
  }
<h1 class="govuk-heading-l">Feeds</h1>
<p class="govuk-body">Directories that others publish by Open Referral can be taken in here. An entry that is kept here is never overwritten, and how to refer is never touched.</p>
<h2 class="govuk-heading-m">Import</h2>
<form method="post" action="/directory/feeds" enctype="multipart/form-data" novalidate>
${csrf}
${input({
  id: 'source',
  name: 'source',
  label: { text: 'Name of the feed', classes: 'govuk-label--s' },
  hint: { text: 'Always the same for the same publisher: their next file changes what this one brought.' },
  value: form.source,
  classes: 'govuk-input--width-20',
  attributes: { maxlength: '100' },
  ...wrong('source'),
})}
${fileUpload({
  id: 'files',
  name: 'files',
  multiple: true,
  javascript: false,
  label: { text: 'File', classes: 'govuk-label--s' },
  hint: {
    text: 'JSON or ndjson of HSDS 3.0 or Open Referral UK, or the CSV files of an HSDS data package. 20 MB together; larger ones are imported with the command ‘newel directory import’.',
  },
  attributes: { accept: '.json,.ndjson,.jsonl,.csv' },
  ...wrong('files'),
})}
${button({ text: 'Import', preventDoubleClick: true })}
</form>
<h2 class="govuk-heading-m">Take away</h2>
<ul class="govuk-list govuk-list--bullet">
<li><a class="govuk-link" href="/directory/feeds/export/hsds" download>Services as HSDS 3.0 (JSON)</a></li>
<li><a class="govuk-link" href="/directory/feeds/export/hsds-organizations" download>Organisations with their services as HSDS 3.0 (JSON)</a></li>
<li><a class="govuk-link" href="/directory/feeds/export/oruk" download>Services as Open Referral UK 3.0 (JSON)</a></li>
<li><a class="govuk-link" href="/directory/feeds/export/hsds-csv" download>Everything as an HSDS 3.0 CSV data package (zip)</a></li>
</ul>
<p class="govuk-body">To take the package in again, unpack it and choose its CSV files. The public reads the directory at /open-referral, and needs no account for it.</p>
<h2 class="govuk-heading-m">Imports</h2>
${
  runs.length === 0
    ? html`<p class="govuk-body">Nothing has been imported.</p>`
    : scrollRegion({
        label: 'Imports',
        html: table({
          caption: 'Imports, newest first',
          captionClasses: 'govuk-visually-hidden',
          firstCellIsHeader: true,
          head: [
            { text: 'When' },
            { text: 'Feed' },
            ...['Services', 'New', 'Changed', 'Not taken'].map((text) => ({ text, format: 'numeric' })),
          ],
          rows: runs.map((run) => {
            const of = run.counts.service ?? {};
            const sum = (of.new ?? 0) + (of.changed ?? 0) + (of.same ?? 0);
            return [
              {
                html: html`<a class="govuk-link" href="/directory/feeds/${run.id}">${showMoment(run.begun_at, timeZone)}</a>${
                  run.ended_at === null ? html` ${tag({ text: 'Not finished', classes: 'govuk-tag--yellow' })}` : noHtml
                }`,
              },
              { text: run.source },
              ...[sum, of.new ?? 0, of.changed ?? 0, run.problem_count].map((n) => ({
                text: whole(n),
                format: 'numeric',
              })),
            ];
          }),
        }),
      })
}
${next === undefined ? noHtml : pagination({ next: { href: next } })}`;
}

/** One import: how many of each kind, and what was not taken with why. */
export function feedRunHtml(run: FeedRun, timeZone: string): Html {
  const numeric = (n: number | undefined) => ({ text: whole(n ?? 0), format: 'numeric' });
  return html`<span class="govuk-caption-l">${run.source}</span>
<h1 class="govuk-heading-l">Import of ${showMoment(run.begun_at, timeZone)}</h1>
${run.ended_at === null ? html`<p class="govuk-body">It is still going on, or it was interrupted. Run the same import again to go on.</p>` : noHtml}
${scrollRegion({
  label: 'Entries by kind',
  html: table({
    caption: 'Entries by kind',
    captionClasses: 'govuk-table__caption--m',
    firstCellIsHeader: true,
    head: [
      { text: 'Kind' },
      ...['New', 'Changed', 'The same', 'Not taken'].map((text) => ({ text, format: 'numeric' })),
    ],
    rows: Object.entries(run.counts).map(([kind, n]) => [
      { text: kinds[kind] ?? 'Not known' },
      ...[n.new, n.changed, n.same, n.refused].map(numeric),
    ]),
  }),
})}
<h2 class="govuk-heading-m">Not taken</h2>
${
  run.problems.length === 0
    ? html`<p class="govuk-body">Everything was taken.</p>`
    : scrollRegion({
        label: 'Not taken',
        html: table({
          caption: 'What was not taken, and why',
          captionClasses: 'govuk-visually-hidden',
          firstCellIsHeader: true,
          head: [{ text: 'Where' }, { text: 'What' }, { text: 'Id' }, { text: 'Why' }],
          rows: run.problems
            .slice(0, 200)
            .map(({ where, kind, id, reason }) => [
              { text: where },
              { text: kind },
              { text: id ?? '' },
              { text: reason },
            ]),
        }),
      })
}
${run.problems.length > 200 ? html`<p class="govuk-body">The first 200 of ${whole(run.problems.length)} are shown.</p>` : noHtml}`;
}
