import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { shownName } from '../../kit/shown-name.ts';
import { scrollRegion, table } from '../../kit/ui/index.ts';
import { type CodeLabel, labelOf } from '../../programmes/rules.ts';
import type { StartRateRow, UnevidencedRow, WaitingRow } from '../actions/waiting.ts';
import type { ReferralClock } from '../rules/referral-clock.ts';
import { senderText } from '../rules/referral-in.ts';
import { resultText } from '../rules/start.ts';
import { clockTag } from './referrals.ts';

const personCell = (row: UnevidencedRow | WaitingRow, path: string) => ({
  html: html`<a class="govuk-link" href="/cases/${row.case_id}${path}">${shownName(row)}</a> <span class="newel-reference">${row.reference}</span>`,
});
const more = (href: string | null): Html =>
  href === null
    ? noHtml
    : html`<nav aria-label="More of the list" class="newel-pages"><a class="govuk-link" href="${href}" rel="next">More</a></nav>`;

/** Who waits for a first meeting, with the clock, the last attempt and the handover that is booked. */
export function firstMeetingsHtml(
  rows: readonly (WaitingRow & { clock: ReferralClock | null })[],
  next: string | null,
): Html {
  return html`<h1 class="govuk-heading-l">Who waits for a first meeting</h1>
<p class="govuk-body"><a class="govuk-link" href="/cases/without-evidence">Attachments without evidence</a></p>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nobody waits for a first meeting.</p>`
    : scrollRegion({
        label: 'Who waits for a first meeting',
        html: table({
          caption: 'Those who wait longest first',
          captionClasses: 'govuk-table__caption--m',
          stack: true,
          head: ['Person', 'Area', 'Key worker', 'First meeting', 'Last attempt', 'Warm handover'].map((text) => ({
            text,
          })),
          rows: rows.map((row) => [
            personCell(row, '/start'),
            { text: row.area_name ?? 'Not known' },
            { text: row.key_worker_name ?? 'Nobody yet' },
            { html: row.clock === null ? html`Referred ${showDay(row.referred_on)}` : clockTag(row.clock) },
            {
              text:
                row.tried_on === null
                  ? 'None'
                  : `${showDay(row.tried_on)}: ${resultText(row.result ?? '')} (${row.attempts} in all)`,
            },
            { text: row.meets_on === null ? 'None booked' : showDay(row.meets_on) },
          ]),
        }),
      })
}${more(next === null ? null : `/first-meetings?after=${next}`)}`;
}

/** Imported attachments that need their evidence: each name leads to the form that completes it. */
export function catchUpHtml(rows: readonly UnevidencedRow[], next: string | null): Html {
  return html`<h1 class="govuk-heading-l">Attachments without evidence</h1>
<p class="govuk-body">These came with hand-over files. Complete the agreement, the first meeting and the plan for each. The day of attachment stays, unless the evidence is of a later day.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">Every attachment has its evidence.</p>`
    : scrollRegion({
        label: 'Attachments without evidence',
        html: table({
          caption: 'The latest first',
          captionClasses: 'govuk-table__caption--m',
          stack: true,
          head: ['Person', 'Attached', 'Area', 'Key worker'].map((text) => ({ text })),
          rows: rows.map((row) => [
            personCell(row, '/attachment'),
            { text: showDay(row.attached_on) },
            { text: row.area_name ?? 'Not known' },
            { text: row.key_worker_name ?? 'Nobody' },
          ]),
        }),
      })
}${more(next === null ? null : `/cases/without-evidence?after=${next}`)}`;
}

const oneDecimal = (value: number | null): string => (value === null ? '–' : String(Math.round(value * 10) / 10));

/** 'Share of base': '5 of 12 (42%)'. */
export const shareText = (part: number, base: number): string =>
  base === 0 ? '0 of 0' : `${part} of ${base} (${Math.round((100 * part) / base)}%)`;

/** Declined, by reason: 'There is no room at present 2; …'. */
export const reasonsText = (row: StartRateRow, reasons: readonly CodeLabel[]): string =>
  Object.entries(row.reasons ?? {})
    .sort(([, a], [, b]) => b - a)
    .map(([code, n]) => `${labelOf(reasons, code)} ${n}`)
    .join('; ');

/** The start rate by sender. Every share says its base. */
export function startRateHtml(view: {
  programme: { key: string; name: string };
  rows: readonly StartRateRow[];
  reasons: readonly CodeLabel[];
}): Html {
  const { programme, rows, reasons } = view;
  return html`<span class="govuk-caption-l">${programme.name}</span>
<h1 class="govuk-heading-l">How many start, by who referred them?</h1>
<p class="govuk-body">Base: every referral that was sent, by where its sender works. Started means that the first meeting was held. Days are working days from the referral to the first meeting, of those who had one; nine in ten took no longer than the last column says.</p>
${
  rows.length === 0
    ? html`<p class="govuk-body">No referral was sent yet.</p>`
    : html`${scrollRegion({
        label: 'Start rate by sender',
        html: table({
          caption: 'Those who sent most first',
          captionClasses: 'govuk-table__caption--m',
          stack: true,
          firstCellIsHeader: true,
          head: [
            'Sender',
            'Sent',
            'Open',
            'Accepted',
            'Declined',
            'Withdrawn',
            'Started',
            'Attached',
            'Median days',
            'Nine in ten',
          ].map((text, index) => ({ text, ...(index === 0 ? {} : { format: 'numeric' }) })),
          rows: rows.map((row) => [
            { text: [row.organisation, senderText(row.route)].filter(Boolean).join(', ') },
            { text: String(row.sent), format: 'numeric' },
            { text: String(row.open), format: 'numeric' },
            { text: shareText(row.accepted, row.sent), format: 'numeric' },
            {
              html: html`${row.declined}${row.declined === 0 ? '' : html`<br><span class="govuk-hint govuk-!-margin-bottom-0">${reasonsText(row, reasons)}</span>`}`,
              format: 'numeric',
            },
            { text: String(row.withdrawn), format: 'numeric' },
            { text: shareText(row.met, row.sent), format: 'numeric' },
            { text: shareText(row.attached, row.sent), format: 'numeric' },
            { text: oneDecimal(row.median), format: 'numeric' },
            { text: oneDecimal(row.nine_in_ten), format: 'numeric' },
          ]),
        }),
      })}
<p class="govuk-body"><a class="govuk-link" href="/referrals/start-rate.csv?programme=${programme.key}">Download (CSV)</a></p>`
}`;
}
