import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { passingAt } from '../cases/actions/assign.ts';
import { casesToGive, findReassignment, putBack, reassignMany } from '../cases/actions/reassign.ts';
import { fixedClock } from '../kit/clock.ts';
import { transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { takeLeave } from './actions/away.ts';
import { bookAppointment } from './actions/book.ts';
import { passOnAppointments } from './actions/pass-on.ts';

// Thursday 31 March 2016, 11:00 in British Summer Time.
const clock = fixedClock('2016-03-31T10:00:00Z');
const tuesday = '2016-04-05';
const siteId = newId();
let w: World;
let ade: string;
let bea: string;
before(async () => {
  w = await world();
  ade = await w.staff('PASS-ADE');
  bea = await w.staff('PASS-BEA');
  await query(
    `insert into site (id, programme_id, area_id, key, name, time_zone, holidays, step_free, opens, closes)
     values ($1, $2, $3, 'pass', 'Bolton office', 'Europe/London', 'england-and-wales', true, '08:00', '18:00')`,
    ...[siteId, w.programmeId, w.area('Bolton').id],
  );
  await query(
    `insert into working_pattern (id, staff_id, site_id, weekday, starts, ends, from_on)
     select gen_random_uuid(), s, $1, day, '09:00', '17:00', '2014-01-01' from unnest($2::uuid[]) s, generate_series(1, 5) day`,
    ...[siteId, [ade, bea]],
  );
});
after(() => w.end());

const query = async (text: string, ...values: unknown[]) => (await w.db.query(text, values)).rows;
const nowhere = { areaId: null, providerId: null, staffId: null };
const office = () => ({
  ...systemActor,
  memberships: [{ role: 'programme_office' as const, programmeId: w.programmeId, ...nowhere }],
});
async function booked(keyWorkerId: string, day: string, at: string) {
  const { caseId, personId } = await w.addCase({ keyWorkerId });
  const wish = { staffId: keyWorkerId, siteId, kind: 'meeting', mode: 'phone', day, at, minutes: 60 } as const;
  const done = await bookAppointment(w.db, systemActor, { programmeId: w.programmeId, caseId, personId }, wish, {
    clock,
  });
  assert.equal(done.outcome, 'booked', JSON.stringify(done));
  return { caseId, personId };
}
const give = async (caseIds: string[], to: string) => {
  const cases = await casesToGive(w.db, office(), w.programmeId, { caseIds });
  return reassignMany(
    w.db,
    office(),
    {
      ...{
        programmeId: w.programmeId,
        staff: [{ id: to, name: 'Somebody New' }],
        startsOn: '2016-03-31',
        reason: 'Left',
      },
      ...{ moves: cases.map((one) => ({ ...one, staffId: to })), handover: null, aboveGuide: false, passOver: false },
    },
    passingAt([passOnAppointments], clock),
  );
};
const withWhom = async (caseId: string) =>
  (
    await query(`select staff_id from appointment where case_id = $1 and state = 'booked' order by starts_at`, caseId)
  ).map(({ staff_id }) => staff_id);
const held = (staffId: string) =>
  query('select count(*)::int as n from diary_hold where holder = $1', staffId).then(([row]) => row?.n);
const events = async (caseId: string) =>
  (await query('select kind from event where case_id = $1 order by at, id', caseId)).map(({ kind }) => kind);

test('appointments to come go with the cases where the new key worker has the time; the others stay and stand on Today', async () => {
  const first = await booked(ade, tuesday, '10:00');
  const second = await booked(ade, tuesday, '11:00');
  const third = await booked(ade, tuesday, '14:00');
  // Bea has somebody at eleven, and is away on the afternoon.
  await booked(bea, tuesday, '11:30');
  const leave = { fromOn: tuesday, toOn: tuesday, starts: '13:00', ends: '17:00', kind: 'training' } as const;
  const worker = { staffId: bea, programmeId: w.programmeId };
  await takeLeave(
    w.db,
    systemActor,
    worker,
    leave,
    { site: null, rows: [], fates: [], unable: [] },
    { handover: null, clock },
  );
  // One that has begun already is Ade's to settle, and one with a colleague is nobody's to give.
  const [{ id: past }] = await query(
    `insert into appointment (id, programme_id, case_id, person_id, staff_id, site_id, kind, mode, starts_at, ends_at, chain_id)
     values ($1, $2, $3, $4, $5, $6, 'meeting', 'phone', '2016-03-31T09:00Z', '2016-03-31T09:30Z', $1) returning id`,
    ...[newId(), w.programmeId, first.caseId, first.personId, ade, siteId],
  );
  const cases = [first, second, third].map(({ caseId }) => caseId);
  const done = await give(cases, bea);
  assert.equal(done.outcome, 'given');
  assert.deepEqual(await withWhom(first.caseId), [ade, bea], 'the one that began is as it was');
  assert.deepEqual([await withWhom(second.caseId), await withWhom(third.caseId)], [[ade], [ade]]);
  assert.deepEqual([await held(ade), await held(bea)], [2, 2], 'time is held where the appointments are');
  assert.deepEqual(await events(first.caseId), ['appointment.booked', 'case.reassigned', 'appointment.passed_on']);
  assert.deepEqual(await events(second.caseId), ['appointment.booked', 'case.reassigned']);
  // The new key worker sees which are still with whom.
  const browser = await w.signIn('key_worker', { staffId: bea });
  const today = (await browser.get('/today')).body;
  assert.match(today, /Meeting on Tue 5 Apr is still with Rashida PASS-ADE/);
  assert.equal(today.split('is still with Rashida').length - 1, 2);
  assert.match((await browser.get(`/cases/${first.caseId}/timeline`)).body, /Meeting goes to the new key worker/);
  // Put back, what went with the case goes back as well.
  await query(`update appointment set state = 'attended', settled_at = '2016-03-31T10:00Z' where id = $1`, past);
  const row = done.outcome === 'given' ? await findReassignment(w.db, done.id) : null;
  assert.ok(row);
  assert.equal(await putBack(w.db, office(), row, passingAt([passOnAppointments], clock)), 'put back');
  assert.deepEqual(await withWhom(first.caseId), [ade]);
});

test('a whole caseload takes its appointments along with the same number of statements, and never two at once', async () => {
  const many = await Promise.all(
    ['09:00', '10:00', '11:00', '13:00', '14:00'].map((at) => booked(ade, '2016-04-12', at)),
  );
  const one = await booked(ade, '2016-04-14', '09:00');
  const counted = async (caseIds: string[]): Promise<number> => {
    let statements = 0;
    const cases = await query(
      `select id as "caseId", person_id as "personId" from case_record where id = any($1)`,
      caseIds,
    );
    await transaction(w.db, async (tx) => {
      const run = tx.query.bind(tx) as (...given: unknown[]) => unknown;
      const counting = Object.assign(Object.create(tx), {
        query: (...given: unknown[]) => {
          statements += 1;
          return run(...given);
        },
      }) as typeof tx;
      const given = cases.map(({ caseId, personId }) => ({ caseId, personId, from: ade, to: bea }));
      const change = { programmeId: w.programmeId, startsOn: '2016-03-31', cases: given, now: clock.now() };
      await passOnAppointments(counting, systemActor, change);
    });
    return statements;
  };
  const few = await counted([one.caseId]);
  assert.ok(few > 3);
  assert.equal(await counted(many.map(({ caseId }) => caseId)), few);
  for (const { caseId } of [...many, one]) assert.deepEqual(await withWhom(caseId), [bea]);
});
