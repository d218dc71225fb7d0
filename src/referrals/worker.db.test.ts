import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { dayFields, type Pathways, pathways } from '../../test/support/pathways.ts';
import type { Browser } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { giveConsent, withdrawConsent } from './actions/consent.ts';
import { findReferral, type MoveGiven, moveReferral, type ReferralRow } from './actions/move.ts';
import { tellService } from './actions/send.ts';
import type { MoveName, Side } from './rules/states.ts';

/** Northvale's scenarios of referring, with made-up people and services, and the bank holidays of 2008. */
let w: Pathways;
let okoro: Browser;
let rees: Browser;
let staffId: string;
const services: Record<string, string> = {};
const organisations: Record<string, string> = {};

async function service(
  key: string,
  organisation: string,
  name: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  organisations[organisation] ??= await (async () => {
    const id = newId();
    await w.db.query(`insert into organisation (id, name, description, contract, doc) values ($1, $2, '', $3, '{}')`, [
      id,
      organisation,
      more.contract ?? 'none',
    ]);
    return id;
  })();
  const { contract: _, ...columns } = more;
  const values: Record<string, unknown> = {
    ...{
      id: newId(),
      organisation_id: organisations[organisation],
      name,
      description: name,
      status: 'active',
      doc: '{}',
    },
    ...{ contact_email: 'referrals@example.org', contact_phone: '07700 900333', search_words: name.toLowerCase() },
    ...columns,
  };
  const names = Object.keys(values);
  await w.db.query(
    `insert into service (${names.join(', ')}) values (${names.map((_name, n) => `$${n + 1}`).join(', ')})`,
    Object.values(values),
  );
  services[key] = String(values.id);
}

before(async () => {
  w = await pathways('2008-03-03');
  staffId = await w.staff('OKORO');
  okoro = await w.worker(staffId);
  rees = await w.manager();
  await service('S1', 'Riverside CMP', 'Condition management', {
    ...{
      contract: 'contracted',
      modes: ['phone', 'form'],
      refused_channels: ['email'],
      form_name: 'SL2',
      typical_weeks: 6,
    },
    ...{ asks: ['name', 'contact', 'ni_number', 'health', 'action_plan'], feedback_weeks: [3], booked_by: 'worker' },
    ...{ payment_form: true, payment_role: 'iba' },
  });
  await service('S2', 'StepUp Brokers', 'Job broking', {
    asks: ['name'],
    last_referral_on: '2008-06-02',
    funded_until: '2008-06-30',
  });
  await service('S3', 'StepUp Brokers', 'Work skills', { asks: ['name'] });
  await service('S4', 'Harbour Volunteers', 'Volunteering', {
    modes: ['phone', 'in person', 'signpost'],
    asks: ['name', 'contact'],
  });
  await service('S5', 'Clearwater', 'Mental health employment support', {
    ...{ modes: ['own form', 'phone'], postcodes: ['ZX1', 'ZX2', 'ZX3'], asks: ['name', 'health'] },
    exclusions: JSON.stringify([{ key: 'substances', words: 'No current drug or alcohol use', sensitive: true }]),
  });
  await service('P5', 'Oakfield College', 'Residential training', {
    ...{ asks: ['name', 'goals'], modes: ['form'] },
    approvals: ['alternatives', 'medical report', 'business case', 'commitment', 'third party', 'benefit notice'],
  });
  await service('hard', 'Paper Only', 'By paper', {
    ...{ asks: ['name'], modes: ['form'], refused_channels: ['email', 'portal', 'link', 'phone'] },
  });
  const role = `insert into working_role (id, user_id, programme_id, role, from_day) values (gen_random_uuid(), $1, $2, $3, '2008-01-01')`;
  await w.db.query(role, [okoro.userId, w.news, 'iba']);
});
after(() => w.end());

const person = async (familyName: string, postcode = 'ZX2 4AA', ni = 'QQ111111A') => {
  const made = await w.addCase({ keyWorkerId: staffId, givenName: 'Jo', familyName, niNumber: ni });
  await w.db.query('update person set postcode = $2, own_words = $3 where id = $1', [
    ...[made.personId, postcode, 'Two brothers and a dog'],
  ]);
  return made.caseId;
};
const rowsOf = (caseId: string) => w.rows('select * from referral where case_id = $1 order by id', caseId);
const count = async (table: string, caseId: string): Promise<number> =>
  (await w.rows(`select count(*)::int as n from ${table} where case_id = $1`, caseId))[0]?.n;
const kinds = async (caseId: string) => (await w.events(caseId)).map(({ kind }) => kind);
const make = (caseId: string, of: string, more: Record<string, string> = {}, by = okoro) =>
  by.post(`/cases/${caseId}/referrals/new`, {
    ...{ service: services[of] ?? '', kind: 'referral', why: 'need', decision: 'yes' },
    ...dayFields('made', w.clock.today().toString()),
    ...more,
  });
const made = async (caseId: string, of: string, more: Record<string, string> = {}): Promise<string> => {
  const reply = await make(caseId, of, more);
  assert.equal(reply.status, 303, reply.body.slice(0, 6000));
  return /referrals\/([0-9a-f-]{36})/.exec(reply.location ?? '')?.[1] ?? '';
};
const read = async (id: string): Promise<ReferralRow> => (await findReferral(w.db, id)) as ReferralRow;
const post = async (id: string, path: string, fields: Record<string, string>, by = okoro) => {
  const row = await read(id);
  return by.post(`/cases/${row.case_id}/referrals/${id}/${path}`, { version: String(row.version), ...fields });
};
const does = async (id: string, name: string, fields: Record<string, string> = {}) => {
  const reply = await post(id, `do/${name}`, { ...dayFields('day', w.clock.today().toString()), ...fields });
  assert.equal(reply.status, 303, reply.body.slice(0, 6000));
};
const at = () => ({ now: w.clock.now(), today: w.clock.today().toString() });
const actor = () => ({ ...systemActor, userId: okoro.userId, name: 'A. Okoro' });
const agree = async (id: string, items: string[]) =>
  giveConsent(w.db, actor(), await read(id), { items, how: 'spoken', givenOn: at().today }, at());
const moves = async (id: string, side: Side, name: MoveName, given: Partial<MoveGiven> = {}) => {
  const row = await read(id);
  const by = { side, actor: side === 'worker' ? actor() : systemActor, name: 'Riverside' };
  return transaction(w.db, (tx) => moveReferral(tx, by, row, name, { day: at().today, ...given }, at()));
};
const state = async (id: string) => (await read(id)).state;

test('SC1: a formal referral by phone with the person there, its form by post, feedback after three weeks', async () => {
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
  assert.equal(
    (await agree(id, ['name', 'contact', 'ni_number', 'health', 'action_plan', 'convictions'])).outcome,
    'refused',
  );
  assert.equal(await count('sharing_consent', caseId), 0);
  assert.equal((await agree(id, ['name', 'contact', 'ni_number', 'health', 'action_plan'])).outcome, 'done');
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
  const items = new Set(told.flatMap((one) => Object.keys(one.payload)));
  assert.deepEqual([...items].sort(), ['action_plan', 'contact', 'health', 'name', 'ni_number'], 'five items, no more');
  assert.deepEqual([(await read(id)).paperwork, (await read(id)).payment], ['sent', 'waiting']);
  const printed = (await okoro.get(`/cases/${caseId}/referrals/${id}/form`)).body;
  assert.match(printed, /SL2[\s\S]*Anxiety and back pain/);
  const paper = (await okoro.get(`/cases/${caseId}/referrals/${id}/confirmation`)).body;
  assert.match(paper, /10 Mar 2008[\s\S]*4 Mill Street[\s\S]*Who is told what/);

  w.standOn('2008-03-05');
  await does(id, 'form-received');
  assert.deepEqual([(await read(id)).paperwork, (await read(id)).payment], ['received', 'triggered']);
  w.standOn('2008-03-10');
  await does(id, 'attend');
  assert.equal((await moves(id, 'service', 'accept')).outcome, 'moved');
  await does(id, 'start', { placed: services.S1 ?? '' });
  const due = await w.rows('select kind, due_on from feedback_due where referral_id = $1 order by due_on', id);
  assert.deepEqual(
    due.map(({ kind, due_on }) => [kind, due_on]),
    [
      ['week 3', '2008-03-31'],
      ['end', '2008-04-21'],
    ],
  );
  assert.equal((await read(id)).due_on, '2008-03-31');
  const history = await w.rows('select kind from referral_event where referral_id = $1', id);
  assert.ok(history.length >= 10, String(history.length));
  await w.db.query(
    `insert into feedback (id, referral_id, side, day, attended, planned, hopes, by_name) values (gen_random_uuid(), $1, 'service', '2008-04-02', 3, 3, 'Still avoids buses', 'Riverside')`,
    [id],
  );
  const going = (await okoro.get(`/cases/${caseId}/referrals/${id}`)).body;
  assert.match(going, /The service[\s\S]*The person[\s\S]*The worker[\s\S]*Came: 3 of 3[\s\S]*Still avoids buses/);
  assert.match(going, new RegExp(`/cases/${caseId}/liaison/${id}/ask`));
  // The end moves the end of consent; handing back asks for a report and a talk.
  w.standOn('2008-04-21');
  assert.equal(
    (await post(id, 'do/hand-back', { ...dayFields('day', '2008-04-21'), end_kind: 'completed' })).status,
    422,
  );
  await does(id, 'hand-back', {
    ...{
      end_kind: 'completed',
      outcome: 'Sleeps better, still avoids buses',
      holder: 'A. Okoro',
      report: 'Three of three',
    },
    ...{ talk: 'With the person there', next: 'Volunteering' },
  });
  assert.equal(await state(id), 'handed back');
  const [ends] = await w.rows('select ends_on from sharing_consent where case_id = $1', caseId);
  assert.equal(ends?.ends_on, '2008-07-21');
  await does(id, 'close');
  const closed = await read(id);
  assert.deepEqual([closed.open, closed.due_on, closed.state], [false, null, 'closed']);
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

test('SC2: a signpost sends nothing, is asked about after five working days, and stays as it was when a referral follows', async () => {
  w.standOn('2008-04-07');
  const caseId = await person('Marsh2');
  const id = await made(caseId, 'S4', { kind: 'signpost', decision: '' });
  const given = await read(id);
  assert.deepEqual([given.state, given.due_on, given.sent_on], ['given', '2008-04-14', null]);
  assert.match(given.code ?? '', /^[A-Z]{2,4}-0001$/);
  assert.equal((await w.rows('select from referral_sent where referral_id = $1', id)).length, 0);
  await assert.rejects(w.db.query(`update referral set sent_on = '2008-04-07' where id = $1`, [id]), /check/);
  assert.match(
    (await okoro.get(`/cases/${caseId}/referrals/${id}/confirmation`)).body,
    /Nobody told them anything about you/,
  );
  w.standOn('2008-04-14');
  const unasked = await post(id, 'do/signpost', { state: 'not followed up', ...dayFields('day', '2008-04-14') });
  assert.equal(unasked.status, 422);
  assert.equal(await state(id), 'given');
  await does(id, 'signpost', { state: 'not followed up', reason: 'nervous' });
  const next = await made(caseId, 'S4', { from: id });
  assert.deepEqual([(await read(next)).parent_id, await state(id)], [id, 'not followed up']);
  await agree(next, ['name', 'contact']);
  const words = { name: 'Jo Marsh2', contact: '07700 900123' };
  const told = { mode: 'phone', channel: 'phone', words, leads: 'they will call', day: '2008-04-14' } as const;
  assert.equal((await tellService(w.db, actor(), await read(next), told, at())).outcome, 'done');
  assert.equal((await read(next)).contact_by, '2008-04-21');
  // They did not call by the day: that is a state of its own, and the worker owes what comes next.
  const early = await post(next, 'do/nobody-called', {});
  assert.equal(early.status, 422);
  w.standOn('2008-04-22');
  await does(next, 'nobody-called');
  assert.deepEqual(
    [await state(next), (await read(next)).owner_side, (await read(next)).due_on],
    ['not contacted', 'worker', '2008-04-24'],
  );
  assert.equal((await kinds(caseId)).includes('signpost.answered'), true);
  // A second signpost counts on.
  const second = await made(await person('Quinn'), 'S4', { kind: 'signpost', decision: '' });
  assert.match((await read(second)).code ?? '', /-0002$/);
});

test('SC4: a hard rule blocks until an exception is written down; a sensitive refusal is read by few and is not forgotten', async () => {
  w.standOn('2008-05-02');
  const far = await person('Ali', 'ZX5 1BB');
  const blocked = await make(far, 'S5', { asked: 'undisclosed' });
  assert.equal(blocked.status, 422);
  assert.match(blocked.body, /Only for people who live in ZX1, ZX2 or ZX3: they live in ZX5/);
  assert.equal(await count('referral', far), 0);
  const caseId = await person('Ali2', 'ZX3 1AA');
  const id = await made(caseId, 'S5', { asked: 'undisclosed' });
  assert.equal((await read(id)).undisclosed, true);
  await agree(id, ['name']);
  const words = { name: 'Jo Ali', health: 'never agreed' };
  const tells = { mode: 'own form', channel: 'post', words, leads: 'send', day: '2008-05-02' } as const;
  assert.equal((await tellService(w.db, actor(), await read(id), tells, at())).outcome, 'done');
  const [sent] = await w.rows('select payload from referral_sent where referral_id = $1', id);
  assert.deepEqual(sent?.payload, { name: 'Jo Ali' });
  assert.equal((await moves(id, 'service', 'reject', { reason: 'we did not like them' })).outcome, 'refused');
  const declined = await moves(id, 'service', 'reject', { reason: 'substance use', words: 'Drank before the talk' });
  assert.equal(declined.outcome, 'moved');
  const row = await read(id);
  // Friday 2 May, then a bank holiday: two working days are Wednesday.
  assert.deepEqual([row.open, row.due_on, row.owner_id], [false, '2008-05-07', okoro.userId]);
  const page = `/cases/${caseId}/referrals/${id}`;
  assert.match((await okoro.get(page)).body, /Drank before the talk/);
  for (const path of [page, `/cases/${caseId}/timeline`]) {
    const { status, body } = await rees.get(path);
    assert.equal(status, 200);
    assert.doesNotMatch(body, /Drank before|Outside what we do: drugs/);
  }
  assert.ok((await w.rows(`select from notice where user_id = $1 and about = $2`, okoro.userId, id)).length > 0);
  await does(id, 'settle', { words: 'We look again in June' });
  assert.equal((await read(id)).due_on, null);
});

test('SC6: consult first, in which role, who may refer where, and the payment that hangs on it', async () => {
  w.standOn('2008-05-12');
  const caseId = await person('Quinn3');
  const enquiry = await made(caseId, 'S2', {
    kind: 'enquiry',
    decision: '',
    why_words: 'Would this fit somebody who learns slowly?',
  });
  assert.deepEqual([await state(enquiry), (await read(enquiry)).due_on], ['asked', '2008-05-27']);
  await does(enquiry, 'answered', { words: 'Yes, come' });
  const lund = await w.worker(await w.staff('LUND'));
  await w.db.query(
    `insert into working_role (id, user_id, programme_id, role, from_day) values (gen_random_uuid(), $1, $2, 'dea', '2008-01-01')`,
    [lund.userId, w.news],
  );
  await w.db.query(
    `insert into access_rule (id, service_id, programme_id, role, allowed, reason, from_day) values (gen_random_uuid(), $1, $2, 'dea', false, null, '2008-01-01')`,
    [services.S2, w.news],
  );
  await w.db.query(
    'update case_record set key_worker_id = (select staff_id from membership where user_id = $2) where id = $1',
    [...[caseId, lund.userId]],
  );
  const refused = await make(caseId, 'S2', { from: enquiry }, lund);
  assert.equal(refused.status, 422);
  assert.match(refused.body, /may not refer here/);
  assert.equal(await state(enquiry), 'answered', 'the enquiry is as it was');
  // A manager grants an exception for this case; the payment would not be triggered, and that is said.
  await w.db.query(
    `insert into access_rule (id, service_id, programme_id, role, allowed, case_id, from_day, to_day, set_by)
     values (gen_random_uuid(), $1, $2, 'dea', true, $3, '2008-05-12', '2008-05-30', $4)`,
    [services.S2, w.news, caseId, rees.userId],
  );
  await w.db.query(`update service set payment_role = 'iba', payment_form = true where id = $1`, [services.S2]);
  assert.match((await lund.get(`/cases/${caseId}/referrals/new?service=${services.S2}`)).body, /would not be paid/);
  const reply = await make(caseId, 'S2', { from: enquiry }, lund);
  assert.equal(reply.status, 303, reply.body.slice(0, 3000));
  const [, row] = await rowsOf(caseId);
  assert.deepEqual([row?.made_as, row?.parent_id, await state(enquiry)], ['dea', enquiry, 'converted']);
  // The exception is withdrawn before it is sent: it is refused then, and nothing is sent.
  await agree(row?.id, ['name']);
  await w.db.query(`update access_rule set to_day = '2008-05-12' where case_id = $1`, [caseId]);
  w.standOn('2008-05-13');
  const tells = { mode: 'phone', channel: 'phone', words: { name: 'Jo' }, leads: 'send', day: '2008-05-13' } as const;
  assert.equal((await tellService(w.db, actor(), await read(row?.id), tells, at())).outcome, 'refused');
  assert.equal((await w.rows('select from referral_sent where referral_id = $1', row?.id)).length, 0);
  // Somebody with both roles says in which one; no hand-over is recorded.
  const patel = await w.worker(staffId);
  for (const role of ['iba', 'dea'])
    await w.db.query(
      `insert into working_role (id, user_id, programme_id, role, from_day) values (gen_random_uuid(), $1, $2, $3, '2008-01-01')`,
      [patel.userId, w.news, role],
    );
  const both = await person('Both');
  assert.match((await make(both, 'S3', {}, patel)).body, /Choose the role in which you refer them/);
  assert.equal((await make(both, 'S3', { made_as: 'iba' }, patel)).status, 303);
  assert.equal((await rowsOf(both))[0]?.made_as, 'iba');
  assert.equal((await kinds(both)).includes('case.reassigned'), false);
});

test('SC7: residential training is not sent before everything is held and somebody else approved it', async () => {
  w.standOn('2008-05-08');
  const caseId = await person('Quinn7');
  const id = await made(caseId, 'P5');
  await agree(id, ['name', 'goals']);
  const tells = { mode: 'form', channel: 'post', words: { name: 'Jo' }, leads: 'send', day: '2008-05-08' } as const;
  const early = await tellService(w.db, actor(), await read(id), tells, at());
  assert.ok(early.outcome === 'refused' && /Add what is missing first: .*medical report/.test(early.problems.join()));
  for (const artefact of ['alternatives', 'business case', 'commitment', 'third party', 'benefit notice'])
    assert.equal(
      (await post(id, 'approvals', { artefact, [`words_${artefact}`]: 'Day course: none near. On file' })).status,
      200,
    );
  const missing = await post(id, 'approvals', {});
  assert.equal(missing.status, 422);
  assert.match(missing.body, /Add what is missing first: a medical report/);
  assert.equal(await state(id), 'agreed');
  await post(id, 'approvals', { artefact: 'medical report', 'words_medical report': 'Of 2 May, in the file' });
  assert.equal((await post(id, 'approvals', {})).status, 303);
  assert.equal(await state(id), 'awaiting approval');
  assert.equal((await post(id, 'approvals/approve', {})).status, 404, 'whoever refers does not approve');
  w.standOn('2008-05-12');
  assert.equal((await post(id, 'approvals/approve', {}, rees)).status, 303);
  assert.equal(await state(id), 'agreed');
  // The person declines to live away: no failure of anybody, and the approvals stay.
  await does(id, 'say-no', { reason: 'away from home' });
  assert.equal(await state(id), 'declined by person');
  const kept = await w.rows('select state, decided_by from referral_approval where referral_id = $1', id);
  assert.ok(kept.length === 6 && kept.every((one) => one.state === 'approved' && one.decided_by === rees.userId));
});

test('8.X: consent that is missing, of another service, ended or withdrawn; days that cannot be; funding that ends', async () => {
  w.standOn('2008-05-19');
  const caseId = await person('Edge');
  const one = await made(caseId, 'S3');
  assert.equal((await moves(one, 'worker', 'consent')).outcome, 'refused');
  // Consent for one service is none for another of the same organisation.
  const other = await made(caseId, 'S2');
  assert.equal((await agree(one, ['name'])).outcome, 'done');
  const wrong = await moves(other, 'worker', 'consent');
  assert.ok(wrong.outcome === 'refused' && /no consent for this service/.test(wrong.problems.join()));
  const tells = { mode: 'phone', channel: 'phone', words: { name: 'Jo' }, leads: 'send', day: '2008-05-19' } as const;
  const refused = async (more: object, said: RegExp) => {
    const before = await read(one);
    const came = await tellService(w.db, actor(), before, { ...tells, ...more }, at());
    assert.ok(came.outcome === 'refused' && said.test(came.problems.join(' ')), JSON.stringify(came));
    assert.equal((await read(one)).version, before.version);
  };
  await refused({ day: '2008-05-20' }, /today or in the past/);
  await refused({ day: '2008-05-16' }, /on or after 19 May 2008/);
  await refused({ words: {} }, /Write what the service is told/);
  assert.equal((await make(caseId, 'S3', dayFields('made', '2008-05-20'))).status, 422, 'dated in the future');
  // Consent that ended is asked again before anything is sent once more.
  assert.equal((await tellService(w.db, actor(), await read(one), tells, at())).outcome, 'done');
  await w.db.query(`update sharing_consent set ends_on = '2008-05-19' where case_id = $1`, [caseId]);
  w.standOn('2008-05-20');
  await refused({ leads: 'again', day: '2008-05-20' }, /Their consent ended on 19 May 2008/);
  // Two to one service on one day are both kept, and shown; only what is not sent yet is stopped by withdrawing.
  const twice = await made(caseId, 'S3');
  assert.match((await okoro.get(`/cases/${caseId}/referrals`)).body, /two open referrals to Work skills/);
  await agree(twice, ['name']);
  const done = await withdrawConsent(w.db, actor(), await read(twice), { day: '2008-05-20', words: null }, at());
  assert.deepEqual(done, { outcome: 'done', stopped: 1, told: 1 });
  assert.deepEqual([await state(twice), await state(one)], ['withdrawn', 'sent']);
  assert.match((await read(one)).due_what ?? '', /they withdrew consent/);
  assert.match((await okoro.get(`/cases/${caseId}/referrals/${one}`)).body, /Nothing more may be told/);
  await refused({ leads: 'again', day: '2008-05-20' }, /withdrew their consent/);
  assert.equal(
    (await withdrawConsent(w.db, actor(), await read(one), { day: '2008-05-20', words: null }, at())).outcome,
    'refused',
  );
  // A stale page changes nothing.
  const stale = await read(other);
  await moves(other, 'worker', 'withdraw', { reason: 'Changed plans' });
  const late = await transaction(w.db, (tx) =>
    moveReferral(tx, { side: 'worker', actor: actor() }, stale, 'withdraw', { day: at().today, reason: 'Again' }, at()),
  );
  assert.equal(late.outcome, 'stale');
  // After the last day for new people, one that is new is refused with the reason; a directive does not stop it.
  w.standOn('2008-06-03');
  const after = await make(caseId, 'S2');
  assert.equal(after.status, 422);
  assert.match(after.body, /the last day on which it took people was 2 Jun 2008/);
});

test('8.X: hard copy alone; a form that is lost and sent again; a directive is passed over with a reason and ends by itself', async () => {
  w.standOn('2008-06-09');
  const caseId = await person('Paper');
  await w.db.query(
    `insert into directive (id, programme_id, kind, contract, words, from_day, to_day)
     values (gen_random_uuid(), $1, 'prefer', 'contracted', 'Use what we pay for', '2008-04-01', '2008-06-30')`,
    [w.news],
  );
  const silent = await make(caseId, 'hard');
  assert.equal(silent.status, 422);
  assert.match(silent.body, /Say why you choose another one than managers ask for/);
  const id = await made(caseId, 'hard', { override: 'Not ready; confidence' });
  assert.equal((await read(id)).override_reason, 'Not ready; confidence');
  await agree(id, ['name']);
  const page = (await okoro.get(`/cases/${caseId}/referrals/${id}/tell`)).body;
  assert.match(page, /value="print"/);
  assert.doesNotMatch(page, /value="(?:account|link|email|phone)"/);
  for (const channel of ['portal', 'link', 'email', 'phone'] as const) {
    const tells = { mode: 'form', channel, words: { name: 'Jo' }, leads: 'send', day: '2008-06-09' } as const;
    assert.equal((await tellService(w.db, actor(), await read(id), tells, at())).outcome, 'refused', channel);
  }
  const post0 = { mode: 'form', channel: 'post', words: { name: 'Jo' }, leads: 'send', day: '2008-06-09' } as const;
  assert.equal((await tellService(w.db, actor(), await read(id), post0, at())).outcome, 'done');
  w.standOn('2008-06-12');
  await does(id, 'form-lost');
  assert.equal(
    (await tellService(w.db, actor(), await read(id), { ...post0, leads: 'again', day: '2008-06-12' }, at())).outcome,
    'done',
  );
  assert.deepEqual([(await read(id)).paperwork, (await read(id)).sent_on], ['sent', '2008-06-09']);
  w.standOn('2008-07-01');
  assert.doesNotMatch(
    (await okoro.get(`/cases/${caseId}/referrals/new?service=${services.hard}`)).body,
    /Use what we pay for/,
  );
});

test('every page of referring is sound HTML, and an address that is no such thing is not found', async () => {
  w.standOn('2008-07-02');
  const caseId = await person('Pages');
  const path = `/cases/${caseId}/referrals`;
  assert.match((await okoro.get(path)).body, /Nobody has been asked yet/);
  const sound = async (address: string, status = 200) => {
    const reply = await okoro.get(address);
    assert.equal(reply.status, status, address);
    assert.deepEqual(await htmlProblems(reply.body), [], address);
  };
  const id = await made(caseId, 'S3');
  for (const page of ['/new', `/new?service=${services.S5}`, `/${id}/consent`, `/${id}/tell`])
    await sound(`${path}${page}`);
  await agree(id, ['name']);
  const tells = { mode: 'phone', channel: 'phone', words: { name: 'Jo' }, leads: 'send', day: '2008-07-02' } as const;
  await tellService(w.db, actor(), await read(id), tells, at());
  const training = await made(caseId, 'P5');
  await agree(training, ['name']);
  const pages = [
    '',
    '/confirmation',
    '/form',
    '/tell',
    '/consent',
    '/consent/withdraw',
    '/do/reject',
    '/do/accept',
    '/do/wait',
  ];
  for (const page of [...pages.map((one) => `/${id}${one}`), '', `/${training}`, `/${training}/approvals`])
    await sound(`${path}${page}`);
  await sound(`${path}/${id}/do/hand-back`, 404);
  const other = await person('Other');
  assert.equal((await okoro.get(`/cases/${other}/referrals/${id}`)).status, 404, 'the referral of another case');
});
