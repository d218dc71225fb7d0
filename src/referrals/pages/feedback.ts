/** How it is going, side by side: as the service, the person and the worker tell it, none over the other. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import type { FeedbackRow } from '../actions/history.ts';
import type { ReferralRow } from '../actions/move.ts';
import { softText } from '../rules/soft-outcomes.ts';

const sides = { service: 'The service', person: 'The person', worker: 'The worker' } as const;

/** What one side told, in lines. */
function told(one: FeedbackRow): string[] {
  const facts: (readonly [string, string | null])[] = [
    ['Came', one.attended === null ? null : `${one.attended}${one.planned === null ? '' : ` of ${one.planned}`}`],
    ['Done', one.done],
    ['Hopes', one.hopes],
    ['Readiness', one.readiness],
    ['In the way', one.barriers],
    ['Health', one.health],
    ['Milestone', one.milestone],
    ['Next', one.next_step],
    ['The person’s own view', one.own_view],
    ['Of 5', one.score === null ? null : String(one.score)],
    ['Next to the beginning', softText(one)],
  ];
  const lines = facts.filter(([, value]) => (value ?? '') !== '').map(([name, value]) => `${name}: ${value}`);
  return one.words === null ? lines : [...lines, one.words];
}

/** The part of the page, with the ways to ask, to talk, and to say what the person thinks of it. */
export function feedbackHtml(row: ReferralRow, rows: readonly FeedbackRow[]): Html {
  if (row.kind !== 'referral') return noHtml;
  const href = `/cases/${row.case_id}/liaison/${row.id}`;
  return html`<h2 class="govuk-heading-m">How it is going</h2>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody has said anything yet.</p>`
    : table({
        stack: true,
        caption: 'How it is going',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Day' }, ...Object.values(sides).map((text) => ({ text }))],
        rows: rows.map((one) => [
          { text: `${showDay(one.day)}${one.final ? ', final report' : ''}` },
          ...(Object.keys(sides) as FeedbackRow['side'][]).map((side) => ({
            html:
              side === one.side
                ? html`${told(one).map((line) => html`<p class="govuk-body newel-written">${line}</p>`)}${one.by_name === null ? noHtml : html`<span class="newel-muted">${one.by_name}</span>`}`
                : noHtml,
          })),
        ]),
      })
}
<ul class="govuk-list newel-no-print">
${row.open && row.sent_on !== null ? html`<li><a class="govuk-link" href="${href}/ask">Ask the service</a></li>` : noHtml}
<li><a class="govuk-link" href="${href}/contacts">Talk with the service</a></li>
${row.started_on === null ? noHtml : html`<li><a class="govuk-link" href="${href}/rating">What the person says of it</a></li>`}
<li><a class="govuk-link" href="${href}/concern">Raise a concern</a></li>
</ul>`;
}
