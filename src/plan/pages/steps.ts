/** The steps of a plan in their three groups. Each says what it is, how it stands, and takes one click. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { details, tag } from '../../kit/ui/index.ts';
import type { Plan, PlannedStep } from '../actions/plan.ts';
import { clickOf } from '../rules/click.ts';
import { type Names, ownerText } from '../rules/questions.ts';
import { type Group, groups, groupText, isOpen, isOverdue, sizeText, states, triesOf } from '../rules/steps.ts';

/** What the list of steps needs. `live` is false for a case that has ended: nothing is then late. */
export type StepsView = {
  path: string;
  today: string;
  plan: Plan;
  names: Names;
  live: boolean;
  mayWrite: boolean;
  /** Who looks: a mistake is taken back by whoever made it. */
  userId: string | null;
};

const act = (verb: string, step: PlannedStep, text: string, more = ''): Html =>
  html`<button name="do" value="${clickOf(verb, step.id, step.version)}" class="newel-do${more}">${text}</button>`;

/** What stands beneath a step: size, day, who takes it, how often it was tried, what it is Plan B of. */
function facts(step: PlannedStep, view: StepsView): Html {
  const { today, names, live, plan } = view;
  const overdue = live && isOverdue(step, today);
  const tries = triesOf(step.attempts);
  const before = step.insteadOf === null ? undefined : plan.steps.find(({ id }) => id === step.insteadOf);
  return joinHtml(
    [
      sizeText[step.size],
      step.dueOn !== null &&
        isOpen(step) &&
        (overdue
          ? html`<strong>was for ${showNearDay(step.dueOn, today)}</strong>`
          : `by ${showNearDay(step.dueOn, today)}`),
      ownerText(step.owner, names, step.ownerName),
      step.attempts.some(({ result }) => result === 'done') && isOpen(step) && 'done before',
      tries > 0 &&
        isOpen(step) &&
        !step.attempts.some(({ result }) => result === 'done') &&
        `tried ${tries === 1 ? 'once' : tries === 2 ? 'twice' : `${tries} times`}`,
      before !== undefined && html`Plan B for “${before.words}”`,
    ],
    ' · ',
  );
}

function openStep(step: PlannedStep, view: StepsView): Html {
  const { path, mayWrite } = view;
  const held = step.state === 'held';
  const clicks = held
    ? act('resume', step, 'Go on with it')
    : html`${act('done', step, 'Done', ' newel-do--main')}${act('tried', step, 'Tried')}${act('missed', step, 'Not yet')}`;
  return html`<li id="s-${step.id}" class="newel-step newel-step--${step.group}${held ? ' newel-step--held' : ''}">
<div class="newel-step__what"><a class="govuk-link" href="${path}/steps/${step.id}" id="w-${step.id}">${step.words}</a>${held ? html` ${tag({ text: states.held.text, classes: states.held.colour })}` : noHtml}<p class="newel-step__facts">${facts(step, view)}</p></div>
${
  mayWrite
    ? html`<div class="newel-step__do" role="group" aria-labelledby="w-${step.id}">${clicks}<button name="do" value="up.${step.id}" id="up-${step.id}" class="newel-do newel-do--place" aria-label="Move up">↑</button><button name="do" value="down.${step.id}" id="down-${step.id}" class="newel-do newel-do--place" aria-label="Move down">↓</button></div>`
    : noHtml
}</li>`;
}

const waits = ({ state }: PlannedStep): boolean => state === 'open' || state === 'tried' || state === 'held';

function groupHtml(group: Group, view: StepsView): Html {
  const steps = view.plan.steps.filter((step) => step.group === group && waits(step));
  const { text, hint } = groupText[group];
  return html`<section aria-labelledby="g-${group}"><div class="newel-plan__head"><h2 class="govuk-heading-m newel-plan__group newel-plan__group--${group}" id="g-${group}">${text}</h2>
${view.mayWrite ? html`<a class="govuk-link" href="${view.path}/steps/new?group=${group}">Add a step<span class="govuk-visually-hidden"> for ${text.toLowerCase()}</span></a>` : noHtml}</div>
${
  steps.length === 0
    ? html`<p class="govuk-hint">Nothing here now. ${hint}.</p>`
    : html`<ol class="newel-steps" data-newel-order>${steps.map((step) => openStep(step, view))}</ol>`
}</section>`;
}

const lately = 3;

function endedStep(step: PlannedStep, view: StepsView): Html {
  const { path, mayWrite, userId } = view;
  const last = step.attempts.at(-1);
  const fresh = last?.fresh === true && last.by === userId;
  const click =
    step.state === 'done' ? (fresh ? act('undo', step, 'Undo') : noHtml) : act('takeUp', step, 'Take it up again');
  return html`<li id="s-${step.id}" class="newel-step newel-step--${step.group}"><div class="newel-step__what"><a class="govuk-link" href="${path}/steps/${step.id}" id="w-${step.id}">${step.words}</a><p class="newel-step__facts">${states[step.state].text} ${showDay(step.stateOn)} · ${sizeText[step.size]}${step.stateReason === null ? noHtml : html` · ${step.stateReason}`}</p></div>
${mayWrite && click !== noHtml ? html`<div class="newel-step__do" role="group" aria-labelledby="w-${step.id}">${click}</div>` : noHtml}</li>`;
}

function endedHtml(view: StepsView): Html {
  const newestFirst = (a: PlannedStep, b: PlannedStep) => (a.stateOn < b.stateOn ? 1 : a.stateOn > b.stateOn ? -1 : 0);
  const done = view.plan.steps.filter(({ state }) => state === 'done').sort(newestFirst);
  const dropped = view.plan.steps.filter(({ state }) => state === 'dropped').sort(newestFirst);
  const list = (steps: readonly PlannedStep[]) =>
    html`<ol class="newel-steps">${steps.map((step) => endedStep(step, view))}</ol>`;
  return html`${
    done.length === 0
      ? noHtml
      : html`<section aria-labelledby="g-done"><h2 class="govuk-heading-m" id="g-done">Done: ${done.length}</h2>${list(done.slice(0, lately))}
${done.length > lately ? details({ summaryText: `${done.length - lately} done before`, html: list(done.slice(lately)) }) : noHtml}</section>`
  }${dropped.length === 0 ? noHtml : details({ summaryText: `Dropped: ${dropped.length}`, html: list(dropped) })}`;
}

/** The three groups, then what is done and what was dropped. It stands in the form of the plan. */
export function stepsHtml(view: StepsView): Html {
  return html`${groups.map((group) => groupHtml(group, view))}${endedHtml(view)}`;
}
