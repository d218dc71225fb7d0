import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import { type Answer, answerText, type Errors, type Question } from '../../kit/form.ts';
import type { CodeLabel } from '../../programmes/rules.ts';

/** A step towards work. Days are 'YYYY-MM-DD', null is 'not known'; `feedback` is what the employer or the organisation said. */
export type ActivityFields = {
  kind: string;
  startedOn: string | null;
  endedOn: string | null;
  daysPerWeek: number | null;
  hoursPerDay: number | null;
  feedback: string | null;
};

/** The questions of an activity; `kinds` are those of the programme document. What is there already is never refused. */
export function activityQuestions(view: {
  today: string;
  kinds: readonly CodeLabel[];
  standing?: ActivityFields;
}): Question[] {
  const { today, kinds, standing } = view;
  const choices = kinds.map(({ code, label }) => ({ value: code, text: label }));
  if (standing && !kinds.some((kind) => kind.code === standing.kind))
    choices.push({ value: standing.kind, text: standing.kind });
  const day = standing?.startedOn != null && standing.startedOn > today ? standing.startedOn : today;
  return [
    { kind: 'choice', name: 'kind', label: 'What kind of activity?', choices, required: 'Choose the kind of activity' },
    {
      kind: 'day',
      name: 'startedOn',
      label: 'When was it, or when did it start?',
      hint: 'For example, 27 3 2016. Leave it empty if it is not known',
      earliest: '1950-01-01',
      latest: { day, message: 'The date of the activity must be today or in the past' },
    },
    {
      kind: 'day',
      name: 'endedOn',
      label: 'If it goes on for a while, when is its last day?',
      hint: 'It may be still to come',
      earliest: '1950-01-01',
    },
    { kind: 'number', name: 'daysPerWeek', label: 'Days a week', least: 0.5, most: 7, decimals: 1 },
    { kind: 'number', name: 'hoursPerDay', label: 'Hours a day', least: 0.25, most: 24, decimals: 2 },
    {
      kind: 'long text',
      name: 'feedback',
      label: 'What did the employer or organisation say of it?',
      most: 2000,
      rows: 3,
    },
  ];
}

/** What is wrong with answers that are right one by one. */
export function activityErrors({ startedOn, endedOn }: ActivityFields): Errors {
  return startedOn !== null && endedOn !== null && endedOn < startedOn
    ? { endedOn: 'The last day must be the first day or later' }
    : {};
}

/** An activity from answers that `readForm` has accepted. */
export function activityFrom(values: Readonly<Record<string, Answer>>): ActivityFields {
  const given = <T extends Answer>(name: string) => (values[name] as T | undefined) ?? null;
  return {
    kind: String(values.kind),
    startedOn: given<string>('startedOn'),
    endedOn: given<string>('endedOn'),
    daysPerWeek: given<number>('daysPerWeek'),
    hoursPerDay: given<number>('hoursPerDay'),
    feedback: given<string>('feedback'),
  };
}

/** Hours a week, from days a week and hours a day; null while one of them is not known. */
export function weeklyHours({ daysPerWeek, hoursPerDay }: Pick<ActivityFields, 'daysPerWeek' | 'hoursPerDay'>) {
  // Tenths of days times hundredths of hours are whole.
  return daysPerWeek === null || hoursPerDay === null
    ? null
    : (Math.round(daysPerWeek * 10) * Math.round(hoursPerDay * 100)) / 1000;
}

/** Its length and its hours in words; empty where neither is known. */
export function activityFacts(activity: ActivityFields): string[] {
  const { startedOn, endedOn, daysPerWeek, hoursPerDay } = activity;
  const hours = weeklyHours(activity);
  const days = daysPerWeek === null ? null : `${counted(daysPerWeek, 'day')} a week`;
  const each = hoursPerDay === null ? null : `${counted(hoursPerDay, 'hour')} a day`;
  const facts = [
    endedOn === null
      ? null
      : `until ${showDay(endedOn)}${startedOn === null ? '' : ` (${lengthText(startedOn, endedOn)})`}`,
    [days, each].filter((part) => part !== null).join(', ') +
      (hours === null ? '' : `: ${counted(hours, 'hour')} a week`),
  ];
  return facts.filter((fact) => fact !== null && fact !== '') as string[];
}

/** As people say it: whole months, else whole weeks, else days. The last day is part of it. */
function lengthText(first: string, last: string): string {
  const [from, to] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last).add({ days: 1 })];
  const { months, days: more } = from.until(to, { largestUnit: 'months' });
  if (months > 0 && more === 0) return counted(months, 'month');
  const { days } = from.until(to);
  return days % 7 === 0 ? counted(days / 7, 'week') : counted(days, 'day');
}

const shortly: Readonly<Record<string, string>> = {
  kind: 'Kind',
  startedOn: 'Date',
  endedOn: 'Last day',
  feedback: 'What was said of it',
};

/** What a correction changed, in words. */
export function activityChanges(
  questions: readonly Question[],
  before: ActivityFields,
  after: ActivityFields,
): { field: string; asked: string; before: string; after: string }[] {
  const [from, to]: Record<string, Answer>[] = [{ ...before }, { ...after }];
  return questions
    .filter(({ name }) => from?.[name] !== to?.[name])
    .map((question) => ({
      field: question.name,
      asked: shortly[question.name] ?? question.label,
      before: answerText(question, from?.[question.name]),
      after: answerText(question, to?.[question.name]),
    }));
}
