import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

test('a key worker opens a case and adds a note, which stands at the top of what happened', async () => {
  const staffId = await w.staff('BOL-KW01');
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const worker = await w.signIn('key_worker', { staffId });
  const page = await worker.get(`/cases/${caseId}`);
  assert.equal(page.status, 200);
  assert.match(page.body, /Debbie Marsh/);
  assert.match(page.body, /Month 13 of 24/);
  assert.match(page.body, /Conditions not evidenced/);
  const saved = await worker.post(`/cases/${caseId}/notes`, {
    body: 'Met at the library.\nSlept <badly>.',
    'written_on-day': '29',
    'written_on-month': '3',
    'written_on-year': '2016',
  });
  assert.deepEqual([saved.status, saved.location], [303, `/cases/${caseId}`]);
  const after = await worker.get(`/cases/${caseId}`);
  assert.match(after.body, /Slept &lt;badly&gt;\./);
  assert.match(after.body, /Tue 29 Mar/);
  const { rows } = await w.db.query('select kind, happened_on from event where case_id = $1', [caseId]);
  assert.deepEqual(rows, [{ kind: 'note.added', happened_on: '2016-03-29' }]);
});

test('the caseload shows a worker their open cases and nobody else’s', async () => {
  const staffId = await w.staff('BOL-KW02');
  const other = await w.staff('BOL-KW03');
  await w.addCase({ keyWorkerId: staffId, familyName: 'Mine' });
  await w.addCase({ keyWorkerId: other, familyName: 'Theirs' });
  await w.addCase({ keyWorkerId: staffId, familyName: 'Gone', status: 'closed' });
  const worker = await w.signIn('key_worker', { staffId });
  const page = await worker.get('/caseload');
  assert.equal(page.status, 200);
  assert.match(page.body, /Debbie Mine/);
  assert.doesNotMatch(page.body, /Debbie Theirs|Debbie Gone/);
  assert.equal((await worker.get(`/caseload?worker=${other}`)).status, 404);
});
