/** What happens to claims in the same moment: nobody waits for somebody who waits for them, and nothing is claimed twice. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { at, hooked, type Life, lifeOfClaims, type Of } from '../../test/support/claims-life.ts';
import { today } from '../../test/support/world.ts';
import { correctCases } from '../cases/store/import.ts';
import { type Database, transaction } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { correctJob, fieldsOf, findJob } from '../work/actions/jobs.ts';
import { recordWeek } from '../work/actions/terms.ts';
import { withdraw } from '../work/actions/withdraw.ts';
import { fileClaim } from './actions/claims.ts';
import { moveClaims } from './actions/life.ts';
import { workOutCase, workOutDue } from './actions/milestones.ts';

let life: Life;
before(async () => {
  life = await lifeOfClaims();
});
after(() => life.w.end());

/** Until somebody in this database waits for somebody else. */
async function somebodyWaits(): Promise<void> {
  for (let looked = 0; looked < 500; looked += 1) {
    const { rows } = await life.w.db.query(
      `select 1 from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()`,
    );
    if (rows.length > 0) return;
    await wait(20);
  }
  assert.fail('nobody waits');
}

/** Does one thing, and the other in the moment before the first sends a statement. Both come to an end. */
async function meet<A, B>(statement: string, first: (db: Database) => Promise<A>, second: () => Promise<B>) {
  let meanwhile: Promise<B> | undefined;
  const db = hooked(life.w.db, statement, async () => {
    meanwhile = second();
    // What it comes to is looked at below.
    meanwhile.catch(() => {});
    await somebodyWaits();
  });
  const one = await first(db);
  assert.ok(meanwhile !== undefined, `${statement} was never sent`);
  return [one, await meanwhile] as const;
}

const isMerged = (done: unknown) => assert.ok(typeof done === 'object', String(done));

test('whoever works out what is due holds the cases first: a merge and an import wait for them, not they for it', async () => {
  const { w, merge } = life;
  await workOutDue(w.db, today);
  const [one, other] = [await w.addCase(), await w.addCase()];
  const [, merged] = await meet(
    'claims.writeMilestones',
    (db) => workOutDue(db, today),
    () => merge(one, other),
  );
  isMerged(merged);
  await workOutDue(w.db, today);
  const imported = await w.addCase();
  const { rows } = await w.db.query('select * from case_record where id = $1', [imported.caseId]);
  await meet(
    'claims.writeMilestones',
    (db) => workOutDue(db, today),
    () => transaction(w.db, (tx) => correctCases(tx, { rows: JSON.stringify([{ ...rows[0], benefit: 'esa' }]) })),
  );
  // A case that is held is left to whoever holds it, and stays due.
  const due = await w.addCase();
  await transaction(w.db, async (tx) => {
    await tx.query('select from case_record where id = $1 for update', [due.caseId]);
    await workOutDue(w.db, today);
  });
  assert.equal((await w.db.query('select 1 from claims_due where case_id = $1', [due.caseId])).rowCount, 1);
});

test('a claim that moves holds its case first: a merge waits for it', async () => {
  const { w, office, prepared, claimOf, merge } = life;
  const [one, other] = [await w.addCase(), await w.addCase()];
  const id = await prepared(other);
  const [moved, merged] = await meet(
    'claims.updateLives',
    (db) => transaction(db, (tx) => moveClaims(tx, office, [{ id, move: 'check', given: { reason: 'Seen' } }], at)),
    () => merge(one, other),
  );
  assert.equal(moved.get(id)?.outcome, 'moved');
  isMerged(merged);
  const claim = await claimOf(id);
  assert.deepEqual([claim.state, claim.person_id], ['checked', one.personId]);
});

test('a job that is corrected, told of or withdrawn holds its case first: a merge waits for it', async () => {
  const { w, office, merge } = life;
  const changes = {
    async corrected(db: Database, of: Parameters<typeof correctJob>[2], id: string) {
      const job = await findJob(w.db, of.caseId, id);
      assert.ok(job);
      const change = { id, version: job.version, job: { ...fieldsOf(job), startedOn: '2015-05-01' } };
      return (await correctJob(db, office, of, change, today)).outcome;
    },
    async told(db: Database, of: Parameters<typeof correctJob>[2], id: string) {
      const week = { from: '2014-06-02', hours: 16, payPence: 20_000 };
      return (await recordWeek(db, office, of, { id, week }, today)).outcome;
    },
    withdrawn: (db: Database, of: Parameters<typeof correctJob>[2], id: string) =>
      withdraw(db, office, of, 'job', { id, version: 1, reason: 'Of somebody else' }, today),
  };
  for (const [name, change] of Object.entries(changes)) {
    const [one, other] = [await w.addCase(), await w.addCase()];
    const id = newId();
    await w.db.query('insert into job (id, case_id, person_id, employer, started_on) values ($1, $2, $3, $4, $5)', [
      ...[id, other.caseId, other.personId, 'Cafe', '2014-04-01'],
    ]);
    await workOutDue(w.db, today);
    const of = { ...other, programmeId: w.programmeId, jobsChanged: workOutCase };
    const [done, merged] = await meet(
      name === 'told' ? 'work.keepWeek' : 'access.insertEvent',
      (db) => change(db, of, id),
      () => merge(one, other),
    );
    assert.equal(done, 'saved', name);
    isMerged(merged);
  }
});

test('a claim that is filed by hand in one case and one that is claimed again in another wait for each other', async () => {
  const { w, office, preparer, toSubmitted, move, claimOf } = life;
  const milestones = [{ code: 'attachment', label: 'Attachment' }];
  const [one, other] = [await w.addCase(), await w.addCase()];
  const id = await toSubmitted(one);
  await move(id, 'reject', office, { reason: 'Not signed' });
  await w.db.query('update case_record set person_id = $2 where id = $1', [other.caseId, one.personId]);
  const of: Of & { programmeId: string } = {
    ...{ caseId: other.caseId, personId: one.personId, programmeId: w.programmeId },
  };
  const claim = { milestone: 'attachment', claimedOn: today };
  const [filed, again] = await meet(
    'claims.insertClaim',
    (db) => fileClaim(db, office, of, claim, milestones, [], today),
    () => move(id, 'claim again', preparer, {}),
  );
  assert.equal(filed.outcome, 'saved');
  assert.match(JSON.stringify(again), /a claim is on file/);
  assert.equal((await claimOf(id)).state, 'rejected');
});
