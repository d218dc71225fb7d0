import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

// The world's clock stands at Thursday 31 March 2016, 11:00 in Manchester.
let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const at = (area: string) => ({ areaId: w.area(area).id, providerId: w.area(area).provider_id });
const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
async function office(area: string, codes: readonly string[]) {
  const siteId = newId();
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, $4, $5, 'Europe/London', 'england-and-wales', true, '09:00', '17:00')`,
    ...[siteId, w.programmeId, w.area(area).id, newId(), `${area} office`],
  );
  const staff: string[] = [];
  for (const code of codes) {
    const id = await w.staff(code, w.programmeId, area);
    staff.push(id);
    await query(
      `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
       select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2015-01-01' from generate_series(1, 5) day`,
      ...[id, siteId],
    );
  }
  return { siteId, staff: staff as [string, ...string[]] };
}
const person = (area: string, keyWorkerId: string, familyName = 'Marsh') =>
  w.addCase({ keyWorkerId, familyName, ...at(area) });
/** An appointment straight into the tables. */
async function planted(
  of: { caseId: string; personId: string },
  staffId: string,
  siteId: string,
  from: string,
  state = 'booked',
) {
  const id = newId();
  await query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id, state, settled_at)
     values ($1, $2, $3, $4, $5, $6, 'meeting', 'phone', $7::timestamptz, $7::timestamptz + interval '1 hour', $1, $8, case when $8 = 'booked' then null else now() end)`,
    ...[id, w.programmeId, of.caseId, of.personId, staffId, siteId, from, state],
  );
  await query(
    'insert into diary_hold select id, h, tstzrange(starts_at, ends_at) from appointment, unnest(array[staff_id, person_id]) h where id = $1',
    id,
  );
  return id;
}
const counts = async () =>
  (
    await query(
      'select (select count(*) from appointment) as a, (select count(*) from diary_hold) as h, (select count(*) from event) as e',
    )
  )[0];

test('booking from the case: free times first, one of one’s own, a refusal that keeps what was typed, and a manager’s reason', async () => {
  const { siteId, staff } = await office('Bolton', ['BOK-1']);
  const [staffId] = staff;
  const worker = await w.signIn('key_worker', { staffId });
  const one = await person('Bolton', staffId);
  const path = `/cases/${one.caseId}/appointments`;
  const page = (await worker.get(`${path}/book?mode=phone&site=${siteId}`)).body;
  assert.match(page, /Next free times of 60 minutes/);
  const slot = /name="slot" type="radio" value="([^"]+)"/.exec(page)?.[1] ?? '';
  assert.match(slot, /_phone_2016-03-31_11:00$/);
  const booked = await worker.post(`${path}/book`, { site: siteId, slot, kind: 'meeting' });
  assert.equal(booked.status, 303, booked.body);
  assert.match((await worker.get(path)).body, /Thu 31 Mar, 11:00 to 12:00/);
  assert.match((await worker.get(`/cases/${one.caseId}`)).body, /Next appointment[\s\S]*Thu 31 Mar, 11:00 to 12:00/);
  assert.match((await worker.get('/diary')).body, /11:00 to 12:00[\s\S]*Debbie Marsh/);
  assert.match((await worker.get('/diary/week')).body, /11:00 to 12:00[\s\S]*Debbie Marsh/);

  // Another person at the same time: nothing is written, what was typed stays, other times are there to choose.
  const two = await person('Bolton', staffId, 'Other');
  const own = {
    site: siteId,
    worker: staffId,
    kind: 'meeting',
    mode: 'phone',
    slot: 'own',
    at: '11:30',
    note: 'Kept words',
  };
  const stood = await counts();
  const refused = await worker.post(`/cases/${two.caseId}/appointments/book`, { ...own, ...day('day', '2016-03-31') });
  assert.equal(refused.status, 409);
  assert.match(refused.body, /This was not booked[\s\S]*The worker has another appointment then/);
  assert.match(refused.body, /What you can do instead/);
  assert.match(refused.body, /value="11:30"[\s\S]*value="Kept words"/);
  for (const [fields, words] of [
    [{ ...own, at: '25:00', ...day('day', '2016-04-01') }, /Enter a time/],
    [{ ...own, at: '' }, /Choose a time|Enter the/],
    [{ ...own, ...day('day', '2016-04-01'), worker: '' }, /Choose with whom/],
  ] as const) {
    const wrong = await worker.post(`/cases/${two.caseId}/appointments/book`, fields as Record<string, string>);
    assert.equal(wrong.status, 422);
    assert.match(wrong.body, words);
  }
  assert.deepEqual(await counts(), stood);

  // Protected time: the worker’s own reason does not pass it, a manager’s does.
  await query(
    `insert into protected_block (id, staff_id, weekday, starts, ends, label, from_on) values (gen_random_uuid(), $1, 5, '09:00', '10:00', 'Providers', '2016-01-01')`,
    staffId,
  );
  const friday = { ...own, at: '9:15', override: 'The only time', ...day('day', '2016-04-01') };
  const mine = await worker.post(`/cases/${two.caseId}/appointments/book`, friday);
  assert.equal(mine.status, 409);
  assert.match(mine.body, /Protected time of the worker: Providers/);
  assert.doesNotMatch(mine.body, /name="override"/);
  assert.deepEqual(await counts(), stood);
  const manager = await w.signIn('team_manager', at('Bolton'));
  const asked = await manager.post(`/cases/${two.caseId}/appointments/book`, { ...friday, override: '' });
  assert.match(asked.body, /name="override"/);
  const passed = await manager.post(`/cases/${two.caseId}/appointments/book`, friday);
  assert.equal(passed.status, 303, passed.body);
  const [{ override }] = await query(`select override from appointment where case_id = $1`, two.caseId);
  assert.deepEqual(override, { limits: ['protected'], reason: 'The only time', by: manager.userId });
});

test('an appointment is moved with who asked, swapped, cancelled, settled and corrected; each once', async () => {
  const { siteId, staff } = await office('Bury', ['MOV-1', 'MOV-2']);
  const [staffId] = staff;
  const worker = await w.signIn('key_worker', { staffId });
  const [a, b] = [await person('Bury', staffId, 'Early'), await person('Bury', staffId, 'Late')];
  const first = await planted(a, staffId, siteId, '2016-04-01 10:00+01');
  const second = await planted(b, staffId, siteId, '2016-04-01 14:00+01');
  const path = `/cases/${a.caseId}/appointments/${first}`;
  const swapped = await worker.post(`${path}/swap`, {
    version: '1',
    other: second,
    swap_asked_by: 'them',
    swap_reason: 'Child care',
  });
  assert.equal(swapped.status, 303, swapped.body);
  const now = String(swapped.location);
  assert.match((await worker.get(now)).body, /Fri 1 Apr, 14:00 to 15:00/);
  const without = await worker.post(`${now}/move`, {
    version: '1',
    slot: 'own',
    at: '15:00',
    ...day('day', '2016-04-01'),
  });
  assert.equal(without.status, 422);
  assert.match(without.body, /Say who asked for the move/);
  const move = {
    version: '1',
    slot: 'own',
    at: '15:00',
    ...day('day', '2016-04-01'),
    asked_by: 'us',
    reason: 'Training',
  };
  const moved = await worker.post(`${now}/move`, move);
  assert.equal(moved.status, 303, moved.body);
  assert.match((await worker.get(String(moved.location))).body, /15:00 to 16:00[\s\S]*Moved/);
  assert.match(String((await worker.post(`${now}/move`, move)).location), /appointments/);
  const chain = await query(
    'select state, asked_by, state_reason from appointment where chain_id = $1 order by created_at, id',
    first,
  );
  assert.deepEqual(chain.map(({ state }) => state).sort(), ['booked', 'moved', 'moved']);
  assert.match((await worker.get(`/cases/${a.caseId}/timeline`)).body, /Meeting moved[\s\S]*Who asked: we did/);
  const cancel = { version: '1', asked_by: 'us', cancel_reason: 'The office is closed' };
  await worker.post(`${moved.location}/cancel`, cancel);
  assert.equal(
    (await query('select state from appointment where id = $1', String(moved.location).split('/').at(-1)))[0].state,
    'cancelled_by_us',
  );

  const past = await planted(a, staffId, siteId, '2016-03-30 10:00+01');
  const page = `/cases/${a.caseId}/appointments/${past}`;
  assert.match((await worker.get('/diary')).body, /1 appointment without an outcome/);
  const stood = await counts();
  assert.match(
    (await worker.post(`${page}/outcome`, { version: '1', state: 'late' })).body,
    /Enter how many minutes late[\s\S]*Say why/,
  );
  assert.deepEqual(await counts(), stood);
  await worker.post(`${page}/outcome`, { version: '1', state: 'did_not_attend', reason: 'Not known' });
  const correction = { version: '2', state: 'late', late_minutes: '20', reason: 'Bus' };
  assert.match((await worker.post(`${page}/correct`, correction)).body, /Say how you know now/);
  await worker.post(`${page}/correct`, { ...correction, why: 'Reception told' });
  assert.match((await worker.get(page)).body, /It happened, late: 20 minutes/);
  // A future one cannot have happened, and another case’s appointment is not found through this one.
  const future = `/cases/${b.caseId}/appointments/${await planted(b, staffId, siteId, '2016-04-04 10:00+01')}`;
  assert.match(
    (await worker.post(`${future}/outcome`, { version: '1', state: 'attended' })).body,
    /This has not begun yet/,
  );
  assert.equal((await worker.get(`/cases/${a.caseId}/appointments/${second}`)).status, 404);
});

test('S10.2: after a heavy one the next person is moved only when the worker says how', async () => {
  const { siteId, staff } = await office('Oldham', ['HVY-1', 'HVY-2']);
  const [staffId, colleague] = staff as [string, string];
  const worker = await w.signIn('key_worker', { staffId });
  const [a, b] = [await person('Oldham', staffId), await person('Oldham', staffId, 'Next')];
  const first = await planted(a, staffId, siteId, '2016-03-31 10:30+01');
  const next = await planted(b, staffId, siteId, '2016-03-31 11:30+01');
  const path = `/cases/${a.caseId}/appointments/${first}`;
  await worker.post(`${path}/heavy`, { version: '1' });
  const page = (await worker.get(path)).body;
  assert.match(page, /20 minutes after this appointment are kept free[\s\S]*Start at 11:50/);
  await worker.post(`${path}/next`, { next, version: '1', how: 'planned' });
  assert.equal((await query('select state from appointment where id = $1', next))[0].state, 'booked');
  await worker.post(`${path}/next`, { next, version: '1', how: 'colleague' });
  const [given] = await query(
    `select staff_id, to_char(starts_at at time zone 'Europe/London', 'HH24:MI') as at from appointment where chain_id = $1 and state = 'booked'`,
    next,
  );
  assert.deepEqual(given, { staff_id: colleague, at: '11:30' });
});

test('S10.6: a worker who is ill for a week: every one of 22 appointments has one new state, none is a failure, and nothing is half done', async () => {
  const { siteId, staff } = await office('Salford', ['ILL-1', 'ILL-2', 'ILL-3']);
  const [staffId, colleague] = staff as [string, string];
  const ids: string[] = [];
  for (const [index, on] of ['04', '05', '06', '07', '08'].entries())
    for (const hour of index < 2 ? [9, 10, 11, 13, 14] : [9, 10, 11, 13])
      ids.push(
        await planted(
          await person('Salford', staffId, `P${ids.length}`),
          staffId,
          siteId,
          `2016-04-${on} ${hour}:00+01`,
        ),
      );
  assert.equal(ids.length, 22);
  const manager = await w.signIn('team_manager', at('Salford'));
  // All but one may be sent a text.
  await query(`update staff set phone = '07700900456' where id = $1`, staffId);
  await query(
    `update person set contact_rules = '{"text": "yes"}', preferred_contact = 'text' where id in (select person_id from appointment where id = any($1))`,
    ids.slice(1),
  );
  const leave = { kind: 'sick', ...day('from_on', '2016-04-04'), ...day('to_on', '2016-04-08') };
  assert.match(
    (await manager.post(`/diary/leave/${staffId}`, { ...leave, ...day('to_on', '2016-04-01') })).body,
    /must not be before the first/,
  );
  const stood = await counts();
  const plan = await manager.post(`/diary/leave/${staffId}`, leave);
  assert.match(plan.body, /22 appointments to settle/);
  assert.deepEqual(await counts(), stood);
  const ways = Object.fromEntries(
    ids.map((id, index) => [`way-${id}`, index < 9 ? 'cover' : index < 17 ? 'phone' : 'later']),
  );
  const settle = {
    from_on: '2016-04-04',
    to_on: '2016-04-08',
    kind: 'sick',
    handover: 'Plans are in the record',
    ...ways,
  };
  const again = await manager.post(`/diary/leave/${staffId}/settle`, { ...settle, do: 'again' });
  assert.match(again.body, /22 appointments to settle/);
  assert.deepEqual(await counts(), stood);
  const done = await manager.post(`/diary/leave/${staffId}/settle`, { ...settle, do: 'save' });
  assert.equal(done.status, 303, done.body);
  const old = await query(`select state, asked_by, moved_to from appointment where id = any($1)`, ids);
  assert.deepEqual(new Set(old.map(({ state, asked_by }) => `${state} ${asked_by}`)), new Set(['moved us']));
  const made = await query(
    `select n.mode, n.kind, n.staff_id, n.handover, n.starts_at = o.starts_at as same, (n.starts_at at time zone 'Europe/London')::date as on_day
     from appointment o join appointment n on n.id = o.moved_to where o.id = any($1) and n.state = 'booked'`,
    ids,
  );
  const covered = made.filter((row) => row.staff_id !== staffId && row.kind === 'meeting');
  const rung = made.filter((row) => row.kind === 'call');
  const later = made.filter((row) => row.staff_id === staffId);
  assert.deepEqual([made.length, covered.length, rung.length, later.length], [22, 9, 8, 5]);
  assert.ok(covered.every((row) => row.same && row.handover === 'Plans are in the record'));
  assert.ok(
    later.every((row) => row.on_day >= '2016-04-11' && row.on_day <= '2016-04-22'),
    JSON.stringify(later),
  );
  // Each whom a message can reach is sent exactly one, of the new time; the worker is told of the other.
  const told = await query(
    `select m.case_id, count(*) from message m join appointment a on a.case_id = m.case_id and a.id = any($1) group by m.case_id`,
    ids,
  );
  assert.deepEqual([told.length, new Set(told.map(({ count }) => count))], [21, new Set([1])]);
  // What she did before stays hers, and nobody books into the leave any more.
  const failures = await query(`select 1 from appointment where chain_id = any($1) and state = 'did_not_attend'`, ids);
  assert.equal(failures.length, 0);
  const other = await person('Salford', colleague, 'Later');
  const into = {
    site: siteId,
    worker: staffId,
    kind: 'meeting',
    mode: 'phone',
    slot: 'own',
    at: '10:00',
    ...day('day', '2016-04-05'),
  };
  assert.match((await manager.post(`/cases/${other.caseId}/appointments/book`, into)).body, /The worker is away then/);
  const worker = await w.signIn('key_worker', { staffId: colleague });
  assert.match((await worker.get('/diary/week?day=2016-04-05')).body, /with a hand-over note/);
});

test('the waiting list, hours, sites and rooms by their forms; who may not, may not', async () => {
  const { siteId, staff } = await office('Rochdale', ['FRM-1']);
  const [staffId] = staff;
  const worker = await w.signIn('key_worker', { staffId });
  const manager = await w.signIn('team_manager', at('Rochdale'));
  const [a, b] = [await person('Rochdale', staffId), await person('Rochdale', staffId, 'Wartling')];
  const wait = {
    site: siteId,
    kind: 'meeting',
    mode: 'phone',
    notice: '2',
    ...day('earliest', '2016-04-01'),
    ...day('latest', '2016-04-30'),
  };
  await worker.post(`/cases/${b.caseId}/appointments/wait`, wait);
  const id = await planted(a, staffId, siteId, '2016-04-04 10:00+01');
  await worker.post(`/cases/${a.caseId}/appointments/${id}/cancel`, {
    version: '1',
    asked_by: 'them',
    cancel_reason: 'Ill',
  });
  const page = (await worker.get(`/cases/${b.caseId}/appointments`)).body;
  assert.match(page, /A time became free: Mon 4 Apr, 10:00 to 11:00/);
  const offer = /name="offer" value="([^"]+)"/.exec(page)?.[1] ?? '';
  assert.equal((await worker.post(`/cases/${a.caseId}/appointments/offer`, { offer, answer: 'accept' })).status, 404);
  await worker.post(`/cases/${b.caseId}/appointments/offer`, { offer, answer: 'accept' });
  assert.match((await worker.get(`/cases/${b.caseId}/appointments`)).body, /Mon 4 Apr, 10:00 to 11:00/);

  const hours = { site: siteId, weekday: '6', starts: '9:00', ends: '12:00', ...day('from_on', '2016-04-01') };
  assert.match(
    (await worker.post(`/diary/hours/${staffId}/add`, { ...hours, ends: '8:00' })).body,
    /must be after the beginning/,
  );
  await worker.post(`/diary/hours/${staffId}/add`, hours);
  const kept = {
    label: 'Providers',
    kept_weekday: '0',
    kept_starts: '9:00',
    kept_ends: '12:00',
    ...day('kept_from_on', '2016-04-01'),
  };
  await worker.post(`/diary/hours/${staffId}/protect`, kept);
  const shown = (await worker.get(`/diary/hours/${staffId}`)).body;
  assert.match(shown, /Saturday[\s\S]*Providers/);
  const gone = /name="what" value="pattern"><input type="hidden" name="id" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  await worker.post(`/diary/hours/${staffId}/remove`, { what: 'pattern', id: gone });
  assert.equal((await query('select 1 from working_pattern where id = $1', gone)).length, 0);

  const room = { room: 'Room 1', places: '3', private: 'yes', no_stairs: 'yes', quiet: 'no' };
  assert.equal((await worker.post(`/sites/${siteId}/rooms`, room)).status, 404);
  assert.equal((await manager.post(`/sites/${siteId}/rooms`, room)).status, 303);
  assert.match((await manager.post(`/sites/${siteId}/rooms`, room)).body, /has a room of this name already/);
  const site = {
    name: 'Job Broker',
    zone: 'Europe/London',
    holidays: 'scotland',
    opens: '9',
    closes: '17',
    step_free: 'no',
    outreach: 'yes',
  };
  assert.equal((await manager.post('/sites/new', site)).status, 303);
  assert.match((await manager.post('/sites/new', site)).body, /There is a site of this name already/);
  assert.match((await worker.get('/sites')).body, /Job Broker[\s\S]*venue of others/);
  // S18: an interpreter is found with the time, and is at one place at a time.
  assert.match((await manager.post('/sites/interpreters', { language: 'Urdu', name: '' })).body, /Enter the name/);
  await manager.post('/sites/interpreters', { language: 'Urdu', name: 'Samina Aziz' });
  const urdu = {
    site: siteId,
    worker: staffId,
    kind: 'meeting',
    mode: 'phone',
    slot: 'own',
    at: '13:00',
    needs: 'interpreter',
    language: 'Urdu',
    ...day('day', '2016-04-06'),
  };
  const spoken = await worker.post(`/cases/${a.caseId}/appointments/book`, urdu);
  assert.match((await worker.get(String(spoken.location))).body, /with interpreter Samina Aziz/);
  const colleague = await w.staff('FRM-2', w.programmeId, 'Rochdale');
  await query(
    'insert into working_pattern select gen_random_uuid(), $2, site_id, weekday, starts, ends, from_on from working_pattern where staff_id = $1',
    staffId,
    colleague,
  );
  const both = await worker.post(`/cases/${b.caseId}/appointments/book`, { ...urdu, worker: colleague });
  assert.match(both.body, /No interpreter of the language is free then/);
  // A colleague of another team sees that somebody is booked, and not who.
  const stranger = await w.signIn('key_worker', { staffId: await w.staff('FRM-9', w.programmeId, 'Wigan') });
  const seen = (await stranger.get(`/diary/site/${siteId}?day=2016-04-04`)).body;
  assert.match(seen, /10:00 to 11:00[\s\S]*not yours to open/);
  assert.doesNotMatch(seen, /Wartling/);
  assert.equal((await stranger.get(`/diary?worker=${staffId}`)).status, 404);
});
