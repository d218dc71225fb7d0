import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes } from '../../kit/ui/index.ts';

/** Groups of kinds that a timeline can be narrowed to. */
export const kindGroups = {
  note: 'Notes and meetings',
  appointment: 'Appointments',
  case: 'Joining, moves and closing',
  part: 'Taking part: pauses, exit plan, hand-back, return',
  worker: 'Key worker',
  assessment: 'Assessments',
  plan: 'Goals, steps and promises',
  interview: 'Interviews: series, screening, missed, waived',
  activity: 'Activities',
  job: 'Jobs',
  claim: 'Claims',
  person: 'The person',
  duplicate: 'Second referrals',
  message: 'Messages and replies',
  group: 'Group sessions',
  visit: 'Visits and risks',
  service: 'Services, and who holds the case',
  access: 'Restriction and access',
} as const;
export type KindGroup = keyof typeof kindGroups;

/** Where a kind belongs by the part before its first dot, when that is not the group's own name. */
const families: Readonly<Record<string, KindGroup>> = {
  meeting: 'note',
  attachment: 'case',
  move: 'case',
  referral_in: 'case',
  contact: 'case',
  warm_handover: 'case',
  obligation: 'part',
  'exit plan': 'part',
  handback: 'part',
  return: 'part',
  outcome: 'claim',
  assignment: 'worker',
  cover: 'worker',
  goal: 'plan',
  step: 'plan',
  setback: 'plan',
  promise: 'plan',
  series: 'interview',
  screening: 'interview',
  failure: 'interview',
  requirement: 'interview',
  suggestion: 'plan',
  pair: 'person',
  name: 'person',
  supporter: 'person',
  story: 'person',
  risk: 'visit',
  'service referral': 'service',
  'service enquiry': 'service',
  signpost: 'service',
  'case manager': 'service',
  'case alarm': 'service',
  liaison: 'service',
  'unmet need': 'service',
  'in work': 'job',
  benefit: 'job',
  restriction: 'access',
  glass: 'access',
};
/** Kinds of a case that are about more than joining and leaving. */
const kindsOfCase: Readonly<Record<string, KindGroup>> = {
  'case.reassigned': 'worker',
  'case.put back': 'worker',
  'case.paused': 'part',
  'case.resumed': 'part',
  'case.returned': 'part',
};

/** The group that a kind of event is in; undefined for a kind that no filter finds. */
export function groupOf(kind: string): KindGroup | undefined {
  const family = kind.split('.', 1)[0] as string;
  const own = Object.hasOwn(kindGroups, family) ? (family as KindGroup) : undefined;
  return kindsOfCase[kind] ?? families[family] ?? own;
}

/** The kinds of event in the groups that were ticked; none ticked means all kinds, which is an empty list. */
export function kindsIn(show: readonly string[], kinds: readonly string[]): string[] {
  const chosen = show.filter((group) => Object.hasOwn(kindGroups, group));
  return chosen.length === 0 ? [] : kinds.filter((kind) => chosen.includes(groupOf(kind) ?? ''));
}

/** The groups that any of these kinds is in. */
function groupsOf(kinds: readonly string[]): KindGroup[] {
  const found = new Set(kinds.map(groupOf));
  return (Object.keys(kindGroups) as KindGroup[]).filter((group) => found.has(group));
}

/** The timeline page: a filter that stays in the address, the events, and the way to older ones. */
export function timelineHtml(view: {
  path: string;
  /** Every kind of event that there is. */
  kinds: readonly string[];
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
  items: groupsOf(view.kinds).map((value) => ({ value, text: kindGroups[value] })),
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
