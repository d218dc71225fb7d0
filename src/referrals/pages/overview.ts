/** On the overview of a case: who holds it, and who waits on whom. */
import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { tag } from '../../kit/ui/index.ts';
import type { Holder } from '../actions/case-manager.ts';
import type { InvolvedRow } from '../actions/waiting.ts';
import { stateText } from '../rules/due.ts';
import { holderText } from './case-manager.ts';
import { sideText } from './waiting.ts';

/** Who else is involved: nothing but the way to services where nobody is, and the key worker holds the case. */
export function involvedHtml(caseId: string, holder: Holder, rows: readonly InvolvedRow[], today: string): Html {
  const links = html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${caseId}/referrals">Services and referrals</a> · <a class="govuk-link" href="/cases/${caseId}/case-manager">Who holds this case</a></p>`;
  const alarm = holder.by === 'nobody' && holder.since !== null;
  if (rows.length === 0 && holder.by !== 'allocation' && !alarm) return links;
  return html`<h2 class="govuk-heading-m">Who else is involved</h2>
<p class="govuk-body">${alarm ? tag({ text: 'Nobody holds this case', classes: 'govuk-tag--red' }) : html`Held by ${holderText(holder)}`}</p>
${
  rows.length === 0
    ? noHtml
    : html`<ul class="govuk-list">${rows.map(
        (row) =>
          html`<li><a class="govuk-link" href="/cases/${caseId}/referrals/${row.id}">${row.service_name}</a>: ${stateText(row.kind, row.state).toLowerCase()}. ${sideText[row.owner_side]}: ${row.due_what}, by ${showNearDay(row.due_on, today)}${row.due_on < today ? html` ${tag({ text: 'Late', classes: 'govuk-tag--red' })}` : noHtml}</li>`,
      )}</ul>`
}${links}`;
}
