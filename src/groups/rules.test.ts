import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { givenAtOnce, nextUp } from './rules.ts';

const session = fc.record({ places: fc.integer({ min: 1, max: 20 }), taken: fc.nat(25), waiting: fc.nat(25) });

test('a place is given at once only where one is free and nobody waits', () => {
  fc.assert(
    fc.property(session, (one) => {
      assert.equal(givenAtOnce(one), one.taken < one.places && one.waiting === 0);
    }),
  );
});

test('those who wait are given what is free, in the order in which they asked', () => {
  fc.assert(
    fc.property(fc.integer({ min: -3, max: 10 }), fc.array(fc.nat()), (free, waiting) => {
      const up = nextUp(free, waiting);
      assert.deepEqual(up, waiting.slice(0, up.length));
      assert.equal(up.length, Math.min(Math.max(0, free), waiting.length));
    }),
  );
});
