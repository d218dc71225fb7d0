import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../test/support/world.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { demoDirectory } from './demo-directory.ts';
import { demoServices } from './demo-directory-services.ts';
import { demoPathways } from './demo-pathways.ts';
import { demoReferrals } from './demo-service-referral-stories.ts';
import { demoServiceReferrals } from './demo-service-referrals.ts';
import { loadShippedProgrammes } from './programmes/actions/shipped.ts';
import { programmeByKey } from './programmes/actions.ts';

let w: World;
let staffId: string;
before(async () => {
  w = await world();
  const { id: areaId, provider_id: providerId } = w.area('Manchester');
  staffId = await w.staff('MAN-KW01', w.programmeId, 'Manchester');
  const users = [await w.signIn('key_worker', { staffId }), await w.signIn('team_manager', { areaId, providerId })];
  for (const [index, email] of ['key.worker@example.org', 'team.manager@example.org'].entries())
    await w.db.query('update app_user set email = $2 where id = $1', [users[index]?.userId, email]);
});
after(() => w.end());

test('the demonstration has a directory that is believable in itself, and fills it once', async () => {
  const now = Temporal.Instant.from('2016-03-31T09:00:00Z');
  const today = Temporal.PlainDate.from('2016-03-31');
  const count = async (what: string) => Number((await w.db.query(`select count(*) as n from ${what}`)).rows[0].n);
  await demoDirectory(w.db, w.programmeId, now, today);
  assert.equal(await count('service'), demoServices.length);
  assert.ok(demoServices.length >= 25);
  // Every need that a service names is one of the list.
  assert.equal(await count('service_term'), demoServices.flatMap(({ needs }) => needs).length);
  const changes = await count('service_change');
  await demoDirectory(w.db, w.programmeId, now, today);
  assert.equal(await count('service_change'), changes);
  assert.ok((await count(`service s where s.verify_by < '2016-03-31' and stale_told > 0`)) >= 2);
  assert.equal(await count(`service_change where kind = 'link worker gone'`), 1);
  assert.equal(await count('directive'), 1);
});

test('it has referrals in many states, makes them once, and each that is open has somebody who owes what is next', async () => {
  const today = Temporal.PlainDate.from('2016-03-31');
  const { id: areaId, provider_id: providerId } = w.area('Manchester');
  for (let n = 0; n < 6; n += 1) await w.addCase({ keyWorkerId: staffId, areaId, providerId });
  await demoServiceReferrals(w.db, w.programmeId, today);
  await demoServiceReferrals(w.db, w.programmeId, today);
  const { rows } = await w.db.query('select state, open, due_on, owner_id, due_what from referral');
  assert.equal(rows.length, demoReferrals.length);
  assert.ok(new Set(rows.map(({ state }) => state)).size >= 11, String(rows.map(({ state }) => state)));
  assert.ok(rows.every(({ open, due_on, owner_id }) => !open || (due_on !== null && owner_id !== null)));
});

test('Pathways has referrals of its own, whose service was told and whose person shared a word with advisers', async () => {
  await loadShippedProgrammes(w.db, instruments, '2016-03-31');
  await demoPathways(w.db, 'one step at a time', '2016-03-31');
  const id = (await programmeByKey(w.db, 'pathways-new'))?.id ?? '';
  const today = Temporal.PlainDate.from('2016-03-31');
  await demoServiceReferrals(w.db, id, today, 'pathways');
  await demoServiceReferrals(w.db, id, today, 'pathways');
  const { rows } = await w.db.query(
    'select kind, state, end_confidence from referral where programme_id = $1 order by made_on',
    [id],
  );
  assert.deepEqual(rows, [
    { kind: 'referral', state: 'ended', end_confidence: 'better' },
    { kind: 'referral', state: 'rejected', end_confidence: null },
    { kind: 'referral', state: 'appointment booked', end_confidence: null },
    { kind: 'signpost', state: 'given', end_confidence: null },
  ]);
  const said = await w.db.query('select disposition, confidence from service_rating where words ~ $1', ['hurried']);
  assert.deepEqual(said.rows, [{ disposition: 'shared with advisers', confidence: 'better' }]);
});
