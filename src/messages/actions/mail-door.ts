/** The door for email: a small SMTP server that takes answers for one address and sends nothing on. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Database } from '../../kit/db.ts';
import { isReplyAddress, messageOfAddress, type ReplyAddress } from '../rules/reply-address.ts';
import { takeMail } from './mail-in.ts';
import type { Now } from './queue.ts';
import type { CannotCome } from './replies.ts';

export type MailDoor = { port: number; stop(): Promise<void> };

/** A mail with a few photographs; what is larger is refused, and their server tells them. */
const mostBytes = 10_000_000;

/** An error as SMTP says it. The words reach whoever wrote. */
const refusal = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });
const answers = {
  nobody: () => refusal(550, '5.7.1 We do not know this address. Please telephone us'),
  unreadable: () => refusal(554, '5.6.0 This email cannot be read'),
  later: () => refusal(451, '4.3.0 Please try again later'),
} as const;

/**
 * Listens for the mail server of the office, which passes on what comes for the address of answers. A mail is accepted once it is
 * kept: until then their server has it. `failed` must log codes only.
 */
export async function startMailDoor(
  db: Database,
  options: {
    host: string;
    port: number;
    replies: ReplyAddress;
    handlers: readonly CannotCome[];
    clock: () => Now;
    failed?: (error: unknown) => void;
  },
): Promise<MailDoor> {
  const { host, port, replies, handlers, clock, failed = () => {} } = options;
  const server = new SMTPServer({
    name: replies.address.split('@')[1],
    banner: 'Newel',
    authOptional: true,
    // It stands behind the office's own server: whoever needs TLS ends it there.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: mostBytes,
    rejectOversized: true,
    maxClients: 10,
    socketTimeout: 60_000,
    closeTimeout: 5000,
    onRcptTo({ address }, _session, done) {
      const ours = isReplyAddress(replies, address) || messageOfAddress(replies, address) !== null;
      done(ours ? null : refusal(550, '5.1.1 There is no such address here'));
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => {
        if (!stream.sizeExceeded) parts.push(part);
      });
      stream.on('end', async () => {
        if (stream.sizeExceeded) return done(refusal(552, '5.3.4 This email is too large'));
        const named = envelope.rcptTo.map(({ address }) => messageOfAddress(replies, address));
        const envelopeFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        try {
          const mail = { raw: Buffer.concat(parts), envelopeFrom, answers: named.find((id) => id !== null) ?? null };
          const taken = await takeMail(db, handlers, mail, clock());
          done(taken === 'taken' ? null : answers[taken]());
        } catch (error) {
          failed(error);
          done(answers.later());
        }
      });
    },
  });
  // A connection that breaks is the other side's to mend; anything else would have been told by `failed`.
  server.on('error', () => {});
  server.listen(port, host);
  await Promise.race([
    once(server.server, 'listening'),
    once(server.server, 'error').then(([error]) => Promise.reject(error)),
  ]);
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
