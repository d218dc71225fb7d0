import type { FastifyInstance } from 'fastify';
import { casePage } from '../src/cases/actions/frame.ts';
import { findHead, type HeadRow } from '../src/cases/store/head.ts';
import { bookHtml } from '../src/diary/actions/book-page.ts';
import type { Entry, WorkersDay } from '../src/diary/actions/days.ts';
import { weekHtml } from '../src/diary/pages/day.ts';
import { bookingQuestions } from '../src/diary/routes/book.ts';
import { localOf, spanOf, timeOf } from '../src/diary/rules/time.ts';
import { kinds } from '../src/diary/rules/words.ts';
import type { Busy, Room, Site } from '../src/diary/rules/work.ts';
import { type AppointmentRow, ofStaff } from '../src/diary/store/appointments.ts';
import { languagesOf, openSites, sitesOfStaff, spokenBy, workersAt } from '../src/diary/store/places.ts';
import { findHours, findWorld, type HoursRow, type WorldRow } from '../src/diary/store/world.ts';
import { showNearDay } from '../src/kit/clock.ts';
import { type DayNumber, formatDay, parseDay } from '../src/kit/days.ts';
import type { Database } from '../src/kit/db.ts';
import { holidaysOf } from '../src/kit/holidays.ts';
import { escapeHtml, html } from '../src/kit/html.ts';
import { together } from '../src/kit/together.ts';
import * as page from './anchor-page.ts';
import { mark, markHtml, named, type Place, type Template, template, type Values } from './anchor-page.ts';
import { diaryNow } from './diary.ts';
import { today } from './scratch.ts';

const zone = page.timeZone;
const after = (day: string, days: number) => formatDay(((parseDay(day) as DayNumber) + days) as DayNumber);
const weekday = (day: string) => (((((parseDay(day) as DayNumber) + 3) % 7) + 7) % 7) + 1;
const iso = (moment: number) => new Date(moment).toISOString().replace('.000Z', 'Z');
const minutesIn = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dayMs = 86_400_000;
const cutOut = (text: string, from: string, to: string): [begin: number, end: number] => {
  const begin = text.indexOf(from);
  return [begin, text.indexOf(to, begin) + to.length];
};
const send = {
  head: named('head', findHead, ['caseId']),
  hours: named('hours', findHours, ['staffId', 'from', 'to']),
  world: named('world', findWorld, [
    'siteIds',
    'near',
    'staffIds',
    'team',
    'personId',
    'language',
    'busy',
    'from',
    'to',
  ]),
  rows: named('rows', ofStaff, ['staffId', 'from', 'to', 'limit']),
  workers: named('workers', workersAt, ['siteId', 'staffIds', 'today']),
};

/** A week from its rows: sections, and in them lines, cut out of pages of the application. */
function weekWriter(
  place: Place,
): (staffId: string, monday: string, world: HoursRow, rows: readonly AppointmentRow[]) => string {
  const empty: WorkersDay = { day: '1901-01-01', holiday: false, away: [], blocks: [], entries: [], free: [] };
  const view = (siteId: string, days: WorkersDay[]) =>
    weekHtml({ staffId: mark('staffId'), name: '', mine: true, today, timeZone: zone, mayManage: true, siteId, days });
  const span = spanOf('1901-01-01', 123, 124, zone);
  const times = { time: '02:03 to 02:04' };
  const lineOf = (day: Partial<WorkersDay>): Template => {
    const text = view('', [{ ...empty, ...day }]).value;
    return template(text.slice(...cutOut(text, '<li><strong>', '</li>')), times);
  };
  const away = lineOf({ away: [spanOf('1901-01-01', 0, 1440, zone)] });
  const block = lineOf({ blocks: [{ ...span, label: mark('label') }] });
  const entries = new Map<string, Template>();
  const entryLine = (row: AppointmentRow): Template => {
    const key = `${row.kind} ${row.mode} ${row.state} ${row.room_name === null}`;
    const known = entries.get(key);
    if (known !== undefined) return known;
    const shown = {
      ...{
        ...row,
        from_ms: span.from,
        to_ms: span.to,
        case_id: mark('caseId'),
        id: mark('id'),
        site_name: mark('site'),
      },
      ...{ given_name: mark('name'), family_name: '', room_name: row.room_name === null ? null : mark('room') },
    };
    const made = lineOf({ entries: [{ row: shown, mayOpen: true } satisfies Entry] });
    entries.set(key, made);
    return made;
  };
  const sectionOf = (day: Partial<WorkersDay>): Template => {
    const text = view('', [{ ...empty, ...day }]).value;
    const section = text.slice(...cutOut(text, '<section', '</section>'));
    const [from, to] = cutOut(section, '<ul class="govuk-list">', '</ul>');
    const list = `<ul class="govuk-list">${mark('lines')}</ul>`;
    return template(section.slice(0, from) + list + section.slice(to), { date: '1901-01-01', day: 'Tue 1 Jan 1901' });
  };
  const sections = {
    full: sectionOf({ away: [span] }),
    empty: sectionOf({}),
    holiday: sectionOf({ holiday: true }),
  };
  const [first, last] = ['1902-02-03', '1903-03-03'];
  const week = view(mark('siteId'), [
    { ...empty, day: first },
    { ...empty, day: last },
  ]).value;
  const [begin, end] = [week.indexOf('<section'), week.lastIndexOf('</section>') + '</section>'.length];
  const text = page.framed(
    { title: 'Your week', wide: true, main: html`${markHtml('main')}` },
    '/diary/week',
    place.id,
  );
  const whole = template(
    text.replace(mark('main'), () => week.slice(0, begin) + mark('sections') + week.slice(end)),
    {
      first: showNearDay(first, today),
      last: showNearDay(last, today),
      before: after(first, -7),
      after: after(first, 7),
    },
  );

  return (staffId, monday, world, rows) => {
    const site = world.sites[0] as Site;
    const byDay = Map.groupBy(rows, (row) => localOf(row.from_ms, zone).day);
    let out = '';
    for (let i = 0; i < 7; i++) {
      const day = after(monday, i);
      const booked = byDay.get(day) ?? [];
      if (i >= 5 && booked.length === 0) continue;
      const lines: { from: number; text: string }[] = [];
      for (const row of booked) {
        const [from, to] = [localOf(row.from_ms, zone).minutes, localOf(row.to_ms, zone).minutes];
        lines.push({
          from: row.from_ms,
          text: entryLine(row)({
            ...{
              caseId: row.case_id ?? '',
              id: row.id,
              site: escapeHtml(row.site_name),
              room: escapeHtml(row.room_name ?? ''),
            },
            name: escapeHtml(`${row.given_name} ${row.family_name}`),
            time: `${timeOf(from)} to ${timeOf(to)}`,
          }),
        });
      }
      for (const one of world.blocks)
        if (one.weekday === i + 1 && one.fromOn <= day && (one.toOn ?? '9') >= day)
          lines.push({
            from: spanOf(day, minutesIn(one.starts), minutesIn(one.ends), zone).from,
            text: block({ label: escapeHtml(one.label), time: `${one.starts} to ${one.ends}` }),
          });
      const off = world.leaves.some((one) => one.fromOn <= day && day <= one.toOn);
      if (off) lines.push({ from: spanOf(day, 0, 1440, zone).from, text: away({}) });
      lines.sort((a, b) => a.from - b.from);
      const holiday = holidaysOf(site.holidays, Number(day.slice(0, 4))).includes(day);
      const section = holiday ? sections.holiday : booked.length > 0 || off ? sections.full : sections.empty;
      out += section({ date: day, day: showNearDay(day, today), lines: lines.map((line) => line.text).join('') });
    }
    return whole({
      ...{ staffId, siteId: site.id, sections: out, before: after(monday, -7), after: after(monday, 7) },
      ...{ first: showNearDay(monday, today), last: showNearDay(after(monday, 6), today) },
    });
  };
}

type Free = { from: number; staffId: string; roomId: string | null };
// The benchmark's sites have so many within two days that the application reads no more either.
const [length, recommended, most, soon] = [60, 6, 12, 1];

/** The next times at which anybody of a site is free for an hour, in plain loops: on the quarter hour, with the plainest free room. */
function freeOf(world: WorldRow, own: string, personId: string): Free[] {
  const [site] = world.sites as [Site];
  const staff = [...new Set(world.patterns.map((one) => one.staffId))].sort(
    (a, b) => Number(b === own) - Number(a === own),
  );
  const extras = (room: Room) => Number(room.private) + Number(room.quiet) + Number(room.stepFree);
  const rooms = [...world.rooms].sort((a, b) => extras(a) - extras(b) || a.name.localeCompare(b.name));
  const now = Date.parse(diaryNow);
  const found: Free[] = [];
  for (let i = 0; i <= soon && found.length < most; i++) {
    const day = after(today, i);
    const { from: midnight } = spanOf(day, 0, 1440, zone);
    const closed = holidaysOf(site.holidays, Number(day.slice(0, 4))).includes(day);
    if (closed || !site.weekdays.includes(weekday(day))) continue;
    const busy = world.busy.filter((one) => one.from < midnight + dayMs && one.to > midnight);
    const ofDay: Free[] = [];
    for (const staffId of staff) {
      const mine = busy.filter((one) => one.staffId === staffId);
      let left = recommended - mine.filter(({ kind }) => kind === 'meeting' || kind === 'interview').length;
      if (world.leaves.some((one) => one.staffId === staffId && one.fromOn <= day && day <= one.toOn)) continue;
      const hours = world.patterns.find((one) => one.staffId === staffId && one.weekday === weekday(day));
      if (hours === undefined) continue;
      const blocks = world.blocks.filter((one) => one.staffId === staffId && one.weekday === weekday(day));
      const ends = Math.min(minutesIn(hours.ends), minutesIn(site.closes));
      for (let at = Math.max(minutesIn(hours.starts), minutesIn(site.opens)); left > 0 && at + length <= ends; ) {
        const [from, to] = [midnight + at * 60_000, midnight + (at + length) * 60_000];
        const meets = (one: Busy) => one.from < to && from < one.to;
        const kept = mine.some((one) => one.from < to && from < one.to + one.buffer * 60_000);
        const blocked = blocks.some((one) => minutesIn(one.starts) < at + length && at < minutesIn(one.ends));
        if (from < now || kept || blocked || busy.some((one) => one.personId === personId && meets(one))) at += 15;
        else {
          const room = rooms.find(({ id }) => !busy.some((one) => one.roomId === id && meets(one)));
          ofDay.push({ from, staffId, roomId: room?.id ?? null });
          left -= 1;
          at += length;
        }
      }
    }
    found.push(...ofDay.sort((a, b) => a.from - b.from));
  }
  return found.slice(0, most);
}

type OpenSite = Awaited<ReturnType<typeof openSites>>[number];
type Choices = { sites: readonly OpenSite[]; workers: readonly { id: string; name: string }[] };

/** The booking page from its rows. */
function bookWriter(place: Place) {
  const pages = new Map<number, Template>();
  const valuesOf = page.headValues(place);
  const placeOf = (at: number) => ({ day: `${1910 + at}-01-01`, name: mark(`name${at}`), value: `V${at}_` });

  function pageOf(slots: number): Template {
    const head = page.headOf(place, { closed: false, job: false });
    const main = bookHtml({
      title: 'Book an appointment',
      path: `/cases/${mark('caseId')}/appointments/book`,
      ...{ csrf: page.csrf, today, minutes: length, timeZone: zone, languages: [] },
      interpreter: { needed: false, language: null, words: '' },
      search: {
        siteId: mark('siteId'),
        staffId: null,
        kind: 'meeting',
        mode: 'in_person',
        needs: [],
        language: null,
        from: today,
        minutes: null,
      },
      kinds: kinds.filter((kind) => kind !== 'group'),
      sites: [{ id: 'x', name: mark('sites'), outreach: false }],
      staff: [
        { id: 'x', name: mark('workers') },
        ...Array.from({ length: slots }, (_, at) => ({ id: placeOf(at).value, name: placeOf(at).name })),
      ],
      slots: Array.from({ length: slots }, (_, at) => ({
        ...{ siteId: '', roomId: null, mode: 'in_person' as const, from: 0, to: 0 },
        ...{ staffId: placeOf(at).value, day: placeOf(at).day, at: mark(`at${at}`) },
      })),
      ...{
        typed: {},
        errors: {},
        questions: bookingQuestions(false),
        problems: [],
        alternatives: [],
        mayOverride: false,
      },
      visit: `/cases/${mark('caseId')}/visits/new`,
      ...{ save: 'Book', back: `/cases/${mark('caseId')}/appointments` },
    });
    const made = casePage({ head, today: page.day, current: 'appointments', title: 'Book an appointment', main });
    let text = page.framed(made, `/cases/${mark('caseId')}/appointments/book`, place.id);
    // The options of a choice are written from their rows.
    for (const name of ['sites', 'workers']) {
      const at = text.indexOf(mark(name));
      const [from, to] = [text.lastIndexOf('<option', at), text.indexOf('</select>', at)];
      text = text.slice(0, from) + mark(name) + text.slice(to);
    }
    const shown: Values = {};
    for (let at = 0; at < slots; at++) {
      const { day, value } = placeOf(at);
      shown[`value${at}`] = `_${value}_none_in-person_${day}_${mark(`at${at}`)}`;
      shown[`day${at}`] = showNearDay(day, today);
    }
    return template(text, { ...page.headShown(head), ...shown });
  }

  return (row: HeadRow, siteId: string, { sites, workers }: Choices, slots: readonly Free[]): string => {
    let write = pages.get(slots.length);
    if (write === undefined) {
      write = pageOf(slots.length);
      pages.set(slots.length, write);
    }
    const names = new Map(workers.map((one) => [one.id, one.name]));
    const values: Values = { ...valuesOf(row), siteId };
    values.sites = sites
      .map(({ id, name }) => `<option value="${id}"${id === siteId ? ' selected' : ''}>${escapeHtml(name)}</option>`)
      .join('');
    values.workers = workers.map(({ id, name }) => `<option value="${id}">${escapeHtml(name)}</option>`).join('');
    for (const [at, slot] of slots.entries()) {
      const { day, minutes } = localOf(slot.from, zone);
      const time = timeOf(minutes);
      values[`at${at}`] = time;
      values[`day${at}`] = showNearDay(day, today);
      values[`name${at}`] = escapeHtml(names.get(slot.staffId) ?? '');
      values[`value${at}`] = `${siteId}_${slot.staffId}_${slot.roomId ?? 'none'}_in-person_${day}_${time}`;
    }
    return write(values);
  };
}

/** Adds the week of a worker and the next free times at a site to an anchor. */
export function addDiary(app: FastifyInstance, db: Database, place: Place): void {
  const weekText = weekWriter(place);
  const bookText = bookWriter(place);
  const ask = { near: false, personId: null, language: null };

  app.get<{ Querystring: { day: string; staff: string } }>('/diary/week', async (request, reply) => {
    const { day, staff: staffId } = request.query;
    const monday = after(day, 1 - weekday(day));
    const world = await db.query<HoursRow>(send.hours({ staffId, from: monday, to: after(monday, 6) }));
    const begins = spanOf(monday, 0, 1440, zone).from;
    const ends = spanOf(after(monday, 6), 0, 1440, zone).to;
    const rows = await db.query<AppointmentRow>(send.rows({ staffId, from: iso(begins), to: iso(ends), limit: 300 }));
    return reply.type('text/html; charset=utf-8').send(weekText(staffId, monday, world.rows[0] as HoursRow, rows.rows));
  });

  app.get<{ Params: { id: string }; Querystring: { site: string } }>(
    '/cases/:id/appointments/book',
    async (request, reply) => {
      const siteId = request.query.site;
      const head = await db.query<HeadRow>(send.head({ caseId: request.params.id }));
      const row = head.rows[0] as HeadRow;
      const own = row.key_worker_id ?? '';
      const [sites] = await together(db, [
        (tied) => openSites(tied, { programmeId: place.id, limit: 500 }),
        (tied) => languagesOf(tied, { programmeId: place.id }),
        (tied) => sitesOfStaff(tied, { staffId: own, today }),
        (tied) => spokenBy(tied, { personId: row.person_id }),
      ]);
      const workers = await db.query<{ id: string; name: string }>(send.workers({ siteId, staffIds: [own], today }));
      const from = Date.parse(`${today}T00:00Z`);
      const world = await db.query<WorldRow>(
        send.world({
          ...{ ...ask, siteIds: [siteId], staffIds: [], team: true, busy: true, personId: row.person_id },
          ...{ from: iso(from - dayMs), to: iso(from + (soon + 2) * dayMs) },
        }),
      );
      const slots = freeOf(world.rows[0] as WorldRow, own, row.person_id);
      return reply
        .type('text/html; charset=utf-8')
        .send(bookText(row, siteId, { sites, workers: workers.rows }, slots));
    },
  );
}
