import { type Errors, errorsAbove, fields, type Question, type Typed } from './form.ts';
import { type Html, html, noHtml } from './html.ts';
import { button } from './ui/index.ts';

/**
 * A form about one record: its heading, errors above, questions, and one button. `version` is the one the record had when
 * the form was opened; it comes back with the form, so that a stale save can be told. `carried` comes back as well: what the questions
 * are about. `above` stands between heading and form.
 */
export function recordForm(view: {
  title: string;
  action: string;
  csrf: Html;
  questions: readonly Question[];
  typed: Typed;
  errors?: Errors | undefined;
  version?: number | undefined;
  carried?: Readonly<Record<string, string>> | undefined;
  above?: Html | undefined;
  save: string;
  cancel: string;
}): Html {
  const {
    title,
    action,
    csrf,
    questions,
    typed,
    errors = {},
    version,
    carried = {},
    above = noHtml,
    save,
    cancel,
  } = view;
  return html`${errorsAbove(questions, errors)}<h1 class="govuk-heading-l">${title}</h1>
${above}
<form method="post" action="${action}" novalidate>
${csrf}${versionField(version)}${Object.entries(carried).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields(questions, typed, errors)}
<div class="govuk-button-group">${button({ text: save, preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** The hidden field that says which version of the record the form was opened with. */
export function versionField(version: number | undefined): Html {
  return version === undefined ? noHtml : html`<input type="hidden" name="version" value="${version}">`;
}

/** The version that a form carries; 0, which no record has, when it is missing or no number. */
export function versionOf(body: Typed): number {
  const { version } = body;
  return typeof version === 'string' && /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0;
}
