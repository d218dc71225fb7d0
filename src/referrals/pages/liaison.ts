/** Above the small forms of liaison, and the pages of concerns. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, summaryList, table, tag } from '../../kit/ui/index.ts';
import type { ContactRow } from '../actions/chase.ts';
import type { ReferralRow } from '../actions/move.ts';
import type { ConcernRow } from '../actions/views.ts';
import { type ContactRule, channels, contactRuleOn, contactText, purposes } from '../rules/liaison.ts';

/** Asking by email is one press; below it a call or a letter is written down. */
export function askAbove(row: ReferralRow, csrf: Html): Html {
  const email = (row.contact_email ?? '') !== '' && !row.refused_channels.includes('email');
  const what =
    row.due_what === null || row.due_on === null
      ? noHtml
      : html`<p class="govuk-body">Awaited: ${row.due_what}, by ${showDay(row.due_on)}.</p>`;
  if (row.owner_side !== 'service') return insetText({ text: 'The service owes nothing now.' });
  return html`${what}${
    email
      ? html`<form method="post" action="/cases/${row.case_id}/liaison/${row.id}/ask">${csrf}<input type="hidden" name="how" value="email">${button({ text: 'Ask by email', preventDoubleClick: true })}</form>
<p class="govuk-body">The email holds a link to answer by, and nothing about the person.</p>`
      : html`<p class="govuk-body">This service cannot be asked by email${row.contact_phone === null ? '' : `: call ${row.contact_phone}`}.</p>`
  }<h2 class="govuk-heading-m">Or write down a call or a letter</h2>`;
}

/** What people said of a service that colleagues may read: by month, and nobody's. */
export const sharedHtml = (rows: readonly { score: number; words: string; day: string }[]): Html =>
  rows.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-s">What others said of this service</h2><ul class="govuk-list govuk-list--bullet">${rows.map(
        (row) =>
          html`<li><span class="newel-written">${row.words}</span> (${row.score} of 5, ${showDay(row.day).slice(2)})</li>`,
      )}</ul>`;

const between = (rule: ContactRule): string =>
  rule.from === null
    ? rule.to === null
      ? ''
      : ` (until ${showDay(rule.to)})`
    : rule.to === null
      ? ` (from ${showDay(rule.from)})`
      : ` (from ${showDay(rule.from)} until ${showDay(rule.to)})`;

/** The rules of the district about contact with their days, and contacts so far, the latest first. */
export const contactsHtml = (rows: readonly ContactRow[], rules: readonly ContactRule[], today: string): Html =>
  html`<p class="govuk-body">${contactText[contactRuleOn(rules, today).contact]}.</p>
${rules.length < 2 ? noHtml : html`<ul class="govuk-list govuk-list--bullet">${rules.map((rule) => html`<li>${contactText[rule.contact]}${between(rule)}</li>`)}</ul>`}${madeHtml(rows)}`;

const madeHtml = (rows: readonly ContactRow[]): Html =>
  rows.length === 0
    ? html`<p class="govuk-body">Nothing is written down yet.</p>`
    : html`<ul class="govuk-list newel-contacts">${rows.map(
        (row) =>
          html`<li><strong>${showDay(row.day)}</strong>: ${channels[row.channel as keyof typeof channels] ?? row.channel}. ${purposes[row.purpose as keyof typeof purposes] ?? row.purpose} ${row.begun_by === 'service' ? 'The service began it.' : ''} ${row.person_there ? 'The person was there.' : ''}${row.words === null ? noHtml : html`<br><span class="newel-written">${row.words}</span>`}${row.agreed === null ? noHtml : html`<br>Agreed: <span class="newel-written">${row.agreed}</span>`}</li>`,
      )}</ul>`;

const stageTag = (row: ConcernRow): Html =>
  row.closed_on !== null
    ? tag({ text: 'Closed', classes: 'govuk-tag--grey' })
    : row.stage === 'complaint'
      ? tag({ text: 'Complaint', classes: 'govuk-tag--red' })
      : tag({ text: row.answered_on === null ? 'Concern' : 'Answered', classes: 'govuk-tag--yellow' });

/** Concerns that a manager sees. */
export const concernsHtml = (
  rows: readonly ConcernRow[],
): Html => html`<h1 class="govuk-heading-l">Concerns about services</h1>
<p class="govuk-body">${counted(rows.filter((row) => row.closed_on === null).length, 'concern')} open.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody has raised any.</p>`
    : table({
        ...{ caption: 'Concerns', captionClasses: 'govuk-visually-hidden', stack: true },
        head: [{ text: 'Service' }, { text: 'Raised' }, { text: 'By' }, { text: 'Where it stands' }],
        rows: rows.map((row) => [
          {
            html: html`<a class="govuk-link" href="/services/concerns/${row.id}">${row.service_name}</a>${row.organisation_name === null ? noHtml : html`<br><span class="newel-muted">${row.organisation_name}</span>`}`,
          },
          { text: showDay(row.raised_on) },
          { text: row.raised_by_name ?? 'Newel' },
          { html: stageTag(row) },
        ]),
      })
}`;

/** One concern, before what is done about it. */
export const concernFacts = (row: ConcernRow): Html =>
  html`<p class="govuk-body">${stageTag(row)}</p>${summaryList({
    rows: (
      [
        ['Service', row.service_name],
        ['Raised', `${showDay(row.raised_on)} by ${row.raised_by_name ?? 'Newel'}`],
        ['What is the matter', row.words],
        ['Answer of the service', row.answer === null ? null : `${showDay(row.answered_on)}: ${row.answer}`],
        ['Outcome', row.outcome === null ? null : `${showDay(row.closed_on)}: ${row.outcome}`],
      ] as const
    ).flatMap(([key, value]) =>
      value === null
        ? []
        : [{ key: { text: key }, value: { html: html`<span class="newel-written">${value}</span>` } }],
    ),
  })}`;
