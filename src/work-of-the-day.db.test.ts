import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../test/support/world.ts';
import { systemActor } from './access/rules/policy.ts';
import { moveCase, placesOf } from './cases/actions/changes.ts';
import { importAreaChanges } from './cases/actions/import.ts';
import { findCase } from './cases/actions/record.ts';
import { lift, restrict } from './cases/actions/restricted.ts';
import { eachDay } from './each-day.ts';
import { type Database, openDatabase, transaction } from './kit/db.ts';
import { newId } from './kit/ids.ts';
import { beforeOpening, partsOfTheDay } from './work-of-the-day.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const [today, tomorrow] = ['2016-03-31', '2016-04-01'];
/** Every part once; throws what failed first. */
async function workOfTheDay(db: Database, day: string): Promise<void> {
  const failed: unknown[] = [];
  for (const part of partsOfTheDay(db)) await part(day).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}
const later = (day: string, days: number) => Temporal.PlainDate.from(day).add({ days }).toString();
const rowsOf = async (sql: string, ...values: unknown[]) => (await w.db.query(sql, values)).rows;

async function headOf(caseId: string) {
  const head = await findCase(w.db, caseId);
  assert.ok(head);
  return head;
}
/** Where a case is, all of its row, and what its history tells. */
async function stateOf(caseId: string) {
  const [row] = await rowsOf('select * from case_record where id = $1', caseId);
  const events = await rowsOf(
    `select e.kind, e.happened_on, p.payload - 'recordId' as payload from event e join event_payload p on p.event_id = e.id
     where e.case_id = $1 order by e.id`,
    caseId,
  );
  return { row, events };
}
const areaOf = async (caseId: string) => {
  const { row } = await stateOf(caseId);
  return [row.area_id, row.provider_id];
};
async function move(caseId: string, to: string, changedOn: string, now = today) {
  const head = await headOf(caseId);
  const places = await placesOf(w.db, w.programmeId);
  const place = places.find(({ name }) => name === to);
  assert.ok(place);
  const input = { version: head.version, changedOn, to: place, places, today: now };
  assert.deepEqual(await moveCase(w.db, systemActor, head, input), { outcome: 'saved' });
}

test('a case follows a move on its day, once, and its history is that of a move recorded on the day', async () => {
  const [ahead, onTheDay] = [await w.addCase(), await w.addCase()];
  const [bolton, bury] = [w.area('Bolton'), w.area('Bury')];
  await move(ahead.caseId, 'Bury', tomorrow);
  assert.deepEqual(await areaOf(ahead.caseId), [bolton.id, bolton.provider_id]);
  const before = await stateOf(ahead.caseId);
  await workOfTheDay(w.db, today);
  assert.deepEqual(await stateOf(ahead.caseId), before);

  // Through the turn of a day of the server itself.
  let day = today;
  const clock = { now: () => Temporal.Now.instant(), today: () => Temporal.PlainDate.from(day) };
  const done: string[] = [];
  const parts = [...partsOfTheDay(w.db), async (now: string) => void done.push(now)];
  const end = eachDay(clock, parts, (error) => assert.fail(String(error)), 2);
  for (let looked = 0; looked < 5000 && done.length < 1; looked++) await new Promise((next) => setTimeout(next, 2));
  day = tomorrow;
  for (let looked = 0; looked < 5000 && done.length < 2; looked++) await new Promise((next) => setTimeout(next, 2));
  await end();
  assert.deepEqual(done, [today, tomorrow]);
  assert.deepEqual(await areaOf(ahead.caseId), [bury.id, bury.provider_id]);
  const followed = await stateOf(ahead.caseId);
  assert.equal(followed.row.version, before.row.version);
  await workOfTheDay(w.db, tomorrow);
  assert.deepEqual(await stateOf(ahead.caseId), followed);

  await move(onTheDay.caseId, 'Bury', tomorrow, tomorrow);
  assert.deepEqual((await stateOf(onTheDay.caseId)).events, followed.events);
  assert.deepEqual(await areaOf(onTheDay.caseId), [bury.id, bury.provider_id]);
});

test('imported moves follow too, also after days on which nobody was there, and the latest day wins', async () => {
  const { caseId, personId } = await w.addCase();
  const places = await placesOf(w.db, w.programmeId);
  const [bury, oldham] = ['Bury', 'Oldham'].map((name) => places.find((place) => place.name === name));
  assert.ok(bury && oldham);
  const given = (to: typeof bury, changedOn: string) => ({
    id: newId(),
    caseId,
    personId,
    referredOn: null,
    changedOn,
    from: null,
    to,
  });
  await transaction(w.db, (tx) =>
    importAreaChanges(
      { tx, actor: systemActor, programmeId: w.programmeId, today },
      [given(bury, '2016-04-02'), given(oldham, '2016-04-20')],
      places,
    ),
  );
  assert.equal((await areaOf(caseId))[0], w.area('Bolton').id);
  await workOfTheDay(w.db, '2016-04-10');
  assert.equal((await areaOf(caseId))[0], bury.id);
  await Promise.all([workOfTheDay(w.db, '2016-04-20'), workOfTheDay(w.db, '2016-04-20')]);
  assert.equal((await areaOf(caseId))[0], oldham.id);
});

test('whoever answers for a restriction is told on the day of its review, and again while it stays due', async () => {
  const office = await w.signIn('programme_office');
  const { caseId, personId } = await w.addCase();
  const restriction = { kind: 'staff', reason: 'Works here', ownerId: office.userId, keepWorkers: false, today };
  const place = async (version: number, reviewOn: string) =>
    assert.deepEqual(await restrict(w.db, systemActor, await headOf(caseId), { ...restriction, version, reviewOn }), {
      outcome: 'saved',
    });
  const told = async () =>
    (await rowsOf(`select user_id, href from notice where kind = 'restriction review' and about = $1`, personId))
      .length;
  const seen = () => w.db.query('update notice set seen_at = now() where user_id = $1', [office.userId]);
  await place(0, tomorrow);
  await workOfTheDay(w.db, today);
  assert.equal(await told(), 0);
  await workOfTheDay(w.db, tomorrow);
  await workOfTheDay(w.db, tomorrow);
  assert.equal(await told(), 1);
  assert.match(
    (await office.get('/notices')).body,
    /New<\/strong> <a[^>]*href="\/restricted">A restriction is due to be looked at again/,
  );
  await seen();
  await workOfTheDay(w.db, later(tomorrow, 1));
  await workOfTheDay(w.db, later(tomorrow, 6));
  assert.equal(await told(), 1);
  await workOfTheDay(w.db, later(tomorrow, 7));
  assert.equal(await told(), 2);
  // Looked at: it is due on another day, of which it is told anew.
  await seen();
  await place(1, later(tomorrow, 9));
  await workOfTheDay(w.db, later(tomorrow, 8));
  assert.equal(await told(), 2);
  await workOfTheDay(w.db, later(tomorrow, 9));
  assert.equal(await told(), 3);
  await seen();
  assert.deepEqual(await lift(w.db, systemActor, await headOf(caseId), { version: 2, reason: 'x', today }), {
    outcome: 'saved',
  });
  await workOfTheDay(w.db, later(tomorrow, 30));
  assert.equal(await told(), 3);
});

test('where whoever answered for a restriction is gone, whoever may restrict there is told, and finds it by its reference', async () => {
  const bolton = w.area('Bolton');
  const manager = await w.signIn('team_manager', { areaId: bolton.id, providerId: bolton.provider_id ?? null });
  const elsewhere = await w.signIn('team_manager', {
    areaId: w.area('Bury').id,
    providerId: bolton.provider_id ?? null,
  });
  const gone = await w.signIn('programme_office');
  const { caseId, personId } = await w.addCase({ familyName: 'Unanswered' });
  const input = {
    version: 0,
    kind: 'staff',
    reason: 'x',
    ownerId: gone.userId,
    reviewOn: tomorrow,
    keepWorkers: false,
  };
  await restrict(w.db, systemActor, await headOf(caseId), { ...input, today });
  await w.db.query('update app_user set disabled_at = now() where id = $1', [gone.userId]);
  await workOfTheDay(w.db, tomorrow);
  await workOfTheDay(w.db, tomorrow);
  const told = await rowsOf(`select user_id, kind from notice where about = $1`, personId);
  const mine = told.filter(({ user_id }) => user_id === manager.userId);
  assert.deepEqual(mine, [{ user_id: manager.userId, kind: 'restriction unowned' }]);
  for (const { userId } of [elsewhere, gone]) assert.ok(!told.some(({ user_id }) => user_id === userId));
  const [{ reference }] = await rowsOf('select reference from case_record where id = $1', caseId);
  const page = (await manager.get('/restricted')).body;
  assert.match(page, new RegExp(`Nobody answers for these any more[\\s\\S]*${reference}`));
  assert.doesNotMatch(page, /Unanswered/);
  assert.doesNotMatch((await elsewhere.get('/restricted')).body, new RegExp(reference));
  // Opened with a reason, it is taken over.
  await manager.post('/restricted/open', { number: reference, reason: 'Takes it over' });
  assert.match((await manager.get('/restricted')).body, /Unanswered[\s\S]*who cannot sign in any more/);
});

test('a restriction of a record that was merged into another one is looked at there alone', async () => {
  const office = await w.signIn('programme_office');
  const [kept, merged] = [await w.addCase(), await w.addCase()];
  for (const { personId } of [kept, merged])
    await w.db.query(
      `insert into person_restriction (person_id, kind, reason, owner_id, review_on) values ($1, 'staff', 'x', $2, $3)`,
      [personId, office.userId, today],
    );
  await w.db.query('update person set merged_into = $2 where id = $1', [merged.personId, kept.personId]);
  await workOfTheDay(w.db, today);
  const told = await rowsOf('select about from notice where user_id = $1', office.userId);
  assert.deepEqual(told, [{ about: kept.personId }]);
});

test('before the site opens the programmes are as they are in force and the contracts that ship are kept, and nothing else is done', async () => {
  const office = await w.signIn('programme_office');
  const { personId } = await w.addCase();
  await w.db.query(
    `insert into person_restriction (person_id, kind, reason, owner_id, review_on) values ($1, 'staff', 'x', $2, $3)`,
    [personId, office.userId, today],
  );
  await beforeOpening(w.db, today);
  assert.ok((await rowsOf(`select from contract_version where contract = 'working-well-pilot'`)).length > 0);
  assert.equal((await rowsOf('select from notice where user_id = $1', office.userId)).length, 0);
  const owner = openDatabase(String(w.db.options.connectionString), { asOwner: true, max: 1 });
  try {
    await owner.query('alter table programme_version rename to programme_version_away');
    await assert.rejects(beforeOpening(w.db, today), { code: '42P01' });
  } finally {
    await owner.query('alter table programme_version_away rename to programme_version');
    await owner.end();
  }
});

test('a part that fails keeps no other from being done, and is told', async () => {
  const office = await w.signIn('programme_office');
  const { personId } = await w.addCase();
  await w.db.query(
    `insert into person_restriction (person_id, kind, reason, owner_id, review_on) values ($1, 'staff', 'x', $2, $3)`,
    [personId, office.userId, today],
  );
  const owner = openDatabase(String(w.db.options.connectionString), { asOwner: true, max: 1 });
  try {
    await owner.query('alter table programme_version rename to programme_version_away');
    await assert.rejects(workOfTheDay(w.db, today), { code: '42P01' });
  } finally {
    await owner.query('alter table programme_version_away rename to programme_version');
    await owner.end();
  }
  assert.equal((await rowsOf('select from notice where user_id = $1', office.userId)).length, 1);
  await workOfTheDay(w.db, today);
  assert.equal((await rowsOf('select from notice where user_id = $1', office.userId)).length, 1);
});
