/** Which carriers this install has, by its environment. Without any, messages wait in the outbox. */
import type { Channel } from '../../rules/channel.ts';
import type { Sender } from '../../rules/sender.ts';
import { notifySender } from './notify.ts';
import { smtpSender } from './smtp.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The carriers of an environment: NEWEL_SMTP_URL with NEWEL_MAIL_FROM for email; NEWEL_NOTIFY_KEY with NEWEL_NOTIFY_TEXT and
 * NEWEL_NOTIFY_EMAIL (ids of templates) for texts and email, NEWEL_NOTIFY_URL for another address than Notify's own. Email goes by
 * SMTP where both are there. Throws with what is missing, so that a half set-up does not pass for a whole one.
 */
export function configuredSenders(env: Environment): Sender[] {
  const senders: Sender[] = [];
  const { NEWEL_SMTP_URL: smtp, NEWEL_MAIL_FROM: from, NEWEL_NOTIFY_KEY: key } = env;
  if (smtp !== undefined && smtp !== '') {
    if (from === undefined || !from.includes('@'))
      throw new Error('NEWEL_SMTP_URL needs NEWEL_MAIL_FROM, the address that email comes from.');
    senders.push(smtpSender(smtp, from));
  }
  if (key !== undefined && key !== '') {
    const { NEWEL_NOTIFY_TEXT: text, NEWEL_NOTIFY_EMAIL: email, NEWEL_NOTIFY_URL: url } = env;
    if (text === undefined && email === undefined)
      throw new Error('NEWEL_NOTIFY_KEY needs NEWEL_NOTIFY_TEXT or NEWEL_NOTIFY_EMAIL, the id of a template.');
    senders.push(
      notifySender({ key, templates: { ...(text && { text }), ...(email && { email }) }, ...(url && { url }) }),
    );
  }
  return senders;
}

/** The channels for which an environment names a carrier. */
export function carrierChannels(env: Environment): readonly Channel[] {
  const notify = Boolean(env.NEWEL_NOTIFY_KEY);
  return [
    ...(notify && env.NEWEL_NOTIFY_TEXT ? (['text'] as const) : []),
    ...(env.NEWEL_SMTP_URL || (notify && env.NEWEL_NOTIFY_EMAIL) ? (['email'] as const) : []),
  ];
}
