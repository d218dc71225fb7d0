/** Northvale's scenarios of referring from the worker's side: signposts, exclusions, paper, directives; and every page. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { northvale } from '../../test/support/northvale.ts';
import { dayFields } from '../../test/support/pathways.ts';
import { beginRun, sendDue } from '../messages/actions/sending.ts';
import type { Sender } from '../messages/rules/sender.ts';
import { tellService } from './actions/send.ts';

const { w, okoro, rees, services, person, count, kinds, make, made, read, post, does, at, actor, agree, moves, state } =
  await northvale('2008-03-03');
after(() => w.end());

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

test('a confirmation to keep goes by the way that is safe, names the service only where they said so, and stops when it is no longer so', async () => {
  w.standOn('2008-07-07', '10:00');
  const caseId = await person('Confirm');
  const rulesAre = (rules: object, preferred = 'text') =>
    w.db.query(
      `update person set contact_rules = $2, preferred_contact = $3 where id = (select person_id from case_record where id = $1)`,
      [caseId, JSON.stringify(rules), preferred],
    );
  const messages = () =>
    w.rows('select kind, channel, state, body, not_after from message where case_id = $1 order by id', caseId);
  const id = await made(caseId, 'S3');
  await agree(id, ['name']);
  const book = { mode: 'phone', channel: 'phone', words: { name: 'Jo' }, leads: 'book', day: '2008-07-07' } as const;
  const first = { startsAt: '2008-07-14T09:30:00Z', place: '4 Mill Street', toldOn: '2008-07-07' };
  assert.equal((await tellService(w.db, actor(), await read(id), { ...book, ...first }, at())).outcome, 'done');
  const link = new RegExp(`/cases/${caseId}/referrals/${id}/confirmation/send`);
  for (const page of ['', '/confirmation'])
    assert.match((await okoro.get(`/cases/${caseId}/referrals/${id}${page}`)).body, link);
  assert.deepEqual(
    await htmlProblems((await okoro.get(`/cases/${caseId}/referrals/${id}/confirmation/send`)).body),
    [],
  );
  const send = (fields: Record<string, string>) => post(id, 'confirmation/send', fields);

  // Nothing was asked of them about messages, or it was refused: the page says so, and nothing is written.
  assert.equal((await send({ do: 'send', named: 'no' })).status, 422);
  await rulesAre({ text: 'yes', letter: 'no' });
  const unasked = await send({ do: 'send' });
  assert.equal(unasked.status, 422);
  assert.match(unasked.body, /Ask the person whether the message may name the service/);
  assert.equal((await send({ do: 'send', named: 'yes', channel: 'letter' })).status, 422);
  assert.equal((await send({ do: 'send', named: 'no', version: '1' })).location, `/cases/${caseId}/referrals/${id}`);
  const checked = await send({ named: 'yes' });
  assert.match(checked.body, /Your first time with StepUp Brokers is on Monday 14 July at 10:30am, at 4 Mill Street/);
  assert.deepEqual(await htmlProblems(checked.body), []);
  assert.deepEqual(await messages(), []);
  assert.equal((await kinds(caseId)).includes('message.written'), false);

  assert.equal((await send({ do: 'send', named: 'no' })).status, 303);
  const [text] = await messages();
  assert.deepEqual([text?.kind, text?.channel, text?.state], ['referral_appointment', 'text', 'queued']);
  assert.equal(text?.not_after, '2008-07-14 09:30:00+00');
  assert.equal((await kinds(caseId)).filter((kind) => kind === 'message.written').length, 1);
  const outbox: string[] = [];
  const carrier: Sender = {
    name: 'test',
    channels: ['text'],
    async send(message) {
      outbox.push(message.body);
      return { result: 'accepted', ref: message.id };
    },
  };
  const run = await beginRun(w.db);
  await sendDue(w.db, run, [carrier], at);
  await run.end();
  assert.deepEqual(outbox, [
    'Hello Jo. Your first time with the service that we talked about is on Monday 14 July at 10:30am, at the place that we talked about. If you cannot go, call 07700 900222. Priya OKORO',
  ]);

  // By post, where they said that post is safe.
  await rulesAre({ text: 'yes', letter: 'yes' });
  await w.db.query(
    `update person set address = '1 Made-up Street' where id = (select person_id from case_record where id = $1)`,
    [caseId],
  );
  const letter = await send({ named: 'no', channel: 'letter' });
  assert.match(letter.body, /Dear Jo[\s\S]*You can change your mind at any time[\s\S]*Put it with the letters/);

  // What waits and is not so any more is not sent.
  assert.equal((await send({ do: 'send', named: 'yes' })).status, 303);
  await does(id, 'withdraw', { words: 'They found work' });
  assert.deepEqual(
    (await messages()).map(({ state }) => state),
    ['accepted', 'stopped'],
  );
  assert.equal((await send({ do: 'send', named: 'yes' })).status, 422, 'there is nothing to confirm any more');
  // A signpost tells how to reach them, and whether a call is awaited stands in its own words.
  const signpost = await made(caseId, 'S4', { kind: 'signpost', decision: '' });
  assert.equal((await post(signpost, 'confirmation/send', { do: 'send', named: 'yes' })).status, 303);
  assert.match((await messages()).at(-1)?.body, /To get in touch with Harbour Volunteers, call 07700 900333/);
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
