import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { fixedClock } from '../kit/clock.ts';
import { newId } from '../kit/ids.ts';
import { findSession, placesOf, recordAttendance, takePlace } from './actions/groups.ts';

// The clock of the application stands at 11:00 of Thursday 31 March 2016 in British Summer Time.
const today = '2016-03-31';
let w: World;
let worker: Browser;
let colleague: Browser;
let rashida: string;
let room: string;
let siteId: string;
before(async () => {
  w = await world();
  rashida = await w.staff('GRO-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
  colleague = await w.signIn('key_worker', { staffId: await w.staff('GRO-KW02') });
  [siteId, room] = [newId(), newId()];
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, 'group-site', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    siteId,
    w.programmeId,
    w.area('Bolton').id,
  );
  await query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Hall', 12, true, true, true)`,
    room,
    siteId,
  );
  for (const weekday of [1, 2, 3, 4, 5])
    await query(
      `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on) values (gen_random_uuid(), $1, $2, $3, '09:00', '17:00', '2016-01-01')`,
      rashida,
      siteId,
      weekday,
    );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const one = async (text: string, ...values: unknown[]) => (await query(text, ...values))[0];
const kinds = async (caseId: string) =>
  (await query(`select kind from event where case_id = $1 order by at, id`, caseId)).map(({ kind }) => kind);

const plan = (more: Record<string, string> = {}) => ({
  title: 'Cooking on a budget',
  words: 'Two hours in the kitchen',
  'day-day': '5',
  'day-month': '4',
  'day-year': '2016',
  at: '10:00',
  minutes: '120',
  room,
  places: '2',
  ...more,
});
async function planned(more: Record<string, string> = {}): Promise<string> {
  const reply = await worker.post('/groups/new', plan(more));
  assert.equal(reply.status, 303, reply.body.slice(0, 500));
  return (reply.location as string).split('/').at(-1) as string;
}
const take = (caseId: string, session: string, browser = worker) =>
  browser.post(`/cases/${caseId}/groups`, { session });
const stateOf = async (caseId: string, session: string) =>
  (
    await one(
      `select state from group_place where case_id = $1 and session_id = $2 order by id desc limit 1`,
      caseId,
      session,
    )
  )?.state;
const holds = async (personId: string) =>
  Number((await one('select count(*) from diary_hold where holder = $1', personId)).count);
const someone = (familyName: string) => w.addCase({ keyWorkerId: rashida, familyName });

test('a session is planned in a room that holds it, in hours of work, and never over another', async () => {
  const refused = async (more: Record<string, string>, said: RegExp) => {
    const reply = await worker.post('/groups/new', plan(more));
    assert.ok([409, 422].includes(reply.status), String(reply.status));
    assert.match(reply.body, said);
    assert.match(reply.body, /Two hours in the kitchen/, 'what was typed is kept');
  };
  await refused({ places: '13' }, /The room has 12 places/);
  await refused({ at: '7:00' }, /does not work/);
  await refused({ 'day-day': '25', 'day-month': '12' }, /bank holiday|closed/);
  await refused({ 'day-day': '1', 'day-month': '3' }, /has passed/);
  assert.equal((await query('select from group_session')).length, 0);
  assert.equal((await query('select from appointment')).length, 0);
  await planned({ 'day-day': '6' });
  await refused({ 'day-day': '6', at: '11:00' }, /another appointment then|is taken then/);
  const elsewhere = await w.signIn('key_worker', { programmeId: w.otherProgrammeId });
  const { id } = await one('select id from group_session');
  assert.equal((await elsewhere.get(`/groups/${id}`)).status, 404);
});

test('places are given in order, the rest wait, and the next moves up when one is given up', async () => {
  const session = await planned();
  const [ann, bea, cat, dan] = await Promise.all(['Ann', 'Bea', 'Cat', 'Dan'].map(someone));
  assert.ok(ann && bea && cat && dan);
  for (const { caseId } of [ann, bea, cat, dan]) await take(caseId, session);
  const states = () => Promise.all([ann, bea, cat, dan].map(({ caseId }) => stateOf(caseId, session)));
  assert.deepEqual(await states(), ['booked', 'booked', 'waiting', 'waiting']);
  assert.deepEqual([await holds(ann.personId), await holds(cat.personId)], [1, 0]);
  // Twice is once.
  await take(ann.caseId, session);
  assert.deepEqual(await kinds(ann.caseId), ['group.booked']);
  assert.equal((await take(ann.caseId, session, colleague)).status, 404, 'not their case');

  // Cat has something else then: Dan, who asked later, is given the place, and Cat waits on.
  const other = await planned({ 'day-day': '5', at: '14:00' });
  await query(
    `insert into diary_hold (appointment_id, holder, span) select appointment_id, $1, tstzrange('2016-04-05T09:30Z', '2016-04-05T10:00Z') from group_session where id = $2`,
    cat.personId,
    other,
  );
  const place = await one(`select id, version from group_place where case_id = $1`, ann.caseId);
  const giveUp = (version: string) =>
    worker.post(`/cases/${ann.caseId}/groups/give-up`, { session, place: place.id, version });
  await giveUp('9');
  assert.deepEqual(await states(), ['booked', 'booked', 'waiting', 'waiting'], 'a stale form changes nothing');
  await giveUp(String(place.version));
  assert.deepEqual(await states(), ['cancelled_by_them', 'booked', 'waiting', 'booked']);
  assert.deepEqual([await holds(ann.personId), await holds(dan.personId)], [0, 1]);
  assert.deepEqual(await kinds(dan.caseId), ['group.waiting', 'group.moved up']);
  assert.equal(
    (await query(`select from notice where user_id = $1 and kind = 'group place'`, worker.userId)).length,
    1,
  );
  // Whoever gave it up can ask again, and waits behind the others.
  await take(ann.caseId, session);
  assert.equal(await stateOf(ann.caseId, session), 'waiting');
});

test('of twenty who ask at once for three places three have one, and the others wait', async () => {
  const session = await planned({ 'day-day': '7', places: '3' });
  const people = await Promise.all(Array.from({ length: 20 }, (_, at) => someone(`Many${at}`)));
  const clock = fixedClock(`${today}T10:00:00Z`);
  const actor = { userId: worker.userId, name: 'x', memberships: [] };
  const asked = await Promise.all(
    people.map(({ caseId, personId }) =>
      takePlace(w.db, actor, { caseId, personId, programmeId: w.programmeId }, session, clock),
    ),
  );
  assert.equal(asked.filter((one) => one === 'booked').length, 3);
  assert.equal(asked.filter((one) => one === 'waiting').length, 17);
  assert.equal(
    Number(
      (await one('select count(*) from group_place where session_id = $1 and state = $2', session, 'booked')).count,
    ),
    3,
  );
});

test('nobody is in two places at once', async () => {
  const [first, second] = [await planned({ 'day-day': '8' }), await planned({ 'day-day': '8', at: '14:00' })];
  const { caseId, personId } = await someone('Twice');
  await take(caseId, first);
  // The second session is at the time of the first.
  await query(
    `update appointment set starts_at = '2016-04-08T09:30Z', ends_at = '2016-04-08T10:30Z' where id = (select appointment_id from group_session where id = $1)`,
    second,
  );
  await take(caseId, second);
  assert.equal(await stateOf(caseId, second), undefined);
  assert.deepEqual(await kinds(caseId), ['group.booked']);
  assert.equal(await holds(personId), 1);
});

test('who came is said in one go, once, by whoever leads; before it begins nothing is', async () => {
  const session = await planned({ 'day-day': '11' });
  const [eve, flo] = [await someone('Evening'), await someone('Floor')];
  for (const { caseId } of [eve, flo]) await take(caseId, session);
  const ids = async () => query('select id, version from group_place where session_id = $1 order by id', session);
  const [a, b] = await ids();
  await worker.post(`/groups/${session}/attendance`, { [`came-${a.id}`]: 'attended', [`version-${a.id}`]: '1' });
  assert.deepEqual(await kinds(eve.caseId), ['group.booked'], 'it has not begun');
  // A colleague sees that there is a session and how full it is, not who takes part.
  const seen = (await colleague.get(`/groups/${session}`)).body;
  assert.match(seen, /2 of 2 places taken/);
  assert.doesNotMatch(seen, /Evening|Floor/);
  assert.match((await worker.get(`/groups/${session}`)).body, /Evening/);

  const row = await findSession(w.db, session);
  assert.ok(row !== null);
  const places = await placesOf(w.db, session);
  const later = fixedClock('2016-04-11T12:00:00Z');
  const actor = { userId: worker.userId, name: 'x', memberships: [] };
  const said = places.map((place, at) => ({
    place,
    version: place.version,
    outcome: at === 0 ? ('attended' as const) : ('did_not_attend' as const),
  }));
  assert.equal(await recordAttendance(w.db, actor, row, said, later), 'saved');
  assert.deepEqual(
    [await stateOf(eve.caseId, session), await stateOf(flo.caseId, session)],
    ['attended', 'did_not_attend'],
  );
  assert.equal(await recordAttendance(w.db, actor, row, said, later), 'stale');
  assert.deepEqual(await kinds(flo.caseId), ['group.booked', 'group.missed']);
  assert.ok(b);
});

test('what we cancel is nobody’s failure, and gives everybody their time back', async () => {
  const session = await planned({ 'day-day': '12', places: '1' });
  const [gus, hal] = [await someone('Gusty'), await someone('Halt')];
  for (const { caseId } of [gus, hal]) await take(caseId, session);
  assert.equal((await worker.post(`/groups/${session}/cancel`, { reason: '' })).status, 422);
  await colleague.post(`/groups/${session}/cancel`, { reason: 'Not mine' });
  assert.equal(await stateOf(gus.caseId, session), 'booked');
  await worker.post(`/groups/${session}/cancel`, { reason: 'The hall is flooded' });
  assert.deepEqual(
    [await stateOf(gus.caseId, session), await stateOf(hal.caseId, session)],
    ['cancelled_by_us', 'cancelled_by_us'],
  );
  assert.equal(await holds(gus.personId), 0);
  assert.deepEqual(await kinds(gus.caseId), ['group.booked', 'group.cancelled']);
  await worker.post(`/groups/${session}/cancel`, { reason: 'Again' });
  assert.deepEqual(await kinds(hal.caseId), ['group.waiting', 'group.cancelled']);
  assert.match((await worker.get('/groups')).body, /Cancelled/);
  await planned({ 'day-day': '12' });
});

test('how full the site is: hours of work, and the sessions in them', async () => {
  const { status, body } = await worker.get('/sites/capacity');
  assert.equal(status, 200);
  assert.match(body, /Bolton office/);
  // Thursday 31 March, 11:00: the next interview of an hour is today. In the week of 4 April five days of eight hours.
  assert.match(body, /Thu 31 Mar, today/);
  assert.match(body, /\d+% of 40 hours/);
});

test('in the list of a session a restricted record is nobody to whoever may not open it', async () => {
  const session = await planned({ 'day-day': '13' });
  const { caseId } = await someone('Hiddenly');
  await take(caseId, session);
  await query('update case_record set restricted = true where id = $1', caseId);
  const { body } = await worker.get(`/groups/${session}`);
  assert.doesNotMatch(body, /Hiddenly/);
  assert.match(body, /Somebody whose record you may not open/);
});

test('a session is moved: places are kept and told, and whoever has another appointment then loses theirs by us', async () => {
  const session = await planned({ 'day-day': '18', places: '2' });
  const [ivy, jay, kit] = [await someone('Ivy'), await someone('Jay'), await someone('Kit')];
  for (const { caseId } of [ivy, jay, kit]) await take(caseId, session);
  await query(`update person set contact_rules = '{"text": "yes"}', preferred_contact = 'text' where id = any($1)`, [
    ivy.personId,
    jay.personId,
  ]);
  await query(`update staff set phone = '07700900456' where id = $1`, rashida);
  // Jay comes to something else at the new time.
  const other = await planned({ 'day-day': '19', title: 'Walking' });
  await take(jay.caseId, other);
  const elsewhere = newId();
  const leader = await w.staff('GRO-KW03');
  await query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2016-01-01' from generate_series(1, 5) day`,
    ...[leader, siteId],
  );
  await query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Attic', 2, true, true, true)`,
    ...[elsewhere, siteId],
  );
  const { title: _title, words: _words, places: _places, ...time } = plan({ 'day-day': '19', room: elsewhere });
  const given = { ...time, leader, reason: 'The cook is ill' };
  const move = (more: Record<string, string> = {}, browser = worker) =>
    browser.post(`/groups/${session}/move`, { ...given, ...more });
  assert.equal((await move({ reason: '' })).status, 422);
  await move({}, colleague);
  const refused = await move({ leader: rashida });
  assert.equal(refused.status, 409, 'she leads the other one then');
  assert.match(refused.body, /The worker has another appointment then/);
  assert.match(refused.body, /The cook is ill/);
  assert.deepEqual(await kinds(ivy.caseId), ['group.booked'], 'a refusal writes nothing');
  assert.match((await worker.get(`/groups/${session}/move`)).body, /value="2016"/);
  assert.equal((await move()).status, 303);
  const row = await one(
    `select a.staff_id, a.room_id, a.state, g.places from group_session g join appointment a on a.id = g.appointment_id where g.id = $1`,
    session,
  );
  assert.deepEqual(row, { staff_id: leader, room_id: elsewhere, state: 'booked', places: 2 });
  const states = async () => Promise.all([ivy, jay, kit].map(({ caseId }) => stateOf(caseId, session)));
  assert.deepEqual(await states(), ['booked', 'cancelled_by_us', 'booked'], 'who waited moved up');
  assert.deepEqual(await Promise.all([ivy, jay, kit].map(({ personId }) => holds(personId))), [1, 1, 1]);
  assert.deepEqual(
    (await kinds(ivy.caseId)).filter((kind) => kind !== 'message.written'),
    ['group.booked', 'group.moved'],
  );
  assert.deepEqual(
    (await kinds(jay.caseId)).filter((kind) => kind !== 'message.written'),
    ['group.booked', 'group.booked', 'group.cancelled'],
  );
  const sent = await query('select case_id, kind from message where case_id = any($1)', [ivy.caseId, jay.caseId]);
  assert.ok(sent.some(({ case_id, kind }) => case_id === ivy.caseId && kind === 'appointment_moved'));
  assert.ok(sent.some(({ case_id, kind }) => case_id === jay.caseId && kind === 'appointment_cancelled'));
  // The diary knows where they are, and says no more than that they are not free.
  const slot = `${siteId}_${rashida}_none_phone_2016-04-19_13:00`;
  const free = await worker.post(`/cases/${ivy.caseId}/appointments/book`, { slot });
  assert.equal(free.status, 303);
  const taken = await worker.post(`/cases/${ivy.caseId}/appointments/book`, {
    slot: `${siteId}_${leader}_none_phone_2016-04-19_10:30`,
  });
  assert.equal(taken.status, 409);
  assert.match(taken.body, /The person has another appointment then/);
  assert.doesNotMatch(taken.body, /Cooking on a budget/);
});

test('a leave of whoever leads a session lists it, to be moved, given away or cancelled', async () => {
  const session = await planned({ 'day-day': '21' });
  const day = (name: string) => ({ [`${name}-day`]: '21', [`${name}-month`]: '4', [`${name}-year`]: '2016' });
  await worker.post(`/diary/leave/${rashida}`, {
    kind: 'sick',
    ...day('from_on'),
    ...day('to_on'),
    starts: '14:00',
    ends: '17:00',
  });
  assert.doesNotMatch((await worker.get(`/diary/leave/${rashida}`)).body, /group session/, 'it is over by then');
  await worker.post(`/diary/leave/${rashida}`, { kind: 'sick', ...day('from_on'), ...day('to_on') });
  const { body } = await worker.get(`/diary/leave/${rashida}`);
  assert.match(body, /1 group session in this leave/);
  assert.match(body, new RegExp(`/groups/${session}/move`));
  await worker.post(`/groups/${session}/cancel`, { reason: 'Ill' });
  assert.doesNotMatch((await worker.get(`/diary/leave/${rashida}`)).body, /group session in this leave/);
});
