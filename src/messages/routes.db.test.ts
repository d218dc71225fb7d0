import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { lettersOf } from './actions/letters.ts';
import { lettersPdf } from './actions/print.ts';
import { type Now, queueMessage } from './actions/queue.ts';

const today = '2016-03-31';
const at: Now = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
let w: World;
let staffId: string;
let worker: Browser;
let office: Browser;
const key = 'working-well-pilot';
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  await w.db.query(`update staff set phone = '07700900456' where id = $1`, [staffId]);
  worker = await w.signIn('key_worker', { staffId });
  office = await w.signIn('programme_office');
});
after(() => w.end());

const allowed = { text: 'yes', email: 'no', letter: 'yes' };
async function somebody(more: Record<string, string | null> = {}, rules: Record<string, string> = allowed) {
  const made = await w.addCase({ keyWorkerId: staffId });
  const fields = {
    address: '1 Made-up Street',
    postcode: 'BL1 1AA',
    locality: 'Bolton',
    email: 'debbie@example.org',
    ...more,
  };
  const names = Object.keys(fields);
  await w.db.query(
    `update person set contact_rules = $2, preferred_contact = 'text', ${names.map((name, n) => `${name} = $${n + 3}`).join(', ')} where id = $1`,
    [made.personId, JSON.stringify(rules), ...Object.values(fields)],
  );
  return { ...made, path: `/cases/${made.caseId}/messages` };
}
const rows = async (caseId: string) =>
  (await w.db.query('select * from message where case_id = $1 order by id', [caseId])).rows;
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);

test('a message is seen before it goes, with its way and why; nothing is written until it is sent', async () => {
  const { caseId, path } = await somebody();
  assert.match((await worker.get(path)).body, /None yet/);
  const form = { kind: 'own_words', body: 'Well done today. See you soon.', channel: '' };
  const preview = await worker.post(`${path}/new`, { ...form, do: 'preview' });
  assert.equal(preview.status, 200);
  assert.match(
    preview.body,
    /Check the message[\s\S]*Text\. They said yes to text messages[\s\S]*At once[\s\S]*Well done today/,
  );
  assert.match(preview.body, /cannot send this yet: it waits in the outbox/);
  assert.deepEqual(await rows(caseId), []);
  assert.match((await worker.post(`${path}/new`, { ...form, do: 'change' })).body, /Well done today/);
  assert.equal((await worker.post(`${path}/new`, { ...form, do: 'send' })).status, 303);
  const [row] = await rows(caseId);
  assert.deepEqual([row.state, row.channel, row.kind, row.body], ['queued', 'text', 'own_words', form.body]);
  assert.deepEqual(await kinds(caseId), ['message.written']);
  assert.match((await worker.get(path)).body, /Text: In your own words[\s\S]*Waiting[\s\S]*Well done today/);
  assert.match((await worker.get(`/cases/${caseId}/timeline?show=message`)).body, /In your own words, written/);
});

test('what is not safe, not known or not fit to be sent is refused with what to do, and what was typed stays', async () => {
  const { caseId, path } = await somebody();
  const refused = async (form: Record<string, string>, pattern: RegExp, where = path) => {
    for (const go of ['preview', 'send']) {
      const reply = await worker.post(`${where}/new`, { ...form, do: go });
      assert.equal(reply.status, 422);
      assert.match(reply.body, pattern);
    }
  };
  await refused({ kind: 'own_words', body: 'Hello', channel: 'email' }, /They said no to email/);
  await refused({ kind: 'own_words', body: '' }, /Enter your words/);
  await refused({ kind: 'call_us', body: 'Hello' }, /take your words out/);
  await refused({ kind: 'appointment_reminder', body: '' }, /choose one of the answers/);
  await refused({ kind: 'own_words', body: 'The ADF can pay <b>this</b>' }, /Leave out ‘ADF’[\s\S]*&lt;b&gt;this/);
  await refused({ kind: 'own_words', body: 'Your benefit may be stopped' }, /reads as a threat/);
  await refused({ kind: 'own_words', body: 'x'.repeat(700) }, /Use 4 or fewer/);
  const silent = await somebody({}, {});
  await w.db.query(`update person set preferred_contact = null where id = $1`, [silent.personId]);
  await refused({ kind: 'call_us', body: '' }, /Nobody has asked yet/, silent.path);
  assert.deepEqual([await rows(caseId), await kinds(caseId), await kinds(silent.caseId)], [[], [], []]);
});

test('somebody without words in their language is telephoned with an interpreter; with a template it goes in Urdu', async () => {
  const { caseId, path } = await somebody({ first_language: 'Urdu', interpreter: 'Urdu, a woman' });
  const form = { kind: 'call_us', body: '', channel: 'letter', do: 'preview' };
  assert.match((await worker.post(`${path}/new`, form)).body, /no words in their language yet[\s\S]*interpreter/);
  const edit = `/programmes/${key}/messages/edit?kind=call_us&channel=letter&language=ur`;
  assert.equal(
    (await office.post(edit, { subject: 'فون کریں', body: 'السلام علیکم {{first name}}\n\n{{phone}}' })).status,
    303,
  );
  const preview = await worker.post(`${path}/new`, form);
  assert.doesNotMatch(preview.body, /no words in their language/);
  assert.match(preview.body, /lang="ur" dir="rtl"/);
  await worker.post(`${path}/new`, { ...form, do: 'send' });
  const [row] = await rows(caseId);
  assert.deepEqual([row.language, row.interpreter, row.state], ['ur', false, 'queued']);
});

test('words: Newel’s until a programme or a district has its own; a change is a version, a stale save shows both', async () => {
  const list = `/programmes/${key}/messages`;
  assert.match((await office.get(list)).body, /Newel’s words/);
  const edit = `${list}/edit?kind=call_us&channel=text&language=en`;
  assert.match((await office.get(edit)).body, /Hello Debbie\. Please call me on 07700 900456/);
  for (const [body, pattern] of [
    ['Hello {{surname}}', /no field \{\{surname\}\}/],
    ['The ADF pays', /Leave out ‘ADF’/],
    ['x'.repeat(900), /Use 4 or fewer/],
    ['', /Enter the words/],
  ] as const) {
    const reply = await office.post(edit, { body });
    assert.equal(reply.status, 422);
    assert.match(reply.body, pattern);
  }
  const count = async () =>
    Number((await w.db.query(`select count(*) as n from message_template where channel = 'text'`)).rows[0].n);
  assert.equal(await count(), 0);
  assert.equal((await office.post(edit, { body: 'Hi {{first name}}, ring {{phone}}' })).status, 303);
  assert.equal((await office.post(edit, { body: 'Hi {{first name}}, call {{phone}}', version: '1' })).status, 303);
  const stale = await office.post(edit, { body: 'Mine {{phone}}', version: '1' });
  assert.equal(stale.status, 422);
  assert.match(stale.body, /Somebody changed these words[\s\S]*Mine \{\{phone\}\}/);
  assert.match((await office.get(edit)).body, /All versions[\s\S]*Version 2[\s\S]*Version 1/);
  const bolton = `${edit}&area=${w.area('Bolton').id}`;
  assert.equal((await office.post(bolton, { body: 'Bolton says: ring {{phone}}' })).status, 303);
  const { path, caseId } = await somebody();
  await worker.post(`${path}/new`, { kind: 'call_us', body: '', channel: '', do: 'send' });
  assert.equal((await rows(caseId))[0].body, 'Bolton says: ring 07700 900456');
  assert.equal(await count(), 3);
  assert.equal((await worker.get(list)).status, 404);
});

test('what is in doubt is settled once by the office, which sees no name, and is not sent again', async () => {
  const { caseId } = await somebody();
  const queued = await transaction(w.db, (tx) => queueMessage(tx, systemActor, { caseId, kind: 'call_us' }, at));
  assert.ok(queued.ok);
  await w.db.query(`update message set state = 'unknown', reason = 'process ended' where id = $1`, [queued.id]);
  const page = (await office.get('/outbox')).body;
  assert.match(page, /This install cannot send texts or email yet/);
  assert.match(page, /Not known if sent[\s\S]*The sending process ended/);
  assert.doesNotMatch(page, /Marsh/);
  assert.equal((await worker.post(`/outbox/${queued.id}/settle`, { sent: 'yes' })).status, 404);
  assert.equal((await office.post(`/outbox/${queued.id}/settle`, {})).status, 303);
  assert.equal((await rows(caseId))[0].state, 'unknown');
  await office.post(`/outbox/${queued.id}/settle`, { sent: 'no' });
  await office.post(`/outbox/${queued.id}/settle`, { sent: 'yes' });
  const [row] = await rows(caseId);
  assert.deepEqual([row.state, row.reason], ['failed', 'said not sent']);
  assert.deepEqual(await kinds(caseId), ['message.written', 'message.settled']);
});

test('letters: put together after the rules are asked again, printed as one tagged PDF, posted once', async () => {
  await w.db.query(`update message set state = 'stopped' where state = 'queued' and channel = 'letter'`);
  const [one, two, urdu] = [await somebody(), await somebody(), await somebody({ first_language: 'Urdu' })];
  for (const { path } of [one, two, urdu])
    assert.equal(
      (await worker.post(`${path}/new`, { kind: 'call_us', body: '', channel: 'letter', do: 'send' })).status,
      303,
    );
  await w.db.query(`update person set contact_rules = '{"letter": "no"}' where id = $1`, [two.personId]);
  assert.match((await office.get('/outbox')).body, /Put 3 letters of/);
  const made = await office.post(`/programmes/${key}/letters`, {});
  assert.match(made.location ?? '', /^\/letters\//);
  const batch = made.location ?? '';
  assert.deepEqual(
    (await rows(two.caseId)).map(({ state, reason }) => [state, reason]),
    [['stopped', 'contact rules']],
  );
  const page = (await office.get(batch)).body;
  assert.match(page, /2 letters[\s\S]*Debbie Marsh\n1 Made-up Street\nBolton\nBL1 1AA/);
  const file = await office.get(`${batch}/file`);
  assert.equal(file.status, 200);
  assert.match(file.body, /^%PDF-1\.7/);
  assert.match(file.body, /\/StructTreeRoot/);
  const { left, pdf } = await lettersPdf(await lettersOf(w.db, batch.split('/').at(-1) ?? ''), {
    programme: 'Pilot',
    day: today,
  });
  assert.deepEqual(
    left.map(({ language }) => language),
    ['ur'],
    'a script that the font has not is printed from the page',
  );
  // The list and one letter.
  assert.equal(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length, 2);
  assert.equal((await worker.get(batch)).status, 404);
  assert.equal((await office.post(`${batch}/posted`, {})).status, 303);
  assert.equal((await office.post(`${batch}/posted`, {})).status, 303);
  assert.deepEqual(await kinds(one.caseId), ['message.written', 'message.posted']);
  assert.equal((await rows(one.caseId))[0].state, 'posted');
  assert.match((await office.post(`/programmes/${key}/letters`, {})).location ?? '', /outbox/);
});

test('pausing reminders wants a reason; the case of a colleague is nobody’s business', async () => {
  const { caseId, path } = await somebody();
  assert.equal((await worker.post(`${path}/pause`, { reason: '' })).status, 422);
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await worker.post(`${path}/pause`, { reason: 'In hospital' })).status, 303);
  assert.match((await worker.get(path)).body, /Reminders are paused: In hospital/);
  assert.equal((await worker.post(`${path}/resume`, {})).status, 303);
  assert.deepEqual(await kinds(caseId), ['message.paused', 'message.resumed']);
  const other = await w.addCase({ keyWorkerId: await w.staff('BOL-KW02') });
  assert.equal((await worker.get(`/cases/${other.caseId}/messages`)).status, 404);
  assert.equal((await worker.post(`/cases/${other.caseId}/messages/new`, { kind: 'call_us', do: 'send' })).status, 404);
  assert.deepEqual(await rows(other.caseId), []);
  assert.equal((await office.post(`/outbox/${newId()}/settle`, { sent: 'yes' })).status, 404);
});

test('the pages are valid HTML, with messages in every state, replies and a pause', async () => {
  const { caseId, personId, path } = await somebody();
  for (const state of ['queued', 'accepted', 'delivered', 'failed', 'unknown', 'stopped']) {
    const queued = await transaction(w.db, (tx) =>
      queueMessage(tx, systemActor, { caseId, kind: 'call_us', channel: 'text' }, at),
    );
    assert.ok(queued.ok);
    await w.db.query('update message set state = $2 where id = $1', [queued.id, state]);
  }
  for (const about of [caseId, null])
    await w.db.query(
      `insert into message_reply (id, source_ref, channel, received_from, body, received_at, programme_id, case_id, person_id, meaning)
       values ($1, $2, 'text', '07700900123', 'Hello <there>', now(), $3, $4, $5, 'message')`,
      [newId(), newId(), about === null ? null : w.programmeId, about, about === null ? null : personId],
    );
  await worker.post(`${path}/new`, { kind: 'call_us', body: '', channel: 'letter', do: 'send' });
  const batch = (await office.post(`/programmes/${key}/letters`, {})).location ?? '';
  const pages: [Browser, string][] = [
    [worker, path],
    [worker, `${path}/new`],
    [worker, '/replies'],
    [office, '/outbox'],
    [office, batch],
    [office, `/programmes/${key}/messages`],
    [office, `/programmes/${key}/messages/edit?kind=call_us&channel=email&language=en`],
    [office, `/programmes/${key}`],
  ];
  await worker.post(`${path}/pause`, {
    reason: 'In hospital',
    'until-day': '1',
    'until-month': '5',
    'until-year': '2016',
  });
  for (const [browser, url] of pages) {
    const { status, body } = await browser.get(url);
    assert.equal(status, 200, url);
    assert.deepEqual(await htmlProblems(body), [], url);
  }
  const preview = await worker.post(`${path}/new`, { kind: 'call_us', body: '', channel: '', do: 'preview' });
  assert.deepEqual(await htmlProblems(preview.body), []);
  assert.match((await worker.get(path)).body, /paused until 1 May 2016/);
});
