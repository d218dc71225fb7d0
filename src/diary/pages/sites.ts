/** Sites and their rooms. */
import { type Errors, errorsAbove, fields, type Question, type Typed } from '../../kit/form.ts';
import { type Html, html, noHtml } from '../../kit/html.ts';
import { versionField } from '../../kit/record-form.ts';
import { button, table } from '../../kit/ui/index.ts';
import type { InterpreterRow, RoomRow, SiteRow } from '../actions/places.ts';

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
            html: html`<a class="govuk-link" href="/sites/${site.id}">${site.name}</a>${site.outreach ? html` <span class="newel-muted">(venue of others)</span>` : noHtml}`,
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
  csrf: Html;
  change: Form | null;
  room: Form | null;
}): Html {
  const { site, rooms, change, room } = view;
  const wrong = [change, room].find((form) => form !== null && Object.keys(form.errors).length > 0);
  return html`${wrong == null ? noHtml : errorsAbove(wrong.questions, wrong.errors)}<h1 class="govuk-heading-l">${site.name}</h1>
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
        ],
        rows: rows(rooms, site),
      })
}
${room === null ? noHtml : html`<form method="post" action="/sites/${site.id}/rooms" novalidate><h3 class="govuk-heading-s">Add a room</h3>${view.csrf}${fields(room.questions, room.typed, room.errors)}${button({ text: 'Add the room' })}</form>`}
${change === null ? noHtml : html`<h2 class="govuk-heading-m">The site</h2><form method="post" action="/sites/${site.id}" novalidate>${view.csrf}${versionField(site.version)}${fields(change.questions, change.typed, change.errors)}${button({ text: 'Save the site' })}</form>`}`;
}

const rows = (rooms: readonly RoomRow[], site: SiteRow) =>
  rooms.map((room) => [
    { html: html`<a class="govuk-link" href="/diary/site/${site.id}?room=${room.id}">${room.name}</a>` },
    { text: String(room.places), format: 'numeric' },
    { text: yesNo(room.private) },
    { text: yesNo(room.step_free && site.step_free) },
    { text: yesNo(room.quiet) },
  ]);

/** Interpreters who can be booked, and the form for another one. */
export function interpretersHtml(view: { interpreters: readonly InterpreterRow[]; csrf: Html } & Form): Html {
  const { interpreters } = view;
  return html`${errorsAbove(view.questions, view.errors)}<h1 class="govuk-heading-l">Interpreters</h1>
<p class="govuk-body">Whoever books says which language is needed; one who is free then is booked with it.</p>
${
  interpreters.length === 0
    ? html`<p class="govuk-body">There are none yet.</p>`
    : html`<ul class="govuk-list govuk-list--bullet">${interpreters.map(({ language, name }) => html`<li>${language}: ${name}</li>`)}</ul>`
}
<form method="post" action="/sites/interpreters" novalidate>${view.csrf}${fields(view.questions, view.typed, view.errors)}${button({ text: 'Add the interpreter' })}</form>`;
}
