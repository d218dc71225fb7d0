import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Browser, type World, world } from '../../test/support/world.ts';
import { newId } from '../kit/ids.ts';

// The clock of the application stands at 11:00 of Thursday 31 March 2016 in British Summer Time.
let w: World;
let worker: Browser;
let staffId: string;
const siteId = newId();
before(async () => {
  w = await world();
  staffId = await w.staff('MEET-KW01');
  worker = await w.signIn('key_worker', { staffId });
  await query(
    `insert into site (id, programme_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, 'meet', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    ...[siteId, w.programmeId],
  );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
async function booked(startsAt: string, more: { caseId: string; personId: string } | null = null) {
  const { caseId, personId } = more ?? (await w.addCase({ keyWorkerId: staffId }));
  const id = newId();
  await query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
     values ($1, $2, $3, $4, $5, $6, 'meeting', 'phone', $7::timestamptz, $7::timestamptz + interval '30 minutes', $1)`,
    ...[id, w.programmeId, caseId, personId, staffId, siteId, startsAt],
  );
  return { id, caseId, personId };
}
const appointment = async (id: string) =>
  (await query('select state, late_minutes, state_reason, version from appointment where id = $1', id))[0];
const kinds = async (caseId: string) =>
  (await query('select kind from event where case_id = $1 order by at, id', caseId)).map(({ kind }) => kind);
const meet = (caseId: string, fields: Record<string, string>) =>
  worker.post(`/cases/${caseId}/meeting`, {
    ...{ _draft: newId(), _rev: '99', mode: 'phone', attendance: 'attended', note: 'We spoke of the course' },
    ...{ 'held_on-day': '31', 'held_on-month': '3', 'held_on-year': '2016', ...fields },
  });

test('a meeting gives its appointment the same outcome in one transaction, once, and takes it back with itself', async () => {
  const { id, caseId } = await booked('2016-03-31T09:00Z');
  const screen = (await worker.get(`/cases/${caseId}/meeting`)).body;
  assert.match(screen, /Which appointment was this\?/);
  assert.match(screen, new RegExp(`value="${id}" checked`), 'the one of today is chosen');
  // Late without the minutes, and one that is of another case: nothing is written.
  assert.equal((await meet(caseId, { 'appointment-which': id, attendance: 'late', reason: 'Bus' })).status, 422);
  const other = await booked('2016-03-31T08:00Z');
  assert.notEqual((await meet(caseId, { 'appointment-which': other.id })).status, 303);
  assert.deepEqual([await kinds(caseId), (await appointment(id)).state], [[], 'booked']);
  const saved = await meet(caseId, {
    'appointment-which': id,
    attendance: 'late',
    reason: 'Bus',
    'appointment-late': '10',
  });
  assert.equal(
    saved.status,
    303,
    saved.body
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .slice(0, 2000),
  );
  assert.deepEqual(await appointment(id), { state: 'late', late_minutes: 10, state_reason: 'Bus', version: 2 });
  assert.deepEqual(await kinds(caseId), ['appointment.attended', 'meeting.held']);
  // Never twice: a screen that still shows it makes another meeting and leaves the outcome as it is.
  assert.equal((await meet(caseId, { 'appointment-which': id })).status, 303);
  assert.deepEqual(await appointment(id), { state: 'late', late_minutes: 10, state_reason: 'Bus', version: 2 });
  assert.deepEqual((await kinds(caseId)).slice(2), ['meeting.held']);
  const meeting = (saved.location as string).split('?')[0]?.split('/').at(-1) as string;
  const undone = await worker.post(`/cases/${caseId}/meetings/${meeting}/undo`, { thing: 'all' });
  assert.equal(undone.status, 303, undone.body.slice(0, 300));
  assert.deepEqual(await appointment(id), { state: 'booked', late_minutes: null, state_reason: null, version: 3 });
  assert.deepEqual((await kinds(caseId)).slice(3), ['appointment.reopened', 'meeting.undone']);
});

test('a meeting of another day, one to come and a cancelled one settle nothing', async () => {
  const { id, caseId, personId } = await booked('2016-03-30T09:00Z');
  const later = await booked('2016-03-31T15:00Z', { caseId, personId });
  assert.match((await meet(caseId, { 'appointment-which': id })).body, /was on another day/);
  assert.match((await meet(caseId, { 'appointment-which': later.id })).body, /has not begun yet/);
  assert.deepEqual(await kinds(caseId), []);
  assert.equal((await meet(caseId, { 'appointment-which': 'none' })).status, 303);
  assert.equal(
    (
      await meet(caseId, {
        'appointment-which': id,
        'held_on-day': '30',
        attendance: 'did_not_attend',
        reason: 'Not known',
        note: '',
      })
    ).status,
    303,
  );
  assert.deepEqual((await appointment(id)).state, 'did_not_attend');
  assert.equal(
    (await meet(caseId, { 'appointment-which': later.id, attendance: 'cancelled_by_them', reason: 'Ill' })).status,
    303,
  );
  assert.equal((await appointment(later.id)).state, 'booked', 'it is cancelled where they are told of it');
  assert.deepEqual(await kinds(caseId), ['meeting.held', 'appointment.missed', 'meeting.missed', 'meeting.missed']);
});
