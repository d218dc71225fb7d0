/**
 * A sample of paid claims, checked one by one: how many are wrong, how sure that is, and what would have to be paid back over all.
 * Pure. Rates are shares from 0 to 1; money is whole pence.
 */

/** The 97.5% point of the normal distribution. */
const z = 1.959963984540054;

/** From and to, as shares. */
export type Interval = { low: number; high: number };

/** Wilson's interval of 95% for `wrong` of `checked` (R: prop.test without continuity correction). Null when nothing was checked. */
export function wilson(wrong: number, checked: number): Interval | null {
  if (checked === 0) return null;
  const [n, p] = [checked, wrong / checked];
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const under = 1 + (z * z) / n;
  return {
    low: wrong === 0 ? 0 : Math.max(0, (middle - half) / under),
    high: wrong === checked ? 1 : Math.min(1, (middle + half) / under),
  };
}

/** Logarithms of factorials up to n. */
function logFactorials(n: number): number[] {
  const logs = [0];
  for (let i = 1; i <= n; i += 1) logs.push((logs[i - 1] ?? 0) + Math.log(i));
  return logs;
}

/** The share p for which a tail of the binomial distribution has 2.5%: the tail grows with p or falls, and crosses once. */
function crossing(tail: (p: number) => number, grows: boolean): number {
  let [low, high] = [0, 1];
  // A double has 53 bits: after so many halvings nothing is left to tell apart.
  for (let turn = 0; turn < 60; turn += 1) {
    const middle = (low + high) / 2;
    if (tail(middle) > 0.025 === grows) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/**
 * Clopper and Pearson's exact interval of 95% for `wrong` of `checked` (R: binom.test), by the tails of the binomial distribution
 * themselves. Null when nothing was checked.
 */
export function clopperPearson(wrong: number, checked: number): Interval | null {
  if (checked === 0) return null;
  const logs = logFactorials(checked);
  const chance = (k: number, p: number): number =>
    p === 0 || p === 1
      ? Number(k === (p === 0 ? 0 : checked))
      : Math.exp(
          (logs[checked] ?? 0) -
            (logs[k] ?? 0) -
            (logs[checked - k] ?? 0) +
            k * Math.log(p) +
            (checked - k) * Math.log1p(-p),
        );
  const sum = (from: number, to: number, p: number): number => {
    let total = 0;
    for (let k = from; k <= to; k += 1) total += chance(k, p);
    return total;
  };
  return {
    low: wrong === 0 ? 0 : crossing((p) => sum(wrong, checked, p), true),
    high: wrong === checked ? 1 : crossing((p) => sum(0, wrong, p), false),
  };
}

/** What would be paid back: of the sample, of the claims that were not sampled, and together; whole pence. */
export type Recovery = { sample: number; rest: number; all: number };

/**
 * What would have to be paid back: of the sample what was found, claim by claim, and of the claims that were not sampled e × their
 * value, half a penny upwards. e is the share of the checked money that was wrong: a finding may be a part of a claim. Null when no
 * money was checked. (Evidence audits of payment by results: recovery = e × value of unsampled claims.)
 */
export function recoveryOf(of: { wrongPence: number; checkedPence: number; unsampledPence: number }): Recovery | null {
  if (of.checkedPence === 0) return null;
  const [wrong, checked, unsampled] = [BigInt(of.wrongPence), BigInt(of.checkedPence), BigInt(of.unsampledPence)];
  const rest = Number((2n * wrong * unsampled + checked) / (2n * checked));
  return { sample: of.wrongPence, rest, all: of.wrongPence + rest };
}

/** An item of a sample. `wrongPence` is null until it was checked, 0 where it is right. */
export type Item = { pence: number; wrongPence: number | null };
/** What a sample says so far: rates over the items that were checked. */
export type AuditResult = {
  size: number;
  checked: number;
  wrong: number;
  wrongPence: number;
  checkedPence: number;
  rate: number | null;
  wilson: Interval | null;
  exact: Interval | null;
  recovery: Recovery | null;
};

/** Works out what a sample says of the claims that it was drawn from, which were worth `allPence`. */
export function auditResult(items: readonly Item[], allPence: number): AuditResult {
  const checked = items.filter(({ wrongPence }) => wrongPence !== null);
  const wrong = checked.filter(({ wrongPence }) => (wrongPence ?? 0) > 0).length;
  const wrongPence = checked.reduce((sum, one) => sum + (one.wrongPence ?? 0), 0);
  const checkedPence = checked.reduce((sum, { pence }) => sum + pence, 0);
  const sampledPence = items.reduce((sum, { pence }) => sum + pence, 0);
  const n = checked.length;
  return {
    ...{ size: items.length, checked: n, wrong, wrongPence, checkedPence, rate: n === 0 ? null : wrong / n },
    ...{ wilson: wilson(wrong, n), exact: clopperPearson(wrong, n) },
    recovery: recoveryOf({ wrongPence, checkedPence, unsampledPence: allPence - sampledPence }),
  };
}
