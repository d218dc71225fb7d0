/** What follows from sums that are told: which other sums of the same kinds of people can be worked out, and how. Pure. */

/** A sum that is told: how many of each kind are in it (here 0 or 1), and what it comes to. */
export type Told = { of: Uint8Array; count: number };
/** A sum that follows, with the sums (by their places) that it was worked out from. */
export type Follows = { count: number; from: number[] };

// Entries are small whole numbers and their quotients; what is smaller than this is nothing.
const nothing = 1e-7;
const isNothing = (entry: number | undefined): boolean => Math.abs(entry as number) < nothing;
/** A sum with one kind (the pivot) that no other of these has, and the told sums that it was made of. */
type Step = { pivot: number; row: Float64Array; from: Float64Array };

/** Numbers from 0 to 1 that have nothing to do with one another: the same every time (Weyl's sequence of the golden section's square). */
const weights = (size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, at) => ((at + 1) ** 2 * 0.6180339887498949) % 1);

const weighed = (row: Float64Array, weight: Float64Array): number => {
  let sum = 0;
  for (let at = 0; at < row.length; at += 1) sum += (row[at] as number) * (weight[at] as number);
  return sum;
};

/** `one` less `factor` times `other`, in place. */
function subtract(one: Float64Array, factor: number, other: Float64Array): void {
  for (let at = 0; at < one.length; at += 1) one[at] = (one[at] as number) - factor * (other[at] as number);
}

/** Takes the pivot of a step out of a sum. */
function clear(row: Float64Array, from: Float64Array, step: Step): void {
  const factor = row[step.pivot] as number;
  if (isNothing(factor)) return;
  subtract(row, factor, step.row);
  subtract(from, factor, step.from);
}

/** The told sums as steps (Gauss and Jordan): what follows from them can be read off by the pivots. */
function stepsOf(rows: readonly Float64Array[]): Step[] {
  const steps: Step[] = [];
  for (const [at, row] of rows.entries()) {
    const from = new Float64Array(rows.length);
    from[at] = 1;
    for (const step of steps) clear(row, from, step);
    const pivot = row.findIndex((entry) => !isNothing(entry));
    if (pivot < 0) continue;
    const whole = row[pivot] as number;
    const step = { pivot, row: row.map((entry) => entry / whole), from: from.map((entry) => entry / whole) };
    for (const earlier of steps) clear(earlier.row, earlier.from, step);
    steps.push(step);
  }
  return steps;
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
  const steps = stepsOf(told.map(({ of }) => joined(of) as Float64Array));
  const weight = weights(places.size);
  const weighedSteps = Float64Array.from(steps, (step) => weighed(step.row, weight));
  const pivots = Int32Array.from(steps, ({ pivot }) => pivot);
  return (of) => {
    const row = joined(of);
    if (row === null) return null;
    // What is left when the steps are taken out weighs nothing only where nothing is left: the weights have no ratio to one another.
    let rest = weighed(row, weight);
    for (let at = 0; at < pivots.length; at += 1)
      rest -= (row[pivots[at] as number] as number) * (weighedSteps[at] as number);
    if (!isNothing(rest)) return null;
    const from = new Float64Array(told.length);
    for (const { pivot, from: own } of steps) if (!isNothing(row[pivot])) subtract(from, row[pivot] as number, own);
    const places = [...from.keys()].filter((at) => !isNothing(from[at]));
    const count = places.reduce((sum, at) => sum - (from[at] as number) * (told[at]?.count ?? 0), 0);
    return { count: Math.round(count), from: places };
  };
}
