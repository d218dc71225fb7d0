import { counted } from './counted.ts';
import { type Answer, answerText, type Question } from './form.ts';
import { type Html, html } from './html.ts';
import { scrollRegion, table, warningText } from './ui/index.ts';

/** A question with both answers in words: the one that is saved now, and the one that was typed. */
export type Difference = { asked: string; saved: string; typed: string };

/**
 * The top of the page (status 409) for a form that was opened before somebody else saved the same record: both versions
 * side by side, with what differs said in words. Beneath it stands the form, filled with what was typed and carrying the
 * version that is saved now, so that nothing is lost and saving again is a decision. Every room may use it.
 */
export function conflictOf(rows: readonly Difference[]): Html {
  const differing = rows.filter((row) => row.saved !== row.typed);
  const same = rows.length - differing.length;
  return html`${warningText({
    iconFallbackText: 'Warning',
    text: 'Somebody else saved this while you had it open. Nothing of yours is saved yet, and nothing you typed is lost.',
  })}
${
  differing.length === 0
    ? html`<p class="govuk-body">What they saved is the same as what you typed.</p>`
    : scrollRegion({
        label: 'Both versions',
        html: table({
          caption: 'What differs',
          captionClasses: 'govuk-table__caption--m',
          firstCellIsHeader: true,
          stack: true,
          head: [{ text: 'Question' }, { text: 'Saved now' }, { text: 'What you typed' }],
          rows: differing.map((row) => [{ text: row.asked }, { text: row.saved }, { text: row.typed }]),
        }),
      })
}
<p class="govuk-body">${same} of ${counted(rows.length, 'answer')} ${same === 1 ? 'is' : 'are'} the same in both. The form below holds what you typed. Change it as it should be, then save.</p>`;
}

/** `conflictOf` for a form's own questions. */
export function conflict(
  questions: readonly Question[],
  saved: Readonly<Record<string, Answer | undefined>>,
  typed: Readonly<Record<string, Answer | undefined>>,
): Html {
  return conflictOf(
    questions.map((question) => ({
      asked: question.label,
      saved: answerText(question, saved[question.name]),
      typed: answerText(question, typed[question.name]),
    })),
  );
}
