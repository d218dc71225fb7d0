import { showDay, showMoment } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, tag } from '../../kit/ui/index.ts';
import type { BatchRow, LetterRow } from '../actions/letters.ts';
import { kindLabel } from '../rules/library.ts';
import { wordsHtml } from './case.ts';

/** A batch of letters: what is in it, the file, and saying that it was posted. */
export function batchHtml(view: {
  batch: BatchRow;
  letters: readonly LetterRow[];
  csrf: Html;
  timeZone: string;
}): Html {
  const { batch, letters, csrf, timeZone } = view;
  return html`<h1 class="govuk-heading-l">${counted(batch.letters, 'letter')} ${batch.posted_on === null ? tag({ text: 'To be posted', classes: 'govuk-tag--blue' }) : tag({ text: 'Posted', classes: 'govuk-tag--green' })}</h1>
<p class="govuk-body">Put together ${showMoment(batch.made_at, timeZone)}${batch.posted_on === null ? noHtml : html`, posted ${showDay(batch.posted_on)}`}.</p>
<div class="govuk-button-group newel-no-print">${button({ text: 'Download the letters (PDF)', href: `/letters/${batch.id}/file`, classes: 'govuk-button--secondary' })}${
    batch.posted_on === null
      ? html`<form method="post" action="/letters/${batch.id}/posted">${csrf}${button({ text: 'They were posted', preventDoubleClick: true })}</form>`
      : noHtml
  }</div>
<ol class="govuk-list govuk-list--number">${letters.map(
    (
      letter,
    ) => html`<li class="govuk-!-margin-bottom-6"><h2 class="govuk-heading-s">${letter.reference}: ${kindLabel(letter.kind)}</h2>
<p class="govuk-body newel-written">${letter.sent_to}</p>
${letter.subject === null ? noHtml : html`<p class="govuk-body govuk-!-font-weight-bold" lang="${letter.language}">${letter.subject}</p>`}
${wordsHtml(letter.body, letter.language)}</li>`,
  )}</ol>`;
}
