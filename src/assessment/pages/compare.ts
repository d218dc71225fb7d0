import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { table } from '../../kit/ui/index.ts';
import type { Compared, Outcome } from '../rules/compare.ts';
import { answerHtml, directionText } from './answers.ts';

// In the order in which they are read: what a worker and a person look for first.
const GROUPS: readonly { outcome: Outcome; title: string; none?: string; about?: string }[] = [
  { outcome: 'improved', title: 'What got better', none: 'Nothing got better.' },
  { outcome: 'worsened', title: 'What got worse', none: 'Nothing got worse.' },
  {
    outcome: 'new',
    title: 'New this time',
    none: 'Nothing is new.',
    about: 'Not answered last time. It may have been there before: it counts neither as better nor as worse.',
  },
  { outcome: 'changed', title: 'Other answers', about: 'Another answer, which is neither better nor worse in itself.' },
  { outcome: 'same', title: 'What stayed the same', none: 'Nothing stayed the same.' },
  {
    outcome: 'not answered again',
    title: 'Not answered again',
    none: 'Everything that was answered last time was answered again.',
    about: 'Answered last time only. Nothing is known of it today.',
  },
  { outcome: 'not comparable', title: 'Asked in another way', about: 'Asked on another scale last time.' },
];

/** An assessment against the one before. `before` and `now` are what the two are called. */
export function compareHtml(view: { compared: readonly Compared[]; before: string; now: string; back: string }): Html {
  const { compared, before, now, back } = view;
  const counts = new Map<Outcome, number>();
  for (const { outcome } of compared) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const count = (outcome: Outcome) => counts.get(outcome) ?? 0;
  return html`<h1 class="govuk-heading-l">What changed since last time</h1>
<p class="govuk-body">${now}, against: ${before}.</p>
<p class="govuk-body-l">${count('improved')} better, ${count('worsened')} worse, ${count('same')} the same, ${count('new')} new, ${count('not answered again')} not answered again.</p>
${joinHtml(
  GROUPS.map(({ outcome, title, none, about }) => {
    const rows = compared.filter((one) => one.outcome === outcome);
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
  head: [{ text: 'Question' }, { text: 'Last time' }, { text: 'This time' }, { text: 'Which way' }],
  rows: rows.map((row) => [
    { text: row.asked.label },
    { html: answerHtml(row.asked, row.before) },
    { html: answerHtml(row.asked, row.now) },
    { text: directionText(row.asked) || 'Neither way' },
  ]),
})}`;
  }),
)}
<p class="govuk-body"><a class="govuk-link" href="${back}">Back to the assessment</a></p>`;
}
