/** The page on which a referral is made. */
import { modes, whyReasons } from '../../directory/rules/codes.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes, insetText, warningText } from '../../kit/ui/index.ts';

/** Without a service: the way to find one. */
export const chooseHtml = (caseId: string): Html => html`<h1 class="govuk-heading-l">Refer to a service</h1>
<p class="govuk-body">Find a service with the person first.</p>
${button({ text: 'Find a service', href: `/cases/${caseId}/services` })}`;

const listed = (lines: readonly string[]): Html =>
  html`<ul class="govuk-list govuk-list--bullet">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;

/** The first question, of which several answers may be ticked. */
const whyQuestion: Question = { kind: 'text', name: 'why', label: 'Why this service?' };

/** The form. */
export function newHtml(view: {
  caseId: string;
  name: string;
  service: {
    id: string;
    name: string;
    organisation_name: string | null;
    description: string;
    modes: readonly string[];
    refer_note: string | null;
    exclusions: readonly { words: string; sensitive: boolean }[];
  };
  against: readonly string[];
  asks: readonly string[];
  warnings: readonly string[];
  questions: readonly Question[];
  why: readonly string[];
  typed: Typed;
  errors: Errors;
  problems: Html;
  csrf: Html;
}): Html {
  const { caseId, service, against, asks, warnings, questions, why, typed, errors, problems, csrf } = view;
  const ways = service.modes.map((mode) => (Object.hasOwn(modes, mode) ? modes[mode as keyof typeof modes] : mode));
  const from = typeof typed.from === 'string' ? html`<input type="hidden" name="from" value="${typed.from}">` : noHtml;
  return html`${problems}${errorsAbove([whyQuestion, ...questions], errors)}<h1 class="govuk-heading-l">Refer to ${service.name}</h1>
<p class="govuk-body-l">${service.organisation_name ?? ''}</p>
<p class="govuk-body">${service.description}</p>
<p class="govuk-body">How it takes people: ${ways.join('; ').toLowerCase() || 'not known'}.${service.refer_note === null ? '' : ` ${service.refer_note}`} <a class="govuk-link" href="/directory/services/${service.id}">All that is known of it</a></p>
${against.length === 0 ? noHtml : html`${warningText({ iconFallbackText: 'Warning', text: 'Something stands against it' })}${listed(against)}`}
${asks.length === 0 ? noHtml : html`<h2 class="govuk-heading-s">Ask the person</h2>${listed(asks)}`}
${warnings.length === 0 ? noHtml : insetText({ html: listed(warnings) })}
<form method="post" action="/cases/${caseId}/referrals/new" novalidate>${csrf}<input type="hidden" name="service" value="${service.id}">${from}
${checkboxes({
  ...{ name: 'why', idPrefix: 'why', values: why },
  fieldset: { legend: { text: whyQuestion.label, classes: 'govuk-fieldset__legend--m' } },
  ...(errors.why === undefined ? {} : { errorMessage: { text: errors.why } }),
  items: Object.entries(whyReasons).map(([value, text]) => ({ value, text })),
})}
${fields(questions, typed, errors)}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="/cases/${caseId}/services">Cancel</a></div></form>`;
}
