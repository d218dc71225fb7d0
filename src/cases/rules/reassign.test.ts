import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { movesFrom, moveText, shareOut, sharesOf } from './reassign.ts';

const cases = (count: number, attached = true) =>
  Array.from({ length: count }, (_, at) => ({ caseId: `c${at}`, attached }));

test('cases are shared out so that caseloads come out level', () => {
  const takers = [
    { id: 'a', attached: 10 },
    { id: 'b', attached: 4 },
    { id: 'c', attached: 0 },
  ];
  const shared = shareOut(cases(10), takers);
  const shares = sharesOf(cases(10), shared, takers, 8);
  assert.deepEqual(
    shares.map(({ id, gets, before, after, above }) => [id, gets, before, after, above]),
    [
      ['a', 0, 10, 10, 0],
      ['b', 3, 4, 7, 0],
      ['c', 7, 0, 7, 0],
    ],
  );
});

test('people who are not attached are shared out as well, and count against no guide', () => {
  const takers = [
    { id: 'a', attached: 0 },
    { id: 'b', attached: 0 },
  ];
  const shares = sharesOf(cases(5, false), shareOut(cases(5, false), takers), takers, 1);
  assert.deepEqual(
    shares.map(({ gets, above }) => [gets, above]),
    [
      [3, 0],
      [2, 0],
    ],
  );
});

test('every case is given once, and nobody has two more than another who began with as many', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }), (count, loads) => {
      const takers = loads.map((attached, at) => ({ id: `w${at}`, attached }));
      const shared = shareOut(cases(count), takers);
      const shares = sharesOf(cases(count), shared, takers, 50);
      assert.equal(
        shares.reduce((sum, { gets }) => sum + gets, 0),
        count,
      );
      const taking = shares.filter(({ gets }) => gets > 0).map(({ after }) => after);
      if (taking.length > 0) assert.ok(Math.max(...taking) - Math.min(...shares.map(({ after }) => after)) <= 1);
    }),
  );
});

test('a form carries moves, and whatever else comes with it is left out', () => {
  const move = {
    caseId: '018f0000-0000-7000-8000-000000000001',
    version: 3,
    staffId: '018f0000-0000-7000-8000-000000000002',
  };
  assert.deepEqual(movesFrom([moveText(move), moveText({ ...move, version: 4 }), 'x', `${move.caseId}:0:x`]), [move]);
});
