import { showDay } from '../../kit/clock.ts';
import { fields as formFields, type Question } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, subNavigation, table, warningText } from '../../kit/ui/index.ts';
import type { FieldScore } from '../../people/rules/linkage.ts';
import { fieldInWords } from '../../people/rules/linkage.ts';
import { mergeFields, type PersonValues } from '../../people/rules/merge.ts';
import { showPhone } from '../actions/frame.ts';

/** A pair of the queue as its page shows it. */
export type QueueItem = {
  pairId: string;
  probability: number;
  fields: readonly FieldScore[];
  names: readonly [string, string];
  references: readonly [string, string];
  born: readonly [string | null, string | null];
};
/** One of the two records of a pair. */
export type Side = { reference: string; values: PersonValues; cases: readonly { href: string; text: string }[] };

/** How likely, in words: nobody decides by the third digit. */
export const likelihood = (probability: number): string =>
  probability >= 0.99 ? 'Almost certain' : probability >= 0.5 ? 'Likely' : 'Perhaps';

/** Both queues of the review. */
export const reviewTabs = (current: 'records' | 'referrals'): Html =>
  subNavigation({
    label: 'Duplicates',
    items: [
      { text: 'Second records', href: '/pairs', active: current === 'records' },
      { text: 'Second referrals', href: '/duplicates', active: current === 'referrals' },
    ],
  });

const shown = (value: unknown): string =>
  typeof value !== 'string' || value === ''
    ? 'Not known'
    : /^\d{4}-\d\d-\d\d$/.test(value)
      ? showDay(value)
      : showPhone(value);

/** The queue: the likeliest first. */
export function pairsHtml(view: {
  csrf: Html;
  programmeName: string;
  items: readonly QueueItem[];
  next: string | null;
  programmes: readonly { href: string; text: string }[];
}): Html {
  return html`${reviewTabs('records')}<span class="govuk-caption-l">${view.programmeName}</span>
<h1 class="govuk-heading-l">Records that may be of one person</h1>
<p class="govuk-body">Nothing is merged until you decide. What you merge can be undone.</p>
${
  view.items.length === 0
    ? html`<p class="govuk-body">Nothing waits for a decision.</p>`
    : scrollRegion({
        label: 'Records that may be of one person',
        html: table({
          stack: true,
          firstCellIsHeader: true,
          head: [
            { text: 'One record' },
            { text: 'Another record' },
            { text: 'Same person?' },
            { text: 'What speaks most' },
          ],
          rows: view.items.map((one) => [
            {
              html: html`<a class="govuk-link" href="/pairs/${one.pairId}">${one.names[0]}</a><br>${one.references[0]}, ${shown(one.born[0])}`,
            },
            { html: html`${one.names[1]}<br>${one.references[1]}, ${shown(one.born[1])}` },
            { text: likelihood(one.probability) },
            { html: html`${one.fields.slice(0, 3).map((field) => html`<div>${fieldInWords(field)}</div>`)}` },
          ]),
        }),
      })
}
<nav aria-label="More" class="newel-pages">${
    view.next === null ? noHtml : html`<a class="govuk-link" rel="next" href="${view.next}">Next page</a> `
  }${view.programmes.map((one) => html`<a class="govuk-link" href="${one.href}">${one.text}</a> `)}</nav>
<form method="post" action="/pairs">${view.csrf}${button({ text: 'Look through everybody again', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`;
}

function sideBySide(sides: readonly [Side, Side], caption: string): Html {
  const [one, two] = sides;
  const rows = mergeFields
    .filter(({ name }) => one.values[name] != null || two.values[name] != null)
    .map(({ name, label }) => {
      const [a, b] = [one.values[name], two.values[name]];
      const alike = a == null || b == null ? 'Known once' : a === b ? 'Same' : 'Differs';
      return [{ text: label }, { text: shown(a) }, { text: shown(b) }, { text: alike }];
    });
  const cases = (side: Side) => ({
    html:
      side.cases.length === 0
        ? html`None that you may open`
        : html`${side.cases.map((link) => html`<a class="govuk-link" href="${link.href}">${link.text}</a><br>`)}`,
  });
  return scrollRegion({
    label: caption,
    html: table({
      caption,
      captionClasses: 'govuk-table__caption--m',
      firstCellIsHeader: true,
      stack: true,
      head: [
        { text: '', html: html`<span class="govuk-visually-hidden">Question</span>` },
        { text: one.reference },
        { text: two.reference },
        { text: 'Alike?' },
      ],
      rows: [...rows, [{ text: 'Cases' }, cases(one), cases(two), { text: '' }]],
    }),
  });
}

/** Both records side by side, why they may be one, and the decision; or what was decided, with the way back. */
export function pairHtml(view: {
  pairId: string;
  sides: readonly [Side, Side];
  probability: number;
  fields: readonly FieldScore[];
  state: 'open' | 'same person' | 'different people';
  /** With what undoing would do. */
  merged: { kept: string; merged: string; undo: Html } | null;
  csrf: Html;
}): Html {
  const { pairId, sides, csrf } = view;
  const path = `/pairs/${pairId}`;
  const why = html`<h2 class="govuk-heading-m">Why</h2><ul class="govuk-list">${view.fields.map((field) => html`<li>${fieldInWords(field)}</li>`)}</ul>
<p class="govuk-body-s">A figure says how much a field speaks for (+) or against (−) one person. What is not known counts nothing.</p>`;
  const decide =
    view.merged !== null
      ? html`${insetText({ text: `${view.merged.merged} is merged into ${view.merged.kept}. The table shows ${view.merged.merged} as it was.` })}
${view.merged.undo}`
      : view.state === 'different people'
        ? html`<p class="govuk-body">Decided: different people.</p>`
        : html`<form method="post" action="${path}">${csrf}<div class="govuk-button-group">
<a class="govuk-button" role="button" draggable="false" data-module="govuk-button" href="${path}/merge">Same person: see what a merge does</a>
${button({ text: 'Different people', name: 'decision', value: 'different people', classes: 'govuk-button--secondary' })}
<a class="govuk-link" href="/pairs">Decide later</a></div></form>`;
  return html`<h1 class="govuk-heading-l">One person or two?</h1>
<p class="govuk-body">${likelihood(view.probability)} the same person.</p>
${sideBySide(sides, 'Both records')}${why}${decide}`;
}

/** What a merge does, before it is done. */
export function mergeHtml(view: {
  pairId: string;
  kept: Side & { version: number };
  merged: Side & { version: number };
  keep: 'low' | 'high';
  mayTurn: boolean;
  questions: readonly Question[];
  csrf: Html;
}): Html {
  const { pairId, kept, merged, keep } = view;
  const known = mergeFields.filter(({ name }) => kept.values[name] == null && merged.values[name] != null);
  return html`<h1 class="govuk-heading-l">Merge ${merged.reference} into ${kept.reference}</h1>
${warningText({ iconFallbackText: 'Warning', text: 'Merge only when you are sure that both are one person. You can undo it.' })}
${
  view.mayTurn
    ? html`<p class="govuk-body"><a class="govuk-link" href="/pairs/${pairId}/merge?keep=${keep === 'low' ? 'high' : 'low'}">Keep ${merged.reference} instead</a></p>`
    : html`<p class="govuk-body">${kept.reference} is restricted, so it is the record that is kept, and everything in it stays restricted.</p>`
}
<h2 class="govuk-heading-m">What moves to ${kept.reference}</h2>
<ul class="govuk-list govuk-list--bullet"><li>every case of ${merged.reference} with all that belongs to it; links to it go on working</li>
<li>its other names, and its next of kin and supporters</li>
${known.map(({ label, name }) => html`<li>${label}: ${shown(merged.values[name])}, which ${kept.reference} does not have</li>`)}
<li>rules of safe contact: what is unsafe in either record is unsafe</li></ul>
<form method="post" action="/pairs/${pairId}/merge" novalidate>${view.csrf}
<input type="hidden" name="keep" value="${keep}"><input type="hidden" name="kept_version" value="${kept.version}"><input type="hidden" name="merged_version" value="${merged.version}">
${view.questions.length === 0 ? html`<p class="govuk-body">Nothing differs that both know.</p>` : html`<h2 class="govuk-heading-m">Which is right?</h2>${formFields(view.questions, Object.fromEntries(view.questions.map(({ name }) => [name, 'kept'])), {})}`}
<div class="govuk-button-group">${button({ text: 'Merge', preventDoubleClick: true })}<a class="govuk-link" href="/pairs/${pairId}">Go back</a></div>
</form>`;
}
