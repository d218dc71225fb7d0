import { localOf, timeOf } from '../../diary/rules/time.ts';
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { shownName } from '../../kit/shown-name.ts';
import { button, radios, summaryList, table, tag } from '../../kit/ui/index.ts';
import type { PlaceRow, SessionRow } from '../actions/groups.ts';
import { outcomes, type PlaceState, placeText } from '../rules.ts';

/** 'Tue 5 Apr, 10:00 to 12:00', on the clock of the site. */
export function sessionWhen(row: Pick<SessionRow, 'from_ms' | 'to_ms' | 'time_zone'>, today: string): string {
  const [from, to] = [localOf(row.from_ms, row.time_zone), localOf(row.to_ms, row.time_zone)];
  return `${showNearDay(from.day, today)}, ${timeOf(from.minutes)} to ${timeOf(to.minutes)}`;
}
const where = (row: SessionRow): string => [row.site_name, row.room_name].filter(Boolean).join(', ');
const placeTag = (state: PlaceState): Html => tag({ text: placeText[state].text, classes: placeText[state].colour });

/** How full a session is, in words. */
export const fullText = (row: Pick<SessionRow, 'places' | 'taken' | 'waiting'>): string =>
  `${row.taken} of ${counted(row.places, 'place')} taken${row.waiting > 0 ? `, ${row.waiting} waiting` : ''}`;

const cancelled = (row: SessionRow): boolean => row.state === 'cancelled_by_us' || row.state === 'cancelled_by_them';

function sessionTable(caption: string, rows: readonly SessionRow[], today: string): Html {
  if (rows.length === 0) return html`<p class="govuk-body">None.</p>`;
  return table({
    stack: true,
    caption,
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Session' }, { text: 'When' }, { text: 'Where' }, { text: 'Led by' }, { text: 'Places' }],
    rows: rows.map((row) => [
      { html: html`<a class="govuk-link" href="/groups/${row.id}">${row.title}</a>` },
      { text: sessionWhen(row, today) },
      { text: where(row) },
      { text: row.staff_name },
      { html: cancelled(row) ? tag({ text: 'Cancelled', classes: 'govuk-tag--grey' }) : html`${fullText(row)}` },
    ]),
  });
}

/** Sessions to come and of the last weeks. */
export function groupsHtml(view: {
  coming: readonly SessionRow[];
  past: readonly SessionRow[];
  mayPlan: boolean;
  today: string;
}): Html {
  const { coming, past, mayPlan, today } = view;
  return html`<h1 class="govuk-heading-l">Group sessions</h1>
<p class="govuk-body">Workshops, courses and clubs. A place is taken on the page of a case, under Appointments.</p>
${mayPlan ? html`<div class="newel-no-print">${button({ text: 'Plan a session', href: '/groups/new' })}</div>` : noHtml}
<h2 class="govuk-heading-m">To come</h2>
${sessionTable('Sessions to come', coming, today)}
<h2 class="govuk-heading-m">The last four weeks</h2>
${sessionTable('Sessions of the last four weeks', past, today)}`;
}

/** Who takes part. `names` says whether the reader may know who this is. */
function listHtml(places: readonly PlaceRow[], names: (place: PlaceRow) => boolean): Html {
  if (places.length === 0) return html`<p class="govuk-body">Nobody has a place yet.</p>`;
  return table({
    stack: true,
    caption: 'Who takes part',
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Who' }, { text: 'Place' }],
    rows: places.map((place) => [
      {
        html: names(place)
          ? html`<a class="govuk-link" href="/cases/${place.case_id}">${shownName(place)}</a>`
          : html`Somebody whose record you may not open`,
      },
      {
        html: html`${placeTag(place.state)}${place.reason === null || place.reason === 'Not known' ? noHtml : html` <span class="newel-muted">${place.reason}</span>`}`,
      },
    ]),
  });
}

/** The list that is worked through in one go, once the session has begun. */
function attendanceHtml(session: SessionRow, places: readonly PlaceRow[], csrf: Html): Html {
  return html`<h2 class="govuk-heading-m">Who came?</h2>
<form method="post" action="/groups/${session.id}/attendance">${csrf}
${places.map(
  (place) =>
    html`<input type="hidden" name="version-${place.id}" value="${place.version}">${radios({
      name: `came-${place.id}`,
      idPrefix: `came-${place.id}`,
      classes: 'govuk-radios--inline govuk-radios--small',
      fieldset: { legend: { text: shownName(place), classes: 'govuk-fieldset__legend--s' } },
      items: outcomes.map((outcome) => ({ value: outcome, text: placeText[outcome].text })),
    })}`,
)}
<p class="govuk-body">Whoever you leave out stays open.</p>
${button({ text: 'Save', preventDoubleClick: true })}</form>`;
}

/** One session: when, where, who. */
export function sessionHtml(view: {
  session: SessionRow;
  places: readonly PlaceRow[];
  names: (place: PlaceRow) => boolean;
  leads: boolean;
  begun: boolean;
  today: string;
  csrf: Html;
}): Html {
  const { session, places, names, leads, begun, today, csrf } = view;
  const open = places.filter((place) => place.state === 'booked' && names(place));
  return html`<h1 class="govuk-heading-l">${session.title}</h1>
${cancelled(session) ? html`<p class="govuk-body">${tag({ text: 'Cancelled', classes: 'govuk-tag--grey' })}</p>` : noHtml}
${summaryList({
  rows: [
    { key: { text: 'When' }, value: { text: sessionWhen(session, today) } },
    { key: { text: 'Where' }, value: { text: where(session) } },
    { key: { text: 'Led by' }, value: { text: session.staff_name } },
    { key: { text: 'Places' }, value: { text: fullText(session) } },
    ...(session.words === null
      ? []
      : [{ key: { text: 'What it is' }, value: { html: html`<span class="newel-written">${session.words}</span>` } }]),
  ],
})}
${leads && begun && !cancelled(session) && open.length > 0 ? attendanceHtml(session, open, csrf) : noHtml}
${leads ? html`<h2 class="govuk-heading-m">Who takes part</h2>${listHtml(places, names)}` : noHtml}
${leads && !begun && !cancelled(session) ? html`<p class="govuk-body newel-no-print"><a class="govuk-link" href="/groups/${session.id}/move">Move it, or give it to a colleague</a> <a class="govuk-link" href="/groups/${session.id}/cancel">Cancel the session</a></p>` : noHtml}`;
}

/** Sessions that somebody can take part in, and their places. */
export function caseGroupsHtml(view: {
  caseId: string;
  sessions: readonly SessionRow[];
  places: ReadonlyMap<string, { id: string; state: PlaceState; version: number }>;
  today: string;
  csrf: Html;
}): Html {
  const { caseId, sessions, places, today, csrf } = view;
  const coming = sessions.filter((row) => row.state === 'booked');
  const action = (row: SessionRow): Html => {
    const place = places.get(row.id);
    const about = html`<span class="govuk-visually-hidden"> (${row.title}, ${sessionWhen(row, today)})</span>`;
    if (place === undefined)
      return html`<form method="post" action="/cases/${caseId}/groups" class="newel-inline">${csrf}<input type="hidden" name="session" value="${row.id}"><button class="newel-link-button" type="submit">${row.taken < row.places && row.waiting === 0 ? 'Give them a place' : 'Let them wait for a place'}${about}</button></form>`;
    return html`${placeTag(place.state)} <form method="post" action="/cases/${caseId}/groups/give-up" class="newel-inline">${csrf}${versionField(place.version)}<input type="hidden" name="session" value="${row.id}"><input type="hidden" name="place" value="${place.id}"><button class="newel-link-button" type="submit">Give it up${about}</button></form>`;
  };
  return html`<h1 class="govuk-heading-l">Group sessions</h1>
${
  coming.length === 0
    ? html`<p class="govuk-body">No session is planned.</p>`
    : table({
        stack: true,
        caption: 'Sessions to come',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Session' }, { text: 'When' }, { text: 'Where' }, { text: 'Places' }, { text: 'Their place' }],
        rows: coming.map((row) => [
          { html: html`<a class="govuk-link" href="/groups/${row.id}">${row.title}</a>` },
          { text: sessionWhen(row, today) },
          { text: where(row) },
          { text: fullText(row) },
          { html: action(row) },
        ]),
      })
}`;
}
