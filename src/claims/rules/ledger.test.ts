import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ClaimMove, type ClaimState, claimMoveNames, claimStates, mayFollow, moveOf } from './claim-states.ts';
import { accountNames, balanceOf, entryOf, type Lines, monthEnds, postingKinds, posts, statementOf } from './ledger.ts';

const sumOf = (lines: Lines): number => Object.values(lines).reduce((sum, pence) => sum + pence, 0);
type Step = { move: ClaimMove; pence: number };
const steps = fc.array(
  fc.record({ move: fc.constantFrom(...claimMoveNames), pence: fc.integer({ min: 0, max: 500_000 }) }),
  { maxLength: 40 },
);

/** Plays moves as they come; those that may not follow are passed over. */
function play(given: readonly Step[]) {
  let at: { state: ClaimState; pence: number; attempt: number } = { state: 'prepared', pence: 120_000, attempt: 1 };
  const entries: { kind: ClaimMove; attempt: number; lines: Lines }[] = [];
  for (const { move, pence } of given) {
    if (!mayFollow(move, at.state)) continue;
    const to = {
      state: moveOf(move).to,
      pence: moveOf(move).amount ? pence : at.pence,
      attempt: at.attempt + (move === 'claim again' ? 1 : 0),
    };
    const lines = entryOf(at, to);
    if (posts(move, at.state)) entries.push({ kind: move, attempt: at.attempt, lines });
    else assert.deepEqual(lines, {}, `${move} moves money and posts nothing`);
    at = to;
  }
  return { at, entries };
}

test('whatever happens to a claim, every entry adds up to nothing and all of them to where the claim stands', () => {
  fc.assert(
    fc.property(steps, (given) => {
      const { at, entries } = play(given);
      for (const { lines } of entries) assert.equal(sumOf(lines), 0);
      for (const account of accountNames) {
        const net = entries.reduce((sum, { lines }) => sum + (lines[account] ?? 0), 0);
        assert.equal(net, balanceOf(at.state, at.pence)[account] ?? 0, account);
      }
      const keys = entries.map(({ kind, attempt }) => `${kind} ${attempt}`);
      assert.equal(new Set(keys).size, keys.length, 'each kind once for an attempt');
    }),
    { numRuns: 300 },
  );
});

test('what was received is never more than one payment of the milestone', () => {
  fc.assert(
    fc.property(steps, (given) => {
      let received = 0;
      for (const { lines } of play(given).entries) {
        const before = received;
        received += lines.received ?? 0;
        assert.ok(received === 0 || before === 0, 'paid a second time while the first stands');
      }
    }),
    { numRuns: 300 },
  );
});

test('statements follow one another to the penny', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 6 }), (months) => {
      let opening: { account: (typeof accountNames)[number]; pence: number }[] = [];
      for (const given of months) {
        const movements = play(given).entries.flatMap(({ kind, lines }) =>
          accountNames.map((account) => ({ kind, account, pence: lines[account] ?? 0 })),
        );
        const statement = statementOf(opening, movements);
        assert.equal(
          statement.reduce((sum, { closing }) => sum + closing, 0),
          0,
        );
        for (const one of statement) {
          assert.equal(one.opening, opening.find(({ account }) => account === one.account)?.pence ?? 0);
          assert.equal(
            one.closing,
            one.movements.reduce((sum, { pence }) => sum + pence, one.opening),
          );
        }
        opening = statement.map(({ account, closing }) => ({ account, pence: closing }));
      }
    }),
    { numRuns: 100 },
  );
});

test('the amount that was accepted takes the place of the one that was claimed', () => {
  assert.deepEqual(entryOf({ state: 'submitted', pence: 120_000 }, { state: 'accepted', pence: 100_000 }), {
    claimed: -120_000,
    owed: 100_000,
    income: 20_000,
  });
  assert.deepEqual(entryOf({ state: 'paid', pence: 100_000 }, { state: 'clawed back', pence: 100_000 }), {
    received: -100_000,
    income: 100_000,
  });
  assert.deepEqual(entryOf({ state: 'checked', pence: 5 }, { state: 'withdrawn', pence: 5 }), {});
});

test('every state but the last is left by some move, and every move that posts is a kind of entry', () => {
  for (const state of Object.keys(claimStates) as ClaimState[]) {
    const left = claimMoveNames.some((move) => mayFollow(move, state));
    assert.equal(left, state !== 'on file' && state !== 'withdrawn', state);
  }
  assert.deepEqual(monthEnds('2016-12'), { from: '2016-12-01', to: '2017-01-01' });
  assert.equal(postingKinds.length, 6);
});
