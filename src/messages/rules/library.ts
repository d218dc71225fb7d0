/** The words that Newel brings: a programme or a district puts its own in their place. Pure. */
import shipped from '../../../programmes/messages.json' with { type: 'json' };
import type { Channel } from './channel.ts';

/** The words of a message in one channel. A text has no subject. */
export type Words = { subject: string | null; body: string };
type Texts = { text?: string; email?: { subject: string; body: string }; letter?: { subject: string; body: string } };
type Kind = { kind: string; label: string; reminder: boolean; texts: Texts };

const kinds = new Map((shipped.kinds as readonly Kind[]).map((one) => [one.kind, one]));

/** What messages are for. */
export const libraryKinds: readonly string[] = [...kinds.keys()];
/** A message that somebody wrote in their own words. */
export const ownWords = 'own_words';

/** What a kind of message is called. */
export const kindLabel = (kind: string): string =>
  kind === ownWords ? 'In your own words' : (kinds.get(kind)?.label ?? kind);
/** Whether a kind is sent by the clock: it stops with the case, is paused and capped. */
export const isReminder = (kind: string): boolean => kinds.get(kind)?.reminder === true;

/** Newel's words of a kind, or null where it brings none. They are in English. */
export function library(kind: string, channel: Channel, language: string): Words | null {
  const words = language === 'en' ? kinds.get(kind)?.texts[channel] : undefined;
  if (words === undefined) return null;
  return typeof words === 'string' ? { subject: null, body: words } : words;
}
