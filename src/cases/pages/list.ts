import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, input, scrollRegion, select, sortHead, table } from '../../kit/ui/index.ts';
import { statusTag } from '../actions/frame.ts';
import type { ListedCase } from '../actions/lists.ts';
import type { SavedView } from '../actions/views.ts';
import type { Direction } from '../rules/caseload.ts';
import { firstDirection, type ListSort, usualSort } from '../rules/list.ts';
import { tick, tickForm } from './tick.ts';
import { viewLinks } from './views.ts';

/** A filter of the list: a name in the address, and what can be chosen. */
export type Filter = {
  name: string;
  label: string;
  value: string;
  items: readonly { value: string; text: string }[];
};

/** What the list of cases shows. */
export type ListView = {
  programmeName: string;
  filters: readonly Filter[];
  month: { value: string; error?: string };
  cases: readonly ListedCase[];
  sort: ListSort;
  direction: Direction;
  filtered: boolean;
  /** The address of the list in another order. */
  address(changed: { sort: ListSort; direction: Direction }): string;
  next: string | null;
  first: string | null;
  csrf: Html;
  views: readonly SavedView[];
  /** What the address asks for, as it stands after its question mark. */
  search: string;
  refer: string | null;
  /** Set when the reader may give cases to other key workers. */
  give: { programmeId: string } | null;
  /** Whether the reader may complete attachments that came without evidence. */
  catchUp: boolean;
};

const columns: readonly { text: string; sort: ListSort }[] = [
  { text: 'Name', sort: 'name' },
  { text: 'Reference', sort: 'reference' },
  { text: 'Referred', sort: 'referred' },
  { text: 'Area', sort: 'area' },
  { text: 'Key worker', sort: 'worker' },
  { text: 'Status', sort: 'status' },
  { text: 'Attached', sort: 'attached' },
];

function casesTable({ cases, sort, direction, address, give }: ListView): Html {
  const head = columns.map((column) => {
    const current = column.sort === sort;
    const turned: Direction = direction === 'ascending' ? 'descending' : 'ascending';
    return sortHead({
      text: column.text,
      href: address({ sort: column.sort, direction: current ? turned : firstDirection[column.sort] }),
      sort: current ? direction : 'none',
    });
  });
  return scrollRegion({
    label: 'Cases',
    html: table({
      stack: true,
      firstCellIsHeader: true,
      head: [...head, ...(give === null ? [] : [{ text: 'Choose' }])],
      rows: cases.map((one) => [
        { html: html`<a class="govuk-link" href="/cases/${one.caseId}">${one.name}</a>` },
        { html: html`<span class="newel-reference">${one.reference}</span>` },
        { text: showDay(one.referredOn) },
        { text: one.areaName ?? 'Not known' },
        { text: one.keyWorkerName ?? '' },
        { html: statusTag(one.status) },
        { text: one.hasAttachment ? showDay(one.attachedOn) : '' },
        // A closed case has no key worker to come.
        ...(give === null ? [] : [one.closedOn === null ? tick(one) : { text: '' }]),
      ]),
    }),
  });
}

/** The table, in the form that gives ticked cases to others for whoever may. */
function withForm(view: ListView): Html {
  const cases = casesTable(view);
  return view.give === null
    ? cases
    : tickForm({ ...view.give, csrf: view.csrf }, cases, html`<input type="hidden" name="from" value="cases">`);
}

/** The list of a programme's cases, with its filters. */
export function listHtml(view: ListView): Html {
  return html`<h1 class="govuk-heading-l">Cases in ${view.programmeName}</h1>
${view.refer === null ? noHtml : button({ text: 'Refer a person', href: view.refer })}
${viewLinks(view.views, view.search)}
${view.catchUp ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/without-evidence">Attachments without evidence</a></p>` : noHtml}
<form method="get" action="/cases" class="newel-bar newel-no-print" role="search" aria-label="Narrow the list">
${view.sort === usualSort && view.direction === firstDirection[usualSort] ? noHtml : html`<input type="hidden" name="sort" value="${view.sort}"><input type="hidden" name="order" value="${view.direction}">`}
${view.filters.map((filter) =>
  select({
    id: filter.name,
    name: filter.name,
    label: { text: filter.label },
    value: filter.value,
    items: filter.items,
  }),
)}
${input({
  id: 'referred',
  name: 'referred',
  label: { text: 'Referred in' },
  hint: { text: 'Year and month, like 2016-03' },
  classes: 'govuk-input--width-5',
  value: view.month.value,
  ...(view.month.error === undefined ? {} : { errorMessage: { text: view.month.error } }),
})}
<div class="govuk-button-group">${button({ text: 'Show', classes: 'govuk-button--secondary' })}${
    view.filtered ? html`<a class="govuk-link" href="/cases">Clear</a>` : noHtml
  }</div>
</form>
${
  view.cases.length === 0
    ? html`<p class="govuk-body">${
        view.first !== null
          ? 'There are no more cases.'
          : view.filtered
            ? 'No case fits. Choose something else above, or clear the filters.'
            : 'There are no cases that you may see.'
      }</p>`
    : withForm(view)
}
<nav aria-label="More cases" class="newel-pages newel-no-print">${
    view.first === null ? noHtml : html`<a class="govuk-link" href="${view.first}">First page</a>`
  } ${view.next === null ? noHtml : html`<a class="govuk-link" rel="next" href="${view.next}">Next page</a>`}</nav>
${
  view.cases.length === 0
    ? noHtml
    : html`<form method="post" action="/exports" novalidate class="newel-no-print">${view.csrf}<input type="hidden" name="query" value="${view.search}">
${button({ text: 'Make a CSV file of this list', classes: 'govuk-button--secondary' })}</form>`
}`;
}
