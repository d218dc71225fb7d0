import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { referenceOf } from '../../kit/ids.ts';
import { type ClaimState, claimStates } from './claim-states.ts';
import { attemptReference, type FileRow, judgeRow, readAttempt } from './commissioner-file.ts';

const reference = [1, 2, 3].map((n) => referenceOf('K', n * 7919)).find((one) => one !== null) as string;
const claim = { id: 'a', milestone: 'job_start', state: 'submitted' as ClaimState, attempt: 1, pence: 120_000 };
const row = { line: 2, reference, milestone: 'job_start', decision: 'accepted', amount: '120000', reason: '' };
const judge = (change: Partial<FileRow>, standing: Partial<typeof claim> = {}, tolerance = 0) => {
  const { pile, why, moves } = judgeRow({ ...row, ...change }, { ...claim, ...standing }, tolerance, null);
  return [pile, moves.join(' '), why] as const;
};

test('what says the same as here matches, with the moves that follow from it', () => {
  assert.deepEqual(judge({}).slice(0, 2), ['matched', 'accept']);
  assert.deepEqual(judge({ decision: 'PAID', amount: '' }).slice(0, 2), ['matched', 'accept pay']);
  assert.deepEqual(judge({ decision: 'paid' }, { state: 'accepted' }).slice(0, 2), ['matched', 'pay']);
  assert.deepEqual(judge({ decision: 'rejected', reason: 'No payslip' }).slice(0, 2), ['matched', 'reject']);
  assert.deepEqual(judge({ decision: 'clawed_back', reason: 'x' }, { state: 'paid' }).slice(0, 2), [
    'matched',
    'claw back',
  ]);
  assert.deepEqual(judge({ decision: 'paid' }, { state: 'paid' }), ['matched', '', 'Stands so already']);
  assert.deepEqual(judge({ reference: ` ${reference.toLowerCase()} ` })[0], 'matched');
  assert.deepEqual(judge({ amount: '119990' }, {}, 10).slice(0, 2), ['matched', 'accept']);
});

test('what says something else differs, and moves nothing', () => {
  for (const [change, standing, why] of [
    [{ amount: '119990' }, {}, 'The file says £1,199.90, the claim says £1,200.00'],
    [{ amount: '1200.00' }, {}, 'The amount is not in whole pence'],
    [{ milestone: 'sustained_job' }, {}, 'The claim is for job_start'],
    [{ decision: 'rejected' }, {}, 'The file gives no reason'],
    [{ decision: 'accepted' }, { state: 'withdrawn' as const }, 'The claim is withdrawn here'],
    [{ decision: 'clawed back', reason: 'x' }, {}, 'The claim is submitted here'],
    [{}, { attempt: 2 }, 'This is attempt 1, the claim stands at attempt 2'],
    [{ reference: attemptReference(reference, 3) }, { attempt: 2 }, 'This is attempt 3, the claim stands at attempt 2'],
  ] as const)
    assert.deepEqual(judge(change, standing), ['differs', '', why]);
  assert.equal(judgeRow(row, claim, 0, 7).why, 'Row 7 is about the same claim');
});

test('an amount within the tolerance is for the row that accepts it: what matches is worth what the ledger will say', () => {
  const accepted = { state: 'accepted', pence: 40_000 } as const;
  assert.deepEqual(judge({ decision: 'paid', amount: '39950' }, accepted, 100), [
    ...['differs', '', 'The file says £399.50, the claim says £400.00'],
  ]);
  assert.deepEqual(judge({ decision: 'paid', amount: '39950' }, { pence: 40_000 }, 100).slice(0, 2), [
    ...['matched', 'accept pay'],
  ]);
  const decision = fc.constantFrom('accepted', 'rejected', 'paid', 'clawed back');
  const state = fc.constantFrom(...(Object.keys(claimStates) as ClaimState[]));
  const [pence, by] = [fc.integer({ min: 200, max: 90_000 }), fc.integer({ min: -200, max: 200 })];
  fc.assert(
    fc.property(decision, state, pence, by, fc.nat(200), (says, stands, worth, off, tolerance) => {
      const given = { ...row, decision: says, amount: String(worth + off), reason: 'x' };
      const {
        pile,
        pence: written,
        moves,
      } = judgeRow(given, { ...claim, state: stands, pence: worth }, tolerance, null);
      if (pile === 'matched') assert.equal(moves.includes('accept') ? written : worth, worth + off);
    }),
  );
});

test('what is not known here stays so', () => {
  for (const wrong of ['', 'K-0000', 'C-0000-0000', '=1+1', `${reference}/0`, `${reference}/x`])
    assert.deepEqual(judge({ reference: wrong }).slice(0, 2), ['unknown', ''], wrong);
  assert.equal(judgeRow(row, null, 0, null).pile, 'unknown');
  assert.equal(judge({ decision: 'maybe' })[0], 'unknown');
});

test('a reference carries its attempt there and back', () => {
  for (const attempt of [1, 2, 14])
    assert.deepEqual(readAttempt(attemptReference(reference, attempt)), { reference, attempt });
});
