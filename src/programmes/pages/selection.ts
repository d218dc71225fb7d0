import { showDay } from '../../kit/clock.ts';
import { counted, whole } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, errorSummary, fileUpload, scrollRegion, table } from '../../kit/ui/index.ts';
import { type SelectionLine, selectionColumns } from '../rules/selection-list.ts';

/** Heading of the page. */
export const SELECTION_TITLE = 'Check a list of people';
/** As many lines as one list may have. */
export const mostLines = 2000;

/** The day of selection. */
export const selectionQuestions: readonly Question[] = [
  {
    kind: 'day',
    name: 'on',
    label: 'Day of selection',
    hint: 'The rules of this day are used, and ages are those on this day',
    required: 'Enter the day of selection',
    earliest: '2000-01-01',
  },
];

/** What was checked: as of when, by which version, and every line. */
export type SelectionResult = { on: string; version: number; lines: readonly SelectionLine[] };

/** The form, and the answer above it. */
export function selectionHtml(view: {
  programme: { key: string; name: string };
  csrf: Html;
  typed: Typed;
  errors?: Errors;
  wrongFile?: string;
  result?: SelectionResult;
}): Html {
  const { programme, csrf, typed, errors = {}, wrongFile, result } = view;
  return html`${
    wrongFile === undefined
      ? errorsAbove(selectionQuestions, errors)
      : errorSummary({ titleText: 'There is a problem', errorList: [{ text: wrongFile, href: '#list' }] })
  }
<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">${SELECTION_TITLE}</h1>
${result === undefined ? noHtml : resultHtml(result)}
<p class="govuk-body">A CSV file with a line for each person: <code>reference</code> (yours, not a name) and what is known of ${selectionColumns.optional.map((name, at) => html`${at === 0 ? noHtml : ', '}<code>${name}</code>`)}. Leave empty what is not known. Nothing of the list is kept here: download the answer, and keep it with the list.</p>
<form method="post" action="/programmes/${encodeURIComponent(programme.key)}/selection" enctype="multipart/form-data" novalidate>
${csrf}
${fields(selectionQuestions, typed, errors)}
${fileUpload({
  name: 'list',
  javascript: false,
  label: { text: 'The list', classes: 'govuk-label--s' },
  hint: { text: `A CSV file of up to ${whole(mostLines)} lines` },
  attributes: { accept: '.csv,text/csv' },
  ...(wrongFile === undefined ? {} : { errorMessage: { text: wrongFile } }),
})}
<div class="govuk-button-group">${button({ text: 'Check the list', name: 'as', value: 'page' })}${button({ text: 'Download the answer as CSV', name: 'as', value: 'csv', classes: 'govuk-button--secondary' })}</div>
</form>`;
}

function resultHtml({ on, version, lines }: SelectionResult): Html {
  const of = (outcome: SelectionLine['outcome']) => lines.filter((line) => line.outcome === outcome);
  const cohorts = Map.groupBy(of('eligible'), ({ cohort }) => cohort ?? 'No cohort');
  return html`<section aria-labelledby="answer" id="selection-result">
<h2 class="govuk-heading-m" id="answer">${counted(of('eligible').length, 'person', 'people')} of ${lines.length} eligible on ${showDay(on)}</h2>
<p class="govuk-body">By version ${version} of the document. ${[...cohorts].map(([cohort, all]) => `${cohort}: ${all.length}. `).join('')}Not eligible: ${of('not eligible').length}. Cannot tell yet: ${of('cannot tell yet').length}. Cannot be read: ${of('cannot be read').length}.</p>
${scrollRegion({
  label: 'Each person',
  html: table({
    caption: 'Each person',
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Reference' }, { text: 'Answer' }, { text: 'Cohort' }, { text: 'Why' }],
    rows: lines.map(({ reference, line, outcome, cohort, why }) => [
      { text: reference || `Line ${line}` },
      { text: outcome.charAt(0).toUpperCase() + outcome.slice(1) },
      { text: cohort ?? '' },
      { text: why },
    ]),
  }),
})}
</section>`;
}
