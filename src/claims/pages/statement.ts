import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, input, select, table } from '../../kit/ui/index.ts';
import type { EntryRow } from '../actions/statements.ts';
import { attemptReference } from '../rules/commissioner-file.ts';
import type { Contract } from '../rules/contract.ts';
import { accountNames, accounts, kindTexts, type postingKinds, type StatementAccount } from '../rules/ledger.ts';

const kindText = (kind: string): string => kindTexts[kind as (typeof postingKinds)[number]] ?? kind;
const monthText = (month: string): string =>
  Temporal.PlainYearMonth.from(month)
    .toPlainDate({ day: 1 })
    .toLocaleString('en-GB', { month: 'long', year: 'numeric' });

/** The statement of a contract for a month, which prints on paper as it stands. */
export function statementHtml(view: {
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  month: string;
  statement: readonly StatementAccount[];
  entries: readonly EntryRow[];
  next: string | null;
  csv: string;
  problem?: string;
}): Html {
  const { nav, contracts, contract, month, statement, entries, next, csv, problem } = view;
  const kinds = [...new Set(statement.flatMap(({ movements }) => movements.map(({ kind }) => kind)))];
  const order = Object.keys(kindTexts);
  kinds.sort((one, other) => order.indexOf(one) - order.indexOf(other));
  const numeric = (pence: number) => ({ text: poundsText(pence), format: 'numeric' as const });
  const line = (label: string, of: (one: StatementAccount) => number, strong = false) => {
    const sums = statement.map(of);
    return [
      strong ? { html: html`<strong>${label}</strong>` } : { text: label },
      ...sums.map(numeric),
      numeric(sums.reduce((sum, pence) => sum + pence, 0)),
    ];
  };
  const labelOf = (key: string) => contract.milestones.find((one) => one.key === key)?.label ?? key;
  return html`<div class="newel-no-print">${nav}</div><h1 class="govuk-heading-l">Statement: ${contract.name}, ${monthText(month)}</h1>
<form method="get" action="/claims/statements" class="newel-bar newel-no-print" role="search" aria-label="Choose a statement">
${select({
  ...{ id: 'contract', name: 'contract', label: { text: 'Contract' }, value: contract.key },
  items: contracts.map((one) => ({ value: one.key, text: one.name })),
})}
${input({
  ...{ id: 'month', name: 'month', label: { text: 'Month' }, value: month, classes: 'govuk-input--width-10' },
  hint: { text: 'For example, 2016-03' },
  ...(problem === undefined ? {} : { errorMessage: { text: problem } }),
})}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}</div></form>
${contract.pricesAreExamples ? html`<p class="govuk-body newel-muted">The prices are examples.</p>` : noHtml}
${table({
  caption: 'What each account held, what was added and taken away, and what it holds',
  captionClasses: 'govuk-table__caption--m',
  stack: true,
  head: [
    { text: 'Line' },
    ...accountNames.map((name) => ({ text: accounts[name], format: 'numeric' as const })),
    { text: 'Together', format: 'numeric' as const },
  ],
  rows: [
    line('Opening', ({ opening }) => opening, true),
    ...kinds.map((kind) =>
      line(kindText(kind), ({ movements }) => movements.find((one) => one.kind === kind)?.pence ?? 0),
    ),
    line('Closing', ({ closing }) => closing, true),
  ],
})}
<p class="govuk-body newel-muted">Income is the other side of what is claimed, accepted and paid, so it stands below zero and everything together is always £0.00.</p>
<h2 class="govuk-heading-m">Entries</h2>
${
  entries.length === 0
    ? html`<p class="govuk-body">Nothing was submitted, answered or paid in this month.</p>`
    : html`${table({
        caption: 'Entries in order',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Day' },
          { text: 'Claim' },
          { text: 'Milestone' },
          { text: 'What' },
          ...accountNames.map((name) => ({ text: accounts[name], format: 'numeric' as const })),
        ],
        rows: entries.map((row) => [
          { text: showDay(row.posted_on) },
          {
            html: html`<a class="govuk-link" href="/cases/${row.case_id}/claims/${row.claim_id}">${attemptReference(row.reference, row.attempt)}</a>`,
          },
          { text: labelOf(row.milestone) },
          { text: kindText(row.kind) },
          ...accountNames.map((name) =>
            row[name] === 0 ? { text: '', format: 'numeric' as const } : numeric(row[name]),
          ),
        ]),
      })}`
}
<p class="govuk-body newel-no-print">${next === null ? noHtml : html`<a class="govuk-link" href="${next}">Next page</a> `}<a class="govuk-link" href="${csv}">Download as CSV</a></p>`;
}
