/** The page of one step: what it says, every attempt at it, and what can be done with it. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, type SummaryListRow, scrollRegion, summaryList, table, tag } from '../../kit/ui/index.ts';
import type { Goal } from '../actions/goals.ts';
import type { PlannedStep, Setback } from '../actions/plan.ts';
import type { AttemptKept } from '../actions/step-changes.ts';
import { clickOf } from '../rules/click.ts';
import { type Names, ownerText } from '../rules/questions.ts';
import { groupText, isOpen, isOverdue, resultText, sizeText, states } from '../rules/steps.ts';

export type StepView = {
  caseId: string;
  today: string;
  step: PlannedStep;
  tries: number;
  attempts: readonly AttemptKept[];
  by: ReadonlyMap<string, string>;
  goal: Goal | null;
  /** The step for which this is Plan B, and those that are Plan B for this one. */
  before: PlannedStep | null;
  after: readonly PlannedStep[];
  setbacks: readonly Setback[];
  names: Names;
  live: boolean;
  mayWrite: boolean;
  csrf: Html;
};

const row = (key: string, value: Html | string): SummaryListRow => ({
  key: { text: key },
  value: { html: html`${value}` },
});

export function stepHtml(view: StepView): Html {
  const { caseId, step, today, tries, goal, before, after, setbacks, names, live } = view;
  const path = `/cases/${caseId}/plan`;
  const link = (one: PlannedStep) => html`<a class="govuk-link" href="${path}/steps/${one.id}">${one.words}</a>`;
  const due = step.dueOn === null ? 'No day named' : showNearDay(step.dueOn, today);
  return html`<h1 class="govuk-heading-l">${step.words}</h1>
${summaryList({
  rows: [
    row(
      'How it stands',
      html`${tag({ text: states[step.state].text, classes: states[step.state].colour })} since ${showDay(step.stateOn)}${step.stateReason === null ? noHtml : html`: ${step.stateReason}`}`,
    ),
    row('For', groupText[step.group].text),
    row('Size', sizeText[step.size]),
    row('Who takes it', ownerText(step.owner, names, step.ownerName ?? step.staffName)),
    row('By when', live && isOverdue(step, today) ? html`${due}. That day has passed` : due),
    row('Tries', tries === 0 ? 'None yet' : String(tries)),
    ...(goal === null ? [] : [row('Leads to', goal.words)]),
    ...(before === null ? [] : [row('Plan B for', link(before))]),
    ...after.map((one) => row('Its Plan B', link(one))),
    ...setbacks.map((one) =>
      row(
        'Undone',
        html`<a class="govuk-link" href="${path}/setbacks/${one.id}">${one.words}</a>, ${showDay(one.happenedOn)}`,
      ),
    ),
  ],
})}
${view.mayWrite ? actionsHtml(view, path) : noHtml}
${attemptsHtml(view)}
<p class="govuk-body"><a class="govuk-link" href="${path}">Back to the plan</a></p>`;
}

function actionsHtml({ step, csrf }: StepView, path: string): Html {
  const here = `${path}/steps/${step.id}`;
  const second = 'govuk-button--secondary';
  const click = (verb: string, text: string) =>
    html`<form method="post" action="${path}/steps">${csrf}${button({ text, name: 'do', value: clickOf(verb, step.id, step.version), classes: second })}</form>`;
  return html`<div class="govuk-button-group newel-no-print">
${isOpen(step) ? button({ text: 'What came of it', href: `${here}/result` }) : noHtml}
${step.state === 'done' ? noHtml : button({ text: 'Make a Plan B', href: `${path}/steps/new?instead=${step.id}`, classes: second })}
${isOpen(step) ? click('hold', 'Put on hold') : noHtml}
${step.state === 'held' ? click('resume', 'Go on with it') : noHtml}
${step.state === 'dropped' ? click('takeUp', 'Take it up again') : noHtml}
<a class="govuk-link" href="${here}/change">Change it</a>
${isOpen(step) || step.state === 'held' ? html`<a class="govuk-link" href="${here}/drop">Drop it</a>` : noHtml}
</div>`;
}

function attemptsHtml({ attempts, by }: StepView): Html {
  if (attempts.length === 0) return html`<p class="govuk-body">Nobody has said yet what came of it.</p>`;
  return scrollRegion({
    label: 'What came of it',
    html: table({
      caption: 'What came of it, the newest first',
      captionClasses: 'govuk-table__caption--m',
      stack: true,
      head: ['When', 'What', 'Note', 'Recorded by'].map((text) => ({ text })),
      rows: attempts.map((one) => [
        { text: showDay(one.on) },
        {
          text:
            one.undoneAt === null
              ? resultText[one.result]
              : `${resultText[one.result]} (taken back: recorded by mistake)`,
        },
        { text: one.note ?? '' },
        { text: one.by === null ? '' : (by.get(one.by) ?? '') },
      ]),
    }),
  });
}
