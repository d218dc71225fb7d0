/** The forms of the editor of instruments that are no plain form about a record. */

import {
  type Errors,
  errorsAbove,
  type Question as FormQuestion,
  fields,
  type Typed,
  typedText,
} from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, checkboxes, radios, warningText } from '../../kit/ui/index.ts';
import type { InstrumentDraft } from '../actions/instrument-drafts.ts';
import { QUESTION_KINDS, type RawInstrument } from '../rules/document.ts';
import type { DraftSection } from '../rules/draft.ts';
import { KIND_WORDS } from '../rules/draft-form.ts';
import { aboutScoring, SCORED, scales } from '../rules/draft-scoring.ts';
import { differenceHtml } from './draft.ts';
import { instrumentDraftPath } from './instruments.ts';

/** How a question is asked: chosen first, because each kind is asked for other things. `action` is the form of the question. */
export function kindHtml(view: {
  title: string;
  action: string;
  section: DraftSection | null;
  kind: string;
  cancel: string;
}): Html {
  const { title, action, section, kind, cancel } = view;
  return html`<form method="get" action="${action}" novalidate>
${section === null ? noHtml : html`<input type="hidden" name="section" value="${section.key}">`}
${radios({
  name: 'kind',
  idPrefix: 'kind',
  value: kind,
  fieldset: {
    legend: { html: html`<h1 class="govuk-fieldset__heading">${title}</h1>`, classes: 'govuk-fieldset__legend--l' },
  },
  items: QUESTION_KINDS.map((value) => ({
    value,
    text: KIND_WORDS[value].text,
    ...(KIND_WORDS[value].hint === '' ? {} : { hint: { text: KIND_WORDS[value].hint } }),
  })),
})}
<div class="govuk-button-group">${button({ text: 'Go on' })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** A scoring rule with the questions that it is about. */
export function scoringHtml(view: {
  title: string;
  document: RawInstrument;
  typed: Typed;
  errors: Errors;
  version: number;
  action: string;
  cancel: string;
  csrf: Html;
  above: Html;
}): Html {
  const { title, document, typed, errors, version, action, cancel, csrf, above } = view;
  const of = scales(document);
  const named: FormQuestion = { kind: 'text', name: SCORED, label: 'Of which questions?' };
  const error = errors[SCORED];
  return html`${errorsAbove([...aboutScoring, named], errors)}<h1 class="govuk-heading-l">${title}</h1>
${above}
<form method="post" action="${action}" novalidate>
${csrf}${versionField(version)}
${fields(aboutScoring, typed, errors)}
${
  of.length === 0
    ? html`<p class="govuk-body">No question is a rating yet, so there is nothing to count.</p>`
    : checkboxes({
        name: SCORED,
        idPrefix: SCORED,
        classes: 'govuk-checkboxes--small',
        fieldset: { legend: { text: named.label, classes: 'govuk-fieldset__legend--s' } },
        ...(error === undefined ? {} : { errorMessage: { text: error } }),
        values: [typed[SCORED] ?? []].flat(),
        items: of.map(({ key, label }) => ({ value: key, text: label })),
      })
}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** Are you sure: one sentence on what it does, and one button. */
export function confirmHtml(view: {
  title: string;
  words: string;
  act: string;
  action: string;
  cancel: string;
  version: number;
  csrf: Html;
}): Html {
  const { title, words, act, action, cancel, version, csrf } = view;
  return html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${words}</p>
<form method="post" action="${action}" novalidate>${csrf}${versionField(version)}
<div class="govuk-button-group">${button({ text: act, classes: 'govuk-button--warning', preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** Why a version is published. */
export const publishQuestion: FormQuestion = {
  kind: 'long text',
  name: 'reason',
  label: 'Why is this version made?',
  hint: 'It stands with the version for as long as Newel keeps it. Nothing about a person belongs here',
  most: 1000,
  rows: 3,
  required: 'Enter why this version is made',
};

/** Publishing: what differs, why, and that it cannot be taken back. */
export function publishHtml(view: {
  draft: InstrumentDraft;
  typed: Typed;
  errors: Errors;
  above: Html;
  csrf: Html;
}): Html {
  const { draft, typed, errors, above, csrf } = view;
  const path = instrumentDraftPath(draft.key);
  const number = (draft.latest?.version ?? 0) + 1;
  return html`${errorsAbove([publishQuestion], errors)}<h1 class="govuk-heading-l">Publish version ${number} of ${draft.document.title}</h1>
${above}
${warningText({ iconFallbackText: 'Warning', text: 'A version that is published never changes. What is wrong in it is put right by the next one.' })}
<p class="govuk-body">Answers given before keep the words that were asked then. Programmes go on with the version that their document names, until a new version of that document names this one.</p>
${differenceHtml(draft)}
<form method="post" action="${path}/publish" novalidate>${csrf}${versionField(draft.version)}
${fields([publishQuestion], { reason: typedText(typed, 'reason') }, errors)}
<div class="govuk-button-group">${button({ text: `Publish version ${number}`, preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`;
}
