import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compareFractions,
  fraction,
  meanOf,
  medianOf,
  minus,
  parseDecimal,
  percentOf,
  plus,
  printCount,
  printNumber,
  printPercent,
  printSmallPercent,
  toFixedText,
  valueText,
} from './exact.ts';

const count = fc.integer({ min: 0, max: 5_000_000 });
const base = fc.integer({ min: 1, max: 5_000_000 });

test('figures round half up, away from zero, and never print a minus zero', () => {
  const decimal = (text: string) => parseDecimal(text) ?? fraction(0);
  assert.equal(toFixedText(decimal('62.5'), 0), '63');
  assert.equal(toFixedText(decimal('37.5'), 0), '38');
  assert.equal(toFixedText(decimal('198.5'), 0), '199');
  assert.equal(toFixedText(decimal('-2.55'), 1), '-2.6');
  assert.equal(toFixedText(decimal('-0.049'), 1), '0.0');
  assert.equal(toFixedText(decimal('-0.4'), 0), '0');
  assert.equal(toFixedText(decimal('-0.5'), 0), '-1');
});

test('a value has at most ten decimals and no trailing zeros', () => {
  assert.equal(valueText(percentOf(476, 515)), '92.427184466');
  assert.equal(valueText(percentOf(44, 476)), '9.243697479');
  assert.equal(valueText(percentOf(1, 2)), '50');
  assert.equal(valueText(percentOf(0, 7)), '0');
  assert.equal(valueText(fraction(-1, 10n ** 12n)), '0');
  assert.equal(valueText(fraction(1000)), '1000');
  assert.equal(valueText(null), '');
});

test('nothing prints a dash, small shares of Table 3-1 print two decimals', () => {
  assert.equal(percentOf(0, 0), null);
  assert.equal(meanOf(0, 0), null);
  assert.equal(medianOf(new Map()), null);
  assert.equal(printPercent(null), '-');
  assert.equal(printNumber(null, 1), '-');
  assert.equal(minus(null, fraction(1)), null);
  assert.equal(printSmallPercent(percentOf(2, 4548)), '0.04%');
  assert.equal(printSmallPercent(percentOf(3, 4548)), '0.1%');
  assert.equal(printSmallPercent(percentOf(0, 4548)), '0.0%');
  assert.equal(printSmallPercent(null), '-');
});

test('a difference is taken before rounding (Table 3-3)', () => {
  const difference = minus(percentOf(1040, 3195), percentOf(56, 278));
  assert.equal(printNumber(difference, 1), '12.4');
  assert.equal(printPercent(percentOf(1040, 3195)), '33%');
  assert.equal(printPercent(percentOf(56, 278)), '20%');
});

test('counts have a thousands comma', () => {
  fc.assert(fc.property(count, (n) => assert.equal(printCount(n), n.toLocaleString('en-GB'))));
});

test('a printed figure is the nearest one, and a tie is the one further from zero', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5_000_000, max: 5_000_000 }),
      base,
      fc.integer({ min: 0, max: 4 }),
      (n, d, places) => {
        const printed = parseDecimal(toFixedText(fraction(n, d), places)) ?? fraction(0);
        const error = minus(printed, fraction(n, d)) ?? fraction(0);
        const size = error.num < 0n ? { num: -error.num, den: error.den } : error;
        const half = fraction(1, 2n * 10n ** BigInt(places));
        const order = compareFractions(size, half);
        assert.ok(order <= 0);
        if (order === 0) assert.equal(error.num > 0n, n > 0);
      },
    ),
    { numRuns: 1000 },
  );
});

test('values agree with floating point, and parse back', () => {
  fc.assert(
    fc.property(count, base, (n, d) => {
      const value = percentOf(n, d);
      assert.ok(Math.abs(Number(valueText(value)) - (100 * n) / d) < 1e-6 * Math.max(1, (100 * n) / d));
      const parsed = parseDecimal(valueText(value));
      assert.ok(parsed && Math.abs(Number(valueText(minus(parsed, value)))) <= 1e-10);
    }),
  );
});

test('sums, differences and order agree with each other', () => {
  const any = fc.tuple(fc.integer({ min: -9999, max: 9999 }), base).map(([n, d]) => fraction(n, d));
  fc.assert(
    fc.property(any, any, (a, b) => {
      const back = minus(plus(a, b), b);
      assert.ok(back && compareFractions(back, a) === 0);
      assert.equal(compareFractions(a, b), Math.sign(Number(minus(a, b)?.num)) + 0);
      assert.equal(compareFractions(a, b), -compareFractions(b, a) + 0);
    }),
  );
  assert.deepEqual(fraction(1, -2), { num: -1n, den: 2n });
  assert.throws(() => fraction(1, 0), RangeError);
});

test('the median is the middle of the sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 1, maxLength: 60 }), (values) => {
      const histogram = new Map<number, number>();
      for (const value of values) histogram.set(value, (histogram.get(value) ?? 0) + 1);
      const sorted = values.toSorted((a, b) => a - b);
      const half = sorted.length / 2;
      const median = Number.isInteger(half)
        ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
        : (sorted[Math.floor(half)] ?? 0);
      assert.equal(Number(valueText(medianOf(histogram))), median);
    }),
  );
  assert.equal(
    printNumber(medianOf(new Map([20, 40, 60, 80, 90, 95, 150, 255, 350, 420, 530].map((d) => [d, 1])))),
    '95',
  );
});

test('only plain decimals are read', () => {
  assert.equal(valueText(parseDecimal('10.50')), '10.5');
  assert.equal(valueText(parseDecimal('-.5')), '-0.5');
  for (const text of ['', '.', '-', '1e3', '1,000', ' 1', '10%', '1.2.3']) assert.equal(parseDecimal(text), null, text);
});
