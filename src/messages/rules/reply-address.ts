/** The address that answers to one message go to: a plus-address (RFC 5233) that nobody can guess for another message. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where answers are read, as in 'replies@in.example.org', and the secret that signs the address of each message. */
export type ReplyAddress = { address: string; secret: string };

/** Letters before the @ that an address may have (RFC 5321, 4.5.3.1.1), and those that the plus, the id and the signature take. */
const [mostLocal, taken] = [64, 1 + 32 + 20];

/** What is wrong with an address for answers, in words; null when nothing is. */
export function replyAddressProblem(address: string): string | null {
  const [local = '', domain = ''] = address.split('@');
  if (!/^[a-z0-9._-]+@[a-z0-9.-]+$/i.test(address) || domain === '')
    return 'it is no plain address, as in replies@in.example.org';
  return local.length > mostLocal - taken ? `before its @ there is room for ${mostLocal - taken} letters` : null;
}

// 80 bits in hexadecimal: servers on the way may change capitals.
const signatureOf = (secret: string, id: string): string =>
  createHmac('sha256', secret).update(`reply to ${id}`).digest('hex').slice(0, 20);

/** The address for answers to a message, and for what servers say of its delivery. */
export function replyAddressOf({ address, secret }: ReplyAddress, messageId: string): string {
  const [local, domain] = address.split('@');
  return `${local}+${messageId.replaceAll('-', '')}${signatureOf(secret, messageId)}@${domain}`;
}

/** Whether this is the address itself, without a message. */
export const isReplyAddress = ({ address }: ReplyAddress, given: string): boolean =>
  given.toLowerCase() === address.toLowerCase();

/** The message that an address names, or null where it is none of ours or its signature is wrong. */
export function messageOfAddress(ours: ReplyAddress, given: string): string | null {
  const [local = '', domain] = ours.address.toLowerCase().split('@');
  const [named = '', at] = given.toLowerCase().split('@');
  if (at !== domain || !named.startsWith(`${local}+`)) return null;
  const found = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})([0-9a-f]{20})$/.exec(
    named.slice(local.length + 1),
  );
  if (found === null) return null;
  const id = found.slice(1, 6).join('-');
  const [said, true_] = [Buffer.from(found[6] ?? ''), Buffer.from(signatureOf(ours.secret, id))];
  return timingSafeEqual(said, true_) ? id : null;
}
