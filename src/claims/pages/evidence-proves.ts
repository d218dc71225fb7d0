import { errorsAbove } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button } from '../../kit/ui/index.ts';
import { coversText, type Evidence, evidenceTitle } from '../rules/evidence.ts';
import { needTicks, type Offered } from './evidence-new.ts';

/** The form with which somebody says what a piece of evidence proves, beside what it proves already. */
export function provesHtml(view: {
  path: string;
  csrf: Html;
  piece: Evidence;
  offered: readonly Offered[];
  problem: string | null;
}): Html {
  const { path, csrf, piece, offered, problem } = view;
  const covers = coversText(piece);
  return html`${errorsAbove([{ kind: 'text', name: 'needs', label: '' }], problem === null ? {} : { needs: problem })}<h1 class="govuk-heading-l">What it proves: ${evidenceTitle(piece)}</h1>
${covers === null ? noHtml : html`<p class="govuk-body">It says something of the days ${covers}.</p>`}
${piece.words === null ? noHtml : html`<p class="govuk-body newel-written">${piece.words}</p>`}
${
  offered.length === 0
    ? html`<p class="govuk-body">It proves everything that is asked for. <a class="govuk-link" href="${path}">Back to the evidence</a></p>`
    : html`<form method="post" action="${path}/${piece.id}/proves" novalidate>${csrf}${versionField(piece.version)}
${needTicks(offered, [], problem ?? undefined)}
<div class="govuk-button-group">${button({ text: 'Save', preventDoubleClick: true })}<a class="govuk-link" href="${path}">Cancel</a></div>
</form>`
}`;
}
