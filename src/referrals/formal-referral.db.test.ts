/** SC1: a formal referral to a contracted service, from the talk about it to what comes after, through the pages of both sides. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { northvale } from '../../test/support/northvale.ts';
import { dayFields } from '../../test/support/pathways.ts';
import { signIn } from '../../test/support/world.ts';
import { holderOn } from './actions/case-manager.ts';

const n = await northvale('2008-03-03');
const { w, okoro, services, person, make, made, count, state, post, does, read } = n;
after(() => w.end());

test('SC1: by phone with the person there, its form by post, feedback after three weeks, a meeting of three, and what comes next', async () => {
  w.standOn('2008-03-03');
  const caseId = await person('Marsh');
  // Their decision is never taken for granted, and nothing is written without it.
  const without = await make(caseId, 'S1', { decision: '' });
  assert.equal(without.status, 422);
  assert.match(without.body, /Ask the person, and say what they decided/);
  assert.equal(await count('referral', caseId), 0);
  const id = await made(caseId, 'S1');
  assert.equal(await state(id), 'awaiting consent');
  // Nothing is ticked beforehand; what the service does not ask for is not even asked.
  const page = (await okoro.get(`/cases/${caseId}/referrals/${id}/consent`)).body;
  assert.doesNotMatch(page, /value="health" checked|value="convictions"|value="context"/);
  assert.equal((await post(id, 'consent', { how: 'spoken', ...dayFields('given', '2008-03-03') })).status, 422);
  const items = ['name', 'contact', 'ni_number', 'health', 'action_plan'];
  const agreed = (all: string[]) =>
    post(id, 'consent', { how: 'spoken', items: all, ...dayFields('given', '2008-03-03') });
  assert.equal((await agreed([...items, 'convictions'])).status, 422, 'what the service does not ask for');
  assert.equal(await count('sharing_consent', caseId), 0);
  assert.equal((await agreed(items)).status, 303);
  const [consent] = await w.rows('select ends_on, wording from sharing_consent where case_id = $1', caseId);
  assert.equal(consent?.ends_on, '2008-07-14', 'six weeks and three months');
  assert.match(consent?.wording, /Riverside CMP, for Condition management, and to nobody else: .*health condition/);

  // On the phone with the person there: the appointment is booked, and what was said is kept.
  const tell = (await okoro.get(`/cases/${caseId}/referrals/${id}/tell`)).body;
  assert.match(tell, />Jo Marsh<\/textarea>/);
  assert.match(tell, /QQ111111A/);
  assert.match(tell, /By a link, in an email that says nothing else: .*email, which this service refuses/);
  assert.match(tell, /With the form, by email: email is not safe/);
  assert.doesNotMatch(tell, /Two brothers/);
  const called = await post(id, 'tell', {
    ...{ way: 'phone', told_name: 'Jo Marsh', told_contact: '07700 900123', told_convictions: 'planted' },
    ...{ leads: 'book', at: '10:00', place: '4 Mill Street', told: 'yes' },
    ...dayFields('day', '2008-03-03'),
    ...dayFields('on', '2008-03-10'),
  });
  assert.equal(called.status, 303, called.body.slice(0, 4000));
  assert.equal(await state(id), 'appointment booked');
  // The form follows, by post; email is refused with the reason, and nothing is written.
  const byEmail = await post(id, 'tell', { way: 'email', told_name: 'Jo Marsh', ...dayFields('day', '2008-03-03') });
  assert.equal(byEmail.status, 422);
  const form = { told_name: 'Jo Marsh', told_contact: '07700 900123', told_ni_number: 'QQ111111A' };
  const sent = await post(id, 'tell', {
    ...{ way: 'print', ...form, told_health: 'Anxiety and back pain', told_action_plan: 'Manage anxiety' },
    ...dayFields('day', '2008-03-03'),
  });
  assert.equal(sent.status, 303, sent.body.slice(0, 3000));
  const told = await w.rows('select channel, items, payload from referral_sent where referral_id = $1 order by id', id);
  assert.deepEqual(
    told.map(({ channel }) => channel),
    ['phone', 'post'],
  );
  const said = new Set(told.flatMap((one) => Object.keys(one.payload)));
  assert.deepEqual([...said].sort(), items.toSorted(), 'five items, no more');
  assert.deepEqual([(await read(id)).paperwork, (await read(id)).payment], ['sent', 'waiting']);
  const printed = (await okoro.get(`/cases/${caseId}/referrals/${id}/form`)).body;
  assert.match(printed, /SL2[\s\S]*Anxiety and back pain/);
  const paper = (await okoro.get(`/cases/${caseId}/referrals/${id}/confirmation`)).body;
  assert.match(paper, /10 Mar 2008[\s\S]*4 Mill Street[\s\S]*Who is told what/);

  // The service has an account: it says itself that the form came, that they came, and that they start.
  const desk = await signIn(w.db, w.app, 'service_worker', {
    ...{ programmeId: null, organisationId: n.organisations['Riverside CMP'] ?? null },
  });
  const answers = async (answer: string, fields: Record<string, string> = {}) => {
    const reply = await desk.post(`/inbox/${id}`, { answer, version: String((await read(id)).version), ...fields });
    assert.equal(reply.status, 303, reply.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  };
  w.standOn('2008-03-05');
  await answers('form', dayFields('form_day', '2008-03-05'));
  assert.deepEqual([(await read(id)).paperwork, (await read(id)).payment], ['received', 'triggered']);
  w.standOn('2008-03-10', '12:00');
  await answers('came');
  await answers('accept', { accept_worker: 'Hannah Poole' });
  await answers('start', dayFields('start_day', '2008-03-10'));
  const due = await w.rows('select kind, due_on from feedback_due where referral_id = $1 order by due_on', id);
  assert.deepEqual(
    due.map(({ kind, due_on }) => [kind, due_on]),
    [
      ['week 3', '2008-03-31'],
      ['end', '2008-04-21'],
    ],
  );
  assert.equal((await read(id)).due_on, '2008-03-31');

  // Nothing has come by the day after it was due: Today says so, and it is asked for by phone, for email is refused.
  w.standOn('2008-03-31');
  const late = /Condition management has not answered/;
  assert.doesNotMatch((await okoro.get('/today')).body, late);
  w.standOn('2008-04-01');
  assert.match((await okoro.get('/today')).body, late);
  const asked = await okoro.post(`/cases/${caseId}/liaison/${id}/ask`, {
    how: 'phone',
    words: 'Hannah Poole calls back',
  });
  assert.equal(asked.status, 303);
  w.standOn('2008-04-02');
  const words = { progress_words: 'Sleeping better', progress_barriers: 'Still avoids buses' };
  await answers('progress', { ...words, progress_attended: '3', progress_planned: '3' });
  assert.doesNotMatch((await okoro.get('/today')).body, late);
  const going = (await okoro.get(`/cases/${caseId}/referrals/${id}`)).body;
  assert.match(going, /The service[\s\S]*The person[\s\S]*The worker[\s\S]*Came: 3 of 3[\s\S]*Still avoids buses/);
  assert.match(going, new RegExp(`/cases/${caseId}/liaison/${id}/ask`));
  assert.match((await okoro.get(`/cases/${caseId}/timeline`)).body, /Sleeping better/);

  // The three of them meet, and the service hands back: not without a report and a talk.
  w.standOn('2008-04-21');
  assert.equal(
    (await post(id, 'do/hand-back', { ...dayFields('day', '2008-04-21'), end_kind: 'completed' })).status,
    422,
  );
  const met = await okoro.post(`/cases/${caseId}/liaison/${id}/contacts`, {
    ...{ ...dayFields('day', '2008-04-21'), channel: 'three-way meeting', purpose: 'next steps', begun_by: 'worker' },
    ...{
      person_there: 'yes',
      words: 'Sleeps better; buses are still too much',
      agreed: 'Volunteering, with a friend on the bus',
    },
  });
  assert.equal(met.status, 303, met.body.slice(0, 3000));
  await answers('finish', {
    ...{
      ...dayFields('finish_day', '2008-04-21'),
      finish_kind: 'completed',
      finish_attended: '6',
      finish_planned: '6',
    },
    ...{ finish_outcome: 'Sleeps better, still avoids buses', finish_report: 'Six of six', finish_holder: 'worker' },
    ...{ finish_talk: 'On 21 April, the three of us', finish_next: 'Volunteering' },
  });
  const back = await read(id);
  assert.deepEqual([back.state, back.owner_side, back.due_what], ['handed back', 'worker', 'Agree what comes next']);
  assert.deepEqual([back.next_step, back.due_on], ['Volunteering', '2008-04-23']);
  const [ends] = await w.rows('select ends_on from sharing_consent where case_id = $1', caseId);
  assert.equal(ends?.ends_on, '2008-07-21', 'the end moves the end of consent');
  w.standOn('2008-04-23');
  assert.match((await okoro.get('/today')).body, /Condition management: Agree what comes next/);
  // What comes next is a referral of its own, which says where it comes from.
  const next = await made(caseId, 'S4', { from: id });
  assert.equal((await read(next)).parent_id, id);
  await does(id, 'close');
  const closed = await read(id);
  assert.deepEqual([closed.open, closed.due_on, closed.state], [false, null, 'closed']);

  // One record, its history in order, and one holder of the case throughout.
  const history = await w.rows('select kind, day, at from referral_event where referral_id = $1 order by id', id);
  assert.ok(history.length >= 10, String(history.length));
  assert.ok(history.every(({ day, at }) => day !== null && at !== null));
  for (const day of ['2008-03-03', '2008-03-10', '2008-04-02', '2008-04-21', '2008-04-23'])
    assert.equal(((await holderOn(w.db, caseId, day)) as { name: string }).name, 'Priya OKORO', day);
  assert.deepEqual(await w.rows('select from case_manager where case_id = $1', caseId), []);
  assert.deepEqual(await w.rows('select from case_alarm where case_id = $1', caseId), []);
  const body = (await okoro.get(`/cases/${caseId}/timeline`)).body;
  assert.match(body, /First appointment booked: Condition management \(Riverside CMP\)/);
  const figures = await w.rows(
    'select kind, sum(n)::int as n from service_figure where service_id = $1 group by kind',
    services.S1,
  );
  const figure = Object.fromEntries(figures.map(({ kind, n }) => [kind, n]));
  assert.deepEqual(
    [figure.referred, figure.booked, figure.attended, figure.started, figure.completed],
    [1, 1, 1, 1, 1],
  );
});
