import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';

let w: World;
let office: Browser;
let rashida: string;
let worker: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  rashida = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId: rashida });
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const caseOf = async (caseId: string) =>
  (await w.db.query('select * from case_record where id = $1', [caseId])).rows[0];
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map((row) => row.kind);
const version = async (caseId: string) => String((await caseOf(caseId)).version);
async function send(browser: Browser, caseId: string, path: string, fields: Record<string, string>, status = 303) {
  const reply = await browser.post(`/cases/${caseId}/${path}`, { ...fields, version: await version(caseId) });
  assert.equal(reply.status, status, `${path}: ${reply.body.replace(/<[^>]+>/g, ' ').slice(0, 600)}`);
  return reply.body;
}

test('a part is paused and goes on; the days are told, and a review too late is refused', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  const paused = { reason: 'An operation', ...day('paused_on', '2016-03-01') };
  await send(worker, caseId, 'taking-part/pause', { ...paused, ...day('review_on', '2018-03-01') }, 422);
  assert.deepEqual(await kinds(caseId), []);
  await send(worker, caseId, 'taking-part/pause', { ...paused, ...day('review_on', '2016-04-14') });
  const stands = await caseOf(caseId);
  assert.deepEqual([stands.status, stands.paused_on, stands.review_on], ['paused', '2016-03-01', '2016-04-14']);
  assert.match((await office.get('/taking-part?show=pauses')).body, /An operation/);
  // Whoever opens its form again is led back to where it stands.
  const again = await worker.get(`/cases/${caseId}/taking-part/pause`);
  assert.deepEqual([again.status, again.location], [303, `/cases/${caseId}/taking-part`]);
  const page = (await worker.get(`/cases/${caseId}/taking-part`)).body;
  assert.match(page, /30 days in all/);
  assert.match(page, /Support<[\s\S]*Month 13 of 24, until 8 Mar 2017/);
  await send(worker, caseId, 'taking-part/resume', day('resumed_on', '2016-03-11'));
  assert.deepEqual([(await caseOf(caseId)).status, (await caseOf(caseId)).paused_on], ['attached', null]);
  assert.match((await worker.get(`/cases/${caseId}/taking-part`)).body, /10 days in all/);
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /Days paused: 10/);
});

test('mandatory or voluntary has a history', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida });
  for (const obligation of ['voluntary', 'mandatory'])
    await send(worker, caseId, 'taking-part/obligation', { obligation, ...day('since', '2016-03-01') });
  assert.equal((await caseOf(caseId)).obligation, 'mandatory');
  assert.match(
    (await worker.get(`/cases/${caseId}/taking-part`)).body,
    /<del>Voluntary: they chose to<\/del>[\s\S]*<ins>Mandatory/,
  );
});

const plan = { destination: 'Voluntary work', goes_on: 'The gym', if: 'Ring Debbie', told: 'The GP' };
const left = { reason: 'Withdrew', ...day('closed_on', '2016-03-30') };

test('where support ends without a job the exit plan comes first', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: rashida, referredOn: '2014-03-01', attachedOn: '2014-03-20' });
  const refused = await send(worker, caseId, 'close', left, 422);
  assert.match(refused, /Make the exit plan first/);
  assert.equal((await caseOf(caseId)).status, 'attached');
  await send(worker, caseId, 'taking-part/exit-plan', { ...plan, ...day('made_on', '2016-03-30') });
  await send(worker, caseId, 'close', left);
  assert.deepEqual(await kinds(caseId), ['exit plan.made', 'case.closed']);
  await send(worker, caseId, 'taking-part/exit-plan', { ...plan, told: 'Nobody', ...day('made_on', '2016-03-30') });
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /<del>The GP<\/del>/);
});

test('a hand-back waits for its receipt, and is told of when it is late', async () => {
  const { caseId } = await w.addCase({ status: 'closed', keyWorkerId: rashida, familyName: 'Receiptless' });
  const sent = {
    to_whom: 'Jobcentre Plus',
    summary: 'Wants to go on with the course',
    ...day('sent_on', '2016-03-10'),
  };
  await send(worker, caseId, 'taking-part/hand-back', sent);
  assert.match((await office.get('/taking-part?show=hand-backs')).body, /Receiptless/);
  await send(worker, caseId, 'taking-part/receipt', { received_by: 'Pat', ...day('received_on', '2016-03-09') }, 422);
  await send(worker, caseId, 'taking-part/receipt', { received_by: 'Pat', ...day('received_on', '2016-03-14') });
  assert.doesNotMatch((await office.get('/taking-part?show=hand-backs')).body, /Receiptless/);
  assert.equal((await worker.get(`/cases/${caseId}/taking-part/receipt`)).status, 404);
});

const asks = { reason: 'Lost the job', ...day('asked_on', '2016-03-30') };

test('who left comes back to the same key worker where there is room, with everything kept', async () => {
  const { caseId } = await w.addCase({ status: 'closed', keyWorkerId: rashida });
  await send(worker, caseId, 'taking-part/return', asks);
  const stands = await caseOf(caseId);
  assert.deepEqual([stands.status, stands.closed_on, stands.key_worker_id], ['attached', null, rashida]);
  assert.deepEqual((await kinds(caseId)).sort(), ['case.returned', 'return.asked']);
});

test('a case that ended before attachment comes back as a referral', async () => {
  const { caseId } = await w.addCase({ status: 'not attached', keyWorkerId: rashida, closedOn: '2016-01-05' });
  await send(worker, caseId, 'taking-part/return', asks);
  assert.equal((await caseOf(caseId)).status, 'referred');
});

test('where there is no room there is a waiting list: first come, first served, and out of turn only with a reason', async () => {
  const full = await w.staff('BOL-KW02');
  const own = await w.signIn('key_worker', { staffId: full });
  for (let made = 0; made < 50; made += 1) await w.addCase({ keyWorkerId: full });
  const first = await w.addCase({ status: 'closed', keyWorkerId: full });
  const second = await w.addCase({ status: 'closed', keyWorkerId: full });
  await send(own, first.caseId, 'taking-part/return', { ...asks, ...day('asked_on', '2016-03-20') });
  await send(own, second.caseId, 'taking-part/return', asks);
  assert.equal((await caseOf(first.caseId)).status, 'waiting');
  assert.match((await own.get(`/cases/${second.caseId}/taking-part`)).body, /Place on the waiting list[\s\S]*?\b2\b/);
  const list = (await office.get('/taking-part')).body;
  assert.ok(list.indexOf(first.caseId) < list.indexOf(second.caseId) && list.includes('No room'));
  // The key worker asks; the manager or the office decides.
  assert.equal((await own.get(`/cases/${first.caseId}/taking-part/bring-back`)).status, 404);
  const back = { staff: rashida, ...day('returned_on', '2016-03-31') };
  assert.match(await send(office, second.caseId, 'taking-part/bring-back', back, 422), /Others have waited longer/);
  await send(office, second.caseId, 'taking-part/bring-back', { ...back, why: 'Nobody else can drive there' });
  const stands = await caseOf(second.caseId);
  assert.deepEqual([stands.status, stands.key_worker_id, stands.closed_on], ['attached', rashida, null]);
  await send(own, first.caseId, 'taking-part/stop-waiting', { reason: 'Found something else' });
  assert.deepEqual(
    [(await caseOf(first.caseId)).status, (await caseOf(first.caseId)).closed_on],
    ['closed', '2016-01-31'],
  );
});

test('two programmes at once: each sees its own case and nothing of the other', async () => {
  const elsewhere = await w.signIn('programme_office', { programmeId: w.otherProgrammeId });
  const { caseId, personId } = await w.addCase({ keyWorkerId: rashida, familyName: 'Twoways' });
  const other = await w.addCase({
    programmeId: w.otherProgrammeId,
    areaId: null,
    providerId: null,
    familyName: 'Twoways',
  });
  await w.db.query('update attachment set person_id = $2 where case_id = $1', [other.caseId, personId]);
  await w.db.query('update case_record set person_id = $2 where id = $1', [other.caseId, personId]);
  await send(worker, caseId, 'taking-part/pause', {
    reason: 'Planted operation',
    ...day('paused_on', '2016-03-01'),
    ...day('review_on', '2016-04-14'),
  });
  for (const [browser, mine, theirs] of [
    [worker, caseId, other.caseId],
    [elsewhere, other.caseId, caseId],
  ] as const) {
    for (const path of ['', '/timeline', '/history', '/taking-part', '/person', '/key-worker'])
      assert.equal((await browser.get(`/cases/${theirs}${path}`)).status, 404, path);
    for (const page of [
      await browser.get(`/cases/${mine}`),
      await browser.get(`/cases/${mine}/timeline`),
      await browser.get(`/cases/${mine}/history`),
      await browser.get(`/cases/${mine}/taking-part`),
      await browser.get('/cases'),
      await browser.post('/find', { q: 'Twoways' }),
    ]) {
      assert.ok(!page.body.includes(theirs));
      if (browser === elsewhere) assert.doesNotMatch(page.body, /Planted operation/);
    }
  }
  assert.equal((await caseOf(other.caseId)).status, 'attached', 'a pause in one programme is none in the other');
});
