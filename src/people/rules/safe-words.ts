/** What somebody else wrote of how a person must not be contacted, as rules. Pure. */
import { type ContactRules, type ContactWay, contactWays } from './contact.ts';

const ways: Record<ContactWay, string> = {
  phone: '(?:(?:tele)?phone )?calls?|phoning|ringing|telephone',
  voicemail: 'voice ?mails?(?: messages?)?|answer ?phone(?: messages?)?|messages? on the (?:answer ?)?phone',
  text: 'texts?|text messages?|texting|sms',
  email: 'e-?mails?|e-?mailing',
  letter: 'letters?|post',
};
const anyWay = Object.values(ways).join('|');
const end = '(?: to them)?(?: at all| ever| please)*';
const forbids = new RegExp(
  `^(?:please )?(?:no|never|do not|don[’']?t)(?: (?:use|send|leave|any|a|an|by)){0,2} ((?:${anyWay})(?: (?:or|nor) (?:any |a |by |no )?(?:${anyWay}))*)${end}$`,
);
const verbs: readonly (readonly [RegExp, ContactWay])[] = [
  [new RegExp(`^(?:please )?(?:never|do not|don[’']?t) (?:ring|call|phone|telephone)(?: them| me)?${end}$`), 'phone'],
  [new RegExp(`^(?:please )?(?:never|do not|don[’']?t) text(?: them| me)?${end}$`), 'text'],
  [new RegExp(`^(?:please )?(?:never|do not|don[’']?t) e-?mail(?: them| me)?${end}$`), 'email'],
  [new RegExp(`^(?:please )?(?:never|do not|don[’']?t) write(?: to them| to me)?${end}$`), 'letter'],
];

/**
 * Words such as 'do not ring before noon; no letters' as rules: the words themselves as when and how, and 'no' to each way that
 * a part of them forbids and says nothing else. 'Do not ring before noon' forbids no way. Nothing is ever allowed by words.
 */
export function rulesFromWords(words: string): ContactRules {
  const rules: { -readonly [K in keyof ContactRules]: ContactRules[K] } = { how: words.trim() };
  const parts = words.toLowerCase().split(/[.;,\n]|\band\b|\bbut\b/);
  for (const part of parts.map((one) => one.trim().replace(/\s+/g, ' '))) {
    const found = forbids.exec(part)?.[1];
    if (found !== undefined)
      for (const way of contactWays)
        if (found.split(/ n?or (?:any |a |by |no )?/).some((one) => new RegExp(`^(?:${ways[way]})$`).test(one)))
          rules[way] = 'no';
    for (const [pattern, way] of verbs) if (pattern.test(part)) rules[way] = 'no';
  }
  return rules;
}
