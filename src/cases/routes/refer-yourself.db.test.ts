import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type World, world } from '../../../test/support/world.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { transaction } from '../../kit/db.ts';
import { loadProgramme, programmeOn } from '../../programmes/actions.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

const own = { given_name: 'Sam', family_name: 'Selfsent', phone: '07700 900222' };
const post = (programme: string) =>
  w.app.inject({
    method: 'POST',
    url: '/refer-yourself',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ programme, step: 'send', area: w.area('Bury').id, ...own }).toString(),
  });

test('a programme that takes no referrals by people themselves is not shown and refuses them', async () => {
  const page = async (query = '') => w.app.inject({ url: `/refer-yourself${query}` });
  // Two programmes take them: somebody chooses.
  assert.match(
    (await page()).body,
    /programme=working-well-pilot[\s\S]*programme=elsewhere|programme=elsewhere[\s\S]*programme=working-well-pilot/,
  );
  const { document } = (await programmeOn(w.db, w.programmeId, '2016-03-31')) ?? assert.fail('no programme');
  const validFrom = '2016-03-01';
  await transaction(w.db, (tx) =>
    loadProgramme(tx, systemActor, { ...document, validFrom, selfReferral: false }, '2016-03-31'),
  );
  assert.equal((await page('?programme=working-well-pilot')).statusCode, 404);
  assert.equal((await post('working-well-pilot')).statusCode, 404);
  // One is left: nobody has to choose.
  const only = await page();
  assert.match(only.body, /What is your first name\?/);
  assert.doesNotMatch(only.body, /working-well-pilot/);
  const { rows } = await w.db.query('select count(*)::int as n from referral_in');
  const { rows: events } = await w.db.query("select count(*)::int as n from event where kind like 'referral_in.%'");
  assert.deepEqual([rows[0].n, events[0].n], [0, 0]);
});
