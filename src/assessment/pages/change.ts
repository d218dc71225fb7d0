/** What changed since an earlier time, in groups that a person understands, with the table. */
import { showDay } from '../../kit/clock.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { table, tag } from '../../kit/ui/index.ts';
import type { Change, Held, Outcome } from '../rules/change.ts';
import { ANSWER_STATES, type AnswerState, isIssue } from '../rules.ts';
import { answerHtml, directionText } from './answers.ts';

// In the order in which they are read: what a worker and a person look for first.
const GROUPS: readonly { outcome: Outcome; title: string; none?: string; about?: string }[] = [
  { outcome: 'improved', title: 'What got lighter', none: 'Nothing got lighter.' },
  { outcome: 'worsened', title: 'What got heavier', none: 'Nothing got heavier.' },
  {
    outcome: 'newly disclosed',
    title: 'What is new',
    none: 'Nothing is new.',
    about: 'Told of for the first time. It may have been there before: it counts neither as better nor as worse.',
  },
  { outcome: 'same', title: 'What stayed the same', none: 'Nothing stayed the same.' },
  {
    outcome: 'not re-assessed',
    title: 'What was not asked again',
    none: 'Everything that was answered before was answered again.',
    about: 'Answered before and not this time. How it is today is not known.',
  },
  { outcome: 'first answer', title: 'Answered for the first time' },
  { outcome: 'changed', title: 'Other answers', about: 'Another answer, which is neither better nor worse in itself.' },
  { outcome: 'not comparable', title: 'Asked in another way', about: 'Asked on another scale before.' },
];

const countOf = (changes: readonly Change[], outcome: Outcome): number =>
  changes.filter((one) => one.outcome === outcome).length;

/** '2 lighter, 1 heavier, 1 new, 3 the same, 4 not asked again', of issues and other scales alike. */
export function summaryText(changes: readonly Change[]): string {
  const count = (outcome: Outcome) => countOf(changes, outcome);
  return `${count('improved')} lighter, ${count('worsened')} heavier, ${count('newly disclosed')} new, ${count('same')} the same, ${count('not re-assessed')} not asked again`;
}

function heldHtml(held: Held | null, state: AnswerState, on: string | null): Html {
  if (held === null)
    return html`<span class="newel-secondary">${ANSWER_STATES[state === 'answered' ? 'not asked' : state]}</span>`;
  const other = held.on !== null && held.on !== on;
  return html`${answerHtml(held.asked, held.answer)}${other ? html`<br><span class="newel-asked">${showDay(held.on)}</span>` : noHtml}`;
}

function remarks({ asked, severe, outcome, reworded, disclosedOn }: Change): Html {
  const said = [
    severe.before && !severe.now && outcome === 'improved'
      ? tag({ text: 'No longer severe', classes: 'govuk-tag--green' })
      : null,
    severe.now && !severe.before && outcome === 'worsened'
      ? tag({ text: 'Severe now', classes: 'govuk-tag--orange' })
      : null,
    directionText(asked) === '' ? null : html`${directionText(asked)}`,
    isIssue(asked) && disclosedOn !== null ? html`First told of on ${showDay(disclosedOn)}` : null,
    reworded ? html`Asked in other words than before` : null,
  ].filter((one) => one !== null);
  return said.length === 0 ? html`Neither way` : joinHtml(said, html`<br>`);
}

/** The groups with a table each. `before` and `now` are the days ('YYYY-MM-DD') that most answers are of. */
export function groupsHtml(view: {
  changes: readonly Change[];
  before: string | null;
  now: string | null;
  heads: { before: string; now: string };
}): Html {
  const { changes, before, now, heads } = view;
  return joinHtml(
    GROUPS.map(({ outcome, title, none, about }) => {
      const rows = changes.filter((one) => one.outcome === outcome);
      if (rows.length === 0)
        return none === undefined
          ? noHtml
          : html`<h2 class="govuk-heading-m">${title}</h2><p class="govuk-body">${none}</p>`;
      return html`<h2 class="govuk-heading-m">${title}</h2>
${about === undefined ? noHtml : html`<p class="govuk-body">${about}</p>`}
${table({
  caption: title,
  captionClasses: 'govuk-visually-hidden',
  stack: true,
  firstCellIsHeader: true,
  classes: 'newel-compare',
  head: [{ text: 'Question' }, { text: heads.before }, { text: heads.now }, { text: 'What to know' }],
  rows: rows.map((row) => [
    { text: row.asked.label },
    { html: heldHtml(row.before, 'not asked', before) },
    { html: heldHtml(row.now, row.state, now) },
    { html: remarks(row) },
  ]),
})}`;
    }),
  );
}

/** An assessment against what was known before it. */
export function changeHtml(view: {
  title: string;
  changes: readonly Change[];
  before: { title: string; on: string | null };
  now: { title: string; on: string | null };
  back: string;
}): Html {
  const { title, changes, before, now, back } = view;
  return html`<h1 class="govuk-heading-l">${title}</h1>
<p class="govuk-body">${now.title}, against: ${before.title}.</p>
<p class="govuk-body-l">${summaryText(changes)}.</p>
${groupsHtml({ changes, before: before.on, now: now.on, heads: { before: 'Last time', now: 'This time' } })}
<p class="govuk-body"><a class="govuk-link" href="${back}">Back to the assessment</a></p>`;
}
