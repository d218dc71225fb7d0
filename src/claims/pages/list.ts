import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, select, table } from '../../kit/ui/index.ts';
import type { ClaimableRow } from '../actions/milestones.ts';
import { type Contract, missingWords } from '../rules/contract.ts';

/** States by which the list can be narrowed, in words. */
export const listStates = { claimable: 'Can be claimed', missed: 'Past the deadline', claimed: 'Claimed' } as const;
/** One of them. */
export type ListState = keyof typeof listStates;

const choice = (name: string, label: string, choices: readonly (readonly [string, string])[], value: string): Html =>
  select({
    id: name,
    name,
    label: { text: label },
    value,
    items: choices.map(([key, text]) => ({ value: key, text })),
  });

/** What can be claimed under a contract, nearest deadline first, then by what it is worth. */
export function claimListHtml(view: {
  /** The navigation between the pages about claims. */
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  status: ListState;
  milestone: string | null;
  rows: readonly ClaimableRow[];
  /** The address of the next page; null where this is the last. */
  next: string | null;
  /** These rows are all there are. */
  all: boolean;
  csv: string;
}): Html {
  const { nav, contracts, contract, status, milestone, rows, next, all, csv } = view;
  const milestoneOf = (key: string) => contract.milestones.find((one) => one.key === key);
  return html`${nav}<h1 class="govuk-heading-l">What can be claimed</h1>
<p class="govuk-body">Worked out from jobs, attachments and claims on file. ${contract.pricesAreExamples ? 'The prices are examples.' : ''}</p>
<form method="get" action="/claims" class="newel-bar newel-no-print" role="search" aria-label="Narrow the list">
${choice(
  'contract',
  'Contract',
  contracts.map((one) => [one.key, one.name] as const),
  contract.key,
)}
${choice('status', 'Which', Object.entries(listStates), status)}
${choice('milestone', 'Milestone', [['', 'All'], ...contract.milestones.map((one) => [one.key, one.label] as const)], milestone ?? '')}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}</div></form>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody${status === 'claimable' ? ' has reached a milestone that is not claimed' : ''}.</p>`
    : html`${all ? html`<p class="govuk-body">${counted(rows.length, 'milestone')}, worth ${poundsText(rows.reduce((sum, { pence }) => sum + (pence ?? 0), 0))} together.</p>` : noHtml}
${table({
  caption: `${listStates[status]}: the nearest deadline first, then what is worth most`,
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  head: [
    { text: 'Who' },
    { text: 'Milestone' },
    { text: 'Reached on' },
    { text: status === 'claimed' ? 'Claimed on' : 'Claim by' },
    { text: 'Worth', format: 'numeric' },
    { text: 'Missing' },
    { text: 'Key worker' },
  ],
  rows: rows.map((row) => [
    { html: html`<a class="govuk-link" href="/cases/${row.case_id}/claims">${shownName(row)}</a>` },
    { text: milestoneOf(row.milestone)?.label ?? row.milestone },
    { text: row.reached_on === null ? 'Not known' : showDay(row.reached_on) },
    {
      text:
        status === 'claimed' ? showDay(row.claimed_on) : row.claim_by === null ? 'No deadline' : showDay(row.claim_by),
    },
    { text: row.pence === null ? '-' : poundsText(row.pence), format: 'numeric' },
    { text: missingWords(milestoneOf(row.milestone), row.missing) || 'Nothing' },
    { text: row.key_worker_name ?? 'None' },
  ]),
})}
<p class="govuk-body newel-no-print">${next === null ? noHtml : html`<a class="govuk-link" href="${next}">Next page</a> `}<a class="govuk-link" href="${csv}">Download as CSV</a></p>`
}`;
}
