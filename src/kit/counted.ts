// Made once: `toLocaleString` finds its language anew every time, which on a page of forty rows took as long as its statements.
const wholes = new Intl.NumberFormat('en-GB');

/** A whole number as it is read: '2,000'. */
export const whole = (count: number): string => wholes.format(count);

/**
 * A number with its noun, which agrees with it: '1 client', '2,000 clients', '0 people'. `more` is the word for every number but
 * one; without it, `one` with an s.
 */
export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${whole(count)} ${count === 1 ? one : more}`;
