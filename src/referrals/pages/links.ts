/** On the page of a referral: the links by which the service can answer, and the email that did not bring one. */
import { dayOf, showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, warningText } from '../../kit/ui/index.ts';
import { reasonText } from '../../messages/rules/states.ts';
import type { LinkRow } from '../actions/links.ts';
import type { ReferralRow } from '../actions/move.ts';

const href = (row: ReferralRow): string => `/cases/${row.case_id}/referrals/${row.id}`;

/** Above everything: nobody there knows of it yet. With the ways on. */
export function failedMailHtml(row: ReferralRow, links: LinkRow): Html {
  if (links.failed_on === null) return noHtml;
  const why = links.reason === null ? '' : `: ${(reasonText[links.reason] ?? links.reason).toLowerCase()}`;
  const ask =
    row.owner_side === 'service'
      ? html`<li><a class="govuk-link" href="/cases/${row.case_id}/liaison/${row.id}/ask">Call them and write it down, or send the link again</a></li>`
      : html`<li><a class="govuk-link" href="/cases/${row.case_id}/liaison/${row.id}/contacts">Call them and write it down</a></li>`;
  return html`${warningText({ iconFallbackText: 'Warning', text: `The email of ${showDay(links.failed_on)} to ${links.email ?? ''} could not be delivered${why}` })}
<ul class="govuk-list newel-no-print">${ask}
<li><a class="govuk-link" href="${href(row)}/tell">Send it another way</a></li>
<li><a class="govuk-link" href="/directory/services/${row.service_id}">Put the address right in the directory</a></li></ul>`;
}

/** How many links work and until when, and ending them: somebody else may have got hold of one. */
export function linksHtml(row: ReferralRow, links: LinkRow, csrf: Html, timeZone: string): Html {
  if (links.live === 0 || links.until === null) return noHtml;
  return html`<p class="govuk-body">The service can answer by ${counted(links.live, 'link')}, until ${showDay(dayOf(links.until, timeZone))}.</p>
<form method="post" action="${href(row)}/links/end" class="newel-no-print">${csrf}${button({ text: links.live === 1 ? 'End the link' : 'End the links', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`;
}
