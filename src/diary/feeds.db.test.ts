import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';
import { calendarText, type Entry, initialsOf } from './rules/feed.ts';

let w: World;
let worker: Browser;
let rashida: string;
let room: string;
before(async () => {
  w = await world();
  rashida = await w.staff('FEE-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
  const siteId = newId();
  room = newId();
  await query(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, 'feed-site', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    siteId,
    w.programmeId,
  );
  await query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Room 1', 4, true, true, true)`,
    room,
    siteId,
  );
  const book = async (familyName: string, starts: string, state = 'booked') => {
    const { caseId, personId } = await w.addCase({ keyWorkerId: rashida, familyName });
    const id = newId();
    await query(
      `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, room_id, kind, mode, starts_at, ends_at, chain_id,
         state, asked_by, state_reason, settled_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'interview', 'in_person', $8::timestamptz, $8::timestamptz + interval '1 hour', $1, $9,
         case when $9 = 'booked' then null else 'us' end, 'x', case when $9 = 'booked' then null else now() end)`,
      ...[id, w.programmeId, caseId, personId, rashida, siteId, room, starts, state],
    );
    return caseId;
  };
  await book('Openly', '2016-04-05T09:00:00Z');
  const hidden = await book('Hiddenly', '2016-04-05T11:00:00Z');
  await query('update case_record set restricted = true where id = $1', hidden);
  await book('Cancelledly', '2016-04-05T13:00:00Z', 'cancelled_by_us');
  await book('Longago', '2016-01-05T13:00:00Z');
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const eventsOf = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
};
const make = async (fields: Record<string, string>) => {
  const { status, body } = await worker.post('/diary/feeds', fields);
  assert.equal(status, 200, body.slice(0, 300));
  return /\/calendar\/[\w-]{43}\.ics/.exec(body)?.[0] as string;
};
const read = async (path: string) => {
  const reply = await w.app.inject({ method: 'GET', url: path });
  return { status: reply.statusCode, type: reply.headers['content-type'], body: reply.body };
};

test('a worker’s calendar holds times and places, and no names', async () => {
  const { status, type, body } = await read(await make({ of: 'own', initials: 'no' }));
  assert.equal(status, 200);
  assert.equal(type, 'text/calendar; charset=utf-8');
  const events = eventsOf(body);
  assert.deepEqual(
    events.map((event) => [event.summary, event.location, event.startDate.toString(), event.endDate.toString()]),
    [
      ['Interview', 'Bolton office, Room 1', '2016-04-05T09:00:00Z', '2016-04-05T10:00:00Z'],
      ['Interview', 'Bolton office, Room 1', '2016-04-05T11:00:00Z', '2016-04-05T12:00:00Z'],
    ],
  );
  assert.doesNotMatch(body, /Openly|Hiddenly|Cancelledly|Debbie/);
});

test('initials stand in it where the worker chose so, never those of a restricted record, and never in a room’s', async () => {
  const own = eventsOf((await read(await make({ of: 'own', initials: 'yes' }))).body);
  assert.deepEqual(
    own.map(({ summary }) => summary),
    ['Interview, D.O.', 'Interview'],
  );
  const ofRoom = eventsOf((await read(await make({ of: room, initials: 'yes' }))).body);
  assert.deepEqual(
    ofRoom.map(({ summary }) => summary),
    ['Interview', 'Interview'],
  );
});

test('the secret is kept nowhere; an ended calendar, a wrong address and whoever is gone read nothing', async () => {
  const path = await make({ of: 'own', initials: 'no' });
  const secret = path.slice('/calendar/'.length, -4);
  const [kept] = await query('select id, token_hash, read_at from calendar_feed order by id desc limit 1');
  assert.equal(kept.token_hash.includes(Buffer.from(secret)), false);
  assert.equal(kept.read_at, null);
  assert.equal((await read(path)).status, 200);
  assert.notEqual((await query('select read_at from calendar_feed where id = $1', kept.id))[0].read_at, null);
  assert.equal((await read(`/calendar/${'A'.repeat(43)}.ics`)).status, 404);
  assert.equal((await read('/calendar/short.ics')).status, 404);
  // Not another's to end.
  const colleague = await w.signIn('key_worker', { staffId: await w.staff('FEE-KW02') });
  await colleague.post(`/diary/feeds/${kept.id}/end`, {});
  assert.equal((await read(path)).status, 200);
  await worker.post(`/diary/feeds/${kept.id}/end`, {});
  assert.equal((await read(path)).status, 404);
  const other = await make({ of: 'own', initials: 'no' });
  await query('update membership set staff_id = null where user_id = $1', worker.userId);
  assert.equal((await read(other)).status, 404, 'no worker any more');
  await query('update membership set staff_id = $2 where user_id = $1', worker.userId, rashida);
  await query('update app_user set disabled_at = now() where id = $1', worker.userId);
  assert.equal((await read(other)).status, 404, 'disabled');
  await query('update app_user set disabled_at = null where id = $1', worker.userId);
  const kinds = await query(
    `select kind, count(*)::int from event where kind like 'feed.%' group by kind order by kind`,
  );
  assert.deepEqual(kinds, [
    { kind: 'feed.ended', count: 1 },
    { kind: 'feed.made', count: 5 },
  ]);
});

test('what is missing is asked for, and nothing is made', async () => {
  const count = async () => (await query('select count(*)::int from calendar_feed'))[0].count;
  const before = await count();
  const { status, body } = await worker.post('/diary/feeds', { initials: 'yes' });
  assert.equal(status, 422);
  assert.match(body, /Choose whose calendar/);
  assert.equal((await worker.post('/diary/feeds', { of: newId(), initials: 'no' })).status, 422, 'no room of theirs');
  assert.equal(await count(), before);
});

const entry: fc.Arbitrary<Entry> = fc.record({
  uid: fc.uuid(),
  kind: fc.constantFrom('meeting', 'interview', 'call', 'group'),
  mode: fc.constantFrom('in_person', 'phone', 'video', 'home', 'elsewhere'),
  site: fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }),
  room: fc.option(fc.string({ minLength: 1, maxLength: 60 }), { nil: null }),
  from: fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000),
  to: fc.integer({ min: 1, max: 40_000 }).map((seconds) => seconds * 1000),
  version: fc.integer({ min: 1, max: 1000 }),
  initials: fc.option(fc.constant('J.R.'), { nil: null }),
});

test('whatever a site is called, another’s reader reads back the same times, in the same order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(entry, { maxLength: 6, selector: ({ uid }) => uid }), (given) => {
      const entries = given.map((one) => ({ ...one, to: one.from + one.to }));
      const events = eventsOf(calendarText('Newel', entries, 0));
      assert.deepEqual(
        events.map((event) => [
          event.uid,
          event.startDate.toUnixTime() * 1000,
          event.endDate.toUnixTime() * 1000,
          event.sequence,
        ]),
        entries.map((one) => [`${one.uid}@newel`, one.from, one.to, one.version]),
      );
    }),
  );
});

test('initials', () => {
  assert.deepEqual(
    [initialsOf('Jim', 'Ross'), initialsOf('Émile', null), initialsOf(null, null), initialsOf(' ', 'van Dam')],
    ['J.R.', 'É.', null, 'V.'],
  );
});
