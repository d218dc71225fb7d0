import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { button, checkboxes, fileUpload } from '../../kit/ui/index.ts';
import { type Need, needText } from '../rules/evidence.ts';
import { takenText } from '../rules/evidence-file.ts';

/** A need with the words it is offered by. */
export type Offered = { need: Need; contract: string; milestone: string; label: string };

/** The ticks of what something proves: a group for each milestone of each contract. */
export function needTicks(offered: readonly Offered[], ticked: readonly string[], error: string | undefined): Html {
  const contracts = new Set(offered.map(({ contract }) => contract));
  const groups = Map.groupBy(offered, ({ contract, milestone }) =>
    contracts.size === 1 ? milestone : `${milestone} (${contract})`,
  );
  return html`${[...groups].map(([legend, ofGroup], at) =>
    checkboxes({
      name: 'needs',
      idPrefix: at === 0 ? 'needs' : `needs-group${at}`,
      classes: 'govuk-checkboxes--small',
      fieldset: { legend: { text: `It proves, for: ${legend}`, classes: 'govuk-fieldset__legend--s' } },
      values: ticked,
      ...(at === 0 && error !== undefined ? { errorMessage: { text: error } } : {}),
      items: ofGroup.map(({ need, label }) => ({ value: needText(need), text: label })),
    }),
  )}`;
}

/** The form of a piece of evidence. `again`: files were chosen before, and a page that shows what is wrong cannot keep them. */
export function evidenceFormHtml(view: {
  caseId: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors;
  offered: readonly Offered[];
  ticked: readonly string[];
  again: boolean;
}): Html {
  const { caseId, csrf, questions, typed, errors = {}, offered, ticked, again } = view;
  const fileError = errors.files ?? (again ? 'Choose the files again: they could not be kept' : undefined);
  const shown = { ...errors, ...(fileError === undefined ? {} : { files: fileError }) };
  const path = `/cases/${caseId}/evidence`;
  const targets: Question[] = ['needs', 'files'].map((name) => ({ kind: 'text', name, label: '' }));
  return html`${errorsAbove([...questions, ...targets], shown)}<h1 class="govuk-heading-l">Add evidence</h1>
<form method="post" action="${path}/new" enctype="multipart/form-data" novalidate>${csrf}
${fields(questions, typed, errors)}
${needTicks(offered, ticked, errors.needs)}
${fileUpload({
  id: 'files',
  name: 'files',
  multiple: true,
  javascript: false,
  label: { text: 'Files', classes: 'govuk-label--s' },
  hint: {
    text: `${takenText}; up to 10 MB each. Leave this empty if you saw it and gave it back.`,
  },
  ...(fileError === undefined ? {} : { errorMessage: { text: fileError } }),
})}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`;
}
