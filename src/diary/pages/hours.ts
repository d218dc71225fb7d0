/** Hours of work, protected time and leave of a worker; what becomes of their appointments. */
import { showDay, showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { button, select, table, warningText } from '../../kit/ui/index.ts';
import type { AwayPlan, LeaveGiven, LeaveRow } from '../actions/away.ts';
import type { SessionInLeave } from '../actions/group.ts';
import type { BlockRow, PatternRow } from '../actions/places.ts';
import { type Way, ways, wayWords } from '../rules/away.ts';
import { localOf, timeOf } from '../rules/time.ts';
import { sessionOf } from '../rules/words.ts';
import { kindText, nameOf, whenText, whereText } from './words.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Every weekday, and Monday to Friday as 0, as choices of a form. */
export const weekdayChoices = [
  { value: '0', text: 'Monday to Friday' },
  ...weekdays.map((text, index) => ({ value: String(index + 1), text })),
];
export const leaveWords: Readonly<Record<LeaveGiven['kind'], string>> = {
  leave: 'Leave',
  sick: 'Ill',
  training: 'Training',
  other: 'Away',
};

type Part = { questions: readonly Question[]; typed: Typed; errors: Errors };

function rowsHtml(
  rows: readonly (PatternRow | BlockRow)[],
  what: 'pattern' | 'block',
  staffId: string,
  csrf: Html,
): Html {
  if (rows.length === 0) return html`<p class="govuk-body">None.</p>`;
  return table({
    stack: true,
    firstCellIsHeader: true,
    caption: what === 'pattern' ? 'Hours of work' : 'Protected time',
    captionClasses: 'govuk-visually-hidden',
    head: [
      { text: 'Day' },
      { text: 'Hours' },
      { text: what === 'pattern' ? 'Where' : 'What for' },
      { text: 'From' },
      { text: 'Change' },
    ],
    rows: rows.map((row) => [
      { text: weekdays[row.weekday - 1] ?? '' },
      { text: `${row.starts} to ${row.ends}` },
      { text: 'site_name' in row ? row.site_name : row.label },
      { text: `${showDay(row.from_on)}${row.to_on === null ? '' : ` to ${showDay(row.to_on)}`}` },
      {
        html: html`<form method="post" action="/diary/hours/${staffId}/remove">${csrf}<input type="hidden" name="what" value="${what}"><input type="hidden" name="id" value="${row.id}"><button type="submit" class="newel-link-button">Take out<span class="govuk-visually-hidden"> ${weekdays[row.weekday - 1]}, ${row.starts} to ${row.ends}</span></button></form>`,
      },
    ]),
  });
}

/** Hours of work and protected time, each with a form to add to it. */
export function hoursHtml(view: {
  staffId: string;
  name: string;
  mine: boolean;
  csrf: Html;
  patterns: readonly PatternRow[];
  blocks: readonly BlockRow[];
  pattern: Part;
  block: Part;
}): Html {
  const { staffId, csrf, pattern, block } = view;
  const wrong = Object.keys(pattern.errors).length > 0 ? pattern : block;
  return html`${errorsAbove(wrong.questions, wrong.errors)}<h1 class="govuk-heading-l">${view.mine ? 'Your hours of work' : `Hours of work of ${view.name}`}</h1>
<p class="govuk-body">Free times are found within these hours. <a class="govuk-link" href="/diary/leave/${staffId}">Leave</a></p>
${rowsHtml(view.patterns, 'pattern', staffId, csrf)}
<form method="post" action="/diary/hours/${staffId}/add" novalidate><h2 class="govuk-heading-m">Add hours of work</h2>${csrf}${fields(pattern.questions, pattern.typed, pattern.errors)}${button({ text: 'Add hours' })}</form>
<h2 class="govuk-heading-m">Protected time</h2>
<p class="govuk-body">Nobody books into it, but a manager with a reason.</p>
${rowsHtml(view.blocks, 'block', staffId, csrf)}
<form method="post" action="/diary/hours/${staffId}/protect" novalidate><h3 class="govuk-heading-s">Add protected time</h3>${csrf}${fields(block.questions, block.typed, block.errors)}${button({ text: 'Protect this time' })}</form>`;
}

const leaveText = (leave: Pick<LeaveRow, 'from_on' | 'to_on' | 'starts' | 'ends'>, today: string): string =>
  `${showNearDay(leave.from_on, today)}${leave.to_on === leave.from_on ? '' : ` to ${showNearDay(leave.to_on, today)}`}${leave.starts === null ? '' : `, ${leave.starts} to ${leave.ends}`}`;

/** Sessions of groups in the leave of whoever leads them, each with what can be done. */
function sessionsHtml(sessions: readonly SessionInLeave[], today: string): Html {
  if (sessions.length === 0) return noHtml;
  const links = (one: SessionInLeave): Html => {
    const id = sessionOf(one.about);
    const about = html`<span class="govuk-visually-hidden"> (${whenText(one, today)})</span>`;
    return id === null
      ? html`<a class="govuk-link" href="/groups">Group sessions${about}</a>`
      : html`<a class="govuk-link" href="/groups/${id}/move">Move it, or give it to a colleague${about}</a>, <a class="govuk-link" href="/groups/${id}/cancel">cancel it${about}</a>`;
  };
  return html`<h2 class="govuk-heading-m">${counted(sessions.length, 'group session')} in this leave</h2>
<p class="govuk-body">They stand until somebody moves them, leads them instead, or cancels them.</p>
<ul class="govuk-list">${sessions.map((one) => html`<li>${whenText(one, today)}, ${one.site_name}: ${links(one)}</li>`)}</ul>`;
}

/** Leave that stands, and the form for more. */
export function leaveHtml(
  view: {
    staffId: string;
    name: string;
    mine: boolean;
    csrf: Html;
    leaves: readonly LeaveRow[];
    sessions: readonly SessionInLeave[];
    today: string;
  } & Part,
): Html {
  const { staffId, csrf, leaves, today } = view;
  return html`${errorsAbove(view.questions, view.errors)}<h1 class="govuk-heading-l">${view.mine ? 'Your leave' : `Leave of ${view.name}`}</h1>
${
  leaves.length === 0
    ? noHtml
    : html`<ul class="govuk-list">${leaves.map((leave) => html`<li><form method="post" action="/diary/leave/${staffId}/withdraw">${csrf}<input type="hidden" name="id" value="${leave.id}"><input type="hidden" name="version" value="${leave.version}">${leaveWords[leave.kind as LeaveGiven['kind']] ?? 'Away'}: ${leaveText(leave, today)} <button type="submit" class="newel-link-button">Take back<span class="govuk-visually-hidden"> ${leaveText(leave, today)}</span></button></form></li>`)}</ul>`
}
${sessionsHtml(view.sessions, today)}
<form method="post" action="/diary/leave/${staffId}" novalidate>${csrf}${fields(view.questions, view.typed, view.errors)}${button({ text: 'Continue' })}</form>
<p class="govuk-body">Appointments in these days are shown next, with what can become of each. Group sessions are listed here once the leave is saved.</p>`;
}

/** What becomes of every appointment of a leave, before anything is written. */
export function awayHtml(view: {
  staffId: string;
  leave: LeaveGiven;
  plan: AwayPlan;
  staff: ReadonlyMap<string, string>;
  mayOpen: (id: string) => boolean;
  csrf: Html;
  today: string;
  handover: string;
  changed: boolean;
}): Html {
  const { staffId, leave, plan, staff, today } = view;
  const fates = new Map(plan.fates.map((fate) => [fate.id, fate]));
  const zone = plan.site?.timeZone ?? 'UTC';
  const newText = (id: string): string => {
    const to = fates.get(id)?.to;
    if (to == null) return 'No new time';
    const { day, minutes } = localOf(to.from, zone);
    return `${showNearDay(day, today)} at ${timeOf(minutes)} with ${staff.get(to.staffId) ?? 'a colleague'}`;
  };
  const hidden = Object.entries({
    from_on: leave.fromOn,
    to_on: leave.toOn,
    starts: leave.starts ?? '',
    ends: leave.ends ?? '',
    kind: leave.kind,
  });
  return html`<h1 class="govuk-heading-l">${counted(plan.rows.length, 'appointment')} to settle</h1>
${view.changed ? warningText({ iconFallbackText: 'Warning', text: 'Nothing was saved: a booking came between. This is what can become of each now.' }) : noHtml}
${plan.unable.length > 0 ? warningText({ iconFallbackText: 'Warning', text: `Nothing was saved: what was chosen for ${counted(plan.unable.length, 'appointment')} cannot be. Another way is shown there.` }) : noHtml}
<p class="govuk-body">Nothing is saved yet. Each gets one new state, and none of it counts as a failure of the person. Everybody must be told.</p>
<form method="post" action="/diary/leave/${staffId}/settle" novalidate>${view.csrf}${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${table({
  stack: true,
  firstCellIsHeader: true,
  caption: 'What becomes of each',
  captionClasses: 'govuk-visually-hidden',
  head: [{ text: 'When' }, { text: 'Who' }, { text: 'What' }, { text: 'What becomes of it' }, { text: 'New time' }],
  rows: plan.rows.map((row) => [
    { text: whenText(row, today) },
    { text: view.mayOpen(row.id) ? nameOf(row) : 'Not yours to open' },
    { text: `${kindText(row)}, ${whereText(row)}` },
    {
      html: select({
        id: `way-${row.id}`,
        name: `way-${row.id}`,
        label: { text: `What becomes of ${whenText(row, today)}`, classes: 'govuk-visually-hidden' },
        items: ways.map((way: Way) => ({ value: way, text: wayWords[way] })),
        value: fates.get(row.id)?.way ?? 'cancel',
        ...(plan.unable.includes(row.id) ? { errorMessage: { text: 'This cannot be. Another way is chosen' } } : {}),
      }),
    },
    { text: newText(row.id) },
  ]),
})}
${fields([{ kind: 'long text', name: 'handover', label: 'Hand-over note for those who cover', hint: 'What a colleague must know. They see it with the appointment', most: 1000, rows: 4 }], { handover: view.handover })}
<div class="govuk-button-group">${button({ text: 'Save leave and settle all of them', name: 'do', value: 'save', preventDoubleClick: true })}${button({ text: 'Work the times out again', name: 'do', value: 'again', classes: 'govuk-button--secondary' })}<a class="govuk-link" href="/diary/leave/${staffId}">Cancel</a></div>
</form>`;
}
