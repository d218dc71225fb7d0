import { type Answer, answerText, type Question } from '../../kit/form.ts';
import type { CodeLabel } from '../../programmes/rules.ts';

/** A step towards work. `startedOn` is 'YYYY-MM-DD', null is 'not known'. */
export type ActivityFields = { kind: string; startedOn: string | null };

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
  ];
}

/** An activity from answers that `readForm` has accepted. */
export function activityFrom(values: Readonly<Record<string, Answer>>): ActivityFields {
  return { kind: String(values.kind), startedOn: (values.startedOn as string | null | undefined) ?? null };
}

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
      asked: question.name === 'kind' ? 'Kind' : 'Date',
      before: answerText(question, from?.[question.name]),
      after: answerText(question, to?.[question.name]),
    }));
}
