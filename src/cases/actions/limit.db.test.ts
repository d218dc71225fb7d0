import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { loadProgramme } from '../../programmes/actions.ts';
import { OverLimit, refuseOverLimit } from './limit.ts';

let w: World;
before(async () => {
  w = await world();
  const document = JSON.parse(
    readFileSync(new URL('../../../programmes/working-well-pilot/programme.json', import.meta.url), 'utf8'),
  );
  // Two people for each key worker from 2016 on, three from April: the limit is data with days.
  const limits = [
    { from: '2016-01-01', most: 2 },
    { from: '2016-04-01', most: 3 },
  ];
  const limited = { ...document, validFrom: '2016-01-01', caseload: { from: 1, to: 2, limits } };
  await transaction(w.db, (tx) => loadProgramme(tx, systemActor, limited, '2016-03-31'));
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const today = { 'starts_on-day': '31', 'starts_on-month': '3', 'starts_on-year': '2016' };
const area = () => w.area('Bury');
const at = () => ({ areaId: area().id, providerId: area().provider_id });
const manager = () => w.signIn('team_manager', at());
const events = (caseId: string) =>
  query(
    `select p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 and e.kind = 'case.reassigned'`,
    caseId,
  );

test('one more than the limit is refused, and goes through with a manager’s reason, which is kept (scenario S11)', async () => {
  const [full, other] = [
    await w.staff('LIM-KW01', w.programmeId, 'Bury'),
    await w.staff('LIM-KW02', w.programmeId, 'Bury'),
  ];
  await w.addCase({ keyWorkerId: full, ...at() });
  // Who is still to be attached counts, who is paused does not.
  await w.addCase({ keyWorkerId: full, status: 'referred', ...at() });
  const paused = await w.addCase({ keyWorkerId: full, ...at() });
  await query(
    `update case_record set status = 'paused', paused_on = '2016-03-01', review_on = '2016-05-01' where id = $1`,
    paused.caseId,
  );
  const { caseId } = await w.addCase({ keyWorkerId: other, familyName: 'Third', ...at() });
  const browser = await manager();
  const path = `/cases/${caseId}/key-worker/change`;
  const refused = await browser.post(path, { staff: full, version: '1', ...today });
  assert.equal(refused.status, 422);
  assert.match(refused.body, /has 2 people, and the limit is 2/);
  const holder = async () =>
    (await query('select key_worker_id from case_record where id = $1', caseId))[0].key_worker_id;
  assert.equal(await holder(), other);
  assert.deepEqual(await events(caseId), []);
  const done = await browser.post(path, { staff: full, version: '1', over_limit: 'Knows the family', ...today });
  assert.equal(done.status, 303);
  assert.equal(await holder(), full);
  assert.deepEqual(
    (await events(caseId)).map(({ payload }) => payload.overLimit),
    ['Knows the family'],
  );
  assert.match((await browser.get('/load')).body, /1 over the limit of 2/);
  assert.match(
    (await browser.get(`/cases/${caseId}/timeline`)).body,
    /Over the limit of the programme: Knows the family/,
  );
});

test('many at once and a referral that is accepted cannot go above it; a swap that leaves the number as it is can', async () => {
  const [full, other] = [
    await w.staff('LIM-KW03', w.programmeId, 'Bury'),
    await w.staff('LIM-KW04', w.programmeId, 'Bury'),
  ];
  const theirs = [await w.addCase({ keyWorkerId: full, ...at() }), await w.addCase({ keyWorkerId: full, ...at() })];
  const mine = await w.addCase({ keyWorkerId: other, ...at() });
  const browser = await manager();
  const give = {
    programme: w.programmeId,
    move: `${mine.caseId}:1:${full}`,
    reason: 'Balance',
    above: 'yes',
    ...today,
  };
  const reply = await browser.post('/reassign', give);
  assert.equal(reply.status, 422);
  assert.match(reply.body, /would have 3 people, and the programme’s limit is 2/);
  assert.deepEqual(await events(mine.caseId), []);
  assert.deepEqual(await query('select id from reassignment where programme_id = $1', w.programmeId), []);
  const after = (moves: { caseId: string; to: string }[], day: string) =>
    transaction(w.db, (tx) => refuseOverLimit(tx, moves, day));
  const [first] = theirs;
  assert.ok(first);
  const swap = [
    { caseId: mine.caseId, to: full },
    { caseId: first.caseId, to: other },
  ];
  await after(swap, '2016-03-31');
  await assert.rejects(after([{ caseId: mine.caseId, to: full }], '2016-03-31'), OverLimit);
  // From April on there is room for a third, and before 2016 there was no limit.
  await after([{ caseId: mine.caseId, to: full }], '2016-04-01');
  await after([{ caseId: mine.caseId, to: full }], '2015-12-31');
});

test('two managers who take the last place at the same moment do not both get it', async () => {
  const [last, from] = [
    await w.staff('LIM-KW05', w.programmeId, 'Bury'),
    await w.staff('LIM-KW06', w.programmeId, 'Bury'),
  ];
  await w.addCase({ keyWorkerId: last, ...at() });
  const cases = [await w.addCase({ keyWorkerId: from, ...at() }), await w.addCase({ keyWorkerId: from, ...at() })];
  const browsers = [await manager(), await manager()];
  const replies = await Promise.all(
    cases.map(({ caseId }, index) =>
      browsers[index]?.post(`/cases/${caseId}/key-worker/change`, { staff: last, version: '1', ...today }),
    ),
  );
  assert.deepEqual(replies.map((reply) => reply?.status).sort(), [303, 422]);
  const [{ count }] = await query('select count(*) from case_record where key_worker_id = $1', last);
  assert.equal(count, 2);
});
