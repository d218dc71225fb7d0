import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';

let w: World;
let worker: Browser;
let staffId: string;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

const day = (name: string, text: string) => {
  const [year = '', month = '', date = ''] = text.split('-');
  return { [`${name}-day`]: date, [`${name}-month`]: month, [`${name}-year`]: year };
};
const events = async (caseId: string) =>
  (
    await w.db.query(
      'select e.kind, e.happened_on, p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 order by e.id',
      [caseId],
    )
  ).rows;
const rowsOf = async (table: 'job' | 'activity', caseId: string) =>
  (await w.db.query(`select * from ${table} where case_id = $1 order by created_at, id`, [caseId])).rows;
const forklift = {
  employer: 'Peel Forklift Services',
  occupationGroup: 'Skilled trades',
  workArea: 'Rochdale',
  ...day('startedOn', '2015-05-08'),
  hoursPerWeek: '23.5',
  hourlyWagePence: '6.60',
  kind: 'employed',
};

test('a job is recorded, shown with its clock, corrected with the original kept, and ended', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  assert.match((await worker.get(path)).body, /No job is recorded/);
  const added = await worker.post(`${path}/new`, forklift);
  assert.deepEqual([added.status, added.location], [303, path]);
  const [job] = await rowsOf('job', caseId);
  assert.deepEqual(
    [job.employer, job.started_on, job.hours_per_week, job.hourly_wage_pence, job.self_employed, job.version],
    ['Peel Forklift Services', '2015-05-08', '23.50', 660, false, 1],
  );
  const shown = (await worker.get(path)).body;
  assert.match(shown, /In this job 329 days/);
  assert.match(shown, /13 weeks on 6 Aug 2015, 26 weeks on 5 Nov 2015, 39 weeks on 4 Feb 2016/);
  assert.match(shown, /50 weeks on 21 Apr 2016 if it goes on/);
  assert.match(shown, /Most so far: 329 of 350 days in work/);
  assert.match(shown, /21 Apr 2016, if the person stays in work without a day between/);
  // The overview says it in a line: 329 days are there, and with 21 more the job is sustained.
  const overview = `/cases/${caseId}`;
  const clock = async () =>
    /Sustained work<\/h2>\s*<p[^>]*>([^<]*)</.exec((await worker.get(overview)).body)?.[1] ?? null;
  assert.equal(
    await clock(),
    '329 of 350 days in work. 21 more days: 21 Apr 2016, if the person stays in work without a day between.',
  );

  const form = await worker.get(`${path}/${job.id}/correct`);
  assert.match(form.body, /value="6\.60"/);
  const corrected = await worker.post(`${path}/${job.id}/correct`, {
    ...forklift,
    hourlyWagePence: '7.20',
    version: '1',
  });
  assert.equal(corrected.status, 303);
  const ended = await worker.post(`${path}/${job.id}/end`, { ...day('endedOn', '2016-03-30'), version: '2' });
  assert.equal(ended.status, 303);
  const [now] = await rowsOf('job', caseId);
  assert.deepEqual([now.hourly_wage_pence, now.ended_on, now.version], [720, '2016-03-30', 3]);
  assert.equal(
    await clock(),
    '328 of 350 days in work. 22 more days: 22 Apr 2016, if a job starts tomorrow and goes on.',
  );
  const told = await events(caseId);
  assert.deepEqual(
    told.map(({ kind, happened_on }) => [kind, happened_on]),
    [
      ['job.recorded', '2015-05-08'],
      ['job.corrected', '2015-05-08'],
      ['job.ended', '2016-03-30'],
    ],
  );
  // The answer is kept with the words that were asked.
  assert.ok(
    told[0].payload.asked.some(
      (one: { asked: string; answer: string }) => one.answer.startsWith('£6.60') && one.asked !== '',
    ),
  );
  assert.equal(told[1].payload.before.hourlyWagePence, 660);
  assert.equal(told[1].payload.after.hourlyWagePence, 720);
  assert.match((await worker.get(`/cases/${caseId}/timeline`)).body, /Job: Peel Forklift Services/);
});

test('what cannot be is refused with a message, keeps what was typed, and leaves nothing behind', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs/new`;
  const cases: [Record<string, string>, RegExp][] = [
    [{ ...forklift, ...day('endedOn', '2015-05-07') }, /The last day in the job must be the first day or after it/],
    [{ ...forklift, ...day('startedOn', '2015-02-30') }, /there is no such date/],
    [{ ...forklift, ...day('startedOn', '2016-04-01') }, /must be today or in the past/],
    [{ ...forklift, hourlyWagePence: '6.6' }, /enter pounds and pence/],
    [{ ...forklift, hoursPerWeek: '200' }, /from 0 to 168/],
    [{ ...forklift, kind: 'perhaps' }, /choose one of the answers/],
    [{ ...forklift, employer: 'x'.repeat(201) }, /200 characters or fewer/],
    [{}, /Enter the employer/],
  ];
  for (const [fields, message] of cases) {
    const reply = await worker.post(path, fields);
    assert.equal(reply.status, 422);
    assert.match(reply.body, message);
    assert.match(reply.body, /<title>Error: /);
    if (fields.workArea) assert.match(reply.body, /value="Rochdale"/);
  }
  const flood = await worker.post(path, { ...forklift, employer: 'x'.repeat(10_000_000) });
  assert.equal(flood.status, 413);
  assert.deepEqual([await rowsOf('job', caseId), await events(caseId)], [[], []]);
});

test('a stale save shows both versions, loses nothing, and can be saved over knowingly', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  await worker.post(`/cases/${caseId}/jobs/new`, forklift);
  const [job] = await rowsOf('job', caseId);
  const path = `/cases/${caseId}/jobs/${job.id}/correct`;
  await worker.post(path, { ...forklift, employer: 'The first <b>', version: '1' });
  const stale = await worker.post(path, { ...forklift, employer: 'The second', version: '1' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /Somebody else saved this/);
  assert.match(stale.body, /The first &lt;b&gt;/);
  assert.match(stale.body, /value="The second"/);
  assert.match(stale.body, /name="version" value="2"/);
  assert.equal((await rowsOf('job', caseId))[0].employer, 'The first <b>');
  assert.equal((await events(caseId)).length, 2);
  assert.equal(
    (await worker.post(`${path.replace('correct', 'end')}`, { ...day('endedOn', '2016-03-01'), version: '1' })).status,
    409,
  );
  assert.equal((await worker.post(path, { ...forklift, employer: 'The second', version: '2' })).status, 303);
  assert.equal((await worker.post(path, { ...forklift, employer: 'The second', version: '3' })).status, 303);
  assert.equal((await rowsOf('job', caseId))[0].version, 3, 'saving what stands changes nothing');
  for (const version of ['', '0', '-1', 'x', '99999999999'])
    assert.equal((await worker.post(path, { ...forklift, version })).status, 409);
  assert.equal((await events(caseId)).length, 3);
});

test('another worker’s case, a forged job and a job of another case are all not found, and nothing changes', async () => {
  const mine = await w.addCase({ keyWorkerId: staffId });
  const theirs = await w.addCase({ keyWorkerId: await w.staff('BOL-KW02') });
  const other = await w.signIn('key_worker', { staffId: await w.staff('BOL-KW02') });
  await other.post(`/cases/${theirs.caseId}/jobs/new`, forklift);
  const [job] = await rowsOf('job', theirs.caseId);
  const tries = [
    `/cases/${theirs.caseId}/jobs/new`,
    `/cases/${theirs.caseId}/jobs/${job.id}/correct`,
    `/cases/${mine.caseId}/jobs/${job.id}/correct`,
    `/cases/${mine.caseId}/jobs/${job.id}/end`,
    `/cases/${mine.caseId}/jobs/${mine.caseId}/correct`,
    `/cases/${mine.caseId}/jobs/not-an-id/correct`,
    `/cases/${theirs.caseId}/activities/new`,
    `/cases/${mine.caseId}/activities/${job.id}/correct`,
  ];
  for (const url of tries) {
    assert.equal((await worker.get(url)).status, 404, url);
    const reply = await worker.post(url, {
      ...forklift,
      ...day('endedOn', '2016-01-01'),
      kind: 'work_trial',
      version: '1',
    });
    assert.equal(reply.status, 404, url);
    assert.doesNotMatch(reply.body, /Marsh|Peel Forklift Services/);
  }
  assert.deepEqual(await rowsOf('job', theirs.caseId), [job]);
  assert.deepEqual([await rowsOf('job', mine.caseId), await events(mine.caseId)], [[], []]);
  assert.equal((await events(theirs.caseId)).length, 1);
});

test('a job from before attachment is kept and says that it does not count; imported blemishes are shown and can be corrected around', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/jobs`;
  await worker.post(`${path}/new`, { ...forklift, ...day('startedOn', '2015-03-08') });
  assert.match(
    (await worker.get(path)).body,
    /does not count towards the programme: it began before attachment on 9 Mar 2015/,
  );
  const id = '01900000-0000-7000-8000-000000000001';
  await w.db.query(
    `insert into job (id, case_id, person_id, source_ref, employer, started_on, ended_on) values ($1, $2, $3, 'J1', 'Odd Ltd', '2015-06-02', '2015-06-01')`,
    [id, caseId, personId],
  );
  assert.match((await worker.get(path)).body, /The last day is before the first day/);
  const standing = {
    employer: 'Odd Ltd (Bury)',
    ...day('startedOn', '2015-06-02'),
    ...day('endedOn', '2015-06-01'),
    version: '1',
  };
  assert.equal((await worker.post(`${path}/${id}/correct`, standing)).status, 303);
  const wrong = { ...standing, ...day('endedOn', '2015-05-31'), version: '2' };
  assert.equal((await worker.post(`${path}/${id}/correct`, wrong)).status, 422);
});

test('activities: recorded with and without a date, corrected, paged, refused', async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  const path = `/cases/${caseId}/activities`;
  assert.equal((await worker.post(`${path}/new`, { kind: 'work_trial' })).status, 303);
  const [activity] = await rowsOf('activity', caseId);
  assert.deepEqual([activity.kind, activity.started_on], ['work_trial', null]);
  const correct = `${path}/${activity.id}/correct`;
  const fields = { kind: 'job_interview', ...day('startedOn', '2015-12-01') };
  assert.equal((await worker.post(correct, { ...fields, version: '1' })).status, 303);
  assert.equal((await worker.post(correct, { ...fields, kind: 'work_trial', version: '1' })).status, 409);
  for (const wrong of [
    { kind: 'sky_diving' },
    {},
    { kind: 'work_trial', ...day('startedOn', '2016-04-01') },
    { kind: 'work_trial', ...day('startedOn', '2015-13-01') },
    { kind: 'work_trial', ...day('startedOn', '2015-12-02'), ...day('endedOn', '2015-12-01') },
    { kind: 'work_trial', daysPerWeek: '8' },
  ])
    assert.equal((await worker.post(`${path}/new`, wrong)).status, 422);
  const told = await events(caseId);
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['activity.recorded', 'activity.corrected'],
  );
  assert.deepEqual(told[1].payload.before, {
    ...{ kind: 'work_trial', startedOn: null, endedOn: null, daysPerWeek: null, hoursPerDay: null, feedback: null },
  });
  await w.db.query(
    `insert into activity (id, case_id, person_id, kind, started_on) select gen_random_uuid(), $1, $2, 'voluntary_work', date '2015-04-01' + n from generate_series(1, 20) n`,
    [caseId, personId],
  );
  const first = (await worker.get(path)).body;
  assert.match(first, /21 activities, newest first/);
  assert.match(first, /page=2/);
  assert.match((await worker.get(`${path}?page=2`)).body, /2 Apr 2015/);
  assert.equal((await worker.get(`${path}?page=99`)).location, path);
});

test('reading is logged, and those who may not record see no button', async () => {
  const { caseId } = await w.addCase({ keyWorkerId: staffId });
  await worker.get(`/cases/${caseId}/jobs`);
  const { rows } = await w.db.query('select what, user_id from read_log where case_id = $1', [caseId]);
  assert.deepEqual(rows, [{ what: 'jobs', user_id: worker.userId }]);
  const evaluator = await w.signIn('evaluator');
  for (const url of [`/cases/${caseId}/jobs`, `/cases/${caseId}/activities`])
    assert.equal((await evaluator.get(url)).status, 404);
});
