/** What follows from sums that are told: which other sums of the same kinds of people can be worked out, and how. Pure. */

/** A sum that is told: how many of each kind are in it (here 0 or 1), and what it comes to. */
export type Told = { of: Uint8Array; count: number };
/** A sum that follows, with the sums (by their places) that it was worked out from. */
export type Follows = { count: number; from: number[] };

// Entries are small whole numbers and their quotients; what is smaller than this is nothing.
const nothing = 1e-7;
type Step = { pivot: number; row: Float64Array; from: Float64Array };

/** Takes what is told already out of a row, and writes down how. */
function reduce(steps: readonly Step[], row: Float64Array, from: Float64Array): void {
  for (const step of steps) {
    const factor = row[step.pivot] as number;
    if (Math.abs(factor) < nothing) continue;
    for (let at = 0; at < row.length; at += 1) row[at] = (row[at] as number) - factor * (step.row[at] as number);
    for (let at = 0; at < from.length; at += 1) from[at] = (from[at] as number) - factor * (step.from[at] as number);
  }
}

/**
 * A function that says whether a sum follows from those that are told (elimination), and null where it does not. Kinds in a sum that is
 * nothing are nobody: `nobody` marks them, and more are marked by `following` of a sum that comes to nothing.
 */
export function following(told: readonly Told[], nobody: Uint8Array): (of: Uint8Array) => Follows | null {
  const kinds = nobody.length;
  for (const { of, count } of told)
    if (count === 0) for (let at = 0; at < kinds; at += 1) if (of[at] === 1) nobody[at] = 1;
  // Kinds that are in the same sums are one.
  const places = new Map<string, number>();
  const one = new Int32Array(kinds).fill(-1);
  for (let at = 0; at < kinds; at += 1) {
    if (nobody[at] === 1) continue;
    let key = '';
    for (const { of } of told) key += of[at];
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
    }
    one[at] = place;
  }
  const scratch = new Int8Array(places.size);
  const joined = (of: Uint8Array): Float64Array | null => {
    scratch.fill(-1);
    for (let at = 0; at < kinds; at += 1) {
      const place = one[at] as number;
      if (place < 0) continue;
      if (scratch[place] === -1) scratch[place] = of[at] as number;
      else if (scratch[place] !== of[at]) return null;
    }
    return Float64Array.from(scratch);
  };
  const steps: Step[] = [];
  for (const [at, sum] of told.entries()) {
    const row = joined(sum.of) as Float64Array;
    const from = new Float64Array(told.length);
    from[at] = 1;
    reduce(steps, row, from);
    const pivot = row.findIndex((entry) => Math.abs(entry) > nothing);
    if (pivot < 0) continue;
    const whole = row[pivot] as number;
    steps.push({ pivot, row: row.map((entry) => entry / whole), from: from.map((entry) => entry / whole) });
  }
  return (of) => {
    const row = joined(of);
    if (row === null) return null;
    const from = new Float64Array(told.length);
    reduce(steps, row, from);
    if (row.some((entry) => Math.abs(entry) > nothing)) return null;
    let count = 0;
    const used: number[] = [];
    for (const [at, factor] of from.entries()) {
      if (Math.abs(factor) < nothing) continue;
      count -= factor * (told[at]?.count ?? 0);
      used.push(at);
    }
    return { count: Math.round(count), from: used };
  };
}
