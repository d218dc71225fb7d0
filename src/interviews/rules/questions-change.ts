/** The questions about a failure to attend, a waiver or a deferral. Pure. */
import type { Question } from '../../kit/form.ts';
import type { Interviews } from '../../programmes/rules.ts';
import { asChoices, pastDay, words, yesNo } from './questions.ts';

export const failureQuestions = (today: string): Question[] => [
  pastDay(
    'letter_on',
    'Which date does the letter bear?',
    'Enter the date of the letter',
    today,
    'The days for an answer are counted from it',
  ),
];
export const attemptQuestions = (section: Interviews, today: string): Question[] => [
  pastDay('on', 'When?', 'Enter the day', today),
  {
    kind: 'choice',
    name: 'channel',
    label: 'How?',
    choices: asChoices(section.failure.channels),
    required: 'Choose how',
  },
  yesNo('reached', 'Did you reach them?', 'Say whether you reached them'),
  words('words', 'Anything to add?'),
];
export const visitQuestions = (section: Interviews, today: string): Question[] => [
  pastDay('on', 'When was the visit?', 'Enter the day', today),
  {
    kind: 'choice',
    name: 'outcome',
    label: 'What came of it?',
    choices: asChoices(section.failure.visitOutcomes),
    required: 'Choose what came of it',
  },
  words('words', 'In the person’s own words, or yours'),
];
export const causeQuestions = (section: Interviews, today: string): Question[] => [
  pastDay('answered_on', 'On which day did the person say so?', 'Enter the day', today),
  {
    kind: 'choice',
    name: 'cause',
    label: 'Why did they not come?',
    choices: section.failure.causes.map(({ code, label, good }) => ({
      value: code,
      text: label,
      hint: good ? 'A good cause: a new appointment and nothing else' : 'No good cause by itself',
    })),
    required: 'Choose why',
  },
  words('words', 'In their words'),
  words('evidence', 'What supports it?', { hint: 'Their word is enough. Nobody has to bring a paper' }),
];
export const proposeQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'proposal',
    label: 'What do you propose?',
    choices: asChoices(section.failure.proposals),
    required: 'Choose what you propose',
  },
  words('words', 'Why?', {
    required: 'Enter why. Whoever decides reads it',
    hint: 'You propose. Somebody else decides',
  }),
];
export const decideQuestions = (agree: string, not: string): Question[] => [
  {
    kind: 'choice',
    name: 'decision',
    label: 'What do you decide?',
    choices: [
      { value: 'yes', text: agree },
      { value: 'no', text: not },
    ],
    required: 'Choose what you decide',
  },
  words('words', 'Why?', { required: 'Enter the reason' }),
];

const review = (name: string, label: string, hint: string): Question => ({
  kind: 'day',
  name,
  label,
  hint,
  required: 'Enter the day on which it is looked at again',
  earliest: '2000-01-01',
});
/** Asking for a waiver. */
export const waiverQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'scope',
    label: 'Which interviews?',
    choices: [
      { value: 'next', text: 'The next one only' },
      { value: 'rest', text: 'All that are left' },
    ],
    required: 'Choose which interviews',
  },
  { kind: 'choice', name: 'reason', label: 'Why?', choices: asChoices(section.waiver.reasons), required: 'Choose why' },
  words('words', 'In your words'),
  words('evidence', 'What is the evidence?', { hint: 'For example what the person said, or a letter you have seen' }),
  {
    kind: 'text',
    name: 'advice_from',
    label: 'Whose opinion did you ask for?',
    hint: 'A manager, a work psychologist or an experienced adviser',
    most: 120,
  },
  words('advice', 'What did they say?'),
  yesNo(
    'information_given',
    'Was the person told what the programme offers all the same?',
    'Say whether the person was told',
  ),
  review('review_on', 'When is it looked at again?', `Within ${section.reviewWithinMonths} months`),
  yesNo(
    'interpreter_present',
    'Was an interpreter present?',
    undefined,
    'Asked where language or culture is the reason; so are the next two',
  ),
  yesNo('purpose_understood', 'Was the purpose of the interview understood?'),
  yesNo('classes_offered', 'Were English classes offered?'),
];
/** Putting an interview off. */
export const deferralQuestions = (section: Interviews): Question[] => [
  {
    kind: 'choice',
    name: 'reason',
    label: 'Why?',
    choices: asChoices(section.deferral.reasons),
    required: 'Choose why',
  },
  words('words', 'In your words'),
  {
    kind: 'text',
    name: 'awaited',
    label: 'What does it wait for?',
    hint: 'For example ‘Operation on 14 June’',
    most: 200,
  },
  {
    kind: 'day',
    name: 'returns_on',
    label: 'Until when?',
    hint: 'No interview is due before this day',
    earliest: '2000-01-01',
  },
  review('review_on', 'When is it looked at again?', 'On the day of return or before it'),
  yesNo(
    'information_given',
    'Was the person told what the programme offers all the same?',
    'Say whether the person was told',
  ),
];
/** Looking at one again. */
export const reviewQuestions = (kind: 'waiver' | 'deferral'): Question[] => [
  {
    kind: 'choice',
    name: 'end',
    label: kind === 'waiver' ? 'Does the waiver go on?' : 'Is it still put off?',
    choices: [
      { value: 'no', text: 'Yes, until another day' },
      { value: 'yes', text: 'No, it ends now' },
    ],
    required: 'Choose whether it goes on',
  },
  ...(kind === 'deferral'
    ? [{ kind: 'day' as const, name: 'returns_on', label: 'If it goes on: until when?', earliest: '2000-01-01' }]
    : []),
  { kind: 'day', name: 'review_on', label: 'If it goes on: when is it looked at again?', earliest: '2000-01-01' },
  words('words', 'Why?', { required: 'Enter why' }),
];
