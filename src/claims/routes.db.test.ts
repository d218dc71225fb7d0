import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';

let w: World;
let manager: Browser;
before(async () => {
  w = await world();
  manager = await w.signIn('team_manager', { areaId: w.area('Bolton').id, providerId: w.area('Bolton').provider_id });
});
after(() => w.end());

const on = (text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { 'claimedOn-day': date, 'claimedOn-month': month, 'claimedOn-year': year };
};
const claims = async (caseId: string) =>
  (await w.db.query('select * from claim where case_id = $1 order by created_at, id', [caseId])).rows;
const events = async (caseId: string) =>
  (
    await w.db.query(
      'select e.kind, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
      [caseId],
    )
  ).rows;

test('a claim is filed once for each milestone, and corrected with the original kept', async () => {
  const { caseId } = await w.addCase();
  const path = `/cases/${caseId}/claims`;
  assert.equal((await manager.post(`${path}/new`, { milestone: 'job_start', ...on('2015-06-01') })).status, 303);
  const second = await manager.post(`${path}/new`, { milestone: 'job_start', ...on('2015-07-01') });
  assert.equal(second.status, 422);
  assert.match(second.body, /Job start is claimed already/);
  assert.equal((await manager.post(`${path}/new`, { milestone: 'attachment', ...on('2015-03-09') })).status, 303);
  const [claim] = await claims(caseId);
  const correct = `${path}/${claim.id}/correct`;
  assert.equal(
    (await manager.post(correct, { milestone: 'attachment', ...on('2015-06-01'), version: '1' })).status,
    422,
  );
  assert.equal(
    (await manager.post(correct, { milestone: 'job_start', ...on('2015-06-02'), version: '1' })).status,
    303,
  );
  const stale = await manager.post(correct, { milestone: 'job_start', ...on('2015-06-03'), version: '1' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /2 June 2015/);
  for (const wrong of [
    { milestone: 'sustained_job' },
    { ...on('2015-06-01') },
    { milestone: 'sustained_job', ...on('2016-04-01') },
  ])
    assert.equal((await manager.post(`${path}/new`, wrong)).status, 422);
  const told = await events(caseId);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['claim.filed', 'claim.filed', 'claim.corrected'],
  );
  assert.deepEqual([told[2].payload.before.claimedOn, told[2].payload.after.claimedOn], ['2015-06-01', '2015-06-02']);
  assert.match((await manager.get(`/cases/${caseId}/timeline`)).body, /Claim on file: job start/);
});

test('two who file the same claim at once file one', async () => {
  const { caseId } = await w.addCase();
  const file = () => manager.post(`/cases/${caseId}/claims/new`, { milestone: 'sustained_job', ...on('2016-03-01') });
  const replies = await Promise.all([file(), file(), file()]);
  assert.deepEqual(replies.map(({ status }) => status).sort(), [303, 422, 422]);
  assert.equal((await claims(caseId)).length, 1);
  assert.equal((await events(caseId)).length, 1);
});

test('imported repeats and claims without a date are shown as not counting, and can be corrected', async () => {
  const { caseId, personId } = await w.addCase();
  await w.db.query(
    `insert into claim (id, case_id, person_id, milestone, claimed_on) values
      (gen_random_uuid(), $1, $2, 'job_start', '2015-06-01'), (gen_random_uuid(), $1, $2, 'job_start', '2015-08-01'),
      (gen_random_uuid(), $1, $2, 'attachment', null)`,
    [caseId, personId],
  );
  const body = (await manager.get(`/cases/${caseId}/claims`)).body;
  assert.match(body, /No: the milestone is claimed already/);
  assert.match(body, /No: it has no date/);
  const repeat = (await claims(caseId)).find((claim) => claim.claimed_on === '2015-08-01');
  const correct = `/cases/${caseId}/claims/${repeat.id}/correct`;
  assert.equal(
    (await manager.post(correct, { milestone: 'job_start', ...on('2015-08-02'), version: '1' })).status,
    303,
  );
});

test('a key worker reads claims and files none; another team’s case and forged ids are not found', async () => {
  const staffId = await w.staff('BOL-KW05');
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const elsewhere = await w.addCase({
    areaId: w.area('Salford').id,
    providerId: w.area('Salford').provider_id ?? null,
  });
  const worker = await w.signIn('key_worker', { staffId });
  const page = await worker.get(`/cases/${caseId}/claims`);
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.body, /Add a claim/);
  const fields = { milestone: 'job_start', ...on('2015-06-01'), version: '1' };
  assert.equal((await worker.post(`/cases/${caseId}/claims/new`, fields)).status, 404);
  assert.equal((await manager.post(`/cases/${elsewhere.caseId}/claims/new`, fields)).status, 404);
  assert.equal((await manager.post(`/cases/${caseId}/claims/${caseId}/correct`, fields)).status, 404);
  for (const id of [caseId, elsewhere.caseId]) assert.deepEqual([await claims(id), await events(id)], [[], []]);
});

test('the page says what the contract pays for, and why each milestone is where it is', async () => {
  const { caseId } = await w.addCase();
  const { body } = await manager.get(`/cases/${caseId}/claims`);
  assert.match(body, /What the contract pays for: Working Well pilot/);
  assert.match(body, /The prices are examples/);
  assert.match(body, /Sustained job <strong class="govuk-tag govuk-tag--grey">\s*Not reached yet/);
  assert.match(body, /50 weeks in work \(350 days\) in 54 weeks in a row/);
  assert.match(body, /One of: A payslip; A contract of employment/);
});
