import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { interviews, text, waiver } from '../../test/support/interviews.ts';
import { dayFields } from '../../test/support/pathways.ts';

let { w, worker, manager, interviewsOf, started, booking, kinds } = {} as Awaited<ReturnType<typeof interviews>>;
before(async () => {
  ({ w, worker, manager, interviewsOf, started, booking, kinds } = await interviews());
});
after(() => w.end());

test('S4: whoever waits for an operation has no interview before the day of return; without a day or an event it is not saved', async () => {
  w.standOn('2005-05-03');
  const { caseId, path } = await started('2005-01-10', { held: ['2005-03-07', '2005-04-04'] });
  await worker.post(`${path}/book`, booking('2005-05-04', '14:00'));
  const given = { reason: 'treatment', awaited: '', ...dayFields('review_on', '2005-07-05'), information_given: 'yes' };
  const endless = await worker.post(`${path}/defer`, given);
  assert.equal(endless.status, 422);
  assert.match(endless.body, /A deferral without an end cannot be saved/);
  assert.deepEqual(await w.rows('select 1 from requirement_change where case_id = $1', caseId), []);
  const until = { ...given, awaited: 'Operation on 14 June', ...dayFields('returns_on', '2005-07-12') };
  assert.equal((await worker.post(`${path}/defer`, until)).status, 303);
  assert.deepEqual(
    (await interviewsOf(caseId)).slice(2).map(({ planned_on, moved_because }) => `${planned_on} ${moved_because}`),
    ['2005-07-12 put_off', '2005-08-09 put_off', '2005-09-06 put_off', '2005-10-04 put_off'],
  );
  assert.equal((await w.rows('select state from appointment where case_id = $1', caseId))[0].state, 'cancelled_by_us');
  assert.match(
    text((await worker.get(path)).body),
    /Put off: Waiting for treatment.*In force until Tue 12 Jul, looked at again on Tue 5 Jul/,
  );
  const [change] = await w.rows('select id, version from requirement_change where case_id = $1', caseId);
  w.standOn('2005-07-05');
  const review = {
    version: String(change.version),
    end: 'no',
    words: 'The operation is later',
    ...dayFields('returns_on', '2005-08-02'),
    ...dayFields('review_on', '2005-07-26'),
  };
  assert.equal((await worker.post(`${path}/changes/${change.id}/review`, review)).status, 303);
  assert.equal((await interviewsOf(caseId))[2].planned_on, '2005-08-02');
});

test('S4: a waiver before the first interview is asked for with advice, approved by the manager, and the person may still volunteer', async () => {
  w.standOn('2005-02-21');
  const { caseId, path } = await started('2005-01-10');
  const alone = await worker.post(`${path}/waive`, waiver({ advice_from: '', advice: '' }));
  assert.equal(alone.status, 422);
  assert.match(alone.body, /whose opinion you asked for/);
  assert.match(
    (await worker.post(`${path}/waive`, waiver(dayFields('review_on', '2006-02-22')))).body,
    /within 12 months/,
  );
  assert.deepEqual(await kinds(caseId), ['series.started']);
  const page = String((await worker.post(`${path}/waive`, waiver())).location);
  assert.equal((await w.rows('select state from interview_series where case_id = $1', caseId))[0].state, 'running');
  assert.equal((await worker.post(`${page}/decide`, { version: '1', decision: 'yes', words: 'x' })).status, 404);
  assert.equal((await manager.post(`${page}/decide`, { version: '1', decision: 'yes', words: 'Agreed' })).status, 303);
  assert.equal((await w.rows('select state from interview_series where case_id = $1', caseId))[0].state, 'waived');
  const shown = text((await worker.get(page)).body);
  assert.match(shown, /Work psychologist: Agrees.*told what the programme offers Yes/);
  assert.match(shown, /Guidance of that day Version 6/);
  assert.match((await worker.post(`${path}/book`, booking('2005-03-10', '09:00'))).body, /were waived/);
  // It ends at the review, and the interviews go on from then.
  w.standOn('2005-11-28');
  assert.equal((await worker.post(`${page}/review`, { version: '2', end: 'yes', words: 'Much better' })).status, 303);
  const open = await interviewsOf(caseId);
  assert.deepEqual([open.length, open[0].planned_on, open[0].lifted], [6, '2005-12-28', null]);
});

test('S4: little progress after two interviews is told as unusual; a waiver of 28 March has version 6 of the guidance, of 2 April version 7', async () => {
  const versions: number[] = [];
  for (const day of ['2005-03-28', '2005-04-02']) {
    w.standOn(day);
    const { caseId, path } = await started('2005-01-10', { held: ['2005-03-07', '2005-03-21'] });
    const form = text((await worker.get(`${path}/waive`)).body);
    assert.match(
      form,
      /Little or no progress after several interviews’ is usual after 3 interviews or more; 2 were held so far/,
    );
    assert.equal((await worker.post(`${path}/waive`, waiver({ scope: 'next', reason: 'no_progress' }))).status, 303);
    versions.push(
      (await w.rows('select guidance_version from requirement_change where case_id = $1', caseId))[0].guidance_version,
    );
  }
  assert.deepEqual(versions, [6, 7]);
});

test('S18: ‘cultural barrier’ asks for the interpreter, the purpose and the classes; without an interpreter the manager decides, warned', async () => {
  w.standOn('2005-04-04');
  const { caseId, path } = await started('2005-01-10', { held: ['2005-03-07'] });
  const bare = await worker.post(`${path}/waive`, waiver({ reason: 'cultural_barrier' }));
  assert.equal(bare.status, 422);
  for (const message of [
    /whether an interpreter was present/,
    /whether the purpose was understood/,
    /whether English classes were offered/,
  ])
    assert.match(bare.body, message);
  const answered = { interpreter_present: 'no', purpose_understood: 'no', classes_offered: 'yes' };
  const page = String(
    (await worker.post(`${path}/waive`, waiver({ reason: 'cultural_barrier', ...answered }))).location,
  );
  assert.equal((await w.rows('select state from requirement_change where case_id = $1', caseId))[0].state, 'asked');
  assert.match(
    text((await manager.get(`${page}/decide`)).body),
    /No interpreter was present\. Language may be what kept the person/,
  );
  assert.equal(
    (await manager.post(`${page}/decide`, { version: '1', decision: 'no', words: 'With an interpreter first' })).status,
    303,
  );
  assert.equal((await w.rows('select state from interview_series where case_id = $1', caseId))[0].state, 'running');
});

test('a manager sees what waits for them, a sample and how workers differ; an adviser does not', async () => {
  w.standOn('2005-04-04');
  assert.equal((await worker.get('/interviews')).status, 404);
  const page = text((await manager.get('/interviews')).body);
  assert.match(page, /Pathways: new To be decided/);
  // Few were missed, so nothing of it is shown, and nobody stands in the order of a figure.
  assert.match(page, /Priya GAT-01 fewer than 5|Priya GAT-01 \d+\.\d%/);
  assert.match(page, /A sample to look at/);
  const { caseId, path } = await started('2005-01-10');
  await worker.post(`${path}/waive`, waiver());
  const now = await manager.get('/interviews');
  assert.match(text(now.body), /Waiver: Really ill, for example with cancer/);
  assert.match(now.body, new RegExp(`/cases/${caseId}/interviews/changes/`));
});

test('S4: waivers among people who began at A are shown beside the rest of the team, with how many were made above the guide', async () => {
  w.standOn('2005-04-04');
  const point = async (caseId: string, personId: string) =>
    w.db.query(
      `insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers)
       select gen_random_uuid(), $1, $2, id, 'initial', '2005-03-01', '{"distance_point": "a"}' from instrument_version where key = 'distance-a-d'`,
      [caseId, personId],
    );
  const team: [string, number, number, number][] = [
    ['LOOK-1', 10, 4, 3],
    ['LOOK-2', 20, 3, 0],
  ];
  for (const [code, cases, waived, full] of team) {
    const id = await w.staff(code);
    for (let n = 0; n < cases; n += 1) {
      const { caseId, personId } = await w.addCase({ keyWorkerId: id });
      await point(caseId, personId);
      if (n >= waived) continue;
      await w.start(caseId, '2005-01-10');
      await w.db.query(
        `insert into requirement_change (id, series_id, case_id, person_id, kind, scope, reason, information_given, review_on, asked_on, state,
           decided_on, caseload)
         select gen_random_uuid(), id, case_id, person_id, 'waiver', 'rest', 'resistant', true, '2005-09-01', '2005-03-15', 'in_force', '2005-03-16', $2
         from interview_series where case_id = $1`,
        [caseId, n < full ? 63 : 50],
      );
    }
  }
  const page = text((await manager.get('/interviews')).body);
  assert.match(
    page,
    /Priya LOOK-1: 40\.0% \(4 of 10\); the rest of the team 15\.0% \(3 of 20\)\. 3 of 4 waivers were asked for with more than 60 open cases; now they have 10\. Look at the reasons together\./,
  );
  assert.doesNotMatch(page, /misuse/i);
});
