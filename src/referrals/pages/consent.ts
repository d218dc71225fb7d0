/** The page on which consent is asked item by item. */
import { type SharedItem, sharedItems } from '../../directory/rules/codes.ts';
import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, checkboxes, insetText } from '../../kit/ui/index.ts';
import type { ConsentRow } from '../actions/consent.ts';
import type { ReferralRow } from '../actions/move.ts';

/** Asks what may be told. Nothing is ticked beforehand; sensitive things stand apart. */
export function consentHtml(view: {
  row: ReferralRow;
  asked: readonly SharedItem[];
  chosen: readonly string[];
  wording: string;
  latest: ConsentRow | undefined;
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  problems: Html;
  csrf: Html;
  version: number;
}): Html {
  const { row, asked, chosen, wording, latest, questions, typed, errors, problems, csrf, version } = view;
  const href = `/cases/${row.case_id}/referrals/${row.id}`;
  const list = (sensitive: boolean, legend: string, hint?: string): Html => {
    const items = asked.filter((item) => sharedItems[item].sensitive === sensitive);
    return items.length === 0
      ? noHtml
      : checkboxes({
          ...{ name: 'items', idPrefix: sensitive ? 'sensitive' : 'items', values: chosen },
          fieldset: { legend: { text: legend, classes: 'govuk-fieldset__legend--m' } },
          ...(hint === undefined ? {} : { hint: { text: hint } }),
          items: items.map((item) => ({ value: item, text: sharedItems[item].text })),
        });
  };
  return html`${problems}${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">What may be told</h1>
<p class="govuk-body">Ask the person about each thing. ${row.organisation_name ?? row.service_name} asks for these and is told nothing else. They may agree to some and not to others.</p>
${latest !== undefined && latest.withdrawn_on === null ? insetText({ text: `On ${showDay(latest.given_on)} they agreed to a part. What you save now counts instead.` }) : noHtml}
${
  asked.length === 0
    ? insetText({
        text: 'The directory does not say what this service needs to be told. Ask the service, and have its entry changed.',
      })
    : html`<form method="post" action="${href}/consent" novalidate>${csrf}${versionField(version)}
${list(false, 'They agree to share')}
${list(true, 'And these, which are sensitive', 'Tick one only when the person says yes to it by itself')}
${insetText({ html: html`<p class="govuk-body">Read this to them. Only what you ticked goes into it:</p><p class="govuk-body newel-written">${wording}</p>` })}
${fields(questions, typed, errors)}
<div class="govuk-button-group">${button({ text: 'They agree', preventDoubleClick: true })}<a class="govuk-link" href="${href}">Cancel</a></div></form>`
}
<p class="govuk-body">${row.state === 'awaiting consent' ? html`<a class="govuk-link" href="${href}/do/refuse-consent">They agree to nothing being shared</a>` : noHtml}</p>`;
}

/** Above the form with which consent is withdrawn. */
export const withdrawAbove = (row: ReferralRow, problems: Html): Html =>
  html`${problems}<p class="govuk-body">What was not sent to ${row.organisation_name ?? row.service_name} yet is stopped. What the service was told cannot be taken back: it is shown nothing more, and is asked to delete what it holds.</p>`;
