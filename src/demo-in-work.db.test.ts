import assert from 'node:assert/strict';
import { test } from 'node:test';
import { today, world } from '../test/support/world.ts';
import { demoInWork } from './demo-in-work.ts';
import { newId } from './kit/ids.ts';

test('people in work get their calls once, and somebody without a job tries permitted work', async () => {
  const w = await world();
  try {
    const staffId = await w.staff('MAN-KW01');
    const worker = await w.signIn('key_worker', { staffId });
    await w.db.query(`update app_user set email = 'key.worker@example.org' where id = $1`, [worker.userId]);
    for (let n = 0; n < 7; n += 1) {
      const { caseId, personId } = await w.addCase({
        keyWorkerId: staffId,
        familyName: `Marsh ${n}`,
        attachedOn: '2015-01-05',
      });
      if (n === 0) continue;
      await w.db.query(
        `insert into job (id, case_id, person_id, employer, started_on, hours_per_week) values ($1, $2, $3, 'Northway Bakery', '2015-09-07', 20)`,
        [newId(), caseId, personId],
      );
    }
    const counts = async () =>
      (
        await w.db.query(
          `select (select count(*)::int from work_contact) as calls, (select count(*)::int from employer_consent) as asked,
             (select count(*)::int from work_problem) as problems, (select count(*)::int from work_ending) as payments,
             (select count(*)::int from job_week) as weeks, (select count(*)::int from job where kind = 'permitted') as permitted`,
        )
      ).rows[0];
    await demoInWork(w.db, w.programmeId, today);
    const made = await counts();
    assert.deepEqual(made, { calls: 11, asked: 4, problems: 5, payments: 1, weeks: 3, permitted: 1 });
    await demoInWork(w.db, w.programmeId, today);
    assert.deepEqual(await counts(), made);
  } finally {
    await w.end();
  }
});
