import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { fixedClock } from '../kit/clock.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { type BookingWish, bookAppointment } from './actions/book.ts';
import { cancelAppointment, findAppointment, moveAppointment, swapAppointments } from './actions/change.ts';
import { daysOf } from './actions/days.ts';
import { attendanceOf, correctOutcome, markHeavy, recordOutcome, squeezedBy } from './actions/settle.ts';
import { appointmentReminders, cannotComeToAppointment } from './actions/tell.ts';
import { acceptOffer, findOffer, type WaitGiven, waitForSlot, waitsOf } from './actions/waiting.ts';

let w: World;
const clock = fixedClock('2005-03-01T09:00:00Z');
before(async () => {
  w = await world();
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;

/** A site with rooms, and staff who work there from nine to five. */
async function office(name: string, staffCodes: readonly string[], rooms: readonly object[] = []) {
  const siteId = newId();
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, $4, $5, 'Europe/London', 'england-and-wales', true, '09:00', '17:00')`,
    ...[siteId, w.programmeId, w.area('Bolton').id, newId(), name],
  );
  const roomIds: string[] = [];
  for (const [index, room] of rooms.entries()) {
    const id = newId();
    const { private: hidden = false, stepFree = true, quiet = false } = room as Record<string, boolean>;
    await query(
      'insert into site_room (id, site_id, name, places, private, step_free, quiet) values ($1, $2, $3, 4, $4, $5, $6)',
      ...[id, siteId, `Room ${index + 1}`, hidden, stepFree, quiet],
    );
    roomIds.push(id);
  }
  const staff: string[] = [];
  for (const code of staffCodes) {
    const id = await w.staff(code);
    staff.push(id);
    await query(
      `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
       select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2004-01-01' from generate_series(1, 5) day`,
      ...[id, siteId],
    );
  }
  return { siteId, roomIds, staff: staff as [string, ...string[]] };
}
const person = async (keyWorkerId: string | null = null) => {
  const { caseId, personId } = await w.addCase({ keyWorkerId });
  return { programmeId: w.programmeId, caseId, personId };
};
type Place = Awaited<ReturnType<typeof person>>;
// Tuesday 8 March 2005.
const tuesday = '2005-03-08';
const wish = (siteId: string, staffId: string, at: string, more: Partial<BookingWish> = {}): BookingWish => ({
  ...{ siteId, staffId, kind: 'interview', mode: 'phone', day: tuesday, at },
  ...more,
});
const book = (place: Place, asked: BookingWish, override: string | null = null) =>
  bookAppointment(w.db, systemActor, place, asked, { clock, override });
async function booked(place: Place, asked: BookingWish, override: string | null = null): Promise<string> {
  const outcome = await book(place, asked, override);
  assert.equal(outcome.outcome, 'booked', JSON.stringify(outcome));
  return outcome.outcome === 'booked' ? outcome.id : '';
}
const one = async (id: string) => {
  const row = await findAppointment(w.db, id);
  assert.ok(row);
  return row;
};
const kinds = async (caseId: string) =>
  (await query(`select kind from event where case_id = $1 and kind like 'appointment.%' order by id`, caseId)).map(
    ({ kind }) => kind,
  );
const counts = async () =>
  (
    await query(
      'select (select count(*) from appointment) as a, (select count(*) from diary_hold) as h, (select count(*) from event) as e',
    )
  )[0];
const codes = (outcome: Awaited<ReturnType<typeof book>>) =>
  outcome.outcome === 'booked' ? [] : outcome.problems.map(({ code }) => code);

test('S10.1 and S10.3: above six a day and into protected time only with a manager’s reason; a refusal writes nothing', async () => {
  const { siteId, staff } = await office('Cap', ['CAP-1']);
  const [priya] = staff;
  for (const at of ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00'])
    await booked(await person(), wish(siteId, priya, at));
  const seventh = await person();
  const stood = await counts();
  const refused = await book(seventh, wish(siteId, priya, '15:00'));
  assert.deepEqual(codes(refused), ['above recommended']);
  assert.ok(refused.outcome === 'refused' && refused.alternatives.length > 0);
  assert.deepEqual(await counts(), stood);
  const id = await booked(seventh, wish(siteId, priya, '15:00'), 'Leaves for hospital tomorrow');
  assert.deepEqual((await one(id)).override, {
    limits: ['above recommended'],
    reason: 'Leaves for hospital tomorrow',
    by: null,
  });
  const [event] = await query(
    `select p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1`,
    seventh.caseId,
  );
  assert.equal(event.payload.override.reason, 'Leaves for hospital tomorrow');
  await query(
    `insert into protected_block (id, staff_id, weekday, starts, ends, label, from_on) values (gen_random_uuid(), $1, 4, '09:00', '10:00', 'Providers', '2005-01-01')`,
    priya,
  );
  const thursday = wish(siteId, priya, '09:15', { day: '2005-03-10' });
  assert.deepEqual(codes(await book(seventh, thursday)), ['protected']);
  await booked(seventh, thursday, 'The only time she can come');
  // Eleven are too many, whoever asks.
  const wednesday = { day: '2005-03-09', minutes: 30 };
  for (let index = 0; index < 10; index += 1)
    await booked(
      await person(),
      wish(
        siteId,
        priya,
        `${String(9 + Math.floor(index / 2)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`,
        wednesday,
      ),
      'Full week',
    );
  assert.deepEqual(codes(await book(await person(), wish(siteId, priya, '15:00', wednesday), 'Full week')), ['full']);
});

test('S14.3: a call to keep in touch is in the day beside six interviews, and does not count for the limit', async () => {
  const { siteId, staff } = await office('Touch', ['TOU-1']);
  const [priya] = staff;
  for (const at of ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00'])
    await booked(await person(), wish(siteId, priya, at));
  const id = await booked(await person(), wish(siteId, priya, '15:00', { kind: 'call' }));
  const { days } = await daysOf(w.db, systemActor, priya, [tuesday], 'Europe/London');
  const entries = days[0]?.entries ?? [];
  assert.deepEqual([entries.length, entries.at(-1)?.row.id], [7, id]);
  assert.equal((entries.at(-1)?.row.to_ms ?? 0) - (entries.at(-1)?.row.from_ms ?? 0), 20 * 60_000);
  // The next interview is a seventh all the same, as if there were no call.
  assert.deepEqual(codes(await book(await person(), wish(siteId, priya, '16:00'))), ['above recommended']);
});

test('S10.2: a heavy one keeps time free after it, the next person stays where they are, and the worker chooses', async () => {
  const { siteId, staff } = await office('Heavy', ['HEA-1', 'HEA-2']);
  const [priya, colleague] = staff as [string, string];
  const first = await booked(await person(), wish(siteId, priya, '10:00'));
  const next = await booked(await person(), wish(siteId, priya, '11:00'));
  assert.equal(await markHeavy(w.db, systemActor, await one(first), 1, { heavy: true, minutes: 20, clock }), 'saved');
  const squeezed = await squeezedBy(w.db, await one(first));
  assert.equal(squeezed?.id, next);
  assert.equal(squeezed.state, 'booked');
  assert.deepEqual(codes(await book(await person(), wish(siteId, priya, '11:15'))), ['worker busy']);
  const means = { askedBy: 'us', reason: 'A longer conversation before', clock } as const;
  // 'Start later' and 'a colleague' are moves with who asked; 'as planned' leaves everything.
  const later = await moveAppointment(w.db, systemActor, squeezed, 1, wish(siteId, priya, '11:20'), means);
  assert.equal(later.outcome, 'booked');
  const moved = await one(next);
  assert.deepEqual([moved.state, moved.asked_by, moved.moved_to], ['moved', 'us', (later as { id: string }).id]);
  const third = await one((later as { id: string }).id);
  const covered = await moveAppointment(w.db, systemActor, third, 1, wish(siteId, colleague, '11:20'), means);
  assert.equal(covered.outcome, 'booked');
  const last = await one((covered as { id: string }).id);
  assert.deepEqual([last.staff_id, last.chain_id], [colleague, next]);
  assert.deepEqual(await kinds(last.case_id as string), [
    'appointment.booked',
    'appointment.moved',
    'appointment.moved',
  ]);
  // Somebody else was first: nothing changes.
  const stood = await counts();
  assert.deepEqual(await moveAppointment(w.db, systemActor, third, 1, wish(siteId, priya, '13:00'), means), {
    outcome: 'stale',
  });
  assert.deepEqual(await counts(), stood);
});

test('S10.4: a private room that is taken leaves other ways, each of which can be booked', async () => {
  const { siteId, staff, roomIds } = await office('Rooms', ['ROO-1', 'ROO-2'], [{ private: true }]);
  const [priya, other] = staff as [string, string];
  const inRoom = { mode: 'in_person', needs: ['private'] } as const;
  await booked(await person(), wish(siteId, other, '14:00', inRoom));
  const lorraine = await person();
  const refused = await book(lorraine, wish(siteId, priya, '14:00', { ...inRoom, roomId: roomIds[0] ?? '' }));
  assert.deepEqual(codes(refused), ['room busy']);
  assert.ok(refused.outcome === 'refused');
  const hows = refused.alternatives.map(({ how }) => how);
  assert.ok(hows.includes('later') && hows.includes('phone'), hows.join());
  assert.deepEqual(codes(await book(lorraine, wish(siteId, priya, '14:00', { mode: 'elsewhere' }))), ['venue']);
  const id = await booked(lorraine, wish(siteId, priya, '15:00', inRoom));
  assert.equal((await one(id)).room_id, roomIds[0]);
  // The same person cannot be in two places either.
  assert.deepEqual(codes(await book(lorraine, wish(siteId, other, '15:30'))), ['person busy']);
});

test('S10.5: a cancelled slot is offered to those who wait and whom it suits; the first acceptance has it, the second is told', async () => {
  const { siteId, staff } = await office('Wait', ['WAI-1']);
  const [priya] = staff;
  const given: WaitGiven = {
    ...{ siteId, staffId: null, kind: 'interview' as const, minutes: 60, earliest: '2005-03-01', latest: '2005-03-31' },
    ...{ modes: ['phone' as const], needs: [], noticeHours: 24 },
  };
  const [a, b, c] = [await person(), await person(), await person()];
  await waitForSlot(w.db, systemActor, a, { ...given, noticeHours: 720 }, clock);
  await waitForSlot(w.db, systemActor, b, given, clock);
  await waitForSlot(w.db, systemActor, c, given, clock);
  const who = await person();
  const id = await booked(who, wish(siteId, priya, '13:00'));
  const means = { askedBy: 'them', reason: 'Ill', clock } as const;
  assert.equal(await cancelAppointment(w.db, systemActor, await one(id), 1, means), 'saved');
  assert.equal(await cancelAppointment(w.db, systemActor, await one(id), 1, means), 'stale');
  assert.equal((await one(id)).state, 'cancelled_by_them');
  assert.deepEqual((await waitsOf(w.db, a.caseId)).offers, []);
  const offers = await Promise.all(
    [b, c].map(async ({ caseId }) => findOffer(w.db, (await waitsOf(w.db, caseId)).offers[0]?.id ?? '')),
  );
  assert.ok(offers[0] && offers[1]);
  const answers = await Promise.all(offers.map((offer) => offer && acceptOffer(w.db, systemActor, offer, clock)));
  assert.deepEqual(answers.map((answer) => answer?.outcome).sort(), ['booked', 'taken']);
  const waiting = await query('select state from slot_wait where case_id = any($1) order by state', [
    b.caseId,
    c.caseId,
  ]);
  assert.deepEqual(
    waiting.map(({ state }) => state),
    ['booked', 'waiting'],
  );
  const states = await query('select state from slot_offer where freed_id = $1 order by state', id);
  assert.deepEqual(
    states.map(({ state }) => state),
    ['accepted', 'taken'],
  );
});

test('two swap their times, both or neither', async () => {
  const { siteId, staff } = await office('Swap', ['SWA-1']);
  const [priya] = staff;
  const [a, b] = [await person(), await person()];
  const [early, late] = [await booked(a, wish(siteId, priya, '09:00')), await booked(b, wish(siteId, priya, '15:00'))];
  const means = { askedBy: 'them', reason: 'Child care', clock } as const;
  const [first, second] = [await one(early), await one(late)];
  const swapped = await swapAppointments(
    w.db,
    systemActor,
    { row: first, version: 1 },
    { row: second, version: 1 },
    means,
  );
  assert.equal(swapped.outcome, 'booked');
  const times = await query(
    `select case_id, to_char(starts_at at time zone 'Europe/London', 'HH24:MI') as at from appointment where state = 'booked' and case_id = any($1)`,
    [a.caseId, b.caseId],
  );
  assert.deepEqual(
    new Map(times.map((row) => [row.case_id, row.at])),
    new Map([
      [a.caseId, '15:00'],
      [b.caseId, '09:00'],
    ]),
  );
  const stood = await counts();
  const stale = await swapAppointments(
    w.db,
    systemActor,
    { row: first, version: 1 },
    { row: second, version: 1 },
    means,
  );
  assert.equal(stale.outcome, 'stale');
  assert.deepEqual(await counts(), stood);
});

test('an outcome is final, a late fact corrects it and keeps the original, and what we cancel is never a failure', async () => {
  const { siteId, staff } = await office('Outcome', ['OUT-1']);
  const [priya] = staff;
  const place = await person();
  const id = await booked(place, wish(siteId, priya, '10:00', { about: 'interview 1' }));
  const later = { clock: fixedClock('2005-03-08T12:00:00Z') };
  const missed = { state: 'did_not_attend', lateMinutes: null, reason: 'Not known' } as const;
  assert.equal(await recordOutcome(w.db, systemActor, await one(id), 1, missed, later), 'saved');
  assert.equal(
    await recordOutcome(w.db, systemActor, await one(id), 2, { ...missed, state: 'attended' }, later),
    'stale',
  );
  const late = { state: 'late', lateMinutes: 25, reason: 'The bus did not come' } as const;
  const why = 'Reception had her name';
  assert.equal(await correctOutcome(w.db, systemActor, await one(id), 2, late, { ...later, why }), 'saved');
  assert.equal(await correctOutcome(w.db, systemActor, await one(id), 2, late, { ...later, why }), 'stale');
  const [event] = await query(
    `select p.payload from event e join event_payload p on p.event_id = e.id where e.case_id = $1 and e.kind = 'appointment.corrected'`,
    place.caseId,
  );
  assert.deepEqual(event.payload.before, { state: 'did_not_attend', lateMinutes: null, reason: 'Not known' });
  assert.equal(event.payload.why, why);
  const [known] = await attendanceOf(w.db, { abouts: ['interview 1'] });
  assert.deepEqual([known?.id, known?.state, known?.late_minutes], [id, 'late', 25]);
  assert.deepEqual(await kinds(place.caseId), ['appointment.booked', 'appointment.missed', 'appointment.corrected']);
});

test('a day before there is a reminder, once; who replies that they cannot come cancels it, and it is their cancellation', async () => {
  const { siteId, staff } = await office('Remind', ['REM-1']);
  const [priya] = staff;
  const place = await person();
  const id = await booked(place, wish(siteId, priya, '10:00', { day: '2005-03-29' }));
  const ask = { from: '2005-03-28T08:00:00Z', to: '2005-03-28T10:00:00Z' };
  const due = (await appointmentReminders.due(w.db, ask)).filter(({ about }) => about === id);
  // Ten o'clock is nine in Greenwich: the clocks went forward two days before.
  assert.deepEqual(
    due.map(({ values, ifPhone, once, notAfter }) => ({ values, ifPhone, once, notAfter })),
    [
      {
        values: { day: 'Tuesday 29 March', time: '10:00am', place: 'home, by phone (we will ring you)' },
        ifPhone: { place: 'home, by phone (we will ring you on {number})' },
        once: `appointment_reminder:${id}`,
        notAfter: '2005-03-29T09:00:00Z',
      },
    ],
  );
  const at = { now: Temporal.Instant.from('2005-03-28T12:00:00Z'), today: '2005-03-28' };
  const reply = { replyId: newId(), ...place, about: id };
  const handle = (given: typeof reply) => transaction(w.db, (tx) => cannotComeToAppointment.handle(tx, given, at));
  const stood = await counts();
  assert.equal(await handle({ ...reply, ...(await person()) }), null);
  assert.equal((await one(id)).state, 'booked');
  assert.match((await handle(reply)) ?? '', /was cancelled/);
  assert.deepEqual([(await one(id)).state, (await one(id)).asked_by], ['cancelled_by_them', 'them']);
  assert.equal(await handle(reply), null);
  assert.equal((await counts()).a, stood.a);
  assert.deepEqual(
    (await appointmentReminders.due(w.db, ask)).filter(({ about }) => about === id),
    [],
  );
});

test('a reminder that waits is stopped when its appointment is moved or cancelled', async () => {
  const { siteId, staff } = await office('Untold', ['UNT-1']);
  const [priya] = staff;
  const place = await person();
  const [moved, cancelled, stands] = [
    await booked(place, wish(siteId, priya, '10:00')),
    await booked(place, wish(siteId, priya, '13:00')),
    await booked(place, wish(siteId, priya, '15:00')),
  ];
  for (const id of [moved, cancelled, stands])
    await query(
      `insert into message (id, programme_id, case_id, person_id, kind, about, reminder, channel, body, not_before)
       values ($1, $2, $3, $4, 'appointment_reminder', $5, true, 'text', 'See you soon', now())`,
      ...[newId(), place.programmeId, place.caseId, place.personId, id],
    );
  const means = { askedBy: 'them', reason: 'Child care', clock } as const;
  await moveAppointment(w.db, systemActor, await one(moved), 1, wish(siteId, priya, '09:00'), means);
  await cancelAppointment(w.db, systemActor, await one(cancelled), 1, means);
  const states = await query('select about, state, reason from message where case_id = $1', place.caseId);
  assert.deepEqual(
    [moved, cancelled, stands].map((id) => states.find(({ about }) => about === id)?.state),
    ['stopped', 'stopped', 'queued'],
  );
});

test('two bookings of one time at the same instant: one is booked, the other refused, and the database agrees', async () => {
  const { siteId, staff, roomIds } = await office('Instant', ['INS-1', 'INS-2'], [{ private: true }]);
  const [a, b] = staff as [string, string];
  const same = await Promise.all([
    book(await person(), wish(siteId, a, '10:00')),
    book(await person(), wish(siteId, a, '10:30')),
  ]);
  assert.deepEqual(same.map(({ outcome }) => outcome).sort(), ['booked', 'refused']);
  // Two workers, one room.
  const room = { mode: 'in_person', roomId: roomIds[0] ?? '' } as const;
  const inRoom = await Promise.all([
    book(await person(), wish(siteId, a, '13:00', room)),
    book(await person(), wish(siteId, b, '13:00', room)),
  ]);
  assert.deepEqual(inRoom.map(({ outcome }) => outcome).sort(), ['booked', 'refused']);
  // What goes round the action is refused by the database itself.
  const [held] = await query('select appointment_id, holder, span from diary_hold limit 1');
  await assert.rejects(
    query('insert into diary_hold (appointment_id, holder, span) values ($1, $2, $3)', ...Object.values(held)),
    { code: '23P01' },
  );
});

test('1,000 bookings at once for the same 100 slots give exactly 100', async () => {
  const { siteId, staff } = await office('Rush', ['RUS-1', 'RUS-2', 'RUS-3', 'RUS-4']);
  const slots: BookingWish[] = [];
  for (const staffId of staff)
    for (const day of ['2005-04-04', '2005-04-05', '2005-04-06', '2005-04-07', '2005-04-08'])
      for (const at of ['09:00', '10:00', '11:00', '12:00', '13:00']) slots.push(wish(siteId, staffId, at, { day }));
  assert.equal(slots.length, 100);
  const people: Place[] = [];
  for (let index = 0; index < 50; index += 1) people.push(await person());
  const asked = Array.from({ length: 1000 }, (_, index) => ({
    slot: slots[index % 100] as BookingWish,
    // People are spread so that nobody is refused for their own sake before their slot is gone.
    place: people[(index * 7 + Math.floor(index / 100)) % 50] as Place,
  }));
  const outcomes = await Promise.all(asked.map(({ slot, place }) => book(place, slot)));
  const [{ count }] = await query(`select count(*) from appointment where site_id = $1 and state = 'booked'`, siteId);
  const won = outcomes.filter(({ outcome }) => outcome === 'booked').length;
  assert.equal(won, count);
  assert.equal(count, 100);
  const [{ holds }] = await query(
    'select count(*) as holds from diary_hold h join appointment a on a.id = h.appointment_id where a.site_id = $1',
    siteId,
  );
  assert.equal(holds, 200);
});
