import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { fixedClock } from '../../kit/clock.ts';
import { deleteOldExports, runExportJob } from '../actions/exports.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

const clock = fixedClock('2016-03-31T10:00:00Z');
const run = (id: string) => runExportJob({ exportId: id }, { db: w.db, clock });

/** Asks for the list as a file. Resolves to the file's id. */
async function ask(browser: Browser, query = ''): Promise<string> {
  const { location } = await browser.post('/exports', { query });
  return /^\/exports\/([0-9a-f-]{36})$/.exec(location ?? '')?.[1] ?? assert.fail(`no file: ${location}`);
}

test('a list becomes a file in the background, for its asker alone, as far as they may see', async () => {
  const staffId = await w.staff('BOL-KW31');
  await w.addCase({ familyName: 'Mine', keyWorkerId: staffId, referredOn: '2015-05-05' });
  await w.addCase({ familyName: '=cmd()', givenName: '', areaId: w.area('Wigan').id, referredOn: null });
  const hidden = await w.addCase({ familyName: 'Hushaby' });
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  const worker = await w.signIn('key_worker', { staffId });

  const id = await ask(office);
  assert.match((await office.get(`/exports/${id}`)).body, /It waits for its turn/);
  assert.match((await office.get(`/exports/${id}`)).body, /See how far it is/);
  assert.equal((await office.get(`/exports/${id}/file`)).status, 404);
  await run(id);
  assert.match((await office.get(`/exports/${id}`)).body, /It is ready: 2 rows/);
  assert.match(
    (await office.get('/notices')).body,
    new RegExp(`href="/exports/${id}">A file that you asked for is ready`),
  );
  const csv = (await office.get(`/exports/${id}/file`)).body;
  assert.match(csv, /^reference,handover_reference,name,/);
  assert.match(csv, /,Debbie Mine,Bolton,Rashida BOL-KW31,attached,2015-05-05,/);
  assert.match(csv, /,'=cmd\(\),/);
  assert.doesNotMatch(csv, /Hushaby/);
  for (const path of [`/exports/${id}`, `/exports/${id}/file`]) assert.equal((await worker.get(path)).status, 404);
  assert.doesNotMatch((await worker.get('/exports')).body, /cases-working/);
  // A job that runs a second time leaves what is made alone.
  await run(id);
  assert.equal((await office.get(`/exports/${id}/file`)).body, csv);

  const own = await ask(worker);
  await run(own);
  assert.doesNotMatch((await worker.get(`/exports/${own}/file`)).body, /cmd/);
  const narrowed = await ask(office, `area=${w.area('Wigan').id}&order=oldest&after=none_x`);
  await run(narrowed);
  const lines = (await office.get(`/exports/${narrowed}/file`)).body.trim().split('\n');
  assert.equal(lines.length, 2);
  const { rows } = await w.db.query("select count(*)::int as n from event where kind = 'list.exported'");
  assert.equal(rows[0].n, 3);
});

test('a file is not given out once its asker may see something else, nor after a day', async () => {
  const { caseId } = await w.addCase({ familyName: 'Later' });
  const staffId = await w.staff('BOL-KW32');
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  const id = await ask(lead);
  await run(id);
  assert.equal((await lead.get(`/exports/${id}/file`)).status, 200);
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  const changed = await lead.get(`/exports/${id}/file`);
  assert.equal(changed.status, 409);
  assert.doesNotMatch(changed.body, /Later/);
  await w.db.query('update case_record set restricted = false where id = $1', [caseId]);
  assert.equal((await lead.get(`/exports/${id}/file`)).status, 200);
  await w.db.query('update membership set area_id = $2 where user_id = $1', [lead.userId, w.area('Wigan').id]);
  assert.equal((await lead.get(`/exports/${id}/file`)).status, 409);
  await w.db.query("update membership set area_id = $2, role = 'key_worker', staff_id = $3 where user_id = $1", [
    lead.userId,
    w.area('Bolton').id,
    staffId,
  ]);
  assert.equal((await lead.get(`/exports/${id}/file`)).status, 409);
  await w.db.query("update export_file set created_at = now() - interval '25 hours' where id = $1", [id]);
  assert.equal((await lead.get(`/exports/${id}`)).status, 404);
  await deleteOldExports(w.db);
  const { rows } = await w.db.query('select count(*)::int as n from export_part where export_id = $1', [id]);
  assert.equal(rows[0].n, 0);
});

test('a user who was disabled gets no file; a query that is none and a fourth file at once are refused', async () => {
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  assert.equal((await lead.post('/exports', { query: 'status=nonsense' })).location, '/cases');
  assert.equal((await lead.post('/exports', { query: 'programme=elsewhere' })).location, '/cases');
  const id = await ask(lead);
  await ask(lead, 'status=closed');
  await ask(lead, 'attached=no');
  assert.equal((await lead.post('/exports', { query: '' })).location, '/exports');
  await w.db.query('update app_user set disabled_at = now() where id = $1', [lead.userId]);
  await assert.rejects(run(id));
  const { rows } = await w.db.query('select state from export_file where id = $1', [id]);
  assert.equal(rows[0].state, 'failed');
});
