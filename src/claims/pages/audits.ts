import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, input, summaryList, table } from '../../kit/ui/index.ts';
import type { AuditRow, ItemRow } from '../actions/audits.ts';
import type { AuditResult, Interval } from '../rules/audit.ts';
import { attemptReference } from '../rules/commissioner-file.ts';
import type { Contract } from '../rules/contract.ts';
import { otherContracts } from './claims-nav.ts';

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const between = (interval: Interval | null): string =>
  interval === null ? 'Nothing is checked yet' : `${percent(interval.low)} to ${percent(interval.high)}`;

/** The audits of a contract, and drawing another. */
export function auditsHtml(view: {
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  audits: readonly AuditRow[];
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  csrf: Html;
}): Html {
  const { nav, contracts, contract, audits, questions, typed, errors, csrf } = view;
  return html`${nav}${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">Audits of paid claims</h1>
<p class="govuk-body">A sample of what was paid is drawn by chance and checked claim by claim. The seed is kept: with it anybody can draw the same sample again.</p>
<h2 class="govuk-heading-m">Samples</h2>
${otherContracts('/claims/audits', contracts, contract)}
${
  audits.length === 0
    ? html`<p class="govuk-body">None under ${contract.name}.</p>`
    : table({
        ...{ caption: 'Samples, the latest first', captionClasses: 'govuk-visually-hidden', stack: true },
        head: [
          { text: 'Paid' },
          { text: 'Drawn on' },
          { text: 'Drawn by' },
          { text: 'Claims paid', format: 'numeric' },
          { text: 'Worth', format: 'numeric' },
        ],
        rows: audits.map((audit) => [
          {
            html: html`<a class="govuk-link" href="/claims/audits/${audit.id}">${showDay(audit.from_on)} to ${showDay(audit.to_on)}</a>`,
          },
          { text: showDay(audit.day) },
          { text: audit.by_name },
          { text: audit.claims.toLocaleString('en-GB'), format: 'numeric' },
          { text: poundsText(audit.pence), format: 'numeric' },
        ]),
      })
}
<h2 class="govuk-heading-m">Draw a sample</h2>
<form method="post" action="/claims/audits" novalidate>${csrf}
${fields(questions, typed, errors)}
${button({ text: 'Draw', preventDoubleClick: true })}</form>`;
}

/** One sample: what it says so far, and every claim of it. */
export function auditHtml(view: {
  nav: Html;
  audit: AuditRow;
  contract: Contract | undefined;
  items: readonly ItemRow[];
  result: AuditResult;
  problem: { number: number; text: string } | null;
  typed: Typed;
  csrf: Html;
}): Html {
  const { nav, audit, contract, items, result, problem, typed, csrf } = view;
  const labelOf = (key: string) => contract?.milestones.find((one) => one.key === key)?.label ?? key;
  return html`${nav}${problem === null ? noHtml : errorsAbove([], { found: problem.text })}<h1 class="govuk-heading-l">Audit of claims paid ${showDay(audit.from_on)} to ${showDay(audit.to_on)}</h1>
${summaryList({
  rows: [
    { key: { text: 'Contract' }, value: { text: contract?.name ?? audit.contract } },
    {
      key: { text: 'Drawn from' },
      value: { text: `${audit.claims.toLocaleString('en-GB')} claims worth ${poundsText(audit.pence)}` },
    },
    {
      key: { text: 'Seed' },
      value: {
        html: html`<span class="newel-written">${audit.seed}</span><br><span class="newel-muted">Claims in the order of SHA-256 of the seed, a colon and the reference; the first ${result.size}</span>`,
      },
    },
    { key: { text: 'Checked' }, value: { text: `${result.checked} of ${result.size}` } },
    {
      key: { text: 'Wrong' },
      value: {
        text:
          result.rate === null
            ? 'Nothing is checked yet'
            : `${result.wrong} of ${result.checked}, ${percent(result.rate)}; ${poundsText(result.wrongPence)} of ${poundsText(result.checkedPence)}`,
      },
    },
    { key: { text: 'Error rate, 95% (Wilson)' }, value: { text: between(result.wilson) } },
    { key: { text: 'Error rate, 95% (Clopper–Pearson, exact)' }, value: { text: between(result.exact) } },
    {
      key: { text: 'To be paid back' },
      value: {
        html:
          result.recovery === null
            ? html`Nothing is checked yet`
            : html`${poundsText(result.recovery.all)}<br>${poundsText(result.recovery.sample)} of the sample, claim by claim<br>${poundsText(result.recovery.rest)} of the claims that were not drawn<br><span class="newel-muted">The share of the checked money that is wrong, times what the claims that were not drawn are worth, rounded half up to a whole penny</span>`,
      },
    },
  ],
})}
<h2 class="govuk-heading-m">The sample</h2>
${items.map((item) => itemHtml(item, { audit, label: labelOf(item.milestone), problem, typed, csrf }))}`;
}

function itemHtml(
  item: ItemRow,
  view: {
    audit: AuditRow;
    label: string;
    problem: { number: number; text: string } | null;
    typed: Typed;
    csrf: Html;
  },
): Html {
  const { audit, label, problem, typed, csrf } = view;
  const reference = attemptReference(item.reference, item.attempt);
  const wrongHere = problem !== null && problem.number === item.number;
  const value = (name: string, standing: string) => (wrongHere ? String(typed[name] ?? '') : standing);
  const found =
    item.finding === null
      ? html`<p class="govuk-body">Not checked.</p>`
      : html`<p class="govuk-body">${item.finding === 'right' ? 'Right' : `Wrong by ${poundsText(item.wrong_pence ?? 0)}`}${item.words === null ? '' : `: ${item.words}`}<br><span class="newel-muted">${item.found_by_name ?? 'Somebody'}, ${showDay(item.found_on)}</span></p>`;
  return html`<h3 class="govuk-heading-s" id="item-${item.number}">${item.number}. <a class="govuk-link" href="/cases/${item.case_id}/claims/${item.claim_id}">${reference}</a>, ${label}, ${poundsText(item.pence)}</h3>
${found}
<details class="govuk-details"${wrongHere ? html` open` : noHtml}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">${item.finding === null ? 'Write' : 'Change'} what was found<span class="govuk-visually-hidden"> of ${reference}</span></span></summary><div class="govuk-details__text">
<form method="post" action="/claims/audits/${audit.id}" novalidate>${csrf}<input type="hidden" name="number" value="${item.number}"><input type="hidden" name="version" value="${item.version}">
${input({
  ...{ id: `wrong-${item.number}`, name: 'wrong', classes: 'govuk-input--width-10', prefix: { text: '£' } },
  label: { text: 'How much should not have been paid' },
  hint: { text: 'Leave it empty where the claim is right' },
  value: value('wrong', item.wrong_pence === null ? '' : poundsText(item.wrong_pence).slice(1)),
  ...(wrongHere ? { errorMessage: { text: problem.text } } : {}),
})}
${input({
  ...{ id: `words-${item.number}`, name: 'words', label: { text: 'Why' } },
  value: value('words', item.words ?? ''),
})}
${button({ text: 'Save', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form></div></details>`;
}
