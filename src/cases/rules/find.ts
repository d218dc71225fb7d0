/** What is typed to find somebody, and what it may mean. Pure. */
import { readReference } from '../../kit/ids.ts';
import { cleanNiNumber, fold } from '../../people/rules.ts';

/** Cases that a search shows at most. */
export const findLimit = 50;

/** A search as it was understood; `problem` says why nothing was looked for. */
export type Search =
  | { problem: string }
  | { names: { given: string; family: string }[]; references: string[]; niNumber: string | null };

/**
 * Reads what was typed: a reference, a hand-over reference, a National Insurance number, or beginnings of names in any
 * order ('ras khan', 'khan ras', 'de souza mar'). A single letter would find half the programme and is refused.
 */
export function readSearch(typed: string): Search {
  const text = typed.trim().slice(0, 200);
  if (text === '') return { problem: 'Enter a name, a reference or a National Insurance number' };
  const reference = readReference(text);
  const own = reference === null ? [] : [reference];
  const number = cleanNiNumber(text);
  if (/^[A-Z]{2}\d{6}[A-D]?$/.test(number)) return { names: [], references: own, niNumber: number };
  // A hand-over reference is whatever the provider's own system gave: it has a figure in it, and names have none.
  if (/\d/.test(text)) {
    const references = [...new Set([...own, text, text.toUpperCase()])];
    return { names: [], references, niNumber: null };
  }
  const words = fold(text).split(' ').filter(Boolean).slice(0, 6);
  if (words.join('').length < 2) return { problem: 'Enter at least two letters of a name' };
  const names: { given: string; family: string }[] = [];
  const add = (given: string, family: string) => {
    if (!names.some((one) => one.given === given && one.family === family)) names.push({ given, family });
  };
  for (let cut = 0; cut <= words.length; cut++) {
    const [first, last] = [words.slice(0, cut).join(' '), words.slice(cut).join(' ')];
    add(first, last);
    add(last, first);
  }
  // One of our own references in twenty has no figure, and a long name may read as one: both are looked for.
  return { names, references: own, niNumber: null };
}
