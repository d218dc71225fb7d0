/** Northvale's scenarios of who may refer where, and on what: roles, specialist advisers, approvals, consent, days, money. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { northvale } from '../../test/support/northvale.ts';
import { dayFields } from '../../test/support/pathways.ts';
import { transaction } from '../kit/db.ts';
import { holderOn } from './actions/case-manager.ts';
import { withdrawConsent } from './actions/consent.ts';
import { moveReferral } from './actions/move.ts';
import { tellService } from './actions/send.ts';

const {
  w,
  okoro,
  rees,
  staffId,
  services,
  service,
  person,
  rowsOf,
  count,
  kinds,
  make,
  made,
  read,
  post,
  does,
  at,
  actor,
  agree,
  moves,
  state,
} = await northvale('2008-03-03');
after(() => w.end());

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

test('SC6: handed over to a specialist adviser for a time, and given back because there is nothing more that they can offer', async () => {
  w.standOn('2008-05-12');
  const caseId = await person('Quinn6');
  await service('DEA', 'Jobcentre Plus', 'Disability employment advisers', {
    ...{ asks: ['name', 'need'], modes: ['form'], form_name: 'ES18', refused_channels: ['email'] },
  });
  // Why is one of the reasons that there are: what somebody thinks of a person is none, and nothing is written.
  const unfit = await make(caseId, 'DEA', { why: 'I would rather not work with them' });
  assert.equal(unfit.status, 422);
  assert.match(unfit.body, /Say why this service/);
  assert.equal(await count('referral', caseId), 0);
  assert.deepEqual(await kinds(caseId), []);
  const id = await made(caseId, 'DEA', { why_words: 'Needs the work psychologist' });
  await agree(id, ['name', 'need']);
  const form = {
    way: 'print',
    leads: 'send',
    told_name: 'Jo Quinn6',
    told_need: 'Learns slowly',
    ...dayFields('day', '2008-05-12'),
  };
  const sent = await post(id, 'tell', form);
  assert.equal(sent.status, 303, sent.body.slice(0, 6000));
  w.standOn('2008-05-13');
  await does(id, 'form-received');
  await does(id, 'accept');
  await does(id, 'start', { service_worker: 'B. Lund' });
  // To whom the case belongs meanwhile is said and not supposed: for a time, with the day on which it comes back.
  const holder = async (day: string) => ((await holderOn(w.db, caseId, day)) as { name: string }).name;
  assert.equal(await holder('2008-05-13'), 'Priya OKORO', 'a referral alone hands nobody over');
  const given = await okoro.post(`/cases/${caseId}/case-manager/new`, {
    ...{ holder: 'adviser', name: 'B. Lund, disability employment adviser', agreed: 'yes', basis: ['need'] },
    ...{ ...dayFields('from', '2008-05-13'), ...dayFields('to', '2008-06-02'), notes_access: 'yes' },
    ...{ feedback_every: 'Every two weeks', feedback_what: 'How it is going in general' },
  });
  assert.equal(given.status, 303, given.body.slice(0, 3000));
  assert.equal(await holder('2008-05-20'), 'B. Lund, disability employment adviser');
  assert.equal(await holder('2008-06-02'), 'Priya OKORO');
  const resume = /You hold this case again: B\. Lund, disability employment adviser did until/;
  w.standOn('2008-05-30');
  assert.doesNotMatch((await okoro.get('/today')).body, resume);
  w.standOn('2008-06-02');
  assert.match((await okoro.get('/today')).body, resume);
  const [row] = await w.rows('select id from case_manager where case_id = $1', caseId);
  await okoro.post(`/cases/${caseId}/case-manager`, { _do: 'resumed', id: row?.id });
  assert.doesNotMatch((await okoro.get('/today')).body, resume);
  // She comes back with a reason of the list, which is no secret, and whoever referred her finds what is next.
  const back = { ...dayFields('day', '2008-06-02'), words: 'She knows what she wants' };
  assert.equal((await post(id, 'do/reject', { ...back, reason: 'no use to us' })).status, 422);
  assert.equal(await state(id), 'started');
  await does(id, 'reject', { ...back, reason: 'no added value' });
  const returned = await read(id);
  assert.deepEqual([returned.state, returned.due_on, returned.owner_id], ['rejected', '2008-06-04', okoro.userId]);
  const page = (await rees.get(`/cases/${caseId}/referrals/${id}`)).body;
  assert.match(page, /Nothing more that we can offer[\s\S]*She knows what she wants/);
  // The adviser refers her on in the role on which payment hangs, and what was due is settled by that.
  await service('Paid', 'StepUp Brokers', 'Job club', {
    ...{ asks: ['name'], modes: ['form'], payment_form: true, payment_role: 'iba' },
  });
  const next = await made(caseId, 'Paid', { from: id, made_as: 'iba' });
  assert.deepEqual([(await read(id)).due_on, (await read(next)).made_as], [null, 'iba']);
  await agree(next, ['name']);
  const again = { way: 'print', leads: 'send', told_name: 'Jo Quinn6', ...dayFields('day', '2008-06-02') };
  assert.equal((await post(next, 'tell', again)).status, 303);
  assert.equal((await read(next)).payment, 'waiting');
  await does(next, 'form-received');
  assert.equal((await read(next)).payment, 'triggered');
  // What was made in which role stays to be read, and nobody became her key worker by any of it.
  const roles = await w.rows('select made_as from referral where case_id = $1 order by id', caseId);
  assert.deepEqual(roles, [{ made_as: 'iba' }, { made_as: 'iba' }]);
  assert.equal((await kinds(caseId)).includes('case.reassigned'), false);
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
