/** What changed since an earlier time: the picture that a person understands, and the same as a table. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { table, tag } from '../../kit/ui/index.ts';
import type { Change, Held, Outcome } from '../rules/change.ts';
import { ANSWER_STATES, type AnswerState, isIssue } from '../rules.ts';
import { answerHtml, directionText } from './answers.ts';
import { pictureHtml } from './picture.ts';

// In the order in which they are read: what a worker and a person look for first.
const ORDER: readonly Outcome[] = [
  'improved',
  'worsened',
  'newly disclosed',
  'first answer',
  'same',
  'changed',
  'not re-assessed',
  'not comparable',
];

/** What became of a question, in words. */
function outcomeText({ outcome, asked }: Change): string {
  switch (outcome) {
    case 'improved':
      return isIssue(asked) ? 'Lighter' : 'Better';
    case 'worsened':
      return isIssue(asked) ? 'Heavier' : 'Worse';
    case 'newly disclosed':
      return 'New';
    case 'first answer':
      return 'Asked for the first time';
    case 'same':
      return 'The same';
    case 'changed':
      return 'Another answer, neither better nor worse';
    case 'not re-assessed':
      return 'Not asked again';
    case 'not comparable':
      return 'Asked on another scale';
    case 'never':
      return 'Never answered';
  }
}

/** '2 lighter or better, 1 heavier or worse, 1 new, 3 the same, 4 not asked again'. */
export function summaryText(changes: readonly Change[]): string {
  const count = (outcome: Outcome) => changes.filter((one) => one.outcome === outcome).length;
  return `${count('improved')} lighter or better, ${count('worsened')} heavier or worse, ${count('newly disclosed')} new, ${count('same')} the same, ${count('not re-assessed')} not asked again`;
}

function heldHtml(held: Held | null, state: AnswerState, on: string | null): Html {
  if (held === null)
    return html`<span class="newel-secondary">${ANSWER_STATES[state === 'answered' ? 'not asked' : state]}</span>`;
  const other = held.on !== null && held.on !== on;
  return html`${answerHtml(held.asked, held.answer)}${other ? html`<br><span class="newel-asked">${showDay(held.on)}</span>` : noHtml}`;
}

function outcomeHtml(change: Change): Html {
  const { asked, severe, outcome, reworded, disclosedOn } = change;
  const said = [
    html`${outcomeText(change)}`,
    severe.before && !severe.now && outcome === 'improved'
      ? tag({ text: 'No longer severe', classes: 'govuk-tag--green' })
      : null,
    severe.now && !severe.before && outcome === 'worsened'
      ? tag({ text: 'Severe now', classes: 'govuk-tag--orange' })
      : null,
    isIssue(asked) || directionText(asked) === ''
      ? null
      : html`<span class="newel-asked">${directionText(asked)}</span>`,
    isIssue(asked) && disclosedOn !== null
      ? html`<span class="newel-asked">First told of on ${showDay(disclosedOn)}</span>`
      : null,
    reworded ? html`<span class="newel-asked">Asked in other words than before</span>` : null,
  ].filter((one) => one !== null);
  return joinHtml(said, html`<br>`);
}

/** The picture with its table. `before` and `now` are what the two are called and the days that most answers are of. */
export function changeHtml(view: {
  title: string;
  changes: readonly Change[];
  before: { title: string; on: string | null };
  now: { title: string; on: string | null };
  back: { href: string; text: string };
}): Html {
  const { title, changes, before, now, back } = view;
  const rows = ORDER.flatMap((outcome) => changes.filter((one) => one.outcome === outcome));
  return html`<div class="newel-picture-page"><h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${now.title}, against: ${before.title}.</p>
<p class="govuk-body-l">${summaryText(changes)}.</p>
${pictureHtml(changes)}
<div class="newel-no-print">
<h2 class="govuk-heading-m">The same as a table</h2>
${
  rows.length === 0
    ? html`<p class="govuk-body">Nothing was answered yet.</p>`
    : table({
        caption: 'Every question that was answered',
        captionClasses: 'govuk-visually-hidden',
        stack: true,
        firstCellIsHeader: true,
        classes: 'newel-compare',
        head: [{ text: 'Question' }, { text: 'Before' }, { text: 'Now' }, { text: 'What became of it' }],
        rows: rows.map((row) => [
          { text: row.asked.label },
          { html: heldHtml(row.before, 'not asked', before.on) },
          { html: heldHtml(row.now, row.state, now.on) },
          { html: outcomeHtml(row) },
        ]),
      })
}
<p class="govuk-body"><a class="govuk-link" href="${back.href}">${back.text}</a></p>
</div></div>`;
}
