import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { createApp } from '../app.ts';
import { fixedClock } from '../kit/clock.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { areasOf, loadProgramme } from '../programmes/actions.ts';
import type { ProgrammeDocument } from '../programmes/rules.ts';
import { takeReceipt, takeText } from './actions/inbound.ts';
import { pauseReminders, resumeReminders } from './actions/pauses.ts';
import { type Now, queueMessage, stopMessages } from './actions/queue.ts';
import { replyReasons } from './actions/reasons.ts';
import { type Due, queueReminders, type ReminderKind } from './actions/reminders.ts';
import { type CannotCome, receiveReply } from './actions/replies.ts';
import { beginRun, sendDue } from './actions/sending.ts';

const today = '2016-03-31';
const at: Now = { now: Temporal.Instant.from(`${today}T10:00:00Z`), today };
const day = (name: string): Now => ({ now: Temporal.Instant.from(`${name}T10:00:00Z`), today: name });
let w: World;
let staffId: string;
let worker: Browser;
before(async () => {
  w = await world();
  staffId = await w.staff('BOL-KW01');
  await w.db.query(`update staff set phone = '07700900456' where id = $1`, [staffId]);
  worker = await w.signIn('key_worker', { staffId });
});
after(() => w.end());

let numbers = 200;
/** Somebody with a number of their own who takes texts. */
async function somebody(more: Parameters<World['addCase']>[0] = {}) {
  const made = await w.addCase({ keyWorkerId: staffId, ...more });
  const phone = `07700900${numbers++}`;
  await w.db.query(
    `update person set phone = $2, contact_rules = '{"text": "yes"}', preferred_contact = 'text' where id = $1`,
    [made.personId, phone],
  );
  return { ...made, phone, programmeId: w.programmeId };
}
const kinds = async (caseId: string): Promise<string[]> =>
  (await w.db.query('select kind from event where case_id = $1 order by id', [caseId])).rows.map(({ kind }) => kind);
const rows = async (caseId: string) =>
  (await w.db.query('select * from message where case_id = $1 order by id', [caseId])).rows;
const replies = async (from: string) =>
  (await w.db.query('select * from message_reply where received_from = $1 order by received_at, id', [from])).rows;

/** A reminder of an appointment as another room would register it. */
const reminderOf = (due: readonly Due[]): ReminderKind => ({ kind: 'appointment_reminder', due: async () => [...due] });
const dueFor = (caseId: string, more: Partial<Due> = {}): Due => {
  const about = newId();
  return {
    caseId,
    about,
    once: `appointment_reminder:${about}`,
    values: { day: 'Tuesday 5 April', time: '10:00am', place: 'Bolton Library' },
    notAfter: '2016-04-05T09:00:00Z',
    ...more,
  };
};
async function sendAll(when = at) {
  const run = await beginRun(w.db);
  try {
    await sendDue(
      w.db,
      run,
      [{ name: 'test', channels: ['text'], send: async ({ id }) => ({ result: 'accepted', ref: id }) }],
      () => when,
      100,
    );
  } finally {
    await run.end();
  }
}
let refs = 0;
const reply = (from: string, body: string, handlers: readonly CannotCome[] = [], when = at) =>
  receiveReply(
    w.db,
    handlers,
    { sourceRef: `test:${refs++}`, channel: 'text', from, body, receivedAt: when.now.toString() },
    when,
  );

test('reminders: queued once, not for ended cases or paused ones, capped by the week, and the last one is shown', async () => {
  const [one, ended, paused] = [await somebody(), await somebody({ status: 'closed' }), await somebody()];
  await pauseReminders(w.db, systemActor, paused, { until: null, reason: 'In hospital', today });
  const due = [dueFor(one.caseId), dueFor(ended.caseId), dueFor(paused.caseId)];
  assert.deepEqual(await queueReminders(w.db, [reminderOf(due)], at), { queued: 1, left: { ended: 1, paused: 1 } });
  assert.deepEqual(await queueReminders(w.db, [reminderOf(due)], at), { queued: 0, left: { ended: 1, paused: 1 } });
  const [row] = await rows(one.caseId);
  assert.match(row.body, /Hello Debbie\. We meet on Tuesday 5 April at 10:00am at Bolton Library/);
  assert.equal(row.parts, 1);
  assert.deepEqual(await kinds(ended.caseId), []);

  // Three a week where the programme says nothing; the fourth of a round is left as well.
  const more = [1, 2, 3, 4].map(() => dueFor(one.caseId));
  assert.deepEqual(await queueReminders(w.db, [reminderOf(more)], at), { queued: 2, left: { cap: 2 } });
  assert.deepEqual(
    await queueReminders(
      w.db,
      [reminderOf([dueFor(one.caseId, { notAfter: '2016-04-20T09:00:00Z' })])],
      day('2016-04-08'),
    ),
    { queued: 1, left: {} },
  );
  await sendAll();
  assert.match(
    (await worker.get(`/cases/${one.caseId}/messages`)).body,
    /Last reminder: reminder of an appointment, by text/,
  );
  assert.match(
    (await worker.get(`/cases/${paused.caseId}/messages`)).body,
    /Reminders are paused: In hospital\. No reminder has been sent/,
  );
  assert.equal(await resumeReminders(w.db, systemActor, paused, today), 'saved');
  assert.equal(await resumeReminders(w.db, systemActor, paused, today), 'none');
  assert.deepEqual(await kinds(paused.caseId), ['message.paused', 'message.resumed']);
});

test('a district with a cap of its own keeps to it, beside others of the programme', async () => {
  const document = JSON.parse(
    readFileSync(new URL('../../programmes/working-well-pilot/programme.json', import.meta.url), 'utf8'),
  ) as ProgrammeDocument;
  const messages = { districts: [{ area: 'Bolton', from: '2016-03-01', remindersAWeek: 1 }] };
  const { programmeId } = await transaction(w.db, (tx) =>
    loadProgramme(tx, systemActor, { ...document, key: 'districts', name: 'Districts', messages }, today),
  );
  const areas = await areasOf(w.db, { programmeId });
  const due: Due[] = [];
  for (const name of ['Bolton', 'Bury']) {
    const areaId = areas.find((one) => one.name === name)?.id ?? null;
    const { caseId } = await somebody({ programmeId, areaId, providerId: null });
    due.push(dueFor(caseId), dueFor(caseId));
  }
  assert.deepEqual(await queueReminders(w.db, [reminderOf(due)], at), { queued: 3, left: { cap: 1 } });
});

test('what waits about a thing that changed is stopped, and nothing else', async () => {
  const one = await somebody();
  const [changed, stands] = [dueFor(one.caseId), dueFor(one.caseId)];
  await queueReminders(w.db, [reminderOf([changed, stands])], at);
  const stopped = await transaction(w.db, (tx) => stopMessages(tx, [{ about: changed.about, caseId: one.caseId }], at));
  assert.equal(stopped, 1);
  assert.deepEqual(
    (await rows(one.caseId)).map(({ about, state, reason }) => [about, state, reason]),
    [
      [changed.about, 'stopped', 'changed'],
      [stands.about, 'queued', null],
    ],
  );
  assert.equal(await transaction(w.db, (tx) => stopMessages(tx, [], at)), 0);
});

test('thousands of reminders take a few statements', async () => {
  const { caseId } = await somebody();
  const due = Array.from({ length: 6000 }, () => dueFor(caseId));
  let statements = 0;
  const query = w.db.query.bind(w.db);
  const counting = new Proxy(w.db, {
    get(target, name) {
      if (name !== 'query') return Reflect.get(target, name, target);
      return (...given: unknown[]) => {
        statements += 1;
        return (query as (...all: unknown[]) => unknown)(...given);
      };
    },
  });
  const done = await queueReminders(counting, [reminderOf(due)], at);
  assert.equal(done.queued + (done.left.cap ?? 0), 6000);
  assert.ok(statements <= 10, `${statements} statements`);
});

test('‘can’t come’ calls the room that registered for it, once, and tells what was done', async () => {
  const one = await somebody();
  const due = dueFor(one.caseId);
  await queueReminders(w.db, [reminderOf([due])], at);
  await sendAll();
  const asked: string[] = [];
  const handler: CannotCome = {
    kinds: ['appointment_reminder'],
    async handle(_tx, { about }) {
      asked.push(about);
      return 'The appointment was cancelled, and other times were offered';
    },
  };
  await reply(one.phone, "Sorry, can't make it tomorrow", [handler]);
  assert.deepEqual(asked, [due.about]);
  const [kept] = await replies(one.phone);
  assert.deepEqual([kept.meaning, kept.state, kept.case_id], ['cannot come', 'dealt with', one.caseId]);
  const page = await worker.get(`/cases/${one.caseId}/messages`);
  assert.match(page.body, /Sorry, can&#39;t make it tomorrow[\s\S]*The appointment was cancelled/);
  assert.deepEqual(await kinds(one.caseId), ['message.sent', 'message.reply']);
});

test('in doubt nothing is cancelled: other words, two things to come, nothing registered, or a time that is over', async () => {
  const asked: string[] = [];
  const handler: CannotCome = {
    kinds: ['appointment_reminder'],
    async handle(_tx, { about }) {
      asked.push(about);
      return 'done';
    },
  };
  const [words, two, none, over] = [await somebody(), await somebody(), await somebody(), await somebody()];
  const due = [
    dueFor(words.caseId),
    dueFor(two.caseId),
    dueFor(two.caseId),
    dueFor(none.caseId),
    dueFor(over.caseId, { notAfter: '2016-03-31T11:00:00Z' }),
  ];
  await queueReminders(w.db, [reminderOf(due)], at);
  await sendAll();
  await reply(words.phone, "Can't come at 10, can I come at 11?", [handler]);
  await reply(two.phone, "can't come", [handler]);
  await reply(none.phone, "can't come");
  await reply(over.phone, "can't come", [handler], day('2016-04-01'));
  assert.deepEqual(asked, []);
  for (const one of [words, two, none, over]) assert.equal((await replies(one.phone))[0].state, 'waiting');
  const page = await worker.get('/replies');
  assert.match(page.body, /4 replies wait|replies wait, the oldest first/);
  assert.match(page.body, /can I come at 11\?/);
});

test('a reply is dealt with once; it stands on Today with its age until then', async () => {
  const one = await somebody();
  const queued = await transaction(w.db, (tx) =>
    queueMessage(tx, systemActor, { caseId: one.caseId, kind: 'keep_in_touch', reminder: false }, day('2016-03-28')),
  );
  assert.ok(queued.ok);
  await sendAll(day('2016-03-28'));
  await reply(one.phone, 'I got the job!', [], day('2016-03-28'));
  const ask = { cases: [], caseIds: [one.caseId], rules: {} as never, document: {} as ProgrammeDocument, today };
  const [matter] = await replyReasons.matters(w.db, ask);
  assert.deepEqual([matter?.reason, matter?.level, matter?.words], ['reply_waits', 3, 'A reply waits for 3 days']);
  const [kept] = await replies(one.phone);
  const path = `/cases/${one.caseId}/messages/replies/${kept.id}`;
  const stranger = await somebody();
  assert.equal((await worker.post(`/cases/${stranger.caseId}/messages/replies/${kept.id}`, {})).status, 404);
  assert.equal((await worker.post(path, {})).status, 303);
  assert.equal((await worker.post(path, {})).status, 303);
  assert.deepEqual(await replyReasons.matters(w.db, ask), []);
  assert.deepEqual(
    (await kinds(one.caseId)).filter((kind) => kind === 'message.reply_dealt'),
    ['message.reply_dealt'],
  );
});

test('whose number it is: one who was never written to is known, two with one number are not, and nobody is nobody', async () => {
  const [known, first, second] = [await somebody(), await somebody(), await somebody()];
  await reply(`44${known.phone.slice(1)}`, 'Hello');
  assert.equal((await replies(known.phone))[0].case_id, known.caseId);
  await w.db.query('update person set phone = $2 where id = $1', [second.personId, first.phone]);
  await reply(first.phone, 'Which of us?');
  await reply('447700900999', 'Who is this?');
  assert.equal((await replies(first.phone))[0].case_id, null);
  assert.equal((await replies('07700900999'))[0].case_id, null);
  const office = await w.signIn('programme_office');
  const page = await office.get('/outbox');
  assert.match(page.body, /07700900999[\s\S]*Who is this\?/);
  assert.doesNotMatch((await worker.get('/replies')).body, /Who is this/);
  const [kept] = await replies('07700900999');
  assert.equal((await worker.post(`/outbox/replies/${kept.id}`, {})).status, 404);
  assert.equal((await office.post(`/outbox/replies/${kept.id}`, {})).status, 303);
  assert.doesNotMatch((await office.get('/outbox')).body, /Who is this/);
});

test('‘stop’ pauses reminders and waits for somebody to talk to them', async () => {
  const one = await somebody();
  await reply(one.phone, 'STOP');
  assert.equal((await replies(one.phone))[0].state, 'waiting');
  assert.deepEqual(await kinds(one.caseId), ['message.paused', 'message.reply']);
  assert.deepEqual((await queueReminders(w.db, [reminderOf([dueFor(one.caseId)])], at)).left, { paused: 1 });
});

test('GOV.UK Notify calls with a token: texts are taken once, delivery is shown, and nothing else is let in', async () => {
  const one = await somebody();
  const queued = await transaction(w.db, (tx) =>
    queueMessage(tx, systemActor, { caseId: one.caseId, kind: 'call_us' }, at),
  );
  assert.ok(queued.ok);
  assert.equal(await takeReceipt(w.db, { reference: queued.id, status: 'delivered' }, at), 204);
  assert.equal((await rows(one.caseId))[0].state, 'queued', 'a message that was not handed over is not delivered');
  await sendAll();
  assert.equal(await takeReceipt(w.db, { reference: queued.id, status: 'sending' }, at), 204);
  assert.equal((await rows(one.caseId))[0].state, 'accepted');
  assert.equal(await takeReceipt(w.db, { reference: queued.id, status: 'delivered' }, at), 204);
  assert.equal((await rows(one.caseId))[0].state, 'delivered');
  assert.equal(await takeReceipt(w.db, { reference: queued.id, status: 'permanent-failure' }, at), 204);
  assert.equal((await rows(one.caseId))[0].state, 'delivered', 'its end is known');
  assert.equal(await takeReceipt(w.db, { status: 1 }, at), 400);
  assert.equal(await takeReceipt(w.db, { reference: 'somebody else’s', status: 'delivered' }, at), 204);
  await w.db.query(`update message set state = 'claimed' where id = $1`, [queued.id]);
  assert.equal(await takeReceipt(w.db, { reference: queued.id, status: 'delivered' }, at), 503, 'say it again later');

  const text = {
    id: newId(),
    source_number: `44${one.phone.slice(1)}`,
    message: 'Thank you',
    date_received: '2016-03-31T09:00:00.000000Z',
  };
  assert.equal(await takeText(w.db, [], text, at), 204);
  assert.equal(await takeText(w.db, [], text, at), 204);
  assert.equal((await replies(one.phone)).length, 1);
  for (const wrong of [
    null,
    {},
    { ...text, id: 'x' },
    { ...text, message: 'x'.repeat(5001) },
    { ...text, date_received: 'now' },
  ])
    assert.equal(await takeText(w.db, [], wrong, at), 400);

  const app = await createApp({
    ...{
      db: w.db,
      clock: fixedClock(`${today}T10:00:00Z`),
      timeZone: 'Europe/London',
      secureCookies: false,
      testIdentifiers: true,
    },
    assets: { root: '/nowhere', prefix: '/assets/', file: () => '' } as never,
    inboundToken: 'a token that is long',
  });
  const send = (authorization: string | undefined, payload: unknown) =>
    app.inject({
      method: 'POST',
      url: '/inbound/notify/text',
      headers: { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) },
      payload: JSON.stringify(payload),
    });
  const fresh = { ...text, id: newId(), message: 'Again' };
  assert.equal((await send(undefined, fresh)).statusCode, 403);
  assert.equal((await send('Bearer wrong', fresh)).statusCode, 403);
  assert.equal((await replies(one.phone)).length, 1);
  assert.equal((await send('Bearer a token that is long', fresh)).statusCode, 204);
  assert.equal((await replies(one.phone)).length, 2);
  await app.close();
});
