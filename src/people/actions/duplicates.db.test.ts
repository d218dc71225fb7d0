import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { smallHandover } from '../../../test/support/handover.ts';
import { closeAll, database, importing, replaced, today, totals } from '../../../test/support/imports.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { decideDuplicate, listDuplicates } from './duplicates.ts';

describe('second referrals', () => {
  after(closeAll);

  it('wait for a decision, and of two who decide one wins', async () => {
    const db = await database();
    const { programme } = await importing(db, smallHandover);
    const programmeId = programme.id as string;
    const [review] = await listDuplicates(db, systemActor, { programmeId, open: true, limit: 10 });
    assert.equal(review?.source_ref, 'D1');
    assert.equal(review.given_name, 'Rubina');
    assert.equal(review.original.national_insurance_number, 'QQ123456A');
    const id = review.id;
    const decisions = await Promise.all([
      decideDuplicate(db, systemActor, { id, decision: 'same person' }, today),
      decideDuplicate(db, systemActor, { id, decision: 'different person' }, today),
    ]);
    assert.deepEqual(decisions.sort(), ['decided', 'decided already']);
    assert.equal((await db.query(`select from event where kind = 'duplicate.decided'`)).rowCount, 1);
    assert.deepEqual(await listDuplicates(db, systemActor, { programmeId, open: true, limit: 10 }), []);
    assert.equal((await listDuplicates(db, systemActor, { programmeId, open: false, limit: 10 })).length, 1);
    assert.equal(
      await decideDuplicate(db, systemActor, { id: programmeId, decision: 'same person' }, today),
      'not there',
    );
    // What was decided stays decided, whatever the file says later.
    const result = await importing(db, replaced('duplicates.csv', '2020-09-01', '2020-09-02'));
    assert.deepEqual(totals(result), { fresh: 0, changed: 0, rejected: 1 });
  });
});
