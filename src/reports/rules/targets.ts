/** Targets of a contract: what is to be reached by a day, from who was attached when. Pure; exact fractions. */
import { addMonths, type DayNumber, dateOf } from '../../kit/days.ts';
import { type Fraction, fraction, parseDecimal, plus } from '../../kit/exact.ts';

/** The target for a milestone, from the contract. Percentages are of those attached, as decimal text. */
export type Target = {
  percentOfAttached: string;
  /** The share that would have reached it without the programme; null where the contract names none. */
  baselinePercent: string | null;
  /** Points of the share that is to have reached it by month since the attachment; null where the contract has no curve. */
  curve: readonly { months: number; percent: string }[] | null;
  isExample: boolean;
  source: string;
};
/** Nothing. */
export const zero = fraction(0);
/** `a` times `b`. */
export const times = (a: Fraction, b: Fraction): Fraction => ({ num: a.num * b.num, den: a.den * b.den });
/** `a` less `b`. */
export const less = (a: Fraction, b: Fraction): Fraction => plus(a, { num: -b.num, den: b.den });
/** `a` in percent of `b`; null where `b` is not known or nothing. */
export const over = (a: Fraction, b: Fraction | null): Fraction | null =>
  b === null || b.num === 0n ? null : { num: a.num * b.den * 100n, den: a.den * b.num };
/** A plain decimal; what is none is 0. */
export const decimal = (text: string): Fraction => parseDecimal(text) ?? zero;

/** The share that is to have reached a milestone so many whole months after the attachment, in percent: a straight line between the points of the curve. */
export function shareAfter(target: Target, months: number): Fraction | null {
  if (target.curve === null) return null;
  const points = [{ months: 0, percent: '0' }, ...target.curve].toSorted((a, b) => a.months - b.months);
  const after = points.findIndex((point) => point.months > months);
  const before = points.at(after < 0 ? -1 : after - 1) as { months: number; percent: string };
  if (after < 0) return decimal(before.percent);
  const next = points[after] as { months: number; percent: string };
  const rise = less(decimal(next.percent), decimal(before.percent));
  return plus(decimal(before.percent), times(rise, fraction(months - before.months, next.months - before.months)));
}

/** The last day of a quarter. */
export const quarterEnd = (quarter: number): DayNumber => {
  const year = Math.floor(quarter / 4);
  return addMonths(quarterStart(year, quarter - year * 4), 3) - 1;
};
const quarterStart = (year: number, of: number): DayNumber => Date.UTC(year, of * 3, 1) / 86_400_000;

/** Whole months from one day to another; 0 when it is not after it. The last day of a month completes one. */
export function wholeMonths(from: DayNumber, to: DayNumber): number {
  const [first, last] = [dateOf(from + 1), dateOf(to + 1)];
  const months = (last.year - first.year) * 12 + last.month - first.month;
  return Math.max(0, addMonths(from + 1, months) <= to + 1 ? months : months - 1);
}

/**
 * The baseline to date: it builds up as the target does, so that the two can be compared on any day. Null where the contract names no
 * baseline, or no curve.
 */
export function baselineToDate(target: Target | null, toDate: Fraction | null): Fraction | null {
  if (toDate === null || target === null || target.baselinePercent === null) return null;
  const whole = decimal(target.percentOfAttached);
  if (whole.num === 0n) return null;
  return times(toDate, times(decimal(target.baselinePercent), fraction(whole.den, whole.num)));
}

/** Those attached in a calendar quarter. */
export type Attached = { quarter: number; attached: number };

/**
 * The target to date: for each quarter of attachment, those attached times the share of the curve after the months since the quarter
 * ended, so that everybody has had at least so long. Null without a curve.
 */
export function targetToDate(target: Target | null, cohorts: readonly Attached[], on: DayNumber): Fraction | null {
  if (target === null || target.curve === null) return null;
  let sum = zero;
  for (const { quarter, attached } of cohorts) {
    if (attached === 0 || quarterEnd(quarter - 1) >= on) continue;
    const share = shareAfter(target, wholeMonths(quarterEnd(quarter), on)) ?? zero;
    sum = plus(sum, times(fraction(attached, 100), share));
  }
  return sum;
}
