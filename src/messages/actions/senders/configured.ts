/** Which carriers this install has, by its environment. Without any, messages wait in the outbox. */
import type { Channel } from '../../rules/channel.ts';
import { type ReplyAddress, replyAddressProblem } from '../../rules/reply-address.ts';
import type { Sender } from '../../rules/sender.ts';
import { notifySender } from './notify.ts';
import { smtpSender } from './smtp.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether GOV.UK Notify prints and posts letters; without it they wait to be printed here. */
const sendsLetters = (env: Environment): boolean => Boolean(env.NEWEL_NOTIFY_KEY) && env.NEWEL_NOTIFY_LETTERS === 'yes';

/**
 * The carriers of an environment: NEWEL_SMTP_URL with NEWEL_MAIL_FROM for email; NEWEL_NOTIFY_KEY with NEWEL_NOTIFY_TEXT and
 * NEWEL_NOTIFY_EMAIL (ids of templates) for texts and email, NEWEL_NOTIFY_LETTERS=yes for letters, NEWEL_NOTIFY_URL for another address than Notify's own. Email goes by
 * SMTP where both are there. Throws with what is missing, so that a half set-up does not pass for a whole one.
 */
export function configuredSenders(env: Environment): Sender[] {
  const senders: Sender[] = [];
  const { NEWEL_SMTP_URL: smtp, NEWEL_MAIL_FROM: from, NEWEL_NOTIFY_KEY: key } = env;
  if (smtp !== undefined && smtp !== '') {
    if (from === undefined || !from.includes('@'))
      throw new Error('NEWEL_SMTP_URL needs NEWEL_MAIL_FROM, the address that email comes from.');
    senders.push(smtpSender(smtp, from, configuredReplies(env)));
  }
  if (key !== undefined && key !== '') {
    const { NEWEL_NOTIFY_TEXT: text, NEWEL_NOTIFY_EMAIL: email, NEWEL_NOTIFY_URL: url } = env;
    const letters = sendsLetters(env);
    if (text === undefined && email === undefined && !letters)
      throw new Error(
        'NEWEL_NOTIFY_KEY needs NEWEL_NOTIFY_TEXT or NEWEL_NOTIFY_EMAIL, the id of a template, or NEWEL_NOTIFY_LETTERS=yes.',
      );
    senders.push(
      notifySender({
        key,
        templates: { ...(text && { text }), ...(email && { email }) },
        letters,
        ...(url && { url }),
      }),
    );
  }
  return senders;
}

/**
 * Where answers to email go, by an environment: NEWEL_REPLY_ADDRESS, signed with NEWEL_INBOUND_TOKEN; null without them. Throws
 * with what is missing.
 */
export function configuredReplies(env: Environment): ReplyAddress | null {
  const { NEWEL_REPLY_ADDRESS: address, NEWEL_INBOUND_TOKEN: secret } = env;
  if (address === undefined || address === '') return null;
  const problem = replyAddressProblem(address);
  if (problem !== null) throw new Error(`NEWEL_REPLY_ADDRESS cannot be used: ${problem}.`);
  if (secret === undefined || secret === '') throw new Error('NEWEL_REPLY_ADDRESS needs NEWEL_INBOUND_TOKEN.');
  return { address, secret };
}

/** Where email is taken in, by an environment: NEWEL_MAIL_IN, as PORT or ADDRESS:PORT; null without it. Throws with what is missing. */
export function configuredMailDoor(env: Environment): { host: string; port: number; replies: ReplyAddress } | null {
  const { NEWEL_MAIL_IN: at } = env;
  if (at === undefined || at === '') return null;
  const [, host = '127.0.0.1', port] = /^(?:\[?([^\]]+)\]?:)?(\d{1,5})$/.exec(at) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new Error('NEWEL_MAIL_IN is a port, or an address and a port.');
  const replies = configuredReplies(env);
  if (replies === null) throw new Error('NEWEL_MAIL_IN needs NEWEL_REPLY_ADDRESS.');
  return { host, port: Number(port), replies };
}

/** The channels for which an environment names a carrier. */
export function carrierChannels(env: Environment): readonly Channel[] {
  const notify = Boolean(env.NEWEL_NOTIFY_KEY);
  return [
    ...(notify && env.NEWEL_NOTIFY_TEXT ? (['text'] as const) : []),
    ...(env.NEWEL_SMTP_URL || (notify && env.NEWEL_NOTIFY_EMAIL) ? (['email'] as const) : []),
    ...(sendsLetters(env) ? (['letter'] as const) : []),
  ];
}
