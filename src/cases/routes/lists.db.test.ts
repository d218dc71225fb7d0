import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { scopeOf, systemActor } from '../../access/rules/policy.ts';
import { type Cursor, programmeCases } from '../actions/lists.ts';

let w: World;
let office: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
});
after(() => w.end());

test('pages of the list hold every case once, in both directions, with and without a day of referral', async () => {
  for (const referredOn of ['2015-01-01', '2015-01-01', '2015-01-01', '2014-05-05', null, null, '2016-01-01'])
    await w.addCase({ referredOn });
  const actor = {
    ...systemActor,
    memberships: [
      { role: 'programme_office' as const, programmeId: w.programmeId, areaId: null, providerId: null, staffId: null },
    ],
  };
  assert.equal(scopeOf(actor, 'case.list').programmeIds.length, 1);
  for (const newestFirst of [true, false]) {
    const seen: (string | null)[] = [];
    const ids = new Set<string>();
    let after: Cursor | null = null;
    do {
      const found: Awaited<ReturnType<typeof programmeCases>> = await programmeCases(w.db, actor, {
        programmeId: w.programmeId,
        filter: {},
        newestFirst,
        after,
        limit: 2,
      });
      for (const one of found.cases) {
        seen.push(one.referredOn);
        ids.add(one.caseId);
      }
      after = found.next;
    } while (after !== null);
    assert.equal(ids.size, 7);
    const dated = seen.filter((day) => day !== null);
    assert.deepEqual(
      dated,
      [...dated].sort((a, b) => (newestFirst ? (a < b ? 1 : -1) : a < b ? -1 : 1)),
    );
    assert.deepEqual(seen.slice(-2), [null, null]);
  }
});

test('filters stay in the address; a month that cannot be read says so', async () => {
  await w.addCase({ familyName: 'Filtered', referredOn: '2013-07-09', areaId: w.area('Bury').id });
  const page = await office.get(`/cases?area=${w.area('Bury').id}&referred=2013-07&status=attached`);
  assert.match(page.body, /Debbie Filtered/);
  assert.match(page.body, /value="2013-07"/);
  assert.doesNotMatch((await office.get('/cases?referred=2013-08')).body, /Debbie Filtered/);
  assert.equal((await office.get('/cases?referred=2013-13')).status, 422);
  assert.equal((await office.get('/cases?programme=elsewhere')).status, 404);
});

test('each role sees its part of the list', async () => {
  const staffId = await w.staff('BOL-KW11');
  await w.addCase({ familyName: 'Mine', keyWorkerId: staffId });
  await w.addCase({ familyName: '=cmd()', givenName: '', areaId: w.area('Wigan').id });
  const worker = await w.signIn('key_worker', { staffId });
  const list = await worker.get('/cases');
  assert.match(list.body, /Debbie Mine/);
  assert.doesNotMatch(list.body, /=cmd/);
  const lead = await w.signIn('local_lead', { areaId: w.area('Wigan').id });
  assert.doesNotMatch((await lead.get('/cases')).body, /Debbie Mine/);
});

test('a manager chooses among the caseloads of the team', async () => {
  const staffId = await w.staff('BOL-KW14');
  const far = await w.staff('WIG-KW01', w.programmeId, 'Wigan');
  await w.addCase({ familyName: 'Teamly', keyWorkerId: staffId });
  const bolton = w.area('Bolton');
  const manager = await w.signIn('team_manager', { areaId: bolton.id, providerId: bolton.provider_id });
  assert.match((await manager.get('/caseload')).body, /BOL-KW14/);
  assert.match((await manager.get(`/caseload?worker=${staffId}`)).body, /Debbie Teamly/);
  assert.equal((await manager.get(`/caseload?worker=${far}`)).status, 404);
});

test('the history tells who read and who changed, page after page without a gap', async () => {
  const { caseId } = await w.addCase();
  for (let i = 0; i < 60; i++) await office.get(`/cases/${caseId}`);
  await office.post(`/cases/${caseId}/notes`, {
    body: 'Hello',
    'written_on-day': '1',
    'written_on-month': '3',
    'written_on-year': '2016',
  });
  const first = await office.get(`/cases/${caseId}/history`);
  assert.match(first.body, /Changed: Note/);
  const older = /href="(\/cases\/[^"]+\/history\?before=[^"]+)"/.exec(first.body)?.[1] ?? assert.fail('no older page');
  const second = await office.get(older);
  const reads = (body: string) => body.match(/Read: case/g)?.length ?? 0;
  assert.equal(reads(first.body) + reads(second.body), 60);
});

test('second referrals are decided once, by the programme office alone', async () => {
  const { personId } = await w.addCase({ familyName: 'Twice' });
  const { rows } = await w.db.query(
    `insert into duplicate_review (id, programme_id, source_ref, person_id, original)
     values (gen_random_uuid(), $1, 'WX1', $2, '{"given_name":"DEBBIE","family_name":"Twice","referred_on":"2016-01-02"}') returning id`,
    [w.programmeId, personId],
  );
  const path = `/duplicates/${rows[0].id}`;
  assert.match((await office.get('/duplicates')).body, /WX1/);
  assert.match((await office.get(path)).body, /DEBBIE/);
  const lead = await w.signIn('local_lead', { areaId: w.area('Bolton').id });
  assert.equal((await lead.get(path)).status, 404);
  assert.equal((await lead.post(path, { decision: 'same person' })).status, 404);
  assert.equal((await office.post(path, { decision: 'maybe' })).location, path);
  const replies = await Promise.all(
    ['same person', 'different person'].map((decision) => office.post(path, { decision })),
  );
  assert.deepEqual(replies.map(({ location }) => location).sort(), ['/duplicates', path]);
  const { rows: events } = await w.db.query("select count(*)::int as n from event where kind = 'duplicate.decided'");
  assert.equal(events[0].n, 1);
});

test('a caseload above the guide of the programme says so on its page', async () => {
  const staffId = await w.staff('BOL-KW20');
  const worker = await w.signIn('key_worker', { staffId });
  for (let i = 0; i < 50; i++) await w.addCase({ keyWorkerId: staffId });
  assert.doesNotMatch((await worker.get('/caseload')).body, /more than the guide/);
  await w.addCase({ keyWorkerId: staffId });
  assert.match((await worker.get('/caseload')).body, /51 attached clients: more than the guide of 40 to 50/);
});
