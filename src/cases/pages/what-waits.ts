import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { scrollRegion, subNavigation, table } from '../../kit/ui/index.ts';
import { casePath } from '../actions/frame.ts';
import { type Show, shows, type Waiting } from '../actions/what-waits.ts';

const texts: Record<Show, { tab: string; heading: string; empty: string; day: string; words: string }> = {
  returns: {
    tab: 'Waiting to return',
    heading: 'Waiting to return',
    empty: 'Nobody waits to come back.',
    day: 'Asked on',
    words: 'Why',
  },
  pauses: { tab: 'Paused', heading: 'Paused', empty: 'Nobody is paused.', day: 'Paused since', words: 'Why' },
  'hand-backs': {
    tab: 'No receipt',
    heading: 'Handed back, and no receipt',
    empty: 'Every receipt has come, or is not late yet.',
    day: 'Handed back on',
    words: 'To whom',
  },
};

/** What waits in a programme: one kind of it at a time. */
export function whatWaitsHtml(view: {
  lines: readonly Waiting[];
  more: boolean;
  /** Working days within which a receipt is awaited. */
  within: number;
  programmeName: string;
  programmes: readonly { key: string; name: string; current: boolean }[];
  show: Show;
  today: string;
  page: number;
  address(changed: { programme?: string; show?: Show; page?: number }): string;
}): Html {
  const { lines, show, programmes, address, page } = view;
  const words = texts[show];
  return html`<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Waiting and paused</h1>
${
  programmes.length > 1
    ? html`<ul class="govuk-list newel-actions">${programmes.map(({ key, name, current }) => html`<li>${current ? html`<strong>${name}</strong>` : html`<a class="govuk-link" href="${address({ programme: key })}">${name}</a>`}</li>`)}</ul>`
    : noHtml
}
${subNavigation({
  label: 'What is shown',
  items: shows.map((one) => ({ text: texts[one].tab, href: address({ show: one }), active: one === show })),
})}
<h2 class="govuk-heading-m">${words.heading}</h2>
${show === 'hand-backs' ? html`<p class="govuk-body">A receipt is late after ${counted(view.within, 'working day')}.</p>` : noHtml}
${show === 'returns' ? html`<p class="govuk-body">First come, first served, within the programme.</p>` : noHtml}
${lines.length === 0 ? html`<p class="govuk-body">${words.empty}</p>` : linesTable(view)}
<nav aria-label="More of the list" class="newel-pages">${
    page > 1 ? html`<a class="govuk-link" href="${address({ page: 1 })}">First</a>` : noHtml
  } ${view.more ? html`<a class="govuk-link" rel="next" href="${address({ page: page + 1 })}">More</a>` : noHtml}</nav>`;
}

function linesTable({ lines, show, today }: Parameters<typeof whatWaitsHtml>[0]): Html {
  const words = texts[show];
  const late = (one: Waiting) => one.reviewOn !== null && one.reviewOn <= today;
  return scrollRegion({
    label: words.heading,
    html: table({
      caption: words.heading,
      captionClasses: 'govuk-visually-hidden',
      stack: true,
      head: [
        ...(show === 'returns' ? [{ text: 'Place' }] : []),
        { text: 'Name' },
        { text: 'Area' },
        { text: 'Key worker' },
        { text: words.day },
        { text: words.words },
        ...(show === 'returns' ? [{ text: 'Room' }] : []),
        ...(show === 'pauses' ? [{ text: 'Look at it again' }] : []),
      ],
      rows: lines.map((one) => [
        ...(show === 'returns' ? [{ text: String(one.place) }] : []),
        {
          html: html`<a class="govuk-link" href="${casePath(one.caseId, 'part')}">${one.name}</a><br><span class="newel-muted">${one.reference}</span>`,
        },
        { text: one.areaName ?? '' },
        { text: one.keyWorkerName ?? 'Nobody' },
        { text: showDay(one.on) },
        { text: one.words },
        ...(show === 'returns' ? [{ text: one.room === null ? '' : one.room ? 'Has room' : 'No room' }] : []),
        ...(show === 'pauses'
          ? [
              {
                html: html`${showDay(one.reviewOn)}${late(one) ? html` <strong class="govuk-tag govuk-tag--yellow">Due</strong>` : noHtml}`,
              },
            ]
          : []),
      ]),
    }),
  });
}
