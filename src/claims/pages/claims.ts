import { showDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, table } from '../../kit/ui/index.ts';
import { type CodeLabel, labelOf } from '../../programmes/rules.ts';
import type { Claim } from '../actions/claims.ts';
import { repeats } from '../rules.ts';

/** The claims on file of a case. */
export function claimsHtml(view: {
  caseId: string;
  claims: readonly Claim[];
  milestones: readonly CodeLabel[];
  mayRecord: boolean;
  /** What each contract pays for, what can be claimed and what was claimed here, already drawn. */
  contracts: readonly Html[];
  live: Html;
}): Html {
  const { caseId, claims, milestones, mayRecord, contracts, live } = view;
  const path = `/cases/${caseId}/claims`;
  const repeated = repeats(claims);
  return html`<h1 class="govuk-heading-l">Claims</h1>
<p class="govuk-body">Each milestone counts once for a person.</p>
${live}
<h2 class="govuk-heading-m">On file</h2>
<p class="govuk-body newel-muted">Claims that were made elsewhere, or came with an import.</p>
${mayRecord ? button({ text: 'Add a claim', classes: 'govuk-button--secondary', href: `${path}/new` }) : noHtml}
${
  claims.length === 0
    ? html`<p class="govuk-body">No claim is on file.</p>`
    : table({
        caption: 'Claims, oldest first',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        head: [
          { text: 'Milestone' },
          { text: 'Claimed on' },
          { text: 'Counts' },
          ...(mayRecord ? [{ text: 'Action' }] : []),
        ],
        rows: claims.map((claim, at) => {
          const label = labelOf(milestones, claim.milestone);
          return [
            { text: label },
            { text: claim.claimedOn === null ? 'Not known' : showDay(claim.claimedOn) },
            { text: countsText(claim, repeated[at] === true) },
            ...(mayRecord
              ? [
                  {
                    html: html`<a class="govuk-link" href="${path}/${claim.id}/correct">Correct<span class="govuk-visually-hidden"> ${label}, ${showDay(claim.claimedOn)}</span></a>`,
                  },
                ]
              : []),
          ];
        }),
      })
}
${contracts}`;
}

function countsText(claim: Claim, repeat: boolean): string {
  if (repeat) return 'No: the milestone is claimed already';
  return claim.claimedOn === null ? 'No: it has no date' : 'Yes';
}
