import assert from 'node:assert/strict';
import { test } from 'node:test';
import { today, world } from '../test/support/world.ts';
import { demoEvidence } from './demo-evidence.ts';
import { newId } from './kit/ids.ts';

test('people in work get some of the evidence that is asked for, once; whoever works for themself a ledger', async () => {
  const w = await world();
  try {
    const staffId = await w.staff('MAN-KW01');
    const worker = await w.signIn('key_worker', { staffId });
    await w.db.query(`update app_user set email = 'key.worker@example.org' where id = $1`, [worker.userId]);
    for (let n = 0; n < 5; n += 1) {
      const { caseId, personId } = await w.addCase({
        keyWorkerId: staffId,
        familyName: `Marsh ${n}`,
        attachedOn: '2015-01-05',
      });
      if (n === 0) continue;
      await w.db.query(
        `insert into job (id, case_id, person_id, employer, started_on, hours_per_week, self_employed) values ($1, $2, $3, 'Northway Bakery', '2015-09-07', 20, $4)`,
        [newId(), caseId, personId, n === 4],
      );
    }
    const counts = async () =>
      (
        await w.db.query(
          `select (select count(*)::int from evidence) as evidence, (select count(*)::int from evidence_file) as files,
             (select count(*)::int from trading_entry) as trades`,
        )
      ).rows[0];
    await demoEvidence(w.db, w.programmeId, Temporal.PlainDate.from(today));
    const made = await counts();
    assert.deepEqual(made, { evidence: 4, files: 3, trades: 6 });
    await demoEvidence(w.db, w.programmeId, Temporal.PlainDate.from(today));
    assert.deepEqual(await counts(), made);
  } finally {
    await w.end();
  }
});
