import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { systemActor } from '../src/access/rules/policy.ts';
import { bookAppointment } from '../src/diary/actions/book.ts';
import { appointmentReminders } from '../src/diary/actions/tell.ts';
import { fixedClock } from '../src/kit/clock.ts';
import { type Database, openDatabase } from '../src/kit/db.ts';
import { queueReminders, type ReminderKind } from '../src/messages/actions/reminders.ts';
import { mailServer } from '../test/support/mail.ts';
import { diaryNow } from './diary.ts';
import { asOwner, type Scratch } from './scratch.ts';

/** Something that was done many times, what came of it, and how long it took. What should not come of it throws. */
export type Check = { what: string; text: string; seconds: number };

// The first Monday after the diaries, on which everybody works and nothing is booked.
const emptyDay = '2016-10-03';
const hours = ['09:00', '10:00', '11:00', '14:00', '15:00'];
const [slotCount, asking] = [100, 10];

const whole = (value: number) => value.toLocaleString('en-GB');
const seconds = (begun: number) => (performance.now() - begun) / 1000;

/** A thousand people want a hundred times of a site's workers, ten the same one, all at once. */
async function bookAtOnce(db: Database): Promise<Check> {
  const clock = fixedClock(diaryNow);
  const { rows: workers } = await db.query<{ staff_id: string; site_id: string }>(
    `select distinct w.staff_id, w.site_id from working_pattern w
     where w.site_id = (select site_id from working_pattern group by site_id order by count(*) desc, site_id limit 1) order by 1`,
  );
  const slots = workers.flatMap((one) => hours.map((at) => ({ ...one, at }))).slice(0, slotCount);
  const { rows: cases } = await db.query<{ id: string; person_id: string; programme_id: string }>(
    'select id, person_id, programme_id from case_record order by reference limit $1',
    [slots.length * asking],
  );
  const begun = performance.now();
  const outcomes = await Promise.all(
    cases.map((one, at) => {
      const { staff_id: staffId, site_id: siteId, at: time } = slots[at % slots.length] as (typeof slots)[number];
      const place = { programmeId: one.programme_id, personId: one.person_id, caseId: one.id };
      const wish = { staffId, siteId, kind: 'meeting', mode: 'phone', day: emptyDay, at: time } as const;
      return bookAppointment(db, systemActor, place, wish, { clock });
    }),
  );
  const taken = seconds(begun);
  const booked = outcomes.filter(({ outcome }) => outcome === 'booked').length;
  const { rows } = await db.query<{ n: number; slots: number }>(
    `select count(*)::int as n, count(distinct (staff_id, starts_at))::int as slots from appointment where starts_at > $1`,
    [emptyDay],
  );
  assert.deepEqual(
    [booked, rows[0]],
    [slots.length, { n: slots.length, slots: slots.length }],
    'each time is booked once',
  );
  const text = `${booked} booked, ${whole(cases.length - booked)} refused with what can be done instead`;
  return { what: `${whole(cases.length)} bookings for ${slots.length} times at once`, text, seconds: taken };
}

/** Queues reminders of so many appointments. */
async function remind(db: Database, most: number): Promise<Check> {
  const kind: ReminderKind = {
    ...appointmentReminders,
    due: async (sql, asked) => (await appointmentReminders.due(sql, asked)).slice(0, most),
  };
  const clock = fixedClock(diaryNow);
  const begun = performance.now();
  const done = await queueReminders(db, [kind], { now: clock.now(), today: clock.today().toString() }, 24 * 20);
  const taken = seconds(begun);
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from message');
  assert.equal(rows[0]?.n, done.queued);
  const left = Object.entries(done.left).map(([code, count]) => `, ${whole(count)} not (${code})`);
  return { what: 'Reminders', text: `${whole(done.queued)} queued${left.join('')}`, seconds: taken };
}

/** Sends `count` messages through a real SMTP server from a process that is killed ten times. */
async function kill(db: Database, url: string, count: number): Promise<Check> {
  // What is sent is not the question here, nor when: as many as are wanted stay, and all of them are due.
  await asOwner(url, async (client) => {
    await client.query(
      `delete from message where id not in (select id from message where channel = 'email' order by id limit $1)`,
      [count],
    );
    await client.query('update message set not_before = queued_at, not_after = null');
  });
  const { rows: waiting } = await db.query<{ id: string }>('select id from message');
  const mail = await mailServer();
  const script = path.join(import.meta.dirname, '../test/support/send-outbox.ts');
  const start = (): ChildProcess =>
    spawn(process.execPath, [script, url, mail.url, diaryNow], { stdio: ['ignore', 'ignore', 'inherit'] });
  const begun = performance.now();
  try {
    for (let n = 0; n < 10; n++) {
      const child = start();
      const exited = once(child, 'exit');
      // After some more were accepted each time, in the middle of its work.
      const target = mail.accepted.length + Math.ceil(waiting.length / 20) + n;
      while (mail.accepted.length < target && child.exitCode === null)
        await Promise.race([once(mail.arrivals, 'mail'), exited]);
      child.kill('SIGKILL');
      await exited;
    }
    const [code] = await once(start(), 'exit');
    assert.equal(code, 0, 'the last run ends by itself');
    const taken = seconds(begun);
    const { rows } = await db.query<{ id: string; state: string }>('select id, state from message');
    const of = (state: string) => rows.filter((row) => row.state === state).map(({ id }) => id);
    const [accepted, unknown] = [of('accepted'), of('unknown')];
    const arrived = new Set(mail.accepted);
    assert.equal(accepted.length + unknown.length, waiting.length, 'none is lost');
    assert.equal(arrived.size, mail.accepted.length, 'none is sent twice');
    assert.deepEqual(
      accepted.filter((id) => !arrived.has(id)),
      [],
      'what counts as sent was sent',
    );
    const text = `${whole(accepted.length)} accepted, ${unknown.length} flagged for a person, none lost, none sent twice`;
    return { what: `${whole(waiting.length)} messages by a process that was killed ten times`, text, seconds: taken };
  } finally {
    await mail.close();
  }
}

/** Does at once what many do in life, and takes it back: bookings, reminders, sending with a process that dies. */
export async function checkDiary(scratch: Scratch): Promise<Check[]> {
  const db = openDatabase(scratch.url, { max: 10 });
  const clear = () =>
    asOwner(scratch.url, async (client) => {
      const added = 'select id from appointment where starts_at > $1';
      await client.query('truncate message cascade');
      await client.query(`delete from diary_hold where appointment_id in (${added})`, [emptyDay]);
      await client.query(`delete from appointment where id in (${added})`, [emptyDay]);
    });
  try {
    await clear();
    const checks = [await bookAtOnce(db)];
    await clear();
    checks.push(await remind(db, 100_000), await kill(db, scratch.url, Math.min(1000, scratch.people / 10)));
    await clear();
    return checks;
  } finally {
    await db.end();
  }
}
