/** What is typed to find somebody, and what it may mean. Pure. */
import { readReference } from '../../kit/ids.ts';
import { cleanNiNumber, cleanPhone, fold, isPhone } from '../../people/rules.ts';
import { dayIn } from './typed-day.ts';

/** Cases that a search shows at most. */
export const findLimit = 50;
/** People who are ranked at most; beyond, a day of birth is asked for. */
export const candidateLimit = 250;

/** A search as it was understood. Everything that it may mean is looked for. */
export type Asked = {
  /** Folded words of names, in the order typed. */
  words: string[];
  /** What may be the given or the family name when the words are divided in two; a single word by itself. */
  parts: string[];
  references: string[];
  niNumber: string | null;
  /** The last figures of a National Insurance number with its letter. */
  niEnd: string | null;
  phone: string | null;
  /** The last six or more figures of a telephone number. */
  phoneEnd: string | null;
  /** Day of birth, 'YYYY-MM-DD'. */
  born: string | null;
  /** Year of birth, when no more than the year was typed beside a name. */
  bornIn: number | null;
};

/** A search; `problem` says why nothing was looked for. */
export type Search = { problem: string } | Asked;

const nothing: Asked = {
  words: [],
  parts: [],
  references: [],
  niNumber: null,
  niEnd: null,
  phone: null,
  phoneEnd: null,
  born: null,
  bornIn: null,
};

/**
 * Reads what was typed: a reference, a hand-over reference, a National Insurance number or its end, a telephone number or its
 * last six figures, a day of birth as it is written anywhere, or parts of names in any order, with a day or year of birth or
 * without. A single letter would find half the programme and is refused.
 */
export function readSearch(typed: string, thisYear: number): Search {
  const text = typed.trim().slice(0, 200);
  if (text === '') return { problem: 'Enter a name, a date of birth, a reference or a number' };
  const reference = readReference(text);
  const own = reference === null ? [] : [reference];
  const number = cleanNiNumber(text);
  if (/^[A-Z]{2}\d{6}[A-D]?$/.test(number)) return { ...nothing, references: own, niNumber: number };
  const { born, bornIn, rest } = birthIn(text, thisYear);
  if (/\d/.test(rest))
    return { ...nothing, ...numbersIn(text), references: [...new Set([...own, text, text.toUpperCase()])], born };
  // A hyphen may stand between the two halves of a name that is kept with a space, and the other way about.
  const words = fold(rest.replace(/[-‐-―]/g, ' '))
    .split(' ')
    .filter(Boolean)
    .slice(0, 6);
  if (words.length === 0 && born !== null) return { ...nothing, ...numbersIn(text), references: own, born };
  if (words.join('').length < 2) return { problem: 'Enter at least two letters of a name' };
  // One of our own references in twenty has no figure, and a long name may read as one: both are looked for.
  return { ...nothing, words, parts: divided(words), references: own, born, bornIn };
}

function birthIn(text: string, thisYear: number): { born: string | null; bornIn: number | null; rest: string } {
  const found = dayIn(text, thisYear);
  if (found !== null) return { born: found.day, bornIn: null, rest: found.rest };
  const year = /(?:^|\s)((?:19|20)\d{2})(?=\s|$)/.exec(text);
  // A year alone is a tenth of a programme, or somebody's reference.
  if (year === null || !/\p{L}/u.test(text)) return { born: null, bornIn: null, rest: text };
  return { born: null, bornIn: Number(year[1]), rest: text.replace(year[0], ' ').trim() };
}

/** The numbers that a text with figures may be, or be the end of. */
function numbersIn(text: string): Pick<Asked, 'niEnd' | 'phone' | 'phoneEnd'> {
  const bare = text.replace(/[\s().-]/g, '');
  const niEnd = /^\d{3,6}[A-D]$/i.test(bare) ? bare.toUpperCase() : null;
  const phone = cleanPhone(text);
  if (isPhone(phone)) return { niEnd, phone, phoneEnd: null };
  return { niEnd, phone: null, phoneEnd: /^\d{6,10}$/.test(bare) ? bare : null };
}

function divided(words: readonly string[]): string[] {
  if (words.length === 1) return [...words];
  const cuts = words.slice(1).map((_, at) => at + 1);
  return [...new Set(cuts.flatMap((cut) => [words.slice(0, cut).join(' '), words.slice(cut).join(' ')]))];
}
