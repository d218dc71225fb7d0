import { showMoment } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed, typedText } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, checkboxes, input, insetText, summaryList, tag, warningText } from '../../kit/ui/index.ts';
import type { ScreeningVersion } from '../../programmes/rules.ts';
import type { ScreeningRow } from '../actions/screening.ts';
import type { Standing } from '../actions/series.ts';
import { otherConditions } from '../rules/questions.ts';
import { type ScreeningResult, screeningModes } from '../rules/screening.ts';

/** The form of a screening: short, to be saved half-way, with as many conditions as there are. */
export function screeningFormHtml(view: {
  caseId: string;
  row: ScreeningRow;
  version: ScreeningVersion;
  frame: readonly Question[];
  questions: readonly Question[];
  judgement: readonly Question[];
  typed: Typed;
  errors: Errors;
  warning: string | undefined;
  csrf: Html;
}): Html {
  const { caseId, row, version, frame, questions, judgement, typed, errors, warning, csrf } = view;
  const ticked = [typed.condition ?? []].flat();
  return html`${errorsAbove([...frame, ...questions, ...judgement], errors)}
${warning === undefined ? noHtml : warningText({ iconFallbackText: 'Warning', text: warning })}
<h1 class="govuk-heading-l">Screening</h1>
<p class="govuk-body">${version.about}</p>
<form method="post" action="/cases/${caseId}/interviews/screening/${row.id}" novalidate>
${csrf}<input type="hidden" name="row" value="${row.row_version}">
${fields(frame, typed, errors)}
${checkboxes({
  idPrefix: 'condition',
  name: 'condition',
  fieldset: { legend: { text: 'Which conditions are there?', classes: 'govuk-fieldset__legend--s' } },
  hint: { text: 'Choose all that there are. Nothing has to be guessed: write below what is not in the list' },
  values: ticked,
  items: version.conditions.map(({ code, label }) => ({ value: code, text: label })),
})}
${Array.from({ length: otherConditions }, (_, index) => {
  const name = `other_${index + 1}`;
  const error = errors[name];
  return input({
    id: name,
    name,
    label: {
      text: index === 0 ? 'Another condition, in their words' : `Another condition (${index + 1})`,
      classes: 'govuk-label--s',
    },
    value: typedText(typed, name),
    classes: 'govuk-!-width-two-thirds',
    spellcheck: false,
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
  });
})}
${fields(questions, typed, errors)}
${fields(judgement, typed, errors)}
<div class="govuk-button-group">
<button type="submit" class="govuk-button" data-module="govuk-button" name="do" value="finish" data-prevent-double-click="true">Finish</button>
<button type="submit" class="govuk-button govuk-button--secondary" data-module="govuk-button" name="do" value="later">Save and go on later</button>
<a class="govuk-link" href="/cases/${caseId}/interviews">Cancel</a></div>
</form>`;
}

const resultTag = (result: ScreeningResult): Html =>
  tag({ text: result, classes: result === 'OUT' ? 'govuk-tag--grey' : 'govuk-tag--blue' });

/** What the result means, in words that do nobody down. */
export const resultWords: Readonly<Record<ScreeningResult, string>> = {
  IN: 'The interviews go on.',
  OUT: 'The person is close to work, and no more interviews are asked of them. They are as welcome as before: they may go on of their own accord, with the same access to everything.',
};

/** The result with the answers that decided it, the worker's view beside it, and what can be done. */
export function screeningResultHtml(view: {
  caseId: string;
  row: ScreeningRow;
  version: ScreeningVersion;
  standing: Standing | null;
  mayRecord: boolean;
  mayDecide: boolean;
  timeZone: string;
  csrf: Html;
}): Html {
  const { caseId, row, version, standing, mayRecord, mayDecide, timeZone } = view;
  const here = `/cases/${caseId}/interviews/screening/${row.id}`;
  const title = html`<h1 class="govuk-heading-l">Screening</h1>`;
  if (row.result === null) return html`${title}<p class="govuk-body">It was begun and is not finished.</p>`;
  const holds = row.final ?? row.result;
  const stands = standing?.series.state === 'running';
  const conditions = [
    ...version.conditions.filter(({ code }) => row.conditions.includes(code)).map(({ label }) => label),
    ...row.other_conditions,
  ];
  const asked: [string, string][] = [
    ['Asked', `${screeningModes[row.mode]}, ${showMoment(row.asked_at, timeZone)}`],
    ['Entered', row.entered_at === null ? 'Not known' : showMoment(row.entered_at, timeZone)],
    ['Version', String(row.version)],
    ['Conditions', conditions.length === 0 ? 'None was named' : conditions.join('; ')],
    [
      'The worker’s own view',
      row.judgement === null
        ? 'None was given'
        : `${row.judgement}${row.judgement_words === null ? '' : `: ${row.judgement_words}`}`,
    ],
  ];
  return html`${title}
<p class="govuk-body-l">${resultTag(holds)} ${resultWords[holds]}</p>
${row.final !== null && row.final !== row.result ? insetText({ text: `The screening had ${row.result}. A second person agreed to ${row.final}: ${row.override_words ?? ''}` }) : noHtml}
<h2 class="govuk-heading-m">What decided it</h2>
<ul class="govuk-list govuk-list--bullet">${(row.deciding ?? []).map(({ asked: words, answer, means }) => html`<li>${words} <strong>${answer}</strong>: the person ${means}.</li>`)}</ul>
<p class="govuk-body">${row.result === 'OUT' ? 'All of these together make it OUT. Had one been otherwise it would be IN.' : 'Each of these by itself makes it IN.'}</p>
${summaryList({ rows: asked.map(([key, value]) => ({ key: { text: key }, value: { text: value } })) })}
${row.state === 'override_asked' ? insetText({ text: `A second person is asked to look at it: ${row.override_words ?? ''}` }) : noHtml}
${row.state === 'override_asked' && mayDecide ? button({ text: 'Look at it as the second person', href: `${here}/second` }) : noHtml}
<p class="govuk-body newel-no-print">${joinHtml(
    [
      mayRecord &&
        row.state === 'done' &&
        holds === 'OUT' &&
        stands &&
        html`<a class="govuk-link" href="${here}/accept">No more interviews are needed</a>`,
      mayRecord &&
        row.state === 'done' &&
        holds === 'OUT' &&
        !stands &&
        standing !== null &&
        standing.series.voluntaryOn === null &&
        html`<a class="govuk-link" href="/cases/${caseId}/interviews/volunteer">Continue as a volunteer</a>`,
      mayRecord &&
        row.state === 'done' &&
        row.override_words === null &&
        stands &&
        html`<a class="govuk-link" href="${here}/other-view">Ask for the other result</a>`,
      html`<a class="govuk-link" href="/cases/${caseId}/interviews">Interviews</a>`,
    ],
    ' · ',
  )}</p>`;
}
