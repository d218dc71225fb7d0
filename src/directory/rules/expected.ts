/** How many referrals a service is expected to be sent (domain notes on DWP Research Report 555, 6.3: volume against expectation). Pure. */
import { parseDay } from '../../kit/days.ts';

/** Whose expectation it is. */
export const bases = {
  contract: 'The contract’s',
  service: 'The service’s',
  programme: 'The programme’s own',
} as const;
/** One of them. */
export type Basis = keyof typeof bases;

/** Referrals a year, from a day ('YYYY-MM-DD') until the next expectation begins. Null a year: from that day on nothing is expected. */
export type Expectation = { from_day: string; a_year: number | null };

/**
 * What is expected of a period, its first and last day included: for each day a 365th of what was expected a year on it, in whole
 * referrals. Null where nothing was expected on any of its days, which is not an expectation of none. The earliest comes first.
 */
export function expectedIn(all: readonly Expectation[], from: string, to: string): number | null {
  const [first, end] = [parseDay(from) as number, (parseDay(to) as number) + 1];
  let sum: number | null = null;
  for (const [at, one] of all.entries()) {
    const next = all[at + 1];
    const days =
      Math.min(end, next === undefined ? end : (parseDay(next.from_day) as number)) -
      Math.max(first, parseDay(one.from_day) as number);
    if (one.a_year !== null && days > 0) sum = (sum ?? 0) + (one.a_year * days) / 365;
  }
  return sum === null ? null : Math.round(sum);
}
