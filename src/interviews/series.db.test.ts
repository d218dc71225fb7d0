import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { interviews, sixDays, text } from '../../test/support/interviews.ts';
import { dayFields, gateshead } from '../../test/support/pathways.ts';

let { w, staffId, worker, manager, interviewsOf, started, booking, kinds } = {} as Awaited<
  ReturnType<typeof interviews>
>;
before(async () => {
  ({ w, staffId, worker, manager, interviewsOf, started, booking, kinds } = await interviews());
});
after(() => w.end());

test('S1: a claim of 10 January gets six interviews from 7 March, moved from holidays, and the next is booked', async () => {
  w.standOn('2005-01-12');
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId, givenName: 'Lorraine', familyName: 'Hart' });
  const path = `/cases/${caseId}/interviews`;
  assert.match((await worker.get(path)).body, /No series of interviews was started/);
  assert.match((await worker.get(`${path}/book`)).body, /Start it first/);
  const wrong = await worker.post(`${path}/start`, dayFields('claim_on', '2005-01-13'));
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /must be today or in the past/);
  assert.deepEqual([await kinds(caseId), await interviewsOf(caseId)], [[], []]);
  const done = await worker.post(`${path}/start`, dayFields('claim_on', '2005-01-10'));
  assert.deepEqual([done.status, done.location], [303, path]);
  assert.deepEqual(
    (await interviewsOf(caseId)).map(({ due_on, planned_on, moved_because }) =>
      [due_on, planned_on, moved_because].join(' '),
    ),
    [
      '2005-03-07 2005-03-07 ',
      '2005-04-04 2005-04-04 ',
      '2005-05-02 2005-05-03 holiday',
      '2005-05-30 2005-05-31 holiday',
      '2005-06-27 2005-06-27 ',
      '2005-07-25 2005-07-25 ',
    ],
  );
  const shown = text((await worker.get(path)).body);
  assert.match(shown, /New customers: 0 of 6 interviews held/);
  assert.match(shown, /Tue 3 May \(moved: holiday, in the series Mon 2 May\)/);
  // A second start changes nothing.
  assert.equal((await worker.post(`${path}/start`, dayFields('claim_on', '2005-01-09'))).status, 409);
  assert.deepEqual(await kinds(caseId), ['series.started']);

  assert.match(
    text((await worker.get(`${path}/book`)).body),
    /Interview 1 of 6, proposed for Mon 7 Mar\. The person has to come/,
  );
  const half = await worker.post(`${path}/book`, { ...booking('2005-03-07', ''), at: '' });
  assert.equal(half.status, 422);
  assert.match(half.body, /Enter the time/);
  await w.db.query(`update person set contact_rules = '{"text": "yes"}' where id = $1`, [personId]);
  assert.equal((await worker.post(`${path}/book`, booking('2005-03-07', '10:00'))).status, 303);
  const told = await w.rows('select kind, body from message where case_id = $1', caseId);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['appointment_made'],
  );
  assert.match(told[0].body, /7 March at 10:00/);
  const [appointment] = await w.rows('select * from appointment where case_id = $1', caseId);
  const [first] = await interviewsOf(caseId);
  assert.deepEqual(
    [appointment.kind, appointment.mandatory, appointment.about],
    ['interview', true, `interview:${first.id}`],
  );
  assert.match(text((await worker.get(path)).body), /Booked Mon 7 Mar at 10:00/);
  const again = await worker.post(`${path}/book`, booking('2005-03-08', '10:00'));
  assert.equal(again.status, 409);
  assert.match(again.body, /booked already/);
  assert.equal((await w.rows('select 1 from appointment where case_id = $1', caseId)).length, 1);
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /Interview 1 of 6 booked for 7 Mar 2005/);
});

test('S1 and S9: the district decides; another programme’s claim is told where it belongs; a bank holiday is refused by the diary', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/interviews`;
  const older = await worker.post(`${path}/start`, dayFields('claim_on', '2004-04-03'));
  assert.equal(older.status, 409);
  assert.match(older.body, /three interviews, in the programme for existing customers/);
  assert.deepEqual(await kinds(caseId), []);
  // Older than any series asks for: nobody has to come, and they may.
  assert.equal((await worker.post(`${path}/start`, dayFields('claim_on', '2002-04-03'))).status, 303);
  assert.equal((await interviewsOf(caseId)).length, 0);
  assert.match(
    (await worker.post(`${path}/book`, booking('2005-03-09', '10:00'))).body,
    /need not come\. Book a voluntary interview instead/,
  );
  const holiday = await worker.post(`${path}/book-voluntary`, booking('2005-03-25', '10:00'));
  assert.equal(holiday.status, 409);
  assert.match(text(holiday.body), /holiday/i);
  assert.deepEqual(await interviewsOf(caseId), []);
  assert.equal((await worker.post(`${path}/book-voluntary`, booking('2005-03-09', '10:00'))).status, 303);
  const [voluntary] = await interviewsOf(caseId);
  assert.deepEqual([voluntary.number, voluntary.mandatory], [null, false]);

  const derby = await w.district(w.news, 'Derbyshire');
  const made = await started('2003-11-10', {}, { areaId: derby.id });
  assert.equal((await interviewsOf(made.caseId)).length, 6);
  const essex = await w.district(w.olds, 'Essex');
  const old = await w.addCase({ programmeId: w.olds, areaId: essex.id });
  w.standOn('2005-02-14');
  assert.equal((await w.start(old.caseId, '2003-11-10')).outcome, 'saved');
  assert.deepEqual(
    (await interviewsOf(old.caseId)).map(({ planned_on }) => planned_on),
    ['2005-03-14', '2005-04-11', '2005-05-09'],
  );
  assert.match(
    (await (await w.worker(await w.staff('ESS-01', w.olds), w.olds)).get(`/cases/${old.caseId}/interviews`)).body,
    /not found|no such/i,
  );
});

test('S14: after the sixth interview one thing is chosen; with every voluntary place taken the person waits and is called after eight weeks', async () => {
  w.standOn('2005-07-26');
  for (let n = 0; n < 10; n += 1) {
    const { caseId } = await started('2005-01-10', { held: sixDays });
    await w.db.query(
      `update interview_series set place = 'held', state = 'complete', afterwards = 'voluntary', afterwards_on = '2005-07-25' where case_id = $1`,
      [caseId],
    );
  }
  const { caseId, path } = await started('2005-01-10', { held: sixDays.slice(0, 5) });
  const early = await worker.post(`${path}/afterwards`, { version: '1', choice: 'voluntary' });
  assert.equal(early.status, 409);
  const sixth = (await interviewsOf(caseId))[5];
  assert.equal(
    (await worker.post(`${path}/${sixth.id}/held`, { version: '1', ...dayFields('held_on', '2005-07-25') })).status,
    303,
  );
  assert.match(text((await worker.get(path)).body), /All interviews were held\. Choose what was agreed/);
  assert.equal((await worker.post(`${path}/afterwards`, { version: '1' })).status, 422);
  assert.match(
    text((await worker.get(`${path}/afterwards`)).body),
    /10 of 10 voluntary places of the key worker are taken/,
  );
  assert.equal((await worker.post(`${path}/afterwards`, { version: '1', choice: 'voluntary' })).status, 303);
  const [row] = await w.rows('select state, place, next_call_on from interview_series where case_id = $1', caseId);
  assert.deepEqual(row, { state: 'complete', place: 'waiting', next_call_on: '2005-09-20' });
  assert.match(text((await worker.get(path)).body), /They wait for a voluntary place.*Next call Tue 20 Sep/);
  assert.match(
    text((await manager.get('/interviews')).body),
    /Waiting for a voluntary place Waiting for a voluntary place Person What Key worker Since Debbie Marsh/,
  );
  assert.equal(
    (await worker.post(`${path}/call`, { version: '2', words: 'All well', ...dayFields('next_on', '2005-11-15') }))
      .status,
    303,
  );
  assert.equal(
    (await w.rows('select next_call_on from interview_series where case_id = $1', caseId))[0].next_call_on,
    '2005-11-15',
  );
});

test('two who choose at once do not both get the last voluntary place', async () => {
  w.standOn('2005-07-26');
  const other = await w.staff('GAT-04');
  const her = await w.worker(other);
  const made = async () => started('2005-01-10', { held: sixDays }, { keyWorkerId: other });
  for (let n = 0; n < 9; n += 1)
    assert.equal(
      (await her.post(`${(await made()).path}/afterwards`, { version: '1', choice: 'voluntary' })).status,
      303,
    );
  const two = [await made(), await made()];
  await Promise.all(two.map(({ path }) => her.post(`${path}/afterwards`, { version: '1', choice: 'voluntary' })));
  const places = await w.rows(
    'select place from interview_series where case_id = any($1) order by place',
    two.map(({ caseId }) => caseId),
  );
  assert.deepEqual(
    places.map(({ place }) => place),
    ['held', 'waiting'],
  );
});

test('S17: the numbering goes on after a change of adviser, and an interval that was not kept has its reason', async () => {
  w.standOn('2005-05-20');
  const { caseId, path } = await started('2005-01-10', { held: ['2005-03-07', '2005-04-18', '2005-05-16'] });
  const second = await w.staff('GAT-02');
  await w.hours(second);
  await w.db.query('update case_record set key_worker_id = $2 where id = $1', [caseId, second]);
  const next = await w.worker(second);
  assert.match(text((await next.get(`${path}/book`)).body), /Interview 4 of 6/);
  assert.equal((await next.post(`${path}/book`, booking('2005-05-31', '10:00', { worker: second }))).status, 303);
  const shown = text((await next.get(path)).body);
  assert.match(shown, /42 \(28 planned\)/);
  assert.match(shown, /Held with Priya GAT-01 \(3\)/);
  const two = (await interviewsOf(caseId))[1];
  assert.equal((await next.post(`${path}/${two.id}/interval`, { version: '1', reason: 'diary_full' })).status, 303);
  assert.match(text((await next.get(path)).body), /42 \(28 planned\) The diary is full/);
  assert.equal((await worker.get(path)).status, 404, 'whoever gave the case away cannot read it');
  w.standOn('2005-05-31', '15:00');
  await w.happened(caseId, { state: 'attended' });
  assert.match(
    text((await next.get(path)).body),
    /4 of 6 interviews held.*Held with Priya GAT-01 \(3\), Priya GAT-02 \(1\)/,
  );
});

test(`another programme has no page of interviews and its case none in its navigation (${gateshead} has)`, async () => {
  const pilot = await w.rows(`select id from programme where key = 'working-well-pilot'`);
  const { caseId } = await w.addCase({ programmeId: pilot[0].id, areaId: null, providerId: null });
  const { signIn } = await import('../../test/support/world.ts');
  const office = await signIn(w.db, w.app, 'programme_office', { programmeId: pilot[0].id });
  w.standOn('2016-03-31');
  const page = await office.get(`/cases/${caseId}/interviews`);
  assert.equal(page.status, 200);
  assert.match(page.body, /This programme has no series of interviews/);
  assert.ok(!(await office.get(`/cases/${caseId}`)).body.includes(`/cases/${caseId}/interviews"`));
});

test('Today tells what interviews ask: to be booked, somebody who did not come, the end of the days for an answer, a review, a return', async () => {
  const adviser = await w.staff('GAT-03');
  await w.hours(adviser);
  const her = await w.worker(adviser);
  const today = async () => text((await her.get('/today')).body);
  w.standOn('2005-03-01');
  const { caseId, path } = await started(
    '2005-01-10',
    {},
    { keyWorkerId: adviser, givenName: 'Nadia', attachedOn: '2005-02-28' },
  );
  assert.match(await today(), /Interview 1 is proposed for Mon 7 Mar and is not booked/);
  const fresh = await w.addCase({ keyWorkerId: adviser, attachedOn: '2005-02-28' });
  assert.match(await today(), /No interviews were started: the day of the claim is asked for/);
  await w.start(fresh.caseId, '2005-02-21');
  assert.doesNotMatch(await today(), /No interviews were started/);
  await her.post(`${path}/book`, booking('2005-03-07', '10:00', { worker: adviser }));
  assert.doesNotMatch(await today(), /Interview 1 is proposed/);
  w.standOn('2005-03-07', '15:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  assert.match(await today(), /Did not come to interview 1 on Mon 7 Mar/);
  const [first] = await interviewsOf(caseId);
  await her.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-07'));
  assert.doesNotMatch(await today(), /Did not come to interview/);
  w.standOn('2005-03-13');
  assert.match(await today(), /The days for an answer are over: say what you propose/);
  const page = (await w.rows('select id, version from attendance_failure where case_id = $1', caseId))[0];
  const cause = { version: String(page.version), ...dayFields('answered_on', '2005-03-12'), cause: 'ill' };
  await her.post(`${path}/failures/${page.id}/cause`, cause);
  const off = {
    reason: 'treatment',
    information_given: 'yes',
    ...dayFields('returns_on', '2005-07-12'),
    ...dayFields('review_on', '2005-07-12'),
  };
  assert.equal((await her.post(`${path}/defer`, off)).status, 303);
  assert.doesNotMatch(await today(), /Was put off until/);
  w.standOn('2005-07-05');
  assert.match(await today(), /Was put off until Tue 12 Jul: ask how it stands/);
});
