/** The form of a crisis: one page, one button, and the rest of the plan waits. */
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, checkboxes } from '../../kit/ui/index.ts';

export function crisisHtml(view: {
  caseId: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  /** Steps that are open now, and those of them that were ticked to go on. */
  open: readonly { id: string; words: string }[];
  goesOn: readonly string[];
}): Html {
  const { caseId, csrf, questions, typed, errors, open, goesOn } = view;
  const path = `/cases/${caseId}/plan`;
  const [what, rest] = [questions.slice(0, 3), questions.slice(3)];
  return html`${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">There is a crisis</h1>
<p class="govuk-body">The plan stays as it is and waits. While it waits nothing in it can be late. When you go on, the days of its steps move by as many days as they waited.</p>
<form method="post" action="${path}/crisis" novalidate>
${csrf}${fields(what, typed, errors)}
${
  open.length === 0
    ? noHtml
    : checkboxes({
        name: 'goes_on',
        idPrefix: 'goes_on',
        classes: 'govuk-checkboxes--small',
        fieldset: { legend: { text: 'Steps that go on all the same', classes: 'govuk-fieldset__legend--s' } },
        values: goesOn,
        items: open.map(({ id, words }) => ({ value: id, text: words })),
      })
}
${fields(rest, typed, errors)}
<div class="govuk-button-group">${button({ text: 'Hold the plan', preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`;
}
