/** Restricted records: what is asked, and which number opens one. Pure. */
import type { Clock } from '../../kit/clock.ts';
import type { Choice, Question } from '../../kit/form.ts';
import { readReference } from '../../kit/ids.ts';

/** Why a record is restricted. */
export const restrictionKinds: readonly Choice[] = [
  { value: 'staff', text: 'They work here, or did' },
  { value: 'family of staff', text: 'They are family or close to somebody who works here' },
  { value: 'at risk', text: 'They are at risk from somebody' },
  { value: 'risk to others', text: 'Others may be at risk from them' },
];

/**
 * The moment at which an access until a day ends: the beginning of the day after, by the clocks of the site. Access is held
 * against the machine's own moments, from which the days of a demonstration's clock are far.
 */
export const endOfAccess = (until: string, clock: Clock, timeZone: string): string =>
  clock
    .now()
    .toZonedDateTimeISO(timeZone)
    .add({ days: clock.today().until(until, { largestUnit: 'day' }).days + 1 })
    .startOfDay()
    .toInstant()
    .toString();

/** Where a restriction's words are read. */
export const kindText = (kind: string): string => restrictionKinds.find(({ value }) => value === kind)?.text ?? kind;

/** The questions of a restriction. `owners` are the users who can answer for it. */
export function restrictionQuestions(owners: readonly Choice[], today: string, placed: boolean): Question[] {
  return [
    {
      kind: 'choice',
      name: 'kind',
      label: 'Why is this record restricted?',
      choices: restrictionKinds,
      required: 'Choose why this record is restricted',
    },
    {
      kind: 'long text',
      name: 'reason',
      label: 'What must whoever answers for it know?',
      hint: 'It is shown only to those who may change the restriction',
      most: 1000,
      rows: 3,
      required: 'Say what whoever answers for it must know',
    },
    {
      kind: 'choice',
      name: 'owner',
      label: 'Who answers for it?',
      hint: 'They may open the record, and are told when somebody else opens it with a reason',
      choices: owners,
      as: 'select',
      required: 'Choose who answers for it',
    },
    {
      kind: 'day',
      name: 'review_on',
      label: 'When is it looked at again?',
      hint: 'Within a year',
      required: 'Enter the day on which it is looked at again',
      earliest: today,
      latest: {
        day: Temporal.PlainDate.from(today).add({ years: 1 }).toString(),
        message: 'It must be looked at again within a year',
      },
    },
    ...(placed
      ? []
      : [
          {
            kind: 'choice',
            name: 'workers',
            label: 'Does the key worker of this person keep access?',
            hint: 'Also the key workers of other programmes',
            choices: [
              { value: 'yes', text: 'Yes' },
              { value: 'no', text: 'No' },
            ],
            as: 'radios in a row',
            required: 'Say whether the key worker keeps access',
          } as const,
        ]),
  ];
}

/** What somebody types to open a restricted record: its exact number, and why. */
export const openQuestions: readonly Question[] = [
  {
    kind: 'text',
    name: 'number',
    label: 'Exact reference, or National Insurance number',
    hint: 'Names are not searched here',
    required: 'Enter the exact reference, or the National Insurance number',
    most: 40,
    width: 20,
    autocomplete: 'off',
  },
  {
    kind: 'long text',
    name: 'reason',
    label: 'Why must you open this record now?',
    hint: 'Whoever answers for the record reads this',
    most: 500,
    rows: 3,
    required: 'Say why you must open this record now',
  },
];

/** The references and the National Insurance number that a text may be. */
export function numbersFrom(typed: string): { references: string[]; niNumber: string } {
  const bare = typed.toUpperCase().replace(/\s+/g, '');
  const reference = readReference(typed);
  return { references: [...new Set([typed.trim(), bare, ...(reference === null ? [] : [reference])])], niNumber: bare };
}
