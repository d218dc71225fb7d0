/** How far two workers who rated independently agree, programme by programme. */
import { type Html, html, joinHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import { COMPARED, LEAST_PAIRS, shareText } from '../rules/agreement.ts';
import { type InstrumentDocument, questionsOf } from '../rules.ts';

/** A programme with its pairs by question; a question without any has no entry. */
export type ProgrammeAgreement = { name: string; of: ReadonlyMap<string, { pairs: number; same: number }> };

/** One table for each programme. */
export function agreementHtml(document: InstrumentDocument, programmes: readonly ProgrammeAgreement[]): Html {
  const questions = questionsOf(document).filter(({ kind }) => COMPARED.includes(kind));
  return html`<h1 class="govuk-heading-l">Do two workers come to the same rating?</h1>
<p class="govuk-body">${document.title}, version ${document.version}. Of the assessments that a second worker rated without knowing the first rating: how many of the pairs in which both answered are the same. Some agreement is by chance, and this share does not take that off.</p>
<p class="govuk-body">Fewer than ${LEAST_PAIRS} pairs are not shown. Assessments that were taken back count in nothing.</p>
${
  programmes.length === 0
    ? html`<p class="govuk-body">Nothing was rated twice yet.</p>`
    : joinHtml(
        programmes.map(({ name, of }) =>
          table({
            caption: name,
            captionClasses: 'govuk-table__caption--m',
            firstCellIsHeader: true,
            stack: true,
            head: [{ text: 'Question' }, { text: 'Pairs that are the same', format: 'numeric' }],
            rows: questions.map(({ key, label }) => [
              { text: label },
              { text: shareText(of.get(key) ?? { pairs: 0, same: 0 }), format: 'numeric' },
            ]),
          }),
        ),
      )
}`;
}
