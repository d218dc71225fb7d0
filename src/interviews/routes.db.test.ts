import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayFields, gateshead, type Pathways, pathways } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { routes } from '../rooms.ts';

let w: Pathways;
let worker: Browser;
let staffId: string;
let manager: Browser;
before(async () => {
  w = await pathways('2005-01-12');
  staffId = await w.staff('GAT-01');
  await w.hours(staffId);
  worker = await w.worker(staffId);
  manager = await w.manager();
});
after(() => w.end());

const kinds = async (caseId: string) => (await w.events(caseId)).map(({ kind }) => kind);
const text = (body: string) =>
  body
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');
const started = async (claimOn: string, more: Parameters<Pathways['start']>[2] = {}, given = {}) => {
  const made = await w.addCase({ keyWorkerId: staffId, ...given });
  assert.equal((await w.start(made.caseId, claimOn, more)).outcome, 'saved');
  return { ...made, path: `/cases/${made.caseId}/interviews` };
};
const interviewsOf = (caseId: string) =>
  w.rows('select * from interview where case_id = $1 order by number nulls last', caseId);
const booking = (day: string, at: string, more = {}) => ({
  ...{ site: w.siteId, worker: staffId, mode: 'in_person', from: day, ...dayFields('day', day), at, ...more },
});

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

const close = {
  ...{
    q_last_worked: 'under_6_months',
    q_expects_return: 'within_3_months',
    q_health_outlook: 'better',
    q_confidence: 'sure',
  },
};
const begun = async (path: string, more = {}) => {
  const reply = await worker.post(`${path}/screening`, {
    ...{ mode: 'on_paper', asked_at: '10:20', ...dayFields('asked_on', '2005-03-07'), ...more },
  });
  assert.equal(reply.status, 303, text(reply.body));
  return String(reply.location);
};
const frame = { mode: 'on_paper', asked_at: '10:20', ...dayFields('asked_on', '2005-03-07') };

test('S2: a paper of 10:20 is entered at 17:45, once; two conditions in words; OUT is explained, and the person goes on in one step', async () => {
  w.standOn('2005-03-07', '17:45');
  const { caseId, path } = await started('2005-01-10', { held: ['2005-03-07'] });
  const form = await begun(path);
  // Half of it is saved and taken up again.
  const later = await worker.post(form, {
    ...frame,
    row: '1',
    do: 'later',
    other_1: 'Fibromyalgia',
    q_last_worked: 'under_6_months',
  });
  assert.equal(later.status, 303);
  assert.equal(await begun(path), form, 'a draft that is there is taken up');
  const taken = (await worker.get(form)).body;
  assert.match(taken, /value="Fibromyalgia"/);
  assert.match(taken, /value="10:20"/);
  const stale = await worker.post(form, { ...frame, row: '1', do: 'later', other_1: 'Lost?' });
  assert.equal(stale.status, 409);
  assert.match(stale.body, /value="Lost\?"/);
  const missing = await worker.post(form, { ...frame, row: '2', do: 'finish', q_last_worked: 'under_6_months' });
  assert.equal(missing.status, 422);
  assert.match(missing.body, /the result depends on it/);
  assert.equal((await w.rows('select state from screening where case_id = $1', caseId))[0].state, 'draft');
  const whole = {
    ...frame,
    ...close,
    row: '2',
    do: 'finish',
    condition: 'mental_health',
    other_1: 'Fibromyalgia',
    other_2: 'Long grief',
  };
  assert.equal((await worker.post(form, whole)).status, 303);
  // The same paper once more: nothing is written.
  assert.equal((await worker.post(form, whole)).location, form);
  const [row, ...more] = await w.rows('select * from screening where case_id = $1', caseId);
  assert.equal(more.length, 0);
  assert.deepEqual(
    [new Date(row.asked_at).toISOString(), new Date(row.entered_at).toISOString(), row.result, row.mode],
    ['2005-03-07T10:20:00.000Z', '2005-03-07T17:45:00.000Z', 'OUT', 'on_paper'],
  );
  assert.deepEqual([row.conditions, row.other_conditions], [['mental_health'], ['Fibromyalgia', 'Long grief']]);
  const result = text((await worker.get(form)).body);
  assert.match(result, /OUT The person is close to work.*as welcome as before/);
  assert.match(
    result,
    /What decided it When did they last work\? Within the last 6 months : the person worked within the last 2 years/,
  );
  assert.match(result, /Asked On paper, entered afterwards, 7 Mar 2005 at 10:20 Entered 7 Mar 2005 at 17:45/);
  const lifted = (await interviewsOf(caseId)).map((one) => one.lifted ?? 'held');
  assert.deepEqual(lifted, ['held', ...Array(5).fill('screened_out')]);
  assert.match(
    (await worker.post(`${path}/book`, booking('2005-04-04', '10:00'))).body,
    /screened out and need not come/,
  );
  const [series] = await w.rows('select version from interview_series where case_id = $1', caseId);
  assert.equal((await worker.post(`${path}/volunteer`, { version: String(series.version) })).status, 303);
  const [now] = await w.rows('select state, voluntary_on from interview_series where case_id = $1', caseId);
  assert.deepEqual(now, { state: 'screened_out', voluntary_on: '2005-03-07' });
  assert.deepEqual(await kinds(caseId), ['series.started', 'interview.held', 'screening.done', 'series.voluntary']);
});

test('S2: an OUT that the adviser sees otherwise waits for a second person, who is not the adviser, and the interviews go on', async () => {
  w.standOn('2005-03-07', '17:45');
  const { caseId, path } = await started('2005-01-10');
  const form = await begun(path);
  await worker.post(form, {
    ...frame,
    ...close,
    row: '1',
    do: 'finish',
    judgement: 'IN',
    judgement_words: 'Wants the help',
  });
  assert.equal((await w.rows('select state from interview_series where case_id = $1', caseId))[0].state, 'running');
  const none = await worker.post(`${form}/other-view`, { version: '3', words: '' });
  assert.equal(none.status, 422);
  assert.equal(
    (await worker.post(`${form}/other-view`, { version: '3', words: 'Keen, and about to lose the job' })).status,
    303,
  );
  assert.equal(
    (await worker.post(`${form}/second`, { version: '4', agreed: 'yes' })).status,
    404,
    'an adviser decides nothing',
  );
  assert.equal((await manager.post(`${form}/second`, { version: '4', agreed: 'yes' })).status, 303);
  const [row] = await w.rows(
    'select result, final, seconded_by is not null as seconded from screening where case_id = $1',
    caseId,
  );
  assert.deepEqual(row, { result: 'OUT', final: 'IN', seconded: true });
  assert.equal((await interviewsOf(caseId)).filter((one) => one.lifted !== null).length, 0);
  assert.match(text((await worker.get(form)).body), /The screening had OUT\. A second person agreed to IN: Keen/);

  // Another OUT, seen otherwise, and then accepted with one step to go on as a volunteer.
  const other = await started('2005-01-10');
  const second = await begun(other.path);
  await worker.post(second, { ...frame, ...close, row: '1', do: 'finish', judgement: 'IN' });
  assert.equal((await worker.post(`${second}/accept`, { voluntary: 'yes' })).status, 303);
  const [series] = await w.rows('select state, voluntary_on from interview_series where case_id = $1', other.caseId);
  assert.deepEqual(series, { state: 'screened_out', voluntary_on: '2005-03-07' });
  assert.deepEqual((await kinds(other.caseId)).slice(-2), ['screening.accepted', 'series.voluntary']);
});

test('S2: whoever is exempt is not screened, need not come, and may; what was booked is cancelled by us', async () => {
  w.standOn('2005-03-01');
  const exempt = await started('2005-01-10', { exemption: 'capability_exempt' });
  assert.match(text((await worker.get(`${exempt.path}/screening`)).body), /Whoever is exempt is not screened/);
  const posted = await worker.post(`${exempt.path}/screening`, frame);
  assert.equal(posted.status, 409);
  assert.match(
    (await worker.post(`${exempt.path}/book`, booking('2005-03-09', '11:00'))).body,
    /exempt and need not come/,
  );
  assert.equal((await worker.post(`${exempt.path}/book-voluntary`, booking('2005-03-09', '11:00'))).status, 303);
  const late = await started('2005-01-10');
  await worker.post(`${late.path}/book`, booking('2005-03-10', '11:00'));
  const [series] = await w.rows('select version from interview_series where case_id = $1', late.caseId);
  assert.equal(
    (await worker.post(`${late.path}/exempt`, { version: String(series.version), exemption: 'capability_exempt' }))
      .status,
    303,
  );
  const [appointment] = await w.rows('select state from appointment where case_id = $1', late.caseId);
  assert.equal(appointment.state, 'cancelled_by_us');
  assert.equal(
    (await w.rows('select count(*)::int as n from interview where case_id = $1 and lifted is null', late.caseId))[0].n,
    0,
  );
});

const missedOn = async (day: string, at: string, more: Parameters<Pathways['start']>[2] = {}) => {
  w.standOn('2005-03-01');
  const made = await started('2005-01-24', more);
  assert.equal((await worker.post(`${made.path}/book`, booking(day, at))).status, 303);
  w.standOn(day, '15:00');
  const [first] = await interviewsOf(made.caseId);
  return { ...made, first };
};
const versionOf = async (id: string) =>
  String((await w.rows('select version from attendance_failure where id = $1', id))[0].version);

test('S3: a letter of Monday 21 March counts until Saturday; a visit comes first; a good cause leads to a new appointment and nothing else', async () => {
  const { caseId, personId, path, first } = await missedOn('2005-03-21', '10:00', { protected: ['mental_health'] });
  // Nothing begins before the diary knows that they did not come.
  const early = await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'));
  assert.equal(early.status, 409);
  assert.match(early.body, /Record in the diary first/);
  assert.deepEqual(await w.rows('select 1 from attendance_failure where case_id = $1', caseId), []);
  await w.happened(caseId, { state: 'did_not_attend' });
  await w.db.query(`update person set contact_rules = '{"text": "yes"}' where id = $1`, [personId]);
  const begin = await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'));
  assert.equal(begin.status, 303, text(begin.body));
  const page = String(begin.location);
  const id = page.split('/').at(-1) ?? '';
  const shown = text((await worker.get(page)).body);
  assert.match(shown, /Five calendar days, the fifth counts: by Saturday 26 March 2005/);
  assert.match(shown, /A visit comes first.*Nothing can be proposed before the outcome of the visit/);
  assert.equal(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'))).status,
    409,
    'once',
  );
  const messages = await w.rows('select kind, about, body from message where case_id = $1', caseId);
  assert.deepEqual([messages.length, messages[0].kind, messages[0].about], [1, 'interview_missed', first.id]);
  assert.match(messages[0].body, /Saturday 26 March/);
  w.standOn('2005-03-29');
  const locked = await worker.post(`${page}/propose`, {
    version: await versionOf(id),
    proposal: 'sanction',
    words: 'No answer',
  });
  assert.equal(locked.status, 409);
  assert.match(locked.body, /A visit comes first/);
  const visit = {
    version: await versionOf(id),
    ...dayFields('on', '2005-03-29'),
    outcome: 'seen_good_cause',
    words: 'Afraid of crowds; phone on good days',
  };
  assert.equal((await worker.post(`${page}/visit`, visit)).status, 303);
  const cause = { version: await versionOf(id), ...dayFields('answered_on', '2005-03-29'), cause: 'fear_of_place' };
  assert.equal((await worker.post(`${page}/cause`, cause)).status, 303);
  assert.equal((await w.rows('select state from attendance_failure where id = $1', id))[0].state, 'good_cause');
  const after = await worker.post(`${page}/propose`, {
    version: await versionOf(id),
    proposal: 'sanction',
    words: 'x',
  });
  assert.equal(after.status, 409);
  assert.equal((await worker.post(`${path}/book`, booking('2005-04-06', '10:00', { mode: 'phone' }))).status, 303);
  assert.match(text((await worker.get(path)).body), /Booked Wed 6 Apr at 10:00/);
  assert.deepEqual(
    (await kinds(caseId)).filter((kind) => kind.startsWith('failure')),
    ['failure.begun', 'failure.visited', 'failure.cause told'],
  );
});

test('S3: without an answer the adviser proposes after the last day, somebody else decides with a reason, and there is one decision', async () => {
  const { caseId, path, first } = await missedOn('2005-03-21', '11:00');
  await w.happened(caseId, { state: 'did_not_attend' });
  const page = String(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-21'))).location,
  );
  const id = page.split('/').at(-1) ?? '';
  const attempt = async () =>
    worker.post(`${page}/attempt`, {
      version: await versionOf(id),
      ...dayFields('on', '2005-03-21'),
      channel: 'phone',
      reached: 'no',
    });
  for (let n = 0; n < 3; n += 1) assert.equal((await attempt()).status, 303);
  const fourth = await attempt();
  assert.equal(fourth.status, 409);
  assert.match(fourth.body, /The district allows 3 attempts/);
  assert.equal((await w.rows('select count(*)::int as n from failure_step where failure_id = $1', id))[0].n, 3);
  const propose = async () =>
    worker.post(`${page}/propose`, {
      version: await versionOf(id),
      proposal: 'sanction',
      words: 'Three calls and a letter',
    });
  w.standOn('2005-03-26');
  const onTheLast = await propose();
  assert.equal(onTheLast.status, 409);
  assert.match(onTheLast.body, /can still answer, up to and including 26 Mar 2005/);
  w.standOn('2005-03-29');
  assert.equal((await propose()).status, 303);
  assert.equal((await worker.get(`${page}/decide`)).status, 404, 'the adviser never decides');
  assert.equal(
    (await worker.post(`${page}/decide`, { version: await versionOf(id), decision: 'yes', words: 'x' })).status,
    404,
  );
  const without = await manager.post(`${page}/decide`, { version: await versionOf(id), decision: 'no', words: '' });
  assert.equal(without.status, 422);
  const version = await versionOf(id);
  assert.equal(
    (await manager.post(`${page}/decide`, { version, decision: 'no', words: 'Try once more by letter' })).status,
    303,
  );
  assert.equal((await manager.post(`${page}/decide`, { version, decision: 'yes', words: 'Again' })).status, 409);
  const told = (await w.events(caseId)).filter(({ kind }) => kind === 'failure.decided');
  assert.deepEqual(
    told.map(({ payload }) => [payload.agreed, payload.words]),
    [[false, 'Try once more by letter']],
  );
  assert.match(
    text((await worker.get(page)).body),
    /not agreed; a new appointment and nothing else\. Try once more by letter/,
  );
});

test('what we cancel is no failure of theirs, and nobody fails an interview of their own accord', async () => {
  const { caseId, path, first } = await missedOn('2005-03-22', '10:00');
  await w.happened(caseId, { state: 'cancelled_by_us' });
  assert.match(text((await worker.get(path)).body), /1 Mon 21 Mar To be booked/);
  assert.equal((await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-22'))).status, 409);
  assert.deepEqual(await w.rows('select 1 from attendance_failure where case_id = $1', caseId), []);
});

test('nothing anywhere holds a payment back to make somebody come', () => {
  const paths = routes.map(({ method, path, can, audit }) => `${method} ${path} ${can} ${JSON.stringify(audit)}`);
  assert.deepEqual(
    paths.filter((line) => /suspen|withhold|payment/i.test(line)),
    [],
  );
});

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

const waiver = (more: Record<string, string> = {}) => ({
  ...{ scope: 'rest', reason: 'really_ill', words: 'Chemotherapy', advice_from: 'Work psychologist', advice: 'Agrees' },
  ...{ information_given: 'yes', ...dayFields('review_on', '2005-12-01'), ...more },
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

const days = ['2005-03-07', '2005-04-04', '2005-05-03', '2005-05-31', '2005-06-27', '2005-07-25'];

test('S14: after the sixth interview one thing is chosen; with every voluntary place taken the person waits and is called after eight weeks', async () => {
  w.standOn('2005-07-26');
  for (let n = 0; n < 10; n += 1) {
    const { caseId } = await started('2005-01-10', { held: days });
    await w.db.query(
      `update interview_series set place = 'held', state = 'complete', afterwards = 'voluntary', afterwards_on = '2005-07-25' where case_id = $1`,
      [caseId],
    );
  }
  const { caseId, path } = await started('2005-01-10', { held: days.slice(0, 5) });
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
  const made = async () => started('2005-01-10', { held: days }, { keyWorkerId: other });
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

test('8.1a, 2 and 4: the database itself refuses a decision without its steps, and a change without a day of review', async () => {
  const { caseId, path, first } = await missedOn('2005-03-23', '10:00', { protected: ['mental_health'] });
  await w.happened(caseId, { state: 'did_not_attend' });
  const page = String(
    (await worker.post(`${path}/${first.id}/failure`, dayFields('letter_on', '2005-03-23'))).location,
  );
  const id = page.split('/').at(-1);
  const refused = (set: string) =>
    assert.rejects(w.db.query(`update attendance_failure set ${set} where id = $1`, [id]), { code: '23514' }, set);
  const proposed = `state = 'proposed', proposal = 'sanction', proposal_words = 'x', proposed_by = gen_random_uuid()`;
  // Before the last day; without the visit; decided without a proposal; decided by whoever proposed it; after a good cause.
  await refused(`${proposed}, visit_on = '2005-03-24', visit_outcome = 'not_in', proposed_on = '2005-03-28'`);
  await refused(`${proposed}, proposed_on = '2005-03-29'`);
  await refused(
    `state = 'decided', decision = 'agreed', decision_words = 'x', decided_on = '2005-03-30', decided_by = gen_random_uuid()`,
  );
  const whole = `visit_on = '2005-03-24', visit_outcome = 'not_in', proposal = 'sanction', proposal_words = 'x', proposed_on = '2005-03-29'`;
  const same = `proposed_by = id, decided_by = id, decision = 'agreed', decision_words = 'x', decided_on = '2005-03-30', state = 'decided'`;
  await refused(`${whole}, ${same}`);
  await refused(`${whole}, state = 'proposed', good_cause = true, proposed_by = gen_random_uuid()`);
  const [series] = await w.rows('select id, person_id from interview_series where case_id = $1', caseId);
  const add = (columns: string, values: string) =>
    assert.rejects(
      w.db.query(
        `insert into requirement_change (id, series_id, case_id, person_id, reason, information_given, asked_on, scope, ${columns})
         values (gen_random_uuid(), $1, $2, $3, 'x', true, '2005-03-01', 'next', ${values})`,
        [series.id, caseId, series.person_id],
      ),
      /violates (check|not-null) constraint/,
    );
  await add('kind, state, decided_on, review_on', `'deferral', 'in_force', '2005-03-01', '2005-04-01'`);
  await add('kind, state, decided_on, returns_on', `'deferral', 'in_force', '2005-03-01', '2005-04-01'`);
  await add('kind, state, review_on', `'waiver', 'asked', '2005-03-01'`);
});
