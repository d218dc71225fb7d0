/**
 * A number with its noun, which agrees with it: '1 client', '2,000 clients', '0 people'. `more` is the word for every number but
 * one; without it, `one` with an s.
 */
export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : more}`;
