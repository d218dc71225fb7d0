import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Move, movesFrom, moveTo, type Status, statuses, transitions } from './status.ts';

const moves: Move[] = ['attach', 'not attach', 'close', 'reopen'];
const anyStatus = fc.constantFrom(...statuses);

test('a move leads to one state only, and that state allows it', () => {
  fc.assert(
    fc.property(anyStatus, fc.constantFrom(...moves), fc.boolean(), (from, move, attached) => {
      const to = moveTo(from, move, attached);
      if (to === null) return;
      assert.equal(transitions[to].from[from], move);
      assert.notEqual(to, from);
    }),
  );
});

test('whatever is done to a case, it is attached or closed only with an attachment, and it can always be opened again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...moves), { maxLength: 30 }), (tried) => {
      let status: Status = 'referred';
      let attached = false;
      for (const move of tried) {
        const to = moveTo(status, move, attached);
        if (to === null) continue;
        if (move === 'attach') attached = true;
        status = to;
        if (status === 'attached' || status === 'closed') assert.ok(attached);
        if (status === 'referred') assert.ok(!attached);
      }
      // Nobody is ever stuck: there is a way on from everywhere, and an ended case opens again.
      const next = movesFrom(status, attached);
      assert.ok(next.length > 0);
      if (status === 'closed' || status === 'not attached') assert.ok(next.includes('reopen'));
    }),
  );
});
