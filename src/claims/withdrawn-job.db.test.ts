/** What becomes of evidence when the job that it is about turns out to be somebody else's. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { htmlProblems } from '../../test/support/checks.ts';
import { plantEvidence } from '../../test/support/evidence-rows.ts';
import { today, type World, world } from '../../test/support/world.ts';
import { systemActor } from '../access/rules/policy.ts';
import { newId } from '../kit/ids.ts';
import { withdraw } from '../work/actions/withdraw.ts';
import { evidenceForMilestone } from './actions/evidence.ts';
import { workOutCase, workOutDue } from './actions/milestones.ts';

let w: World;
before(async () => {
  w = await world();
});
after(() => w.end());

test('evidence about a job that was withdrawn proves nothing, and says why', async () => {
  const staffId = await w.staff('BOL-KW05');
  const worker = await w.signIn('key_worker', { staffId });
  const one = await w.addCase({ keyWorkerId: staffId });
  const job = async (startedOn: string) => {
    const id = newId();
    await w.db.query(
      "insert into job (id, case_id, person_id, employer, kind, self_employed, started_on) values ($1, $2, $3, 'Cafe', 'employed', false, $4)",
      [id, one.caseId, one.personId, startedOn],
    );
    return id;
  };
  const wrong = await job('2016-03-20');
  const id = await plantEvidence(w.db, one);
  await w.db.query('update evidence set job_id = $2 where id = $1', [id, wrong]);
  const missing = async () => {
    await workOutDue(w.db, today);
    const { rows } = await w.db.query(
      "select missing from case_milestone where case_id = $1 and contract = 'working-well-pilot' and milestone = 'job_start'",
      [one.caseId],
    );
    return rows;
  };
  assert.deepEqual(await missing(), [{ missing: [] }]);
  const of = { ...one, programmeId: w.programmeId, jobsChanged: workOutCase };
  const change = { id: wrong, version: 1, reason: 'Of somebody else' };
  assert.equal(await withdraw(w.db, systemActor, of, 'job', change, today), 'saved');
  await job('2016-03-21');
  assert.deepEqual(await missing(), [{ missing: ['job_start'] }]);
  const needed = { caseId: one.caseId, contract: 'working-well-pilot', milestone: 'job_start' };
  assert.deepEqual(await evidenceForMilestone(w.db, needed), []);
  const page = (await worker.get(`/cases/${one.caseId}/evidence`)).body;
  assert.match(page, /Does not count/);
  assert.match(page, /the job that it is about was withdrawn/);
  assert.doesNotMatch(page, new RegExp(`${id}/proves`));
  assert.deepEqual(await htmlProblems(page), []);
});
