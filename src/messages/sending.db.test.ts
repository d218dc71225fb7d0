import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { type MailServer, mailServer } from '../../test/support/mail.ts';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { type Asked, type Now, queueMessage } from './actions/queue.ts';
import { sentFrom, smtpSender } from './actions/senders/smtp.ts';
import { beginRun, flagUnknown, sendDue } from './actions/sending.ts';
import type { Sender, Sent } from './rules/sender.ts';

const today = '2016-03-31';
const at = (time: string): Now => ({ now: Temporal.Instant.from(`${today}T${time}Z`), today });
const morning = at('10:00:00');
let w: World;
let mail: MailServer;
let staffId: string;
before(async () => {
  w = await world();
  mail = await mailServer();
  staffId = await w.staff('BOL-KW01');
  await w.db.query(`update staff set phone = '07700900456' where id = $1`, [staffId]);
});
beforeEach(async () => {
  await w.db.query(`update message set state = 'failed' where state in ('queued', 'claimed')`);
  mail.clear();
});
after(async () => {
  await mail.close();
  await w.end();
});

/** Somebody who may be reached by email and text. */
async function somebody(rules: Record<string, string> = { email: 'yes', text: 'yes' }, preferred = 'email') {
  const made = await w.addCase({ keyWorkerId: staffId });
  await w.db.query(`update person set email = $2, contact_rules = $3, preferred_contact = $4 where id = $1`, [
    made.personId,
    `p${made.personId.slice(-6)}@example.org`,
    JSON.stringify(rules),
    preferred,
  ]);
  return made;
}
const queue = (caseId: string, more: Partial<Asked> = {}, when = morning) =>
  transaction(w.db, (tx) => queueMessage(tx, systemActor, { caseId, kind: 'call_us', ...more }, when));
const state = async (id: string) =>
  (await w.db.query('select state, reason, attempts, sent_to, sender_ref from message where id = $1', [id])).rows[0];
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
/** Sends what is due once, in a run of its own. */
async function send(senders: readonly Sender[], when = morning) {
  const run = await beginRun(w.db);
  try {
    return await sendDue(w.db, run, senders, () => when);
  } finally {
    await run.end();
  }
}
const always = (sent: Sent, channels: Sender['channels'] = ['email', 'text']): Sender & { asked: string[] } => {
  const asked: string[] = [];
  return {
    name: 'test',
    channels,
    asked,
    async send({ id }) {
      asked.push(id);
      return sent;
    },
  };
};

test('a message is queued in the transaction that needs it, sent by a real SMTP server under its own id, and on the timeline', async () => {
  const { caseId } = await somebody();
  const queued = await queue(caseId);
  assert.ok(queued.ok);
  assert.equal(queued.channel, 'email');
  assert.equal(await send([smtpSender(mail.url, 'Newel <newel@example.org>')]), 1);
  assert.deepEqual(mail.accepted, [queued.id]);
  assert.match(mail.texts[0] ?? '', /Please call me on 07700 900456/);
  const row = await state(queued.id);
  assert.deepEqual([row.state, row.attempts], ['accepted', 1]);
  assert.match(row.sent_to, /@example\.org$/);
  assert.deepEqual(await kinds(caseId), ['message.written', 'message.sent']);
  assert.equal(await send([smtpSender(mail.url, 'newel@example.org')]), 0);

  const rolledBack = transaction(w.db, async (tx) => {
    await queueMessage(tx, systemActor, { caseId, kind: 'call_us' }, morning);
    throw new Error('no');
  });
  await assert.rejects(rolledBack);
  assert.equal(await send([always({ result: 'accepted', ref: 'x' })]), 0);
});

test('nothing is queued that the person did not allow, and the answer says what to do instead', async () => {
  const { caseId } = await somebody({ email: 'no', phone: 'yes' }, 'email');
  const refused = await queue(caseId);
  assert.ok(!refused.ok);
  assert.equal(refused.phone, true);
  assert.match(refused.why, /They said no to email.*Phone them/s);
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await w.db.query('select 1 from message where case_id = $1', [caseId])).rowCount, 0);
});

test('what changed since it was queued stops it: rules of contact, the end of support, a pause, its time', async () => {
  const cases = [];
  for (const reminder of [false, true, true, false]) {
    const made = await somebody();
    const more = { reminder, ...(cases.length === 3 && { notAfter: `${today}T10:30:00Z` }) };
    const queued = await queue(made.caseId, more);
    assert.ok(queued.ok);
    cases.push({ ...made, id: queued.id });
  }
  const [rules, ended, paused, late] = cases;
  await w.db.query(`update person set contact_rules = '{"email": "no", "text": "no"}' where id = $1`, [
    rules?.personId,
  ]);
  await w.db.query(`update case_record set status = 'closed', closed_on = '2016-03-30' where id = $1`, [ended?.caseId]);
  await w.db.query(`insert into message_pause (case_id, person_id, reason) values ($1, $2, 'In hospital')`, [
    paused?.caseId,
    paused?.personId,
  ]);
  const sender = always({ result: 'accepted', ref: 'x' });
  await send([sender], at('11:00:00'));
  assert.deepEqual(sender.asked, []);
  for (const [one, reason] of [
    [rules, 'contact rules'],
    [ended, 'case ended'],
    [paused, 'paused'],
    [late, 'too late'],
  ] as const) {
    const row = await state(one?.id ?? '');
    assert.deepEqual([row.state, row.reason], ['stopped', reason]);
  }
});

test('refused before acceptance: tried again later while that makes sense, then failed with its reason', async () => {
  const [busy, wrong] = [await somebody(), await somebody()];
  const [first, second] = [await queue(busy.caseId), await queue(wrong.caseId)];
  assert.ok(first.ok && second.ok);
  mail.refuse = (to) => (to.includes(busy.personId.slice(-6)) ? 451 : 550);
  const sender = smtpSender(mail.url, 'newel@example.org');
  await send([sender]);
  assert.deepEqual(Object.values(await state(first.id)).slice(0, 3), ['queued', 'busy', 1]);
  assert.deepEqual(Object.values(await state(second.id)).slice(0, 3), ['failed', 'address refused', 1]);
  assert.equal(await send([sender]), 0, 'not before its next attempt');
  for (const time of ['10:02:00', '10:10:00', '11:00:00', '14:00:00']) assert.equal(await send([sender], at(time)), 1);
  assert.deepEqual(Object.values(await state(first.id)).slice(0, 3), ['failed', 'busy', 5]);
  assert.deepEqual(mail.accepted, []);
  assert.deepEqual(await kinds(busy.caseId), ['message.written', 'message.failed']);
  // Nobody listens: nothing can have been accepted.
  const third = await queue(busy.caseId);
  assert.ok(third.ok);
  await send([smtpSender('smtp://127.0.0.1:1', 'newel@example.org')]);
  assert.deepEqual(Object.values(await state(third.id)).slice(0, 2), ['queued', 'no connection']);
});

test('what may have been accepted is unknown and is never sent again', async () => {
  assert.equal(sentFrom({ code: 'ECONNECTION' }, true).result, 'unknown');
  assert.deepEqual(sentFrom({ code: 'ECONNECTION' }, false), {
    result: 'refused',
    reason: 'no connection',
    again: true,
  });
  assert.equal(sentFrom({ code: 'EMESSAGE', responseCode: 554 }, true).result, 'refused');
  const { caseId } = await somebody();
  const queued = await queue(caseId);
  assert.ok(queued.ok);
  const silent: Sender = { name: 'silent', channels: ['email'], send: () => Promise.reject(new Error('lost')) };
  await send([silent]);
  assert.deepEqual(Object.values(await state(queued.id)).slice(0, 2), ['unknown', 'no answer']);
  assert.equal(await send([always({ result: 'accepted', ref: 'x' })], at('15:00:00')), 0);
  // A carrier that can be asked by our id settles it at once.
  const other = await queue(caseId);
  assert.ok(other.ok);
  await send([{ ...silent, find: async (id) => `found-${id}` }]);
  const row = await state(other.id);
  assert.deepEqual([row.state, row.sender_ref], ['accepted', `found-${other.id}`]);
});

test('a run that lives keeps its claims; one that is gone leaves them unknown, and its late answer still counts', async () => {
  const { caseId } = await somebody();
  const queued = await queue(caseId);
  assert.ok(queued.ok);
  const [one, two] = [await beginRun(w.db), await beginRun(w.db)];
  let answer: (sent: Sent) => void = () => {};
  const carrier = new EventEmitter();
  const slow: Sender = {
    name: 'slow',
    channels: ['email'],
    send: () =>
      new Promise((done) => {
        answer = done;
        carrier.emit('asked');
      }),
  };
  let asked = once(carrier, 'asked');
  const sending = sendDue(w.db, one, [slow], () => morning);
  await asked;
  assert.equal(await flagUnknown(w.db, two, morning), 0);
  assert.equal(await sendDue(w.db, two, [slow], () => morning), 0);
  await one.end();
  assert.equal(await flagUnknown(w.db, two, morning), 1);
  assert.equal((await state(queued.id)).state, 'unknown');
  assert.equal(await sendDue(w.db, two, [slow], () => morning), 0);
  answer({ result: 'accepted', ref: 'late' });
  await sending;
  assert.equal((await state(queued.id)).state, 'accepted');
  // A late refusal is known too, and what was flagged is not sent by itself again.
  const refused = await queue(caseId);
  assert.ok(refused.ok);
  const three = await beginRun(w.db);
  asked = once(carrier, 'asked');
  const again = sendDue(w.db, three, [slow], () => morning);
  await asked;
  await three.end();
  assert.equal(await flagUnknown(w.db, two, morning), 1);
  answer({ result: 'refused', reason: 'busy', again: true });
  await again;
  assert.deepEqual(Object.values(await state(refused.id)).slice(0, 2), ['failed', 'busy']);
  await two.end();
});

test('a sending process is killed and started again ten times: nothing is lost, nothing sent twice, what is in doubt is flagged', async () => {
  const ids: string[] = [];
  const { caseId } = await somebody();
  for (let n = 0; n < 150; n++) {
    const queued = await queue(caseId);
    assert.ok(queued.ok);
    ids.push(queued.id);
  }
  const child = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        path.join(import.meta.dirname, '../../test/support/send-outbox.ts'),
        String(w.db.options.connectionString),
        mail.url,
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
  for (let kill = 0; kill < 10; kill++) {
    const process = child();
    const target = mail.accepted.length + 4 + (kill % 3);
    // Killed in the middle of its work: each time after some more were accepted.
    while (mail.accepted.length < target && process.exitCode === null) await once(mail.arrivals, 'mail');
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }
  const last = child();
  const [code] = await once(last, 'exit');
  assert.equal(code, 0);
  const { rows } = await w.db.query<{ id: string; state: string }>('select id, state from message where id = any($1)', [
    ids,
  ]);
  const unknown = rows.filter((row) => row.state === 'unknown').map(({ id }) => id);
  const accepted = rows.filter((row) => row.state === 'accepted').map(({ id }) => id);
  assert.equal(unknown.length + accepted.length, ids.length, 'nothing is lost');
  assert.ok(unknown.length > 0 && unknown.length <= 10 * 5, `${unknown.length} are in doubt, at most those in flight`);
  assert.equal(new Set(mail.accepted).size, mail.accepted.length, 'nothing was sent twice');
  const arrived = new Set(mail.accepted);
  assert.deepEqual(
    accepted.filter((id) => !arrived.has(id)),
    [],
    'what counts as sent was sent',
  );
  const arrivedUnflagged = [...arrived].filter((id) => !accepted.includes(id) && !unknown.includes(id));
  assert.deepEqual(arrivedUnflagged, []);
});
