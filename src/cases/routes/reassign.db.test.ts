import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../../test/support/world.ts';
import { type Actor, systemActor } from '../../access/rules/policy.ts';
import type { Given, OnReassign } from '../actions/assign.ts';
import { casesToGive, findReassignment, putBack, reassignMany } from '../actions/reassign.ts';

let w: World;
let office: Browser;
let actor: Actor;
before(async () => {
  w = await world();
  office = await w.signIn('programme_office');
  const nowhere = { areaId: null, providerId: null, staffId: null };
  actor = { ...systemActor, memberships: [{ role: 'programme_office', programmeId: w.programmeId, ...nowhere }] };
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const assigned = (caseId: string) =>
  query('select staff_id, starts_on, ends_on from key_worker_assignment where case_id = $1 order by starts_on', caseId);
const events = (caseId: string) => query('select kind from event where case_id = $1 order by id', caseId);

const input = (moves: { caseId: string; version: number; staffId: string }[], staff: string[], passOver = false) => ({
  programmeId: w.programmeId,
  moves,
  staff: staff.map((id) => ({ id, name: 'Somebody New' })),
  startsOn: '2016-03-31',
  reason: 'Left',
  handover: null,
  aboveGuide: false,
  passOver,
});

test('a whole caseload of 200 goes to three others, with its future work, and is put back', async () => {
  const from = await w.staff('BIG-KW01');
  const to = [await w.staff('BIG-KW02'), await w.staff('BIG-KW03'), await w.staff('BIG-KW04')];
  for (let n = 0; n < 200; n++) await w.addCase({ keyWorkerId: from, familyName: `Person ${n}` });
  const cases = await casesToGive(w.db, actor, w.programmeId, { staffId: from });
  assert.equal(cases.length, 200);
  const calls: (readonly Given[])[] = [];
  const follow: OnReassign = async (_tx, _actor, change) => void calls.push(change.cases);
  const moves = cases.map((one, at) => ({ ...one, staffId: to[at % 3] as string }));
  const began = performance.now();
  const done = await reassignMany(w.db, actor, input(moves, to), [follow]);
  console.log(`200 cases given in ${Math.round(performance.now() - began)} ms`);
  assert.equal(done.outcome, 'given');
  assert.equal(calls[0]?.length, 200);
  const [{ n }] = await query(
    `select count(*)::int as n from key_worker_assignment where staff_id = any($1) and starts_on = '2016-03-31' and ends_on is null`,
    to,
  );
  assert.equal(n, 200);
  const one = cases[0]?.caseId as string;
  assert.deepEqual(await assigned(one), [
    { staff_id: from, starts_on: '2015-02-02', ends_on: '2016-03-30' },
    { staff_id: to[0], starts_on: '2016-03-31', ends_on: null },
  ]);
  assert.deepEqual(await events(one), [{ kind: 'case.reassigned' }]);

  assert.ok(done.outcome === 'given');
  const row = await findReassignment(w.db, done.id);
  assert.ok(row !== null);
  // Two put it back at once: one does.
  const both = await Promise.all([putBack(w.db, actor, row, [follow]), putBack(w.db, actor, row, [follow])]);
  assert.deepEqual(both.sort(), ['changed since', 'put back']);
  const [{ n: back }] = await query('select count(*)::int as n from case_record where key_worker_id = $1', from);
  assert.equal(back, 200);
  assert.deepEqual(await events(one), [{ kind: 'case.reassigned' }, { kind: 'case.put back' }]);
  assert.deepEqual([calls.length, calls[1]?.[0]?.to], [2, from]);
  // And it can be given away again on the same day.
  const again = await casesToGive(w.db, actor, w.programmeId, { staffId: from });
  const twice = await reassignMany(
    w.db,
    actor,
    input(
      again.map((each) => ({ ...each, staffId: to[0] as string })),
      to,
    ),
    [],
  );
  assert.equal(twice.outcome, 'given');
});

test('of two who give the same cases to others one wins, and nothing of the other is written', async () => {
  const [from, one, two] = [await w.staff('TWO-KW01'), await w.staff('TWO-KW02'), await w.staff('TWO-KW03')];
  for (let n = 0; n < 5; n++) await w.addCase({ keyWorkerId: from });
  const cases = await casesToGive(w.db, actor, w.programmeId, { staffId: from });
  const done = await Promise.all(
    [one, two].map((staffId) =>
      reassignMany(
        w.db,
        actor,
        input(
          cases.map((each) => ({ ...each, staffId })),
          [staffId],
        ),
        [],
      ),
    ),
  );
  assert.deepEqual(done.map(({ outcome }) => outcome).sort(), ['given', 'stale']);
  for (const { caseId } of cases) {
    assert.equal((await assigned(caseId)).length, 2);
    assert.equal((await events(caseId)).length, 1);
  }
});

test('a case that was changed is named, and the rest is given only when that is said', async () => {
  const [from, to] = [await w.staff('STA-KW01'), await w.staff('STA-KW02')];
  const stale = await w.addCase({ keyWorkerId: from, familyName: 'Changed' });
  const other = await w.addCase({ keyWorkerId: from });
  const cases = await casesToGive(w.db, actor, w.programmeId, { staffId: from });
  await w.db.query('update case_record set version = version + 1 where id = $1', [stale.caseId]);
  const moves = cases.map((one) => ({ ...one, staffId: to }));
  const first = await reassignMany(w.db, actor, input(moves, [to]), []);
  assert.ok(first.outcome === 'stale');
  assert.deepEqual(
    first.left.map(({ name }) => name),
    ['Debbie Changed'],
  );
  assert.equal((await assigned(other.caseId)).length, 1);
  const second = await reassignMany(w.db, actor, input(moves, [to], true), []);
  assert.equal(second.outcome, 'given');
  assert.equal((await assigned(other.caseId)).length, 2);
  assert.equal((await assigned(stale.caseId)).length, 1);
});

test('the pages: choose, see who gets how many, give, put back; a restricted record stays out of it', async () => {
  const [from, to] = [await w.staff('PAG-KW01'), await w.staff('PAG-KW02')];
  const { caseId } = await w.addCase({ keyWorkerId: from, familyName: 'Seen' });
  const hidden = await w.addCase({ keyWorkerId: from, familyName: 'Hidden' });
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  const choose = await office.get(`/reassign?worker=${from}`);
  assert.match(choose.body, /1 person chosen[\s\S]*Debbie Seen/);
  assert.doesNotMatch(choose.body, /Hidden/);
  const when = { 'starts_on-day': '31', 'starts_on-month': '3', 'starts_on-year': '2016' };
  const form = { programme: w.programmeId, case: caseId, to, step: 'preview', ...when };
  const refused = await office.post('/reassign/plan', form);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /Say why the cases change hands/);
  const preview = await office.post('/reassign/plan', { ...form, reason: 'Leave', handover: 'Likes mornings' });
  assert.equal(preview.status, 200);
  assert.match(preview.body, /Give 1 case/);
  const move = /name="move" value="([^"]+)"/.exec(preview.body)?.[1] as string;
  // A forged move of the restricted case, and one to another programme's staff, give nothing.
  const stranger = await w.staff('ELSE-9', w.otherProgrammeId);
  for (const forged of [`${hidden.caseId}:1:${to}`, `${caseId}:1:${stranger}`]) {
    const reply = await office.post('/reassign', { ...form, reason: 'Leave', move: forged });
    assert.ok([409, 422].includes(reply.status), String(reply.status));
    assert.doesNotMatch(reply.body, /Hidden/);
  }
  assert.equal((await assigned(hidden.caseId)).length, 1);
  const done = await office.post('/reassign', { ...form, reason: 'Leave', handover: 'Likes mornings', move });
  assert.equal(done.status, 303, done.body.slice(0, 500));
  assert.match((await office.get(done.location as string)).body, /Put back/);
  assert.match((await office.get(`/cases/${caseId}/key-worker`)).body, /2 key workers so far[\s\S]*Likes mornings/);
  assert.equal((await office.post(`${done.location}/put-back`, {})).status, 303);
  assert.match((await office.get(done.location as string)).body, /This was put back/);
  assert.match((await office.get(`/cases/${caseId}/timeline`)).body, /Key worker put back[\s\S]*Likes mornings/);
});

test('above the guide nothing is given without saying so, and it is recorded', async () => {
  const [full, from] = [await w.staff('FUL-KW01'), await w.staff('FUL-KW02')];
  for (let n = 0; n < 50; n++) await w.addCase({ keyWorkerId: full });
  const { caseId } = await w.addCase({ keyWorkerId: from });
  const when = { 'starts_on-day': '31', 'starts_on-month': '3', 'starts_on-year': '2016', reason: 'Left' };
  const form = { programme: w.programmeId, move: `${caseId}:1:${full}`, ...when };
  const refused = await office.post('/reassign', form);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /1 above 50/);
  const alone = await office.post(`/cases/${caseId}/key-worker/change`, { ...when, staff: full, version: '1' });
  assert.equal(alone.status, 422);
  assert.match(alone.body, /has 50 attached clients already/);
  assert.equal((await assigned(caseId)).length, 1);
  assert.equal((await office.post('/reassign', { ...form, above: 'yes' })).status, 303);
  const [{ payload }] = await query(
    'select p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1',
    caseId,
  );
  assert.equal(payload.aboveGuide, true);
});

test('somebody asks for another key worker: parked with a day, then changed; nobody is forgotten', async () => {
  const [from, to] = [
    await w.staff('ASK-KW01', w.programmeId, 'Bury'),
    await w.staff('ASK-KW02', w.programmeId, 'Wigan'),
  ];
  const { caseId } = await w.addCase({ keyWorkerId: from });
  const manager = await w.signIn('team_manager', {
    areaId: w.area('Bolton').id,
    providerId: w.area('Bolton').provider_id,
  });
  const worker = await w.signIn('key_worker', { staffId: from });
  const path = `/cases/${caseId}/key-worker`;
  const asked = {
    version: '1',
    asked_by: 'the person',
    reason: 'We do not get on',
    'asked_on-day': '30',
    'asked_on-month': '3',
    'asked_on-year': '2016',
  };
  assert.equal((await worker.post(`${path}/ask`, asked)).status, 303);
  assert.equal((await worker.get(`${path}/ask`)).status, 404);
  assert.equal((await worker.get(`${path}/decide`)).status, 404);
  const [{ n }] = await query(
    `select count(*)::int as n from notice where kind = 'worker asked' and about = $1 and user_id = $2`,
    caseId,
    manager.userId,
  );
  assert.equal(n, 1);
  assert.match((await manager.get(`${path}/decide`)).body, /Nobody else works here/);
  const park = {
    version: '2',
    decision: 'parked',
    outcome: 'Nobody else works here',
    'review_on-day': '1',
    'review_on-month': '4',
    'review_on-year': '2016',
  };
  assert.equal((await manager.post(`${path}/decide`, { ...park, 'review_on-year': '2015' })).status, 422);
  assert.equal((await manager.post(`${path}/decide`, park)).status, 303);
  await w.db.query(`update worker_request set review_on = '2016-03-01' where case_id = $1`, [caseId]);
  assert.match((await manager.get(path)).body, /To be looked at again since/);
  const change = { version: '3', decision: 'changed', outcome: 'A fresh start', staff: to };
  assert.equal((await manager.post(`${path}/decide`, { ...change, version: '2' })).status, 409);
  assert.equal((await manager.post(`${path}/decide`, change)).status, 303);
  assert.deepEqual((await events(caseId)).map(({ kind }) => kind).sort(), [
    'case.reassigned',
    'worker.asked',
    'worker.decided',
    'worker.decided',
  ]);
  assert.equal((await assigned(caseId)).at(-1)?.staff_id, to);
});
