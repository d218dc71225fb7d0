/** What is known of a person beyond their details, block by block, and the questions of each block. Pure. */
import type { Answer, Question } from '../../kit/form.ts';
import { cleanName, cleanPhone, isPhone } from '../rules.ts';
import { askOf, type ContactRules, type ContactWay, contactRulesFrom, contactWays } from './contact.ts';
import { emailQuestion, type Personal } from './personal.ts';

type Answers = Readonly<Record<string, Answer | undefined>>;
const text = (answers: Answers, name: string): string | null => (answers[name] ?? null) as string | null;

/** Everything on a person's own row. Null is not known. */
export type About = Personal & {
  email: string | null;
  address: string | null;
  locality: string | null;
  ownWords: string | null;
  pronouns: string | null;
  firstLanguage: string | null;
  interpreter: string | null;
  accessNeeds: string | null;
  culturalNeeds: string | null;
  contactRules: ContactRules;
};

/** Blocks of the record: each has its own short form, and its own words on the timeline. */
export const blocks = {
  details: 'Personal details',
  reach: 'How to reach them',
  contact: 'Safe contact',
  words: 'In their own words',
  needs: 'Language, access and culture',
} as const;
export type Block = keyof typeof blocks;

/** The person's own words for who they are. */
export const wordsQuestions: readonly Question[] = [
  {
    kind: 'long text',
    name: 'own_words',
    label: 'How do they say who they are?',
    hint: 'Their own words, as they would like to be introduced: what they are good at, what matters to them, who is around them',
    most: 2000,
    rows: 6,
  },
  {
    kind: 'text',
    name: 'pronouns',
    label: 'Which pronouns do they use?',
    most: 50,
    width: 20,
    suggestions: ['she/her', 'he/him', 'they/them'],
  },
];

/** Language, access and cultural needs. */
export const needsQuestions: readonly Question[] = [
  { kind: 'text', name: 'first_language', label: 'What is their first language?', most: 100, width: 20 },
  {
    kind: 'text',
    name: 'interpreter',
    label: 'Do they need an interpreter?',
    hint: 'Say for which language, and if it must be a woman or a man, or nobody from their own town',
    most: 200,
  },
  {
    kind: 'long text',
    name: 'access_needs',
    label: 'What makes it easier for them to take part?',
    hint: 'For example large print, step-free rooms, a quiet place, no forms to read on their own, mornings only',
    most: 1000,
    rows: 3,
  },
  {
    kind: 'long text',
    name: 'cultural_needs',
    label: 'What of their culture, faith or family life do we plan around?',
    hint: 'For example prayer times, school runs, who should be in the room',
    most: 1000,
    rows: 3,
  },
];

const yesOrNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

// Not the bare way: 'phone' and 'email' are the names of the number and the address themselves.
const nameOfWay = (way: ContactWay): string => `may_${way}`;

/** Which ways of contact are safe. What stays 'Not asked' is not done. */
export const contactQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'may_any',
    label: 'May we contact them at all?',
    choices: [
      { value: 'yes', text: 'Yes, in the ways below' },
      { value: 'no', text: 'No, they come to us' },
    ],
    as: 'radios in a row',
    required: 'Choose if we may contact them at all',
  },
  ...contactWays.map(
    (way): Question => ({
      kind: 'choice',
      name: nameOfWay(way),
      label: askOf(way),
      choices: yesOrNo,
      as: 'radios in a row',
      none: 'Not asked yet',
    }),
  ),
  {
    kind: 'long text',
    name: 'how',
    label: 'When and how?',
    hint: 'For example ‘After 3pm, withhold the number, never say where you call from’',
    most: 500,
    rows: 3,
  },
];

/** Rules of safe contact as answers of `contactQuestions`. */
export function contactAnswers(rules: ContactRules): Record<string, Answer> {
  return {
    may_any: rules.any ?? 'yes',
    how: rules.how ?? null,
    ...Object.fromEntries(contactWays.map((way) => [nameOfWay(way), rules[way] ?? null])),
  };
}

/** Answers of `contactQuestions` as rules. */
export const contactFrom = (answers: Answers): ContactRules =>
  contactRulesFrom({
    any: answers.may_any,
    how: answers.how,
    ...Object.fromEntries(contactWays.map((way) => [way, answers[nameOfWay(way)]])),
  });

/** Answers as they stand in the record, by the names of all the blocks' questions. */
export function aboutAnswers(about: About): Record<string, Answer> {
  return {
    own_words: about.ownWords,
    pronouns: about.pronouns,
    first_language: about.firstLanguage,
    interpreter: about.interpreter,
    access_needs: about.accessNeeds,
    cultural_needs: about.culturalNeeds,
    phone: about.phone,
    email: about.email,
    address: about.address,
    locality: about.locality,
    postcode: about.postcode,
    preferred_contact: about.preferredContact,
    given_name: about.givenName,
    family_name: about.familyName,
    date_of_birth: about.dateOfBirth,
    ni_number: about.niNumber,
    sex: about.sex,
    ethnicity: about.ethnicity,
    ...contactAnswers(about.contactRules),
  };
}

/** The answers of a block's form put into the record. What the block does not ask stays as it was. */
export function aboutWith(about: About, block: Block, answers: Answers): About {
  const of = (name: string) => text(answers, name);
  switch (block) {
    case 'details':
      return {
        ...about,
        givenName: of('given_name'),
        familyName: of('family_name'),
        dateOfBirth: of('date_of_birth'),
        niNumber: of('ni_number'),
        sex: of('sex'),
        ethnicity: of('ethnicity'),
      };
    case 'reach':
      return {
        ...about,
        phone: of('phone'),
        email: of('email'),
        address: of('address'),
        locality: of('locality'),
        postcode: of('postcode'),
        preferredContact: of('preferred_contact'),
      };
    case 'contact':
      return { ...about, contactRules: contactFrom(answers) };
    case 'words':
      return { ...about, ownWords: of('own_words'), pronouns: of('pronouns') };
    case 'needs':
      return {
        ...about,
        firstLanguage: of('first_language'),
        interpreter: of('interpreter'),
        accessNeeds: of('access_needs'),
        culturalNeeds: of('cultural_needs'),
      };
  }
}

/** What a further name is used for. */
export const nameUses = ['known as', 'former', 'at birth', 'alias'] as const;
/** What a use is called on screen. */
export const nameUseText: Readonly<Record<string, string>> = {
  'known as': 'Known as',
  former: 'Former name',
  'at birth': 'Name at birth',
  alias: 'Also uses',
};

/** A further name of a person. The usual name is on the person. */
export type FurtherName = { use: string; givenName: string | null; familyName: string | null };

/** The questions of a further name. */
export const nameQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'use',
    label: 'What is this name?',
    choices: [
      { value: 'known as', text: 'Known as', hint: 'What people call them' },
      { value: 'former', text: 'Former name', hint: 'For example before a marriage' },
      { value: 'at birth', text: 'Name at birth' },
      { value: 'alias', text: 'Another name they use' },
    ],
    required: 'Choose what this name is',
  },
  { kind: 'text', name: 'given_name', label: 'Given name', most: 100, check: (given) => ({ value: cleanName(given) }) },
  {
    kind: 'text',
    name: 'family_name',
    label: 'Family name',
    most: 100,
    check: (given) => ({ value: cleanName(given) }),
  },
];

/** Answers of `nameQuestions` as a name. */
export const nameFrom = (answers: Answers): FurtherName => ({
  use: String(answers.use),
  givenName: text(answers, 'given_name'),
  familyName: text(answers, 'family_name'),
});
/** A name as answers of `nameQuestions`. */
export const nameAnswers = (name: FurtherName): Record<string, Answer> => ({
  use: name.use,
  given_name: name.givenName,
  family_name: name.familyName,
});

/** A further name without a single letter says nothing. */
export function nameProblems(name: FurtherName): Record<string, string> {
  return name.givenName === null && name.familyName === null ? { given_name: 'Enter a given or a family name' } : {};
}

/** Somebody close: next of kin, a supporter, a professional. `mayBeTold` is one of `toldText`'s. */
export type Supporter = {
  kind: string;
  name: string;
  relationship: string | null;
  phone: string | null;
  email: string | null;
  mayBeTold: string;
  note: string | null;
};

const supporterKinds = [
  { value: 'next of kin', text: 'Next of kin' },
  { value: 'emergency', text: 'Somebody to call in an emergency' },
  { value: 'supporter', text: 'Supporter', hint: 'Family, a friend, a carer' },
  { value: 'professional', text: 'Professional', hint: 'For example a GP, a social worker, a probation officer' },
];
const told = [
  { value: 'nothing', text: 'Nothing, not even that they are with us' },
  { value: 'appointments', text: 'When and where their appointments are' },
  { value: 'progress', text: 'How things are going' },
  { value: 'anything', text: 'Anything' },
];
/** What a supporter may be told, in words. */
export const toldText: Readonly<Record<string, string>> = Object.fromEntries(
  told.map(({ value, text: words }) => [value, words]),
);
/** What a supporter is, in words. */
export const supporterKindText: Readonly<Record<string, string>> = Object.fromEntries(
  supporterKinds.map(({ value, text: words }) => [value, words]),
);

/** The questions of a supporter. */
export const supporterQuestions: readonly Question[] = [
  { kind: 'text', name: 'name', label: 'Name', required: 'Enter their name', most: 200 },
  {
    kind: 'choice',
    name: 'kind',
    label: 'Who are they?',
    choices: supporterKinds,
    required: 'Choose who they are',
  },
  {
    kind: 'text',
    name: 'relationship',
    label: 'How are they related?',
    hint: 'For example mother, friend from church, GP',
    most: 100,
  },
  {
    kind: 'text',
    name: 'phone',
    label: 'Phone',
    width: 20,
    inputMode: 'tel',
    check: (given) => (isPhone(given) ? { value: cleanPhone(given) } : 'Enter a telephone number, like 07700 900123'),
  },
  emailQuestion,
  {
    kind: 'choice',
    name: 'may_be_told',
    label: 'What may they be told?',
    hint: 'What the person said, not what seems best',
    choices: told,
    required: 'Choose what they may be told',
  },
  {
    kind: 'text',
    name: 'note',
    label: 'Anything else about telling them?',
    hint: 'For example ‘only if he misses two meetings’',
    most: 300,
  },
];

/** Answers of `supporterQuestions` as a supporter. */
export const supporterFrom = (answers: Answers): Supporter => ({
  kind: String(answers.kind),
  name: String(answers.name),
  relationship: text(answers, 'relationship'),
  phone: text(answers, 'phone'),
  email: text(answers, 'email'),
  mayBeTold: String(answers.may_be_told),
  note: text(answers, 'note'),
});
/** A supporter as answers of `supporterQuestions`. */
export const supporterAnswers = (one: Supporter): Record<string, Answer> => ({
  kind: one.kind,
  name: one.name,
  relationship: one.relationship,
  phone: one.phone,
  email: one.email,
  may_be_told: one.mayBeTold,
  note: one.note,
});

/** Why a name or a supporter is taken off the record. The row is kept. */
export const removalQuestions: readonly Question[] = [
  {
    kind: 'choice',
    name: 'why',
    label: 'Why is it removed?',
    choices: [
      { value: 'It is no longer so', text: 'It is no longer so' },
      { value: 'It was entered wrongly', text: 'It was entered wrongly' },
      { value: 'They asked for it', text: 'They asked for it' },
    ],
    required: 'Choose why it is removed',
  },
];
