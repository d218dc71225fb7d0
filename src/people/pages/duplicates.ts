import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, scrollRegion, subNavigation, table, tag } from '../../kit/ui/index.ts';
import type { DuplicateRow } from '../actions/duplicates.ts';

/** The queue: open reviews first; decided ones on a page of their own. */
export function duplicatesHtml(view: {
  programmeName: string;
  rows: readonly DuplicateRow[];
  open: boolean;
  next: string | null;
  other: string;
}): Html {
  const { rows, open } = view;
  return html`${subNavigation({
    label: 'Duplicates',
    items: [
      { text: 'Second records', href: '/pairs', active: false },
      { text: 'Second referrals', href: '/duplicates', active: true },
    ],
  })}<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Second referrals</h1>
<p class="govuk-body">Somebody was referred who seems to be known already. Until you decide, the second referral is in no case and in no report.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">${open ? 'Nothing waits for a decision.' : 'Nothing was decided yet.'}</p>`
    : scrollRegion({
        label: 'Second referrals',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          head: [{ text: 'Reference' }, { text: 'Referred' }, { text: 'Seems to be' }, { text: 'State' }],
          rows: rows.map((row) => [
            { html: html`<a class="govuk-link" href="/duplicates/${row.id}">${row.source_ref}</a>` },
            { text: dayText(row.original.referred_on) },
            { text: row.person_id === null ? 'Nobody on file' : `${shownName(row)} (${row.person_reference})` },
            { html: stateTag(row.state) },
          ]),
        }),
      })
}
<nav aria-label="More" class="newel-pages">${
    view.next === null ? noHtml : html`<a class="govuk-link" rel="next" href="${view.next}">Next page</a>`
  } <a class="govuk-link" href="${view.other}">${open ? 'Show decided ones' : 'Show open ones'}</a></nav>`;
}

const dayText = (day: string | undefined): string =>
  day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day) ? showDay(day) : (day ?? 'not known');

function stateTag(state: DuplicateRow['state']): Html {
  if (state === 'open') return tag({ text: 'To decide', classes: 'govuk-tag--yellow' });
  return tag({ text: state === 'same person' ? 'Same person' : 'Different person', classes: 'govuk-tag--grey' });
}

const same = (a: string, b: string): boolean =>
  a.toLowerCase().replace(/[\s-]/g, '') === b.toLowerCase().replace(/[\s-]/g, '');

/** Both side by side, and the decision. */
export function duplicateHtml(view: { row: DuplicateRow; csrf: Html }): Html {
  const { row, csrf } = view;
  const { original } = row;
  const lines: [string, string | undefined, string | null][] = [
    ['Given name', original.given_name, row.given_name],
    ['Family name', original.family_name, row.family_name],
    ['Date of birth', original.date_of_birth, row.date_of_birth],
    ['National Insurance number', original.national_insurance_number, row.ni_number],
    ['Phone', original.phone, row.phone],
    ['Postcode', original.postcode, row.postcode],
  ];
  const known = new Set([
    'given_name',
    'family_name',
    'date_of_birth',
    'national_insurance_number',
    'phone',
    'postcode',
  ]);
  const rest = Object.entries(original).filter(([name, value]) => !known.has(name) && value !== '');
  const shown = (value: string | null | undefined): string =>
    value === null || value === undefined || value === ''
      ? 'Not known'
      : /^\d{4}-\d\d-\d\d$/.test(value)
        ? showDay(value)
        : value;
  return html`<h1 class="govuk-heading-l">Second referral ${row.source_ref}</h1>
${scrollRegion({
  label: 'Both side by side',
  html: table({
    firstCellIsHeader: true,
    stack: true,
    head: [
      { text: '', html: html`<span class="govuk-visually-hidden">Question</span>` },
      { text: 'Second referral' },
      { text: row.person_reference === null ? 'On file' : `On file: ${row.person_reference}` },
      { text: 'Alike?' },
    ],
    rows: lines.map(([label, given, held]) => [
      { text: label },
      { text: shown(given) },
      { text: shown(held) },
      { text: given && held ? (same(given, held) ? 'Same' : 'Differs') : '' },
    ]),
  }),
})}
${rest.length === 0 ? noHtml : html`<details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">The rest of the second referral</span></summary><div class="govuk-details__text"><ul class="govuk-list">${rest.map(([name, value]) => html`<li>${name.replaceAll('_', ' ')}: ${shown(value)}</li>`)}</ul></div></details>`}
${
  row.state === 'open'
    ? html`<form method="post" action="/duplicates/${row.id}">${csrf}
<div class="govuk-button-group">${button({ text: 'Same person', name: 'decision', value: 'same person' })}${button({ text: 'Different person', name: 'decision', value: 'different person', classes: 'govuk-button--secondary' })}<a class="govuk-link" href="/duplicates">Decide later</a></div>
</form>`
    : html`<p class="govuk-body">Decided: ${stateTag(row.state)}</p>`
}`;
}
