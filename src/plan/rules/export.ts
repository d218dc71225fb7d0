/** A plan as a table, for a file: a row for each goal and each step. Pure. */

import { type GoalState, goalTable, type Term, termText } from './goals.ts';
import { type Names, ownerText } from './questions.ts';
import { type Group, groupText, type Owner, type Size, type StepState, sizeText, states, triesOf } from './steps.ts';

type Given = {
  goals: readonly {
    id: string;
    words: string;
    term: Term;
    state: GoalState;
    stateOn: string;
    stateReason: string | null;
    setOn: string;
  }[];
  steps: readonly {
    words: string;
    group: Group;
    size: Size;
    owner: Owner;
    ownerName: string | null;
    goalId: string | null;
    agreedOn: string;
    dueOn: string | null;
    state: StepState;
    stateOn: string;
    stateReason: string | null;
    attempts: readonly { result: 'done' | 'tried' | 'missed' }[];
  }[];
};

/** The header of the file. Days are 'YYYY-MM-DD'; what is not known is empty. */
export const planColumns = [
  'kind',
  'words',
  'group_or_term',
  'size',
  'owner',
  'goal',
  'agreed_on',
  'due_on',
  'state',
  'since',
  'reason',
  'tries',
  'not_yet',
] as const;

/** The rows of the file, goals first, each list in the order of the plan. */
export function planRows({ goals, steps }: Given, names: Names): string[][] {
  const goalWords = new Map(goals.map(({ id, words }) => [id, words]));
  return [
    ...goals.map((goal) => [
      'goal',
      goal.words,
      termText[goal.term],
      '',
      '',
      '',
      goal.setOn,
      '',
      goalTable[goal.state].text,
      goal.stateOn,
      goal.stateReason ?? '',
      '',
      '',
    ]),
    ...steps.map((step) => [
      'step',
      step.words,
      groupText[step.group].text,
      sizeText[step.size],
      ownerText(step.owner, names, step.ownerName),
      goalWords.get(step.goalId ?? '') ?? '',
      step.agreedOn,
      step.dueOn ?? '',
      states[step.state].text,
      step.stateOn,
      step.stateReason ?? '',
      String(triesOf(step.attempts)),
      String(step.attempts.filter(({ result }) => result === 'missed').length),
    ]),
  ];
}
