import { showDay } from '../../kit/clock.ts';
import { poundsText } from '../../kit/counted.ts';
import { formatDay } from '../../kit/days.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, table, tag } from '../../kit/ui/index.ts';
import type { LiveClaim } from '../actions/life.ts';
import { type ClaimState, claimStates } from '../rules/claim-states.ts';
import { attemptReference } from '../rules/commissioner-file.ts';
import { type Contract, missingWords } from '../rules/contract.ts';
import type { MilestoneState } from '../rules/milestones.ts';

/** Where a claim stands, as a tag. */
export const stateTag = (state: ClaimState): Html =>
  tag({ text: claimStates[state].text, classes: `govuk-tag--${claimStates[state].colour}` });

/** What comes next for a claim in a state, and whose turn it is. */
export const waitsText = (state: ClaimState): string =>
  'waits' in claimStates[state] ? (claimStates[state] as { waits: string }).waits : 'Nothing';

/** Claims of a case that were made here. */
export function liveClaimsHtml(view: {
  claims: readonly LiveClaim[];
  labelOf: (contract: string, milestone: string) => string;
}): Html {
  const { claims, labelOf } = view;
  if (claims.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m">Claims made here</h2>${table({
    caption: 'Claims made here, the earliest first',
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: [
      { text: 'Claim' },
      { text: 'Milestone' },
      { text: 'Reached on' },
      { text: 'Amount', format: 'numeric' },
      { text: 'Where it stands' },
      { text: 'What is next' },
    ],
    rows: claims.map((claim) => [
      {
        html: html`<a class="govuk-link" href="/cases/${claim.case_id}/claims/${claim.id}">${attemptReference(claim.reference, claim.attempt)}</a>`,
      },
      { text: labelOf(claim.contract, claim.milestone) },
      { text: showDay(claim.reached_on) },
      { text: poundsText(claim.pence), format: 'numeric' },
      { html: html`${stateTag(claim.state)}<br><span class="newel-muted">Since ${showDay(claim.moved_on)}</span>` },
      { text: waitsText(claim.state) },
    ]),
  })}`;
}

/** A milestone that can be claimed and for which there is no claim yet. */
export type Preparable = { contract: Contract; state: MilestoneState };

/** Milestones that can be claimed now, each with a button for whoever may prepare it. */
export function preparableHtml(view: {
  caseId: string;
  of: readonly Preparable[];
  mayPrepare: boolean;
  csrf: Html;
}): Html {
  const { caseId, of, mayPrepare, csrf } = view;
  if (of.length === 0) return noHtml;
  const row = ({ contract, state }: Preparable) => {
    const milestone = contract.milestones.find(({ key }) => key === state.milestone);
    const label = milestone?.label ?? state.milestone;
    return [
      { html: html`${label}<br><span class="newel-muted">${contract.name}</span>` },
      { text: state.reachedOn === null ? 'The day is not known' : showDay(formatDay(state.reachedOn)) },
      { text: state.pence === null ? '-' : poundsText(state.pence), format: 'numeric' },
      { text: state.claimBy === null ? 'No deadline' : showDay(formatDay(state.claimBy)) },
      { text: missingWords(milestone, state.missing) || 'Nothing' },
      ...(mayPrepare
        ? [
            {
              html:
                state.reachedOn === null
                  ? html`Add the first day of the job`
                  : state.pence === null
                    ? html`Its price is not known yet`
                    : html`<form method="post" action="/cases/${caseId}/claims/prepare" novalidate>${csrf}<input type="hidden" name="contract" value="${contract.key}"><input type="hidden" name="milestone" value="${state.milestone}">${button(
                        {
                          html: html`Prepare<span class="govuk-visually-hidden"> the claim for ${label}</span>`,
                          classes: 'govuk-button--secondary',
                          preventDoubleClick: true,
                        },
                      )}</form>`,
            },
          ]
        : []),
    ];
  };
  return html`<h2 class="govuk-heading-m">Can be claimed now</h2>${table({
    caption: 'Milestones that can be claimed now',
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: [
      { text: 'Milestone' },
      { text: 'Reached on' },
      { text: 'Worth', format: 'numeric' },
      { text: 'Claim by' },
      { text: 'Missing' },
      ...(mayPrepare ? [{ text: 'Action' }] : []),
    ],
    rows: of.map(row),
  })}`;
}
