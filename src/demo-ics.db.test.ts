import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from '../test/support/database.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { demoIcs } from './demo-ics.ts';
import { openDatabase } from './kit/db.ts';
import { loadShippedProgrammes } from './programmes/actions/shipped.ts';

test('the people of New Zealand are there once: a full caseload, pauses, an exit, somebody who waits to come back', async () => {
  const fresh = await freshDatabase();
  const db = openDatabase(fresh.url);
  const rows = async (text: string) => (await db.query(text)).rows;
  try {
    await loadShippedProgrammes(db, instruments, '2016-03-31');
    const signIns = await demoIcs(db, 'one step at a time', '2016-03-31');
    assert.deepEqual(
      signIns.map(({ email, where }) => `${where}: ${email}`),
      [
        'ICS trial: manager.ics-trial@example.org',
        'ICS trial: icsm.ics-trial@example.org',
        'ICS-X: manager.ics-x@example.org',
        'ICS-X: icsm.ics-x@example.org',
      ],
    );
    const standing = await rows(`
      select g.key, c.status, count(*)::int as n from case_record c join programme g on g.id = c.programme_id
      group by 1, 2 order by 1, 2`);
    assert.deepEqual(
      standing.map(({ key, status, n }) => `${key} ${status} ${n}`),
      [
        'ics-trial attached 44',
        'ics-trial closed 1',
        'ics-trial paused 2',
        'ics-trial referred 2',
        'ics-trial waiting 1',
        'ics-x attached 21',
        'ics-x closed 1',
        'ics-x paused 2',
        'ics-x referred 2',
      ],
    );
    // Everybody has the cohort of the day on which they were selected, and nobody a real number or a second programme.
    const [people] = await rows(`
      select count(*) filter (where c.cohort is null)::int as none, count(distinct c.cohort)::int as cohorts,
        count(*) filter (where c.cohort_on <> c.referred_on)::int as moved,
        count(*) filter (where p.phone not like '07700900%' or p.ni_number is not null)::int as real,
        (select count(*)::int from (select 1 from case_record group by person_id having count(*) > 1) t) as twice
      from case_record c join person p on p.id = c.person_id`);
    assert.deepEqual(people, { none: 0, cohorts: 4, moved: 0, real: 0, twice: 0 });
    const [kept] = await rows(`
      select (select count(*)::int from goal) as goals, (select count(*)::int from assessment) as assessments,
        (select count(*)::int from meeting) as meetings`);
    for (const [what, n] of Object.entries(kept)) assert.ok(Number(n) > 40, `${what}: ${n}`);
    const events = (await rows('select count(*)::int as n from event'))[0].n;
    await demoIcs(db, 'one step at a time', '2016-03-31');
    assert.equal((await rows('select count(*)::int as n from event'))[0].n, events);
  } finally {
    await db.end();
    await fresh.drop();
  }
});
