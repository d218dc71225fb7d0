import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes } from '../../kit/ui/index.ts';

/** Groups of kinds that a timeline can be narrowed to: the part of a kind before its first dot. */
export const kindGroups = {
  note: 'Notes',
  case: 'Joining, moves and closing',
  assessment: 'Assessments',
  activity: 'Activities',
  job: 'Jobs',
  claim: 'Claims',
  person: 'The person',
  duplicate: 'Second referrals',
} as const;
export type KindGroup = keyof typeof kindGroups;
const groups = Object.keys(kindGroups) as KindGroup[];

// Corrections of an attachment, a move or a key worker belong to the story of the case.
const groupOf = (kind: string): string =>
  kind
    .split('.', 1)[0]
    ?.replace(/^(?:attachment|move|assignment|referral_in|contact|warm_handover)$/, 'case')
    .replace(/^(?:pair|name|supporter|story)$/, 'person') ?? '';

/** The kinds of event in the groups that were ticked; none ticked means all kinds, which is an empty list. */
export function kindsIn(show: readonly string[], kinds: readonly string[]): string[] {
  const chosen = show.filter((group) => Object.hasOwn(kindGroups, group));
  return chosen.length === 0 ? [] : kinds.filter((kind) => chosen.includes(groupOf(kind)));
}

/** The timeline page: a filter that stays in the address, the events, and the way to older ones. */
export function timelineHtml(view: {
  path: string;
  show: readonly string[];
  events: Html;
  empty: boolean;
  older: string | null;
  newest: string | null;
}): Html {
  const filtered = view.show.length > 0;
  return html`<h1 class="govuk-heading-l">Timeline</h1>
<div class="govuk-grid-row">
<div class="govuk-grid-column-one-third">
<form method="get" action="${view.path}" class="newel-filter">
${checkboxes({
  name: 'show',
  idPrefix: 'show',
  classes: 'govuk-checkboxes--small',
  fieldset: { legend: { text: 'Show', classes: 'govuk-fieldset__legend--s' } },
  values: view.show,
  items: groups.map((value) => ({ value, text: kindGroups[value] })),
})}
<div class="govuk-button-group">${button({ text: 'Show these', classes: 'govuk-button--secondary' })}${filtered ? html`<a class="govuk-link" href="${view.path}">Show everything</a>` : noHtml}</div>
</form>
</div>
<div class="govuk-grid-column-two-thirds">
<h2 class="govuk-visually-hidden">What happened</h2>
${
  view.empty
    ? html`<p class="govuk-body">${filtered ? 'Nothing of this kind is on file.' : 'Nothing is on file yet.'}</p>`
    : view.events
}
${
  view.older === null && view.newest === null
    ? noHtml
    : html`<nav aria-label="More of the timeline" class="newel-pages">${
        view.newest === null ? noHtml : html`<a class="govuk-link" href="${view.newest}">Newest</a>`
      } ${view.older === null ? noHtml : html`<a class="govuk-link" href="${view.older}" rel="next">Older</a>`}</nav>`
}
</div>
</div>`;
}
