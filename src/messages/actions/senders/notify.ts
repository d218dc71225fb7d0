/** Texts and email by GOV.UK Notify, over its published REST API (docs.notifications.service.gov.uk/rest-api.html). */
import { createHmac } from 'node:crypto';
import type { Channel } from '../../rules/channel.ts';
import type { Sender, Sent } from '../../rules/sender.ts';

/** How Notify is reached. Templates of the service each hold one field ((message)), an email's ((subject)) besides. */
export type NotifyOptions = {
  /** Name, id of the service and secret, joined by hyphens, as Notify gives it. */
  key: string;
  /** Ids of the templates. A channel without one is not sent. */
  templates: Partial<Record<'text' | 'email', string>>;
  url?: string;
};

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** The parts of a key; null when this is none. */
export function keyParts(key: string): { service: string; secret: string } | null {
  const found = new RegExp(`(${uuid})-(${uuid})$`, 'i').exec(key);
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

const resource: Partial<Record<Channel, { path: string; to: string }>> = {
  text: { path: 'sms', to: 'phone_number' },
  email: { path: 'email', to: 'email_address' },
};

/** Sends by Notify. Our id is its reference, by which it is asked when it did not answer. Throws when the key is none. */
export function notifySender({
  key,
  templates,
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
    channels: (['text', 'email'] as const).filter((channel) => templates[channel] !== undefined),
    async send({ id, channel, to, subject, body }) {
      const at = resource[channel];
      const template = channel === 'letter' ? undefined : templates[channel];
      if (at === undefined || template === undefined)
        return { result: 'refused', reason: 'message refused', again: false };
      const personalisation = { message: body, ...(channel === 'email' && { subject: subject ?? '' }) };
      try {
        const answer = await fetch(`${url}/v2/notifications/${at.path}`, {
          method: 'POST',
          headers: headers(),
          body: JSON.stringify({ [at.to]: to, template_id: template, personalisation, reference: id }),
          signal: AbortSignal.timeout(20_000),
          redirect: 'error',
        });
        if (answer.status !== 201) {
          await answer.body?.cancel();
          return sentFromStatus(answer.status);
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
  };
}
