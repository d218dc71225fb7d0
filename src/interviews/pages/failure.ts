import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, tag, warningText } from '../../kit/ui/index.ts';
import { type Interviews, settingText } from '../../programmes/rules.ts';
import { type FailureRow, factsOf } from '../actions/failures.ts';
import { clockText } from '../rules/clock.ts';
import { attemptRefusal, failureStates, proposalRefusal } from '../rules/failure.ts';

/** A failure to attend as one guided page: each step in its order, what is locked and why, and what can be done now. */
export function failureHtml(view: {
  caseId: string;
  row: FailureRow;
  section: Interviews;
  today: string;
  mayRecord: boolean;
  mayDecide: boolean;
}): Html {
  const { row, today, mayDecide } = view;
  const { text, colour } = failureStates[row.state];
  return html`<h1 class="govuk-heading-l">Interview ${row.number ?? ''} was missed on ${showNearDay(row.failed_on, today)}</h1>
<p class="govuk-body">${tag({ text, classes: colour })}</p>
${row.state === 'good_cause' ? insetText({ html: html`There was a good cause. Nothing follows but a new appointment. <a class="govuk-link" href="/cases/${view.caseId}/interviews/book">Book it</a>` }) : noHtml}
<h2 class="govuk-heading-m">1. The letter</h2>
<p class="govuk-body">It bears the date of ${showDay(row.letter_on)}. ${clockText({ days: row.clock_days, unit: row.clock_unit, lastDayCounts: row.last_day_counts }, row.answer_by)}.${row.state === 'open' && today > row.answer_by ? ' That day is over.' : ''}</p>
${attemptsHtml(view)}
${visitHtml(view)}
${causeHtml(view)}
${proposalHtml(view)}
${decisionHtml(view)}
${row.state === 'proposed' && mayDecide ? button({ text: 'Decide', href: hrefOf(view, 'decide') }) : noHtml}
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${view.caseId}/interviews">Interviews</a></p>`;
}

type View = Parameters<typeof failureHtml>[0];
const hrefOf = ({ caseId, row }: Pick<View, 'caseId' | 'row'>, below: string): string =>
  `/cases/${caseId}/interviews/failures/${row.id}/${below}`;
const act = (view: View, below: string, text: string): Html =>
  view.mayRecord
    ? button({ text, href: hrefOf(view, below), classes: 'govuk-button--secondary newel-no-print' })
    : noHtml;

function attemptsHtml(view: View): Html {
  const { row, section, today } = view;
  const refused = attemptRefusal(factsOf(row));
  const channel = (code: string) => section.failure.channels.find((one) => one.code === code)?.label ?? code;
  return html`<h2 class="govuk-heading-m">2. Reaching them</h2>
<p class="govuk-body">${counted(row.steps.length, 'attempt')} of ${row.most_attempts} that the district allows. Who follows up here: ${settingText('follow_up_by', row.follow_up_by).toLowerCase()}.</p>
${row.steps.length === 0 ? noHtml : html`<ul class="govuk-list govuk-list--bullet">${row.steps.map((one) => html`<li>${showNearDay(one.on, today)}, ${channel(one.channel).toLowerCase()}: ${one.reached ? 'reached' : 'not reached'}${one.words === null ? noHtml : html`. ${one.words}`}</li>`)}</ul>`}
${refused === null ? act(view, 'attempt', 'Record an attempt') : row.state === 'open' ? html`<p class="govuk-body">${refused}</p>` : noHtml}`;
}

function visitHtml(view: View): Html {
  const { row, section } = view;
  if (row.protected.length === 0 && row.visit_outcome === null) return noHtml;
  const first = section.failure.protectedPeople.filter(({ code }) => row.protected.includes(code));
  const outcome = section.failure.visitOutcomes.find(({ code }) => code === row.visit_outcome)?.label;
  return html`<h2 class="govuk-heading-m">3. A visit comes first</h2>
<p class="govuk-body">${joinHtml(
    first.map((one) => one.first),
    ' ',
  )}</p>
${
  outcome === undefined
    ? html`${warningText({ iconFallbackText: 'Locked', text: 'Nothing can be proposed before the outcome of the visit is recorded.' })}${row.state === 'open' ? act(view, 'visit', 'Record what came of the visit') : noHtml}`
    : html`<p class="govuk-body">${showDay(row.visit_on)}: ${outcome}${row.visit_words === null ? noHtml : html`. ${row.visit_words}`}</p>`
}`;
}

function causeHtml(view: View): Html {
  const { row, section } = view;
  const cause = section.failure.causes.find(({ code }) => code === row.cause);
  return html`<h2 class="govuk-heading-m">${row.protected.length === 0 ? '3' : '4'}. Why they did not come</h2>
${
  cause === undefined
    ? html`<p class="govuk-body">Not known yet.</p>`
    : html`<p class="govuk-body">${cause.label}, told on ${showDay(row.answered_on)}${(row.answered_on ?? '') <= row.answer_by ? ', in time' : ', after the last day'}. ${cause.good ? 'A good cause.' : 'No good cause by itself.'}${row.cause_words === null ? noHtml : html` ${row.cause_words}`}${row.cause_evidence === null ? noHtml : html` (${row.cause_evidence})`}</p>`
}
${row.state === 'open' ? act(view, 'cause', cause === undefined ? 'They said why' : 'They said something else') : noHtml}`;
}

function proposalHtml(view: View): Html {
  const { row, section, today } = view;
  if (row.state === 'good_cause') return noHtml;
  const label = section.failure.proposals.find(({ code }) => code === row.proposal)?.label;
  const refused = proposalRefusal(factsOf(row), today);
  return html`<h2 class="govuk-heading-m">${row.protected.length === 0 ? '4' : '5'}. What you propose</h2>
${
  label === undefined
    ? refused === null
      ? html`<p class="govuk-body">The days are over. You propose what follows, and somebody else decides.</p>${act(view, 'propose', 'Propose what follows')}`
      : html`<p class="govuk-body">${refused}</p>`
    : html`<p class="govuk-body">${row.proposed_by_name ?? 'The worker'} on ${showDay(row.proposed_on)}: ${label}. ${row.proposal_words}</p>`
}`;
}

function decisionHtml({ row }: View): Html {
  if (row.state !== 'decided' && row.state !== 'proposed') return noHtml;
  return html`<h2 class="govuk-heading-m">${row.protected.length === 0 ? '5' : '6'}. The decision</h2>
<p class="govuk-body">${row.decision === null ? 'It waits for somebody else than the worker.' : html`${row.decided_by_name ?? 'Somebody else'} on ${showDay(row.decided_on)}: ${row.decision === 'agreed' ? 'agreed' : 'not agreed; a new appointment and nothing else'}. ${row.decision_words}`}</p>`;
}
