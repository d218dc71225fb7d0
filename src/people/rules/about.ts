/** What is known of a person beyond their details, block by block, and the questions of each block. Names and supporters: around.ts. Pure. */
import { type Answer, answerText, type Question } from '../../kit/form.ts';
import { askOf, type ContactRules, type ContactWay, contactRulesFrom, contactWays } from './contact.ts';
import type { Personal } from './personal.ts';

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

/** Whether what is on file about an interpreter says that they need one: 'no', 'none' and 'not needed' say that they do not. */
export const needsInterpreter = (interpreter: string | null): boolean =>
  interpreter !== null && !/^(?:no|none|not needed)\b/i.test(interpreter.trim());

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

/** What differs between rules of safe contact, in the words of the form. */
export function contactChanges(
  before: ContactRules,
  after: ContactRules,
): { asked: string; before: string; after: string }[] {
  const [was, is] = [contactAnswers(before), contactAnswers(after)];
  return contactQuestions.flatMap((question) => {
    const [a, b] = [was[question.name] ?? null, is[question.name] ?? null];
    return a === b ? [] : [{ asked: question.label, before: answerText(question, a), after: answerText(question, b) }];
  });
}

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
        // Not asked in every country.
        niNumber: 'ni_number' in answers ? of('ni_number') : about.niNumber,
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
