/** One A4 page to take home: the drawing, the next three steps, whom to ring. Plain words, large type, nothing that shames. */
import { showNearDay } from '../../kit/clock.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import type { PlannedStep } from '../actions/plan.ts';
import { type Names, ownerText } from '../rules/questions.ts';
import { layoutStaircase, type StairInput } from '../rules/staircase.ts';
import { storyText } from '../rules/story.ts';
import { patterns, staircaseSvg } from './drawing.ts';
import { keyOf } from './staircase.ts';

/** What the page shows. `input` and `next` are those of `forPaper`. */
export type PrintView = {
  caseId: string;
  today: string;
  names: Names;
  /** The key worker's work telephone, or null. */
  phone: string | null;
  input: StairInput;
  next: readonly PlannedStep[];
};

export function printHtml({ caseId, today, names, phone, input, next }: PrintView): Html {
  const drawing = staircaseSvg(layoutStaircase(input, 'print'), {
    id: 'stair-print',
    title: 'The staircase',
    description: storyText(input),
    classes: 'newel-stair--print',
  });
  const worker = names.worker ?? 'your key worker';
  return html`<div class="newel-no-print"><h1 class="govuk-heading-l">A page to take home</h1>
<p class="govuk-body">It fits on one side of paper. Set-backs are drawn without words, steps that were to be left out are not named, and of what was measured only what got better is shown. <a class="govuk-link" href="/cases/${caseId}/plan">Back to the plan</a></p>
<p class="govuk-body" data-newel-print>Print it with your browser’s menu.</p></div>
<article class="newel-paper">
<h2 class="newel-paper__title">${names.person === 'The person' ? 'My' : `${names.person}’s`} way up</h2>
${patterns}${drawing}
${keyOf(input, 'paper')}
<h3 class="newel-paper__next">${next.length === 0 ? 'What comes next' : next.length === 1 ? 'The next step' : `The next ${next.length === 2 ? 'two' : 'three'} steps`}</h3>
${
  next.length === 0
    ? html`<p>We will find the next step together.</p>`
    : html`<ol class="newel-paper__steps">${next.map(
        (step) =>
          html`<li><span class="newel-paper__box" aria-hidden="true"></span><span><strong>${step.words}</strong>${
            step.dueOn === null || step.dueOn < today
              ? noHtml
              : html` <span class="newel-paper__day">by ${showNearDay(step.dueOn, today)}</span>`
          }${step.owner === 'person' ? noHtml : html`<br>${ownerText(step.owner, names, step.ownerName)} does this`}</span></li>`,
      )}</ol>`
}
<p class="newel-paper__ring">Ring or text ${worker}: ${phone === null ? html`<span class="newel-paper__blank"><span class="govuk-visually-hidden">number to be written in</span></span>` : html`<strong>${phone}</strong>`}</p>
<p class="newel-paper__small">Something went wrong? Ring. Trying again always counts.</p>
</article>`;
}
