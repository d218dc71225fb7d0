import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { severeCounts } from '../assessment/actions/severe.ts';
import { takeLoads } from './actions/load.ts';

const today = '2016-03-31';
let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const day = (name: string, iso: string) => {
  const [year, month, date] = iso.split('-') as [string, string, string];
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const managerOf = (area: string) =>
  w.signIn('team_manager', { areaId: w.area(area).id, providerId: w.area(area).provider_id });
const at = (area: string) => ({ areaId: w.area(area).id, providerId: w.area(area).provider_id });
const kinds = async (staffId: string, like: string) =>
  (
    await query(
      `select e.kind from event e join event_payload p on p.event_id = e.id where e.kind like $2 and p.payload ->> 'staffId' = $1 order by e.id`,
      staffId,
      like,
    )
  ).map(({ kind }) => kind);

test('a team’s loads: weighted with the sum of each case, against the guide; nothing of a restricted record or of elsewhere', async () => {
  const staffId = await w.staff('LOA-KW01', w.programmeId, 'Wigan');
  const [instrument] = await query(
    `insert into instrument_version (id, key, version, document, digest) values (gen_random_uuid(), 'test', 1, $1, 'x') returning id`,
    JSON.stringify({
      sections: [
        {
          questions: ['a', 'b', 'c', 'd'].map((key) => ({
            key,
            kind: 'scale',
            severeFrom: key === 'd' ? undefined : 4,
          })),
        },
      ],
    }),
  );
  const heavy = await w.addCase({ keyWorkerId: staffId, familyName: 'Heavy', ...at('Wigan') });
  const rate = (on: string, answers: object) =>
    query(
      `insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers)
       values (gen_random_uuid(), $1, $2, $3, 'initial', $4, $5)`,
      heavy.caseId,
      heavy.personId,
      instrument.id,
      on,
      JSON.stringify(answers),
    );
  await rate('2016-01-01', { a: 6, b: 6, c: 5, d: 6 });
  await rate('2016-02-01', { a: 3, b: { state: 'declined' } });
  assert.deepEqual([...(await severeCounts(w.db, [heavy.caseId], '2016-01-31'))], [[heavy.caseId, 3]]);
  // The latest rating holds; what was declined later changes nothing.
  assert.deepEqual([...(await severeCounts(w.db, [heavy.caseId], today))], [[heavy.caseId, 2]]);
  await rate('2016-03-01', { a: 4 });
  await w.addCase({ keyWorkerId: staffId, familyName: 'Fresh', attachedOn: '2016-03-20', ...at('Wigan') });
  await w.addCase({ keyWorkerId: staffId, familyName: 'Waits', status: 'referred', ...at('Wigan') });
  const paused = await w.addCase({ keyWorkerId: staffId, familyName: 'Paused', ...at('Wigan') });
  await query(
    `update case_record set status = 'paused', paused_on = '2016-03-01', pause_reason = 'x', review_on = '2016-05-01' where id = $1`,
    paused.caseId,
  );
  const hidden = await w.addCase({ keyWorkerId: staffId, familyName: 'Hidden', ...at('Wigan') });
  await query('update case_record set restricted = true where id = $1', hidden.caseId);
  await w.staff('ELS-KW01', w.programmeId, 'Salford');

  const manager = await managerOf('Wigan');
  const { body } = await manager.get('/load');
  assert.match(body, /Rashida LOA-KW01/);
  assert.doesNotMatch(body, /ELS-KW01|Hidden/);
  // 1.25 for Heavy, 1.5 for Fresh, 0.5 for Waits, nothing while paused.
  assert.match(body, />3\.25</);
  assert.match(body, /Room for 48/);
  const one = (await manager.get(`/load/${staffId}`)).body;
  assert.match(
    one,
    /Debbie Fresh[\s\S]*1 attached \+ 0\.5 in the first 30 days[\s\S]*Debbie Heavy[\s\S]*1 attached \+ 0\.25 3 severe issues/,
  );
  assert.match(one, /3\.25 from 3 people/);
  assert.doesNotMatch(one, /Hidden/);
  assert.match((await manager.get('/load/csv')).body, /^LOA-KW01,Rashida LOA-KW01,2,0,1,1,3.25,3\.0,40,50,,0,0,0,$/m);
  assert.equal((await (await managerOf('Salford')).get(`/load/${staffId}`)).status, 404);
  for (const role of ['key_worker', 'evaluator', 'administrator', 'referrer'] as const)
    assert.equal((await (await w.signIn(role, { staffId })).get('/load')).status, 404, role);
  const [read] = await query('select what from read_log where user_id = $1 order by tx desc limit 1', manager.userId);
  assert.equal(read.what, 'loads as a file');
});

test('loads by month come from who had whom then; taken twice they are the same', async () => {
  const staffId = await w.staff('DRI-KW01', w.programmeId, 'Oldham');
  const next = await w.staff('DRI-KW02', w.programmeId, 'Oldham');
  const { caseId } = await w.addCase({ keyWorkerId: staffId, ...at('Oldham') });
  await w.addCase({ keyWorkerId: staffId, attachedOn: '2016-01-10', referredOn: '2016-01-05', ...at('Oldham') });
  // From February on the first one is somebody else's.
  await query(`update key_worker_assignment set ends_on = '2016-01-31' where case_id = $1`, caseId);
  await query(
    `insert into key_worker_assignment (id, case_id, person_id, staff_id, starts_on) select gen_random_uuid(), id, person_id, $2, '2016-02-01' from case_record where id = $1`,
    caseId,
    next,
  );
  await query('update case_record set key_worker_id = $2 where id = $1', caseId, next);
  await takeLoads(w.db, severeCounts, today);
  const months = () =>
    query(
      'select staff_id, month, people, hundredths, taken_on from load_month where staff_id = any($1) order by staff_id = $2, month',
      [staffId, next],
      next,
    );
  const first = await months();
  const of = (staff: string, month: string) => first.find((row) => row.staff_id === staff && row.month === month);
  assert.equal(of(staffId, '2015-12-01')?.hundredths, 100);
  assert.equal(of(staffId, '2016-01-01')?.hundredths, 250);
  assert.equal(of(staffId, '2016-02-01')?.people, 1);
  assert.equal(of(next, '2016-01-01'), undefined);
  assert.equal(of(next, '2016-03-01')?.hundredths, 100);
  await takeLoads(w.db, severeCounts, today);
  assert.deepEqual(await months(), first);
  assert.match((await (await managerOf('Oldham')).get('/load')).body, /Month by month[\s\S]*Jan 2016/);
});

test('time is logged in one form, summed by week, and told to the manager at the threshold (scenario S14)', async () => {
  const staffId = await w.staff('TIM-KW01', w.programmeId, 'Bury');
  const worker = await w.signIn('key_worker', { staffId });
  const log = (hours: string, kind: string, more: object = {}) =>
    worker.post(`/time/${staffId}`, { hours, kind, span: 'week', ...day('on', '2016-03-30'), ...more });
  for (const [hours, kind, more, words] of [
    ['', 'people', {}, /Enter the hours/],
    ['8', 'nothing', {}, /choose one of the answers/],
    ['8', 'people', day('on', '2016-04-02'), /must be today or in the past/],
    ['8', 'people', day('on', '2015-06-02'), /within the last three months/],
    ['30', 'people', { span: 'day' }, /no more than 24/],
  ] as const) {
    const reply = await log(hours, kind, more);
    assert.equal(reply.status, 422, hours);
    assert.match(reply.body, words);
  }
  assert.deepEqual(await query('select id from time_entry where staff_id = $1', staffId), []);
  assert.deepEqual(await kinds(staffId, 'time.%'), []);

  assert.equal((await log('30', 'people')).location, '/time?week=2016-03-28');
  assert.equal((await log('10', 'office', { words: 'Front desk' })).status, 303);
  assert.match((await worker.get('/time')).body, /75% on the programme<\/strong>: 30 hours, and 10 hours elsewhere/);
  const manager = await managerOf('Bury');
  assert.match(
    (await manager.get('/load')).body,
    /TIM-KW01: 75% of the time logged in four weeks was on the programme \(10 hours elsewhere\)/,
  );
  const seen = (await manager.get(`/time?worker=${staffId}`)).body;
  assert.match(seen, /75% on the programme/);
  assert.doesNotMatch(seen, /Log time|Correct</);
  assert.match((await manager.get(`/time/${staffId}/csv`)).body, /^TIM-KW01,2016-03-28,1800,600,true$/m);
  assert.equal((await manager.post(`/time/${staffId}`, { hours: '1' })).status, 404);
  const colleague = await w.signIn('key_worker', { staffId: await w.staff('TIM-KW02', w.programmeId, 'Bury') });
  assert.equal((await colleague.get(`/time?worker=${staffId}`)).status, 404);

  // A correction stands in the place of what was there, which stays.
  const [entry] = await query(`select id from time_entry where staff_id = $1 and kind = 'office'`, staffId);
  const path = `/time/entry/${entry.id}`;
  const corrected = { hours: '6', kind: 'office', span: 'week', ...day('on', '2016-03-30') };
  assert.equal((await colleague.post(path, corrected)).status, 404);
  assert.equal((await manager.post(path, corrected)).status, 404);
  assert.equal((await worker.post(path, { ...corrected, hours: '-1' })).status, 422);
  assert.equal((await worker.post(path, corrected)).status, 303);
  // The same form once more changes nothing.
  assert.equal((await worker.post(path, { ...corrected, hours: '5' })).status, 303);
  assert.deepEqual(
    (
      await query(
        'select minutes, replaced_at is null as stands from time_entry where staff_id = $1 order by id',
        staffId,
      )
    ).map(({ minutes, stands }) => [minutes, stands]),
    [
      [1800, true],
      [600, false],
      [360, true],
    ],
  );
  assert.match((await worker.get('/time')).body, /Before it was corrected[\s\S]*10 hours, Desk[\s\S]*Front desk/);
  assert.doesNotMatch((await manager.get('/load')).body, /was on the programme \(/);
  assert.deepEqual(await kinds(staffId, 'time.%'), ['time.logged', 'time.logged', 'time.corrected']);
});

test('supervision is booked by worker or manager, confirmed by the worker alone, and holds no content', async () => {
  const staffId = await w.staff('SUP-KW01', w.programmeId, 'Tameside');
  const worker = await w.signIn('key_worker', { staffId });
  const manager = await managerOf('Tameside');
  const path = `/supervision/${staffId}/book`;
  const booking = {
    kind: 'professional',
    supervisor: 'Dr Amari Lowe',
    organisation: 'Northern Practice',
    interest: 'none',
    ...day('planned_on', '2016-03-30'),
  };
  for (const [wrong, words] of [
    [{ ...booking, interest: '' }, /Say whether the supervisor has another interest/],
    [{ ...booking, interest: 'declared' }, /must have no other interest/],
    [{ ...booking, organisation: '' }, /Enter the organisation/],
    [{ ...booking, supervisor: '' }, /Enter the name of the supervisor/],
  ] as const) {
    const reply = await worker.post(path, wrong);
    assert.equal(reply.status, 422);
    assert.match(reply.body, words);
  }
  assert.deepEqual(await query('select id from supervision where staff_id = $1', staffId), []);
  assert.deepEqual(await kinds(staffId, 'supervision.%'), []);
  assert.match((await worker.get('/today')).body, /For you[\s\S]*Line supervision: none yet/);

  assert.equal((await worker.post(path, booking)).location, '/supervision');
  assert.equal(
    (
      await manager.post(path, {
        ...booking,
        kind: 'line',
        organisation: '',
        interest: 'declared',
        ...day('planned_on', '2016-04-06'),
      })
    ).status,
    303,
  );
  const [professional] = await query(
    `select id from supervision where staff_id = $1 and kind = 'professional'`,
    staffId,
  );
  const [line] = await query(`select id from supervision where staff_id = $1 and kind = 'line'`, staffId);
  const held = `/supervision/one/${professional.id}/held`;
  assert.equal((await manager.post(held, { version: '1' })).status, 404);
  assert.match((await manager.get(`/supervision?worker=${staffId}`)).body, /Dr Amari Lowe, Northern Practice/);
  assert.doesNotMatch((await manager.get(`/supervision?worker=${staffId}`)).body, /It was held/);
  assert.equal((await (await managerOf('Salford')).get(`/supervision?worker=${staffId}`)).status, 404);
  // One that is still to come asks for the day, and cannot have been held.
  assert.equal((await worker.post(`/supervision/one/${line.id}/held`, { version: '1' })).status, 422);
  assert.equal(
    (await worker.post(`/supervision/one/${line.id}/held`, { version: '1', ...day('held_on', '2016-04-06') })).status,
    422,
  );
  assert.equal((await worker.post(held, { version: '9' })).status, 303);
  assert.equal((await worker.post(held, { version: '1' })).status, 303);
  assert.equal((await worker.post(held, { version: '2' })).status, 303);
  assert.equal((await worker.post(`/supervision/one/${line.id}/cancel`, { version: '1' })).status, 303);
  assert.deepEqual(
    (await query('select kind, state, held_on from supervision where staff_id = $1 order by kind', staffId)).map(
      ({ kind, state, held_on: on }) => [kind, state, on],
    ),
    [
      ['line', 'cancelled', null],
      ['professional', 'held', '2016-03-30'],
    ],
  );
  assert.deepEqual(await kinds(staffId, 'supervision.%'), [
    'supervision.booked',
    'supervision.booked',
    'supervision.held',
    'supervision.cancelled',
  ]);
  const columns = await query(`select column_name from information_schema.columns where table_name = 'supervision'`);
  assert.deepEqual(
    columns.filter(({ column_name: name }) => /note|words|content|body|text/.test(name)),
    [],
  );
});
