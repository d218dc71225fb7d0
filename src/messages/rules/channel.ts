/** Which way a message goes, and in which language. Pure. */

import { needsInterpreter } from '../../people/rules/about.ts';
import { preferredWay } from '../../people/rules/contact.ts';
import { type ContactRules, mayContact, type Reach } from '../../people/rules.ts';

/** The ways by which a written message can go, those first that are quickest and cost the person nothing. */
export const channels = ['text', 'email', 'letter'] as const;
export type Channel = (typeof channels)[number];
export const channelText: Readonly<Record<Channel, string>> = { text: 'Text', email: 'Email', letter: 'Letter' };

/** A way with why it may be used or not. */
export type Way = { channel: Channel; allowed: boolean; why: string };
/** The way that was chosen with why; null when none is left, and then whether they may be telephoned. */
export type Choice = { channel: Channel | null; why: string; phone: boolean; ways: readonly Way[] };

/**
 * Chooses the way of a message among those for which there are words (`with`): the one that they prefer, else the first that
 * they allowed. Every way asks `mayContact`, so nothing that was not asked or was refused is used.
 */
export function chooseChannel(rules: ContactRules, person: Reach, written: readonly Channel[] = channels): Choice {
  const preferred = preferredWay(person.preferredContact);
  const ways = channels
    .filter((channel) => written.includes(channel))
    .map((channel) => {
      const { allowed, why } = mayContact(rules, channel, person);
      return { channel, allowed, why };
    });
  const phone = mayContact(rules, 'phone', person);
  const open = ways.filter(({ allowed }) => allowed);
  const chosen = open.find(({ channel }) => channel === preferred) ?? open[0];
  if (chosen !== undefined) return { channel: chosen.channel, why: chosen.why, phone: phone.allowed, ways };
  const because = ways.map(({ why }) => why);
  return {
    channel: null,
    why:
      rules.any === 'no'
        ? (because[0] ?? phone.why)
        : `${[...new Set(because)].join('. ')}. ${phone.allowed ? 'Phone them' : 'Tell them when they come'}`,
    phone: phone.allowed,
    ways,
  };
}

// Names as people write them in a record, and the code of the IANA language subtag registry.
const codes: Readonly<Record<string, string>> = {
  english: 'en',
  urdu: 'ur',
  punjabi: 'pa',
  panjabi: 'pa',
  polish: 'pl',
  arabic: 'ar',
  bengali: 'bn',
  somali: 'so',
  welsh: 'cy',
  romanian: 'ro',
  portuguese: 'pt',
  spanish: 'es',
  french: 'fr',
  samoan: 'sm',
  tongan: 'to',
  maori: 'mi',
  'te reo': 'mi',
  'te reo maori': 'mi',
};
/** Languages that a template can be in. */
export const languages: Readonly<Record<string, string>> = {
  en: 'English',
  ar: 'Arabic',
  bn: 'Bengali',
  cy: 'Welsh',
  es: 'Spanish',
  fr: 'French',
  mi: 'te reo Māori',
  pa: 'Punjabi',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  sm: 'Samoan',
  so: 'Somali',
  to: 'Tongan',
  ur: 'Urdu',
};
/** Languages that are written from right to left. */
export const rightToLeft: ReadonlySet<string> = new Set(['ar', 'ur']);

/** The code of a language as somebody wrote it; null for one that has none here. */
export function languageCode(written: string | null): string | null {
  if (written === null) return null;
  const name = written.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
  return codes[name] ?? null;
}

/**
 * The language of a message: the person's own where there is a template in it, else English, and then they are telephoned with
 * an interpreter as well, unless the record says that they need none.
 */
export function chooseLanguage(
  person: { firstLanguage: string | null; interpreter: string | null },
  written: readonly string[],
): { language: string; interpreter: boolean } {
  const own = languageCode(person.firstLanguage);
  if (own !== null && written.includes(own)) return { language: own, interpreter: false };
  const foreign = person.firstLanguage === null ? person.interpreter !== null : own !== 'en';
  return {
    language: 'en',
    interpreter: foreign && (person.interpreter === null || needsInterpreter(person.interpreter)),
  };
}
