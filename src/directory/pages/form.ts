/** Forms of the directory, which ask questions of several answers among others. */
import { type Errors, errorsAbove, fields, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, checkboxes } from '../../kit/ui/index.ts';
import type { Asked, Many } from '../rules/many.ts';

const manyHtml = (asked: Many, typed: Typed, error: string | undefined): Html => {
  const given = typed[asked.name];
  return checkboxes({
    ...{ name: asked.name, idPrefix: asked.name, classes: 'govuk-checkboxes--small' },
    fieldset: { legend: { text: asked.label, classes: 'govuk-fieldset__legend--s' } },
    ...(asked.hint === undefined ? {} : { hint: { text: asked.hint } }),
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
    values: Array.isArray(given) ? given : given === undefined ? [] : [given],
    items: asked.choices.map(({ value, text }) => ({ value, text })),
  });
};

/** A form about one record, like `recordForm` of the kit. */
export function manyForm(view: {
  title: string;
  action: string;
  csrf: Html;
  asked: readonly Asked[];
  typed: Typed;
  errors?: Errors | undefined;
  version?: number | undefined;
  above?: Html;
  save: string;
  cancel: string;
}): Html {
  const { title, action, csrf, asked, typed, errors = {}, version, above = noHtml, save, cancel } = view;
  const summary = asked.map((one) =>
    one.kind === 'many' ? { kind: 'text' as const, name: one.name, label: one.label } : one,
  );
  return html`${errorsAbove(summary, errors)}<h1 class="govuk-heading-l">${title}</h1>
${above}
<form method="post" action="${action}" novalidate>
${csrf}${versionField(version)}
${joinHtml(asked.map((one) => (one.kind === 'many' ? manyHtml(one, typed, errors[one.name]) : fields([one], typed, errors))))}
<div class="govuk-button-group">${button({ text: save, preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}
