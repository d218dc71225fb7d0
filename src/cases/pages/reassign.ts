import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import {
  button,
  checkboxes,
  details,
  insetText,
  scrollRegion,
  select,
  table,
  warningText,
} from '../../kit/ui/index.ts';
import type { CaseLine } from '../actions/chosen.ts';
import type { CaseToGive, Reassignment } from '../actions/reassign.ts';
import type { CaseloadGuide } from '../rules/caseload.ts';
import type { Share } from '../rules/reassign.ts';

/** A key worker who can take cases. */
export type TakerView = { id: string; name: string; code: string; attached: number; open: number };

const title = 'Give cases to other key workers';
const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

/** Whose caseload is given away? */
export function whoseHtml(workers: readonly { id: string; name: string; code: string }[]): Html {
  return html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Choose a whole caseload here, or tick people in a <a class="govuk-link" href="/caseload">caseload</a>.</p>
<form method="get" action="/reassign" class="newel-bar">
${select({
  id: 'worker',
  name: 'worker',
  label: { text: 'Whose caseload?' },
  items: [
    { value: '', text: 'Choose' },
    ...workers.map((one) => ({ value: one.id, text: `${one.name} (${one.code})` })),
  ],
})}
${button({ text: 'Continue' })}
</form>`;
}

/** The people who are given away, folded when they are many. */
function peopleHtml(cases: readonly CaseToGive[]): Html {
  const list = html`<ul class="govuk-list govuk-list--bullet">${cases.map(
    (one) => html`<li>${one.name} (${one.reference}), ${one.keyWorkerName ?? 'no key worker'}</li>`,
  )}</ul>`;
  return cases.length <= 5 ? list : details({ summaryText: `The ${cases.length} people`, html: list });
}

/** Who takes them, from when and why. */
export function takersHtml(view: {
  programmeId: string;
  cases: readonly CaseToGive[];
  takers: readonly TakerView[];
  guide: CaseloadGuide | null;
  questions: readonly Question[];
  typed: Typed;
  chosen: readonly string[];
  errors: Errors;
  csrf: Html;
  cancel: string;
}): Html {
  const { cases, takers, guide, questions, typed, chosen, errors, csrf } = view;
  const to: Question = { kind: 'choice', name: 'to', label: 'Who takes them?', choices: [] };
  return html`${errorsAbove([to, ...questions], errors)}<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${counted(cases.length, 'person', 'people')} chosen. Nothing changes until you have seen who gets how many.</p>
${peopleHtml(cases)}
<form method="post" action="/reassign/plan" novalidate>
${csrf}${hidden('programme', view.programmeId)}${hidden('step', 'preview')}${typed.from === 'cases' ? hidden('from', 'cases') : noHtml}${cases.map((one) => hidden('case', one.caseId))}
${checkboxes({
  name: 'to',
  idPrefix: 'to',
  fieldset: { legend: { text: 'Who takes them?', classes: 'govuk-fieldset__legend--s' } },
  hint: {
    text: `With one ticked, all go to them. With several they are shared out, so that caseloads come out level.${guide === null ? '' : ` The guide is ${guide.from} to ${guide.to} ${guide.clients}.`}`,
  },
  ...(errors.to === undefined ? {} : { errorMessage: { text: errors.to } }),
  values: chosen,
  items: takers.map((one) => ({
    value: one.id,
    text: `${one.name} (${one.code})`,
    hint: { text: `${one.attached} attached, ${one.open} open in all` },
  })),
  classes: 'govuk-checkboxes--small',
})}
${fields(questions, typed, errors)}
<div class="govuk-button-group">${button({ text: 'See who gets how many' })}<a class="govuk-link" href="${view.cancel}">Cancel</a></div>
</form>`;
}

/** The same form's answers, to be sent on. */
export type Plan = {
  programmeId: string;
  moves: readonly string[];
  typed: Typed;
  reason: string;
  handover: string | null;
  startsOn: string;
};

const planFields = (plan: Plan): Html =>
  html`${hidden('programme', plan.programmeId)}${plan.moves.map((move) => hidden('move', move))}${Object.entries(
    plan.typed,
  ).map(([name, value]) => hidden(name, String(value)))}`;

/** Who gets how many, before anything is changed. */
export function previewHtml(view: {
  plan: Plan;
  shares: readonly (Share & { name: string })[];
  count: number;
  guide: CaseloadGuide | null;
  errors: Errors;
  csrf: Html;
  again: Html;
  /** Cases that could not be given, when that is why the page is shown. */
  left?: readonly CaseLine[];
}): Html {
  const { plan, shares, count, guide, errors, csrf, left } = view;
  const above = shares.filter((share) => share.above > 0);
  return html`${errorsAbove([{ kind: 'text', name: 'above', label: 'Above the guide' }], errors)}<h1 class="govuk-heading-l">${left === undefined ? 'Check who gets how many' : 'Nothing was given yet'}</h1>
${left === undefined ? noHtml : leftHtml(left, count)}
${scrollRegion({
  label: 'Who gets how many',
  html: table({
    firstCellIsHeader: true,
    stack: true,
    head: [
      { text: 'Key worker' },
      { text: 'Gets', format: 'numeric' },
      { text: 'Attached now', format: 'numeric' },
      { text: 'Attached then', format: 'numeric' },
      { text: 'Guide' },
    ],
    rows: shares.map((share) => [
      { text: share.name },
      { text: share.gets, format: 'numeric' },
      { text: share.before, format: 'numeric' },
      { text: share.after, format: 'numeric' },
      { text: guide === null ? '' : share.above > 0 ? `${share.above} above ${guide.to}` : `Up to ${guide.to}` },
    ]),
  }),
})}
<p class="govuk-body">From ${showDay(plan.startsOn)}. ${plan.reason}</p>
${plan.handover === null ? noHtml : insetText({ html: html`<p class="newel-written">${plan.handover}</p>` })}
<form method="post" action="/reassign" novalidate>
${csrf}${planFields(plan)}${left === undefined ? noHtml : hidden('pass_over', 'yes')}
${
  above.length === 0
    ? noHtml
    : html`${warningText({ text: `${above.map(({ name }) => name).join(', ')} will have more than the guide.`, iconFallbackText: 'Warning' })}
${checkboxes({
  name: 'above',
  idPrefix: 'above',
  ...(errors.above === undefined ? {} : { errorMessage: { text: errors.above } }),
  items: [{ value: 'yes', text: 'Go above the guide. This is recorded' }],
})}`
}
${count === 0 ? noHtml : button({ text: left === undefined ? `Give ${counted(count, 'case')}` : `Give the other ${counted(count, 'case')}`, preventDoubleClick: true })}
</form>
${view.again}`;
}

function leftHtml(left: readonly CaseLine[], count: number): Html {
  return html`${warningText({ text: 'Some cases were changed, closed or given away while you looked, or began after that day. They are not touched.', iconFallbackText: 'Warning' })}
${left.length === 0 ? noHtml : html`<ul class="govuk-list govuk-list--bullet">${left.map((one) => html`<li><a class="govuk-link" href="/cases/${one.caseId}">${one.name}</a> (${one.reference})</li>`)}</ul>`}
<p class="govuk-body">${count === 0 ? 'No case is left to give.' : 'You can give the others, or begin again with what stands now.'}</p>`;
}

/** Back to who takes them, with the same people and answers. */
export function againHtml(plan: Plan, caseIds: readonly string[], to: readonly string[], csrf: Html): Html {
  return html`<form method="post" action="/reassign/plan">${csrf}${hidden('programme', plan.programmeId)}
${caseIds.map((id) => hidden('case', id))}${to.map((id) => hidden('to', id))}${Object.entries(plan.typed).map(([name, value]) => hidden(name, String(value)))}
${button({ text: 'Change who takes them', classes: 'govuk-button--secondary' })}</form>`;
}

/** What was given to whom, and the way back. */
export function doneHtml(done: Reassignment, csrf: Html): Html {
  return html`<h1 class="govuk-heading-l">${counted(done.cases.length, 'case')} given to other key workers</h1>
<p class="govuk-body">From ${showDay(done.startsOn)}. ${done.reason}${done.aboveGuide ? ' Above the caseload guide.' : ''}</p>
${
  done.putBack
    ? insetText({ text: 'This was put back: each person is with the key worker before again.' })
    : done.canPutBack
      ? html`<form method="post" action="/reassign/${done.id}/put-back">${csrf}${button({ text: 'Put back', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`
      : html`<p class="govuk-body">Some of these cases were changed since, so it cannot be put back in one go. Change the key worker of each person instead.</p>`
}
${scrollRegion({
  label: 'Cases given',
  html: table({
    firstCellIsHeader: true,
    stack: true,
    head: [{ text: 'Name' }, { text: 'From' }, { text: 'To' }, { text: 'Since then' }],
    rows: done.cases.map((one) => [
      {
        html: html`<a class="govuk-link" href="/cases/${one.caseId}">${one.name}</a> <span class="newel-reference">${one.reference}</span>`,
      },
      { text: one.from ?? 'Nobody' },
      { text: one.to },
      { text: one.unchanged || done.putBack ? '' : 'Changed' },
    ]),
  }),
})}`;
}
