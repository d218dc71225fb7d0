import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../test/support/database.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { demoPathways } from './demo-pathways.ts';
import { openDatabase } from './kit/db.ts';
import { loadShippedProgrammes } from './programmes/actions/shipped.ts';

test('the people of Pathways to Work are there once, each somewhere in their series', async () => {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  const rows = async (text: string) => (await db.query(text)).rows;
  try {
    await loadShippedProgrammes(db, instruments, '2016-03-31');
    const signIns = await demoPathways(db, 'one step at a time', '2016-03-31');
    assert.deepEqual(
      signIns.map(({ email }) => email),
      [
        'manager.pathways-new@example.org',
        'adviser.pathways-new@example.org',
        'manager.pathways-existing@example.org',
        'adviser.pathways-existing@example.org',
      ],
    );
    const standing = await rows(
      'select g.key, count(*)::int as n from interview_series s join programme g on g.id = s.programme_id group by 1 order by 1',
    );
    assert.deepEqual(
      standing.map(({ key, n }) => `${key} ${n}`),
      ['pathways-existing 15', 'pathways-new 30'],
    );
    const [all] = await rows(`
      select (select count(distinct state)::int from interview_series) as states, (select count(*)::int from screening) as screened,
        (select count(*)::int from attendance_failure) as missed, (select count(distinct state)::int from requirement_change) as changes,
        (select count(*)::int from appointment where state = 'booked') as booked,
        (select count(*)::int from interview i join interview_series s on s.id = i.series_id where i.number > s.total) as more`);
    assert.deepEqual(
      [all.states >= 4, all.screened >= 5, all.missed >= 3, all.changes >= 2, all.booked >= 8, all.more],
      [true, true, true, true, true, 0],
      JSON.stringify(all),
    );
    const [real] = await rows(
      `select count(*)::int as n from person where phone not like '07700900%' or ni_number is not null`,
    );
    assert.equal(real.n, 0);
    const events = (await rows('select count(*)::int as n from event'))[0].n;
    await demoPathways(db, 'one step at a time', '2016-03-31');
    assert.equal((await rows('select count(*)::int as n from event'))[0].n, events);
  } finally {
    await db.end();
    await fresh.drop();
  }
});
