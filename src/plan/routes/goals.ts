/** Goals and their forms. */
import type { Route } from '../../access/rules/route.ts';
import { changesInWords } from '../../cases/rules/changes.ts';
import { html } from '../../kit/html.ts';
import { changeGoal, endGoal, findGoal, type GoalValues, setGoal } from '../actions/goals.ts';
import { type GoalState, goalTable, type Term } from '../rules/goals.ts';
import { goalQuestions } from '../rules/questions.ts';
import { formRoutes, idIn, type PlanContext, type PlanForm, today } from './form.ts';

const goalFrom = (values: Record<string, unknown>): GoalValues => ({
  words: String(values.words),
  area: (values.area ?? null) as string | null,
  term: values.term as Term,
});
const goalOf = (context: PlanContext) => findGoal(context.db, context.record.caseId, idIn(context, 'goalId'));

const add: PlanForm = {
  path: 'goals/new',
  title: 'Add a goal',
  event: 'goal.set',
  notice: 'Goal added',
  prepare: async () => ({ questions: goalQuestions(), filled: { term: 'long' } }),
  async save(context, values) {
    await setGoal(context.db, context.actor, context.record, goalFrom(values), today(context));
    return { outcome: 'saved' };
  },
};

const change: PlanForm = {
  path: 'goals/:goalId',
  title: 'Change a goal',
  event: 'goal.changed',
  notice: 'Goal changed. The words before stay in the history',
  async prepare(context) {
    const goal = await goalOf(context);
    if (goal === null) return null;
    const { words, area, term, version } = goal;
    return { questions: goalQuestions(), saved: { words, area, term }, version };
  },
  async save(context, values, version, { questions, saved = {} }) {
    const before = await goalOf(context);
    if (before === null) return { outcome: 'gone' };
    const changes = changesInWords(questions, saved, values);
    const input = { before, version, values: goalFrom(values), changes };
    return changeGoal(context.db, context.actor, context.record, input, today(context));
  },
};

const end: PlanForm = {
  path: 'goals/:goalId/end',
  title: 'How a goal stands',
  event: 'goal.reached',
  notice: 'Saved',
  async prepare(context) {
    const goal = await goalOf(context);
    if (goal === null) return null;
    return {
      questions: [
        {
          kind: 'choice',
          name: 'state',
          label: 'How does it stand now?',
          required: 'Choose how the goal stands',
          choices: goalTable[goal.state].to.map((value) => ({ value, text: goalTable[value].text })),
        },
        {
          kind: 'day',
          name: 'on',
          label: 'Since when?',
          earliest: '2000-01-01',
          latest: { day: today(context), message: 'The day must be today or in the past' },
          required: 'Enter the day',
        },
        {
          kind: 'text',
          name: 'reason',
          label: 'Why, or how?',
          hint: 'Needed where a goal is given up',
          most: 200,
        },
      ],
      saved: { state: goal.state, on: goal.stateOn, reason: goal.stateReason },
      filled: { state: null, on: today(context), reason: null },
      version: goal.version,
      above: html`<p class="govuk-body-l newel-written">${goal.words}</p>`,
    };
  },
  save: (context, values, version) =>
    endGoal(context.db, context.actor, context.record, {
      id: idIn(context, 'goalId'),
      version,
      state: values.state as GoalState,
      on: String(values.on),
      reason: (values.reason ?? null) as string | null,
    }),
};

export const goalRoutes: readonly Route[] = [add, change, end].flatMap(formRoutes);
