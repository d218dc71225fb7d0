import { showDay } from '../../kit/clock.ts';
import { counted, poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, errorSummary, fileUpload, select, subNavigation, table } from '../../kit/ui/index.ts';
import type { ClaimFileRow, PileRow } from '../actions/commissioner-files.ts';
import { type Pile, piles } from '../rules/commissioner-file.ts';
import type { Contract } from '../rules/contract.ts';
import { otherContracts } from './claims-nav.ts';

/** Where a file stands. */
const stands = (file: ClaimFileRow): string =>
  file.applied_at === null ? 'Not applied' : `Applied by ${file.applied_by_name ?? 'somebody'}`;

/** The commissioner's files of a contract, and taking one in. */
export function filesHtml(view: {
  nav: Html;
  contracts: readonly Contract[];
  contract: Contract;
  files: readonly ClaimFileRow[];
  problem: string | null;
  csrf: Html;
}): Html {
  const { nav, contracts, contract, files, problem, csrf } = view;
  return html`${nav}${problem === null ? noHtml : errorSummary({ titleText: 'There is a problem', errorList: [{ text: problem, href: '#file' }] })}
<h1 class="govuk-heading-l">Commissioner’s files</h1>
<p class="govuk-body">A file of decisions is kept as it came and compared with what stands here. Nothing changes until what matches is applied.</p>
<form method="post" action="/claims/files" enctype="multipart/form-data" novalidate>
${csrf}
${select({
  ...{ id: 'contract', name: 'contract', label: { text: 'Contract' }, value: contract.key },
  items: contracts.map((one) => ({ value: one.key, text: one.name })),
})}
${fileUpload({
  ...{ id: 'file', name: 'file', javascript: false, label: { text: 'File', classes: 'govuk-label--s' } },
  hint: {
    text: 'CSV with the columns reference, milestone, decision (accepted, rejected, paid or clawed back), pence and, if need be, reason. 5,000 rows at most.',
  },
  attributes: { accept: '.csv' },
  ...(problem === null ? {} : { errorMessage: { text: problem } }),
})}
${button({ text: 'Compare', preventDoubleClick: true })}</form>
<h2 class="govuk-heading-m">Files that came</h2>
${otherContracts('/claims/files', contracts, contract)}
${
  files.length === 0
    ? html`<p class="govuk-body">None under ${contract.name}.</p>`
    : table({
        ...{ caption: 'Files that came, the latest first', captionClasses: 'govuk-visually-hidden', stack: true },
        head: [
          { text: 'File' },
          { text: 'Came on' },
          { text: 'Rows', format: 'numeric' },
          { text: 'Taken in by' },
          { text: 'Where it stands' },
        ],
        rows: files.map((file) => [
          { html: html`<a class="govuk-link" href="/claims/files/${file.id}">${file.name}</a>` },
          { text: showDay(file.day) },
          { text: String(file.rows), format: 'numeric' },
          { text: file.by_name },
          { text: stands(file) },
        ]),
      })
}`;
}

/** One file in its three piles. */
export function fileHtml(view: {
  nav: Html;
  file: ClaimFileRow;
  contractName: string;
  sums: readonly { pile: Pile; rows: number; pence: number; open: number }[];
  pile: Pile;
  rows: readonly PileRow[];
  next: string | null;
  csrf: Html;
}): Html {
  const { nav, file, contractName, sums, pile, rows, next, csrf } = view;
  const of = (name: Pile) => sums.find((one) => one.pile === name);
  const open = of('matched')?.open ?? 0;
  return html`${nav}<h1 class="govuk-heading-l">${file.name}</h1>
<p class="govuk-body">${contractName}. Came on ${showDay(file.day)}, taken in by ${file.by_name}. ${stands(file)}.<br><span class="newel-muted">SHA-256 <span class="newel-written">${file.sha256}</span></span></p>
${
  file.applied_at === null && open > 0
    ? html`<form method="post" action="/claims/files/${file.id}/apply" novalidate>${csrf}${button({ text: `Apply ${counted(open, 'row')} that match${open === 1 ? 'es' : ''}`, preventDoubleClick: true })}</form>`
    : noHtml
}
${subNavigation({
  label: 'Piles',
  items: (Object.keys(piles) as Pile[]).map((name) => ({
    text: `${piles[name]} (${of(name)?.rows ?? 0})`,
    href: `/claims/files/${file.id}?pile=${name}`,
    active: name === pile,
  })),
})}
${pile === 'matched' ? html`<p class="govuk-body">${counted(of('matched')?.rows ?? 0, 'row')}, ${poundsText(of('matched')?.pence ?? 0)} together.</p>` : noHtml}
${
  rows.length === 0
    ? html`<p class="govuk-body">No row is in this pile.</p>`
    : table({
        ...{ caption: piles[pile], captionClasses: 'govuk-visually-hidden', stack: true },
        head: [
          { text: 'Row', format: 'numeric' },
          { text: 'Reference' },
          { text: 'Milestone' },
          { text: 'Decision' },
          { text: 'Pence', format: 'numeric' },
          { text: 'Reason' },
          { text: pile === 'matched' ? 'What it does' : 'Why it is here' },
          ...(pile === 'matched' ? [{ text: 'Applied' }] : []),
        ],
        rows: rows.map((row) => [
          { text: String(row.line), format: 'numeric' as const },
          {
            html:
              row.claim_id === null || row.case_id === null
                ? html`<span class="newel-written">${row.raw ?? (row.reference || '(empty)')}</span>`
                : html`<a class="govuk-link" href="/cases/${row.case_id}/claims/${row.claim_id}">${row.reference}</a>`,
          },
          { text: row.milestone },
          { text: row.decision },
          { text: row.amount, format: 'numeric' as const },
          { text: row.reason },
          { text: row.why },
          ...(pile === 'matched' ? [{ text: row.outcome ?? 'Not yet' }] : []),
        ]),
      })
}
${next === null ? noHtml : html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="${next}">Next page</a></p>`}`;
}
