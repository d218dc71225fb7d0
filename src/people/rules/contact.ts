/** Safe contact: which ways of reaching somebody are safe. Every message asks `mayContact` before it goes. Pure. */

/** The ways of reaching somebody. */
export const contactWays = ['phone', 'voicemail', 'text', 'email', 'letter'] as const;
export type ContactWay = (typeof contactWays)[number];

/** What the person said about a way. A missing key is 'not asked yet', which is neither yes nor no. */
export type ContactRules = Readonly<
  Partial<Record<ContactWay, 'yes' | 'no'>> & {
    /** 'no': they are not to be contacted at all; they come to us. It wins over everything. */
    any?: 'no';
    /** When and how, in words: 'After 3pm. Say it is Rashida'. */
    how?: string;
  }
>;

/** What of a person decides whether a way can be used at all. */
export type Reach = {
  phone: string | null;
  email: string | null;
  address: string | null;
  postcode: string | null;
  /** In the words of the programme's list: 'Phone', 'Text message', 'Letter'. */
  preferredContact: string | null;
};

const words: Record<ContactWay, { one: string; many: string; ask: string }> = {
  phone: { one: 'a phone call', many: 'phone calls', ask: 'May we phone them?' },
  voicemail: { one: 'a voicemail', many: 'voicemail', ask: 'May we leave a voicemail?' },
  text: { one: 'a text message', many: 'text messages', ask: 'May we send a text message?' },
  email: { one: 'an email', many: 'email', ask: 'May we send an email?' },
  letter: { one: 'a letter', many: 'letters', ask: 'May we send a letter?' },
};

/** The question of a way, as it is asked. */
export const askOf = (way: ContactWay): string => words[way].ask;

/** The stored rules of a person: anything that is no rule is left out, which makes it 'not asked yet'. */
export function contactRulesFrom(stored: unknown): ContactRules {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return {};
  const given = stored as Record<string, unknown>;
  const rules: { -readonly [K in keyof ContactRules]: ContactRules[K] } = {};
  for (const way of contactWays) {
    const rule = Object.hasOwn(given, way) ? given[way] : undefined;
    if (rule === 'yes' || rule === 'no') rules[way] = rule;
  }
  if (Object.hasOwn(given, 'any') && given.any === 'no') rules.any = 'no';
  if (Object.hasOwn(given, 'how') && typeof given.how === 'string' && given.how.trim() !== '') rules.how = given.how;
  return rules;
}

// A programme names its own ways, so the words are matched and not a code.
const preferences: readonly (readonly [RegExp, ContactWay])[] = [
  [/voicemail/i, 'voicemail'],
  [/text|sms/i, 'text'],
  [/e-?mail/i, 'email'],
  [/letter|post/i, 'letter'],
  [/phone|call/i, 'phone'],
];

/** The way somebody said they would like to be reached; null when they said none of these. */
export function preferredWay(preferredContact: string | null): ContactWay | null {
  if (preferredContact === null) return null;
  return preferences.find(([pattern]) => pattern.test(preferredContact))?.[1] ?? null;
}

/** Why nobody can be reached this way, whatever they said: there is no number or address for it. */
function missing(way: ContactWay, person: Reach): string | null {
  const { phone, email, address, postcode } = person;
  if (way === 'email') return email === null ? 'No email address is on file' : null;
  if (way === 'letter') return address === null || postcode === null ? 'No full postal address is on file' : null;
  if (phone === null) return 'No phone number is on file';
  // Numbers from abroad are not told apart; a text to a landline is read out by a machine to whoever picks up.
  return way === 'text' && !/^(?:07|\+)/.test(phone) ? 'The number on file is no mobile' : null;
}

/**
 * May somebody be contacted this way? A 'no' to all contact always wins, then a 'no' to the way, and a 'no' to phone
 * calls is one to voicemail too. Unknown is not yes: what was not asked is not done, except the way that they themselves
 * said they prefer; a voicemail is left only on an explicit yes. `why` says it in words for whoever wanted to.
 */
export function mayContact(rules: ContactRules, way: ContactWay, person: Reach): { allowed: boolean; why: string } {
  const refused = (why: string) => ({ allowed: false, why });
  const { one, many } = words[way];
  if (rules.any === 'no') return refused('They asked not to be contacted at all');
  if (rules[way] === 'no') return refused(`They said no to ${many}`);
  if (way === 'voicemail' && rules.phone === 'no') return refused('They said no to phone calls');
  const lacking = missing(way, person);
  if (lacking !== null) return refused(lacking);
  if (rules[way] === 'yes') return { allowed: true, why: `They said yes to ${many}` };
  if (way === 'voicemail') return refused('A voicemail is left only when they said yes to it. Ask them first');
  if (preferredWay(person.preferredContact) === way) return { allowed: true, why: `They prefer ${many}` };
  return refused(`Nobody has asked yet if ${one} is safe. Ask them first`);
}

const joined = (list: readonly string[]): string =>
  list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;

/** What is forbidden, in words that stand above every page of the person: 'No voicemail, no letters'. Null without any. */
export function forbiddenText(rules: ContactRules): string | null {
  if (rules.any === 'no') return 'Do not contact them: they come to us';
  const no = contactWays.filter((way) => rules[way] === 'no').map((way) => `no ${words[way].many}`);
  if (no.length === 0) return null;
  const text = no.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What is allowed, in words: 'phone calls, text messages and email'; null when they said yes to none. */
export function allowedText(rules: ContactRules): string | null {
  if (rules.any === 'no') return null;
  const yes = contactWays.filter((way) => rules[way] === 'yes').map((way) => words[way].many);
  return yes.length === 0 ? null : joined(yes);
}

/** The ways that nobody has asked about yet, in words; null when all were asked. */
export function notAskedText(rules: ContactRules): string | null {
  if (rules.any === 'no') return null;
  const open = contactWays.filter((way) => rules[way] === undefined).map((way) => words[way].many);
  return open.length === 0 ? null : joined(open);
}
