import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../test/support/world.ts';
import { demoDirectory } from './demo-directory.ts';
import { demoServices } from './demo-directory-services.ts';

let w: World;
before(async () => {
  w = await world();
  const { id: areaId, provider_id: providerId } = w.area('Manchester');
  const users = [
    await w.signIn('key_worker', { staffId: await w.staff('MAN-KW01') }),
    await w.signIn('team_manager', { areaId, providerId }),
  ];
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
