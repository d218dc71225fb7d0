/** The list of what a service was sent. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, subNavigation, table } from '../../kit/ui/index.ts';
import type { InboxRow } from '../actions/inbox.ts';
import type { ServiceView } from '../actions/service-view.ts';
import { stateText } from '../rules/due.ts';
import { type InboxKey, inboxParts, paymentText } from '../rules/inbox.ts';

const dueText = (row: InboxRow, today: string): Html => {
  if (row.due_on === null) return noHtml;
  const late = row.due_on < today ? ' (late)' : '';
  return row.owner_side === 'service'
    ? html`<strong>${row.due_what}, by ${showDay(row.due_on)}${late}</strong>`
    : html`${row.due_what}: not yours, by ${showDay(row.due_on)}`;
};

const nameHtml = (row: InboxRow): Html =>
  row.live
    ? html`<a class="govuk-link" href="/inbox/${row.id}">${row.name ?? row.reference}</a>${row.name === null ? noHtml : html`<br>${row.reference}`}`
    : html`${row.reference}<br>Consent does not hold any more: delete what you hold`;

/** What else can be done about a referral with an account, and what its payment hangs on. */
export function moreHtml({ row }: ServiceView): Html {
  const paid = paymentText[row.payment] ?? '';
  return html`${paid === '' ? noHtml : html`<p class="govuk-body">${paid}.</p>`}
<p class="govuk-body"><a class="govuk-link" href="/inbox/${row.id}/onward">Somebody else could help them next</a></p>`;
}

/** The inbox of an organisation: what it was sent, by part, and how to go on. */
export function inboxHtml(view: {
  organisation: string;
  part: InboxKey;
  rows: readonly InboxRow[];
  next: string | null;
  today: string;
  dueBy: boolean;
  /** Further organisations of the reader, with their names. */
  others: readonly { id: string; name: string }[];
  query: string;
}): Html {
  const { organisation, part, rows, next, today, others, query, dueBy } = view;
  const of = (key: string) => `/inbox?part=${key}${query}`;
  return html`<h1 class="govuk-heading-l">Referrals to ${organisation}</h1>
${subNavigation({
  label: 'Referrals',
  items: (Object.keys(inboxParts) as InboxKey[]).map((key) => ({
    ...{ text: inboxParts[key].text, href: of(key), active: key === part },
  })),
})}
${
  inboxParts[part].open
    ? html`<p class="govuk-body">${
        dueBy
          ? html`Due up to today. <a class="govuk-link" href="${of(part)}">Show what is due later too</a>`
          : html`<a class="govuk-link" href="${of(part)}&due=today">Only what is due up to today</a>`
      }</p>`
    : noHtml
}
${
  rows.length === 0
    ? html`<p class="govuk-body">There is nothing here.</p>`
    : table({
        ...{ caption: inboxParts[part].text, captionClasses: 'govuk-visually-hidden', stack: true },
        head: [{ text: 'Who' }, { text: 'Service' }, { text: 'Where it stands' }, { text: 'Next' }, { text: 'Sent' }],
        rows: rows.map((row) => [
          { html: nameHtml(row) },
          { html: html`${row.service_name}${row.service_worker === null ? noHtml : html`<br>${row.service_worker}`}` },
          {
            html: html`${stateText('referral', row.state)}${(paymentText[row.payment] ?? '') === '' ? noHtml : html`<br>${paymentText[row.payment]}`}`,
          },
          { html: dueText(row, today) },
          { text: showDay(row.sent_on) },
        ]),
      })
}
${next === null ? noHtml : html`<p class="govuk-body"><a class="govuk-link" href="${of(part)}${dueBy ? '&due=today' : ''}&after=${encodeURIComponent(next)}">Next page</a></p>`}
<div class="govuk-button-group">
${button({ text: 'Somebody came to us', href: '/inbox/arrivals', classes: 'govuk-button--secondary' })}
${button({ text: 'Somebody of us is away', href: '/inbox/absence', classes: 'govuk-button--secondary' })}
${button({ text: 'Places and next start', href: '/inbox/services', classes: 'govuk-button--secondary' })}
</div>
${
  others.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">Your other organisations</h2><ul class="govuk-list">${others.map(
        ({ id, name }) => html`<li><a class="govuk-link" href="/inbox?organisation=${id}">${name}</a></li>`,
      )}</ul>`
}`;
}
