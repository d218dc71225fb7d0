/**
 * Comparing people who had or have further names: two records may be of one person under any of them. Of all the ways to
 * compare the names of both the likeliest counts, and the explanation says by which name a field agrees. Pure.
 */
import { fold } from '../rules.ts';
import type { FieldScore, Score, Traits } from './linkage.ts';

/** A further name as it is kept. A part that is null is that of the usual name: before a marriage only one of them was another. */
export type OtherName = { use: string; givenName: string | null; familyName: string | null };
/** Somebody who is compared, with their further names. */
export type Named = { traits: Traits; names: readonly OtherName[] };

// Two records with more names each than this are compared by the first of them: the ways to compare grow with their product.
const mostNames = 8;

const useWords: Readonly<Record<string, string>> = {
  'known as': 'the name they are known by',
  former: 'the former name',
  'at birth': 'the name at birth',
  alias: 'the other name',
};

/** One way to name somebody: their traits under it, and the name where it is not the usual one. */
type Way = { traits: Traits; usual: Traits; name: OtherName | null };

function waysOf({ traits, names }: Named): Way[] {
  const ways: Way[] = [{ traits, usual: traits, name: null }];
  for (const name of names.slice(0, mostNames)) {
    const given = fold(name.givenName ?? '') || traits.given;
    const family = fold(name.familyName ?? '') || traits.family;
    if (!ways.some((way) => way.traits.given === given && way.traits.family === family))
      ways.push({ traits: { ...traits, given, family }, usual: traits, name });
  }
  return ways;
}

/** The name by which a field agrees, in words; null where it is the usual one. */
function nameOf({ traits, usual, name }: Way, field: 'given' | 'family', swapped: boolean): string | null {
  if (name === null) return null;
  const parts = swapped ? (['given', 'family'] as const) : ([field] as const);
  if (parts.every((part) => traits[part] === usual[part])) return null;
  const shown = swapped ? [name.givenName, name.familyName] : [field === 'given' ? name.givenName : name.familyName];
  return [useWords[name.use] ?? 'the other name', ...shown.filter(Boolean)].join(' ');
}

function explained(one: FieldScore, a: Way, b: Way): FieldScore {
  if ((one.field !== 'given' && one.field !== 'family') || one.level === 'differs') return one;
  const swapped = one.level === 'given and family name swapped';
  const by = [nameOf(a, one.field, swapped), nameOf(b, one.field, swapped)].filter((name) => name !== null);
  return by.length === 0 ? one : { ...one, by: [...new Set(by)].join(' and ') };
}

/** Scores two people by whichever of their names makes them likeliest to be one; the usual names where nothing is likelier. */
export function scoreByNames(
  { weigh, score }: { weigh(a: Traits, b: Traits): number; score(a: Traits, b: Traits): Score },
  one: Named,
  other: Named,
): Score {
  const [ones, others] = [waysOf(one), waysOf(other)];
  let [a, b] = [ones[0] as Way, others[0] as Way];
  if (ones.length > 1 || others.length > 1) {
    let most = weigh(a.traits, b.traits);
    for (const x of ones)
      for (const y of others) {
        const weight = weigh(x.traits, y.traits);
        if (weight > most) [most, a, b] = [weight, x, y];
      }
  }
  const scored = score(a.traits, b.traits);
  return { ...scored, fields: scored.fields.map((field) => explained(field, a, b)) };
}
