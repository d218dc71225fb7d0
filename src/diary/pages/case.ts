/** The appointments of a case, and one of them. */
import { showNearDay } from '../../kit/clock.ts';
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, details, insetText, summaryList, table } from '../../kit/ui/index.ts';
import type { AppointmentRow } from '../actions/change.ts';
import type { waitsOf } from '../actions/waiting.ts';
import { localOf, timeOf } from '../rules/time.ts';
import { askedWords, isAway, kindWords, modeWords, needWords } from '../rules/words.ts';
import { hoursText, kindText, marks, pathOf, stateTag, visitPath, whenText, whereText } from './words.ts';

type Waits = Awaited<ReturnType<typeof waitsOf>>;

function tableOf(rows: readonly AppointmentRow[], caption: string, today: string): Html {
  return table({
    stack: true,
    firstCellIsHeader: true,
    caption,
    captionClasses: 'govuk-table__caption--m',
    head: [{ text: 'When' }, { text: 'What' }, { text: 'How and where' }, { text: 'With' }, { text: 'State' }],
    rows: rows.map((row) => [
      { html: html`<a class="govuk-link" href="${pathOf(row)}">${whenText(row, today)}</a>` },
      { text: kindText(row) },
      { html: html`${whereText(row)}${marks(row)}` },
      { text: row.staff_name },
      { html: stateTag(row) },
    ]),
  });
}

/** Those who wait for an earlier time, and what is offered to them. */
function waitsHtml(view: { waits: Waits; caseId: string; csrf: Html; today: string }): Html {
  const { waits, offers } = view.waits;
  const path = `/cases/${view.caseId}/appointments`;
  return joinHtml([
    ...offers.map((offer) => {
      const { day } = localOf(offer.from_ms, offer.time_zone);
      return insetText({
        html: html`<p class="govuk-body"><strong>A time became free: ${showNearDay(day, view.today)}, ${hoursText(offer)}, ${offer.site_name}.</strong> It was offered to others as well: the first to accept has it.</p>
<form method="post" action="${path}/offer" class="govuk-button-group">${view.csrf}<input type="hidden" name="offer" value="${offer.id}">
${button({ text: 'They accept', name: 'answer', value: 'accept', preventDoubleClick: true })}${button({ text: 'They decline', name: 'answer', value: 'decline', classes: 'govuk-button--secondary' })}</form>`,
      });
    }),
    ...waits.map(
      (
        wait,
      ) => html`<form method="post" action="${path}/wait/stop">${view.csrf}<input type="hidden" name="wait" value="${wait.id}">${versionField(wait.version)}
<p class="govuk-body">Waits for an earlier time: ${kindWords[wait.kind].toLowerCase()} of ${wait.minutes} minutes, ${showNearDay(wait.earliest, view.today)} to ${showNearDay(wait.latest, view.today)}, ${wait.modes.map((mode) => modeWords[mode].toLowerCase()).join(' or ')}.
<button type="submit" class="newel-link-button">Stop waiting</button></p></form>`,
    ),
  ]);
}

/** All appointments of a case: what comes, what is offered, what was. */
export function appointmentsHtml(view: {
  caseId: string;
  rows: readonly AppointmentRow[];
  waits: Waits;
  csrf: Html;
  today: string;
  now: number;
}): Html {
  const { rows, today } = view;
  const open = rows.filter(({ state }) => state === 'booked');
  const next = open.filter(({ to_ms }) => to_ms >= view.now).reverse();
  const asked = open.filter(({ to_ms }) => to_ms < view.now);
  const past = rows.filter(({ state }) => state !== 'booked');
  const path = `/cases/${view.caseId}/appointments`;
  return html`<h1 class="govuk-heading-l">Appointments</h1>
<div class="govuk-button-group">${button({ text: 'Book an appointment', href: `${path}/book` })}<a class="govuk-link" href="${path}/wait">Wait for an earlier time</a><a class="govuk-link" href="/cases/${view.caseId}/groups">Group sessions</a><a class="govuk-link" href="/cases/${view.caseId}/visits">Visits and risks</a></div>
${waitsHtml(view)}
${asked.length === 0 ? noHtml : tableOf(asked, 'Without an outcome', today)}
${next.length === 0 ? html`<p class="govuk-body">Nothing is booked.</p>` : tableOf(next, 'Booked', today)}
${past.length === 0 ? noHtml : tableOf(past, 'Before', today)}`;
}

const fact = (key: string, value: string | Html | null) =>
  value === null ? [] : [{ key: { text: key }, value: typeof value === 'string' ? { text: value } : { html: value } }];

/** What can be done with an appointment, each in a form of its own. */
export type OneForm = {
  action: string;
  title: string;
  questions: readonly Question[];
  typed: Typed;
  errors: Errors;
  save: string;
  open: boolean;
};

/** One appointment: what was agreed, what became of it, and what can be done. */
export function appointmentHtml(view: {
  row: AppointmentRow;
  chain: readonly AppointmentRow[];
  forms: readonly OneForm[];
  csrf: Html;
  today: string;
  mayMove: boolean;
  mayRecordMeeting: boolean;
  /** What is wrong with a form that is not there any more. */
  loose: Errors;
  /** The one that stands in the time kept free after this one. */
  squeezed: Html;
}): Html {
  const { row, chain, today, forms } = view;
  const others = chain.filter(({ id }) => id !== row.id);
  const wrong = forms.find(({ errors }) => Object.keys(errors).length > 0);
  return html`${errorsAbove(wrong?.questions ?? [], wrong?.errors ?? view.loose)}<h1 class="govuk-heading-l">${kindWords[row.kind]}, ${whenText(row, today)}</h1>
${view.squeezed}
${summaryList({
  rows: [
    ...fact(
      'State',
      html`${stateTag(row)}${row.asked_by === null ? noHtml : html` Asked for: ${askedWords[row.asked_by].toLowerCase()}.`}${row.state_reason === null ? noHtml : html` ${row.state_reason}`}`,
    ),
    ...fact('How and where', html`${whereText(row)}${marks(row)}`),
    ...fact('With', row.staff_name),
    ...fact('Must they come?', row.mandatory ? 'Yes' : 'No'),
    ...fact('Needs', row.needs.length === 0 ? null : row.needs.map((need) => needWords[need]).join(', ')),
    ...fact('What for', row.note),
    ...fact('Hand-over note', row.handover),
    ...fact(
      'A limit was passed',
      row.override === null ? null : `${row.override.limits.join(', ')}: ${row.override.reason}`,
    ),
    ...fact(
      'Moved',
      others.length === 0
        ? null
        : html`<ul class="govuk-list">${others.map((one) => html`<li><a class="govuk-link" href="${pathOf(one)}">${whenText(one, today)}</a> ${stateTag(one)}</li>`)}</ul>`,
    ),
  ],
})}
${isAway(row.mode, row) ? html`<p class="govuk-body">This is a visit: its safety plan stands under <a class="govuk-link" href="/cases/${row.case_id}/visits">Visits and risks</a>.${row.state === 'booked' ? html` Another time needs <a class="govuk-link" href="${visitPath(row.case_id ?? '', row.id)}">another plan</a>. Who moves or cancels it ends its plan.` : noHtml}</p>` : noHtml}
${view.mayMove ? html`<p class="govuk-body">${button({ text: 'Move', href: `${pathOf(row)}/move`, classes: 'govuk-button--secondary' })}</p>` : noHtml}
${view.mayRecordMeeting ? html`<p class="govuk-body"><a class="govuk-link" href="/cases/${row.case_id}/meeting">Record what was said</a></p>` : noHtml}
${forms.map((form) => {
  const body = html`<form method="post" action="${form.action}" novalidate>${view.csrf}${versionField(row.version)}${fields(form.questions, form.typed, form.errors)}${button({ text: form.save, preventDoubleClick: true })}</form>`;
  return form.open
    ? html`<h2 class="govuk-heading-m">${form.title}</h2>${body}`
    : details({ summaryText: form.title, html: body, open: Object.keys(form.errors).length > 0 });
})}`;
}

/** What the worker chooses when the next person already waits: nobody is moved without it. */
export function squeezedHtml(view: { row: AppointmentRow; next: AppointmentRow; csrf: Html }): Html {
  const { row, next } = view;
  const later = timeOf(localOf(row.to_ms + row.buffer_minutes * 60_000, row.time_zone).minutes);
  return insetText({
    html: html`<p class="govuk-body"><strong>${row.buffer_minutes} minutes after this appointment are kept free, and somebody is booked then (${hoursText(next)}).</strong> They stay where they are until you choose.</p>
<form method="post" action="${pathOf(row)}/next" class="govuk-button-group">${view.csrf}${versionField(next.version)}<input type="hidden" name="next" value="${next.id}">
${button({ text: `Start at ${later}`, name: 'how', value: 'later' })}${button({ text: 'A colleague takes it', name: 'how', value: 'colleague', classes: 'govuk-button--secondary' })}${button({ text: 'As planned', name: 'how', value: 'planned', classes: 'govuk-button--secondary' })}</form>`,
  });
}
