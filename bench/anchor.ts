import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance } from 'fastify';
import type pg from 'pg';
import { type EventRow, timelineOf } from '../src/access/store.ts';
import { casePage } from '../src/cases/actions/frame.ts';
import type { CaseHead } from '../src/cases/actions/record.ts';
import { caseloadHtml } from '../src/cases/pages/caseload.ts';
import { eventList } from '../src/cases/pages/events.ts';
import { noteForm, overviewHtml } from '../src/cases/pages/overview.ts';
import { type CaseloadEntry, contactKinds } from '../src/cases/rules/caseload.ts';
import { type Status, statuses } from '../src/cases/rules.ts';
import { type CaseloadRow, caseloadOf } from '../src/cases/store/caseload.ts';
import { findHead, type HeadRow } from '../src/cases/store/head.ts';
import { insertNote } from '../src/cases/store/notes.ts';
import { nextHtml } from '../src/diary/pages/overview.ts';
import { bookedOfCase } from '../src/diary/store/appointments.ts';
import { dayOf, showDay, showNearDay } from '../src/kit/clock.ts';
import { type DayNumber, parseDay } from '../src/kit/days.ts';
import type { Database } from '../src/kit/db.ts';
import { escapeHtml } from '../src/kit/html.ts';
import { newId } from '../src/kit/ids.ts';
import { together } from '../src/kit/together.ts';
import type { PlanParts } from '../src/plan/rules/story.ts';
import { climbOfCase } from '../src/plan/store/climb.ts';
import { programmeByKey, programmeOn } from '../src/programmes/actions.ts';
import { involvedHtml } from '../src/referrals/pages/overview.ts';
import { gapsOfCase, managersOfCase, workersOfCase } from '../src/referrals/store/case-manager.ts';
import { involved } from '../src/referrals/store/waiting.ts';
import { renderers } from '../src/rooms.ts';
import { riskPart } from '../src/visits/pages/visits.ts';
import { standingFlags } from '../src/visits/store/flags.ts';
import { inWorkSoFar } from '../src/work/routes/in-work.ts';
import { addClaims } from './anchor-claims.ts';
import { addDay, drawClimb } from './anchor-day.ts';
import { addDiary } from './anchor-diary.ts';
import { addDirectory } from './anchor-directory.ts';
import {
  csrf,
  day,
  eventSender,
  framed,
  fullName,
  headOf,
  headShown,
  headValues,
  mark,
  markHtml,
  named,
  now,
  type Place,
  supportWriter,
  type Template,
  template,
  timeZone,
  type Values,
} from './anchor-page.ts';
import { addSearch } from './anchor-search.ts';
import { programmeKey, today } from './scratch.ts';

/** The case page of a case that is open or closed, with a first job or without one, with older events or without. */
function casePageOf(place: Place, shape: { closed: boolean; job: boolean; more: boolean }): Template {
  const { document } = place.version;
  const head = headOf(place, shape);
  const page = casePage({
    head,
    today: day,
    current: 'overview',
    title: 'Overview',
    main: overviewHtml({
      head,
      document,
      clock: null,
      csrf,
      form: noteForm(today),
      noteId: '00000000-0000-7000-8000-000000000000',
      events: markHtml('events'),
      more: shape.more,
      // Nobody of these has a known risk, an appointment or a referral: their parts are the same on every page.
      parts: [
        riskPart(head.caseId, [], today),
        nextHtml([], head, today),
        markHtml('inWork'),
        involvedHtml(head.caseId, { by: 'nobody', since: null, alarmId: null }, [], today),
        markHtml('drawing'),
      ],
    }),
  });
  return template(framed(page, `/cases/${mark('caseId')}`, place.id), headShown(head));
}

/** Texts of a payload that the entry shows as they are; the others (codes) make another template each. */
// biome-ignore format: a list
const free = ['area', 'source', 'body', 'recordId', 'jobId', 'activityId', 'assessmentId', 'employer', 'occupationGroup', 'workArea'];

/** One event of this kind. What is no free text, a code or a figure, is part of the shape. */
function eventOf(event: EventRow, late: boolean): Template {
  const payload: Record<string, unknown> = { ...event.payload };
  for (const name of free) if (typeof payload[name] === 'string') payload[name] = mark(name);
  const at = late ? '1902-02-02T02:02:00Z' : '1901-01-01T02:02:00Z';
  const row = { ...event, happened_on: '1901-01-01', at, payload };
  if (row.actor_name !== null) row.actor_name = mark('actor');
  const list = eventList([row], renderers, mark('caseId'), { today, timeZone }).value;
  return template(list.slice(list.indexOf('<li'), list.lastIndexOf('</li>') + 5), {
    date: '1901-01-01',
    day: 'Tue 1 Jan 1901',
    recorded: '2 Feb 1902',
  });
}

const emptyList = eventList([], renderers, '', { today, timeZone }).value;
const listBegins = emptyList.slice(0, -'</ol>'.length);

/** A case page from its rows. */
function caseWriter(place: Place): (head: HeadRow, events: EventRow[], drawing: string, inWork: string) => string {
  const pages = new Map<string, Template>();
  const items = new Map<string, Template>();
  const valuesOf = headValues(place);

  const eventText = (event: EventRow, caseId: string): string => {
    const recorded = dayOf(event.at, timeZone);
    const late = recorded !== event.happened_on;
    const payload = event.payload ?? {};
    const fixed = event.kind === 'note.added' ? '' : JSON.stringify({ ...payload, ...blanks(payload) });
    const key = `${event.kind} ${late} ${event.actor_name === null} ${fixed}`;
    let item = items.get(key);
    if (item === undefined) {
      item = eventOf(event, late);
      if (items.size < 100_000) items.set(key, item);
    }
    const values: Values = { caseId };
    for (const name of free) {
      const value = payload[name];
      if (typeof value === 'string') values[name] = escapeHtml(value);
    }
    values.actor = escapeHtml(event.actor_name ?? '');
    values.date = event.happened_on;
    values.day = showNearDay(event.happened_on, today);
    values.recorded = showDay(recorded);
    return item(values);
  };

  return (row, events, drawing, inWork) => {
    const shape = { closed: row.closed_on !== null, job: row.first_job_on !== null, more: events.length > 10 };
    const key = `${shape.closed} ${shape.job} ${shape.more}`;
    let page = pages.get(key);
    if (page === undefined) {
      page = casePageOf(place, shape);
      pages.set(key, page);
    }
    let list = listBegins;
    for (let i = 0; i < events.length && i < 10; i++) list += eventText(events[i] as EventRow, row.case_id);
    return page({
      ...valuesOf(row),
      ...{ drawing, inWork },
      events: `${list}</ol>`,
    });
  };
}

function blanks(payload: Record<string, unknown>): Record<string, ''> {
  const out: Record<string, ''> = {};
  for (const name of free) if (name in payload) out[name] = '';
  return out;
}

/** A caseload page from its rows. */
function caseloadWriter(place: Place): (rows: CaseloadRow[]) => string {
  const view = (entries: CaseloadEntry[]) =>
    framed(
      {
        title: 'Your caseload',
        wide: true,
        main: caseloadHtml({
          heading: 'Your caseload',
          entries,
          total: 987_654,
          page: 1,
          pages: 1,
          sort: 'contact',
          direction: 'descending',
          address: ({ sort = 'contact', direction = 'descending' }) => `/caseload?sort=${sort}&order=${direction}`,
          workers: [],
          chosen: 'own',
        }),
      },
      '/caseload',
      place.id,
    );
  const entry = (status: Status): CaseloadEntry => ({
    caseId: mark('caseId'),
    name: mark('name'),
    reference: mark('reference'),
    areaName: mark('area'),
    status,
    support: mark('support'),
    month: 0,
    silence: 987_654,
  });
  // A row with what stands between it and the next.
  const rowIn = (text: string): [from: number, to: number] => {
    const from = text.indexOf('<tr', text.indexOf('<tbody'));
    return [from, text.indexOf('<tr', from + 1)];
  };
  const rowOf = (status: Status): Template => {
    const two = view([entry(status), entry(status)]);
    return template(two.slice(...rowIn(two)), { silence: '987654 days' });
  };
  const rowsOf = Object.fromEntries(statuses.map((status) => [status, rowOf(status)])) as Record<Status, Template>;
  const two = view([entry('attached'), entry('attached')]);
  const [from, to] = rowIn(two);
  const page = template(two.slice(0, from) + mark('rows') + two.slice(to + to - from), { total: '987654' });
  const names = new Intl.Collator('en-GB', { sensitivity: 'base', numeric: true });
  const supportOf = supportWriter(place);

  return (rows) => {
    const entries = rows.map((row) => ({
      row,
      name: fullName(row),
      silence: row.last_contact_on === null ? null : now - (parseDay(row.last_contact_on) as DayNumber),
    }));
    entries.sort(
      (a, b) =>
        (b.silence ?? 1e9) - (a.silence ?? 1e9) ||
        names.compare(a.name, b.name) ||
        (a.row.case_id < b.row.case_id ? -1 : 1),
    );
    let out = '';
    for (const { row, name, silence } of entries) {
      out += rowsOf[row.status]({
        caseId: row.case_id,
        name: escapeHtml(name),
        reference: row.reference,
        area: escapeHtml(row.area_name ?? ''),
        support: supportOf(row),
        silence: silence === null ? 'None yet' : silence === 0 ? 'Today' : silence === 1 ? '1 day' : `${silence} days`,
      });
    }
    return page({ rows: out, total: String(rows.length) });
  };
}

/** What support in work asks of a head. */
function headAtWork(place: Place, row: HeadRow): CaseHead {
  const head = headOf(place, { closed: row.closed_on !== null, job: row.first_job_on !== null });
  const on = row.attached_on;
  return {
    ...{ ...head, caseId: row.case_id, status: row.status, closedOn: row.closed_on },
    attachment: on === null ? null : { on, evidenced: false, firstJobOn: row.first_job_on },
  };
}

type NoteBody = Record<'body' | 'written_on-day' | 'written_on-month' | 'written_on-year', string>;

const newest = { beforeDay: 'infinity', beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Makes the anchor: the case page, the caseload, adding a note, a search without an index, and the worker's day. */
export async function createAnchor(db: Database): Promise<FastifyInstance> {
  const programme = await programmeByKey(db, programmeKey);
  const version = programme === null ? null : await programmeOn(db, programme.id, today);
  if (programme === null || version === null) throw new Error('The programme is not loaded.');
  const place = { id: programme.id, version };
  const [caseHtml, caseloadText] = [caseWriter(place), caseloadWriter(place)];
  const send = {
    head: named('head', findHead, ['caseId']),
    events: named('events', timelineOf, ['caseId', 'kinds', 'beforeDay', 'beforeId', 'limit']),
    caseload: named('caseload', caseloadOf, ['staffId', 'contacts', 'today', 'limit']),
    note: named('note', insertNote, ['id', 'caseId', 'personId', 'writtenOn', 'body', 'authorId']),
    event: eventSender(),
  };
  const app = Fastify();
  await app.register(formbody);
  addSearch(app, db);
  addDay(app, db, place);
  addDiary(app, db, place);
  await addDirectory(app, db, place);
  await addClaims(app, db, place);

  app.get<{ Params: { id: string } }>('/cases/:id', async (request, reply) => {
    const caseId = request.params.id;
    const head = await db.query<HeadRow>(send.head({ caseId }));
    const events = await db.query<EventRow>(send.events({ caseId, kinds: [], ...newest, limit: 11 }));
    const row = head.rows[0] as HeadRow;
    const [inWork, climbs] = await together(db, [
      // Like the staircase, it is drawn by the same function on both sides.
      (sql) => inWorkSoFar(sql, headAtWork(place, row), today),
      (sql) => climbOfCase(sql, { caseId }),
      (sql) => standingFlags(sql, { caseId }),
      (sql) => bookedOfCase(sql, { caseId }),
      (sql) => managersOfCase(sql, { caseId }),
      (sql) => gapsOfCase(sql, { caseId }),
      (sql) => workersOfCase(sql, { caseId }),
      (sql) => involved(sql, { caseId }),
    ]);
    return reply
      .type('text/html; charset=utf-8')
      .send(caseHtml(row, events.rows, drawClimb(climbs?.[0] as PlanParts, row), inWork.value));
  });

  app.get<{ Querystring: { worker: string } }>('/caseload', async (request, reply) => {
    const asked = { staffId: request.query.worker, contacts: contactKinds, today, limit: 1000 };
    const { rows } = await db.query<CaseloadRow>(send.caseload(asked));
    return reply.type('text/html; charset=utf-8').send(caseloadText(rows));
  });

  // Whose the case is stands in the address: the anchor looks nothing up.
  app.post<{ Params: { id: string }; Querystring: { person: string; user: string }; Body: NoteBody }>(
    '/cases/:id/notes',
    async (request, reply) => {
      const { person: personId, user } = request.query;
      const caseId = request.params.id;
      const form = request.body;
      const two = (typed: string) => typed.padStart(2, '0');
      const writtenOn = `${form['written_on-year']}-${two(form['written_on-month'])}-${two(form['written_on-day'])}`;
      const body = form.body.replaceAll('\r\n', '\n').trim();
      const id = newId();
      const payload = { recordId: id, writtenOn, body };
      const kind = 'note.added';
      const client: pg.PoolClient = await db.connect();
      await client.query('begin');
      await client.query(send.note({ id, caseId, personId, writtenOn, body, authorId: user }));
      await client.query(
        send.event(
          { kind, actorId: user, programmeId: programme.id, personId, caseId, happenedOn: writtenOn },
          payload,
        ),
      );
      await client.query('commit');
      client.release();
      return reply.code(303).header('location', `/cases/${caseId}`).send();
    },
  );
  return app;
}
