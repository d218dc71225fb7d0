/** Links with which a service answers without an account: what is secret in them, and the email that brings one. Pure. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new token: 32 random bytes, in characters that an address takes. Whoever has it may answer; it is kept nowhere. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Whether text has the form of a token. */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** What is kept of a token. Random bytes need no slower hash. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * What a form of a page carries, so that only a page that was opened can be answered: bound to the link and to where the referral
 * stood. There is no session whose secret could do it.
 */
export const formToken = (token: string, version: number): string =>
  createHmac('sha256', token).update(`answer ${version}`).digest('base64url');

/** Whether a form came from a page of this link that showed this version. */
export function formHolds(token: string, version: number, given: string): boolean {
  const expected = Buffer.from(formToken(token, version));
  const found = Buffer.from(given);
  return found.length === expected.length && timingSafeEqual(expected, found);
}

/** Whom a service may call. The telephone is one that people may be told, or null. */
export type Whom = { name: string; phone: string | null };

/** The email with a link. No name, no need, nothing of the person: whoever reads it sees that there is something to answer. */
export function linkMail(of: {
  reference: string;
  programme: string;
  organisation: string;
  whom: Whom;
  url: string;
  lastDay: string;
}): { subject: string; body: string } {
  const { reference, programme, organisation, whom, url, lastDay } = of;
  const call = whom.phone === null ? whom.name : `${whom.name}, ${whom.phone}`;
  return {
    subject: `Referral ${reference}: please answer`,
    body: `To ${organisation}

${programme} has something for you to answer: reference ${reference}.

Open this link. It takes less than a minute, and you need no account:
${url}

Whoever has the link can answer, so do not pass it on outside your organisation. It works until ${lastDay}.

Questions, or the link does not work: call ${call}.
`,
  };
}
