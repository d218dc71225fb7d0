/** SC1 and SC4 as the service lives them, with its account and the bank holidays of 2008: Riverside, and Clearwater by a link. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayFields, type Pathways, pathways } from '../../test/support/pathways.ts';
import { addService, sentReferral } from '../../test/support/services.ts';
import { type Browser, signIn } from '../../test/support/world.ts';

let w: Pathways;
let okoro: Browser;
let staffId: string;
before(async () => {
  w = await pathways('2008-03-03');
  staffId = await w.staff('OKORO');
  okoro = await w.worker(staffId);
});
after(() => w.end());

const consent = { given_on: '2008-03-03', ends_on: '2008-12-31' };
const rowOf = async (id: string) => (await w.rows('select * from referral where id = $1', id))[0];
const versionIn = (body: string) => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';

test('SC1: the form comes in, they come and start, feedback is asked for and comes late, a report and a hand-over end it', async () => {
  const riverside = await addService(w.db, {
    ...{ organisation: 'Riverside CMP', name: 'Condition management' },
    service: {
      payment_form: true,
      payment_role: 'iba',
      typical_weeks: 6,
      feedback_weeks: [3],
      refused_channels: ['email'],
    },
  });
  const desk = await signIn(w.db, w.app, 'service_worker', {
    programmeId: null,
    organisationId: riverside.organisationId,
  });
  const person = await w.addCase({ keyWorkerId: staffId, givenName: 'Jo', familyName: 'Marsh' });
  const id = await sentReferral(
    w.db,
    { ...person, programmeId: w.news, ...riverside },
    {
      ...{ payload: { name: 'Jo Marsh', health: 'Anxiety and back pain' }, consent },
      referral: {
        ...{
          state: 'appointment booked',
          made_on: '2008-03-03',
          sent_on: '2008-03-03',
          paperwork: 'sent',
          paperwork_on: '2008-03-03',
        },
        ...{ payment: 'waiting', made_as: 'iba', made_by: okoro.userId, owner_id: okoro.userId, due_on: '2008-03-12' },
      },
    },
  );
  await w.db.query(
    `insert into referral_appointment (id, referral_id, starts_at, told_on, made_by_side) values (gen_random_uuid(), $1, '2008-03-10T10:00Z', '2008-03-03', 'worker')`,
    [id],
  );
  const url = `/inbox/${id}`;
  const answer = async (day: string, fields: Record<string, string>) => {
    w.standOn(day, '12:00');
    const reply = await desk.post(url, { version: versionIn((await desk.get(url)).body), ...fields });
    assert.equal(reply.status, 303, reply.body.slice(0, 3000));
  };
  w.standOn('2008-03-05');
  assert.match((await desk.get('/inbox')).body, /Payment waits for the form/);
  await answer('2008-03-05', { answer: 'form', ...dayFields('form_day', '2008-03-05') });
  const formed = await rowOf(id);
  assert.deepEqual(
    [formed.paperwork, formed.paperwork_on, formed.payment, formed.state],
    ['received', '2008-03-05', 'triggered', 'appointment booked'],
  );
  assert.match((await desk.get(url)).body, /Payment is due/);

  await answer('2008-03-10', { answer: 'begun' });
  const started = await rowOf(id);
  // Three weeks on is Monday 31 March; the end, six weeks on, Monday 21 April.
  assert.deepEqual(
    [started.state, started.started_on, started.expected_end, started.due_on],
    ['started', '2008-03-10', '2008-04-21', '2008-03-31'],
  );
  await answer('2008-04-02', {
    ...{ answer: 'progress', progress_attended: '3', progress_planned: '3' },
    progress_words: 'Sleeping better; still avoids buses',
  });
  assert.deepEqual(
    await w.rows('select kind, due_on, received_on from feedback_due where referral_id = $1 order by due_on', id),
    [
      { kind: 'week 3', due_on: '2008-03-31', received_on: '2008-04-02' },
      { kind: 'end', due_on: '2008-04-21', received_on: null },
    ],
  );
  const figures = await w.rows('select kind, n from service_figure where service_id = $1', riverside.serviceId);
  const n = (kind: string) => figures.find((row) => row.kind === kind)?.n ?? 0;
  assert.deepEqual([n('feedback due'), n('feedback in time')], [1, 0]);
  await answer('2008-04-21', {
    ...{
      answer: 'finish',
      ...dayFields('finish_day', '2008-04-21'),
      finish_kind: 'completed',
      finish_outcome: 'Not yet by bus',
      finish_wellbeing: 'better',
    },
    ...{
      finish_report: 'The final report',
      finish_holder: 'worker',
      finish_talk: '21 April, the three of us',
      finish_next: 'Volunteering',
    },
  });
  const ended = await rowOf(id);
  assert.deepEqual(
    [ended.state, ended.owner_side, ended.due_on, ended.next_step, ended.end_confidence, ended.end_wellbeing],
    ['handed back', 'worker', '2008-04-23', 'Volunteering', null, 'better'],
  );
  assert.deepEqual(await w.rows('select case_id from case_manager where case_id = $1', person.caseId), []);
  const told = (await w.events(person.caseId)).filter(({ kind }) => kind === 'service referral.feedback');
  assert.deepEqual(
    told.map(({ payload }) => [payload.final, payload.late]),
    [
      [false, true],
      [true, false],
    ],
  );
});

test('SC4: a service finds late that it cannot help; the reason is for few, and the worker acts within two working days', async () => {
  const clearwater = await addService(w.db, { organisation: 'Clearwater', name: 'Mental health employment support' });
  const desk = await signIn(w.db, w.app, 'service_worker', {
    programmeId: null,
    organisationId: clearwater.organisationId,
  });
  const person = await w.addCase({ keyWorkerId: staffId, givenName: 'T', familyName: 'Ali' });
  const id = await sentReferral(
    w.db,
    { ...person, programmeId: w.news, ...clearwater },
    {
      ...{ payload: { name: 'T. Ali' }, consent },
      referral: {
        ...{ state: 'under assessment', made_on: '2008-03-10', sent_on: '2008-03-10', undisclosed: true },
        ...{ made_by: okoro.userId, owner_id: okoro.userId, due_on: '2008-03-25' },
      },
    },
  );
  // Thursday before Easter: Good Friday and Easter Monday are no working days.
  w.standOn('2008-03-20', '12:00');
  const url = `/inbox/${id}`;
  const version = versionIn((await desk.get(url)).body);
  const no = { answer: 'decline', decline_reason: 'substance use', decline_words: 'Current alcohol use', version };
  assert.equal((await desk.post(url, no)).status, 303);
  const row = await rowOf(id);
  assert.deepEqual(
    [row.state, row.reason, row.due_on, row.owner_id],
    ['rejected', 'substance use', '2008-03-26', okoro.userId],
  );
  const event = (await w.events(person.caseId)).find(({ kind }) => kind === 'service referral.declined');
  assert.equal(event?.payload.sensitive, true);
  assert.doesNotMatch(JSON.stringify(event?.payload), /alcohol|substance/);
  assert.deepEqual(
    await w.rows(`select sensitive, words from referral_event where referral_id = $1 and kind = 'reject'`, id),
    [{ sensitive: true, words: 'Current alcohol use' }],
  );
  // The service reads its own words again; it is told nothing else.
  assert.match((await desk.get(url)).body, /Current alcohol use/);
});
