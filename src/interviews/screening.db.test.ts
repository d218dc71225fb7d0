import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { interviews, text } from '../../test/support/interviews.ts';
import { dayFields } from '../../test/support/pathways.ts';

let { w, worker, manager, interviewsOf, started, booking, kinds } = {} as Awaited<ReturnType<typeof interviews>>;
before(async () => {
  ({ w, worker, manager, interviewsOf, started, booking, kinds } = await interviews());
});
after(() => w.end());

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
