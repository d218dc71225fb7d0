import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, input, scrollRegion, table } from '../../kit/ui/index.ts';
import type { Found, FoundCase } from '../actions/find.ts';
import { statusTag } from '../actions/frame.ts';
import { candidateLimit } from '../rules/find.ts';

/** The search and what it found. `typed` never stands in the address. */
export function findHtml(view: {
  csrf: Html;
  typed: string;
  problem: string | undefined;
  /** More than one programme may be searched, so each row says which it is. */
  manyProgrammes: boolean;
  found: Found | undefined;
}): Html {
  const { found, problem } = view;
  return html`<h1 class="govuk-heading-l">Find a person</h1>
<form method="post" action="/find" novalidate role="search" class="newel-no-print">
${view.csrf}
${input({
  id: 'q',
  name: 'q',
  label: { text: 'Who do you look for?', classes: 'govuk-label--s' },
  hint: {
    text: 'Any part of a name, in any order. Or a date of birth, National Insurance number, phone number or reference. Like ‘mar deb’ or ‘smith 4 feb 1981’.',
  },
  value: view.typed,
  classes: 'govuk-!-width-two-thirds',
  spellcheck: false,
  autocomplete: 'off',
  attributes: { maxlength: '200' },
  ...(problem === undefined ? {} : { errorMessage: { text: problem } }),
})}
${button({ text: 'Find' })}
</form>
${found === undefined ? noHtml : foundHtml(found, view.manyProgrammes)}`;
}

function foundHtml(found: Found, manyProgrammes: boolean): Html {
  if (found.cases.length === 0)
    return html`<h2 class="govuk-heading-m" id="found">Nobody found</h2>
<p class="govuk-body">Check the spelling, or try fewer letters. People you may not see are not shown: ask the programme office.</p>`;
  return html`<h2 class="govuk-heading-m" id="found">${heading(found)}</h2>
${advice(found)}
${scrollRegion({
  label: 'People found',
  html: table({
    stack: true,
    firstCellIsHeader: true,
    head: [
      { text: 'Name' },
      { text: 'Why' },
      { text: 'Born' },
      ...(manyProgrammes ? [{ text: 'Programme' }] : []),
      { text: 'Area' },
      { text: 'Key worker' },
      { text: 'Status' },
    ],
    rows: found.cases.map((one) => row(one, manyProgrammes)),
  }),
})}`;
}

const row = (one: FoundCase, manyProgrammes: boolean) => [
  {
    html: html`<a class="govuk-link" href="/cases/${one.caseId}">${one.name}</a> <span class="newel-reference">${one.reference}</span>`,
  },
  { text: one.why.join(' · ') },
  { text: showDay(one.born) },
  ...(manyProgrammes ? [{ text: one.programmeName }] : []),
  { text: one.areaName ?? 'Not known' },
  { text: one.keyWorkerName ?? '' },
  { html: statusTag(one.status) },
];

const heading = ({ cases, more, tooMany }: Found): string =>
  more || tooMany ? `The ${cases.length} closest` : cases.length === 1 ? '1 found' : `${cases.length} found`;

function advice({ more, tooMany }: Found): Html {
  if (tooMany)
    return html`<p class="govuk-body">More than ${candidateLimit} fit, and not all of them were compared. Add a date of birth or another name.</p>`;
  return more
    ? html`<p class="govuk-body">Others fit as well. Add a date of birth or another name to see fewer.</p>`
    : noHtml;
}
