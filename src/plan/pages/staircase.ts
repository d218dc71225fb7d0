/** The pages of the staircase: on its own with its table, and small on other pages. */
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay, showNearDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { scrollRegion, table } from '../../kit/ui/index.ts';
import type { Tread } from '../rules/climb.ts';
import type { Measure } from '../rules/measures.ts';
import { formats, layoutStaircase, type StairInput } from '../rules/staircase.ts';
import { groups, groupText, sizeText } from '../rules/steps.ts';
import { type PlanParts, stairInput, storyText } from '../rules/story.ts';
import { keyHtml, patterns, staircaseSvg } from './drawing.ts';

/** The day on which the climb begins: the first meeting where it is known. */
export const fromOf = (head: Pick<CaseHead, 'firstMetOn' | 'attachment' | 'referredOn'>): string | null =>
  head.firstMetOn ?? head.attachment?.on ?? head.referredOn;

/** What the staircase of a case draws. */
export const inputOf = (
  plan: PlanParts,
  head: Pick<CaseHead, 'firstMetOn' | 'attachment' | 'referredOn'>,
  today: string,
  measures: readonly Measure[] = [],
): StairInput =>
  stairInput(plan, {
    from: fromOf(head),
    today,
    measures,
    show: (day) => showNearDay(day, today),
  });

/** The staircase, small and without names, as a link to the whole of it; nothing before there is anything to draw. */
export function smallDrawing(plan: PlanParts, head: CaseHead, today: string): Html {
  const input = inputOf(plan, head, today);
  if (input.treads.length === 0 && input.next.length === 0) return noHtml;
  const svg = staircaseSvg(layoutStaircase(input, 'small'), {
    id: 'stair-small',
    title: 'The staircase so far',
    description: storyText(input),
    classes: 'newel-stair--small',
  });
  return html`<a class="newel-stair-link" href="/cases/${head.caseId}/staircase">${patterns}${svg}<span>Open the staircase</span></a>`;
}

/** Both drawings of the staircase, of which the page shows the one that fits its width. */
export function drawingsHtml(input: StairInput, title: string): Html {
  const description = storyText(input);
  const wide = staircaseSvg(layoutStaircase(input, 'wide'), {
    id: 'stair',
    title,
    description,
    classes: 'newel-stair--wide',
  });
  const narrow = staircaseSvg(layoutStaircase(input, 'narrow'), {
    id: 'stair-narrow',
    title,
    description,
    classes: 'newel-stair--narrow',
  });
  return html`<figure class="newel-stair-figure">${patterns}${wide}${narrow}${keyOf(input)}</figure>`;
}

/** The patterns that occur, with their names; on paper set-backs have none. */
export function keyOf(input: StairInput, on: 'screen' | 'paper' = 'screen'): Html {
  const met = new Set([
    ...input.treads.flatMap((tread) => (tread.kind === 'step' ? [tread.group] : [])),
    ...input.next.slice(0, formats.wide.next).map(({ group }) => group),
  ]);
  const key = groups
    .filter((group) => met.has(group))
    .map((group) => ({ group: group as string, text: groupText[group].text }));
  const slips = on === 'screen' && input.treads.some(({ kind }) => kind === 'slip');
  return key.length === 0 ? noHtml : keyHtml(slips ? [...key, { group: 'slip', text: 'Set-back' }] : key);
}

const what: Record<Tread['kind'], string> = { step: 'Step', slip: 'Set-back', hold: 'Pause' };

/** The page of the staircase: the drawing, and beneath it the same as a table. */
export function staircaseHtml(view: { caseId: string; name: string; input: StairInput; today: string }): Html {
  const { caseId, name, input, today } = view;
  const plan = `/cases/${caseId}/plan`;
  const { treads, measures } = input;
  return html`<div class="newel-plan__head"><h1 class="govuk-heading-l">${name === 'The person' ? 'The staircase' : `${name}’s staircase`}</h1>
<p class="govuk-body newel-plan__links newel-no-print">${joinHtml(
    [
      html`<a class="govuk-link" href="${plan}">The plan</a>`,
      html`<a class="govuk-link" href="${plan}/print">A page to take home</a>`,
    ],
    ' ',
  )}</p></div>
<p class="govuk-body">${storyText(input)}</p>
${drawingsHtml(input, 'The staircase')}
${
  treads.length === 0
    ? html`<p class="govuk-body">The first step that is done becomes the first tread.</p>`
    : scrollRegion({
        label: 'The staircase as a table',
        html: table({
          caption: 'The same as a table, the newest first',
          captionClasses: 'govuk-table__caption--m',
          stack: true,
          head: [{ text: 'When' }, { text: 'What' }, { text: 'Size' }, { text: 'Height after it', format: 'numeric' }],
          rows: treads.toReversed().map((tread) => [
            { text: showDay(tread.on) },
            {
              text: `${tread.kind === 'step' ? groupText[tread.group].text : what[tread.kind]}: ${tread.words}${endText(tread)}`,
            },
            { text: sizeTextOf(tread) },
            { text: String(tread.height), format: 'numeric' },
          ]),
        }),
      })
}
${
  measures.length === 0
    ? noHtml
    : html`<h2 class="govuk-heading-m">What was measured more than once</h2>
<p class="govuk-body">It stands above the steps, where it moved most, up or down. A dot that stands higher is always better.</p>
${measures.map((measure) => measureHtml(measure, today))}`
}`;
}

const endText = (tread: Tread): string =>
  tread.kind === 'hold'
    ? tread.until === null
      ? ', still going on'
      : `, until ${showDay(tread.until)}`
    : tread.kind === 'step' && tread.again
      ? ' (again)'
      : '';

const sizeTextOf = (tread: Tread): string =>
  tread.kind === 'hold'
    ? 'None'
    : tread.kind === 'slip'
      ? tread.change === 0
        ? 'Down by 0: already at the ground'
        : `Down by ${-tread.change}`
      : `${sizeText[tread.size]}: up by ${tread.size}`;

function measureHtml({ label, min, max, better, points }: Measure, today: string): Html {
  return scrollRegion({
    label,
    html: table({
      caption: `${label}, from ${min} to ${max}: ${better === 'high' ? 'higher' : 'lower'} is better`,
      captionClasses: 'govuk-table__caption--s',
      head: [{ text: 'When' }, { text: 'Value', format: 'numeric' }],
      rows: points.map(({ on, value }) => [
        { text: showNearDay(on, today) },
        { text: String(value), format: 'numeric' },
      ]),
    }),
  });
}
