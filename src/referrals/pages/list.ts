/** The referrals of a case: where each stands, and what overlaps or speaks against another. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, table, tag } from '../../kit/ui/index.ts';
import type { ReferralRow } from '../actions/move.ts';
import { stateText } from '../rules/due.ts';
import type { Overlap } from '../rules/overlap.ts';

/** What a kind is called. */
export const kindText = { referral: 'Referral', signpost: 'Signpost', enquiry: 'Enquiry' } as const;
const sides = { worker: 'you or a colleague', service: 'the service', person: 'the person', manager: 'a manager' };

/** The state of a referral as a tag. */
export const stateTag = (row: Pick<ReferralRow, 'kind' | 'state' | 'open'>): Html =>
  tag({ text: stateText(row.kind, row.state), classes: row.open ? 'govuk-tag--blue' : 'govuk-tag--grey' });

/** 'Say that it arrived: the service, by 5 March 2008'. */
export const dueText = (row: ReferralRow): string =>
  row.due_what === null || row.due_on === null
    ? ''
    : `${row.due_what}: ${sides[row.owner_side]}, by ${showDay(row.due_on)}`;

const overlapHtml = (overlaps: readonly Overlap[]): Html =>
  overlaps.length === 0
    ? noHtml
    : insetText({
        html: joinHtml(
          overlaps.map(({ words }) => html`<p class="govuk-body">${words}</p>`),
          html``,
        ),
      });

/** The list, the open ones first. */
export function listHtml(view: {
  caseId: string;
  rows: readonly ReferralRow[];
  overlaps: readonly Overlap[];
  today: string;
}): Html {
  const { caseId, rows, overlaps, today } = view;
  const parents = new Map(rows.map((row) => [row.id, row]));
  return html`<h1 class="govuk-heading-l">Services</h1>
<div class="govuk-button-group newel-no-print">${button({ text: 'Find a service', href: `/cases/${caseId}/services` })}<a class="govuk-link" href="/cases/${caseId}/case-manager">Who holds this case</a></div>
${overlapHtml(overlaps)}
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody has been asked yet. Find a service with the person, and refer or signpost them.</p>`
    : table({
        stack: true,
        caption: 'Referrals, signposts and enquiries',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Service' }, { text: 'Made' }, { text: 'Where it stands' }, { text: 'What is next' }],
        rows: rows.map((row) => {
          const parent = row.parent_id === null ? undefined : parents.get(row.parent_id);
          return [
            {
              html: html`<a class="govuk-link" href="/cases/${caseId}/referrals/${row.id}">${row.service_name}</a><br>${row.organisation_name ?? ''}<br><span class="newel-muted">${kindText[row.kind]} ${row.reference}${row.need_name === null ? '' : `, ${row.need_name}`}${parent === undefined ? '' : `, after ${parent.service_name}`}</span>`,
            },
            { text: showDay(row.made_on) },
            { html: stateTag(row) },
            {
              html: html`${dueText(row)}${row.due_on !== null && row.due_on < today ? html` <strong>Late</strong>` : noHtml}`,
            },
          ];
        }),
      })
}`;
}
