/** The picture of a change: for each question a track with where somebody stood and stands, and the same in words. */
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import type { Change, Held, Outcome } from '../rules/change.ts';
import type { Question } from '../rules/document.ts';
import { answerText, isIssue } from '../rules.ts';

/** A question that has a track: the ends of its scale, or the places of its choices in order. */
function endsOf(question: Question): { from: number; to: number } | null {
  if (question.kind === 'scale') return { from: question.min, to: question.max };
  return question.kind === 'choice' && question.direction !== undefined
    ? { from: 0, to: question.choices.length - 1 }
    : null;
}

function placeOf({ asked, answer }: Held): number {
  if (answer.state !== 'answered') return Number.NaN;
  return asked.kind === 'choice' ? asked.choices.findIndex(({ code }) => code === answer.value) : Number(answer.value);
}

const HEIGHT = 24;
const MIDDLE = HEIGHT / 2;
// The track ends a little inside its box, so that the marks at its ends are whole.
const at = (place: number, { from, to }: { from: number; to: number }): string =>
  `${Math.round((4 + (92 * (place - from)) / (to - from)) * 100) / 100}%`;

const ring = (x: string): Html =>
  html`<circle class="newel-picture__before" cx="${x}" cy="${MIDDLE}" r="7" stroke-width="2"/>`;
const dot = (x: string): Html =>
  html`<circle class="newel-picture__now" cx="${x}" cy="${MIDDLE}" r="7" stroke-width="2"/>`;

/** The head of an arrow that stops before the mark that it points at: a corner left or right of `x`. */
function head(x: string, right: boolean): Html {
  const [tip, back] = right ? [-10, -17] : [10, 17];
  return html`<svg x="${x}" y="0" width="1" height="${HEIGHT}" overflow="visible"><path class="newel-picture__head" d="M${tip} ${MIDDLE}L${back} ${MIDDLE - 5}L${back} ${MIDDLE + 5}z"/></svg>`;
}

/**
 * A track: a ring where somebody stood, a full mark where they stand, an arrow between. It says nothing that the words beside
 * it do not say, so that it is left out when the page is read aloud.
 */
function trackHtml({ before, now, asked, outcome }: Change): Html {
  const ends = endsOf(asked);
  if (ends === null) return noHtml;
  const comparable = outcome !== 'not comparable';
  const [was, is] = [before && comparable ? placeOf(before) : null, now ? placeOf(now) : null];
  const steps = Array.from({ length: ends.to - ends.from + 1 }, (_, i) => ends.from + i);
  const moved = was !== null && is !== null && was !== is;
  return html`<svg class="newel-picture__track" xmlns="http://www.w3.org/2000/svg" width="100%" height="${HEIGHT}" aria-hidden="true" focusable="false">
<line x1="4%" x2="96%" y1="${MIDDLE}" y2="${MIDDLE}" stroke-width="1"/>
${steps.map((step) => html`<circle class="newel-picture__step" cx="${at(step, ends)}" cy="${MIDDLE}" r="2"/>`)}
${
  moved
    ? html`<line class="newel-picture__way" x1="${at(was, ends)}" x2="${at(is, ends)}" y1="${MIDDLE}" y2="${MIDDLE}" stroke-width="3"/>${head(at(is, ends), is > was)}`
    : noHtml
}${was === null ? noHtml : ring(at(was, ends))}${is === null ? noHtml : dot(at(is, ends))}
</svg>`;
}

/** '5 before, 3 now', 'Unmet before, partly met now', '4 now, told of for the first time', '4 before, not asked again'. */
export function changeWords({ asked, before, now, outcome, state }: Change): string {
  const words = (held: Held): string => short(answerText(held.asked, held.answer), asked);
  const lower = (text: string): string =>
    asked.kind === 'choice' ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  if (before !== null && now !== null && outcome !== 'not comparable')
    return outcome === 'same' ? `${words(now)} before and now` : `${words(before)} before, ${lower(words(now))} now`;
  if (now !== null) return `${words(now)} now${outcome === 'newly disclosed' ? ', told of for the first time' : ''}`;
  if (before === null) return 'Never answered';
  const why = { declined: 'not said this time', 'not applicable': 'does not apply now' } as Partial<
    Record<string, string>
  >;
  return `${words(before)} before, ${why[state] ?? 'not asked again'}`;
}

// 'A: not ready, or not willing …' is the letter, in a picture.
const short = (text: string, asked: Question): string =>
  asked.kind === 'choice' ? (/^([A-Z0-9]{1,2}): /.exec(text)?.[1] ?? text) : text;

const GROUPS: readonly { outcome: Outcome; issues: string; others: string; about?: string }[] = [
  { outcome: 'improved', issues: 'What got lighter', others: 'What got better' },
  { outcome: 'worsened', issues: 'What got heavier', others: 'What got worse' },
  {
    outcome: 'newly disclosed',
    issues: 'What is new',
    others: 'What is new',
    about: 'Told of for the first time. It may have been there before.',
  },
  { outcome: 'first answer', issues: 'Asked for the first time', others: 'Asked for the first time' },
  { outcome: 'same', issues: 'What stayed the same', others: 'What stayed the same' },
  { outcome: 'not re-assessed', issues: 'What was not asked again', others: 'What was not asked again' },
];

/** What each outcome is called, of an issue and of anything else: the titles of the groups. */
export function groupTitle(outcome: Outcome, changes: readonly Change[]): string {
  const group = GROUPS.find((one) => one.outcome === outcome);
  if (group === undefined) return outcome === 'never' ? 'Never answered' : 'Not to be compared';
  const issues = changes.some(({ asked }) => isIssue(asked));
  const others = changes.some(({ asked }) => !isIssue(asked));
  if (issues && others && group.issues !== group.others)
    return `${group.issues} or ${group.others.replace('What got ', '')}`;
  return issues ? group.issues : group.others;
}

const key: Html = html`<ul class="newel-picture__key">
<li><svg class="newel-picture__track" width="24" height="${HEIGHT}" aria-hidden="true" focusable="false">${ring('50%')}</svg>before</li>
<li><svg class="newel-picture__track" width="24" height="${HEIGHT}" aria-hidden="true" focusable="false">${dot('50%')}</svg>now</li>
</ul>`;

/** The picture of everything that has a track, in groups. Nothing where there is nothing to draw. */
export function pictureHtml(changes: readonly Change[]): Html {
  const drawn = changes.filter(({ asked, outcome }) => endsOf(asked) !== null && outcome !== 'never');
  if (drawn.length === 0) return noHtml;
  const groups = GROUPS.flatMap(({ outcome, about }) => {
    const rows = drawn.filter((one) => one.outcome === outcome);
    if (rows.length === 0) return [];
    return [
      html`<h2 class="govuk-heading-m">${groupTitle(outcome, rows)}</h2>
${about === undefined ? noHtml : html`<p class="govuk-body">${about}</p>`}
<ul class="newel-picture">
${rows.map(
  (
    row,
  ) => html`<li class="newel-picture__row"><span>${row.asked.label}</span>${trackHtml(row)}<span class="newel-picture__words">${changeWords(row)}${
    row.severe.before && row.now !== null && !row.severe.now ? html`<br>No longer severe` : noHtml
  }${row.severe.now && !row.severe.before ? html`<br>Severe now` : noHtml}</span></li>
`,
)}</ul>`,
    ];
  });
  return html`${key}${joinHtml(groups)}`;
}
