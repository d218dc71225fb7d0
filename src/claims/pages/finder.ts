import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, details, insetText, select, table, tag } from '../../kit/ui/index.ts';
import type { FoundRow, SignalTally } from '../actions/finder.ts';
import type { Contract } from '../rules/contract.ts';
import { nextOf, rightOf, type Signal, signals, whyFound } from '../rules/finder.ts';

const milestoneOf = (contract: Contract, row: FoundRow) => contract.milestones.find(({ key }) => key === row.milestone);

/** What a finding is about, in one line. */
export const foundText = (contract: Contract, row: FoundRow): string =>
  whyFound(
    {
      ...{ signal: row.signal, aboutOn: row.about_on, missing: row.missing },
      ...{ daysLeft: row.days_left, reachOn: row.reach_on },
    },
    milestoneOf(contract, row),
  );

/** How often each signal was right: counts, never a percentage without them. */
function talliesHtml(tallies: readonly SignalTally[]): Html {
  return details({
    summaryText: 'How often each signal was right',
    html: html`<p class="govuk-body">Right: somebody said so, a claim followed, or a job was put on record that had begun by then. Wrong: put aside because the person was not in work, the job does not count or the record was wrong, or what was ahead fell away.</p>
${table({
  caption: 'Signals and what came of them',
  captionClasses: 'govuk-visually-hidden',
  firstCellIsHeader: true,
  stack: true,
  head: [
    { text: 'Signal' },
    { text: 'Open', format: 'numeric' },
    { text: 'Right', format: 'numeric' },
    { text: 'Wrong', format: 'numeric' },
    { text: 'Put aside for another reason', format: 'numeric' },
    { text: 'Shown' },
  ],
  rows: tallies.map(({ signal, tally, pressed }) => [
    { text: signals[signal].label },
    { text: String(tally.open), format: 'numeric' },
    {
      text: rightOf(tally) === null ? '0' : `${tally.confirmed} of ${tally.confirmed + tally.wrong}`,
      format: 'numeric',
    },
    { text: String(tally.wrong), format: 'numeric' },
    { text: String(tally.other), format: 'numeric' },
    {
      html: pressed
        ? tag({ text: 'Always', classes: 'govuk-tag--green' })
        : tag({ text: 'When asked for', classes: 'govuk-tag--grey' }),
    },
  ]),
})}`,
  });
}

/** People who look as if they had earned something that is not claimed. */
export function foundListHtml(view: {
  /** The navigation between the pages about claims. */
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  signal: Signal | null;
  all: boolean;
  tallies: readonly SignalTally[];
  rows: readonly FoundRow[];
  /** The address of the next page; null where this is the last. */
  next: string | null;
}): Html {
  const { nav, contracts, contract, signal, all, tallies, rows, next } = view;
  const quiet = tallies.filter(({ pressed, tally }) => !pressed && tally.open > 0);
  return html`${nav}<h1 class="govuk-heading-l">Outcomes that may be unclaimed</h1>
<p class="govuk-body">Found every night from jobs, offers, benefits and appointments. Each is a reason to look, not a claim. ${contract.pricesAreExamples ? 'The prices are examples.' : ''}</p>
<form method="get" action="/unclaimed" class="newel-bar newel-no-print" role="search" aria-label="Narrow the list">
${select({ id: 'contract', name: 'contract', label: { text: 'Contract' }, value: contract.key, items: contracts.map(({ key, name }) => ({ value: key, text: name })) })}
${select({
  ...{ id: 'signal', name: 'signal', label: { text: 'Which' }, value: signal ?? (all ? 'all' : '') },
  items: [
    { value: '', text: 'What is most often right' },
    { value: 'all', text: 'All signals' },
    ...tallies.map((one) => ({ value: one.signal, text: signals[one.signal].label })),
  ],
})}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}</div></form>
${
  quiet.length > 0 && !all && signal === null
    ? insetText({
        html: html`Not shown, because it was seldom right: ${quiet.map((one) => signals[one.signal].label).join('; ')}. <a class="govuk-link" href="/unclaimed?contract=${contract.key}&signal=all">Show all signals</a>`,
      })
    : noHtml
}
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody was found.</p>`
    : table({
        caption: 'The nearest deadline first, then what is worth most',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Who' },
          { text: 'Milestone' },
          { text: 'Why' },
          { text: 'What to do' },
          { text: 'Claim by' },
          { text: 'Worth', format: 'numeric' },
          { text: 'Key worker' },
          { html: html`<span class="govuk-visually-hidden">Decide</span>` },
        ],
        rows: rows.map((row) => [
          { html: html`<a class="govuk-link" href="/cases/${row.case_id}/claims">${shownName(row)}</a>` },
          { text: milestoneOf(contract, row)?.label ?? row.milestone },
          { text: foundText(contract, row) },
          { text: nextOf(row) },
          { text: row.claim_by === null ? 'No deadline' : showDay(row.claim_by) },
          { text: row.pence === null ? '-' : poundsText(row.pence), format: 'numeric' },
          { text: row.key_worker_name ?? 'None' },
          {
            html: html`<a class="govuk-link" href="/cases/${row.case_id}/found/${row.id}">Decide<span class="govuk-visually-hidden"> about ${shownName(row)}</span></a>`,
          },
        ]),
      })
}
${next === null ? noHtml : html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${next}">Next page</a></p>`}
${talliesHtml(tallies)}`;
}

/** What stands above the questions about a finding. */
export function foundAboveHtml(contract: Contract, row: FoundRow): Html {
  const worth = row.pence === null ? noHtml : html` Worth ${poundsText(row.pence)}.`;
  const by = row.claim_by === null ? noHtml : html` Claim by ${showDay(row.claim_by)}.`;
  return html`${insetText({ html: html`<p class="govuk-body">${milestoneOf(contract, row)?.label ?? row.milestone}: ${foundText(contract, row)}.${worth}${by}</p><p class="govuk-body govuk-!-margin-bottom-0">${nextOf(row)}. Found on ${showDay(row.found_on)}.</p>` })}
<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/jobs">Jobs</a> · <a class="govuk-link" href="/cases/${row.case_id}/claims">Claims</a> · <a class="govuk-link" href="/cases/${row.case_id}/timeline">Timeline</a></p>`;
}
