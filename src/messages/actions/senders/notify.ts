/** Texts, email and letters by GOV.UK Notify, over its published REST API (docs.notifications.service.gov.uk/rest-api.html). */

import { createHmac } from 'node:crypto';
import { uuidPattern } from '../../../kit/uuid.ts';
import type { Channel } from '../../rules/channel.ts';
import type { Outgoing, Sender, Sent } from '../../rules/sender.ts';
import { notifyLetterPdf } from '../letter-page.ts';

/** How Notify is reached. Templates of the service each hold one field ((message)), an email's ((subject)) besides. */
export type NotifyOptions = {
  /** Name, id of the service and secret, joined by hyphens, as Notify gives it. */
  key: string;
  /** Ids of the templates. A channel without one is not sent. */
  templates: Partial<Record<'text' | 'email', string>>;
  /** Whether it prints and posts letters. They go as PDF, without a template. */
  letters?: boolean;
  url?: string;
};

/** The parts of a key; null when this is none. */
export function keyParts(key: string): { service: string; secret: string } | null {
  const found = new RegExp(`(${uuidPattern})-(${uuidPattern})$`, 'i').exec(key);
  return found === null ? null : { service: found[1] as string, secret: found[2] as string };
}

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A JSON Web Token (RFC 7519) signed with HS256: who asks and when, as Notify wants it. `at` is in seconds. */
export function tokenFor({ service, secret }: { service: string; secret: string }, at: number): string {
  const signed = `${encoded({ typ: 'JWT', alg: 'HS256' })}.${encoded({ iss: service, iat: at })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** What an answer of Notify means. */
export function sentFromStatus(status: number): Sent {
  if (status === 400) return { result: 'refused', reason: 'address refused', again: false };
  if (status === 401 || status === 403) return { result: 'refused', reason: 'not allowed', again: true };
  // Too many requests; and 500, after which Notify says to send it again.
  if (status === 429 || status === 500 || status === 503) return { result: 'refused', reason: 'busy', again: true };
  if (status > 400 && status < 500) return { result: 'refused', reason: 'message refused', again: false };
  return { result: 'unknown', reason: 'no answer' };
}

// Nothing was sent yet when one of these happens.
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const resource: Readonly<Record<Channel, string>> = { text: 'sms', email: 'email', letter: 'letter' };

/** What Notify is asked to send; null for what it cannot. */
async function requestOf(
  { id: reference, channel, to, subject, body, language = 'en', day = '' }: Outgoing,
  templates: NotifyOptions['templates'],
): Promise<object | null> {
  if (channel === 'letter') {
    const pdf = await notifyLetterPdf({ language, sent_to: to, subject, body }, day);
    return pdf === null ? null : { reference, content: pdf.toString('base64') };
  }
  const template_id = templates[channel];
  if (template_id === undefined) return null;
  return channel === 'text'
    ? { reference, template_id, phone_number: to, personalisation: { message: body } }
    : { reference, template_id, email_address: to, personalisation: { message: body, subject: subject ?? '' } };
}

// How Notify's list of letters calls the ends of one; other states are on the way.
const ends: ReadonlyMap<unknown, boolean> = new Map([
  ['received', true],
  ['cancelled', false],
  ['permanent-failure', false],
  ['technical-failure', false],
  ['validation-failed', false],
  ['virus-scan-failed', false],
]);
/** Pages of its list, of 250 each: Notify forgets what is older than a week. */
const mostPages = 40;

/** Sends by Notify. Our id is its reference, by which it is asked when it did not answer. Throws when the key is none. */
export function notifySender({
  key,
  templates,
  letters = false,
  url = 'https://api.notifications.service.gov.uk',
}: NotifyOptions): Sender {
  const parts = keyParts(key);
  if (parts === null) throw new Error('NEWEL_NOTIFY_KEY is no key of GOV.UK Notify.');
  const headers = () => ({
    authorization: `Bearer ${tokenFor(parts, Math.floor(Date.now() / 1000))}`,
    'content-type': 'application/json',
  });
  return {
    name: 'notify',
    channels: [
      ...(['text', 'email'] as const).filter((channel) => templates[channel] !== undefined),
      ...(letters ? (['letter'] as const) : []),
    ],
    async send(message) {
      const asked = await requestOf(message, templates);
      if (asked === null) {
        const reason = message.channel === 'letter' ? 'cannot be set' : 'message refused';
        return { result: 'refused', reason, again: false };
      }
      try {
        const answer = await fetch(`${url}/v2/notifications/${resource[message.channel]}`, {
          method: 'POST',
          headers: headers(),
          body: JSON.stringify(asked),
          signal: AbortSignal.timeout(20_000),
          redirect: 'error',
        });
        if (answer.status !== 201) {
          await answer.body?.cancel();
          // Of a letter nothing is refused but the letter itself.
          const sent = sentFromStatus(answer.status);
          return message.channel === 'letter' && answer.status === 400
            ? { result: 'refused', reason: 'message refused', again: false }
            : sent;
        }
        const { id: ref } = (await answer.json()) as { id?: unknown };
        return typeof ref === 'string' ? { result: 'accepted', ref } : { result: 'unknown', reason: 'no answer' };
      } catch (error) {
        const code = (error as { cause?: { code?: string } }).cause?.code;
        if (code !== undefined && beforeSending.has(code))
          return { result: 'refused', reason: 'no connection', again: true };
        return { result: 'unknown', reason: 'no answer' };
      }
    },
    async find(id) {
      const answer = await fetch(`${url}/v2/notifications?reference=${encodeURIComponent(id)}`, {
        headers: headers(),
        signal: AbortSignal.timeout(20_000),
        redirect: 'error',
      });
      if (answer.status !== 200) return null;
      const { notifications } = (await answer.json()) as { notifications?: { id?: unknown; reference?: unknown }[] };
      const found = notifications?.find(({ reference }) => reference === id);
      return typeof found?.id === 'string' ? found.id : null;
    },
    ...(letters && {
      async *ends() {
        let older = '';
        for (let page = 0; page < mostPages; page++) {
          const answer = await fetch(`${url}/v2/notifications?template_type=letter${older}`, {
            headers: headers(),
            signal: AbortSignal.timeout(20_000),
            redirect: 'error',
          });
          if (answer.status !== 200) throw new Error(`Notify did not list letters: ${answer.status}`);
          const { notifications = [] } = (await answer.json()) as {
            notifications?: { id?: unknown; reference?: unknown; status?: unknown }[];
          };
          yield notifications.flatMap(({ reference, status }) => {
            const delivered = ends.get(status);
            return delivered === undefined || typeof reference !== 'string' ? [] : [{ id: reference, delivered }];
          });
          const last = notifications.at(-1)?.id;
          if (typeof last !== 'string') return;
          older = `&older_than=${encodeURIComponent(last)}`;
        }
      },
    }),
  };
}
