/** Those who are still at a service whose funding ends: the list for a plan of what comes next. */
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { table } from '../../kit/ui/index.ts';
import type { EndingRow } from '../actions/waiting.ts';
import { stateText } from '../rules/due.ts';

/** The page. */
export const endingHtml = (
  rows: readonly EndingRow[],
  today: string,
): Html => html`<h1 class="govuk-heading-l">Services that end</h1>
<p class="govuk-body">${rows.length === 0 ? 'Nobody is at a service whose funding ends within half a year.' : `${counted(rows.length, 'referral')} to services whose funding ends within half a year. Plan with each person what comes next, and refer before the end.`}</p>
${
  rows.length === 0
    ? noHtml
    : table({
        ...{ caption: 'Who is still there', captionClasses: 'govuk-visually-hidden', stack: true },
        head: [
          { text: 'Service' },
          { text: 'Funding ends' },
          { text: 'Person' },
          { text: 'Where it stands' },
          { text: 'Expected end' },
          { text: 'Who plans' },
          { text: 'What comes next' },
        ],
        rows: rows.map((row) => [
          {
            html: html`${row.service_name}${row.organisation_name === null ? noHtml : html`<br><span class="newel-muted">${row.organisation_name}</span>`}`,
          },
          { text: `${showDay(row.funded_until)}${row.funded_until < today ? ' (over)' : ''}` },
          {
            html: html`<a class="govuk-link" href="/cases/${row.case_id}/referrals/${row.id}">${shownName(row)}</a>`,
          },
          { text: stateText(row.kind, row.state) },
          { text: row.expected_end === null ? 'Not known' : showDay(row.expected_end) },
          { text: row.owner_name ?? 'Nobody' },
          {
            html: html`<a class="govuk-link" href="/cases/${row.case_id}/services">Find another<span class="govuk-visually-hidden"> for ${shownName(row)}</span></a>`,
          },
        ]),
      })
}`;
