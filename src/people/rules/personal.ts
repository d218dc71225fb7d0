import { type CountryRules, countries } from '../../kit/country.ts';
import type { Answer, Choice, Question } from '../../kit/form.ts';
import { cleanName, cleanNiNumber, cleanPhone, cleanPostcode, isNiNumber, isPhone, isPostcode } from '../rules.ts';

/** What is known of a person: names, numbers and how to reach them. Null is not known; days are 'YYYY-MM-DD'. */
export type Personal = {
  givenName: string | null;
  familyName: string | null;
  dateOfBirth: string | null;
  sex: string | null;
  ethnicity: string | null;
  niNumber: string | null;
  phone: string | null;
  postcode: string | null;
  preferredContact: string | null;
};

/** The choices of a programme for a person's details. */
export type PersonalChoices = {
  sexes: readonly Choice[];
  ethnicities: readonly Choice[];
  preferredContacts: readonly Choice[];
};

const kept = (value: string) => ({ value });

/** Who somebody is: the questions of their identity. What is stored is cleaned as an import cleans it. */
export function identityQuestions(
  choices: Pick<PersonalChoices, 'sexes' | 'ethnicities'>,
  today: string,
  testIdentifiers: boolean,
  country: CountryRules = countries.GB,
): Question[] {
  const number: Question = {
    kind: 'text',
    name: 'ni_number',
    label: 'National Insurance number',
    hint: 'It is on their National Insurance card, benefit letter or payslip',
    width: 10,
    check: (text) =>
      isNiNumber(text, testIdentifiers)
        ? kept(cleanNiNumber(text))
        : 'Enter a National Insurance number in the right form: two letters, six numbers, then A, B, C or D',
  };
  return [
    {
      kind: 'text',
      name: 'given_name',
      label: 'Given name',
      required: 'Enter the given name',
      most: 100,
      check: (text) => kept(cleanName(text)),
    },
    {
      kind: 'text',
      name: 'family_name',
      label: 'Family name',
      required: 'Enter the family name',
      most: 100,
      check: (text) => kept(cleanName(text)),
    },
    {
      kind: 'day',
      name: 'date_of_birth',
      label: 'Date of birth',
      hint: 'For example 27 3 1974',
      earliest: '1900-01-01',
      latest: { day: today, message: 'Date of birth must be in the past' },
    },
    ...(country.nationalInsurance ? [number] : []),
    { kind: 'choice', name: 'sex', label: 'Sex', choices: choices.sexes },
    { kind: 'choice', name: 'ethnicity', label: 'Ethnicity', choices: choices.ethnicities, as: 'select' },
  ];
}

const phoneQuestion = (country: CountryRules): Question => ({
  kind: 'text',
  name: 'phone',
  label: 'Phone',
  width: 20,
  inputMode: 'tel',
  check: (text) =>
    isPhone(text, country) ? kept(cleanPhone(text)) : `Enter a telephone number, like ${country.phone.example}`,
});

/** An email address. Only its shape is looked at: that it reaches somebody is known when a message does. */
export const emailQuestion: Question = {
  kind: 'text',
  name: 'email',
  label: 'Email address',
  most: 254,
  width: 30,
  inputMode: 'email',
  check: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? kept(text) : 'Enter an email address, like name@example.org',
};
const postcodeQuestion = (country: CountryRules): Question => ({
  kind: 'text',
  name: 'postcode',
  label: 'Postcode',
  width: 10,
  check: (text) => (isPostcode(text, country) ? kept(cleanPostcode(text)) : country.postcode.message),
});
const preferredQuestion = (choices: readonly Choice[]): Question => ({
  kind: 'choice',
  name: 'preferred_contact',
  label: 'How they would like to be reached',
  choices,
});

/** Where somebody can be reached: numbers and addresses. */
export function reachQuestions(
  choices: Pick<PersonalChoices, 'preferredContacts'>,
  country: CountryRules = countries.GB,
): Question[] {
  return [
    phoneQuestion(country),
    emailQuestion,
    { kind: 'long text', name: 'address', label: 'Address', hint: 'House and street', most: 300, rows: 2 },
    { kind: 'text', name: 'locality', label: 'Town or city', most: 100 },
    postcodeQuestion(country),
    preferredQuestion(choices.preferredContacts),
  ];
}

/** The questions of a person who is entered for the first time: the fewest that tell them from others and reach them. */
export function personalQuestions(
  choices: PersonalChoices,
  today: string,
  testIdentifiers: boolean,
  country: CountryRules = countries.GB,
): Question[] {
  const identity = identityQuestions(choices, today, testIdentifiers, country);
  const reach = [phoneQuestion(country), postcodeQuestion(country), preferredQuestion(choices.preferredContacts)];
  const at = identity.findIndex(({ name }) => name === 'sex');
  return [...identity.slice(0, at), ...reach, ...identity.slice(at)];
}

const names = {
  given_name: 'givenName',
  family_name: 'familyName',
  date_of_birth: 'dateOfBirth',
  sex: 'sex',
  ethnicity: 'ethnicity',
  ni_number: 'niNumber',
  phone: 'phone',
  postcode: 'postcode',
  preferred_contact: 'preferredContact',
} as const;

/** A person's details as answers of `personalQuestions`. */
export function personalAnswers(personal: Personal): Record<string, Answer> {
  return Object.fromEntries(Object.entries(names).map(([name, field]) => [name, personal[field]]));
}

/** The answers of `personalQuestions` as a person's details. */
export function personalFrom(values: Readonly<Record<string, Answer | undefined>>): Personal {
  const text = (name: keyof typeof names) => (values[name] ?? null) as string | null;
  return {
    givenName: text('given_name'),
    familyName: text('family_name'),
    dateOfBirth: text('date_of_birth'),
    sex: text('sex'),
    ethnicity: text('ethnicity'),
    niNumber: text('ni_number'),
    phone: text('phone'),
    postcode: text('postcode'),
    preferredContact: text('preferred_contact'),
  };
}
