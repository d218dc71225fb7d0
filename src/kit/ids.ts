import { randomInt, randomUUIDv7 } from 'node:crypto';

let millisecond = 0;
let sequence = 0;

/**
 * A new id: UUID v7, so that rows made together lie together. Ids of one process grow, also within a millisecond and when
 * its clock is put back: the twelve bits after the time count on (RFC 9562, 6.2, method 1), so that `order by id` is the
 * order in which things were made.
 */
export function newId(): string {
  const id = randomUUIDv7();
  const now = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (now > millisecond) {
    millisecond = now;
    // Half of the range is left to count in.
    sequence = Number.parseInt(id.slice(15, 18), 16) >> 1;
  } else if (++sequence > 0xfff) {
    millisecond += 1;
    sequence = 0;
  }
  const time = millisecond.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence.toString(16).padStart(3, '0')}${id.slice(18)}`;
}

// Crockford's alphabet: no I, L, O, U, so that nothing is misread or spells a word.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
// Crockford's check symbols: a value modulo 37 (https://www.crockford.com/base32.html).
const CHECK = `${ALPHABET}*~$=U`;

/**
 * A short reference for people to read and say: letter, seven random characters and a check character, 'P-7K2M-4QX9'.
 * 32^7 values; the column is unique, and a clash is drawn again by the caller's retry of its statement.
 */
export function newReference(letter: string): string {
  return referenceOf(letter, randomInt(32 ** 7)) ?? newReference(letter);
}

/** The reference of a number below 32^7. Null where the check symbol is beyond the alphabet: it would be hard to say. */
export function referenceOf(letter: string, number: number): string | null {
  const check = number % 37;
  if (check >= 32) return null;
  let text = ALPHABET[check] as string;
  for (let left = number, i = 0; i < 7; i++) {
    text = (ALPHABET[left % 32] as string) + text;
    left = Math.floor(left / 32);
  }
  return `${letter}-${text.slice(0, 4)}-${text.slice(4)}`;
}

/** What was typed as a reference, put right (case, spaces, O for 0, I and L for 1), or null when its check character is wrong. */
export function readReference(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (!/^[A-Z][0-9A-HJKMNP-TV-Z]{8}$/.test(plain)) return null;
  const body = plain.slice(1, 8);
  let value = 0;
  for (const character of body) value = (value * 32 + ALPHABET.indexOf(character)) % 37;
  if (CHECK[value] !== plain[8]) return null;
  return `${plain[0]}-${plain.slice(1, 5)}-${plain.slice(5)}`;
}
