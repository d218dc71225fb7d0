/** The page on which a service is told: the ways that it refuses are named with the reason. */
import type { SharedItem } from '../../directory/rules/codes.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, insetText, radios, textarea } from '../../kit/ui/index.ts';
import type { ReferralRow } from '../actions/move.ts';
import { sharedText } from '../rules/payload.ts';
import { askedOf } from '../rules/tell-form.ts';
import { type WayName, ways, wayTo } from '../rules/ways.ts';

/** What comes of it: each answer opens what else it asks. Nothing where the service knows of the referral already. */
function leadsHtml(questions: readonly Question[], typed: Typed, errors: Errors): Html {
  const leads = questions.find(({ name }) => name === 'leads');
  if (leads?.kind !== 'choice') return noHtml;
  const more = (value: string): readonly Question[] => {
    const names: readonly string[] = askedOf[value as keyof typeof askedOf] ?? [];
    return questions.filter(({ name }) => names.includes(name));
  };
  return radios({
    ...{ idPrefix: leads.name, name: leads.name, value: typedText(typed, leads.name) },
    fieldset: { legend: { text: leads.label, classes: 'govuk-fieldset__legend--s' } },
    ...(errors[leads.name] === undefined ? {} : { errorMessage: { text: errors[leads.name] } }),
    items: leads.choices.map(({ value, text }) => ({
      ...{ value, text },
      ...(more(value).length === 0 ? {} : { conditional: { html: fields(more(value), typed, errors), byStyle: true } }),
    })),
  });
}

/** The form, filled from the record. */
export function tellHtml(view: {
  row: ReferralRow;
  items: readonly SharedItem[];
  fieldOf(item: SharedItem): string;
  most: number;
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  problems: Html;
  csrf: Html;
  version: number;
}): Html {
  const { row, items, fieldOf, questions, typed, errors, problems, csrf, version } = view;
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  const not = (Object.keys(ways) as WayName[]).flatMap((name) => {
    const way = wayTo(name, row);
    return 'why' in way
      ? [html`<li>${ways[name].text}: ${way.why.charAt(0).toLowerCase()}${way.why.slice(1)}</li>`]
      : [];
  });
  const phone = row.contact_phone === null ? noHtml : html`<p class="govuk-body-l">Call ${row.contact_phone}</p>`;
  return html`${problems}${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">Call or send it</h1>
<p class="govuk-body">${row.service_name}${row.organisation_name === null ? '' : ` of ${row.organisation_name}`}${row.form_name === null ? '' : `, form ${row.form_name}`}</p>
${phone}${row.refer_note === null ? noHtml : insetText({ text: row.refer_note })}
${
  items.length === 0
    ? html`${insetText({ text: 'There is nothing that may be told: the person has not agreed to anything that this service asks for.' })}<p class="govuk-body"><a class="govuk-link" href="${href}/consent">Ask what may be told</a></p>`
    : html`<form method="post" action="${href}/tell" novalidate>${csrf}${versionField(version)}
<h2 class="govuk-heading-m">What they are told</h2>
<p class="govuk-body">Taken from the record, of what the person agreed to. Read it together and put it right. What is empty is not told. It is kept as it was told.</p>
${items.map((item) =>
  textarea({
    ...{
      id: fieldOf(item),
      name: fieldOf(item),
      rows: ['action_plan', 'health', 'work_background', 'goals'].includes(item) ? 4 : 2,
    },
    label: { text: sharedText(item), classes: 'govuk-label--s' },
    value: typedText(typed, fieldOf(item)),
  }),
)}
${fields(
  questions.filter(({ name }) => name === 'way' || name === 'day'),
  typed,
  errors,
)}${leadsHtml(questions, typed, errors)}
${not.length === 0 ? noHtml : html`<p class="govuk-body">Not possible here:</p><ul class="govuk-list govuk-list--bullet">${not}</ul>`}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${href}">Cancel</a></div></form>`
}`;
}
