/** The questions of the plan's forms, and the answers as values. Pure. Days are 'YYYY-MM-DD'. */
import type { Answer, Choice, Question } from '../../kit/form.ts';
import { terms, termText } from './goals.ts';
import { goalAreas, ideas } from './ideas.ts';
import { type Group, groups, groupText, type Owner, type Size, sizeOf, sizes, sizeText } from './steps.ts';

/** Who the plan is of and who works with them, as they are called on screen. */
export type Names = { person: string; worker: string | null };

export const ownerText = (owner: Owner, { person, worker }: Names, service: string | null = null): string =>
  owner === 'person' ? person : owner === 'worker' ? (worker ?? 'The key worker') : (service ?? 'A service');

const ownerChoices = (names: Names): Choice[] => [
  { value: 'person', text: names.person },
  { value: 'worker', text: names.worker === null ? 'The key worker' : `${names.worker} (key worker)` },
  { value: 'service', text: 'A service' },
];

const ideaWords = ideas.map(({ words }) => words);

/** The questions of a step. `goals` are the open ones, with the one that the step has. */
export function stepQuestions(view: {
  names: Names;
  goals: readonly { id: string; words: string }[];
  earliest?: string;
}): Question[] {
  return [
    {
      kind: 'text',
      name: 'words',
      label: 'What is the step?',
      hint: 'One small thing, in words that both of you would use. Type your own or begin with an idea',
      most: 200,
      required: 'Enter what the step is',
      suggestions: ideaWords,
    },
    {
      kind: 'choice',
      name: 'group',
      label: 'What is it for?',
      required: 'Choose what the step is for',
      choices: groups.map((value) => ({ value, ...groupText[value] })),
    },
    {
      kind: 'choice',
      name: 'size',
      label: 'How big is it for them?',
      hint: 'As they see it: what is small for one person is big for another',
      as: 'radios in a row',
      required: 'Choose how big the step is',
      choices: sizes.map((size) => ({ value: String(size), text: sizeText[size] })),
    },
    {
      kind: 'choice',
      name: 'owner',
      label: 'Who takes it?',
      required: 'Choose who takes the step',
      choices: ownerChoices(view.names),
    },
    { kind: 'text', name: 'ownerName', label: 'Which service', hint: 'Only if a service takes the step', most: 120 },
    {
      kind: 'day',
      name: 'dueOn',
      label: 'By when?',
      hint: 'Leave it empty if there is no hurry',
      earliest: '2000-01-01',
    },
    ...(view.goals.length === 0
      ? []
      : [
          {
            kind: 'choice',
            name: 'goalId',
            label: 'Which goal does it lead to?',
            as: 'select',
            none: 'No goal in particular',
            choices: view.goals.map(({ id, words }) => ({ value: id, text: words })),
          } as const,
        ]),
    {
      kind: 'choice',
      name: 'paper',
      label: 'On the page to take home',
      hint: 'It lies on kitchen tables, where others read it too',
      as: 'radios in a row',
      required: 'Choose whether the page to take home names the step',
      choices: [
        { value: 'named', text: 'Name it' },
        { value: 'not named', text: 'Leave it out' },
      ],
    },
  ];
}

type Values = Readonly<Record<string, Answer | undefined>>;
const text = (values: Values, name: string) => (values[name] ?? null) as string | null;

/** A step's values from answers that `readForm` has accepted. */
export function stepFrom(values: Values) {
  return {
    words: String(values.words),
    group: values.group as Group,
    owner: values.owner as Owner,
    ownerName: values.owner === 'service' ? text(values, 'ownerName') : null,
    size: sizeOf(values.size) as Size,
    dueOn: text(values, 'dueOn'),
    goalId: text(values, 'goalId'),
    offPaper: values.paper === 'not named',
  };
}

/** A step's answers as its form holds them. */
export function stepAnswers(step: {
  words: string;
  group: Group;
  owner: Owner;
  ownerName: string | null;
  size: Size;
  dueOn: string | null;
  goalId: string | null;
  offPaper: boolean;
}): Record<string, Answer> {
  const { words, group, owner, ownerName, size, dueOn, goalId, offPaper } = step;
  return { words, group, owner, ownerName, size: String(size), dueOn, goalId, paper: offPaper ? 'not named' : 'named' };
}

/** The questions of a goal. */
export function goalQuestions(): Question[] {
  return [
    {
      kind: 'long text',
      name: 'words',
      label: 'What do they want?',
      hint: 'In their own words, as they say it',
      most: 300,
      rows: 3,
      required: 'Enter the goal in their own words',
    },
    {
      kind: 'text',
      name: 'area',
      label: 'What is it about?',
      hint: 'Choose from the list or type your own. Leave it empty if none fits',
      most: 80,
      suggestions: goalAreas,
    },
    {
      kind: 'choice',
      name: 'term',
      label: 'How far away is it?',
      required: 'Choose how far away the goal is',
      choices: terms.map((value) => ({
        value,
        text: termText[value],
        hint: value === 'long' ? 'Where they want to get to' : 'Within some weeks, on the way there',
      })),
    },
  ];
}

/** The questions of a set-back. `steps` are those that were done; none are asked for in a correction. */
export function setbackQuestions(view: { today: string; steps: readonly { id: string; words: string }[] }): Question[] {
  return [
    {
      kind: 'text',
      name: 'words',
      label: 'What happened?',
      hint: 'In a few words, for example: lost the job at the bakery',
      most: 200,
      required: 'Enter what happened',
    },
    {
      kind: 'day',
      name: 'happenedOn',
      label: 'When?',
      earliest: '2000-01-01',
      latest: { day: view.today, message: 'The day must be today or in the past' },
      required: 'Enter the day',
    },
    {
      kind: 'choice',
      name: 'size',
      label: 'How far did it set them back?',
      hint: 'As they see it',
      as: 'radios in a row',
      required: 'Choose how far it set them back',
      choices: [
        { value: '1', text: 'A little' },
        { value: '2', text: 'Some way' },
        { value: '3', text: 'A long way' },
      ],
    },
    ...(view.steps.length === 0
      ? []
      : [
          {
            kind: 'choice',
            name: 'step',
            label: 'Which step did it undo?',
            hint: 'The step is then open again and can be taken again. What was done stays in the plan',
            as: 'select',
            none: 'None in particular',
            choices: view.steps.map(({ id, words }) => ({ value: id, text: words })),
          } as const,
        ]),
  ];
}

/** The questions of a promise that is no step. */
export function promiseQuestions(view: { names: Names; today: string }): Question[] {
  return [
    { kind: 'text', name: 'words', label: 'What was promised?', most: 200, required: 'Enter what was promised' },
    {
      kind: 'choice',
      name: 'by',
      label: 'Who promised it?',
      required: 'Choose who promised it',
      choices: ownerChoices(view.names),
    },
    { kind: 'text', name: 'byName', label: 'Which service', hint: 'Only if a service promised it', most: 120 },
    { kind: 'text', name: 'toWhom', label: 'To whom?', most: 120, required: 'Enter to whom it was promised' },
    {
      kind: 'day',
      name: 'madeOn',
      label: 'When was it promised?',
      earliest: '2000-01-01',
      latest: { day: view.today, message: 'The day must be today or in the past' },
      required: 'Enter the day of the promise',
    },
    {
      kind: 'day',
      name: 'dueOn',
      label: 'By when?',
      hint: 'Leave it empty if no day was named',
      earliest: '2000-01-01',
    },
  ];
}

export const promiseFrom = (values: Values) => ({
  words: String(values.words),
  by: values.by as Owner,
  byName: text(values, 'byName'),
  toWhom: String(values.toWhom),
  madeOn: String(values.madeOn),
  dueOn: text(values, 'dueOn'),
});
