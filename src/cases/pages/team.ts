import type { CoverRow } from '../../access/actions/cover.ts';
import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, scrollRegion, type TableCell, table, tag } from '../../kit/ui/index.ts';
import type { RequestLine, TeamRow } from '../actions/team.ts';
import type { CaseloadGuide } from '../rules/caseload.ts';

/** What the team's page shows of one programme. */
export type TeamView = {
  programmeName: string;
  rows: readonly TeamRow[];
  guide: CaseloadGuide | null;
  requests: readonly RequestLine[];
  /** Addresses of the next and the first page of requests. */
  next: string | null;
  first: string | null;
  cover: readonly CoverRow[];
  today: string;
  programmes: readonly { key: string; name: string }[];
};

const number = (value: number): TableCell => ({ text: value === 0 ? '' : value, format: 'numeric' });

function coverCell(row: TeamRow): TableCell {
  const lines = [
    row.covered_by === null ? null : `Away: ${row.covered_by} until ${showDay(row.covered_until)}`,
    row.covers === null ? null : `Covers ${row.covers}`,
  ].filter((line) => line !== null);
  return { text: lines.join('. ') };
}

function requestPages({ first, next }: TeamView): Html {
  if (first === null && next === null) return noHtml;
  return html`<nav aria-label="More requests" class="newel-pages newel-no-print">${
    first === null ? noHtml : html`<a class="govuk-link" href="${first}">First page</a>`
  } ${next === null ? noHtml : html`<a class="govuk-link" rel="next" href="${next}">Next page</a>`}</nav>`;
}

/** The key workers of a team: caseloads against the guide, who waits, and who covers. */
export function teamHtml(view: TeamView): Html {
  const { rows, guide, requests, cover, today } = view;
  return html`<h1 class="govuk-heading-l">Team in ${view.programmeName}</h1>
${
  view.programmes.length < 2
    ? noHtml
    : html`<p class="govuk-body">${view.programmes.map((one) => html`<a class="govuk-link" href="/team?programme=${one.key}">${one.name}</a> `)}</p>`
}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/load">Loads of the key workers</a> · <a class="govuk-link" href="/restricted">Restricted records</a></p>
<div class="govuk-button-group">${button({ text: 'Plan cover', href: '/cover/new' })}${button({ text: 'Give cases to others', href: '/reassign', classes: 'govuk-button--secondary' })}</div>
${guide === null ? noHtml : html`<p class="govuk-body">The guide is ${guide.from} to ${guide.to} attached ${guide.clients} for each ${guide.keyWorker}.</p>`}
${
  rows.length === 0
    ? html`<p class="govuk-body">There are no key workers in your team yet.</p>`
    : scrollRegion({
        label: 'Key workers',
        html: table({
          firstCellIsHeader: true,
          stack: true,
          head: [
            { text: 'Key worker' },
            { text: 'Attached', format: 'numeric' },
            { text: 'Room', format: 'numeric' },
            { text: 'Not attached yet', format: 'numeric' },
            { text: 'Paused', format: 'numeric' },
            { text: 'Waiting', format: 'numeric' },
            { text: 'Ask for another', format: 'numeric' },
            { text: 'Parked', format: 'numeric' },
            { text: 'Cover today' },
          ],
          rows: rows.map((row) => [
            {
              html: html`<a class="govuk-link" href="/caseload?worker=${row.staff_id}">${row.name}</a> <span class="newel-reference">${row.code}</span>`,
            },
            { text: row.attached, format: 'numeric' },
            {
              text:
                guide === null
                  ? ''
                  : row.attached > guide.to
                    ? `${row.attached - guide.to} above`
                    : `${guide.to - row.attached}`,
              format: 'numeric',
            },
            number(row.not_attached),
            number(row.paused),
            number(row.waiting),
            number(row.asked),
            {
              text:
                row.parked === 0
                  ? ''
                  : row.parked_due > 0
                    ? `${row.parked}, ${row.parked_due} overdue`
                    : `${row.parked}`,
              format: 'numeric',
            },
            coverCell(row),
          ]),
        }),
      })
}
<h2 class="govuk-heading-m" id="requests">Who asks for another key worker</h2>
${
  requests.length === 0
    ? html`<p class="govuk-body">${view.first === null ? 'Nobody.' : 'Nobody else.'}</p>`
    : html`<ul class="govuk-list">${requests.map((one) => {
        const due = one.parked && one.reviewOn !== null && one.reviewOn <= today;
        return html`<li><a class="govuk-link" href="/cases/${one.caseId}/key-worker">${one.name}</a> (${one.reference}), ${
          one.parked ? `parked until ${showDay(one.reviewOn)}` : `asked on ${showDay(one.askedOn)}`
        } ${due ? tag({ text: 'Look at it again', classes: 'govuk-tag--orange' }) : noHtml}</li>`;
      })}</ul>`
}${requestPages(view)}
<h2 class="govuk-heading-m">Cover</h2>
${
  cover.length === 0
    ? html`<p class="govuk-body">No cover is planned.</p>`
    : html`<ul class="govuk-list">${cover.map(
        (one) =>
          html`<li><a class="govuk-link" href="/cover/${one.id}">${one.cover_name} (${one.cover_code}) covers ${one.staff_name} (${one.staff_code})</a>, ${showDay(one.starts_on)} to ${showDay(one.ends_on)}. ${one.reason}</li>`,
      )}</ul>`
}`;
}
