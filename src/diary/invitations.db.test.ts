import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import ICAL from 'ical.js';
import PostalMime from 'postal-mime';
import { type MailServer, mailServer } from '../../test/support/mail.ts';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { fixedClock } from '../kit/clock.ts';
import { newId } from '../kit/ids.ts';
import { smtpSender } from '../messages/actions/senders/smtp.ts';
import { beginRun, sendDue } from '../messages/actions/sending.ts';
import { type BookingWish, bookAppointment } from './actions/book.ts';
import { asWish, type ChangeMeans, cancelAppointment, findAppointment, moveAppointment } from './actions/change.ts';
import { recordOutcome } from './actions/settle.ts';
import { confirm } from './actions/tell.ts';

const clock = fixedClock('2016-03-01T09:00:00Z');
let w: World;
let mail: MailServer;
let staffId: string;
const siteId = newId();
before(async () => {
  w = await world();
  mail = await mailServer();
  staffId = await w.staff('INV-KW01');
  await query(`update staff set phone = '07700900456' where id = $1`, staffId);
  await query(
    `insert into site (id, programme_id, area_id, key, name, address, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, 'inv', 'Bolton office', '1 Made-up Street', 'Europe/London', 'england-and-wales', true, '09:00', '17:00')`,
    ...[siteId, w.programmeId, w.area('Bolton').id],
  );
  await query(
    `insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, 'Room 1', 4, true, true, true)`,
    ...[newId(), siteId],
  );
  await query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2015-01-01' from generate_series(1, 5) day`,
    ...[staffId, siteId],
  );
});
beforeEach(() => mail.clear());
after(async () => {
  await mail.close();
  await w.end();
});

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
async function somebody(rules: Record<string, string> = { email: 'yes', text: 'yes' }, preferred = 'email') {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  await query(
    'update person set email = $2, contact_rules = $3, preferred_contact = $4 where id = $1',
    ...[personId, `p${personId.slice(-6)}@example.org`, JSON.stringify(rules), preferred],
  );
  return { programmeId: w.programmeId, caseId, personId };
}
async function book(
  place: Awaited<ReturnType<typeof somebody>>,
  at: string,
  mode: 'in_person' | 'phone' = 'in_person',
): Promise<string> {
  const wish: BookingWish = { siteId, staffId, kind: 'interview', mode, day: '2016-03-31', at };
  const booked = await bookAppointment(w.db, systemActor, place, wish, {
    clock,
    also: (tx, id) => confirm(tx, systemActor, id, clock),
  });
  assert.ok(booked.outcome === 'booked', JSON.stringify(booked));
  return booked.id;
}
async function move(id: string, at: string, askedBy: 'us' | 'them'): Promise<string> {
  const row = await findAppointment(w.db, id);
  assert.ok(row);
  const moved = await moveAppointment(w.db, systemActor, row, row.version, { ...asWish(row), at }, means(askedBy));
  assert.ok(moved.outcome === 'booked', JSON.stringify(moved));
  return moved.id;
}
async function cancel(id: string, askedBy: 'us' | 'them'): Promise<void> {
  const row = await findAppointment(w.db, id);
  assert.ok(row);
  assert.equal(await cancelAppointment(w.db, systemActor, row, row.version, means(askedBy)), 'saved');
}
const means = (askedBy: 'us' | 'them'): ChangeMeans => ({ askedBy, reason: 'Ill', clock });
const at = { now: Temporal.Instant.from('2016-03-01T10:00:00Z'), today: '2016-03-01' };
/** Sends what waits; what arrived then, read by readers that are not ours. */
async function sendAll() {
  mail.clear();
  const run = await beginRun(w.db);
  await sendDue(w.db, run, [smtpSender(mail.url, 'Newel <newel@example.org>')], () => at);
  await run.end();
  return Promise.all(mail.texts.map(read));
}
async function read(raw: string) {
  const letter = await new PostalMime().parse(raw);
  const part = letter.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  if (part === undefined) return { text: letter.text ?? '', calendar: null };
  const source = typeof part.content === 'string' ? part.content : Buffer.from(part.content as ArrayBuffer).toString();
  const root = new ICAL.Component(ICAL.parse(source));
  const event = new ICAL.Event(root.getFirstSubcomponent('vevent') as ICAL.Component);
  return {
    text: letter.text ?? '',
    source,
    calendar: {
      ...{ method: root.getFirstPropertyValue('method'), declared: part.method },
      ...{ uid: event.uid, sequence: event.sequence, title: event.summary, place: event.location },
      ...{ starts: event.startDate.toString(), ends: event.endDate.toString() },
      status: event.component.getFirstPropertyValue('status'),
      organiser: String(event.organizer).toLowerCase(),
      attendees: event.attendees.map((one) => String(one.getFirstValue()).toLowerCase()),
    },
  };
}

test('one entry of their calendar is made, moved and taken out again, with a sequence that grows', async () => {
  const place = await somebody();
  const first = await book(place, '10:00');
  const [made] = await sendAll();
  assert.match(made?.text ?? '', /We will see you on Thursday 31 March/);
  assert.deepEqual(made?.calendar, {
    ...{ method: 'REQUEST', declared: 'REQUEST', uid: `${first}@newel`, sequence: 0, title: 'Appointment' },
    ...{ place: 'Bolton office, 1 Made-up Street', starts: '2016-03-31T09:00:00Z', ends: '2016-03-31T10:00:00Z' },
    ...{ status: 'CONFIRMED', organiser: 'mailto:newel@example.org' },
    attendees: [`mailto:p${place.personId.slice(-6)}@example.org`],
  });
  assert.doesNotMatch(
    made?.source ?? '',
    /Interview|Working Well|Rashida|Debbie/i,
    'nothing that others should not see',
  );

  const second = await move(first, '14:00', 'us');
  const [moved] = await sendAll();
  assert.deepEqual(
    [moved?.calendar?.method, moved?.calendar?.uid, moved?.calendar?.sequence, moved?.calendar?.starts],
    ['REQUEST', `${first}@newel`, 1, '2016-03-31T13:00:00Z'],
  );
  // Who asked for it knows, but the entry that they have would be wrong.
  const third = await move(second, '15:00', 'them');
  const [asked] = await sendAll();
  assert.match(asked?.text ?? '', /as we agreed/);
  assert.deepEqual([asked?.calendar?.sequence, asked?.calendar?.starts], [2, '2016-03-31T14:00:00Z']);

  await cancel(third, 'them');
  const [cancelled] = await sendAll();
  assert.match(cancelled?.text ?? '', /Thank you for telling us/);
  assert.deepEqual(
    [cancelled?.calendar?.method, cancelled?.calendar?.uid, cancelled?.calendar?.sequence, cancelled?.calendar?.status],
    ['CANCEL', `${first}@newel`, 3, 'CANCELLED'],
  );
  const page = (await (await w.signIn('key_worker', { staffId })).get(`/cases/${place.caseId}/messages`)).body;
  assert.match(page, /It takes the appointment out of their calendar[\s\S]*With an entry for their calendar/);
});

test('whoever has no entry in their calendar is sent none, and is not told again of what they asked for', async () => {
  const [texts, unsent] = [await somebody({ text: 'yes', email: 'no' }, 'text'), await somebody()];
  const one = await book(texts, '11:00');
  await cancel(await move(one, '12:00', 'them'), 'them');
  // The invitation of this one never went: the move stopped it, and there is nothing to be corrected.
  const other = await book(unsent, '13:00');
  await cancel(await move(other, '16:00', 'them'), 'them');
  assert.deepEqual(await sendAll(), []);
  const rows = await query(
    'select case_id, kind, state, invitation is null as none from message where case_id = any($1) order by id',
    [texts.caseId, unsent.caseId],
  );
  assert.deepEqual(rows, [
    { case_id: texts.caseId, kind: 'appointment_made', state: 'stopped', none: true },
    { case_id: unsent.caseId, kind: 'appointment_made', state: 'stopped', none: false },
  ]);
});

test('where a programme’s words leave the place out, the calendar leaves it out too; after a ‘no’ nothing goes', async () => {
  const key = (await query('select key from programme where id = $1', w.programmeId))[0].key;
  const officer = await w.signIn('programme_office');
  const words = {
    subject: 'On {{day}}',
    body: 'Hello {{first name}}\n\nSee you on {{day}} at {{time}}.',
    version: '0',
  };
  const edit = `/programmes/${key}/messages/edit?kind=appointment_made&channel=email&language=en`;
  assert.equal((await officer.post(edit, words)).status, 303);
  const place = await somebody();
  const id = await book(place, '10:00');
  const [made] = await sendAll();
  assert.equal(made?.calendar?.place, null);
  const other = await book(place, '12:00');
  const row = await findAppointment(w.db, other);
  assert.ok(row);
  const outcome = { state: 'cancelled_by_us', lateMinutes: null, reason: 'Ill' } as const;
  assert.equal(await recordOutcome(w.db, systemActor, row, row.version, outcome, { clock }), 'saved');
  // Its invitation had not gone: what is said of its outcome stops that, and tells them.
  assert.deepEqual(
    (await sendAll()).map(({ calendar }) => [calendar?.method, calendar?.sequence]),
    [['CANCEL', 1]],
  );
  await query(`update person set contact_rules = '{"email": "no", "text": "no"}' where id = $1`, place.personId);
  await cancel(id, 'us');
  assert.deepEqual(await sendAll(), []);
});

test('by phone: the number is named where a call is safe, and never in a calendar', async () => {
  await query('update message_template set replaced_at = now() where replaced_at is null');
  const [safe, unsafe] = [
    await somebody({ email: 'yes', phone: 'yes' }),
    await somebody({ email: 'yes', phone: 'no' }),
  ];
  await book(safe, '14:00', 'phone');
  await book(unsafe, '15:30', 'phone');
  const told = await sendAll();
  const texts = told.map(({ text }) => text).sort((a, b) => b.length - a.length);
  assert.match(texts[0] ?? '', /Where: home, by phone \(we will ring you on 07700 900123\)/);
  assert.match(texts[1] ?? '', /Where: home, by phone \(we will ring you\)/);
  for (const { calendar, source } of told) {
    assert.equal(calendar?.place, 'home, by phone');
    assert.doesNotMatch(source ?? '', /07700/);
  }
});
