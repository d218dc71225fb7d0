import { type Errors, type Question as FormQuestion, fields, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, details, errorSummary, insetText, summaryList } from '../../kit/ui/index.ts';
import type { Question, Section } from '../rules/document.ts';
import type { Answers, InstrumentDocument } from '../rules.ts';
import { answerHtml } from './answers.ts';
import { errorPlaces, partByHtml, questionsHtml } from './question.ts';

/** An answer of an earlier time: what it was called then, the answer, and when. */
export type Earlier = { asked: Question; answer: Answers[string]; title: string };

function errorsOf(questions: readonly Question[], errors: Errors): Html {
  const errorList = errorPlaces(questions, errors);
  return errorList.length === 0 ? noHtml : errorSummary({ titleText: 'There is a problem', errorList });
}

/** Last time's answers, folded away: they are looked at after this time's, unless somebody wants them. */
function lastTime(section: Section, earlier: ReadonlyMap<string, Earlier>): Html {
  const known = section.questions.flatMap(({ key, label }) => {
    const last = earlier.get(key);
    return last === undefined ? [] : [{ label, last }];
  });
  if (known.length === 0) return noHtml;
  return details({
    summaryText: 'Show last time’s answers',
    html: summaryList({
      rows: known.map(({ label, last }) => ({
        key: { text: label },
        value: { html: html`${answerHtml(last.asked, last.answer)}<br><span class="newel-asked">${last.title}</span>` },
      })),
    }),
  });
}

/** One section of an open assessment. `times` is how often it was saved when the form was opened. */
export function sectionHtml(view: {
  section: Section;
  number: number;
  of: number;
  typed: Typed;
  errors: Errors;
  times: number;
  /** 'Saved by Rashida Kenyon, 3 Mar', or null before it was saved. */
  savedBy: string | null;
  action: string;
  cancel: string;
  csrf: Html;
  earlier: ReadonlyMap<string, Earlier>;
  above?: Html;
}): Html {
  const { section, number, of, typed, errors, times, savedBy, action, cancel, csrf, earlier, above = noHtml } = view;
  return html`${errorsOf(section.questions, errors)}<span class="govuk-caption-l">Part ${number} of ${of}</span>
<h1 class="govuk-heading-l">${section.title}</h1>
${above}
${section.hint === undefined ? noHtml : html`<p class="govuk-body">${section.hint}</p>`}
${
  section.sensitive === true
    ? insetText({
        text: 'This can be hard to talk about. It is better asked when there is trust, and leaving it open holds nothing up.',
      })
    : noHtml
}
<p class="govuk-body">Ask in any order. What you leave open can be asked another time.${savedBy === null ? '' : ` ${savedBy}.`}</p>
${lastTime(section, earlier)}
<form method="post" action="${action}" novalidate>
${csrf}<input type="hidden" name="times" value="${times}">
${partByHtml(typed)}
${questionsHtml(section.questions, typed, errors)}
<div class="govuk-button-group">${button({ text: number === of ? 'Save' : 'Save and go on', preventDoubleClick: true })}${button(
    {
      text: 'Save and stop here',
      name: 'then',
      value: 'stop',
      classes: 'govuk-button--secondary',
      preventDoubleClick: true,
    },
  )}<a class="govuk-link" href="${cancel}">Back without saving</a></div>
</form>`;
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
    ...about.flatMap(({ name }) =>
      errors[name] === undefined
        ? []
        : [{ href: name === 'assessedOn' ? '#assessedOn-day' : `#${name}`, text: errors[name] }],
    ),
    ...errorPlaces(questions, errors),
  ];
  return html`${
    wrong.length === 0 ? noHtml : errorSummary({ titleText: 'There is a problem', errorList: wrong })
  }<h1 class="govuk-heading-l">${title}</h1>
${above}
<p class="govuk-body">Change what is wrong. What was recorded first is kept.</p>
<form method="post" action="${action}" novalidate>
${csrf}${versionField(version)}
${fields(about, typed, errors)}
${partByHtml(typed)}
${joinHtml(
  instrument.sections.map(
    (section) => html`<h2 class="govuk-heading-m">${section.title}</h2>
${questionsHtml(section.questions, typed, errors)}`,
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
