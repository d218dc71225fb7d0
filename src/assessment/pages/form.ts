import { type Errors, type Question as FormQuestion, fields, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import {
  button,
  details,
  errorSummary,
  insetText,
  radios,
  summaryList,
  type TagOptions,
  taskList,
} from '../../kit/ui/index.ts';
import type { Assessment } from '../actions/assessments.ts';
import type { Draft } from '../actions/drafts.ts';
import { STATE_LABELS, STATE_VALUES } from '../rules/entry.ts';
import type { Answers, InstrumentDocument, Question } from '../rules.ts';
import { answerHtml } from './answers.ts';

type Section = InstrumentDocument['sections'][number];

const states = (['not asked', 'declined', 'not applicable'] as const).map((state) => ({
  value: STATE_VALUES[state],
  text: STATE_LABELS[state],
}));

/** A choice whose words stand beside it, not under it. */
const inline = (choice: { value: string; text: string }) => ({ ...choice, label: { classes: 'newel-rating__state' } });

/** One question: its answers side by side, and beside them the three ways of not answering, as easy as an answer. */
function questionHtml(question: Question, typed: Typed, error: string | undefined): Html {
  const given = typed[question.key];
  const common = {
    name: question.key,
    idPrefix: question.key,
    value: Array.isArray(given) ? (given.at(-1) ?? '') : (given ?? ''),
    fieldset: { legend: { text: question.words, classes: 'govuk-fieldset__legend--s' } },
    hint: { text: question.hint === undefined ? question.label : `${question.label}. ${question.hint}` },
    ...(error === undefined ? {} : { errorMessage: { text: error } }),
  };
  if (question.kind === 'scale') {
    const ratings = Array.from({ length: question.max - question.min + 1 }, (_, i) => question.min + i);
    return radios({
      ...common,
      classes: 'newel-rating',
      items: [
        ...ratings.map((value) => {
          const anchor = question.anchors.find((one) => one.value === value)?.label;
          return {
            value,
            html: html`<span class="newel-rating__figure">${value}</span>${anchor === undefined ? noHtml : html` <span class="newel-rating__anchor">${anchor}</span>`}`,
          };
        }),
        { divider: 'or' },
        ...states.map(inline),
      ],
    });
  }
  const choices =
    question.kind === 'yes_no'
      ? [
          { value: 'yes', text: 'Yes' },
          { value: 'no', text: 'No' },
        ]
      : question.choices.map(({ code, label }) => ({ value: code, text: label }));
  const items = [...choices.map(inline), { divider: 'or' }, ...states.map(inline)];
  return radios({ ...common, classes: 'newel-rating', items });
}

function errorsOf(questions: readonly Question[], errors: Errors): Html {
  const wrong = questions.filter(({ key }) => errors[key] !== undefined);
  if (wrong.length === 0) return noHtml;
  return errorSummary({
    titleText: 'There is a problem',
    errorList: wrong.map(({ key }) => ({ href: `#${key}`, text: errors[key] as string })),
  });
}

function lastTime(section: Section, last: { title: string; assessment: Assessment } | null): Html {
  if (last === null) return noHtml;
  return details({
    summaryText: 'Show last time’s answers',
    html: html`<p class="govuk-body">${last.title}</p>${summaryList({
      rows: section.questions.map((question) => ({
        key: { text: question.label },
        value: { html: answerHtml(question, last.assessment.answers[question.key]) },
      })),
    })}`,
  });
}

/** One section of a draft. `times` is how often it was saved when the form was opened. */
export function sectionHtml(view: {
  section: Section;
  number: number;
  of: number;
  typed: Typed;
  errors: Errors;
  times: number;
  action: string;
  cancel: string;
  csrf: Html;
  last: { title: string; assessment: Assessment } | null;
  above?: Html;
}): Html {
  const { section, number, of, typed, errors, times, action, cancel, csrf, last, above = noHtml } = view;
  return html`${errorsOf(section.questions, errors)}<span class="govuk-caption-l">Part ${number} of ${of}</span>
<h1 class="govuk-heading-l">${section.title}</h1>
${above}
${section.hint === undefined ? noHtml : html`<p class="govuk-body">${section.hint}</p>`}
<p class="govuk-body">Ask in any order. What you leave open can be asked another time.</p>
${lastTime(section, last)}
<form method="post" action="${action}" novalidate>
${csrf}<input type="hidden" name="times" value="${times}">
${joinHtml(section.questions.map((question) => questionHtml(question, typed, errors[question.key])))}
<div class="govuk-button-group">${button({ text: number === of ? 'Save' : 'Save and go on', preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Back without saving</a></div>
</form>`;
}

const statusOf = (section: Section, { answers, saved }: Draft): { tag: TagOptions } | { text: string } => {
  const reached = section.questions.filter(
    ({ key }) => answers[key] !== undefined && answers[key].state !== 'not asked',
  );
  if (saved[section.key] === undefined) return { tag: { text: 'Not started', classes: 'govuk-tag--blue' } };
  if (reached.length === section.questions.length) return { text: 'Complete' };
  const open = section.questions.length - reached.length;
  return { tag: { text: `${open} of ${section.questions.length} open`, classes: 'govuk-tag--yellow' } };
};

/** A draft as a task list: its parts in any order, then the one button that makes it an assessment. */
export function draftHtml(view: {
  draft: Draft;
  title: string;
  path: string;
  csrf: Html;
  problems: readonly string[];
}): Html {
  const { draft, title, path, csrf, problems } = view;
  const begun = Object.keys(draft.answers).length > 0;
  return html`${
    problems.length === 0
      ? noHtml
      : errorSummary({
          titleText: 'There is a problem',
          errorList: problems.map((text) => ({ text, href: `${path}/about` })),
        })
  }<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Take the parts in any order. Each is saved by itself, and only you see it until you finish.</p>
${taskList({
  idPrefix: 'parts',
  items: [
    { title: { text: 'Which assessment, and when' }, href: `${path}/about`, status: { text: 'Complete' } },
    ...draft.instrument.sections.map((section) => ({
      title: { text: section.title },
      href: `${path}/part/${section.key}`,
      status: statusOf(section, draft),
    })),
  ],
})}
${begun ? noHtml : insetText({ text: 'Answer at least one question, then you can finish.' })}
<form method="post" action="${path}/finish" novalidate>
${csrf}
<p class="govuk-body">Questions without an answer are kept as not asked. You can correct the assessment later.</p>
${button({ text: 'Finish the assessment', preventDoubleClick: true })}
</form>
${details({
  summaryText: 'Throw this draft away',
  html: html`<form method="post" action="${path}/drop" novalidate>${csrf}<p class="govuk-body">What is saved in it is lost for good.</p>${button({ text: 'Throw the draft away', classes: 'govuk-button--warning', preventDoubleClick: true })}</form>`,
})}`;
}

/** The whole of an assessment on one page, to correct it. */
export function correctHtml(view: {
  title: string;
  instrument: InstrumentDocument;
  about: readonly FormQuestion[];
  typed: Typed;
  errors: Errors;
  version: number;
  action: string;
  cancel: string;
  csrf: Html;
  above?: Html;
}): Html {
  const { title, instrument, about, typed, errors, version, action, cancel, csrf, above = noHtml } = view;
  const questions = instrument.sections.flatMap((section) => section.questions);
  const wrong = [
    ...about
      .filter(({ name }) => errors[name] !== undefined)
      .map(({ name }) => ({ name, href: name === 'assessedOn' ? '#assessedOn-day' : `#${name}` })),
    ...questions.filter(({ key }) => errors[key] !== undefined).map(({ key }) => ({ name: key, href: `#${key}` })),
  ];
  return html`${
    wrong.length === 0
      ? noHtml
      : errorSummary({
          titleText: 'There is a problem',
          errorList: wrong.map(({ name, href }) => ({ href, text: errors[name] as string })),
        })
  }<h1 class="govuk-heading-l">${title}</h1>
${above}
<p class="govuk-body">Change what is wrong. What was recorded first is kept.</p>
<form method="post" action="${action}" novalidate>
${csrf}${versionField(version)}
${fields(about, typed, errors)}
${joinHtml(
  instrument.sections.map(
    (section) => html`<h2 class="govuk-heading-m">${section.title}</h2>
${joinHtml(section.questions.map((question) => questionHtml(question, typed, errors[question.key])))}`,
  ),
)}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** Answers in words for the page of both versions. */
export function differences(
  questions: readonly Question[],
  saved: Answers,
  typed: Answers,
  words: (question: Question, answer: Answers[string] | undefined) => string,
): { asked: string; saved: string; typed: string }[] {
  return questions.map((question) => ({
    asked: question.label,
    saved: words(question, saved[question.key]),
    typed: words(question, typed[question.key]),
  }));
}
