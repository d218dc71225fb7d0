import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, select, sortHead, type TableCell, table, tag } from '../../kit/ui/index.ts';
import { statusTag } from '../actions/frame.ts';
import type { Worker } from '../actions/lists.ts';
import type { CaseloadEntry, CaseloadSort, Direction } from '../rules/caseload.ts';
import { tick, tickForm } from './tick.ts';

/** What the caseload page shows. `page` counts from 1. */
export type CaseloadView = {
  heading: string;
  entries: readonly CaseloadEntry[];
  total: number;
  /** Said when the caseload is above the programme's guide. */
  warning?: string | undefined;
  page: number;
  pages: number;
  sort: CaseloadSort;
  direction: Direction;
  /** The address with other settings. */
  address(changed: { sort?: CaseloadSort; direction?: Direction; page?: number }): string;
  /** Whose caseloads can be chosen; empty for a key worker. */
  workers: readonly Worker[];
  chosen: string | null;
  /** Whose caseloads the reader covers today. */
  covering?: readonly { staffId: string; name: string; until: string; shown: boolean }[];
  /** Who covers this caseload now or next. */
  away?: { by: string; from: string; until: string } | null;
  /** Set when the reader may give these cases to others. */
  give?: { programmeId: string; staffId: string; csrf: Html } | null;
};

const asksTags = {
  open: tag({ text: 'Asks for another key worker', classes: 'govuk-tag--purple' }),
  parked: tag({ text: 'Parked', classes: 'govuk-tag--grey' }),
  due: tag({ text: 'Parked: look at it again', classes: 'govuk-tag--orange' }),
};

/** Whom the reader covers, and who covers this caseload. */
function coverHtml({ covering = [], away = null }: CaseloadView): Html {
  return html`${covering.map((one) =>
    one.shown
      ? insetText({ text: `Covering for ${one.name} until ${showDay(one.until)}` })
      : html`<p class="govuk-body">You cover for ${one.name} until ${showDay(one.until)}: <a class="govuk-link" href="/caseload?worker=${one.staffId}">caseload of ${one.name}</a></p>`,
  )}${
    away === null || covering.some((one) => one.shown)
      ? noHtml
      : html`<p class="govuk-body">${away.by} covers this caseload from ${showDay(away.from)} until ${showDay(away.until)}.</p>`
  }`;
}

const columns: readonly { text: string; sort: CaseloadSort; first: Direction; format?: string }[] = [
  { text: 'Name', sort: 'name', first: 'ascending' },
  { text: 'Area', sort: 'area', first: 'ascending' },
  { text: 'Status', sort: 'status', first: 'ascending' },
  { text: 'Support', sort: 'month', first: 'descending' },
  { text: 'Since last contact', sort: 'contact', first: 'descending', format: 'numeric' },
];

const days = (silence: number | null): string =>
  silence === null ? 'None yet' : silence === 0 ? 'Today' : silence === 1 ? '1 day' : `${silence} days`;

function rowOf(entry: CaseloadEntry): TableCell[] {
  return [
    {
      html: html`<a class="govuk-link" href="/cases/${entry.caseId}">${entry.name}</a> <span class="newel-reference">${entry.reference}</span>${entry.asks ? html` ${asksTags[entry.asks]}` : noHtml}`,
    },
    { text: entry.areaName ?? 'Not known' },
    { html: statusTag(entry.status) },
    { text: entry.support ?? '' },
    { text: days(entry.silence), format: 'numeric' },
  ];
}

/** The caseload page. */
export function caseloadHtml(view: CaseloadView): Html {
  const { entries, total, sort, direction, address } = view;
  return html`<h1 class="govuk-heading-l">${view.heading}</h1>
${coverHtml(view)}${view.workers.length === 0 ? noHtml : workerForm(view)}
${
  total === 0
    ? html`<p class="govuk-body">${view.chosen === null ? 'Choose a key worker to see their open cases.' : 'No open cases.'}</p>`
    : html`<p class="govuk-body">${total} open ${total === 1 ? 'case' : 'cases'}</p>${view.warning === undefined ? noHtml : insetText({ text: view.warning })}
${withForm(
  view,
  scrollRegion({
    label: 'Open cases',
    html: table({
      stack: true,
      firstCellIsHeader: true,
      head: [
        ...columns.map((column) => {
          const current = column.sort === sort;
          const turned = direction === 'ascending' ? 'descending' : 'ascending';
          return sortHead({
            text: column.text,
            href: address({ sort: column.sort, direction: current ? turned : column.first }),
            sort: current ? direction : 'none',
            format: column.format,
          });
        }),
        ...(!view.give ? [] : [{ text: 'Choose' }]),
      ],
      rows: entries.map((entry) => [...rowOf(entry), ...(!view.give ? [] : [tick(entry)])]),
    }),
  }),
)}
${view.pages === 1 ? noHtml : pageLinks(view)}`
}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/first-meetings">Who waits for a first meeting</a> · <a class="govuk-link" href="/cases/without-evidence">Attachments without evidence</a></p>`;
}

/** The table in the form that gives ticked cases to others. */
function withForm({ give = null }: CaseloadView, cases: Html): Html {
  if (give === null) return cases;
  const whole = html`<a class="govuk-link" href="/reassign?worker=${give.staffId}">Give the whole caseload to others</a>`;
  return tickForm(give, cases, whole);
}

function workerForm({ workers, chosen }: CaseloadView): Html {
  return html`<form method="get" action="/caseload" class="newel-bar">
${select({
  id: 'worker',
  name: 'worker',
  label: { text: 'Key worker' },
  value: chosen ?? '',
  items: [
    ...(chosen === null ? [{ value: '', text: 'Choose' }] : []),
    ...workers.map((worker) => ({ value: worker.id, text: `${worker.name} (${worker.code})` })),
  ],
})}
${button({ text: 'Show caseload', classes: 'govuk-button--secondary' })}
</form>`;
}

function pageLinks({ page, pages, address }: CaseloadView): Html {
  return html`<nav aria-label="Pages" class="newel-pages">${
    page > 1 ? html`<a class="govuk-link" rel="prev" href="${address({ page: page - 1 })}">Previous</a>` : noHtml
  } <span>Page ${page} of ${pages}</span> ${
    page < pages ? html`<a class="govuk-link" rel="next" href="${address({ page: page + 1 })}">Next</a>` : noHtml
  }</nav>`;
}
