/** A second, independent rating: asked for, given, and side by side with the first. */
import { showDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, type Question as FormQuestion, fields, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, details, errorSummary, insetText, table } from '../../kit/ui/index.ts';
import type { SecondRating } from '../actions/second.ts';
import { agreementText, pairsOf, pairText } from '../rules/agreement.ts';
import { type Answers, type InstrumentDocument, questionsOf } from '../rules.ts';
import { answerHtml, besideText } from './answers.ts';
import { errorPlaces, questionsHtml } from './question.ts';

/** Instead of a rating that is hidden: an offer to give one's own, and a way to look all the same. */
export function hiddenHtml(view: { title: string; by: string; path: string; csrf: Html }): Html {
  const { title, by, path, csrf } = view;
  return html`<h1 class="govuk-heading-l">${title}</h1>
${insetText({ text: `Rated by ${by}. It is hidden until a second worker has rated independently, so that the two can be compared.` })}
${button({ text: 'Give your own rating', href: `${path}/second` })}
${details({
  summaryText: 'Show it without rating',
  html: html`<form method="post" action="${path}/look" novalidate>${csrf}<p class="govuk-body">You can then not be the second rater of this assessment any more.</p>${button({ text: 'Show the rating', classes: 'govuk-button--secondary', preventDoubleClick: true })}</form>`,
})}`;
}

/** The form of a second rating: every question, and nothing of the first rating. */
export function secondFormHtml(view: {
  title: string;
  instrument: InstrumentDocument;
  about: readonly FormQuestion[];
  typed: Typed;
  errors: Errors;
  action: string;
  cancel: string;
  csrf: Html;
}): Html {
  const { title, instrument, about, typed, errors, action, cancel, csrf } = view;
  const places = errorPlaces(questionsOf(instrument), errors);
  return html`${places.length > 0 ? errorSummary({ titleText: 'There is a problem', errorList: places }) : errorsAbove(about, errors)}<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">Rate by what you know yourself. The first rating is shown to you once yours is saved, and neither can be overwritten by the other.</p>
<form method="post" action="${action}" novalidate>
${csrf}${fields(about, typed, errors)}
${joinHtml(
  instrument.sections.map(
    (section) => html`<h2 class="govuk-heading-m">${section.title}</h2>
${section.hint === undefined ? noHtml : html`<p class="govuk-body">${section.hint}</p>`}
${questionsHtml(section.questions, typed, errors)}`,
  ),
)}
<div class="govuk-button-group">${button({ text: 'Save your rating', preventDoubleClick: true })}<a class="govuk-link" href="${cancel}">Cancel</a></div>
</form>`;
}

/** Both ratings side by side, and how far they agree. */
export function sideBySideHtml(view: {
  instrument: InstrumentDocument;
  first: { by: string; on: string | null; answers: Answers };
  second: SecondRating & { by: string };
}): Html {
  const { instrument, first, second } = view;
  const questions = questionsOf(instrument);
  const pairs = new Map(pairsOf(questions, first.answers, second.answers).map((pair) => [pair.asked.key, pair]));
  return html`<h2 class="govuk-heading-m">Two ratings side by side</h2>
<p class="govuk-body">${agreementText([...pairs.values()])} Where they differ, talk about what each of you has seen.</p>
${table({
  caption: 'The first and the second rating',
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  firstCellIsHeader: true,
  head: [
    { text: 'Question' },
    { text: `First: ${first.by}, ${first.on === null ? 'date not known' : showDay(first.on)}` },
    { text: `Second: ${second.by}, ${showDay(second.ratedOn)}` },
    { text: 'Agreement' },
  ],
  rows: questions.map((question) => {
    const pair = pairs.get(question.key);
    return [
      { text: question.label },
      { html: answerHtml(question, first.answers[question.key]) },
      {
        html: html`${answerHtml(question, second.answers[question.key])}${besideText(question, second.about[question.key], null)}`,
      },
      { text: pair === undefined ? 'Not compared' : pairText(pair) },
    ];
  }),
})}`;
}
