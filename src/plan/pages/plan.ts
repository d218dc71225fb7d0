/** The plan of a case on one page. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, insetText, scrollRegion, table, tag, warningText } from '../../kit/ui/index.ts';
import type { Goal } from '../actions/goals.ts';
import type { Plan, Promised } from '../actions/plan.ts';
import { clickOf } from '../rules/click.ts';
import { goalTable, termText } from '../rules/goals.ts';
import { daysBetween, landingText } from '../rules/holds.ts';
import { promiseCounts, standingOf, standingTable } from '../rules/promises.ts';
import { type Names, ownerText } from '../rules/questions.ts';
import type { PlanRules } from '../rules/settings.ts';
import { sizeText } from '../rules/steps.ts';
import { ruleText, type Suggestion } from '../rules/suggest.ts';
import { stepsHtml } from './steps.ts';

/** What the page of a plan shows. `moved` says why a click was not saved. */
export type PlanView = {
  caseId: string;
  today: string;
  plan: Plan;
  names: Names;
  rules: PlanRules;
  suggestion: Suggestion | null;
  live: boolean;
  mayWrite: boolean;
  mayApprove: boolean;
  userId: string | null;
  csrf: Html;
  /** The staircase, small. */
  drawing: Html;
  moved?: string;
};

/** The plan: goals in the person's words, the staircase, the steps, what everybody promised. */
export function planHtml(view: PlanView): Html {
  const { caseId, today, plan, names, live, mayWrite, csrf, moved } = view;
  const path = `/cases/${caseId}/plan`;
  return html`${
    moved === undefined ? noHtml : warningText({ iconFallbackText: 'Warning', text: moved })
  }<div class="newel-plan__head"><h1 class="govuk-heading-l">${names.person === 'The person' ? 'Plan' : `${names.person}’s plan`}</h1>
<p class="govuk-body newel-plan__links newel-no-print">${joinHtml(
    [
      html`<a class="govuk-link" href="/cases/${caseId}/staircase">The staircase</a>`,
      html`<a class="govuk-link" href="${path}/print">A page to take home</a>`,
      mayWrite && html`<a class="govuk-link" href="${path}/crisis">There is a crisis</a>`,
      mayWrite && html`<a class="govuk-link" href="${path}/setbacks/new">Record a set-back</a>`,
      html`<a class="govuk-link" href="/cases/${caseId}/timeline?show=plan">History</a>`,
    ],
    ' ',
  )}</p></div>
${holdsHtml(view, path)}${reviewHtml(view, path)}
<div class="newel-plan__top"><section aria-labelledby="goals">${goalsHtml(view, path)}</section>${view.drawing}</div>
${suggestionHtml(view, path)}
<form method="post" action="${path}/steps" class="newel-plan">${csrf}
${stepsHtml({ path, today, plan, names, live, mayWrite, userId: view.userId })}
${promisesHtml(view, path)}
</form>
<p class="govuk-body newel-secondary">${ruleText(view.rules)}</p>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="${path}/export.csv">Goals and steps as a file (CSV)</a></p>`;
}

function holdsHtml({ plan, today, mayWrite }: PlanView, path: string): Html {
  const open = plan.holds.filter(({ endsOn }) => endsOn === null);
  return joinHtml(
    open.map((hold) => {
      const waiting = plan.steps.filter(({ state, holdId }) => state === 'held' && holdId === hold.id).length;
      const days = daysBetween(hold.startsOn, today);
      const since = days === 0 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'}`;
      return insetText({
        html: html`<p class="govuk-body"><strong>${landingText(hold)}</strong>, ${days === 0 ? 'since today' : `for ${since}`}. ${
          waiting === 0
            ? 'No step waits for it.'
            : `${waiting === 1 ? '1 step waits' : `${waiting} steps wait`} and cannot be late.`
        }</p>${
          mayWrite
            ? button({
                text: 'Go on with the plan',
                href: `${path}/holds/${hold.id}/resume`,
                classes: 'govuk-button--secondary',
              })
            : noHtml
        }`,
      });
    }),
  );
}

function reviewHtml({ plan, rules, mayApprove, mayWrite, userId, today }: PlanView, path: string): Html {
  if (!rules.approval) return noHtml;
  const { review } = plan;
  const ask = mayWrite ? html` <a class="govuk-link" href="${path}/approval">Ask for approval</a>` : noHtml;
  if (review === null) return insetText({ html: html`This programme asks a manager to approve plans.${ask}` });
  const on = showNearDay(review.decidedOn ?? review.askedOn, today);
  if (review.state === 'asked') {
    const decide =
      mayApprove && review.askedBy !== userId
        ? html` <a class="govuk-link" href="${path}/approval/${review.id}">Approve or return it</a>`
        : noHtml;
    return insetText({ html: html`Approval was asked for on ${on}.${decide}` });
  }
  const returned = review.state === 'returned';
  return insetText({
    html: html`${returned ? 'Returned' : 'Approved'} on ${on}.${review.reason === null ? noHtml : html` ${review.reason}`}${ask}`,
  });
}

function goalsHtml({ plan, mayWrite }: PlanView, path: string): Html {
  const open = plan.goals.filter(({ state }) => state === 'open');
  const rest = plan.goals.filter(({ state }) => state !== 'open');
  return html`<div class="newel-plan__head"><h2 class="govuk-heading-m" id="goals">Goals</h2>${
    mayWrite ? html`<a class="govuk-link" href="${path}/goals/new">Add a goal</a>` : noHtml
  }</div>
${open.length === 0 ? html`<p class="govuk-body">No goal yet. What do they want, in their own words?</p>` : noHtml}
${open.map((goal) => goalHtml(goal, path, mayWrite))}
${
  rest.length === 0
    ? noHtml
    : html`<ul class="govuk-list newel-plan__past">${rest.map(
        (goal) =>
          html`<li>${tag({ text: goalTable[goal.state].text, classes: goalTable[goal.state].colour })} <a class="govuk-link" href="${path}/goals/${goal.id}">${goal.words}</a> ${showDay(goal.stateOn)}</li>`,
      )}</ul>`
}`;
}

function goalHtml(goal: Goal, path: string, mayWrite: boolean): Html {
  const about = [termText[goal.term], goal.area].filter(Boolean).join(' · ');
  return html`<figure class="newel-own-words newel-goal"><blockquote class="newel-written">${goal.words}</blockquote>
<figcaption>${about}${
    mayWrite
      ? html` · <a class="govuk-link" href="${path}/goals/${goal.id}">Change<span class="govuk-visually-hidden"> the goal: ${goal.words}</span></a> · <a class="govuk-link" href="${path}/goals/${goal.id}/end">Reached, set aside or given up</a>`
      : noHtml
  }</figcaption></figure>`;
}

function suggestionHtml({ suggestion, plan, mayWrite, csrf, live }: PlanView, path: string): Html {
  if (suggestion === null || !mayWrite || !live) return noHtml;
  const { rule, count, size, stepId } = suggestion;
  const step = plan.steps.find(({ id }) => id === stepId);
  const why =
    rule === 'smaller'
      ? `The last ${count === 1 ? 'step' : `${count} steps`} did not happen yet${step === undefined ? '' : `, most lately “${step.words}”`}. A smaller step might be the right one: even five minutes of it counts.`
      : `The last ${count === 1 ? 'step was' : `${count} steps were`} done at the first go and on time. A bigger one might be the right one now.`;
  return html`<section class="newel-suggestion newel-no-print" aria-labelledby="suggestion"><h2 class="govuk-heading-s" id="suggestion">${rule === 'smaller' ? 'A smaller step?' : 'A bigger step?'}</h2>
<p class="govuk-body">${why}</p>
${button({ text: `Agree ${rule === 'smaller' ? 'a smaller' : 'a bigger'} step`, href: `${path}/steps/new?suggested=${rule}`, classes: 'govuk-button--secondary' })}
<form method="post" action="${path}/suggestion" novalidate>${csrf}<input type="hidden" name="suggestion" value="${rule}.${suggestion.after}">
<div class="govuk-form-group"><label class="govuk-label" for="reason">Or not now, because</label><input class="govuk-input govuk-!-width-two-thirds" id="reason" name="reason" maxlength="300"> <button class="newel-do">Leave it</button></div></form>
<p class="govuk-hint">Suggested size: ${sizeText[size].toLowerCase()}. It comes back only when something new has happened.</p></section>`;
}

function promisesHtml({ plan, today, names, mayWrite, live }: PlanView, path: string): Html {
  const day = live ? today : '0000-01-01';
  const counts = promiseCounts(plan.promises, day);
  const add = mayWrite ? html`<a class="govuk-link" href="${path}/promises/new">Write a promise down</a>` : noHtml;
  const head = html`<div class="newel-plan__head"><h2 class="govuk-heading-m" id="promises">Promises</h2>${add}</div>`;
  if (plan.promises.length === 0)
    return html`<section aria-labelledby="promises">${head}<p class="govuk-body">Nothing is promised. What the key worker or a service takes on stands here.</p></section>`;
  return html`<section aria-labelledby="promises">${head}
<p class="govuk-body">${counts.kept} kept, ${counts.broken} not kept, of ${counts.made}.</p>
${scrollRegion({
  label: 'Table of promises',
  html: table({
    caption: 'What everybody promised',
    captionClasses: 'govuk-visually-hidden',
    stack: true,
    head: ['Who', 'What', 'To whom', 'By when', 'How it stands'].map((text) => ({ text })),
    rows: plan.promises.map((one) => [
      { text: ownerText(one.by, names, one.byName) },
      {
        html:
          one.storedAs === 'step'
            ? html`<a class="govuk-link" href="${path}/steps/${one.id}">${one.words}</a>`
            : html`<a class="govuk-link" href="${path}/promises/${one.id}">${one.words}</a>`,
      },
      { text: one.toWhom === 'the person' ? names.person : one.toWhom },
      { text: one.dueOn === null ? 'No day named' : showNearDay(one.dueOn, today) },
      { html: standingHtml(one, day, mayWrite) },
    ]),
  }),
})}</section>`;
}

function standingHtml(one: Promised, day: string, mayWrite: boolean): Html {
  const standing = standingTable[standingOf(one, day)];
  const shown = html`${tag({ text: standing.text, classes: standing.colour })}${one.note === null ? noHtml : html` ${one.note}`}`;
  if (!mayWrite || one.storedAs === 'step' || one.state !== 'open') return shown;
  const click = (verb: string, text: string) =>
    html`<button name="do" value="${clickOf(verb, one.id, one.version)}" class="newel-do">${text}<span class="govuk-visually-hidden">: ${one.words}</span></button>`;
  return html`${shown} ${click('keep', 'Kept')} ${click('break', 'Broken')}`;
}
