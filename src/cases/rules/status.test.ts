import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allMoves, type Move, movesFrom, moveTo, type Status, statuses, transitions } from './status.ts';

const anyStatus = fc.constantFrom(...statuses);

test('a move leads to one state only, and that state allows it', () => {
  fc.assert(
    fc.property(anyStatus, fc.constantFrom(...allMoves), fc.boolean(), (from, move, attached) => {
      const to = moveTo(from, move, attached);
      if (to === null) return;
      assert.ok(transitions[to].from[from]?.includes(move));
      assert.notEqual(to, from);
      const others = statuses.filter(
        (one) => one !== to && transitions[one].from[from]?.includes(move) && transitions[one].attachment !== !attached,
      );
      assert.deepEqual(others, []);
    }),
  );
});

test('whatever is done to a case, its state fits its attachment, and nobody is ever stuck', () => {
  const seen = new Set<Status>(['referred']);
  const made = new Set<Move>();
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...allMoves), { maxLength: 40 }), (tried) => {
      let status: Status = 'referred';
      let attached = false;
      for (const move of tried) {
        const to = moveTo(status, move, attached || move === 'attach');
        if (to === null) continue;
        if (move === 'attach') attached = true;
        status = to;
        seen.add(to);
        made.add(move);
        const fits = transitions[status].attachment;
        assert.ok(fits === null || fits === attached);
      }
      const next = movesFrom(status, attached);
      assert.ok(next.length > 0);
      if (status === 'closed' || status === 'not attached') assert.ok(next.includes('reopen') && next.includes('wait'));
      if (status === 'waiting') assert.ok(next.includes('return') && next.includes('stop waiting'));
    }),
    { numRuns: 2000 },
  );
  assert.deepEqual([...seen].sort(), [...statuses].sort(), 'every state is reached');
  assert.deepEqual([...made].sort(), [...allMoves].sort(), 'every move is made');
});
