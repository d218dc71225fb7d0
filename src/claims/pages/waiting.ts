import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, errorSummary, select, table } from '../../kit/ui/index.ts';
import type { WaitingRow } from '../actions/waiting.ts';
import { type ClaimState, claimStates, twiceText } from '../rules/claim-states.ts';
import { attemptReference } from '../rules/commissioner-file.ts';
import type { Contract } from '../rules/contract.ts';
import { waitsText } from './live.ts';

const choice = (name: string, label: string, choices: readonly (readonly [string, string])[], value: string): Html =>
  select({
    ...{ id: name, name, label: { text: label }, value },
    items: choices.map(([key, text]) => ({ value: key, text })),
  });
/** States that a list can be asked for. */
export const waitingStates = (Object.keys(claimStates) as ClaimState[]).filter((state) => state !== 'on file');

/** What came of submitting several. */
export type Submitted = { done: number; refused: readonly { reference: string; problem: string }[] };

const twiceOf = ({ twice }: WaitingRow): Html =>
  twice === null
    ? noHtml
    : html`<br><strong>${twiceText(twice.map(([reference, state]) => ({ reference, state })))}</strong>`;

/** Claims in one state, the longest there first; those that are to be submitted can be ticked. */
export function waitingHtml(view: {
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  state: ClaimState;
  rows: readonly WaitingRow[];
  next: string | null;
  csv: string;
  maySubmit: boolean;
  csrf: Html;
  submitted?: Submitted;
}): Html {
  const { nav, contracts, contract, state, rows, next, csv, csrf, submitted } = view;
  const tick = view.maySubmit && state === 'checked';
  const labelOf = (key: string) => contract.milestones.find((one) => one.key === key)?.label ?? key;
  const list = table({
    caption: `${claimStates[state].text}: the longest there first`,
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: [
      ...(tick ? [{ text: 'Submit' }] : []),
      { text: 'Claim' },
      { text: 'Who' },
      { text: 'Milestone' },
      { text: 'Reached on' },
      { text: 'Amount', format: 'numeric' as const },
      { text: 'Since' },
      { text: 'Prepared by' },
      { text: 'Key worker' },
    ],
    rows: rows.map((row) => {
      const reference = attemptReference(row.reference, row.attempt);
      return [
        ...(tick
          ? [
              {
                html: html`<div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="claim" id="claim-${row.id}" value="${row.id}" checked><label class="govuk-label govuk-checkboxes__label" for="claim-${row.id}"><span class="govuk-visually-hidden">${reference}</span></label></div></div>`,
              },
            ]
          : []),
        {
          html: html`<a class="govuk-link" href="/cases/${row.case_id}/claims/${row.id}">${reference}</a>${twiceOf(row)}`,
        },
        { text: shownName(row) },
        { text: labelOf(row.milestone) },
        { text: showDay(row.reached_on) },
        { text: poundsText(row.pence), format: 'numeric' as const },
        { text: showDay(row.moved_on) },
        { text: row.prepared_name ?? 'Newel' },
        { text: row.key_worker_name ?? 'None' },
      ];
    }),
  });
  return html`${nav}${submitted === undefined ? noHtml : submittedHtml(submitted)}<h1 class="govuk-heading-l">Claims under way</h1>
<form method="get" action="/claims/waiting" class="newel-bar newel-no-print" role="search" aria-label="Narrow the list">
${choice(
  'contract',
  'Contract',
  contracts.map((one) => [one.key, one.name] as const),
  contract.key,
)}
${choice(
  'state',
  'Which',
  waitingStates.map((one) => [one, claimStates[one].text] as const),
  state,
)}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}</div></form>
<p class="govuk-body">What is next: ${waitsText(state).replace(/^./, (first) => first.toLowerCase())}.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">No claim.</p>`
    : html`${
        tick
          ? html`<form method="post" action="/claims/submit" novalidate>${csrf}<input type="hidden" name="contract" value="${contract.key}">${list}
${button({ text: 'Submit what is ticked', preventDoubleClick: true })}</form>`
          : list
      }<p class="govuk-body newel-no-print">${next === null ? noHtml : html`<a class="govuk-link" href="${next}">Next page</a> `}<a class="govuk-link" href="${csv}">Download as CSV</a></p>`
}`;
}

function submittedHtml({ done, refused }: Submitted): Html {
  const told =
    done === 0 ? 'No claim was submitted' : done === 1 ? '1 claim was submitted' : `${done} claims were submitted`;
  return html`${errorSummary({
    titleText: `${told}. ${refused.length === 0 ? '' : 'These were not'}`,
    errorList: refused.map(({ reference, problem }) => ({ text: `${reference}: ${problem}` })),
  })}`;
}
