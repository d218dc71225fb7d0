import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { type MailServer, mailServer } from '../../test/support/mail.ts';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { type MailDoor, startMailDoor } from './actions/mail-door.ts';
import { type Now, queueMessage } from './actions/queue.ts';
import type { CannotCome } from './actions/replies.ts';
import { smtpSender } from './actions/senders/smtp.ts';
import { beginRun, sendDue } from './actions/sending.ts';

const today = '2016-03-31';
const at: Now = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
const replies = { address: 'replies@in.example.org', secret: 'a secret of this test' };
const asked: string[] = [];
const handler: CannotCome = {
  kinds: ['appointment_made'],
  async handle(_tx, { about }) {
    asked.push(about);
    return 'The appointment was cancelled';
  },
};
let w: World;
let mail: MailServer;
let door: MailDoor;
let staffId: string;
let broken = false;
before(async () => {
  w = await world();
  mail = await mailServer();
  staffId = await w.staff('BOL-KW01');
  await w.db.query(`update staff set phone = '07700900456' where id = $1`, [staffId]);
  const clock = () => {
    if (broken) throw new Error('no');
    return at;
  };
  door = await startMailDoor(w.db, { host: '127.0.0.1', port: 0, replies, handlers: [handler], clock });
});
beforeEach(() => {
  mail.clear();
  asked.length = 0;
});
after(async () => {
  await door.stop();
  await mail.close();
  await w.end();
});

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const kept = (caseId: string) => query('select * from message_reply where case_id = $1 order by id', caseId);
const count = async () =>
  (await query('select (select count(*) from message_reply)::int as r, (select count(*) from event)::int as e'))[0];

/** Somebody who was sent an email about an appointment of next week by a real server: the id, and where answers go. */
async function written(email = `p${newId().slice(-6)}@example.org`) {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  await query(
    `update person set email = $2, contact_rules = '{"email": "yes"}', preferred_contact = 'email' where id = $1`,
    ...[personId, email],
  );
  const about = newId();
  const values = { day: 'Tuesday 5 April', time: '10:00am', place: 'Bolton Library' };
  const told = { caseId, kind: 'appointment_made', about, values, notAfter: '2016-04-05T09:00:00Z' };
  const queued = await transaction(w.db, (tx) => queueMessage(tx, systemActor, told, at));
  assert.ok(queued.ok);
  const run = await beginRun(w.db);
  await sendDue(w.db, run, [smtpSender(mail.url, 'Newel <newel@example.org>', replies)], () => at);
  await run.end();
  const raw = mail.texts.at(-1) ?? '';
  const to = /^Reply-To:\s+<?([^\s>]+)/im.exec(raw)?.[1] ?? '';
  assert.match(to, /^replies\+[0-9a-f]{52}@in\.example\.org$/);
  assert.match(raw, /^Auto-Submitted: auto-generated/im);
  return { caseId, personId, about, id: queued.id, email, to };
}
type Written = Awaited<ReturnType<typeof written>>;
/** Sends an email to the door as their server would. Resolves to null, or to the number of its refusal. */
async function answer(mailed: SendMailOptions): Promise<number | null> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: door.port, secure: false });
  try {
    await transport.sendMail(mailed);
    return null;
  } catch (error) {
    return (error as { responseCode?: number }).responseCode ?? 0;
  } finally {
    transport.close();
  }
}
const from = (one: Written, text: string, more: SendMailOptions = {}) =>
  answer({ from: `Debbie <${one.email}>`, to: one.to, subject: 'Re: Your appointment', text, ...more });

test('‘can’t come’ by email calls off what the message was about, once; what was quoted is kept beside it', async () => {
  const one = await written();
  const text = "Sorry, can't come\n\nOn Thu, 31 Mar 2016 at 10:00, Newel <newel@example.org> wrote:\n> We will see you";
  const more = { messageId: '<once@example.org>' };
  assert.equal(await from(one, text, more), null);
  assert.equal(await from(one, text, more), null, 'the same mail again is taken and changes nothing');
  assert.deepEqual(asked, [one.about]);
  const [reply, ...others] = await kept(one.caseId);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [reply.body, reply.meaning, reply.state, reply.message_id, reply.channel, reply.received_from],
    ["Sorry, can't come", 'cannot come', 'dealt with', one.id, 'email', one.email],
  );
  assert.match(reply.original, /> We will see you/);
  const page = (await (await w.signIn('key_worker', { staffId })).get(`/cases/${one.caseId}/messages`)).body;
  assert.match(page, /They replied by email[\s\S]*All of the email[\s\S]*The appointment was cancelled/);
});

test('an answer from another address, or without the address of its message, is read and does nothing by itself', async () => {
  const [elsewhere, base, header] = [await written(), await written(), await written()];
  assert.equal(await from(elsewhere, "Can't come", { from: 'somebody@example.com' }), null);
  assert.equal(await from(base, "Can't come", { to: replies.address }), null);
  // A client that left the address out but names what it answers.
  const inReplyTo = `<${header.id}@example.org>`;
  assert.equal(await from(header, "Can't come", { to: replies.address, inReplyTo }), null);
  assert.deepEqual(asked, [header.about]);
  const [[first], [second], [third]] = [
    await kept(elsewhere.caseId),
    await kept(base.caseId),
    await kept(header.caseId),
  ];
  assert.deepEqual([first.meaning, first.state, first.message_id], ['message', 'waiting', elsewhere.id]);
  assert.match(first.done, /another address than we wrote to/);
  assert.deepEqual([second.meaning, second.state, second.done], ['message', 'waiting', null]);
  assert.deepEqual([third.meaning, third.state], ['cannot come', 'dealt with']);
});

test('two people with one address: the signed address tells them apart; without it the office decides', async () => {
  const shared = `shared${newId().slice(-6)}@example.org`;
  const [one, other] = [await written(shared), await written(shared)];
  assert.equal(await from(one, 'I am on my way'), null);
  assert.equal((await kept(one.caseId)).length, 1);
  assert.equal((await kept(other.caseId)).length, 0);
  assert.equal(await from(one, 'Which of us?', { to: replies.address }), null);
  const [doubt] = await query(`select * from message_reply where received_from = $1 and case_id is null`, shared);
  assert.deepEqual([doubt.body, doubt.state], ['Which of us?', 'waiting']);
});

test('nobody’s mail, other addresses, a made-up signature and what is too large are refused, and nothing is written', async () => {
  const one = await written();
  const stood = await count();
  const stranger = { from: 'stranger@example.com', to: replies.address, subject: 'Buy', text: 'Buy' };
  assert.equal(await answer(stranger), 550);
  assert.equal(await answer({ ...stranger, to: 'somebody@else.example.org' }), 550);
  assert.equal(await answer({ ...stranger, to: one.to.replace(/.{4}@/, 'ffff@') }), 550);
  const envelope = { from: one.email, to: [one.to] };
  assert.equal(await answer({ envelope, raw: `From: ${one.email}\r\n\r\n${'x'.repeat(10_100_000)}` }), 552);
  assert.equal(await answer({ envelope, raw: 'Subject: no sender\r\n\r\nHello' }), 554);
  broken = true;
  assert.equal(await from(one, 'Hello'), 451, 'their server keeps it and tries again');
  broken = false;
  assert.deepEqual(await count(), stood);
  assert.equal(await from(one, 'Hello', { attachments: [{ filename: 'a.txt', content: 'x' }] }), null);
  const [reply] = await kept(one.caseId);
  assert.match(reply.body, /^Hello\n\n\(What was attached to this email was not kept/);
});

test('machines: an absence is kept and waits for nobody, a report of failure is ‘not delivered’, one of delay is nothing', async () => {
  const one = await written();
  assert.equal(await from(one, "I can't come to the office", { headers: { 'Auto-Submitted': 'auto-replied' } }), null);
  assert.equal(await from(one, 'stop', { headers: { Precedence: 'auto_reply' } }), null);
  for (const reply of await kept(one.caseId))
    assert.deepEqual([reply.meaning, reply.state], ['message', 'dealt with'], reply.body);
  assert.deepEqual(await query('select 1 from message_pause where case_id = $1', one.caseId), []);

  const stood = await count();
  const report = (action: string) =>
    `From: MAILER-DAEMON@mx.example.org\r\nTo: ${one.to}\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n` +
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n' +
    '--B\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n' +
    `--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\nAction: ${action}\r\n--B--\r\n`;
  const state = async () => (await query('select state, reason from message where id = $1', one.id))[0];
  const envelope = { from: '', to: [one.to] };
  assert.equal(await answer({ envelope, raw: report('delayed') }), null);
  assert.deepEqual(await state(), { state: 'accepted', reason: null });
  assert.equal(await answer({ envelope, raw: report('failed') }), null);
  assert.deepEqual(await state(), { state: 'failed', reason: 'not delivered' });
  assert.deepEqual(await count(), stood, 'a report is no reply');
  // What a server says in a form of its own is read by somebody.
  assert.equal(await answer({ envelope, raw: `From: mail@mx.example.org\r\n\r\nstop` }), null);
  const last = (await kept(one.caseId)).at(-1);
  assert.deepEqual([last.meaning, last.state], ['message', 'waiting']);
});

test('what their calendar answers is read: accepted waits for nobody, declined waits for the worker', async () => {
  const one = await written();
  const calendar = (said: string) => ({
    method: 'REPLY',
    content: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:x@newel\r\nATTENDEE;PARTSTAT=${said}:mailto:${one.email}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
  });
  assert.equal(await from(one, '', { icalEvent: calendar('ACCEPTED') }), null);
  assert.equal(await from(one, '', { icalEvent: calendar('DECLINED') }), null);
  assert.deepEqual(
    (await kept(one.caseId)).map(({ body, state }) => [body, state]),
    [
      ['In their calendar they accepted the appointment', 'dealt with'],
      ['In their calendar they declined the appointment', 'waiting'],
    ],
  );
  assert.deepEqual(asked, []);
});
