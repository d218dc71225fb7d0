/** How the hours and the wage of a job changed, and what was really worked in a week. Days are 'YYYY-MM-DD'. */

import { showDay } from '../../kit/clock.ts';
import { type CountryRules, countries } from '../../kit/country.ts';
import type { Answer, Question } from '../../kit/form.ts';

/** Hours and wage, since a day (null: since the first day in the job) until the next. Null figures are not known. */
export type Terms = { from: string | null; hoursPerWeek: number | null; hourlyWagePence: number | null };

/** What was worked in the seven days from a Monday on, and paid for them before tax, in pence. */
export type WorkedWeek = { from: string; hours: number | null; payPence: number | null };

/** What of a job its terms hang on. */
export type Termed = {
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: number | null;
  hourlyWagePence: number | null;
  termsFrom: string | null;
  /** Those before the latest, the earliest first. */
  earlierTerms: readonly Terms[];
};

/** The latest terms, which stand in the job itself. */
export const latestTerms = ({ termsFrom, hoursPerWeek, hourlyWagePence }: Termed): Terms => ({
  from: termsFrom,
  hoursPerWeek,
  hourlyWagePence,
});

/** Every set of terms, the earliest first. */
export const allTerms = (job: Termed): Terms[] => [...job.earlierTerms, latestTerms(job)];

/** The terms that held on a day; those of the beginning for a day before. */
export function termsOn(job: Termed, day: string): Terms {
  const all = allTerms(job);
  return all.findLast(({ from }) => from === null || from <= day) ?? (all[0] as Terms);
}

/** Where new terms go: they become the latest, correct the latest, or stand among the earlier ones. */
export function placeOf(job: Termed, from: string): 'latest' | 'corrects the latest' | 'earlier' {
  if (job.termsFrom === from) return 'corrects the latest';
  return job.termsFrom === null || job.termsFrom < from ? 'latest' : 'earlier';
}

/** What is wrong with new terms of a job, by question; nothing when they are right. */
export function termsProblems(job: Termed, terms: Terms & { from: string }): Record<string, string> {
  if (job.startedOn !== null && terms.from <= job.startedOn)
    return { from: 'The day must be after the first day in the job. Correct the job if it was so from the start' };
  if (job.endedOn !== null && terms.from > job.endedOn)
    return { from: 'The day must be one on which the job was held' };
  if (terms.hoursPerWeek === null && terms.hourlyWagePence === null)
    return { hoursPerWeek: 'Enter the hours a week or the wage an hour' };
  const held = termsOn(job, terms.from);
  if (held.hoursPerWeek === terms.hoursPerWeek && held.hourlyWagePence === terms.hourlyWagePence)
    return { hoursPerWeek: 'These are the hours and the wage of that day already' };
  return {};
}

/** The Mondays of the first and the last week of a job with hours or pay on file; null where there is none. */
export type WorkedSpan = { first: string | null; last: string | null };

/** What is wrong with other days of a job whose terms changed, or that was worked, while it was held; nothing when they are right. */
export function daysProblem(
  job: Termed,
  days: { startedOn: string | null; endedOn: string | null },
  worked: WorkedSpan,
): Record<string, string> {
  const { startedOn, endedOn } = days;
  const first = allTerms(job).find(({ from }) => from !== null)?.from;
  if (first != null && startedOn !== null && startedOn >= first)
    return { startedOn: 'Hours or wage changed before this first day. Remove that change first' };
  if (first != null && endedOn !== null && endedOn < (job.termsFrom ?? first))
    return { endedOn: 'Hours or wage changed after this last day. Remove that change first' };
  const wrong = (week: string, side: string) =>
    `Work is on file in the week of ${showDay(week)}, ${side} day. Take that week back first`;
  if (worked.first !== null && startedOn !== null && mondayOf(startedOn) > worked.first)
    return { startedOn: wrong(worked.first, 'before this first') };
  if (worked.last !== null && endedOn !== null && endedOn < worked.last)
    return { endedOn: wrong(worked.last, 'after this last') };
  return {};
}

const figures = (country: CountryRules): Question[] => [
  { kind: 'number', name: 'hoursPerWeek', label: 'Hours a week', most: 168, decimals: 2, suffix: 'hours' },
  {
    kind: 'money',
    name: 'hourlyWagePence',
    label: 'Wage an hour',
    hint: `In ${country.money}, before tax`,
    country,
    most: 99_999,
    suffix: 'an hour',
  },
];

/** The questions of changed hours or wage. */
export function termsQuestions(today: string, country: CountryRules = countries.GB): Question[] {
  return [
    {
      kind: 'day',
      name: 'from',
      label: 'From which day?',
      hint: 'The first day with these hours and this wage. For example, 27 3 2016',
      earliest: '1950-01-01',
      latest: { day: today, message: 'The day must be today or in the past' },
      required: 'Enter the first day with these hours and this wage',
    },
    ...figures(country),
  ];
}

/** The questions of a week that was worked. */
export function weekQuestions(today: string, country: CountryRules = countries.GB): Question[] {
  return [
    {
      kind: 'day',
      name: 'day',
      label: 'Which week?',
      hint: 'Any day of it. A week goes from Monday to Sunday',
      earliest: '1950-01-01',
      latest: { day: today, message: 'The week must have begun' },
      required: 'Enter a day of the week',
    },
    {
      kind: 'number',
      name: 'hours',
      label: 'Hours worked',
      hint: '0 when there was no work that week',
      most: 168,
      decimals: 2,
      suffix: 'hours',
    },
    {
      kind: 'money',
      name: 'payPence',
      label: 'Pay for the week',
      hint: `In ${country.money}, before tax. Leave it empty if it is not known`,
      country,
      most: 10_000_000,
    },
  ];
}

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/**
 * The week to ask for, by its Monday: the one after the latest on file or, where nothing is on file, the last one. It is over, and the job
 * was held in it; where all of those are on file it is the latest of them. Null when there is none yet.
 */
export function weekToTell(
  { startedOn, endedOn }: Pick<Termed, 'startedOn' | 'endedOn'>,
  latest: string | null,
  today: string,
): string | null {
  const later = (monday: string, days: number) => Temporal.PlainDate.from(monday).add({ days }).toString();
  const over = later(mondayOf(today), -7);
  const last = endedOn !== null && endedOn < over ? mondayOf(endedOn) : over;
  const week = latest !== null && later(latest, 7) < last ? later(latest, 7) : last;
  return startedOn !== null && later(week, 6) < startedOn ? null : week;
}

/** A week from the answers of its form. Pass answers that `readForm` has accepted. */
export const weekFrom = (values: Readonly<Record<string, Answer>>): WorkedWeek => ({
  from: mondayOf(String(values.day)),
  hours: (values.hours as number | null | undefined) ?? null,
  payPence: (values.payPence as number | null | undefined) ?? null,
});

/** What is wrong with a week of a job, by question; nothing when it is right. */
export function weekProblems(job: Pick<Termed, 'startedOn' | 'endedOn'>, week: WorkedWeek): Record<string, string> {
  const sunday = Temporal.PlainDate.from(week.from).add({ days: 6 }).toString();
  if ((job.startedOn !== null && sunday < job.startedOn) || (job.endedOn !== null && week.from > job.endedOn))
    return { day: 'The job was not held in that week' };
  return week.hours === null && week.payPence === null ? { hours: 'Enter the hours worked or the pay' } : {};
}
