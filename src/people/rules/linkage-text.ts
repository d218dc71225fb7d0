/** How alike two texts are. Pure; checked against R's stringdist by test/fixtures/string_distances.csv. */
import { doubleMetaphone } from 'double-metaphone';

/** Jaro's similarity, 0 to 1: characters in common within half the longer text, less half of those out of order. */
function jaro(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Uint8Array(b.length);
  const inA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    const end = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= end; j++) {
      if (taken[j] === 1 || a[i] !== b[j]) continue;
      taken[j] = 1;
      inA.push(a[i] as string);
      break;
    }
  }
  const common = inA.length;
  if (common === 0) return 0;
  let at = 0;
  let moved = 0;
  for (let j = 0; j < b.length; j++) if (taken[j] === 1 && b[j] !== inA[at++]) moved++;
  return (common / a.length + common / b.length + (common - moved / 2) / common) / 3;
}

/** Jaro-Winkler's similarity, 0 to 1: Jaro's, raised for each of the first four characters that agree (p = 0.1). */
export function jaroWinkler(a: string, b: string): number {
  // Which of two equal characters is taken depends on the side that one starts from: the same side is taken always.
  const [one, two] = a.length < b.length || (a.length === b.length && a < b) ? [a, b] : [b, a];
  const alike = jaro(one, two);
  let prefix = 0;
  while (prefix < 4 && prefix < one.length && one[prefix] === two[prefix]) prefix++;
  return alike + prefix * 0.1 * (1 - alike);
}

/** Whether one character was added, left out or replaced, or two neighbours changed places. Equal texts are no edit. */
export function oneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || short === long) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}

// Names come again and again; the bound keeps a very large file from filling memory.
const codes = new Map<string, readonly string[]>();
function soundsOf(folded: string): readonly string[] {
  const known = codes.get(folded);
  if (known !== undefined) return known;
  const found = /^[a-z ]+$/.test(folded) ? doubleMetaphone(folded).filter((code) => code.length > 1) : [];
  if (codes.size > 100_000) codes.clear();
  codes.set(folded, found);
  return found;
}

/** Whether two folded names sound alike (Double Metaphone). Names in other letters than a to z have no sound here. */
export function soundAlike(a: string, b: string): boolean {
  const sounds = soundsOf(b);
  return soundsOf(a).some((code) => sounds.includes(code));
}
