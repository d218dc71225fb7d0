import { poundsText } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { tag } from '../../kit/ui/index.ts';
import type { Contract } from '../rules/contract.ts';
import { type Clause, clausesOf } from '../rules/explain.ts';
import type { ClaimFacts, MilestoneState, MilestoneStatus } from '../rules/milestones.ts';

const statusText: Record<MilestoneStatus, { text: string; colour: string }> = {
  claimable: { text: 'Can be claimed', colour: 'govuk-tag--green' },
  claimed: { text: 'Claimed', colour: 'govuk-tag--blue' },
  missed: { text: 'Past the deadline', colour: 'govuk-tag--red' },
  'not reached': { text: 'Not reached yet', colour: 'govuk-tag--grey' },
};
const metText: Record<Clause['met'], string> = { yes: 'Holds', no: 'Missing', 'not yet': 'Not yet' };

/** What a contract pays for, milestone by milestone, each with why it is where it is. */
export function contractHtml(view: {
  contract: Contract;
  states: readonly MilestoneState[];
  facts: ClaimFacts;
  asOf: number;
}): Html {
  const { contract, states, facts, asOf } = view;
  return html`<h2 class="govuk-heading-m">What the contract pays for: ${contract.name}</h2>
${contract.pricesAreExamples ? html`<p class="govuk-body newel-muted">The prices are examples.</p>` : noHtml}
${contract.milestones.map((milestone) => {
  const state = states.find((one) => one.milestone === milestone.key);
  if (state === undefined) return noHtml;
  const { text, colour } = statusText[state.status];
  return html`<h3 class="govuk-heading-s">${milestone.label} ${tag({ text, classes: colour })}${state.pence === null ? noHtml : html` <span class="newel-muted">worth ${poundsText(state.pence)}</span>`}</h3>
${clauseList(clausesOf(milestone, state, facts, asOf, contract))}`;
})}`;
}

/** What a contract asks for a milestone, clause by clause, each with whether it holds. */
export const clauseList = (clauses: readonly Clause[]): Html =>
  html`<ul class="govuk-list">${clauses.map(
    (clause) =>
      html`<li><strong>${metText[clause.met]}:</strong> ${clause.text}${clause.note === undefined ? noHtml : html`<br><span class="newel-muted">${clause.note}</span>`}</li>`,
  )}</ul>`;
