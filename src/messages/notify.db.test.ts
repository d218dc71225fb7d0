import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type NotifyStandIn, notifyStandIn } from '../../test/support/notify.ts';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { followLetters } from './actions/messages.ts';
import { type Asked, type Now, queueMessage } from './actions/queue.ts';
import { carrierChannels, configuredSenders } from './actions/senders/configured.ts';
import { keyParts, notifySender, tokenFor } from './actions/senders/notify.ts';
import { beginRun, sendDue } from './actions/sending.ts';
import type { Sender } from './rules/sender.ts';

const today = '2016-03-31';
const morning: Now = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
let w: World;
let notify: NotifyStandIn;
let staffId: string;
before(async () => {
  w = await world();
  notify = await notifyStandIn();
  staffId = await w.staff('BOL-KW01');
  await w.db.query(`update staff set phone = '07700900456' where id = $1`, [staffId]);
});
beforeEach(async () => {
  await w.db.query(`update message set state = 'failed' where state in ('queued', 'claimed')`);
  notify.kept.length = 0;
  notify.answers.length = 0;
});
after(async () => {
  notify.close();
  await w.end();
});

async function somebody(channel: 'text' | 'email' | 'letter', more: Record<string, string> = {}) {
  const made = await w.addCase({ keyWorkerId: staffId });
  const fields = {
    ...{ address: '1 Made-up Street', locality: 'Bolton', postcode: 'BL1 1AA', preferred_contact: channel },
    ...{ contact_rules: JSON.stringify({ [channel]: 'yes' }), ...more },
  };
  const names = Object.keys(fields);
  await w.db.query(`update person set ${names.map((name, n) => `${name} = $${n + 2}`).join(', ')} where id = $1`, [
    made.personId,
    ...Object.values(fields),
  ]);
  return made;
}
const queue = (caseId: string, more: Partial<Asked> = {}) =>
  transaction(w.db, (tx) => queueMessage(tx, systemActor, { caseId, kind: 'call_us', ...more }, morning));
const state = async (id: string) =>
  (await w.db.query('select state, reason, attempts, sent_to, sender_ref from message where id = $1', [id])).rows[0];
const kinds = async (id: string): Promise<string[]> =>
  (await w.db.query('select kind from message_event where message_id = $1 order by id', [id])).rows.map(
    ({ kind }) => kind,
  );
async function send(senders: readonly Sender[], when = morning) {
  const run = await beginRun(w.db);
  try {
    return await sendDue(w.db, run, senders, () => when);
  } finally {
    await run.end();
  }
}

test('texts go by Notify with our id as reference; what it did not answer is looked up there', async () => {
  const { key, service, secret } = notify;
  assert.deepEqual(keyParts(key), { service, secret });
  assert.equal(keyParts('nothing'), null);
  assert.equal(tokenFor({ service, secret }, 1).split('.').length, 3);
  const sender = notifySender({ key, templates: { text: 'f33517ff-2a88-4f6e-b855-c550268ce08a' }, url: notify.url });
  const { caseId } = await somebody('text');
  const one = await queue(caseId);
  assert.ok(one.ok);
  await send([sender]);
  assert.equal((await state(one.id)).sender_ref, notify.kept[0]?.id);
  assert.deepEqual(
    [notify.kept[0]?.path, notify.kept[0]?.body.phone_number, notify.kept[0]?.reference],
    ['/v2/notifications/sms', '07700900123', one.id],
  );
  assert.match(JSON.stringify(notify.kept[0]?.body.personalisation), /Please call me/);
  for (const [answer, expected, reason] of [
    [400, 'failed', 'address refused'],
    [403, 'queued', 'not allowed'],
    [429, 'queued', 'busy'],
    [500, 'queued', 'busy'],
    [502, 'unknown', 'no answer'],
    ['silent', 'accepted', null],
  ] as const) {
    notify.answers.push(answer);
    const queued = await queue(caseId);
    assert.ok(queued.ok);
    await send([sender]);
    assert.deepEqual(Object.values(await state(queued.id)).slice(0, 2), [expected, reason], String(answer));
    await w.db.query(`update message set state = 'failed' where id = $1 and state = 'queued'`, [queued.id]);
  }
  const wrong = notifySender({ key: key.replace('3d844edf', '00000000'), templates: { text: 'x' }, url: notify.url });
  assert.deepEqual(await wrong.send({ id: 'a', channel: 'text', to: '07700900123', subject: null, body: 'x' }), {
    result: 'refused',
    reason: 'not allowed',
    again: true,
  });
});

test('without a carrier messages wait, and half a set-up is told', async () => {
  assert.deepEqual(configuredSenders({}), []);
  assert.throws(() => configuredSenders({ NEWEL_SMTP_URL: 'smtp://127.0.0.1' }), /NEWEL_MAIL_FROM/);
  assert.throws(() => configuredSenders({ NEWEL_NOTIFY_KEY: 'x' }), /NEWEL_NOTIFY_TEXT/);
  assert.throws(() => configuredSenders({ NEWEL_NOTIFY_KEY: 'x', NEWEL_NOTIFY_TEXT: 'y' }), /no key/);
  assert.deepEqual(
    configuredSenders({ NEWEL_SMTP_URL: 'smtp://127.0.0.1', NEWEL_MAIL_FROM: 'a@example.org' }).map(
      ({ name, channels }) => [name, channels],
    ),
    [['smtp', ['email']]],
  );
  assert.deepEqual(carrierChannels({ NEWEL_NOTIFY_KEY: 'x', NEWEL_NOTIFY_LETTERS: 'yes' }), ['letter']);
  const { caseId } = await somebody('text');
  const queued = await queue(caseId);
  assert.ok(queued.ok);
  assert.equal(await send([]), 0);
  assert.equal((await state(queued.id)).state, 'queued');
});

test('letters go to Notify as PDF with the address of the moment, and are followed until they are posted', async () => {
  const sender = notifySender({ key: notify.key, templates: {}, letters: true, url: notify.url });
  assert.deepEqual(sender.channels, ['letter']);
  const ids: string[] = [];
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    const { caseId } = await somebody('letter', { address: `${ids.length + 1} Made-up Street\nFlat ${name}` });
    const queued = await queue(caseId);
    assert.ok(queued.ok);
    assert.equal(queued.channel, 'letter');
    ids.push(queued.id);
  }
  assert.equal(await send([]), 0, 'without a carrier for letters they wait to be printed');
  assert.equal(await send([sender]), 5);
  const first = notify.kept.find(({ reference }) => reference === ids[0]);
  assert.equal(first?.path, '/v2/notifications/letter');
  assert.equal(Buffer.from(String(first?.body.content), 'base64').subarray(0, 5).toString(), '%PDF-');
  const row = await state(ids[0] ?? '');
  assert.deepEqual([row.state, row.sender_ref], ['accepted', first?.id]);
  assert.match(row.sent_to, /1 Made-up Street\nFlat one\nBolton\nBL1 1AA$/);

  assert.equal(await followLetters(w.db, [sender], morning), 0, 'all are on their way');
  const ends = ['received', 'validation-failed', 'pending-virus-check', 'cancelled', 'received'];
  for (const one of notify.kept) one.status = ends[ids.indexOf(one.reference)] ?? 'accepted';
  assert.equal(await followLetters(w.db, [sender], morning), 4, 'over as many pages as its list has');
  assert.equal(await followLetters(w.db, [sender], morning), 0, 'each once');
  const states = await Promise.all(ids.map(async (id) => (await state(id)).state));
  assert.deepEqual(states, ['posted', 'failed', 'accepted', 'failed', 'posted']);
  assert.deepEqual(await kinds(ids[0] ?? ''), ['accepted', 'posted']);
  assert.deepEqual((await state(ids[1] ?? '')).reason, 'not delivered');
  // What cannot be asked now changes nothing.
  const away = notifySender({ key: notify.key, templates: {}, letters: true, url: 'http://127.0.0.1:1' });
  await assert.rejects(followLetters(w.db, [away], morning));
});

test('a letter that Notify cannot print, or that may not go any more, is not handed over', async () => {
  const sender = notifySender({ key: notify.key, templates: {}, letters: true, url: notify.url });
  const long = Array.from({ length: 12 }, (_, n) => `Line ${n}`).join('\n');
  const [tall, said, refused] = [
    await somebody('letter', { address: long }),
    await somebody('letter'),
    await somebody('letter'),
  ];
  const queued = [await queue(tall.caseId), await queue(said.caseId), await queue(refused.caseId)];
  const ids = queued.map((one) => (one.ok ? one.id : ''));
  await w.db.query(`update person set contact_rules = '{"letter": "no"}' where id = $1`, [said.personId]);
  notify.answers.push(400);
  await send([sender]);
  assert.deepEqual(await Promise.all(ids.map(async (id) => Object.values(await state(id)).slice(0, 2))), [
    ['failed', 'cannot be set'],
    ['stopped', 'contact rules'],
    ['failed', 'message refused'],
  ]);
  assert.deepEqual(notify.kept, []);
});
