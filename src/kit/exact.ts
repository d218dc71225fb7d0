/**
 * Exact fractions, and figures as reports print them. Nothing is rounded before it is printed, and rounding is half up,
 * away from zero: 62.5 prints 63 and -2.55 prints -2.6.
 */

/** An exact number. `den` is above zero; the fraction need not be in lowest terms. */
export type Fraction = { readonly num: bigint; readonly den: bigint };

/** `num` divided by `den`, two safe integers or bigints. Throws a RangeError when `den` is zero. */
export function fraction(num: number | bigint, den: number | bigint = 1n): Fraction {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d === 0n) throw new RangeError('A fraction of nothing');
  return d < 0n ? { num: -n, den: -d } : { num: n, den: d };
}

/** `part` of `base` in percent, or null when the base is empty: a percentage of nothing is not a number. */
export function percentOf(part: number | bigint, base: number | bigint): Fraction | null {
  return BigInt(base) === 0n ? null : fraction(BigInt(part) * 100n, base);
}

/** The mean of values whose sum and number are given, or null when there are none. */
export function meanOf(sum: number | bigint, count: number | bigint): Fraction | null {
  return BigInt(count) === 0n ? null : fraction(sum, count);
}

/** `a` + `b`. */
export function plus(a: Fraction, b: Fraction): Fraction {
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

/** `a` - `b`, or null when either is nothing. */
export function minus(a: Fraction | null, b: Fraction | null): Fraction | null {
  return a && b ? { num: a.num * b.den - b.num * a.den, den: a.den * b.den } : null;
}

/** Below zero when `a` is less than `b`, above zero when it is more, 0 when they are equal. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const left = a.num * b.den;
  const right = b.num * a.den;
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * The median of integers that are given as how often each occurs. The median of an even number of values is the mean of
 * the two middle ones; of none, null.
 */
export function medianOf(histogram: ReadonlyMap<number, number>): Fraction | null {
  const values = [...histogram].sort(([a], [b]) => a - b);
  const total = values.reduce((sum, [, times]) => sum + times, 0);
  if (total === 0) return null;
  const at = (position: number): number => {
    let seen = 0;
    for (const [value, times] of values) {
      seen += times;
      if (position < seen) return value;
    }
    throw new RangeError('No value at this position');
  };
  return fraction(at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2)), 2);
}

/** Reads a plain decimal such as '10', '-2.55' or '.5' exactly; anything else is null. */
export function parseDecimal(text: string): Fraction | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  const whole = match?.[2] ?? '';
  const decimals = match?.[3] ?? '';
  if (!match || whole + decimals === '') return null;
  const num = BigInt(whole + decimals);
  return { num: match[1] === '-' ? -num : num, den: 10n ** BigInt(decimals.length) };
}

/** A figure with exactly `places` decimals, rounded half away from zero, never '-0'. */
export function toFixedText(value: Fraction, places: number): string {
  const scaled = value.num * 10n ** BigInt(places);
  const negative = scaled < 0n;
  const size = negative ? -scaled : scaled;
  const rounded = (size * 2n + value.den) / (value.den * 2n);
  const digits = rounded.toString().padStart(places + 1, '0');
  const split = digits.length - places;
  const text = places === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}

/** The unrounded value as text: at most 10 decimals, without trailing zeros. Nothing is the empty text. */
export function valueText(value: Fraction | null): string {
  if (value === null) return '';
  const text = toFixedText(value, 10).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}

/** A count as reports print it: '4,548'. */
export function printCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A percentage as reports print it, with `places` decimals and its sign: '62%', '6.5%'. Nothing prints '-'. */
export function printPercent(value: Fraction | null, places = 0): string {
  return value === null ? '-' : `${toFixedText(value, places)}%`;
}

/** A difference of percentages in points, or a mean or median: no sign of percent. Nothing prints '-'. */
export function printNumber(value: Fraction | null, places = 0): string {
  return value === null ? '-' : toFixedText(value, places);
}

/** One decimal, but two where something would print as nothing: 2 of 4,548 is '0.04%', not '0.0%' (Table 3-1). */
export function printSmallPercent(value: Fraction | null): string {
  const text = printPercent(value, 1);
  return text === '0.0%' && value !== null && value.num > 0n ? printPercent(value, 2) : text;
}
