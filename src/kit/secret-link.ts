/** Links with which somebody answers without an account: what is secret in them. Pure. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new token: 32 random bytes, in characters that an address takes. Whoever has it may answer; it is kept nowhere. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Whether text has the form of a token. */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** What is kept of a token. Random bytes need no slower hash. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * What a form of a page carries, so that only a page that was opened can be answered: bound to the link and to the version of what
 * is answered. There is no session whose secret could do it.
 */
export const formToken = (token: string, version: number): string =>
  createHmac('sha256', token).update(`answer ${version}`).digest('base64url');

/** Whether a form came from a page of this link that showed this version. */
export function formHolds(token: string, version: number, given: string): boolean {
  const expected = Buffer.from(formToken(token, version));
  const found = Buffer.from(given);
  return found.length === expected.length && timingSafeEqual(expected, found);
}
