import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

// The clock of the application stands at 11:00 of Thursday 31 March 2016 in British Summer Time.
let w: World;
let manager: Browser;
let staffId: string;
const [siteId, roomId, interpreterId] = [newId(), newId(), newId()];
before(async () => {
  w = await world();
  staffId = await w.staff('CLOSE-KW01');
  manager = await w.signIn('programme_office');
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, 'close', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    ...[siteId, w.programmeId, w.area('Bolton').id],
  );
  await query(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, 'open', 'Bury office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    ...[newId(), w.programmeId],
  );
  await query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Attic', 4, true, true, true)`,
    ...[roomId, siteId],
  );
  await query(
    `insert into interpreter (id, programme_id, name, language) values ($1, $2, 'Noor Said', 'Urdu')`,
    interpreterId,
    w.programmeId,
  );
  await query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2014-01-01' from generate_series(1, 5) day`,
    ...[staffId, siteId],
  );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const events = async () =>
  (await query(`select kind from event where kind ~ '^(site|interpreter)\\.' order by at, id`)).map(({ kind }) => kind);
const closed = async (table: string, id: string) =>
  (await query(`select closed_at is not null as closed from ${table} where id = $1`, id))[0]?.closed;

test('what is booked is never closed over: it is listed; after it is moved away, sites and rooms close, interpreters go, and both come back', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId, familyName: 'Hushed' });
  const worker = await w.signIn('key_worker', { staffId });
  const made = await worker.post(`/cases/${caseId}/appointments/book`, {
    ...{
      slot: 'own',
      site: siteId,
      worker: staffId,
      mode: 'in_person',
      kind: 'meeting',
      needs: 'interpreter',
      language: 'Urdu',
    },
    ...{ 'day-day': '5', 'day-month': '4', 'day-year': '2016', at: '10:00' },
  });
  assert.equal(
    made.status,
    303,
    made.body
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .slice(0, 1500),
  );
  const room = { room: roomId, version: '1', do: 'close' };
  for (const [path, fields] of [
    [`/sites/${siteId}/close`, { version: '1', do: 'close' }],
    [`/sites/${siteId}/rooms/close`, room],
    ['/sites/interpreters/close', { interpreter: interpreterId }],
  ] as const) {
    const refused = await manager.post(path, fields);
    assert.equal(refused.status, 409, path);
    assert.match(refused.body, /is booked\. Move or cancel this first/);
    assert.match(refused.body, /Tue 5 Apr, 10:00 to 11:00, with Rashida CLOSE-KW01/);
    assert.doesNotMatch(refused.body, /Hushed/, 'whose it is stands in the diary');
  }
  assert.equal(
    (await worker.post(`/sites/${siteId}/close`, { version: '1', do: 'close' })).status,
    404,
    'not theirs to close',
  );
  assert.deepEqual(await events(), []);

  const [row] = await query('select id from appointment where case_id = $1', caseId);
  await worker.post(`/cases/${caseId}/appointments/${row?.id}/cancel`, {
    version: '1',
    asked_by: 'us',
    cancel_reason: 'The office closes',
  });
  assert.equal((await manager.post('/sites/interpreters/close', { interpreter: interpreterId })).status, 303);
  assert.doesNotMatch((await manager.get('/sites/interpreters')).body, /Noor Said/);
  await manager.post(`/sites/${siteId}/rooms/close`, { ...room, version: '9' });
  assert.equal(await closed('site_room', roomId), false, 'a stale form writes nothing');
  await manager.post(`/sites/${siteId}/rooms/close`, room);
  assert.equal(await closed('site_room', roomId), true);
  assert.match(
    (await manager.get(`/sites/${siteId}`)).body,
    /Open again<span class="govuk-visually-hidden"> \(Attic\)/,
  );
  await manager.post(`/sites/${siteId}/rooms/close`, { room: roomId, version: '2', do: 'open' });
  await manager.post(`/sites/${siteId}/close`, { version: '1', do: 'close' });
  assert.deepEqual([await closed('site_room', roomId), await closed('site', siteId)], [false, true]);
  // Nothing is booked at a closed site.
  const slot = `${siteId}_${staffId}_none_phone_2016-04-06_10:00`;
  assert.equal((await worker.post(`/cases/${caseId}/appointments/book`, { slot })).status, 409);
  await manager.post(`/sites/${siteId}/close`, { version: '2', do: 'open' });
  assert.equal((await worker.post(`/cases/${caseId}/appointments/book`, { slot })).status, 303);
  assert.deepEqual(await events(), [
    'interpreter.removed',
    'site.room_closed',
    'site.room_reopened',
    'site.closed',
    'site.reopened',
  ]);
});
