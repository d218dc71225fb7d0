import assert from 'node:assert/strict';
import { test } from 'node:test';
import { world } from '../test/support/world.ts';
import { demoPeople } from './demo-people.ts';

test('the demonstration’s people are filled in once, and whoever was entered by hand is left alone', async () => {
  const w = await world();
  try {
    const rashida = await w.staff('BOL-KW01');
    const worker = await w.signIn('key_worker', { staffId: rashida });
    const made = [];
    for (let n = 0; n < 6; n++) made.push(await w.addCase({ keyWorkerId: rashida, familyName: `Marsh ${n}` }));
    const [byHand, ...imported] = made;
    for (const [n, { caseId }] of imported.entries())
      await w.db.query('update case_record set source_ref = $2 where id = $1', [caseId, `WW0000${n}`]);
    const email = `${worker.userId}@example.org`;
    const fill = () =>
      demoPeople(w.db, w.programmeId, { code: 'BOL-KW01', email }, Temporal.PlainDate.from('2016-03-31'));
    const stands = async () =>
      (
        await w.db.query(
          `select (select json_agg(p order by p.id) from person p) as people, (select json_agg(s order by s.case_id) from story s) as stories,
             (select json_agg(c order by c.id) from person_contact c) as around, (select count(*)::int from event) as events`,
        )
      ).rows[0];
    await fill();
    const once = await stands();
    assert.equal(once.stories.length, imported.length);
    assert.equal(new Set(once.people.map((person: { own_words: string }) => person.own_words)).size, made.length);
    const left = once.people.find((person: { id: string }) => person.id === byHand?.personId);
    assert.deepEqual([left.own_words, left.version], [null, 1]);
    await fill();
    assert.deepEqual(await stands(), once);
  } finally {
    await w.end();
  }
});
