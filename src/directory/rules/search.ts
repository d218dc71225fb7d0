/** A search of the directory as it is typed: what it asks, and the way back to it. Pure. */
import { lettersOf, outwardOf, tightPostcode } from './place.ts';
import { searchWords } from './words.ts';

/** A need by which services are looked for. */
export type Need = { id: string; code: string; name: string; description: string | null; issues: readonly string[] };

/** What is asked for, apart from who asks. Needs are codes; `area` is an outward code or the letters that postcodes begin with. */
export type Search = { needs: readonly string[]; words: string; area: string | null };

/**
 * At most so many services are compared; who looks for less finds them all. For somebody whose postcode is known fewer are
 * read from anywhere, and as many again near them.
 */
export const candidateLimit = { anywhere: 120, besidesNear: 60 };
/** How many a page shows. */
export const pageSize = 10;
/** How many can be compared side by side. */
export const compareMost = 3;

/** The longest that words may be. */
export const wordsMost = 100;

/** The words that are looked for: at most five, of two letters or more. */
export const wordsOf = (typed: string): string[] =>
  [...new Set(searchWords([typed]).split(' '))]
    .filter((word) => word.length >= 2 && /^[\p{L}\p{N}]+$/u.test(word))
    .slice(0, 5);

/** What is wrong with an area as it was typed, or null. */
export const areaProblem = (typed: string): string | null =>
  typed.trim() === '' || /^[A-Z]{1,2}(\d[A-Z\d]?)?$/.test(tightPostcode(typed)) || /^\d{4}$/.test(tightPostcode(typed))
    ? null
    : 'Place: enter the beginning of a postcode, like BL or M11';

/** Postcodes that begin with an area: from the first to before the last. British ones go on with a figure. */
export function postcodesIn(area: string): { from: string; to: string; length: number | null } {
  const tight = tightPostcode(area);
  // A colon is what comes after the figure 9.
  if (/^[A-Z]+$/.test(tight)) return { from: `${tight}0`, to: `${tight}:`, length: null };
  if (/^\d/.test(tight)) return { from: tight, to: `${tight}:`, length: tight.length };
  return { from: `${tight}0`, to: `${tight}:`, length: tight.length + 3 };
}

/** Where services near a postcode are looked for: its neighbourhood, then all that begins with its letters. */
export function areasNear(postcode: string): string[] {
  const [outward, letters] = [outwardOf(postcode), lettersOf(postcode)];
  return letters === '' || letters === outward ? [outward] : [outward, letters];
}

/** Needs of which words speak: every word stands in the name or the description. None without words. */
export const needsNamed = (needs: readonly Need[], words: readonly string[]): Need[] =>
  words.length === 0
    ? []
    : needs.filter(({ name, description }) => {
        const text = searchWords([name, description]);
        return words.every((word) => text.includes(word));
      });

/** The needs for which presenting issues speak, by the keys of those that are severe. */
export const needsOfIssues = (needs: readonly Need[], issues: readonly string[]): Need[] =>
  needs.filter((need) => need.issues.some((issue) => issues.includes(issue)));
