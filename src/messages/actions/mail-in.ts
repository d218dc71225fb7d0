/** Email that comes in: answers to messages, what servers say of delivery, and what machines answer. */

import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import type { Database } from '../../kit/db.ts';
import { uuidPattern } from '../../kit/uuid.ts';
import { calendarAnswer, isAutomatic, isReport, ownWordsOf, saysFailed, textOfHtml } from '../rules/mail.ts';
import { recordDelivery } from './messages.ts';
import type { Now } from './queue.ts';
import { type CannotCome, receiveReply } from './replies.ts';

/** A mail as the server has it. `answers`: the message that its signed address names, or null. */
export type Mail = { raw: Buffer; envelopeFrom: string; answers: string | null };

/** 'nobody': it is from nobody who is known; 'later': what it tells of is still being sent; 'unreadable': it is no mail. */
export type MailTaken = 'taken' | 'nobody' | 'later' | 'unreadable';

const mostText = 20_000;
const uuid = new RegExp(`<(${uuidPattern})@`, 'gi');

/** The newest message of ours that a mail says it answers, by its headers. */
const namedIn = ({ inReplyTo = '', references = '' }: Email): string | null =>
  [...`${references} ${inReplyTo}`.matchAll(uuid)].at(-1)?.[1]?.toLowerCase() ?? null;

const textOf = (content: string | ArrayBuffer | Uint8Array): string =>
  (typeof content === 'string' ? content : new TextDecoder().decode(content)).slice(0, mostText);

/**
 * Takes one mail. An answer belongs to the message that its address or its headers name; without either it is theirs whose address
 * it comes from, where that is one person, and is only ever read. A report of failure makes its message 'not delivered'. What a
 * machine answered is kept and waits for nobody. The same mail twice is taken once.
 */
export async function takeMail(db: Database, handlers: readonly CannotCome[], mail: Mail, at: Now): Promise<MailTaken> {
  let email: Email;
  try {
    email = await new PostalMime({ rfc822Attachments: true, maxNestingDepth: 20 }).parse(mail.raw);
  } catch {
    return 'unreadable';
  }
  const { headers, attachments } = email;
  if (isReport(headers)) {
    const status = attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
    if (mail.answers === null || status === undefined || !saysFailed(textOf(status.content))) return 'taken';
    return (await recordDelivery(db, mail.answers, false, at)) === 'later' ? 'later' : 'taken';
  }
  const from = email.from?.address ?? '';
  if (from === '') return 'unreadable';
  const calendar = attachments
    .filter(({ mimeType }) => mimeType === 'text/calendar')
    .map(({ method, content }) => calendarAnswer(method, textOf(content)))
    .find((one) => one !== null);
  const others = attachments.filter(
    ({ mimeType }) => mimeType !== 'text/calendar' && mimeType !== 'application/ics',
  ).length;
  const whole = (email.text ?? textOfHtml(email.html ?? '')).replaceAll('\0', '').slice(0, mostText).trim();
  const left = others === 0 ? [] : ['(What was attached to this email was not kept. Ask them to bring it)'];
  const body =
    [calendar?.words ?? ownWordsOf(whole), ...left].filter(Boolean).join('\n\n') || '(An email without words)';
  const answers = mail.answers ?? namedIn(email);
  const digest = createHash('sha256').update(email.messageId ?? mail.raw);
  const done = await receiveReply(
    db,
    handlers,
    {
      sourceRef: `email:${digest.update(`\0${from}`).digest('hex')}`,
      channel: 'email',
      from,
      body,
      original: whole === '' || whole === body ? null : whole,
      receivedAt: at.now.toString(),
      answers,
      automatic: calendar?.yes === true || isAutomatic(headers),
      // Servers without an address say something of delivery in a form of their own: somebody reads it.
      onlyRead: mail.envelopeFrom === '',
    },
    at,
  );
  return done === 'nobody' ? 'nobody' : 'taken';
}
