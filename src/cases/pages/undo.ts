import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button } from '../../kit/ui/index.ts';
import type { Around, UndoPreview } from '../../people/actions/undo-preview.ts';
import { nameUseText, supporterKindText } from '../../people/rules/around.ts';
import { showPhone } from '../actions/frame.ts';

const shown = (value: unknown): string =>
  typeof value !== 'string' || value === ''
    ? 'not known'
    : /^\d{4}-\d\d-\d\d$/.test(value)
      ? showDay(value)
      : `‘${showPhone(value)}’`;

const nameOf = ({ what, kind, text }: Around): string => {
  const words = (what === 'name' ? nameUseText : supporterKindText)[kind] ?? kind;
  return `${words}: ${text}`;
};

const list = (title: string, items: readonly (string | Html)[]): Html =>
  items.length === 0
    ? noHtml
    : html`<h3 class="govuk-heading-s">${title}</h3><ul class="govuk-list govuk-list--bullet">${items.map((one) => html`<li>${one}</li>`)}</ul>`;

/** What undoing a merge gives back, takes away and leaves, and the button that does it. `cases` are those that go back, as far as the reader may open them. */
export function undoHtml(view: {
  path: string;
  kept: string;
  merged: string;
  preview: UndoPreview;
  cases: readonly { href: string; text: string }[];
  csrf: Html;
}): Html {
  const { kept, merged, preview, cases } = view;
  const { back, stays, brought, added } = preview;
  const goBack =
    cases.length === 0
      ? noHtml
      : html`, among them ${cases.map((one, at) => html`${at === 0 ? '' : ', '}<a class="govuk-link" href="${one.href}">${one.text.replace(/^Case/, 'case')}</a>`)}`;
  return html`<h2 class="govuk-heading-m">What undoing does</h2>
${list(`${merged} becomes a record of its own again`, [
  'its details, names, next of kin and supporters as they were before the merge',
  html`every case that came from it, with all that was done on it since${goBack}`,
  ...brought
    .filter((one) => one.since === 'removed')
    .map((one) => `${nameOf(one)}, removed from ${kept} since: the record it came from still has it`),
])}
${list(`${kept} loses what the merge brought`, [
  ...back.map(({ column, label, before }) =>
    column === 'contact_rules' ? `${label}: the rules it had before` : `${label}: ${shown(before)} again`,
  ),
  ...brought
    .filter((one) => one.since !== 'removed')
    .map((one) =>
      one.since === 'corrected' ? `${nameOf(one)}, corrected since: the correction goes with it` : nameOf(one),
    ),
])}
${list(`${kept} keeps`, [
  ...stays.map((label) => `${label}, corrected since`),
  ...added.map((one) => `${nameOf(one)}, added since`),
  'its own cases, those opened since, and everything else that stands on it',
])}
${preview.restrictsBoth ? html`<p class="govuk-body">The restriction that was placed since the merge holds for both records.</p>` : noHtml}
<form method="post" action="${view.path}/undo">${view.csrf}${button({ text: 'Undo the merge', classes: 'govuk-button--secondary' })}</form>`;
}
