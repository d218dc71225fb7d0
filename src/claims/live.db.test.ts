import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type Browser, type World, world } from '../../test/support/world.ts';

let w: World;
let office: Browser;
let manager: Browser;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  manager = await w.signIn('team_manager', { areaId: w.area('Bolton').id, providerId: w.area('Bolton').provider_id });
});
after(() => w.end());

const attachment = { contract: 'working-well-pilot', milestone: 'attachment' };
const prepared = async (by = office) => {
  const { caseId } = await w.addCase();
  const reply = await by.post(`/cases/${caseId}/claims/prepare`, attachment);
  assert.equal(reply.status, 303);
  return { caseId, path: reply.location as string };
};
const count = async (caseId: string) =>
  (
    await w.db.query(
      `select (select count(*) from claim_move where case_id = $1) as moves, (select count(*) from event where case_id = $1) as events`,
      [caseId],
    )
  ).rows[0];

test('a key worker prepares, a manager checks, the office submits: each sees what is theirs to do', async () => {
  const staffId = await w.staff('BOL-KW01');
  const worker = await w.signIn('key_worker', { staffId });
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/claims`;
  assert.match((await worker.get(path)).body, /Can be claimed now[\s\S]*Prepare<span[^>]*> the claim for Attachment/);
  const { location = '' } = await worker.post(`${path}/prepare`, attachment);
  assert.match((await worker.get(path)).body, /To be checked/);
  assert.doesNotMatch((await worker.get(path)).body, /Prepare<span/);
  const second = await worker.post(`${path}/prepare`, attachment);
  assert.deepEqual([second.status, /Attachment is claimed already/.test(second.body)], [422, true]);
  assert.doesNotMatch((await worker.get(location)).body, /What is done now/);
  assert.equal((await worker.post(location, { move: 'check', version: '1' })).status, 422);
  const missing = await manager.post(location, { move: 'check', version: '1' });
  assert.deepEqual([missing.status, /Evidence is missing/.test(missing.body)], [422, true]);
  assert.equal((await manager.post(location, { move: 'submit', version: '1', reason: 'Seen' })).status, 422);
  assert.deepEqual(await count(caseId), { moves: 1, events: 1 });
  assert.equal((await manager.post(location, { move: 'check', version: '1', reason: 'Seen on paper' })).status, 303);
  const stale = await office.post(location, { move: 'submit', version: '1' });
  assert.deepEqual([stale.status, /in the meantime/.test(stale.body)], [409, true]);
  assert.equal((await office.post(location, { move: 'submit', version: '2' })).status, 303);
  const other = await office.post(location, { move: 'accept', version: '3', amount: '350.00' });
  assert.deepEqual(
    [other.status, /another than was claimed/.test(other.body), /value="350.00"/.test(other.body)],
    [422, true, true],
  );
  assert.equal(
    (await office.post(location, { move: 'accept', version: '3', amount: '350.00', reason: 'A part' })).status,
    303,
  );
  const { body } = await office.get(location);
  assert.match(body, /£350\.00/);
  assert.match(body, /Went without: The person/);
  assert.match((await office.get(`/cases/${caseId}/timeline`)).body, /Claim accepted: attachment/);
});

test('many are submitted at once; one that cannot go says why and holds up nobody', async () => {
  const made = [await prepared(manager), await prepared(manager), await prepared(manager)];
  for (const { path } of made)
    assert.equal((await office.post(path, { move: 'check', version: '1', reason: 'Seen' })).status, 303);
  await w.db.query('update attachment set attached_on = null where case_id = $1', [made[1]?.caseId]);
  const list = await office.get('/claims/waiting?state=checked');
  const ids = made.map(({ path }) => path.split('/').at(-1) as string);
  for (const id of ids) assert.match(list.body, new RegExp(`value="${id}" checked`));
  for (const path of ['/claims/waiting?state=checked', made[0]?.path ?? '', `/cases/${made[0]?.caseId}/claims`])
    assert.deepEqual(await htmlProblems((await office.get(path)).body), [], path);
  assert.doesNotMatch((await manager.get('/claims/waiting?state=checked')).body, /type="checkbox"/);
  assert.equal((await manager.post('/claims/submit', { claim: ids })).status, 404);
  const nothing = await office.post('/claims/submit', {});
  assert.deepEqual([nothing.status, /tick the claims/.test(nothing.body)], [422, true]);
  const reply = await office.post('/claims/submit', { claim: [...ids, 'nonsense'], contract: 'working-well-pilot' });
  assert.match(reply.body, /2 claims were submitted\. These were not[\s\S]*is not reached by what is on file/);
  const states = await w.db.query('select state from claim where id = any($1) order by state', [ids]);
  assert.deepEqual(
    states.rows.map(({ state }) => state),
    ['checked', 'submitted', 'submitted'],
  );
  const csv = await office.get('/claims/waiting.csv?state=submitted');
  assert.match(csv.body, /^reference,case,milestone,reached_on,claimed_on,pence,state,since\r?\nK-/);
  assert.equal(csv.body.trim().split('\n').length, 3);
});

test('claims of restricted people and of other teams are in nobody else’s list', async () => {
  const { caseId, path } = await prepared();
  const elsewhere = await w.addCase({
    areaId: w.area('Salford').id,
    providerId: w.area('Salford').provider_id ?? null,
  });
  await office.post(`/cases/${elsewhere.caseId}/claims/prepare`, attachment);
  assert.doesNotMatch((await manager.get('/claims/waiting')).body, new RegExp(elsewhere.caseId));
  assert.match((await manager.get('/claims/waiting')).body, new RegExp(caseId));
  await w.db.query('update case_record set restricted = true where id = $1', [caseId]);
  assert.doesNotMatch((await office.get('/claims/waiting')).body, new RegExp(caseId));
  assert.equal((await office.get(path)).status, 404);
  assert.equal((await office.get(path.replace(caseId, elsewhere.caseId))).status, 404);
});
