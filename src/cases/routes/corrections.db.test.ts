import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
let first: string;
let second: string;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  first = await w.staff('BOL-KW01');
  second = await w.staff('BOL-KW02');
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const assignments = (caseId: string) =>
  query('select staff_id, starts_on, ends_on from key_worker_assignment where case_id = $1 order by starts_on', caseId);
const eventCount = async (caseId: string) => (await query('select id from event where case_id = $1', caseId)).length;

test('a move that was entered wrongly is corrected; the area of today follows and the original is kept', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: first });
  const path = `/cases/${caseId}/move`;
  assert.equal((await office.get(`${path}/correct`)).status, 404);
  const [bolton, bury, wigan] = [w.area('Bolton'), w.area('Bury'), w.area('Wigan')];
  assert.equal(
    (await office.post(path, { to_area: bury.id, version: '1', ...day('changed_on', '2016-03-01') })).status,
    303,
  );
  assert.match((await office.get(path)).body, /Correct the last move/);
  const correct = (area: string, on: string, version: string) =>
    office.post(`${path}/correct`, { to_area: area, version, ...day('changed_on', on) });
  for (const [area, on, version, status] of [
    [wigan.id, '2015-01-01', '2', 422],
    [wigan.id, '2016-04-01', '2', 422],
    [wigan.id, '2016-02-01', '1', 409],
  ] as const) {
    const events = await eventCount(caseId);
    assert.equal((await correct(area, on, version)).status, status, `${on} ${version}`);
    assert.equal(await eventCount(caseId), events);
  }
  assert.equal((await correct(wigan.id, '2016-02-01', '2')).status, 303);
  const moves = await query(
    'select changed_on, to_area_id, from_area_id, version from area_change where case_id = $1',
    caseId,
  );
  assert.deepEqual(moves, [{ changed_on: '2016-02-01', to_area_id: wigan.id, from_area_id: bolton.id, version: 2 }]);
  const [now] = await query('select area_id, provider_id from case_record where id = $1', caseId);
  assert.deepEqual(now, { area_id: wigan.id, provider_id: wigan.provider_id });
  assert.match(
    (await office.get(`/cases/${caseId}/timeline`)).body,
    /area corrected[\s\S]*<del>Bury<\/del>[\s\S]*<ins>Wigan<\/ins>/,
  );
  // It did not happen: the person stays where they were.
  assert.equal((await correct(bolton.id, '2016-02-01', '3')).status, 303);
  assert.equal((await query('select area_id from case_record where id = $1', caseId))[0].area_id, bolton.id);
});

test('who moves a case out of their own area comes to their list, not to a page that is not there', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: first });
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  const saved = await lead.post(`/cases/${caseId}/move`, {
    to_area: w.area('Bury').id,
    version: '1',
    ...day('changed_on', '2016-03-01'),
  });
  assert.deepEqual([saved.status, saved.location], [303, '/cases']);
  assert.equal((await lead.get('/cases')).status, 200);
  assert.equal((await lead.get(`/cases/${caseId}`)).status, 404);
});

test('a key worker who was chosen by mistake is corrected on the same day, without a gap or an overlap', async () => {
  const third = await w.staff('BOL-KW03');
  const { caseId } = await w.addCase({ keyWorkerId: first });
  const path = `/cases/${caseId}/key-worker`;
  const give = (staff: string, on: string, version: string, form: string) =>
    office.post(`${path}/${form}`, { staff, version, reason: 'Left', ...day('starts_on', on) });
  assert.equal((await give(second, '2016-03-31', '1', 'change')).status, 303);
  assert.match((await office.get(path)).body, /key-worker\/correct/);
  const events = await eventCount(caseId);
  // Not before the key worker before began, and not with a version of yesterday.
  assert.equal((await give(third, '2015-02-02', '2', 'correct')).status, 422);
  assert.equal((await give(third, '2016-03-20', '1', 'correct')).status, 409);
  const [elsewhere] = [await w.staff('ELSE-1', w.otherProgrammeId)];
  assert.equal((await give(elsewhere, '2016-03-20', '2', 'correct')).status, 422);
  assert.equal(await eventCount(caseId), events);

  assert.equal((await give(third, '2016-03-20', '2', 'correct')).status, 303);
  assert.deepEqual(await assignments(caseId), [
    { staff_id: first, starts_on: '2015-02-02', ends_on: '2016-03-19' },
    { staff_id: third, starts_on: '2016-03-20', ends_on: null },
  ]);
  assert.equal((await query('select key_worker_id from case_record where id = $1', caseId))[0].key_worker_id, third);
  const timeline = (await office.get(`/cases/${caseId}/timeline?show=worker`)).body;
  assert.match(timeline, /Key worker corrected[\s\S]*<del>[^<]*BOL-KW02[\s\S]*<ins>[^<]*BOL-KW03/);
});

test('a case without a key worker has none to correct, and a key worker may not correct their own', async () => {
  const { caseId } = await w.addCase();
  assert.equal((await office.get(`/cases/${caseId}/key-worker/correct`)).status, 404);
  assert.doesNotMatch((await office.get(`/cases/${caseId}/key-worker`)).body, /key-worker\/correct/);
  const own = await w.addCase({ keyWorkerId: first });
  const worker = await w.signIn('key_worker', { staffId: first });
  assert.equal((await worker.get(`/cases/${own.caseId}/key-worker/correct`)).status, 404);
});
