/** Organisations, and lists of entries that somebody keeps. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, pagination, summaryList, table, tag, warningText } from '../../kit/ui/index.ts';
import type { OrganisationRow, ServiceLine } from '../actions/entries.ts';
import type { OpenAsked } from '../actions/known.ts';
import type { KeptList, KeptRow } from '../actions/stewards.ts';
import { fieldText, organisationFields } from '../rules/fields.ts';
import { checkedOn, checkedText } from '../rules/open.ts';
import { openAskedHtml } from './known.ts';

const checkedTag = (row: Pick<ServiceLine, 'verified' | 'verified_on' | 'verify_by'>, today: string): Html => {
  const { text, colour } = checkedText[checkedOn(row, today)];
  return tag({ text, classes: colour });
};

/** Whether the link worker of an organisation has left by a day. */
export const isVacant = (row: Pick<OrganisationRow, 'link_worker_to'>, today: string): boolean =>
  row.link_worker_to !== null && row.link_worker_to < today;

/** One organisation. */
export function organisationHtml(view: {
  row: OrganisationRow;
  services: readonly ServiceLine[];
  next: string | undefined;
  mayWrite: boolean;
  today: string;
}): Html {
  const { row, services, next, mayWrite, today } = view;
  const facts = ['description', 'sector', 'reach', 'phone', 'email', 'link_worker', 'link_worker_from'] as const;
  const more = ['link_worker_to', 'link_deputy', 'contract', 'contract_from', 'contract_to'] as const;
  return html`<h1 class="govuk-heading-l">${row.name}</h1>
${
  isVacant(row, today)
    ? warningText({
        iconFallbackText: 'Warning',
        text: `There is no link worker: ${row.link_worker ?? 'whoever it was'} left on ${showDay(row.link_worker_to)}. ${row.link_deputy === null ? 'Nobody is named in their place.' : `Talk with ${row.link_deputy} meanwhile.`}`,
      })
    : noHtml
}
${summaryList({
  rows: [...facts, ...more]
    .filter((name) => row[name] !== null && row[name] !== '')
    .map((name) => ({
      key: { text: organisationFields[name] ?? name },
      value: { html: html`<span class="newel-written">${fieldText(name, row[name])}</span>` },
    })),
})}
${mayWrite ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/organisations/${row.id}/edit">Change the organisation</a></p>` : noHtml}
<h2 class="govuk-heading-m">Its services</h2>
${
  services.length === 0
    ? html`<p class="govuk-body">None are known yet.</p>`
    : html`<ul class="govuk-list govuk-list--spaced">${services.map(
        (service) =>
          html`<li><a class="govuk-link" href="/directory/services/${service.id}">${service.name}</a> ${checkedTag(service, today)}${service.status === 'active' ? noHtml : html` ${tag({ text: fieldText('status', service.status), classes: 'govuk-tag--grey' })}`}</li>`,
      )}</ul>`
}
${next === undefined ? noHtml : pagination({ next: { href: next } })}`;
}

/** The lists of the stewards' page. */
export const keptLists: Readonly<Record<KeptList, string>> = {
  yours: 'Yours',
  stale: 'Not checked lately',
  nobody: 'Nobody keeps them',
  unverified: 'Not verified',
};

/** Entries that need somebody's eye. */
export function stewardsHtml(view: {
  list: KeptList;
  rows: readonly KeptRow[];
  next: string | undefined;
  asked: readonly OpenAsked[];
  mayManage: boolean;
  today: string;
}): Html {
  const { list, rows, next, asked, mayManage, today } = view;
  return html`<h1 class="govuk-heading-l">Keeping the directory true</h1>
<nav aria-label="Lists"><ul class="govuk-list">${Object.entries(keptLists).map(([key, text]) =>
    key === list
      ? html`<li><strong aria-current="page">${text}</strong></li>`
      : html`<li><a class="govuk-link" href="/directory/stewards?list=${key}">${text}</a></li>`,
  )}</ul></nav>
<h2 class="govuk-heading-m">${keptLists[list]}</h2>
${
  rows.length === 0
    ? html`<p class="govuk-body">${list === 'yours' ? 'You keep no entries. Whoever adds one keeps it, and a manager can give you one.' : 'None.'}</p>`
    : table({
        stack: true,
        caption: keptLists[list],
        captionClasses: 'govuk-visually-hidden',
        head: [
          { text: 'Service' },
          { text: 'Organisation' },
          { text: 'State' },
          { text: 'Look at it by' },
          { text: 'Who keeps it' },
        ],
        rows: rows.map((row) => [
          { html: html`<a class="govuk-link" href="/directory/services/${row.id}">${row.name}</a>` },
          { text: row.organisation_name ?? 'Not known' },
          { html: checkedTag(row, today) },
          { text: row.verify_by === null ? 'No day is set' : showDay(row.verify_by) },
          {
            html:
              mayManage && row.steward_name === null
                ? html`<a class="govuk-link" href="/directory/services/${row.id}/steward">Give it a steward<span class="govuk-visually-hidden">: ${row.name}</span></a>`
                : html`${row.steward_name ?? 'Nobody'}`,
          },
        ]),
      })
}
${next === undefined ? noHtml : pagination({ next: { href: next } })}
<h2 class="govuk-heading-m">Questions that wait for an answer</h2>
${openAskedHtml(asked, today)}
<p class="govuk-body newel-no-print">${button({ text: 'Add what you were told of', href: '/directory/services/new', classes: 'govuk-button--secondary' })}</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/directory/changes">What changed in the directory</a></p>`;
}
