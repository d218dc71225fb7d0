/** The questions of support in work. Pure. */
import { showNearDay } from '../../kit/clock.ts';
import type { CountryRules } from '../../kit/country.ts';
import { formatDay, parseDay } from '../../kit/days.ts';
import type { Answer, Question } from '../../kit/form.ts';
import type { CodeLabel, InWorkPayment, InWorkRules } from '../../programmes/rules.ts';
import { type EndingKind, GOES_ON, lastDayOf, outcomeChoices, ways } from './in-work.ts';

const choicesOf = (list: readonly CodeLabel[]) => list.map(({ code, label }) => ({ value: code, text: label }));
const yesNo = (yes: string, no: string) => [
  { value: 'yes', text: yes },
  { value: 'no', text: no },
];

const onDay = (name: string, label: string, today: string, hint = ''): Question => ({
  kind: 'day',
  name,
  label,
  hint: `${hint}For example, 27 3 2016`,
  earliest: '2000-01-01',
  latest: { day: today, message: 'The day must be today or in the past' },
  required: 'Enter the day',
});

/** Whether the employer may be talked to, as a question beside others. */
const consentQuestions = (employer: string): Question[] => [
  {
    kind: 'choice',
    name: 'consent',
    label: `Does the person agree that we talk to ${employer}?`,
    hint: 'Leave it empty if you did not ask. Without a yes nobody talks to the employer',
    as: 'radios in a row',
    choices: yesNo('Yes', 'No'),
    none: 'Not asked',
  },
  {
    kind: 'text',
    name: 'consentWords',
    label: 'What may be told, and what not?',
    most: 500,
  },
];

const hoursOf = (monday: string, today: string): Question => ({
  kind: 'number',
  name: 'hours',
  label: `How many hours did they work in the week of ${showNearDay(monday, today)}?`,
  hint: 'Leave it empty if you did not ask. 0 means that they did not work',
  most: 168,
  decimals: 2,
  suffix: 'hours',
});

/** One short form for a call: everything but the day, the way and whether anybody answered may be left empty. */
export function contactQuestions(view: {
  rules: Pick<InWorkRules, 'problems' | 'help'>;
  today: string;
  withWhom: 'person' | 'employer';
  /** The employer to ask about, where nobody has asked. */
  ask: string | null;
  /** The Monday of a week whose hours are asked for. */
  week?: string | null;
}): Question[] {
  const { rules, today, withWhom, ask, week = null } = view;
  return [
    onDay('on', 'When?', today),
    {
      kind: 'choice',
      name: 'way',
      label: 'How?',
      as: 'radios in a row',
      choices: Object.entries(ways).map(([value, text]) => ({ value, text })),
      required: 'Say how you were in touch',
    },
    {
      kind: 'choice',
      name: 'reached',
      label: withWhom === 'person' ? 'Did you speak?' : 'Did you reach them?',
      as: 'radios in a row',
      choices: yesNo('Yes', 'No, I tried'),
      required: 'Say whether you spoke',
    },
    { kind: 'long text', name: 'words', label: 'How is it going?', most: 4000, rows: 3 },
    {
      kind: 'choice',
      name: 'problem',
      label: 'What came up?',
      as: 'select',
      choices: choicesOf(rules.problems),
      none: 'Nothing',
    },
    {
      kind: 'choice',
      name: 'help',
      label: 'What helps at once?',
      as: 'select',
      choices: choicesOf(rules.help),
      none: 'Nothing was needed',
    },
    ...(week === null ? [] : [hoursOf(week, today)]),
    ...(ask === null ? [] : consentQuestions(ask)),
  ];
}

/** What is wrong with a call as a whole, by question. */
export function contactErrors(values: Readonly<Record<string, Answer>>): Record<string, string> {
  const has = (name: string): boolean => (values[name] ?? null) !== null;
  if (has('help') && !has('problem')) return { problem: 'Say what came up, or leave the help empty' };
  const told = ['hours', 'consent', 'consentWords'].filter(has);
  if (values.reached === 'no' && told.length > 0)
    return Object.fromEntries(told.map((name) => [name, 'You did not speak: leave it empty, or say that you spoke']));
  if (has('consentWords') && !has('consent')) return { consent: 'Say whether the person agrees' };
  return {};
}

/** Asking the person about an employer anew. */
export const consentForm = (employer: string, today: string): Question[] => [
  onDay('on', 'When did you ask?', today),
  ...consentQuestions(employer).map((one) =>
    one.name === 'consent'
      ? { ...one, hint: 'Without a yes nobody talks to the employer', required: 'Say whether the person agrees' }
      : one,
  ),
];

/** Closing what came up. */
export const closeQuestions = (today: string): Question[] => [
  onDay('closedOn', 'Since when is it over?', today),
  { kind: 'text', name: 'words', label: 'What helped?', most: 500 },
];

// Its days are counted on from: the last day that there is has no day after it.
const beforeTheEnd = (what: string) => ({ day: '2099-12-31', message: `The ${what} must be before 2100` });

/** A payment that goes with work. */
export const paymentQuestions = (payments: readonly InWorkPayment[], country: CountryRules): Question[] => [
  ...(payments.length === 0
    ? []
    : [
        {
          kind: 'choice',
          name: 'code',
          label: 'Which payment?',
          choices: choicesOf(payments).map((one, at) => ({
            ...one,
            ...(payments[at]?.about !== undefined && { hint: payments[at].about }),
          })),
          none: 'Another',
        } as const satisfies Question,
      ]),
  {
    kind: 'text',
    name: 'name',
    label: 'What is it called?',
    hint: payments.length === 0 ? 'As the letter calls it' : 'If it is another payment: as the letter calls it',
    most: 100,
    ...(payments.length === 0 && { required: 'Enter what it is called' }),
  },
  {
    kind: 'day',
    name: 'startsOn',
    label: 'First day',
    hint: 'For example, 27 3 2016',
    earliest: '2000-01-01',
    latest: beforeTheEnd('first day'),
    required: 'Enter the first day',
  },
  {
    kind: 'day',
    name: 'endsOn',
    label: 'Last day',
    hint: 'As the letter says. If you leave it empty, it is the most weeks that the payment may last',
    earliest: '2000-01-01',
    latest: beforeTheEnd('last day'),
  },
  {
    kind: 'money',
    name: 'weeklyPence',
    label: 'How much a week?',
    hint: `In ${country.money}. Leave it empty if it is not known`,
    country,
    most: 1_000_000,
  },
  {
    kind: 'long text',
    name: 'plan',
    label: 'What is the plan for when it ends?',
    hint: 'For example: hours go up step by step, debts are paid off early',
    most: 2000,
    rows: 3,
  },
];

/** A payment from its answers, or what is wrong with it. Its length and pay are the programme's where nothing was typed. */
export function paymentFrom(
  values: Readonly<Record<string, Answer>>,
  payments: readonly InWorkPayment[],
):
  | {
      payment: {
        code: string | null;
        name: string;
        startsOn: string;
        endsOn: string;
        weeklyPence: number | null;
        plan: string | null;
      };
    }
  | { errors: Record<string, string> } {
  const known = payments.find(({ code }) => code === values.code) ?? null;
  const name = known?.label ?? (values.name as string | null);
  const startsOn = String(values.startsOn);
  const given = (values.endsOn as string | null | undefined) ?? null;
  const most = known === null ? null : formatDay(lastDayOf(parseDay(startsOn) as number, known.weeks));
  const endsOn = given ?? most;
  if (name === null) return { errors: { name: 'Enter what it is called, or choose a payment' } };
  if (endsOn === null) return { errors: { endsOn: 'Enter the last day' } };
  if (endsOn < startsOn) return { errors: { endsOn: 'The last day must be the first day or after it' } };
  if (known !== null && most !== null && endsOn > most)
    return { errors: { endsOn: `${known.label} lasts at most ${known.weeks} weeks: enter an earlier last day` } };
  const weeklyPence = (values.weeklyPence as number | null | undefined) ?? known?.weeklyPence ?? null;
  const plan = (values.plan as string | null | undefined) ?? null;
  return { payment: { code: known?.code ?? null, name, startsOn, endsOn, weeklyPence, plan } };
}

/** The plan for an end. */
export const planQuestions = (): Question[] => [
  {
    kind: 'long text',
    name: 'plan',
    label: 'What is the plan for when it ends?',
    hint: 'Talk about it with the person: more hours, what else would pay, what a better-off calculation says',
    most: 2000,
    rows: 4,
    required: 'Enter the plan',
  },
  {
    kind: 'day',
    name: 'endsOn',
    label: 'Last day',
    hint: 'Change it if a letter says another day',
    earliest: '2000-01-01',
    latest: beforeTheEnd('last day'),
    required: 'Enter the last day',
  },
];

const goesOn = {
  value: GOES_ON,
  text: 'It goes on: this was a mistake',
  hint: 'It is counted down again, and no day is needed. If a job ended or began with it, correct the job too',
};

/**
 * What became of something that ended. Permitted work that became a job has hours from that day on. What was said already may have been a
 * mistake (`mayGoOn`).
 */
export const outcomeQuestions = (kind: EndingKind, today: string, mayGoOn = false): Question[] => [
  {
    kind: 'choice',
    name: 'outcome',
    label: 'What became of it?',
    choices: [...outcomeChoices(kind), ...(mayGoOn ? [goesOn] : [])],
    required: 'Say what became of it',
  },
  onDay(
    'on',
    'From which day?',
    today,
    kind === 'payment' ? '' : 'If it became a job: its first day. If the work ended: the last day of it. ',
  ),
  ...(kind === 'payment'
    ? []
    : [
        {
          kind: 'number',
          name: 'hours',
          label: 'If it became a job: how many hours a week?',
          hint: 'The permitted work ends on the day before, and the job begins on that day',
          most: 168,
          decimals: 2,
          suffix: 'hours',
        } as const satisfies Question,
      ]),
  { kind: 'long text', name: 'words', label: 'What led to it?', most: 400, rows: 3 },
];

/** Asking after a payment. */
export const checkQuestions = (today: string): Question[] => [
  {
    kind: 'choice',
    name: 'stillInWork',
    label: 'Is the person still in work?',
    as: 'radios in a row',
    choices: yesNo('Yes', 'No'),
    required: 'Say whether the person is still in work',
  },
  onDay('on', 'When did you ask?', today),
];
