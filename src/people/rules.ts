/** Who somebody is: how names, numbers and addresses are written, and how they are found. Pure. */
import { type CountryRules, countries } from '../kit/country.ts';

export {
  type ContactRules,
  type ContactWay,
  contactWays,
  mayContact,
  type Reach,
} from './rules/contact.ts';

const plain = (text: string) => text.normalize('NFC').trim().replace(/\s+/gu, ' ');
// Numbers and postcodes know only these letters.
const capitals = (text: string) => plain(text).replace(/[a-z]/g, (letter) => letter.toUpperCase());

// Beyond these a capital after 'Mac' is a guess: Mackie, Machin, Macey and the Polish Maciej have none.
const macNames =
  /^Mac(?=(?:arthur|aulay|beth|bride|callum|donald|dougall|farlane|gregor|intyre|kenzie|lean|leod|millan|neill?|pherson|rae)$)/;

// A letter whose other case is written with more letters (ß, İ) stays as it is.
const upper = (text: string) => mapLetters(text, (letter) => letter.toLocaleUpperCase('en'));
const lower = (text: string) => mapLetters(text, (letter) => letter.toLocaleLowerCase('en'));
function mapLetters(text: string, change: (letter: string) => string): string {
  return Array.from(text, (letter) => (change(letter).length === letter.length ? change(letter) : letter)).join('');
}

function capitalise(word: string): string {
  const [first = '', ...rest] = word;
  const name = upper(first) + lower(rest.join(''));
  const prefix = macNames.test(name) ? 3 : /^Mc\p{L}/u.test(name) ? 2 : 0;
  return prefix === 0 ? name : name.slice(0, prefix) + capitalise(name.slice(prefix));
}

/**
 * A name as it is kept: without spaces around it, in NFC. One that is all in capitals or all in lower case is
 * capitalised, each part of a double name by itself; any other is left as its owner writes it (McCarthy, de Souza, N'Diaye).
 */
export function cleanName(given: string): string {
  const name = plain(given);
  const oneCase = name === upper(name) || name === lower(name);
  if (!oneCase || !/\p{L}/u.test(name)) return name;
  const parts = name.replace(/[\p{L}\p{M}]+/gu, (part, at: number) => {
    // What follows an apostrophe at the end of a word is no name of its own: 'Jones's'.
    const possessive = /['’]/.test(name.charAt(at - 1)) && part.length === 1 && !/[\p{L}]/u.test(name.charAt(at + 1));
    return possessive ? lower(part) : capitalise(part);
  });
  return parts.normalize('NFC');
}

/** A National Insurance number as it is kept: capitals, no spaces or dashes. What is no such number is kept likewise. */
export function cleanNiNumber(given: string): string {
  return capitals(given).replace(/[\s.-]/g, '');
}

/**
 * Whether this is a National Insurance number by HMRC's pattern (NIM39110): two prefix letters, six digits, suffix A to D.
 * Prefixes that are never given out (QQ) pass only where made-up identifiers are allowed.
 */
export function isNiNumber(given: string, testIdentifiers = false): boolean {
  const number = cleanNiNumber(given);
  if (!/^[A-Z]{2}\d{6}[A-D]$/.test(number)) return false;
  if (testIdentifiers && number.startsWith('QQ')) return true;
  return /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(number) && !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/.test(number);
}

/** A telephone number as it is kept: digits from 0 or + on; +44 and 0044 become 0. What is no number is kept as it came. */
export function cleanPhone(given: string): string {
  const text = plain(given);
  const digits = text.replace(/\(0\)/, '').replace(/[\s().-]/g, '');
  return /^\+?\d+$/.test(digits) ? digits.replace(/^(?:\+|00)440?([1-9]\d{8,9})$/, '0$1') : text;
}

/** Whether a kept telephone number can be one of the country: in the United Kingdom 10 or 11 digits from 0, or + and 7 to 15 digits. */
export function isPhone(given: string, country: CountryRules = countries.GB): boolean {
  return country.phone.pattern.test(cleanPhone(given));
}

/** A postcode as it is kept: capitals, one space before the last three. What is no postcode is kept in capitals. */
export function cleanPostcode(given: string): string {
  const text = capitals(given);
  const found = /^([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})$/.exec(text.replace(/ /g, ''));
  return found ? `${found[1]} ${found[2]}` : text;
}

/** Whether this has the shape of a postcode of the country. */
export function isPostcode(given: string, country: CountryRules = countries.GB): boolean {
  return country.postcode.pattern.test(cleanPostcode(given));
}

// Letters that Unicode does not take apart into a base and a mark.
const ligatures: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ς: 'σ',
};

/**
 * Text as it is searched: lower case, without accents, macrons, apostrophes and hyphens, single spaces between words.
 * What is stored and what is typed are folded alike, so 'oreilly' finds O'Reilly and 'zoltan' Zoltán.
 */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase() // letters with two small forms have one capital
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđðþßæœıħŧς]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}
