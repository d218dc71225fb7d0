import { type Html, html } from '../../kit/html.ts';
import { button, type TableCell } from '../../kit/ui/index.ts';

/** A box to tick a case with, for giving it to another key worker. */
export const tick = (one: { caseId: string; name: string; reference: string }): TableCell => ({
  html: html`<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="case-${one.caseId}" name="case" type="checkbox" value="${one.caseId}"><label class="govuk-label govuk-checkboxes__label" for="case-${one.caseId}"><span class="govuk-visually-hidden">Choose ${one.name}, ${one.reference}</span></label></div></div>`,
});

/** A table of cases with boxes, in the form that gives the ticked ones to others. `more` stands beside its button. */
export function tickForm(give: { programmeId: string; csrf: Html }, cases: Html, more: Html): Html {
  return html`<form method="post" action="/reassign/plan" data-tick-all>${give.csrf}<input type="hidden" name="programme" value="${give.programmeId}">
${cases}
<div class="govuk-button-group newel-no-print">${button({ text: 'Give the chosen to others', classes: 'govuk-button--secondary' })}${more}</div></form>`;
}
