import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import type { BundleRow } from '../actions/bundle.ts';
import { sizeText } from '../rules/evidence.ts';
import type { ProgressPart } from '../rules/evidence-needs.ts';

/** What was frozen with claims of a case; nothing where there is none. */
export function bundlesHtml(
  caseId: string,
  bundles: readonly BundleRow[],
  of: readonly Pick<ProgressPart, 'contract'>[],
): Html {
  if (bundles.length === 0) return noHtml;
  const labelOf = ({ contract, milestone }: BundleRow): string =>
    of.find((one) => one.contract.key === contract)?.contract.milestones.find(({ key }) => key === milestone)?.label ??
    milestone;
  return html`<h2 class="govuk-heading-m">Sent with claims</h2>
<p class="govuk-body">What was held when a claim was submitted, as it was. It never changes.</p>
<ul class="govuk-list govuk-list--spaced">${bundles.map((one) => {
    const what = `${labelOf(one)}, ${showDay(one.frozen_on)}`;
    const path = `/cases/${caseId}/bundles/${one.id}`;
    return html`<li>${what}${one.attempt === 1 ? '' : `, attempt ${one.attempt}`}: <a class="govuk-link" href="${path}/pdf" download>PDF<span class="govuk-visually-hidden"> of ${what}</span></a> and <a class="govuk-link" href="${path}/zip" download>zip<span class="govuk-visually-hidden"> of ${what}</span></a> <span class="newel-muted">${counted(one.files, 'file')}, ${sizeText(one.zip_size)}, SHA-256 ${one.zip_sha256.slice(0, 12)}…</span></li>`;
  })}</ul>`;
}
