import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, details, table, tag } from '../../kit/ui/index.ts';
import {
  counts,
  coversText,
  type Evidence,
  evidenceSources,
  evidenceTitle,
  isToLookAt,
  mayProveMore,
  needText,
  sizeText,
} from '../rules/evidence.ts';
import type { MilestoneNeeds, NeedRow, NeedState } from '../rules/evidence-needs.ts';

const stateTags: Record<NeedState, { text: string; classes: string }> = {
  held: { text: 'Held', classes: 'govuk-tag--green' },
  'on record': { text: 'On record', classes: 'govuk-tag--green' },
  lacking: { text: 'Missing', classes: 'govuk-tag--yellow' },
  claimed: { text: 'Claimed', classes: 'govuk-tag--blue' },
  'not asked for': { text: 'Not asked for', classes: 'govuk-tag--grey' },
};

/** What the page of evidence shows beside the evidence itself. */
export type EvidenceView = {
  caseId: string;
  contracts: readonly { name: string; milestones: readonly MilestoneNeeds[] }[];
  evidence: readonly Evidence[];
  /** What a need is called, by its text. */
  labels: Readonly<Record<string, string>>;
  mayRecord: boolean;
  /** Parts that stand beneath: questions to employers, ledgers, bundles. */
  beneath: readonly Html[];
};

function heldText({ pieces, state, any }: NeedRow): Html {
  if (pieces.length > 0)
    return html`<ul class="govuk-list">${pieces.map((one) => html`<li><a class="govuk-link" href="#e-${one.id}">${evidenceTitle(one)}</a></li>`)}</ul>`;
  if (state === 'lacking' && any.length > 0)
    return html`<span class="newel-muted">One of these is enough: ${any.join('; ')}</span>`;
  return state === 'on record' ? html`The case says so` : noHtml;
}

function contractPart({ name, milestones }: EvidenceView['contracts'][number]): Html {
  return html`<h2 class="govuk-heading-m">${name}</h2>
${table({
  caption: `What ${name} asks for`,
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  head: [{ text: 'Milestone' }, { text: 'What proves it' }, { text: 'State' }, { text: 'What is held' }],
  rows: milestones.flatMap(({ label, rows }) =>
    rows.map((row) => [
      { text: label },
      { text: row.label },
      { html: tag(stateTags[row.state]) },
      { html: heldText(row) },
    ]),
  ),
})}`;
}

function pieceHtml(one: Evidence, { caseId, labels, mayRecord }: EvidenceView): Html {
  const covers = coversText(one);
  const proves = [...new Set(one.needs.map((need) => labels[needText(need)] ?? need[2]))];
  return html`<li id="e-${one.id}"><h3 class="govuk-heading-s govuk-!-margin-bottom-1">${evidenceTitle(one)}${one.withdrawn === null ? noHtml : html` ${tag({ text: 'Withdrawn', classes: 'govuk-tag--grey' })}`}${one.withdrawn === null && !counts(one) ? html` ${tag({ text: 'Does not count', classes: 'govuk-tag--grey' })}` : noHtml}${isToLookAt(one) ? html` ${tag({ text: 'Somebody looks', classes: 'govuk-tag--yellow' })}` : noHtml}</h3>
<p class="govuk-body govuk-!-margin-bottom-1">From ${evidenceSources[one.source].toLowerCase()}${covers === null ? '' : `, ${covers}`}. Recorded on ${showDay(one.recordedOn)}${one.recordedBy === null ? '' : ` by ${one.recordedBy}`}.${proves.length === 0 ? '' : ` Proves: ${proves.join('; ')}.`}</p>
${one.withdrawn === null && !counts(one) ? html`<p class="govuk-body govuk-!-margin-bottom-1">It does not count: the job that it is about was withdrawn.</p>` : noHtml}
${one.words === null ? noHtml : html`<p class="govuk-body newel-written govuk-!-margin-bottom-1">${one.words}</p>`}
${
  one.files.length === 0
    ? html`<p class="govuk-body newel-muted govuk-!-margin-bottom-1">Seen and given back: there is no file.</p>`
    : html`<ul class="govuk-list">${one.files.map(
        ({ id, name, size, sha256 }) =>
          html`<li><a class="govuk-link" href="/cases/${caseId}/evidence/files/${id}" download>${name}</a> <span class="newel-muted">${sizeText(size)}, SHA-256 ${sha256.slice(0, 12)}…</span></li>`,
      )}</ul>`
}
${
  one.withdrawn !== null
    ? html`<p class="govuk-body">Withdrawn on ${showDay(one.withdrawn.on)}: ${one.withdrawn.reason}</p>`
    : mayRecord
      ? html`<p class="govuk-body newel-no-print">${mayProveMore(one) ? html`<a class="govuk-link" href="/cases/${caseId}/evidence/${one.id}/proves">Say what ${one.needs.length === 0 ? 'it' : 'else it'} proves<span class="govuk-visually-hidden">: ${evidenceTitle(one)}</span></a> · ` : noHtml}<a class="govuk-link" href="/cases/${caseId}/evidence/${one.id}/withdraw">Withdraw<span class="govuk-visually-hidden"> ${evidenceTitle(one)}</span></a></p>`
      : noHtml
}</li>`;
}

/** What each milestone needs, holds and lacks, and all evidence of a case. */
export function evidenceHtml(view: EvidenceView): Html {
  const { caseId, contracts, evidence, mayRecord, beneath } = view;
  const standing = evidence.filter(({ withdrawn }) => withdrawn === null);
  const withdrawn = evidence.filter((one) => one.withdrawn !== null);
  const list = (of: readonly Evidence[]) =>
    html`<ol class="govuk-list" reversed>${of.map((one) => pieceHtml(one, view))}</ol>`;
  return html`<h1 class="govuk-heading-l">Evidence</h1>
<p class="govuk-body">What the contract asks for with each milestone, from the first day on: collect it while it is easy to get.</p>
${
  contracts.length === 0
    ? html`<p class="govuk-body">The programme has no contract that asks for evidence.</p>`
    : mayRecord
      ? html`<div class="newel-no-print">${button({ text: 'Add evidence', href: `/cases/${caseId}/evidence/new` })}</div>`
      : noHtml
}
${contracts.map(contractPart)}
<h2 class="govuk-heading-m">What is on file${standing.length === 0 ? '' : ` (${counted(standing.length, 'piece')})`}</h2>
${standing.length === 0 ? html`<p class="govuk-body">No evidence is on file.</p>` : list(standing)}
${withdrawn.length === 0 ? noHtml : details({ summaryText: `Withdrawn (${withdrawn.length})`, html: list(withdrawn) })}
${beneath}`;
}
