/** Further names of a person, and who is around them: next of kin and supporters, with their questions. Pure. */
import type { Answer, Question } from '../../kit/form.ts';
import { cleanName, cleanPhone, isPhone } from '../rules.ts';
import { emailQuestion } from './personal.ts';

type Answers = Readonly<Record<string, Answer | undefined>>;
const text = (answers: Answers, name: string): string | null => (answers[name] ?? null) as string | null;

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
