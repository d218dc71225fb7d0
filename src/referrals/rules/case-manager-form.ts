/** What is asked of who holds a case. Pure. */
import type { Question, Typed } from '../../kit/form.ts';
import { bases, holders } from './case-manager.ts';

/** An organisation that works with the person. */
export type Organisation = { id: string; name: string };

const yesNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];

const organisationQuestion = (organisations: readonly Organisation[], label: string): Question => ({
  kind: 'choice',
  name: 'organisation',
  label,
  choices: organisations.map(({ id, name }) => ({ value: id, text: name })),
  as: 'select',
  none: 'None of those that work with the person',
});

/** Giving a case to somebody. */
export const questions = (today: Temporal.PlainDate, organisations: readonly Organisation[]): Question[] => [
  {
    kind: 'choice',
    name: 'holder',
    label: 'Who holds it?',
    choices: Object.entries(holders).map(([value, text]) => ({ value, text })),
    required: 'Choose who holds it',
  },
  { kind: 'text', name: 'name', label: 'Name', hint: 'And where they work', most: 200, required: 'Enter who holds it' },
  organisationQuestion(organisations, 'Organisation, for a service'),
  {
    kind: 'day',
    name: 'from',
    label: 'From',
    earliest: today.subtract({ months: 3 }).toString(),
    latest: { day: today.add({ years: 1 }).toString(), message: 'The first day must be within a year' },
    required: 'Enter the first day',
  },
  {
    kind: 'day',
    name: 'to',
    label: 'Until, if it is for a time',
    hint: 'You hold the case again on this day. Leave it empty when it is for good',
    earliest: today.toString(),
    latest: { day: today.add({ years: 2 }).toString(), message: 'The last day must be within two years' },
  },
  { kind: 'text', name: 'resume_when', label: 'What else would make you go on earlier?', most: 300 },
  {
    kind: 'choice',
    name: 'agreed',
    label: 'Does the person agree?',
    choices: yesNo,
    as: 'radios in a row',
    required: 'Ask the person whether they agree',
  },
  { kind: 'text', name: 'feedback_every', label: 'How often do they tell you how things are going?', most: 100 },
  { kind: 'text', name: 'feedback_what', label: 'What do they tell you?', most: 300 },
  {
    kind: 'choice',
    name: 'notes_access',
    label: 'Can they and you both see the notes?',
    choices: yesNo,
    as: 'radios in a row',
  },
  { kind: 'text', name: 'informed', label: 'Who else has been told?', most: 300 },
];

/** The reasons that were ticked. */
export const ticked = (typed: Typed): string[] => {
  const { basis } = typed;
  const list = Array.isArray(basis) ? basis : basis === undefined ? [] : [basis];
  return list.filter((code) => Object.hasOwn(bases, code));
};

/** Somebody else says that they hold it. */
export const claimQuestions = (organisations: readonly Organisation[]): Question[] => [
  organisationQuestion(organisations, 'Which organisation?'),
  { kind: 'text', name: 'name', label: 'Who says so?', most: 200, required: 'Enter who says that they hold this case' },
];
