/** What the small forms of liaison ask: a call, a contact, a rating, a concern. Pure. */
import { choicesOf } from '../../directory/rules/codes.ts';
import type { Question } from '../../kit/form.ts';
import { channels, dispositions, purposes } from './liaison.ts';
import { softQuestionsOfPerson } from './soft-outcomes.ts';

const yesNo = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No' },
];
const day = (today: string, label: string): Question => ({
  ...{ kind: 'day', name: 'day', label, earliest: '2000-01-01', required: 'Enter the day' },
  latest: { day: today, message: 'The day must be today or in the past' },
});

/** Asking a service by a call or a letter. */
export const askQuestions: readonly Question[] = [
  {
    ...{ kind: 'choice', name: 'how', label: 'How did you ask?', as: 'radios in a row', required: 'Say how you asked' },
    choices: [
      { value: 'phone', text: 'Phone' },
      { value: 'letter', text: 'Letter' },
    ],
  },
  {
    ...{ kind: 'long text', name: 'words', label: 'What was said?', most: 2000, rows: 3 },
    required: 'Enter what was said, or that nobody answered',
  },
];

/** A contact with a service. */
export const contactQuestions = (today: string): Question[] => [
  day(today, 'When was it?'),
  {
    kind: 'choice',
    name: 'channel',
    label: 'How?',
    choices: choicesOf(channels),
    as: 'select',
    required: 'Choose how',
  },
  {
    ...{ kind: 'choice', name: 'purpose', label: 'What for?', as: 'select', required: 'Choose what it was for' },
    choices: choicesOf(purposes),
  },
  {
    ...{
      kind: 'choice',
      name: 'begun_by',
      label: 'Who began it?',
      as: 'radios in a row',
      required: 'Say who began it',
    },
    choices: [
      { value: 'worker', text: 'We did' },
      { value: 'service', text: 'The service did' },
    ],
  },
  {
    ...{ kind: 'choice', name: 'person_there', label: 'Was the person there?', choices: yesNo, as: 'radios in a row' },
    required: 'Say whether the person was there',
  },
  { kind: 'long text', name: 'words', label: 'What was said?', most: 4000, rows: 4 },
  {
    ...{ kind: 'long text', name: 'agreed', label: 'What was agreed?', most: 2000, rows: 3 },
    hint: 'At a hand-over: aims that were not reached and how they are, who does what next, and who holds the person now',
  },
];

/** What the person says of a service. Only the person can say it. */
export const ratingQuestions = (today: string): Question[] => [
  {
    ...{ kind: 'choice', name: 'score', label: 'How good is it for you?', required: 'Ask the person how good it is' },
    choices: [
      { value: '5', text: 'Very good' },
      { value: '4', text: 'Good' },
      { value: '3', text: 'Neither good nor bad' },
      { value: '2', text: 'Bad' },
      { value: '1', text: 'Very bad' },
    ],
  },
  ...softQuestionsOfPerson,
  {
    ...{ kind: 'long text', name: 'words', label: 'In their own words', most: 2000, rows: 3 },
    hint: 'Do not write anything by which a colleague could tell who says it, if colleagues are to read it',
  },
  {
    ...{ kind: 'choice', name: 'disposition', label: 'What is done with it?', choices: choicesOf(dispositions) },
    ...{ hint: 'Ask the person. The service never hears who said it', required: 'Choose what is done with it' },
  },
  day(today, 'When did they say it?'),
];

/** A concern about a service. */
export const concernQuestions = (today: string): Question[] => [
  {
    ...{ kind: 'long text', name: 'words', label: 'What is the matter?', most: 2000, rows: 4 },
    ...{ hint: 'Do not name the person: it is about the service', required: 'Enter what is the matter' },
  },
  day(today, 'Since when do you know?'),
];

/** What becomes of a concern. */
export const handleQuestions: readonly Question[] = [
  {
    ...{ kind: 'choice', name: 'what', label: 'What happened?', required: 'Choose what happened' },
    choices: [
      { value: 'answer', text: 'The service answered' },
      { value: 'complaint', text: 'That settles nothing: it becomes a complaint' },
      { value: 'close', text: 'It is closed' },
    ],
  },
  {
    ...{ kind: 'long text', name: 'words', label: 'The answer, why, or the outcome', most: 2000, rows: 4 },
    required: 'Enter the answer, why, or the outcome',
  },
];
