/** The questions with which a referral is made. Pure. */
import { choicesOf } from '../../directory/rules/codes.ts';
import type { Choice, Errors, Question } from '../../kit/form.ts';
import { personReasons } from './states.ts';

/** What the questions depend on. */
export type Asked = {
  today: string;
  needs: readonly Choice[];
  roles: readonly Choice[];
  /** The person is not eligible by what is known. */
  blocked: boolean;
  /** Managers ask for another one. */
  directive: boolean;
  /** The service has exclusions that are asked with consent alone. */
  sensitive: boolean;
  signpostOnly: boolean;
};

const kinds: readonly Choice[] = [
  { value: 'referral', text: 'Refer them', hint: 'You tell the service of them, with their consent' },
  { value: 'signpost', text: 'Signpost them', hint: 'They go themself. Nothing is sent' },
  {
    value: 'enquiry',
    text: 'Ask the service first',
    hint: 'Whether it would fit somebody like this. No name is given',
  },
];
const decisions: readonly Choice[] = [
  { value: 'yes', text: 'Yes, they want to go' },
  { value: 'meet', text: 'They want to meet the service first' },
  { value: 'later', text: 'They think about it' },
  { value: 'no', text: 'No' },
];

/** What a referral asks besides, and a signpost or an enquiry does not: messages by question. `why` are the reasons that were ticked. */
export function missingOf(
  values: Readonly<Record<string, unknown>> & { why: readonly string[] },
  asked: Pick<Asked, 'directive'>,
): Errors {
  const empty = (name: string): boolean => (values[name] ?? null) === null;
  return {
    ...(values.why.length === 0 ? { why: 'Say why this service' } : {}),
    ...(asked.directive && empty('override')
      ? { override: 'Say why you choose another one than managers ask for' }
      : {}),
    ...(empty('decision') ? { decision: 'Ask the person, and say what they decided' } : {}),
    ...(values.decision === 'no' && empty('reason') ? { reason: 'Choose why the person says no' } : {}),
  };
}

/** Nothing is chosen beforehand: the person's decision least of all. */
export const newQuestions = (asked: Asked): Question[] => [
  {
    ...{ kind: 'choice', name: 'kind', label: 'What do you do?', required: 'Choose what you do' },
    choices: asked.signpostOnly ? kinds.filter(({ value }) => value !== 'referral') : kinds,
  },
  ...(asked.needs.length === 0
    ? []
    : ([
        { kind: 'choice', name: 'need', label: 'What do they want help with?', choices: asked.needs },
      ] satisfies Question[])),
  ...(asked.roles.length < 2
    ? []
    : ([
        {
          ...{ kind: 'choice', name: 'made_as', label: 'In which of your roles?', choices: asked.roles },
          required: 'Choose the role in which you refer them',
        },
      ] satisfies Question[])),
  {
    ...{ kind: 'long text', name: 'why_words', label: 'Why this one, in words', most: 1000, rows: 3 },
    hint: 'Or what you ask the service. Nothing about health, drugs, alcohol or convictions',
  },
  ...(asked.directive
    ? ([
        {
          ...{ kind: 'text', name: 'override', label: 'Managers ask for another one. Why this one?', most: 500 },
          hint: 'It is saved without asking anybody',
        },
      ] satisfies Question[])
    : []),
  ...(asked.blocked
    ? ([
        {
          ...{ kind: 'text', name: 'exception', label: 'Why is an exception made?', most: 500 },
          hint: 'Only where the service agrees, although something stands against it',
        },
      ] satisfies Question[])
    : []),
  ...(asked.sensitive
    ? ([
        {
          ...{
            kind: 'choice',
            name: 'asked',
            label: 'Did they agree to be asked about what this service cannot help with?',
          },
          choices: [
            { value: 'none', text: 'Yes, and nothing of it applies' },
            { value: 'undisclosed', text: 'They did not want to say' },
            { value: 'not asked', text: 'I did not ask' },
          ],
          required: 'Say if they agreed to be asked',
        },
      ] satisfies Question[])
    : []),
  { kind: 'choice', name: 'decision', label: 'What does the person say?', choices: decisions },
  {
    ...{
      kind: 'choice',
      name: 'reason',
      label: 'If they say no, why?',
      choices: choicesOf(personReasons),
      as: 'select',
    },
    none: 'They did not say no',
  },
  {
    ...{ kind: 'day', name: 'made', label: 'When was this?', required: 'Enter the day' },
    latest: { day: asked.today, message: 'Enter a day that is today or in the past' },
  },
];
