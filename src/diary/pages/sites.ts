/** Sites and their rooms. */
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, table, tag, warningText } from '../../kit/ui/index.ts';
import type { AppointmentRow } from '../actions/change.ts';
import type { InterpreterRow, RoomRow, SiteRow } from '../actions/places.ts';
import { localOf } from '../rules/time.ts';
import { whenText } from './words.ts';

/** What is booked where something was to be closed. */
export type Stands = { name: string; rows: readonly AppointmentRow[] };

/** Why it was not closed: what stands there, and with whom it is. Whose it is stands in the diary, for those who may know. */
const standsHtml = (stands: Stands | null, today: string): Html =>
  stands === null
    ? noHtml
    : html`${warningText({ iconFallbackText: 'Warning', text: `Nothing was saved: ${stands.name} is booked. Move or cancel this first.` })}
<ul class="govuk-list govuk-list--bullet">${stands.rows.map((row) => html`<li><a class="govuk-link" href="/diary?day=${localOf(row.from_ms, row.time_zone).day}&amp;worker=${row.staff_id}">${whenText(row, today)}, with ${row.staff_name}</a></li>`)}</ul>${stands.rows.length < 20 ? noHtml : html`<p class="govuk-body">There may be more: these are the first 20.</p>`}`;

const closedTag = tag({ text: 'Closed', classes: 'govuk-tag--grey' });

/** A button that closes something, or opens it again. */
const closeHtml = (
  action: string,
  csrf: Html,
  one: { closed: boolean; version: number; name: string },
  hidden: Html = noHtml,
): Html =>
  html`<form method="post" action="${action}" class="newel-inline">${csrf}${versionField(one.version)}${hidden}<input type="hidden" name="do" value="${one.closed ? 'open' : 'close'}"><button class="newel-link-button" type="submit">${one.closed ? 'Open again' : 'Close'}<span class="govuk-visually-hidden"> (${one.name})</span></button></form>`;

const yesNo = (value: boolean): string => (value ? 'Yes' : 'No');

/** Every site of the reader's programmes. */
export function sitesHtml(sites: readonly SiteRow[], mayAdd: boolean): Html {
  return html`<h1 class="govuk-heading-l">Sites</h1>
<p class="govuk-body newel-no-print"><a class="govuk-link" href="/sites/capacity">How full the sites are</a></p>
${mayAdd ? html`<div class="govuk-button-group">${button({ text: 'Add a site', href: '/sites/new' })}<a class="govuk-link" href="/sites/interpreters">Interpreters</a></div>` : noHtml}
${
  sites.length === 0
    ? html`<p class="govuk-body">There are no sites yet.</p>`
    : table({
        stack: true,
        firstCellIsHeader: true,
        caption: 'Sites',
        captionClasses: 'govuk-visually-hidden',
        head: [{ text: 'Site' }, { text: 'Address' }, { text: 'Open' }, { text: 'No stairs' }, { text: 'Today' }],
        rows: sites.map((site) => [
          {
            html: html`<a class="govuk-link" href="/sites/${site.id}">${site.name}</a>${site.closed ? html` ${closedTag}` : noHtml}${site.outreach ? html` <span class="newel-muted">(venue of others)</span>` : noHtml}`,
          },
          { text: site.address ?? 'Not known' },
          { text: `${site.opens} to ${site.closes}` },
          { text: yesNo(site.step_free) },
          {
            html: html`<a class="govuk-link" href="/diary/site/${site.id}">Who is booked<span class="govuk-visually-hidden"> at ${site.name}</span></a>`,
          },
        ]),
      })
}`;
}

type Form = { questions: readonly Question[]; typed: Typed; errors: Errors };

/** A site with its rooms; with forms for whoever may change them. */
export function siteHtml(view: {
  site: SiteRow;
  rooms: readonly RoomRow[];
  stands: Stands | null;
  today: string;
  csrf: Html;
  change: Form | null;
  room: Form | null;
}): Html {
  const { site, rooms, change, room } = view;
  const wrong = [change, room].find((form) => form !== null && Object.keys(form.errors).length > 0);
  return html`${wrong == null ? noHtml : errorsAbove(wrong.questions, wrong.errors)}<h1 class="govuk-heading-l">${site.name}${site.closed ? html` ${closedTag}` : noHtml}</h1>
${standsHtml(view.stands, view.today)}
<p class="govuk-body"><a class="govuk-link" href="/diary/site/${site.id}">Who is booked today</a></p>
<h2 class="govuk-heading-m">Rooms</h2>
${
  rooms.length === 0
    ? html`<p class="govuk-body">No room can be booked here. People are seen at a desk.</p>`
    : table({
        stack: true,
        firstCellIsHeader: true,
        caption: 'Rooms',
        captionClasses: 'govuk-visually-hidden',
        head: [
          { text: 'Room' },
          { text: 'Places', format: 'numeric' },
          { text: 'Private' },
          { text: 'No stairs' },
          { text: 'Quiet' },
          ...(room === null ? [] : [{ text: 'Close' }]),
        ],
        rows: rows(rooms, site, room === null ? null : view.csrf),
      })
}
${room === null ? noHtml : html`<form method="post" action="/sites/${site.id}/rooms" novalidate><h3 class="govuk-heading-s">Add a room</h3>${view.csrf}${fields(room.questions, room.typed, room.errors)}${button({ text: 'Add the room' })}</form>`}
${change === null ? noHtml : html`<h2 class="govuk-heading-m">The site</h2><form method="post" action="/sites/${site.id}" novalidate>${view.csrf}${versionField(site.version)}${fields(change.questions, change.typed, change.errors)}${button({ text: 'Save the site' })}</form><p class="govuk-body">Once it is closed nothing is booked here, and what was stays on file.</p><form method="post" action="/sites/${site.id}/close">${view.csrf}${versionField(site.version)}<input type="hidden" name="do" value="${site.closed ? 'open' : 'close'}">${button({ text: site.closed ? 'Open the site again' : 'Close the site', classes: 'govuk-button--secondary' })}</form>`}`;
}

const rows = (rooms: readonly RoomRow[], site: SiteRow, csrf: Html | null) =>
  rooms.map((room) => [
    {
      html: html`<a class="govuk-link" href="/diary/site/${site.id}?room=${room.id}">${room.name}</a>${room.closed ? html` ${closedTag}` : noHtml}`,
    },
    { text: String(room.places), format: 'numeric' },
    { text: yesNo(room.private) },
    { text: yesNo(room.step_free && site.step_free) },
    { text: yesNo(room.quiet) },
    ...(csrf === null
      ? []
      : [
          {
            html: closeHtml(
              `/sites/${site.id}/rooms/close`,
              csrf,
              room,
              html`<input type="hidden" name="room" value="${room.id}">`,
            ),
          },
        ]),
  ]);

/** Interpreters who can be booked, and the form for another one. */
export function interpretersHtml(
  view: { interpreters: readonly InterpreterRow[]; stands: Stands | null; today: string; csrf: Html } & Form,
): Html {
  const { interpreters } = view;
  return html`${errorsAbove(view.questions, view.errors)}<h1 class="govuk-heading-l">Interpreters</h1>
${standsHtml(view.stands, view.today)}
<p class="govuk-body">Whoever books says which language is needed; one who is free then is booked with it.</p>
${
  interpreters.length === 0
    ? html`<p class="govuk-body">There are none yet.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${interpreters.map(({ id, language, name }) => html`<li>${language}: ${name} <form method="post" action="/sites/interpreters/close" class="newel-inline">${view.csrf}<input type="hidden" name="interpreter" value="${id}"><button class="newel-link-button" type="submit">Take out<span class="govuk-visually-hidden"> (${name}, ${language})</span></button></form></li>`)}</ul>`
}
<form method="post" action="/sites/interpreters" novalidate>${view.csrf}${fields(view.questions, view.typed, view.errors)}${button({ text: 'Add the interpreter' })}</form>`;
}
