import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { bookAppointment } from '../diary/actions/book.ts';
import { bringIn } from '../diary/actions/bring-in.ts';
import { findAppointment, moveAppointment } from '../diary/actions/change.ts';
import { fixedClock } from '../kit/clock.ts';
import { newId } from '../kit/ids.ts';

// Thursday 31 March 2016, 11:00 in British Summer Time; the visits are on Tuesday 5 April.
const clock = fixedClock('2016-03-31T10:00:00Z');
const tuesday = '2016-04-05';
const siteId = newId();
let w: World;
let staffId: string;
let worker: Browser;
let colleague: Browser;
let manager: Browser;
before(async () => {
  w = await world();
  staffId = await w.staff('PLAN-KW01');
  worker = await w.signIn('key_worker', { staffId });
  colleague = await w.signIn('key_worker', { staffId: await w.staff('PLAN-KW02') });
  const { id: areaId, provider_id: providerId } = w.area('Bolton');
  manager = await w.signIn('team_manager', { areaId, providerId });
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, 'visits', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    ...[siteId, w.programmeId, areaId],
  );
  await query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), $1, $2, day, '09:00', '17:00', '2014-01-01' from generate_series(1, 5) day`,
    ...[staffId, siteId],
  );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const one = async (text: string, ...values: unknown[]) => (await query(text, ...values))[0];
const kinds = async (caseId: string) =>
  (await query(`select kind from event where case_id = $1 order by at, id`, caseId)).map(({ kind }) => kind);
const booked = (caseId: string) =>
  query(
    `select id, mode, state, starts_at, staff_id, about, version from appointment where case_id = $1 order by id`,
    caseId,
  );
const asked = (mode: 'home' | 'elsewhere' | 'phone', at: string, day = tuesday) => ({
  ...({ staffId, siteId, kind: 'meeting', mode, at, minutes: 60 } as const),
  day,
});
const plan = (time: string, more: Record<string, string> = {}) => ({
  ...{ 'day-day': '5', 'day-month': '4', 'day-year': '2016', time, minutes: '60', place_kind: 'home' },
  ...{ place: '3 Mill Lane', phone: '07700 900111', risks: 'Stairs', precautions: 'The kitchen' },
  ...{ first: colleague.userId, ...more },
});
const post = (caseId: string, fields: Record<string, string>) => worker.post(`/cases/${caseId}/visits/new`, fields);
const made = async (caseId: string, fields: Record<string, string>): Promise<string> => {
  const reply = await post(caseId, fields);
  assert.equal(reply.status, 303, reply.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '));
  return (reply.location as string).split('/').at(-1) as string;
};
const someone = async () => {
  const { caseId, personId } = await w.addCase({ keyWorkerId: staffId });
  return { caseId, personId, programmeId: w.programmeId };
};

test('no door leads to an appointment away from the office without a safety plan', async () => {
  const place = await someone();
  for (const mode of ['home', 'elsewhere'] as const) {
    const done = await bookAppointment(w.db, systemActor, place, asked(mode, '10:00'), { clock });
    assert.equal(done.outcome, 'refused');
    if (done.outcome !== 'refused') return;
    assert.deepEqual(
      done.problems.map(({ code, passable }) => [code, passable]),
      [[mode === 'home' ? 'safety plan' : 'venue', false]],
    );
    assert.ok(
      done.alternatives.every((other) => other.mode === 'phone'),
      'nothing that would need a plan is offered',
    );
  }
  assert.deepEqual([await booked(place.caseId), await kinds(place.caseId)], [[], []]);
  // A form of the diary says so and keeps what was typed; a time of another form that is at home is refused as well.
  const slot = `${siteId}_${staffId}_none_home_${tuesday}_10:00`;
  const reply = await worker.post(`/cases/${place.caseId}/appointments/book`, { slot, note: 'Their forms' });
  assert.equal(reply.status, 409);
  assert.match(reply.body, /There is no visit without a safety plan/);
  assert.match(reply.body, /Their forms/);
  assert.match((await worker.get(`/cases/${place.caseId}/appointments/book`)).body, /visits\/new">Plan a visit/);
  // Nor is one moved there, or brought in.
  const phone = await bookAppointment(w.db, systemActor, place, asked('phone', '10:00'), { clock });
  assert.equal(phone.outcome, 'booked');
  const row = phone.outcome === 'booked' ? await findAppointment(w.db, phone.id) : null;
  const means = { askedBy: 'them', reason: 'Ill', clock } as const;
  assert.ok(row);
  assert.equal((await moveAppointment(w.db, systemActor, row, 1, asked('home', '10:00'), means)).outcome, 'refused');
  const kept = {
    ...place,
    ...asked('home', '14:00'),
    roomId: null,
    state: 'booked',
    lateMinutes: null,
    reason: null,
  } as const;
  await assert.rejects(
    bringIn(w.db, systemActor, { programmeId: w.programmeId, timeZone: 'Europe/London', clock }, [kept]),
    /safety plan/,
  );
  // The database itself refuses it, and to take the mode of one that is booked.
  const insert = `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
    values ($1, $2, $3, $4, $5, $6, 'meeting', 'home', '2016-04-05T13:00Z', '2016-04-05T14:00Z', $1)`;
  const { programmeId, caseId, personId } = place;
  await assert.rejects(query(insert, newId(), programmeId, caseId, personId, staffId, siteId), /without a safety plan/);
  await assert.rejects(
    query(`update appointment set mode = 'elsewhere' where id = $1`, row.id),
    /without a safety plan/,
  );
  assert.deepEqual(
    (await booked(caseId)).map(({ mode, state }) => [mode, state]),
    [['phone', 'booked']],
  );
  assert.deepEqual(await kinds(caseId), ['appointment.booked']);
});

test('the plan books the time in the same transaction, or neither is written', async () => {
  const { caseId } = await someone();
  const id = await made(caseId, plan('11:30'));
  const [row] = await booked(caseId);
  assert.deepEqual([row?.mode, row?.staff_id, row?.state], ['home', staffId, 'booked']);
  assert.equal((await one('select appointment_id from visit where id = $1', id)).appointment_id, row?.id);
  assert.deepEqual(await kinds(caseId), ['appointment.booked', 'visit.planned']);
  const page = (await worker.get(`/cases/${caseId}/appointments/${row?.id}`)).body;
  assert.match(page, /its safety plan stands under/);
  // Somebody else at the same time: refused with why, what was typed kept, nothing written.
  const other = await someone();
  const refused = await post(other.caseId, plan('11:30', { place: '9 Mill Lane' }));
  assert.equal(refused.status, 409);
  assert.match(refused.body, /The worker has another appointment then/);
  assert.match(refused.body, /9 Mill Lane/);
  assert.match(refused.body, /Plan the visit without an appointment/);
  assert.deepEqual([await booked(other.caseId), await kinds(other.caseId)], [[], []]);
  // Whoever goes all the same has a safety plan: nothing stands against one.
  const alone = await made(other.caseId, plan('11:30', { refused: 'yes', alone: 'yes' }));
  assert.equal((await one('select appointment_id from visit where id = $1', alone)).appointment_id, null);
  assert.deepEqual(await kinds(other.caseId), ['visit.planned']);
});

test('an appointment becomes a visit, the visit is moved with a plan of its own, and its old plan ends', async () => {
  const place = await someone();
  await bookAppointment(w.db, systemActor, place, asked('phone', '09:00', '2016-04-06'), { clock });
  const [phone] = await booked(place.caseId);
  const form = (await worker.get(`/cases/${place.caseId}/visits/new?appointment=${phone?.id}`)).body;
  assert.match(form, new RegExp(`name="appointment" value="${phone?.id}"`));
  assert.match(form, /value="9:00"|value="09:00"/);
  const move = { 'day-day': '6', asked_by: 'them', reason: 'They cannot come in' };
  assert.equal(
    (await post(place.caseId, plan('9:00', { appointment: phone?.id, version: '1' }))).status,
    422,
    'who asked',
  );
  const first = await made(place.caseId, plan('9:00', { appointment: phone?.id, version: '1', ...move }));
  const [, home] = await booked(place.caseId);
  assert.deepEqual([home?.mode, home?.state], ['home', 'booked']);
  // A stale form writes nothing.
  const stale = await post(place.caseId, plan('14:00', { appointment: phone?.id, version: '1', ...move }));
  assert.match(stale.location ?? '', /appointments$/);
  const second = await made(
    place.caseId,
    plan('14:00', { appointment: home?.id, version: '1', ...move, place_kind: 'public' }),
  );
  const visits = await query(
    `select id, cancelled_at is not null as over, tell_at from visit where case_id = $1 order by id`,
    place.caseId,
  );
  assert.deepEqual(
    visits.map(({ id, over }) => [id, over]),
    [
      [first, true],
      [second, false],
    ],
  );
  assert.equal(visits[0]?.tell_at, null, 'nobody is told of a visit that is not');
  assert.deepEqual(
    (await booked(place.caseId)).map(({ mode, state }) => [mode, state]),
    [
      ['phone', 'moved'],
      ['home', 'moved'],
      ['elsewhere', 'booked'],
    ],
  );
  // Cancelled in the diary, its plan ends as well.
  const row = (await booked(place.caseId)).at(-1);
  await worker.post(`/cases/${place.caseId}/appointments/${row?.id}/cancel`, {
    version: '1',
    asked_by: 'them',
    cancel_reason: 'They rang',
  });
  assert.equal((await one('select cancel_reason from visit where id = $1', second)).cancel_reason, 'They rang');
});

test('a plan that is withdrawn or not approved cancels its appointment, which is nobody’s failure', async () => {
  const { caseId } = await someone();
  const first = await made(caseId, plan('15:00'));
  const cancel = (fields: Record<string, string>) =>
    worker.post(`/cases/${caseId}/visits/${first}/cancel`, { version: '1', reason: 'They are ill', ...fields });
  assert.equal((await cancel({})).status, 422, 'who cancels');
  assert.equal((await cancel({ asked_by: 'them' })).status, 303);
  assert.deepEqual(
    (await booked(caseId)).map(({ state }) => state),
    ['cancelled_by_them'],
  );
  assert.deepEqual((await kinds(caseId)).slice(2), ['visit.cancelled', 'appointment.cancelled']);

  await query(
    `insert into risk_flag (id, case_id, person_id, kind, words, precautions, review_on)
     select gen_random_uuid(), id, person_id, 'other', 'x', 'y', '2016-06-01' from case_record where id = $1`,
    caseId,
  );
  const second = await made(caseId, plan('15:00'));
  const path = `/cases/${caseId}/visits/${second}/refuse`;
  const given = { version: '1', reason: 'Meet them at the library' };
  assert.equal((await worker.post(path, given)).status, 404, 'nobody says no to, or yes to, their own');
  assert.equal((await manager.post(path, { version: '1' })).status, 422);
  assert.equal((await manager.post(path, { ...given, version: '7' })).status, 303);
  assert.equal((await booked(caseId)).at(-1)?.state, 'booked', 'a stale form writes nothing');
  assert.match((await manager.get(path)).body, /cancelled by us/);
  assert.equal((await manager.post(path, given)).status, 303);
  assert.equal((await booked(caseId)).at(-1)?.state, 'cancelled_by_us');
  assert.deepEqual((await kinds(caseId)).slice(-2), ['visit.refused', 'appointment.cancelled']);
  const told = await query('select kind from notice where user_id = $1 and about = $2', worker.userId, second);
  assert.deepEqual(told, [{ kind: 'visit refused' }]);
  assert.match((await worker.get(`/cases/${caseId}/visits/${second}`)).body, /Meet them at the library/);
});

test('what was booked before a plan was needed stands on Today, beside a risk that is due', async () => {
  const [place, library] = [await someone(), newId()];
  // An accepted venue needs none; one that is accepted no more does.
  await query(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes, outreach)
     values ($1, $2, 'library', 'Library', 'Europe/London', 'england-and-wales', true, '08:00', '18:00', true)`,
    ...[library, w.programmeId],
  );
  await query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
     values ($1, $2, $3, $4, $5, $6, 'meeting', 'elsewhere', '2016-04-07T13:00Z', '2016-04-07T14:00Z', $1)`,
    ...[newId(), w.programmeId, place.caseId, place.personId, staffId, library],
  );
  assert.doesNotMatch((await worker.get('/today')).body, /has no safety plan/);
  await query('update site set outreach = false where id = $1', library);
  await query(
    `insert into risk_flag (id, case_id, person_id, kind, words, precautions, review_on)
     values (gen_random_uuid(), $1, $2, 'other', 'x', 'y', '2016-03-30')`,
    ...[place.caseId, place.personId],
  );
  const [row] = await booked(place.caseId);
  const path = `/cases/${place.caseId}/visits/new?appointment=${row?.id}`;
  const listed = (await worker.get('/today')).body;
  assert.match(listed, /The visit on Thu 7 Apr has no safety plan/);
  assert.ok(listed.includes(path));
  await made(
    place.caseId,
    plan('14:00', { 'day-day': '7', appointment: row?.id, version: '1', asked_by: 'us', reason: 'Its plan' }),
  );
  const after = (await worker.get('/today')).body;
  assert.doesNotMatch(after, /has no safety plan/);
  assert.match(after, /Look at a known risk again/);
  // Another case's appointment is nobody's here.
  const other = await someone();
  assert.doesNotMatch(
    (await worker.get(`/cases/${other.caseId}/visits/new?appointment=${row?.id}`)).body,
    /name="appointment"/,
  );
});
