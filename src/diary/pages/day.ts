/** A day, a week and a site's day: lists first, which read well aloud. */
import { showNearDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Html, html, joinHtml, noHtml } from '../../kit/html.ts';
import { button, select, table, tag } from '../../kit/ui/index.ts';
import type { Entry, RoomRow, SiteRow, WorkersDay } from '../actions/days.ts';
import { localOf, nextDay, type Span, timeOf } from '../rules/time.ts';
import { takesTime } from '../rules/words.ts';
import { hoursText, kindText, marks, nameOf, pathOf, stateTag, whenText, whereText } from './words.ts';

const spanText = (span: Span, timeZone: string): string => {
  const end = timeOf(localOf(span.to, timeZone).minutes);
  return `${timeOf(localOf(span.from, timeZone).minutes)} to ${end === '00:00' ? '24:00' : end}`;
};

/** Whose it is, as far as the reader may know. */
const who = ({ row, mayOpen }: Entry): Html =>
  mayOpen
    ? html`<a class="govuk-link" href="${pathOf(row)}">${nameOf(row)}</a>`
    : html`${row.case_id === null ? 'Group session' : 'Booked (not yours to open)'}`;

type Line = { from: number; time: string; what: Html; where: Html; state: Html };

function linesOf(day: WorkersDay, timeZone: string): Line[] {
  const wholeDay = (span: Span): boolean => span.to - span.from >= 23 * 3_600_000;
  const lines: Line[] = [
    ...day.entries.map((entry) => ({
      from: entry.row.from_ms,
      time: hoursText(entry.row),
      what: html`${who(entry)}, ${kindText(entry.row).toLowerCase()}`,
      where: html`${whereText(entry.row)}${marks(entry.row)}`,
      state: stateTag(entry.row),
    })),
    ...day.blocks.map((block) => ({
      from: block.from,
      time: spanText(block, timeZone),
      what: html`${block.label}`,
      where: html`Nobody is booked into it`,
      state: tag({ text: 'Kept free', classes: 'govuk-tag--purple' }),
    })),
    ...day.away.map((span) => ({
      from: span.from,
      time: wholeDay(span) ? 'The whole day' : spanText(span, timeZone),
      what: html`Away`,
      where: html`Not working`,
      state: tag({ text: 'Away', classes: 'govuk-tag--grey' }),
    })),
  ];
  return lines.sort((a, b) => a.from - b.from);
}

const countText = (day: WorkersDay): string =>
  counted(day.entries.filter(({ row }) => takesTime(row.state)).length, 'appointment');

function dayTable(day: WorkersDay, timeZone: string, today: string): Html {
  const lines = linesOf(day, timeZone);
  if (lines.length === 0)
    return html`<p class="govuk-body">${day.holiday ? 'Bank holiday. ' : ''}Nothing is booked.</p>`;
  return table({
    stack: true,
    firstCellIsHeader: true,
    caption: `${showNearDay(day.day, today)}: ${countText(day)}`,
    captionClasses: 'govuk-visually-hidden',
    head: [{ text: 'Time' }, { text: 'What' }, { text: 'How and where' }, { text: 'State' }],
    rows: lines.map(({ time, what, where, state }) => [
      { text: time },
      { html: what },
      { html: where },
      { html: state },
    ]),
  });
}

/** Free time of a day, in words. */
const freeText = (day: WorkersDay, timeZone: string): Html =>
  day.free.length === 0
    ? noHtml
    : html`<p class="govuk-body">Free: ${day.free.map((span) => spanText(span, timeZone)).join(', ')}</p>`;

/** What the pages of a worker share. */
export type WorkerView = {
  staffId: string;
  name: string;
  mine: boolean;
  timeZone: string;
  today: string;
  mayManage: boolean;
  /** Sites of the programme, for the way to a site's day. */
  siteId: string | null;
};

const address = ({ mine, staffId }: WorkerView, path: string, day: string): string =>
  `${path}?day=${day}${mine ? '' : `&worker=${staffId}`}`;

const links = (view: WorkerView): Html => html`<ul class="govuk-list newel-actions newel-no-print">
${view.siteId === null ? noHtml : html`<li><a class="govuk-link" href="/diary/site/${view.siteId}">The site’s day</a></li>`}
<li><a class="govuk-link" href="/sites">Sites</a></li>
${view.mine ? html`<li><a class="govuk-link" href="/diary/feeds">Your calendar elsewhere</a></li>` : noHtml}
${view.mayManage ? html`<li><a class="govuk-link" href="/diary/hours/${view.staffId}">Hours of work and protected time</a></li><li><a class="govuk-link" href="/diary/leave/${view.staffId}">Leave</a></li>` : noHtml}</ul>`;

function outcomesHtml(open: readonly Entry[], today: string): Html {
  if (open.length === 0) return noHtml;
  return html`<h2 class="govuk-heading-m" id="open">${counted(open.length, 'appointment')} without an outcome</h2>
<ul class="govuk-list">${open.map((entry) => html`<li>${whenText(entry.row, today)}: ${who(entry)}</li>`)}</ul>`;
}

/** A worker's day. */
export function dayHtml(view: WorkerView & { day: WorkersDay; open: readonly Entry[] }): Html {
  const { day, today } = view;
  return html`<h1 class="govuk-heading-l">${view.mine ? 'Your day' : `Day of ${view.name}`}: ${showNearDay(day.day, today)}</h1>
<nav aria-label="Days" class="newel-pages newel-no-print"><a class="govuk-link" rel="prev" href="${address(view, '/diary', nextDay(day.day, -1))}">Day before</a> ${day.day === today ? noHtml : html`<a class="govuk-link" href="${address(view, '/diary', today)}">Today</a> `}<a class="govuk-link" rel="next" href="${address(view, '/diary', nextDay(day.day))}">Day after</a> <a class="govuk-link" href="${address(view, '/diary/week', day.day)}">The week</a></nav>
${dayTable(day, view.timeZone, today)}
${freeText(day, view.timeZone)}
${outcomesHtml(view.open, today)}
${links(view)}`;
}

/** A worker's week: every day a list of its own. */
export function weekHtml(view: WorkerView & { days: readonly WorkersDay[] }): Html {
  const { days, today } = view;
  const [first, last] = [days[0]?.day ?? today, days.at(-1)?.day ?? today];
  // A weekend without anything is left out.
  const shown = days.filter((day, index) => index < 5 || day.entries.length > 0);
  return html`<h1 class="govuk-heading-l">${view.mine ? 'Your week' : `Week of ${view.name}`}: ${showNearDay(first, today)} to ${showNearDay(last, today)}</h1>
<nav aria-label="Weeks" class="newel-pages newel-no-print"><a class="govuk-link" rel="prev" href="${address(view, '/diary/week', nextDay(first, -7))}">Week before</a> <a class="govuk-link" rel="next" href="${address(view, '/diary/week', nextDay(first, 7))}">Week after</a></nav>
<div class="newel-week">${shown.map(
    (
      day,
    ) => html`<section aria-labelledby="d${day.day}"><h2 class="govuk-heading-s" id="d${day.day}"><a class="govuk-link" href="${address(view, '/diary', day.day)}">${showNearDay(day.day, today)}</a></h2>
${day.holiday ? html`<p class="govuk-body-s">Bank holiday</p>` : noHtml}
<ul class="govuk-list">${linesOf(day, view.timeZone).map(({ time, what, where, state }) => html`<li><strong>${time}</strong><br>${joinHtml([what, where], html`<br>`)}<br>${state}</li>`)}</ul>
${day.entries.length + day.away.length === 0 && !day.holiday ? html`<p class="govuk-body-s">Nothing is booked.</p>` : noHtml}</section>`,
  )}</div>
${links(view)}`;
}

/** A site's day, or a room's. */
export function siteDayHtml(view: {
  site: SiteRow;
  sites: readonly SiteRow[];
  rooms: readonly RoomRow[];
  roomId: string | null;
  day: string;
  today: string;
  holiday: boolean;
  entries: readonly Entry[];
  mayManage: boolean;
}): Html {
  const { site, rooms, roomId, day, today, entries } = view;
  const address = (to: string) => `/diary/site/${site.id}?day=${to}${roomId === null ? '' : `&room=${roomId}`}`;
  const room = rooms.find(({ id }) => id === roomId);
  return html`<h1 class="govuk-heading-l">${site.name}${room === undefined ? '' : `, ${room.name}`}: ${showNearDay(day, today)}</h1>
<nav aria-label="Days" class="newel-pages newel-no-print"><a class="govuk-link" rel="prev" href="${address(nextDay(day, -1))}">Day before</a> <a class="govuk-link" rel="next" href="${address(nextDay(day))}">Day after</a></nav>
<form method="get" action="/diary/site/${site.id}" class="newel-no-print"><input type="hidden" name="day" value="${day}">
${select({ id: 'room', name: 'room', label: { text: 'Room', classes: 'govuk-label--s' }, items: [{ value: '', text: 'The whole site' }, ...rooms.filter(({ closed }) => !closed).map(({ id, name }) => ({ value: id, text: name }))], value: roomId ?? '' })}
${button({ text: 'Show', classes: 'govuk-button--secondary' })}</form>
${view.holiday ? html`<p class="govuk-body"><strong>Bank holiday.</strong></p>` : noHtml}
${
  entries.length === 0
    ? html`<p class="govuk-body">Nothing is booked.</p>`
    : table({
        stack: true,
        firstCellIsHeader: true,
        caption: counted(entries.length, 'appointment'),
        captionClasses: 'govuk-table__caption--m',
        head: [{ text: 'Time' }, { text: 'Who' }, { text: 'With' }, { text: 'How and where' }, { text: 'State' }],
        rows: entries.map((entry) => [
          { text: hoursText(entry.row) },
          { html: who(entry) },
          { text: entry.row.staff_name },
          { text: whereText(entry.row) },
          { html: stateTag(entry.row) },
        ]),
      })
}
<ul class="govuk-list newel-actions newel-no-print">${view.sites
    .filter(({ id, closed }) => id !== site.id && !closed)
    .slice(0, 20)
    .map(({ id, name }) => html`<li><a class="govuk-link" href="/diary/site/${id}?day=${day}">${name}</a></li>`)}
${view.mayManage ? html`<li><a class="govuk-link" href="/sites/${site.id}">Rooms and hours of this site</a></li>` : noHtml}</ul>`;
}
