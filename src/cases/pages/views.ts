import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, input } from '../../kit/ui/index.ts';
import { type SavedView, viewLimits } from '../actions/views.ts';

const nameInput = (parts: { id: string; label: string; value: string; problem?: string | undefined }): Html =>
  input({
    id: parts.id,
    name: 'name',
    label: { text: parts.label },
    value: parts.value,
    classes: 'govuk-input--width-20',
    autocomplete: 'off',
    attributes: { maxlength: String(viewLimits.name) },
    ...(parts.problem === undefined ? {} : { errorMessage: { text: parts.problem } }),
  });

/** Saved views as links above the list, and the way to keep this one. */
export function viewLinks(views: readonly SavedView[], search: string): Html {
  const keep = `/cases/views${search === '' ? '' : `?${search}`}`;
  return html`<nav aria-label="Your views" class="newel-no-print"><p class="govuk-body">${
    views.length === 0 ? noHtml : html`Your views: `
  }${views.map((view) => html`<a class="govuk-link" href="/cases${view.search === '' ? '' : `?${view.search}`}">${view.name}</a> · `)}<a class="govuk-link" href="${keep}">${
    views.length === 0 ? 'Save this list as a view' : 'Save or change views'
  }</a></p></nav>`;
}

/** Keeping the list that was open under a name, and one's views to rename or delete. */
export function viewsHtml(page: {
  csrf: Html;
  views: readonly SavedView[];
  search: string;
  typed: string;
  problem: string | undefined;
  /** The view that was to be renamed, when the problem is its name. */
  of: string | undefined;
}): Html {
  const { csrf, views, search, typed, problem, of } = page;
  return html`<h1 class="govuk-heading-l">Your views of the list of cases</h1>
<form method="post" action="/cases/views" novalidate>${csrf}<input type="hidden" name="query" value="${search}">
<h2 class="govuk-heading-m">Save the list as it is now</h2>
<p class="govuk-body">The view keeps what you chose above the list, and its order. Nobody else sees it.</p>
${nameInput({ id: 'name', label: 'What do you want to call it?', value: of === undefined ? typed : '', problem: of === undefined ? problem : undefined })}
${button({ text: 'Save' })}
</form>
${
  views.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">Views that you have</h2>
<ul class="govuk-list">${views.map(
        (view) => html`<li>
<p class="govuk-body"><a class="govuk-link" href="/cases${view.search === '' ? '' : `?${view.search}`}">${view.name}</a></p>
<form method="post" action="/cases/views/${view.id}/rename" novalidate>${csrf}
${nameInput({ id: `name-${view.id}`, label: `Another name for ‘${view.name}’`, value: of === view.id ? typed : view.name, problem: of === view.id ? problem : undefined })}
<div class="govuk-button-group">${button({ text: 'Rename', classes: 'govuk-button--secondary' })}</div></form>
<form method="post" action="/cases/views/${view.id}/delete" novalidate>${csrf}${button({ html: html`Delete <span class="govuk-visually-hidden">‘${view.name}’</span>`, classes: 'govuk-button--warning' })}</form>
</li>`,
      )}</ul>`
}`;
}
