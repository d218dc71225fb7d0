/** Needs that were not met: the short form after a search, and the counts by need and area. */
import { showDay } from '../../kit/clock.ts';
import { type Errors, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, scrollRegion, table } from '../../kit/ui/index.ts';
import type { UnmetRow } from '../actions/unmet.ts';
import { unmetReasons } from '../rules/codes.ts';

/** The short form. Open when nothing suited; folded away beneath what did. `found` is how many the search had found. */
export function unmetForm(view: {
  action: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  found: number | null;
  open: boolean;
}): Html {
  const { action, csrf, questions, typed, errors = {}, found, open } = view;
  const form = html`<form method="post" action="${action}" novalidate class="newel-no-print">${csrf}
${found === null ? noHtml : html`<input type="hidden" name="found" value="${found}">`}
${fields(questions, typed, errors)}
${button({ text: 'Write down what is missing', preventDoubleClick: true, classes: 'govuk-button--secondary' })}</form>`;
  return open
    ? html`<h2 class="govuk-heading-m newel-no-print">Write down what is missing</h2>
<p class="govuk-body newel-no-print">It is counted by need and area, so that whoever plans services sees it.</p>${form}`
    : details({ summaryText: 'None of these suits', html: form });
}

const reasonText = (reason: string): string => (unmetReasons as Readonly<Record<string, string>>)[reason] ?? reason;

/** Counts by need and area, with why, and what searches had found: a need with many found is known too little, not missing. */
export function unmetHtml(view: {
  programmeName: string;
  programmes: readonly { name: string; href: string; current: boolean }[];
  rows: readonly UnmetRow[];
  from: string;
  to: string;
  csvHref: string;
  form: Html;
}): Html {
  const { rows } = view;
  return html`<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Needs for which no service was found</h1>
${view.programmes.length < 2 ? noHtml : html`<ul class="govuk-list newel-actions">${view.programmes.map(({ name, href, current }) => html`<li>${current ? html`<strong>${name}</strong>` : html`<a class="govuk-link" href="${href}">${name}</a>`}</li>`)}</ul>`}
<p class="govuk-body">What workers wrote down from ${showDay(view.from)} to ${showDay(view.to)}. Where a search had found many services and none was taken, look whether they are known well enough.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nothing was written down. After a search without a service that suits, its page asks what is missing.</p>`
    : html`${scrollRegion({
        label: 'Needs that were not met',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          caption: 'By need, area and why',
          captionClasses: 'govuk-visually-hidden',
          head: [
            { text: 'Need' },
            { text: 'Area' },
            { text: 'Why' },
            { text: 'How often', format: 'numeric' },
            { text: 'Services that searches had found, on average', format: 'numeric' },
          ],
          rows: rows.map(({ need, area, reason, n, searched, found }) => [
            { text: need },
            { text: area ?? 'Not known' },
            { text: reasonText(reason) },
            { text: String(n), format: 'numeric' },
            { text: searched === 0 ? 'No search' : (found / searched).toFixed(1), format: 'numeric' },
          ]),
        }),
      })}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${view.csvHref}">Download as CSV</a></p>`
}
${view.form}`;
}
