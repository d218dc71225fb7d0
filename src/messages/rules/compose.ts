/** A message made from what is known of a case, a template and the programme's rules; or why there is none. Pure. */

import { contactRulesFrom } from '../../people/rules/contact.ts';
import { mayContact, type Reach } from '../../people/rules.ts';
import type { MessageRules } from '../../programmes/rules/messages.ts';
import { type Channel, type Choice, channels, chooseChannel, chooseLanguage } from './channel.ts';
import type { Invitation } from './invitation.ts';
import { isReminder, library, ownWords, type Words } from './library.ts';
import { mostParts, textParts } from './parts.ts';
import { fill, type Values } from './template.ts';
import { afterQuiet } from './times.ts';
import { wordProblems } from './words.ts';

/** What is known of a case: see `FactRow` of the store. */
export type Facts = {
  case_id: string;
  person_id: string;
  programme_id: string;
  area_id: string | null;
  status: string;
  given_name: string | null;
  family_name: string | null;
  phone: string | null;
  /** In groups that are read easily. */
  phone_shown: string | null;
  email: string | null;
  address: string | null;
  postcode: string | null;
  preferred_contact: string | null;
  contact_rules: unknown;
  first_language: string | null;
  interpreter: string | null;
  programme_name: string;
  worker_name: string | null;
  worker_phone: string | null;
  reminders_paused: boolean;
  reminders: number;
};

/** A template in use. */
export type Template = {
  id: string;
  programme_id: string;
  area_id: string | null;
  kind: string;
  channel: Channel;
  language: string;
  subject: string | null;
  body: string;
};

/** What is to be said. */
export type Asked = {
  caseId: string;
  /** A kind of the library, or `ownWords`. */
  kind: string;
  /** Day, time and place, for kinds whose words name them. */
  values?: Values;
  /** In place of some of them where it is safe to ring: '{number}' in them is the number that we will ring. */
  ifPhone?: Values;
  /** The words, where a worker wrote them. An email or a letter has a subject. */
  own?: { subject: string | null; body: string };
  /** One of the ways that are allowed, where somebody chose it. */
  channel?: Channel;
  /** The thing of another room that it tells of. */
  about?: string;
  /** What a reminder is of: it is queued once. */
  once?: string;
  /** Sent by the clock, whatever its kind says. */
  reminder?: boolean;
  /** For their own calendar, where it goes by email. */
  invitation?: Omit<Invitation, 'sequence'>;
  /** Not before, and not after, these moments (ISO 8601). */
  notBefore?: string;
  notAfter?: string;
};

/** A message as it will go. */
export type Composed = {
  ok: true;
  channel: Channel;
  why: string;
  choice: Choice;
  language: string;
  interpreter: boolean;
  templateId: string | null;
  subject: string | null;
  body: string;
  parts: number | null;
  notBefore: string;
  notAfter: string | null;
  reminder: boolean;
};
/** Why there is no message. `phone`: they may be telephoned instead. `code` is stable, `why` is for people. */
export type NotComposed = {
  ok: false;
  code: 'ended' | 'paused' | 'cap' | 'contact' | 'template' | 'missing' | 'words' | 'long' | 'late';
  why: string;
  phone: boolean;
  choice: Choice | null;
};

/** Cases to which nobody writes by the clock any more. */
const ended: ReadonlySet<string> = new Set(['closed', 'not attached', 'waiting']);

/** The words of a kind in a channel: the district's own, the programme's, Newel's. */
export function wordsFor(
  templates: readonly Template[],
  ask: { programmeId: string; areaId: string | null; kind: string; channel: Channel; language: string },
): { templateId: string | null; words: Words } | null {
  const fits = templates.filter(
    (one) =>
      one.programme_id === ask.programmeId &&
      one.kind === ask.kind &&
      one.channel === ask.channel &&
      one.language === ask.language &&
      (one.area_id === null || one.area_id === ask.areaId),
  );
  const found = fits.find(({ area_id }) => area_id !== null) ?? fits[0];
  if (found !== undefined) return { templateId: found.id, words: { subject: found.subject, body: found.body } };
  const words = library(ask.kind, ask.channel, ask.language);
  return words === null ? null : { templateId: null, words };
}

/** How somebody is reached, as the rules of safe contact ask. */
export const reachOf = (
  facts: Pick<Facts, 'phone' | 'email' | 'address' | 'postcode' | 'preferred_contact'>,
): Reach => ({
  phone: facts.phone,
  email: facts.email,
  address: facts.address,
  postcode: facts.postcode,
  preferredContact: facts.preferred_contact,
});

/** The values that every message has. A name that is not known is a friendly word, not a gap. */
const valuesOf = (facts: Facts, { values, ifPhone }: Asked): Values => ({
  'first name': facts.given_name ?? 'there',
  worker: facts.worker_name ?? facts.programme_name,
  programme: facts.programme_name,
  ...(facts.worker_phone === null ? {} : { phone: facts.worker_phone }),
  ...values,
  ...ringing(facts, ifPhone),
});

/** Values that name the number that will be rung; none where a call is not safe: the number would tell others of it. */
function ringing(facts: Facts, ifPhone: Values | undefined): Values {
  const { phone_shown: phone } = facts;
  if (ifPhone === undefined || phone === null) return {};
  if (!mayContact(contactRulesFrom(facts.contact_rules), 'phone', reachOf(facts)).allowed) return {};
  const named = Object.entries(ifPhone).map(([name, value]) => [name, value.replace('{number}', phone)]);
  return Object.fromEntries(named);
}

/** Composes a message, or says why there is none. `now` is the moment of asking. */
export function compose(
  facts: Facts,
  templates: readonly Template[],
  rules: MessageRules,
  asked: Asked,
  now: Temporal.Instant,
): Composed | NotComposed {
  const reminder = asked.reminder ?? isReminder(asked.kind);
  const no = (code: NotComposed['code'], why: string, choice: Choice | null = null): NotComposed => ({
    ok: false,
    code,
    why,
    phone: choice?.phone ?? false,
    choice,
  });
  if (reminder && ended.has(facts.status)) return no('ended', 'Support has ended, so there are no reminders');
  if (reminder && facts.reminders_paused) return no('paused', 'Reminders are paused for this person');
  if (reminder && facts.reminders >= rules.weekCap)
    return no('cap', `They had ${facts.reminders} reminders in the last seven days, as many as the programme sends`);

  const place = { programmeId: facts.programme_id, areaId: facts.area_id, kind: asked.kind };
  const wordsIn = (channel: Channel, language: string) =>
    asked.own === undefined
      ? wordsFor(templates, { ...place, channel, language })
      : { templateId: null, words: asked.own };
  const written = channels.filter((channel) => wordsIn(channel, 'en') !== null || asked.own !== undefined);
  if (written.length === 0) return no('template', 'There are no words for this message yet. The office can write them');
  const open = chooseChannel(contactRulesFrom(facts.contact_rules), reachOf(facts), written);
  if (open.channel === null) return no('contact', open.why, open);
  const wanted = open.ways.find(({ channel }) => channel === asked.channel);
  if (wanted !== undefined && !wanted.allowed) return no('contact', wanted.why, open);
  const { channel, why } = wanted ?? { channel: open.channel, why: open.why };

  const known = templates.filter(
    (one) => one.programme_id === facts.programme_id && one.kind === asked.kind && one.channel === channel,
  );
  const { language, interpreter } = chooseLanguage(
    { firstLanguage: facts.first_language, interpreter: facts.interpreter },
    ['en', ...known.map((one) => one.language)],
  );
  const found = wordsIn(channel, language) ?? wordsIn(channel, 'en');
  if (found === null) return no('template', 'There are no words for this message yet. The office can write them', open);

  const values = valuesOf(facts, asked);
  const body = asked.own === undefined ? fill(found.words.body, values) : { ok: true as const, text: asked.own.body };
  const title = found.words.subject ?? `A message from ${facts.programme_name}`;
  const subject = asked.own === undefined ? fill(title, values) : { ok: true as const, text: title };
  if (!body.ok || !subject.ok) {
    const missing = [...(body.ok ? [] : body.missing), ...(subject.ok ? [] : subject.missing)];
    const phone = missing.includes('phone') ? '. Key workers give their telephone under Your account' : '';
    return no(
      'missing',
      `The words need something that is not known: ${[...new Set(missing)].join(', ')}${phone}`,
      open,
    );
  }
  const problems = wordProblems(`${channel === 'text' ? '' : subject.text}\n\n${body.text}`, rules);
  if (problems.length > 0) return no('words', problems.join('. '), open);
  const parts = channel === 'text' ? textParts(body.text).parts : null;
  if (parts !== null && parts > mostParts)
    return no('long', `This would be ${parts} texts. Use ${mostParts} or fewer, or send an email`, open);

  const from = asked.notBefore === undefined ? now : Temporal.Instant.from(asked.notBefore);
  const earliest = Temporal.Instant.compare(from, now) < 0 ? now : from;
  // Quiet hours are for what rings in a pocket.
  const notBefore = channel === 'letter' ? earliest : afterQuiet(earliest, rules);
  const notAfter = asked.notAfter ?? null;
  if (notAfter !== null && Temporal.Instant.compare(notBefore, Temporal.Instant.from(notAfter)) > 0)
    return no('late', 'It could only be sent after its time is over', open);
  return {
    ok: true,
    channel,
    why,
    choice: open,
    language,
    interpreter: asked.kind === ownWords ? false : interpreter,
    templateId: found.templateId,
    subject: channel === 'text' ? null : subject.text,
    body: body.text,
    parts,
    notBefore: notBefore.toString(),
    notAfter,
    reminder,
  };
}

/** Name and address of a letter, each part on its line. */
export const addressOf = (person: {
  given_name: string | null;
  family_name: string | null;
  address: string | null;
  locality: string | null;
  postcode: string | null;
}): string =>
  [[person.given_name, person.family_name].filter(Boolean).join(' '), person.address, person.locality, person.postcode]
    .filter(Boolean)
    .join('\n');

/** Whether reminders of a case in this state stop. */
export const hasEnded = (status: string): boolean => ended.has(status);
