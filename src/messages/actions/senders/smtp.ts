/** Email by SMTP. */
import { Readable } from 'node:stream';
import nodemailer from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { invitationText } from '../../rules/invitation.ts';
import { type ReplyAddress, replyAddressOf } from '../../rules/reply-address.ts';
import type { Sender, Sent } from '../../rules/sender.ts';

type Failure = { code?: string; responseCode?: number };

/** What an error of SMTP means. `handedOver`: the whole message had been given to the connection. */
export function sentFrom(error: Failure, handedOver: boolean): Sent {
  const { code, responseCode } = error;
  // The server answered with a number, so it did not accept: 4xx is 'not now', 5xx 'never' (RFC 5321, 4.2.1).
  if (responseCode !== undefined && responseCode >= 400) {
    if (code === 'EAUTH') return { result: 'refused', reason: 'not allowed', again: true };
    if (responseCode < 500) return { result: 'refused', reason: 'busy', again: true };
    return { result: 'refused', reason: code === 'EENVELOPE' ? 'address refused' : 'message refused', again: false };
  }
  if (code === 'EENVELOPE') return { result: 'refused', reason: 'address refused', again: false };
  if (!handedOver) return { result: 'refused', reason: 'no connection', again: true };
  return { result: 'unknown', reason: 'no answer' };
}

/**
 * Sends by the server at `url` (smtp:// or smtps://, with user and password where it asks for them) from `from`. The id of the
 * message is its Message-ID; with `replies`, answers and what servers say of delivery come back to an address of its own. Each message has a connection of its own: a pool would send again by itself what may be accepted.
 */
export function smtpSender(url: string, from: string, replies: ReplyAddress | null = null): Sender {
  const domain = /@([^>\s]+)>?$/.exec(from)?.[1] ?? 'localhost';
  const transport = nodemailer.createTransport({
    url,
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
  return {
    name: 'smtp',
    channels: ['email'],
    async send({ id, to, subject, body, invitation }) {
      const mail = new MailComposer({
        ...{ from, to, subject: subject ?? '', text: body, messageId: `<${id}@${domain}>` },
        // Machines that answer leave it alone (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(replies !== null && { replyTo: replyAddressOf(replies, id) }),
        ...(invitation && {
          icalEvent: {
            method: invitation.method,
            content: invitationText(invitation, { organiser: from, attendee: to, stamp: Date.now() }),
          },
        }),
      });
      const raw = await mail.compile().build();
      let handedOver = false;
      const stream = new Readable({
        read() {
          this.push(raw);
          this.push(null);
          handedOver = true;
        },
      });
      try {
        await transport.sendMail({
          envelope: { from: replies === null ? from : replyAddressOf(replies, id), to: [to] },
          raw: stream,
        });
        return { result: 'accepted', ref: id };
      } catch (error) {
        return sentFrom(error as Failure, handedOver);
      }
    },
  };
}
