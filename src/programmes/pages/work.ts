import { type Html, html, noHtml } from '../../kit/html.ts';
import { summaryList } from '../../kit/ui/index.ts';
import { workWordsOf } from '../rules/work.ts';
import type { CodeLabel, ProgrammeDocument } from '../rules.ts';

/** What kinds of work and reasons are called. The usual words are those of `workWordsOf`. */
export function workHtml(document: ProgrammeDocument): Html {
  const words = workWordsOf(document);
  const lines: readonly (readonly [string, readonly CodeLabel[]])[] = [
    ['Kinds of work', words.kinds],
    ['Why a job was left', words.leftReasons],
    ['Why an offer was declined', words.declineReasons],
    ['Why a benefit ended', words.offBenefitReasons],
    ['Why somebody came back to it', words.returnReasons],
  ];
  return html`${
    document.work === undefined
      ? html`<p class="govuk-body">The document says nothing here, so this is what is usual.</p>`
      : noHtml
  }
<p class="govuk-body">Permitted work is not the start of a job and does not count towards sustained work. Codes of occupations: ${words.occupations}.</p>
${summaryList({
  rows: lines.map(([key, list]) => ({
    key: { text: key },
    value: { text: list.map(({ label }) => label).join('; ') },
  })),
})}`;
}
