import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const managerOf = (area: string) =>
  w.signIn('team_manager', { areaId: w.area(area).id, providerId: w.area(area).provider_id });
const cover = (staff: string, by: string, from: string, to: string) => ({
  staff,
  covered_by: by,
  reason: 'Leave',
  ...day('starts_on', from),
  ...day('ends_on', to),
});

test('who covers may do what the worker may, for as long as it lasts, and both are told', async () => {
  const manager = await managerOf('Bolton');
  const [away, by, third] = [await w.staff('COV-KW01'), await w.staff('COV-KW02'), await w.staff('COV-KW03')];
  const { caseId } = await w.addCase({ keyWorkerId: away, familyName: 'Covered' });
  const hidden = await w.addCase({ keyWorkerId: away, familyName: 'Hidden' });
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  const [own, covering] = [
    await w.signIn('key_worker', { staffId: away }),
    await w.signIn('key_worker', { staffId: by }),
  ];
  assert.equal((await covering.get(`/cases/${caseId}`)).status, 404);
  for (const [wrong, words] of [
    [cover(away, away, '2016-03-31', '2016-04-08'), /Nobody covers for themself/],
    [cover(away, by, '2016-03-31', '2016-03-30'), /cannot be before the first/],
    [cover(away, by, '2016-03-01', '2016-03-30'), /today or later/],
  ] as const) {
    const reply = await manager.post('/cover/new', wrong);
    assert.equal(reply.status, 422);
    assert.match(reply.body, words);
  }
  assert.equal((await query('select id from worker_cover where staff_id = $1', away)).length, 0);
  assert.equal((await manager.post('/cover/new', cover(away, by, '2016-03-30', '2016-04-08'))).status, 303);
  const again = await manager.post('/cover/new', cover(away, third, '2016-04-08', '2016-04-20'));
  assert.equal(again.status, 422);
  assert.match(again.body, /is covered on some of these days already/);

  const list = (await covering.get(`/caseload?worker=${away}`)).body;
  assert.match(list, /Covering for Rashida COV-KW01 until 8 Apr 2016[\s\S]*Covered/);
  assert.doesNotMatch(list, /Hidden/);
  assert.match((await covering.get('/caseload')).body, /You cover for Rashida COV-KW01/);
  assert.equal((await covering.get(`/cases/${hidden.caseId}`)).status, 404);
  const note = { body: 'Met at the library', ...day('written_on', '2016-03-31') };
  assert.equal((await covering.post(`/cases/${caseId}/notes`, note)).status, 303);
  for (const user of [own, covering])
    assert.equal((await query('select id from notice where user_id = $1', user.userId)).length, 1);

  const [{ id }] = await query('select id from worker_cover where staff_id = $1', away);
  const stranger = await managerOf('Salford');
  assert.equal((await stranger.get(`/cover/${id}`)).status, 404);
  assert.equal((await stranger.post(`/cover/${id}/end`, { version: '1' })).status, 404);
  const change = { ...cover(away, by, '2016-03-30', '2016-04-11'), version: '1' };
  assert.equal((await manager.post(`/cover/${id}`, change)).status, 303);
  const stale = await manager.post(`/cover/${id}`, { ...change, ...day('ends_on', '2016-05-01') });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /Somebody else saved this/);
  assert.equal((await manager.post(`/cover/${id}/end`, { version: '2' })).status, 303);
  assert.equal((await covering.get(`/cases/${caseId}`)).status, 404);
  assert.equal((await covering.get(`/caseload?worker=${away}`)).status, 404);
  assert.deepEqual(
    (await query(`select kind from event where kind like 'cover.%' order by id`)).map(({ kind }) => kind),
    ['cover.planned', 'cover.changed', 'cover.ended'],
  );
});

test('the team’s page: caseloads, who is parked and overdue, who covers, and nothing of a restricted record', async () => {
  const manager = await managerOf('Wigan');
  const area = w.area('Wigan');
  const at = { areaId: area.id, providerId: area.provider_id };
  const [one, two] = [
    await w.staff('WIG-KW01', w.programmeId, 'Wigan'),
    await w.staff('WIG-KW02', w.programmeId, 'Wigan'),
  ];
  const parked = await w.addCase({ keyWorkerId: one, familyName: 'Parked', ...at });
  const hidden = await w.addCase({ keyWorkerId: one, familyName: 'Hidden', ...at });
  for (const { caseId, personId } of [parked, hidden])
    await w.db.query(
      `insert into worker_request (id, case_id, person_id, asked_on, asked_by, reason, state, outcome, review_on)
       values (gen_random_uuid(), $1, $2, '2016-01-01', 'the person', 'No bond', 'parked', 'Nobody else', '2016-03-01')`,
      [caseId, personId],
    );
  await w.db.query('update case_record set restricted = true where id = $1', [hidden.caseId]);
  assert.equal((await manager.post('/cover/new', cover(one, two, '2016-03-31', '2016-04-08'))).status, 303);
  const { body } = await manager.get('/team');
  assert.match(body, /Rashida WIG-KW01[\s\S]*1, 1 overdue[\s\S]*Away: Rashida WIG-KW02 until 8 Apr 2016/);
  assert.match(body, /Covers Rashida WIG-KW01/);
  assert.match(body, /Debbie Parked[\s\S]*Look at it again/);
  assert.doesNotMatch(body, /Hidden|COV-KW/);
  assert.match((await manager.get(`/caseload?worker=${one}`)).body, /Parked: look at it again/);
});

test('requests for another key worker go on over pages, each once', async () => {
  const manager = await managerOf('Trafford');
  const area = w.area('Trafford');
  const at = { areaId: area.id, providerId: area.provider_id };
  const staffId = await w.staff('TRA-KW01', w.programmeId, 'Trafford');
  for (let i = 0; i < 54; i++) {
    const { caseId, personId } = await w.addCase({ keyWorkerId: staffId, familyName: `Asks${100 + i}`, ...at });
    await w.db.query(
      `insert into worker_request (id, case_id, person_id, asked_on, asked_by, reason, state, outcome, review_on)
       values (gen_random_uuid(), $1, $2, '2016-01-01', 'the person', 'No bond', $3, $4, $5)`,
      [caseId, personId, ...(i % 2 === 0 ? ['open', null, null] : ['parked', 'Nobody else', '2016-05-01'])],
    );
  }
  const names = (body: string) => [...body.matchAll(/Debbie (Asks\d+)/g)].map(([, name]) => name);
  const first = (await manager.get('/team')).body;
  assert.equal(names(first).length, 50);
  const next = /rel="next" href="([^"#]+)/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? assert.fail('no next page');
  const second = (await manager.get(next)).body;
  assert.equal(new Set([...names(first), ...names(second)]).size, 54);
  assert.match(second, /First page/);
  assert.doesNotMatch(second, /rel="next"/);
  assert.equal((await manager.get('/team?after=open_2016-99-99_00000000-0000-0000-0000-000000000000')).status, 200);
});

test('two key workers at one place swap two people in one go; a stale one leaves both where they are', async () => {
  const manager = await managerOf('Bury');
  const area = w.area('Bury');
  const at = { areaId: area.id, providerId: area.provider_id };
  const [one, two] = [
    await w.staff('BRY-KW01', w.programmeId, 'Bury'),
    await w.staff('BRY-KW02', w.programmeId, 'Bury'),
  ];
  const first = await w.addCase({ keyWorkerId: one, familyName: 'Going', ...at });
  const second = await w.addCase({ keyWorkerId: two, familyName: 'Coming', ...at });
  const path = `/cases/${first.caseId}/key-worker`;
  const page = (await manager.get(`${path}/swap`)).body;
  assert.match(page, /Swap with Rashida BRY-KW02[\s\S]*Debbie Coming/);
  const swap = (version: number) =>
    manager.post(`${path}/swap`, { move: `${first.caseId}:1:${two}`, return: `${second.caseId}:${version}:${one}` });
  const holders = async () =>
    (
      await query(
        'select key_worker_id from case_record where id = any($1) order by id',
        [first.caseId, second.caseId].sort(),
      )
    ).map((row) => row.key_worker_id);
  const stood = await holders();
  assert.equal((await manager.post(`${path}/swap`, { move: `${first.caseId}:1:${two}` })).status, 422);
  assert.equal((await swap(7)).status, 409);
  assert.deepEqual(await holders(), stood);
  assert.equal((await swap(1)).status, 303);
  assert.deepEqual(await holders(), [...stood].reverse());
});
