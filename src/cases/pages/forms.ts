import { type Page, page } from '../../access/rules/route.ts';
import { type Answer, answerText, type Question, readForm, type Typed } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { errorSummary, table } from '../../kit/ui/index.ts';

/** The first value of a field, as text. */
export const one = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '');

/** Carries the version that a form was opened with. */
export const versionField = (version: number): Html => html`<input type="hidden" name="version" value="${version}">`;

/** The version that a form was opened with; 0, which no record has, when the field was tampered with. */
export function opened(typed: Typed): number {
  const version = Number(one(typed.version));
  return Number.isInteger(version) && version > 0 && version < 2 ** 31 ? version : 0;
}

/** For a part of a record that is not there: the same answer as for a record that is not theirs. */
export const notFound = (): Page =>
  page({
    title: 'Page not found',
    status: 404,
    main: html`<h1 class="govuk-heading-l">Page not found</h1>
<p class="govuk-body">There is no such page, or it is not one that you may see.</p>`,
  });

/** Somebody saved the record while the form was open: what they saved beside what was typed. Nothing is lost. */
export function staleAbove(
  questions: readonly Question[],
  theirs: Record<string, Answer | undefined>,
  typed: Typed,
): Html {
  const differing = questions.filter(
    (question) => answerText(question, theirs[question.name]) !== typedText(question, typed),
  );
  return html`${errorSummary({
    titleText: 'Somebody else saved this while you were writing',
    descriptionText: 'Yours is not saved yet. Compare the two, change what you like below, and save again.',
    errorList: [],
  })}
${
  differing.length === 0
    ? html`<p class="govuk-body">Both versions say the same.</p>`
    : table({
        caption: 'Both versions',
        captionClasses: 'govuk-table__caption--m',
        firstCellIsHeader: true,
        head: [{ text: 'Question' }, { text: 'Saved now' }, { text: 'What you typed' }],
        rows: differing.map((question) => [
          { text: question.label },
          { text: answerText(question, theirs[question.name]), classes: 'newel-written' },
          { text: typedText(question, typed), classes: 'newel-written' },
        ]),
      })
}`;
}

function typedText(question: Question, typed: Typed): string {
  const read = readForm([question], typed);
  return read.ok ? answerText(question, read.values[question.name]) : one(typed[question.name]);
}
