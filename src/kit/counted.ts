// Made once: `toLocaleString` finds its language anew every time, which on a page of forty rows took as long as its statements.
const wholes = new Intl.NumberFormat('en-GB');

/** A whole number as it is read: '2,000'. */
export const whole = (count: number): string => (count >= 0 && count < 1000 ? String(count) : wholes.format(count));

/**
 * A number with its noun, which agrees with it: '1 client', '2,000 clients', '0 people'. `more` is the word for every number but
 * one; without it, `one` with an s.
 */
export const counted = (count: number, one: string, more = `${one}s`): string =>
  `${whole(count)} ${count === 1 ? one : more}`;

/** Pence as pounds and pence: 1234567 is '£12,345.67', or with another country's symbol '$12,345.67'; what is owed back is '−£4.00'. */
export function poundsText(pence: number, symbol = '£'): string {
  const amount = Math.abs(pence);
  return `${pence < 0 ? '−' : ''}${symbol}${whole(Math.floor(amount / 100))}.${String(amount % 100).padStart(2, '0')}`;
}
