import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import type { Problem } from '../../kit/problems.ts';
import { problemLine } from '../../kit/problems.ts';
import { button, errorSummary, fileUpload, table } from '../../kit/ui/index.ts';

/** A programme as the list shows it. */
export type ProgrammeLine = {
  key: string;
  name: string;
  versions: number;
  version: number | null;
  validFrom: string | null;
};

/** The programmes that the user may see. */
export function listHtml(programmes: readonly ProgrammeLine[], mayLoad: boolean): Html {
  const rows = programmes.map((programme) => [
    { html: html`<a class="govuk-link" href="/programmes/${encodeURIComponent(programme.key)}">${programme.name}</a>` },
    { text: programme.version === null ? 'Not begun' : `Version ${programme.version}` },
    { text: programme.validFrom === null ? '' : showDay(programme.validFrom) },
    { text: programme.versions, format: 'numeric' },
  ]);
  return html`<h1 class="govuk-heading-l">Programmes</h1>
${mayLoad ? button({ text: 'Load a programme document', href: '/load-programme' }) : noHtml}
${
  programmes.length === 0
    ? html`<p class="govuk-body">There is no programme here yet.</p>`
    : table({
        caption: 'Programmes',
        stack: true,
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Programme' }, { text: 'In force' }, { text: 'Since' }, { text: 'Versions', format: 'numeric' }],
        rows,
        firstCellIsHeader: true,
      })
}
<p class="govuk-body"><a class="govuk-link" href="/instruments">Instruments</a>: what is asked in assessments, word for word.</p>`;
}

/** The form that loads a document, with what was wrong with the last one. */
export function loadHtml(csrf: Html, problems: readonly Problem[] = []): Html {
  const wrong = problems.length > 0;
  return html`${
    wrong
      ? errorSummary({
          titleText: 'There is a problem',
          descriptionText: 'Nothing was loaded. Put these right in the file and choose it again.',
          errorList: problems.map((problem) => ({ text: problemLine(problem), href: '#documents' })),
        })
      : noHtml
  }
<h1 class="govuk-heading-l">Load a programme document</h1>
<p class="govuk-body">A document that differs from the one in force becomes a new version. The same document again changes nothing.</p>
<form method="post" action="/load-programme" enctype="multipart/form-data" novalidate>
${csrf}
${fileUpload({
  name: 'documents',
  multiple: true,
  javascript: false,
  label: { text: 'The programme document, and instruments that it uses', classes: 'govuk-label--s' },
  hint: { text: 'JSON files of up to 2 MB together' },
  attributes: { accept: '.json,application/json' },
  ...(wrong ? { errorMessage: { text: 'This was not loaded. See the list above.' } } : {}),
})}
${button({ text: 'Load', preventDoubleClick: true })}
</form>`;
}
