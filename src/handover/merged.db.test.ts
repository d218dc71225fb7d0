import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { smallHandover } from '../../test/support/handover.ts';
import { closeAll, database, importing, one, replaced, today, totals } from '../../test/support/imports.ts';
import { systemActor } from '../access/rules/policy.ts';
import { mergePeople, undoMerge } from '../cases/actions/merge.ts';
import type { Database } from '../kit/db.ts';

describe('people of a hand-over who were merged in Newel', () => {
  let db: Database;
  let [kept, merged] = ['', ''];
  let mergeId = '';
  before(async () => {
    db = await database();
    await importing(db, smallHandover);
    kept = await personOf('S1');
    merged = await personOf('S2');
    const done = await mergePeople(db, systemActor, {
      kept: { id: kept, version: 1 },
      merged: { id: merged, version: 1 },
      taken: [],
      today,
    });
    assert.ok(typeof done === 'object');
    mergeId = done.mergeId;
  });
  after(closeAll);

  const personOf = async (sourceRef: string): Promise<string> =>
    (await one(db, 'select person_id from case_record where source_ref = $1', [sourceRef])).person_id;
  /** Both people's rows, and every row that hangs on a case and is not of the person whose case it is. */
  const people = async () =>
    (await db.query('select * from person where id = any($1) order by id', [[kept, merged]])).rows;
  const strays = async () =>
    (
      await one(
        db,
        `select (select count(*) from job j join case_record c on c.id = j.case_id where j.person_id <> c.person_id)::int
           + (select count(*) from assessment a join case_record c on c.id = a.case_id where a.person_id <> c.person_id)::int
           + (select count(*) from activity a join case_record c on c.id = a.case_id where a.person_id <> c.person_id)::int as n`,
      )
    ).n;

  it('are left as they are, and the file’s changes to either are told as rejected', async () => {
    const stood = await people();
    for (const [from, to] of [
      ['1980-05-12', '1981-05-12'],
      ['S2, eastwick ,Oak', 'S2,Northmoor,Elm'],
    ] as const) {
      const result = await importing(db, replaced('referrals.csv', from, to));
      assert.ok(result.rejects.some(({ reason }) => reason.includes('was changed in Newel')));
      assert.equal(totals(result).changed, 0);
    }
    assert.deepEqual(await people(), stood);
    // Nothing that is new is brought to the record that ended, and nothing is made twice.
    assert.deepEqual(totals(await importing(db, smallHandover)), { fresh: 0, changed: 0, rejected: 0 });
    assert.equal((await one(db, 'select count(*)::int as n from case_record where person_id = $1', [merged])).n, 0);
  });

  it('new rows of a case that moved are of the person to whom it moved, and go back with it', async () => {
    const jobs = [...smallHandover['jobs.csv'], 'J-NEW,S2,Mill Three,,,2020-09-01,,20,9.00,no'];
    const result = await importing(db, { ...smallHandover, 'jobs.csv': jobs });
    assert.deepEqual(totals(result), { fresh: 1, changed: 0, rejected: 0 });
    const job = () => one(db, `select person_id from job where source_ref = 'J-NEW'`);
    assert.equal((await job()).person_id, kept);
    assert.equal(await strays(), 0);
    assert.ok(typeof (await undoMerge(db, systemActor, mergeId, today)) === 'object');
    assert.equal((await job()).person_id, merged);
    assert.equal(await strays(), 0);
  });
});
