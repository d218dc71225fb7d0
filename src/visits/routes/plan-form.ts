/** The form of a safety plan, and what was typed in it. */

import { overrideQuestion } from '../../diary/rules/booking-form.ts';
import { minutesOf, momentOf } from '../../diary/rules/time.ts';
import { type Errors, type Question, readForm, type Typed } from '../../kit/form.ts';
import { readTime } from '../../meeting/rules/meeting.ts';
import type { SafetyPlan } from '../actions/plan.ts';
import { type PlaceKind, placeKinds, type VisitRules } from '../rules.ts';

const lengths = [30, 60, 90, 120, 180, 240];
const lengthText = (minutes: number): string =>
  minutes < 60 ? `${minutes} minutes` : minutes === 60 ? '1 hour' : `${minutes / 60} hours`;

/** The questions of a plan; contacts are those who can be told. */
export function questions(rules: VisitRules, contacts: readonly { id: string; name: string }[]): Question[] {
  const people = contacts.map(({ id, name }) => ({ value: id, text: name }));
  return [
    {
      kind: 'day',
      name: 'day',
      label: 'On which day?',
      required: 'Enter the day of the visit',
      earliest: '2000-01-01',
    },
    {
      kind: 'text',
      name: 'time',
      label: 'When does it begin?',
      hint: 'For example 9:30',
      width: 5,
      check: readTime,
      required: 'Enter when it begins',
    },
    {
      kind: 'choice',
      name: 'minutes',
      label: 'How long will it take?',
      hint: 'Until you are back where you are safe',
      choices: lengths
        .filter((minutes) => minutes <= rules.longest)
        .map((minutes) => ({ value: String(minutes), text: lengthText(minutes) })),
      as: 'select',
      required: 'Choose how long it will take',
    },
    {
      kind: 'choice',
      name: 'place_kind',
      label: 'What kind of place is it?',
      choices: Object.entries(placeKinds).map(([value, { text, hint }]) => ({ value, text, hint })),
      required: 'Choose the kind of place',
    },
    {
      kind: 'long text',
      name: 'place',
      label: 'Where exactly?',
      hint: 'So that somebody could find you: address, floor, way in',
      most: 500,
      rows: 2,
      required: 'Enter where exactly it is',
    },
    {
      kind: 'text',
      name: 'companion',
      label: 'Who comes with you?',
      hint: 'Leave it empty if you go alone',
      most: 120,
    },
    {
      kind: 'text',
      name: 'phone',
      label: 'On which number can you be reached?',
      inputMode: 'tel',
      most: 30,
      width: 20,
      required: 'Enter the number on which you can be reached',
    },
    {
      kind: 'long text',
      name: 'risks',
      label: 'What could go wrong?',
      most: 1000,
      rows: 3,
      required: 'Enter what could go wrong, or that you know of nothing',
    },
    {
      kind: 'long text',
      name: 'precautions',
      label: 'What do you do about it?',
      most: 1000,
      rows: 3,
      required: 'Enter what you do about it',
    },
    {
      kind: 'choice',
      name: 'first',
      label: 'Who is told first if you do not say that it ended?',
      choices: people,
      as: 'select',
      required: 'Choose who is told first',
    },
    {
      kind: 'choice',
      name: 'second',
      label: 'Who is told next?',
      choices: people,
      as: 'select',
      none: 'Nobody: then your managers',
    },
  ];
}

/** Asked when the diary refused the time: a manager passes a limit with a reason, and nothing stands against a plan. */
export const refusedQuestions = (mayOverride: boolean): Question[] => [
  ...(mayOverride ? [overrideQuestion] : []),
  {
    kind: 'choice',
    name: 'alone',
    label: 'If you go then all the same',
    hint: 'The diary does not show a visit without an appointment. Your safety plan holds all the same',
    choices: [{ value: 'yes', text: 'Plan the visit without an appointment' }],
    as: 'select',
    none: 'I have entered another time',
  },
];

/** The plan that was typed, or what is wrong with it. */
export function planFrom(
  typed: Typed,
  asked: readonly Question[],
  at: { now: Temporal.Instant; timeZone: string },
): { plan: SafetyPlan } | { errors: Errors } {
  const read = readForm([...asked], typed);
  if (!read.ok) return { errors: read.errors };
  const { values } = read;
  const starts = momentOf(String(values.day), minutesOf(String(values.time)), at.timeZone);
  if (starts === 'no such time')
    return { errors: { time: 'There is no such time on that night: the clocks go forward' } };
  if (starts === 'twice')
    return { errors: { time: 'That time comes twice on that night: choose one outside the hour' } };
  const ends = starts + Number(values.minutes) * 60_000;
  if (ends <= at.now.epochMilliseconds)
    return { errors: { day: 'The visit would be over already. Check the day and the time' } };
  if (values.second === values.first && values.second !== null)
    return { errors: { second: 'Choose somebody else, or nobody' } };
  const moment = (epoch: number) => Temporal.Instant.fromEpochMilliseconds(epoch);
  return {
    plan: {
      startsAt: moment(starts),
      endsAt: moment(ends),
      placeKind: values.place_kind as PlaceKind,
      place: String(values.place),
      companion: values.companion as string | null,
      phone: String(values.phone),
      risks: String(values.risks),
      precautions: String(values.precautions),
      firstContact: String(values.first),
      secondContact: values.second as string | null,
    },
  };
}
