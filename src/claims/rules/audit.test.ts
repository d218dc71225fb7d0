import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { auditResult, clopperPearson, recoveryOf, wilson } from './audit.ts';

const cases = [
  ...[
    [0, 1],
    [1, 1],
    [0, 30],
    [1, 30],
    [3, 30],
    [30, 30],
    [7, 59],
    [16, 59],
    [59, 60],
    [5, 500],
    [250, 500],
    [499, 500],
  ],
  ...[
    [0, 2000],
    [1, 2000],
    [20, 2000],
    [1000, 2000],
    [1999, 2000],
  ],
] as [number, number][];

test('both intervals are those of R', () => {
  const script = `for (one in list(${cases.map(([k, n]) => `c(${k}, ${n})`).join(', ')})) {
    exact <- binom.test(one[1], one[2])$conf.int
    score <- suppressWarnings(prop.test(one[1], one[2], correct = FALSE))$conf.int
    cat(sprintf("%.15g %.15g %.15g %.15g\\n", exact[1], exact[2], score[1], score[2]))
  }`;
  const { stdout, stderr, status } = spawnSync('/usr/bin/Rscript', ['--vanilla', '-e', script], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const rows = stdout.trim().split('\n');
  assert.equal(rows.length, cases.length);
  for (const [at, [wrong, checked]] of cases.entries()) {
    const ours = [clopperPearson(wrong, checked), wilson(wrong, checked)].flatMap((one) => [one?.low, one?.high]);
    const theirs = (rows[at] ?? '').split(' ').map(Number);
    for (const [n, value] of theirs.entries())
      assert.ok(Math.abs((ours[n] as number) - value) < 1e-9, `${wrong} of ${checked}: ${ours[n]} and ${value}`);
  }
});

test('of nothing there is no rate', () => {
  assert.deepEqual([wilson(0, 0), clopperPearson(0, 0)], [null, null]);
  const none = auditResult([{ pence: 100, wrongPence: null }], 5000);
  assert.deepEqual([none.rate, none.recovery, none.checked, none.size], [null, null, 0, 1]);
});

test('the rate lies in both intervals, and the exact one holds Wilson’s middle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(300), (n, k) => {
      const wrong = Math.min(k, n);
      for (const one of [wilson(wrong, n), clopperPearson(wrong, n)]) {
        assert.ok(one !== null && one.low <= wrong / n && wrong / n <= one.high);
        assert.ok(one.low >= 0 && one.high <= 1);
      }
    }),
    { numRuns: 200 },
  );
});

test('what was not sampled is paid back by the share that is wrong, in whole pence, half a penny upwards', () => {
  const of = (wrongPence: number, checkedPence: number, unsampledPence: number) =>
    recoveryOf({ wrongPence, checkedPence, unsampledPence });
  // £10.00 of £300.00 wrong, £1,234,567.89 not sampled: 4,115,226.3 pence.
  assert.deepEqual(of(1000, 30_000, 123_456_789), { sample: 1000, rest: 4_115_226, all: 4_116_226 });
  assert.equal(of(1, 2, 1)?.rest, 1, 'half a penny is one');
  assert.equal(of(1, 3, 1)?.rest, 0);
  assert.equal(of(1, 3, 9_007_199_254_740_990)?.rest, 3_002_399_751_580_330, 'nothing is lost in large sums');
  assert.equal(of(0, 0, 10), null);
  const pence = fc.integer({ min: 1, max: 1e7 });
  fc.assert(
    fc.property(fc.array(fc.tuple(pence, fc.nat(1e7)), { minLength: 1 }), fc.nat(1e9), (found, rest) => {
      const items = found.map(([paid, wrong]) => ({ pence: paid, wrongPence: Math.min(wrong, paid) }));
      const checked = items.reduce((sum, one) => sum + one.pence, 0);
      const wrong = items.reduce((sum, one) => sum + one.wrongPence, 0);
      const { recovery } = auditResult(items, checked + rest);
      assert.equal(recovery?.sample, wrong);
      // Once all of the sample is checked, both parts are the share of all the money.
      assert.ok(Math.abs((recovery?.all ?? 0) - (wrong / checked) * (checked + rest)) <= 0.501);
    }),
  );
});

test('a sample is counted by what was checked', () => {
  const items = [
    { pence: 100, wrongPence: 0 },
    { pence: 300, wrongPence: 60 },
    { pence: 900, wrongPence: null },
  ];
  const { checked, wrong, rate, recovery } = auditResult(items, 10_000);
  assert.deepEqual([checked, wrong, rate], [2, 1, 0.5]);
  // 15% of the 87.00 that were not drawn; the 9.00 that wait to be checked are recovered by themselves or not at all.
  assert.deepEqual(recovery, { sample: 60, rest: 1305, all: 1365 });
});
