import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dayFields, type Pathways, pathways } from '../../test/support/pathways.ts';
import { type Browser, signIn } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { newId } from '../kit/ids.ts';
import { programmeOn } from '../programmes/actions.ts';
import { todayRulesOf } from '../programmes/rules.ts';
import { chase, type NewContact, recordContact } from './actions/chase.ts';
import { watchReferrals } from './actions/clocks.ts';
import { findReferral, type ReferralRow } from './actions/move.ts';
import { serviceReasons } from './actions/reasons.ts';
import { sharedRatings } from './actions/views.ts';

let w: Pathways;
let staffId: string;
let okoro: Browser;
let lead: Browser;
let serviceId: string;
let organisationId: string;
before(async () => {
  w = await pathways('2008-03-03');
  staffId = await w.staff('OKORO');
  okoro = await w.worker(staffId);
  lead = await signIn(w.db, w.app, 'local_lead', { programmeId: w.news, areaId: w.place.id });
  [organisationId, serviceId] = [newId(), newId()];
  await w.db.query(`insert into organisation (id, name, description, doc) values ($1, 'Riverside', '', '{}')`, [
    organisationId,
  ]);
  await w.db.query(
    `insert into service (id, organisation_id, name, description, status, contact_email, doc)
     values ($1, $2, 'Condition Management', '', 'active', 'referrals@riverside.example.org', '{}')`,
    [serviceId, organisationId],
  );
});
after(() => w.end());

const rows = (sql: string, ...values: unknown[]) => w.rows(sql, ...values);
const at = (today: string) => ({ today, now: Temporal.Instant.from(`${today}T09:00Z`) });
const watch = (today: string) => {
  w.standOn(today);
  return watchReferrals(w.db, at(today));
};
/** A referral as it stands, straight into its table. */
async function referral(given: Record<string, unknown> = {}): Promise<ReferralRow> {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId, familyName: 'Plantedname' });
  const id = newId();
  const all = {
    ...{
      id,
      reference: id,
      kind: 'referral',
      case_id: caseId,
      person_id: personId,
      programme_id: w.news,
      area_id: w.place.id,
    },
    ...{
      service_id: serviceId,
      organisation_id: organisationId,
      made_on: '2008-03-03',
      sent_on: '2008-03-03',
      state: 'started',
    },
    ...{
      started_on: '2008-03-10',
      last_contact_on: '2008-03-10',
      owner_side: 'service',
      owner_id: okoro.userId,
      open: true,
    },
    ...{ due_what: 'Say how it is going', due_on: '2008-12-01', limit_on: '2008-12-31' },
    ...given,
  };
  const names = Object.keys(all);
  await w.db.query(
    `insert into referral (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
    Object.values(all),
  );
  return (await findReferral(w.db, id)) as ReferralRow;
}
const again = async (row: ReferralRow) => (await findReferral(w.db, row.id)) as ReferralRow;
const alarms = (row: ReferralRow) =>
  rows('select kind, since, due_on, owner_id, closed_on from case_alarm where referral_id = $1 order by id', row.id);
const history = async (row: ReferralRow) =>
  (await rows('select kind from referral_event where referral_id = $1 order by id', row.id)).map(({ kind }) => kind);
const notices = async (browser: Browser, about: string) =>
  (await rows('select kind from notice where user_id = $1 and about = $2 order by id', browser.userId, about)).map(
    ({ kind }) => kind,
  );
/** What referrals bring to Today, with rules of a district where they are given. */
async function matters(row: ReferralRow, today: string, services: Record<string, unknown> = {}) {
  const found = (await programmeOn(w.db, w.news, today))?.document;
  assert.ok(found);
  const document = { ...found, services: { ...found.services, ...services } } as typeof found;
  const rules = todayRulesOf(document, today);
  const list = await serviceReasons.matters(w.db, { cases: [], caseIds: [row.case_id], rules, document, today });
  return list.map(({ reason, on, words, holdsBack }) => ({ reason, on, words, ...(holdsBack && { holdsBack }) }));
}

test('SC1.7: contact is held back while the district waits, and comes with the new rule on its day', async () => {
  const row = await referral({ expected_end: '2008-04-21' });
  const wait = { from: '2008-01-01', contact: 'wait' };
  assert.deepEqual(await matters(row, '2008-03-11', { districts: [wait] }), [
    {
      ...{ reason: 'service_contact', on: '2008-04-21', holdsBack: ['no_contact'] },
      words: 'be in touch when Condition Management has finished',
    },
  ]);
  assert.deepEqual(
    await matters(row, '2008-03-12', { districts: [wait, { from: '2008-03-12', contact: 'maintain' }] }),
    [{ reason: 'service_contact', on: '2008-03-19', words: 'ask how it is going with Condition Management' }],
  );
});

test('SC1.8: feedback that has not come is late the next day, asked for in one action without a name, and told to the lead', async () => {
  const row = await referral({ due_on: '2008-03-31', limit_on: '2008-04-14' });
  await w.db.query(`insert into feedback_due (id, referral_id, kind, due_on) values ($1, $2, 'week 3', '2008-03-31')`, [
    newId(),
    row.id,
  ]);
  const late = async (day: string) => (await matters(row, day)).filter(({ reason }) => reason === 'service_late');
  assert.deepEqual(await late('2008-03-31'), []);
  assert.deepEqual(await late('2008-04-01'), [
    { reason: 'service_late', on: '2008-04-01', words: 'Condition Management has not answered (1 day)' },
  ]);
  assert.equal(await chase(w.db, systemActor, row, { how: 'email' }, at('2008-04-01')), 'asked');
  assert.equal(await chase(w.db, systemActor, row, { how: 'email' }, at('2008-04-01')), 'stale', 'two at once');
  const mail = await rows('select * from service_mail where referral_id = $1', row.id);
  assert.equal(mail.length, 1);
  assert.doesNotMatch(JSON.stringify(mail), /Plantedname|Debbie/);
  assert.deepEqual(await late('2008-04-02'), [
    { reason: 'service_late', on: '2008-04-03', words: 'see whether Condition Management has answered' },
  ]);
  assert.equal((await late('2008-04-04'))[0]?.on, '2008-04-01', 'no answer in two working days: ask again');
  await chase(w.db, systemActor, await again(row), { how: 'phone', words: 'Left a message' }, at('2008-04-04'));
  await watch('2008-04-08');
  assert.deepEqual(await notices(lead, row.id), []);
  await watch('2008-04-09');
  await watch('2008-04-10');
  assert.deepEqual(await notices(lead, row.id), ['feedback escalated']);
  assert.deepEqual(await history(row), ['chased', 'chased', 'escalated']);
  const [due] = await rows('select chased, chased_on, escalated_on from feedback_due where referral_id = $1', row.id);
  assert.deepEqual(due, { chased: 2, chased_on: '2008-04-04', escalated_on: '2008-04-09' });
  const kinds = (await w.events(row.case_id)).map(({ kind }) => kind);
  assert.deepEqual(
    kinds.filter((kind) => kind.startsWith('service referral.chased')),
    Array(2).fill('service referral.chased'),
  );
});

test('nothing is asked of a service that owes nothing, or by email of one that refuses it', async () => {
  const row = await referral({ owner_side: 'worker' });
  assert.equal(await chase(w.db, systemActor, row, { how: 'email' }, at('2008-04-01')), 'nothing owed');
  const other = { ...(await referral()), refused_channels: ['email'] };
  assert.equal(await chase(w.db, systemActor, other, { how: 'email' }, at('2008-04-01')), 'no email');
  for (const one of [row, other]) {
    assert.deepEqual(await history(one), []);
    assert.deepEqual(await w.events(one.case_id), []);
    assert.deepEqual(await rows('select from service_mail where referral_id = $1', one.id), []);
  }
});

test('SC11.1: five people of whom nobody has heard for ten working days: an alarm each, with an owner, once', async () => {
  const five: ReferralRow[] = [];
  for (let n = 0; n < 5; n += 1) five.push(await referral({ last_contact_on: '2008-04-14' }));
  await watch('2008-04-27');
  for (const row of five) assert.deepEqual(await alarms(row), []);
  await watch('2008-04-28');
  await Promise.all([watchReferrals(w.db, at('2008-04-28')), watchReferrals(w.db, at('2008-04-28'))]);
  for (const row of five)
    assert.deepEqual(await alarms(row), [
      { kind: 'silence', since: '2008-04-28', due_on: '2008-04-30', owner_id: okoro.userId, closed_on: null },
    ]);
  const [first] = five as [ReferralRow];
  assert.match((await okoro.get('/today')).body, /Nobody has said anything for a long time/);
  const said: NewContact = {
    ...{ day: '2008-04-29', channel: 'phone', purpose: 'progress', begunBy: 'service', personThere: false },
    ...{ words: 'She is going', agreed: null },
  };
  assert.equal(await recordContact(w.db, systemActor, await again(first), said, at('2008-04-29')), 'saved');
  await watch('2008-04-29');
  assert.equal((await alarms(first))[0]?.closed_on, '2008-04-29');
  await watch('2008-05-06');
  assert.equal((await alarms(first)).length, 1);
});

test('a call that was not made, and a limit that has passed, have an owner and a day', async () => {
  const call = await referral({
    ...{
      state: 'service to contact',
      who_contacts: 'service',
      contact_by: '2008-03-07',
      started_on: null,
      last_contact_on: null,
    },
    ...{ due_on: '2008-03-07', limit_on: '2008-03-25' },
  });
  await watch('2008-03-07');
  assert.equal((await again(call)).state, 'service to contact');
  await watch('2008-03-10');
  await watch('2008-03-10');
  assert.equal((await again(call)).state, 'not contacted');
  assert.deepEqual(
    (await alarms(call)).map(({ kind, due_on }) => [kind, due_on]),
    [['not contacted', '2008-03-12']],
  );
  const stuck = await referral({ state: 'received', started_on: null, limit_on: '2008-03-14' });
  const owned = await referral({
    state: 'received',
    started_on: null,
    limit_on: '2008-03-14',
    limit_reason: 'They move house',
  });
  await watch('2008-03-14');
  assert.deepEqual(await alarms(stuck), []);
  await watch('2008-03-17');
  assert.deepEqual(
    (await alarms(stuck)).map(({ kind, since }) => [kind, since]),
    [['past limit', '2008-03-14']],
  );
  assert.deepEqual(await alarms(owned), []);
  // Whoever owns it says why: that stands with the referral.
  const [alarm] = await rows('select id from case_alarm where referral_id = $1', stuck.id);
  const settled = { _do: 'settle', id: alarm?.id as string, why: 'Their manager decides on Monday' };
  assert.equal((await okoro.post(`/cases/${stuck.case_id}/case-manager`, { ...settled, why: '' })).status, 303);
  assert.equal((await again(stuck)).limit_reason, null);
  await okoro.post(`/cases/${stuck.case_id}/case-manager`, settled);
  assert.equal((await again(stuck)).limit_reason, 'Their manager decides on Monday');
});

test('SC5.2: a place that nobody took in three working days goes to the next who waits', async () => {
  const waiting = { state: 'waiting', started_on: null, last_contact_on: null, expected_start: '2008-05-12' };
  const hart = await referral({
    ...waiting,
    queue_at: '2008-04-07T09:00Z',
    place_offered_on: '2008-04-28',
    due_on: '2008-05-01',
  });
  const next = await referral({ ...waiting, queue_at: '2008-04-08T09:00Z' });
  await referral({ ...waiting, queue_at: '2008-04-09T09:00Z' });
  await watch('2008-05-01');
  assert.equal((await again(hart)).place_offered_on, '2008-04-28', 'there is time until the end of the third day');
  await watch('2008-05-02');
  await watch('2008-05-02');
  assert.equal((await again(hart)).place_offered_on, null);
  assert.equal((await again(next)).place_offered_on, '2008-05-02');
  assert.deepEqual(await notices(okoro, next.id), ['service place']);
  assert.deepEqual(await history(hart), ['place lapsed']);
});

test('the list of open referrals says what is due, of whom, and asks in one press; another worker sees none of it', async () => {
  w.standOn('2008-04-01');
  const mine = await w.worker(await w.staff('WAIT'));
  const colleague = await w.worker(await w.staff('ELSE'));
  const [member] = await rows('select staff_id from membership where user_id = $1', mine.userId);
  const of = async (given: Record<string, unknown>) => {
    const row = await referral({ owner_id: mine.userId, ...given });
    await w.db.query('update case_record set key_worker_id = $2 where id = $1', [row.case_id, member?.staff_id]);
    return row;
  };
  const late = await of({ due_on: '2008-03-28', made_on: '2008-03-02' });
  const worker = await of({
    owner_side: 'worker',
    due_on: '2008-04-02',
    due_what: 'Call or send it',
    made_on: '2008-03-01',
  });
  for (let n = 0; n < 25; n += 1) await of({ due_on: '2008-05-01' });
  const { body } = await mine.get('/services/waiting');
  assert.match(body, /by Fri 28 Mar, late/);
  assert.ok(body.indexOf(late.reference) < body.indexOf(worker.reference), 'the earliest due first');
  // Page by page, everything once.
  const seen: string[] = [];
  for (let page: string | undefined = '/services/waiting'; page !== undefined; ) {
    const found: string = (await mine.get(page)).body;
    seen.push(...[...found.matchAll(/\/referrals\/([\da-f-]{36})"/g)].map(([, id]) => id as string));
    page = /href="(\/services\/waiting\?after=[^"]+)"/.exec(found)?.[1];
  }
  assert.equal(seen.length, 27);
  assert.equal(new Set(seen).size, 27);
  const byAge = (await mine.get('/services/waiting?sort=made&order=ascending')).body;
  assert.ok(byAge.indexOf(worker.reference) < byAge.indexOf(late.reference), 'the oldest first');
  const theirs = (await mine.get('/services/waiting?side=worker')).body;
  assert.ok(theirs.includes(worker.reference) && !theirs.includes(late.reference));
  assert.ok(!(await mine.get('/services/waiting?late=yes')).body.includes(worker.reference));
  assert.match((await colleague.get('/services/waiting')).body, /There is nothing here/);
  // A manager sees the team's.
  const rees = await w.manager();
  assert.ok((await rees.get('/services/waiting?whose=team&late=yes')).body.includes(late.reference));
  const reply = await mine.post(`/cases/${late.case_id}/liaison/${late.id}/ask`, { how: 'email', back: 'waiting' });
  assert.equal(reply.location, '/services/waiting');
  assert.match((await mine.get('/services/waiting?late=yes')).body, /Asked 1 time/);
  assert.equal((await colleague.post(`/cases/${late.case_id}/liaison/${late.id}/ask`, { how: 'email' })).status, 404);
  // A referral of another case is not there, whatever the address says.
  assert.equal((await mine.get(`/cases/${late.case_id}/liaison/${worker.id}/ask`)).status, 404);
});

test('talk with a service is written down with what was agreed; without what it was nothing is', async () => {
  const row = await referral();
  w.standOn('2008-04-21');
  const path = `/cases/${row.case_id}/liaison/${row.id}/contacts`;
  const typed = {
    ...dayFields('day', '2008-04-21'),
    ...{ channel: 'hand-over meeting', purpose: 'next steps', begun_by: 'worker', person_there: 'yes' },
    ...{ words: 'We met', agreed: 'Using buses: volunteering, with a friend, from May' },
  };
  const wrong = await okoro.post(path, { ...typed, channel: '' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.body, /Using buses/);
  assert.equal((await okoro.post(path, { ...typed, ...dayFields('day', '2008-04-22') })).status, 422, 'a day to come');
  assert.deepEqual([await history(row), await w.events(row.case_id)], [[], []]);
  assert.equal((await okoro.post(path, typed)).status, 303);
  assert.match((await okoro.get(path)).body, /Agreed: <span class="newel-written">Using buses/);
  assert.match((await okoro.get(`/cases/${row.case_id}/timeline`)).body, /Talk with Condition Management/);
  assert.equal((await again(row)).last_contact_on, '2008-04-21');
});

test('what the person says is counted for the service and never told with a name; a complaint is answered and closed (SC11.4)', async () => {
  w.standOn('2008-04-30');
  const row = await referral({ last_contact_on: '2008-04-29' });
  const path = `/cases/${row.case_id}/liaison/${row.id}`;
  const figure = async () =>
    (
      await rows(
        `select kind, n from service_figure where service_id = $1 and kind like 'rated%' order by kind`,
        serviceId,
      )
    ).map(({ kind, n }) => `${kind} ${n}`);
  const day = dayFields('day', '2008-04-30');
  assert.equal((await okoro.post(`${path}/rating`, { ...day, score: '4' })).status, 422, 'what is done with it?');
  assert.deepEqual(await figure(), []);
  await okoro.post(`${path}/rating`, { ...day, score: '4', words: 'They listen', disposition: 'shared with advisers' });
  await okoro.post(`${path}/rating`, { ...day, score: '1', words: 'Nobody calls back', disposition: 'note only' });
  assert.deepEqual(await figure(), ['rated 2', 'rated:1 1', 'rated:4 1']);
  const shared = await sharedRatings(w.db, serviceId);
  assert.deepEqual(shared, [{ score: 4, words: 'They listen', day: '2008-04-01' }], 'the month, and nobody’s');
  assert.deepEqual(
    await rows('select from referral_event where referral_id = $1', row.id),
    [],
    'nothing that a service reads',
  );
  assert.deepEqual(await rows('select from concern where referral_id = $1', row.id), []);

  const rees = await w.manager();
  await okoro.post(`${path}/concern`, { ...day, words: 'Nobody came for two weeks' });
  const [concern] = await rows('select * from concern where referral_id = $1', row.id);
  const one = `/services/concerns/${concern?.id}`;
  assert.ok((await notices(rees, concern?.id as string)).includes('service concern'));
  assert.equal((await okoro.get(one)).status, 404, 'whoever raised it does not decide it');
  assert.equal((await rees.post(one, { what: 'answer', words: '' })).status, 422);
  await rees.post(one, { what: 'answer', words: 'The worker was ill' });
  await rees.post(one, { what: 'complaint', words: 'It happened again' });
  await rees.post(one, { what: 'close', words: 'Cover is agreed from 5 May' });
  assert.match((await rees.post(one, { what: 'answer', words: 'Too late' })).location ?? '', /concerns/);
  const [closed] = await rows('select stage, answer, outcome, closed_on from concern where id = $1', concern?.id);
  assert.deepEqual(closed, {
    ...{
      stage: 'complaint',
      answer: 'The worker was ill',
      outcome: 'Cover is agreed from 5 May',
      closed_on: '2008-04-30',
    },
  });
  assert.match((await rees.get('/services/concerns')).body, /0 concerns open/);
  assert.deepEqual((await w.events(row.case_id)).map(({ kind }) => kind).slice(2), [
    'liaison.concern raised',
    'liaison.concern answered',
    'liaison.complaint made',
    'liaison.concern closed',
  ]);
});
