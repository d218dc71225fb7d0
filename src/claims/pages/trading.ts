import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, table } from '../../kit/ui/index.ts';
import type { TradingEntry, TradingMonth } from '../rules/trading.ts';
import { needTicks, type Offered } from './evidence-new.ts';

const monthText = (month: string): string => showDay(`${month}-01`).replace(/^1 /, '');
const directions = { received: 'Received', spent: 'Spent' } as const;

/** A ledger of trading: what to add, its months with their gaps, and every entry. */
export function ledgerHtml(view: {
  /** The page's own address. */
  path: string;
  evidence: string;
  job: string;
  csrf: Html;
  symbol: string;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  months: readonly TradingMonth[];
  entries: readonly TradingEntry[];
  /** There are earlier ones, which are not shown. */
  cut: boolean;
  mayRecord: boolean;
}): Html {
  const { path, evidence, job, csrf, symbol, questions, typed, errors = {}, months, entries, cut, mayRecord } = view;
  const money = (pence: number): string => poundsText(pence, symbol);
  const gaps = months.filter((month) => month.entries === 0).length;
  return html`${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">Ledger of trading: ${job}</h1>
<p class="govuk-body">What the person received and spent in their own business. When it is complete, keep it as <a class="govuk-link" href="${evidence}">evidence</a>.</p>
${
  mayRecord
    ? html`<form method="post" action="${path}" novalidate>${csrf}<h2 class="govuk-heading-m">Add an entry</h2>
${fields(questions, typed, errors)}
${button({ text: 'Add', preventDoubleClick: true })}</form>`
    : noHtml
}
<h2 class="govuk-heading-m">Month by month</h2>
${cut ? insetText({ text: `Only the latest ${entries.length.toLocaleString('en-GB')} entries are shown. There are earlier ones, and the first month below may lack some.` }) : noHtml}
${gaps === 0 ? noHtml : insetText({ text: `Nothing is known of ${counted(gaps, 'month')}. Ask the person: no trading and nothing written down are not the same.` })}
${
  months.length === 0
    ? html`<p class="govuk-body">Nothing stands in the ledger.</p>`
    : html`${table({
        caption: 'Months, the earliest first',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Month' },
          { text: 'Received', format: 'numeric' },
          { text: 'Spent', format: 'numeric' },
          { text: 'Left', format: 'numeric' },
          { text: 'Entries', format: 'numeric' },
        ],
        rows: months.map((one) => [
          { text: monthText(one.month) },
          ...(one.entries === 0
            ? [1, 2, 3].map(() => ({ text: 'Not known', format: 'numeric' }))
            : [one.received, one.spent, one.received - one.spent].map((pence) => ({
                text: money(pence),
                format: 'numeric',
              }))),
          { text: String(one.entries), format: 'numeric' },
        ]),
      })}
${mayRecord && entries.some(({ struck }) => struck === null) ? html`<p class="govuk-body newel-no-print">${button({ text: 'Keep it as evidence', href: `${path}/keep`, classes: 'govuk-button--secondary' })}</p>` : noHtml}`
}
${
  entries.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">Entries</h2>${table({
        caption: 'Entries, the latest first',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Day' },
          { text: 'What' },
          { text: 'Amount', format: 'numeric' },
          { text: 'For' },
          ...(mayRecord ? [{ text: 'Action' }] : []),
        ],
        rows: entries.map((one) => [
          { text: showDay(one.on) },
          { text: one.struck === null ? directions[one.direction] : `Struck out: ${one.struck.reason}` },
          {
            html: one.struck === null ? html`${money(one.pence)}` : html`<s>${money(one.pence)}</s>`,
            format: 'numeric',
          },
          { text: one.words ?? '' },
          ...(mayRecord
            ? [
                {
                  html:
                    one.struck === null
                      ? html`<a class="govuk-link" href="${path}/${one.id}/strike">Strike out<span class="govuk-visually-hidden"> ${money(one.pence)} of ${showDay(one.on)}</span></a>`
                      : noHtml,
                },
              ]
            : []),
        ]),
      })}`
}`;
}

/** Keeping the ledger as evidence: from when to when, and what it proves. */
export function keepHtml(view: {
  path: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  offered: readonly Offered[];
  ticked: readonly string[];
}): Html {
  const { path, csrf, questions, typed, errors = {}, offered, ticked } = view;
  return html`${errorsAbove([...questions, { kind: 'text', name: 'needs', label: '' }], errors)}<h1 class="govuk-heading-l">Keep the ledger as evidence</h1>
<p class="govuk-body">A copy of what stands in it now is kept as a file. What is added later is not in it.</p>
<form method="post" action="${path}/keep" novalidate>${csrf}
${fields(questions, typed, errors)}
${needTicks(offered, ticked, errors.needs)}
<div class="govuk-button-group">${button({ text: 'Keep it', preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`;
}

/** Ledgers of a case: of each job in which the person works for themselves; nothing where there is none. */
export const ledgersHtml = (caseId: string, jobs: readonly { id: string; name: string }[]): Html =>
  jobs.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">Ledgers of trading</h2>
<ul class="govuk-list">${jobs.map(({ id, name }) => html`<li><a class="govuk-link" href="/cases/${caseId}/evidence/ledger/${id}">${name}</a></li>`)}</ul>`;
