/** A step: its page, its forms. */
import { Type } from 'typebox';
import { userNames } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { notFound, type Route, route } from '../../access/rules/route.ts';
import { casePage, casePath } from '../../cases/actions/frame.ts';
import { caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { changesInWords } from '../../cases/rules/changes.ts';
import type { Answer, Question } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import type { Outcome } from '../actions/outcome.ts';
import { type Plan, planOf } from '../actions/plan.ts';
import { attemptsOf, changeStep, dropStep, planStep, recordStep } from '../actions/step-changes.ts';
import { findStep, type NewStep, type Step } from '../actions/steps.ts';
import { acceptSuggestion } from '../actions/suggestions.ts';
import { namesOf } from '../pages/names.ts';
import { stepHtml } from '../pages/step.ts';
import { ideaOf } from '../rules/ideas.ts';
import { stepAnswers, stepFrom, stepQuestions } from '../rules/questions.ts';
import { planRulesOf } from '../rules/settings.ts';
import { groups, isOpen, type Result, results, resultText, states, triesOf } from '../rules/steps.ts';
import { formRoutes, idIn, type PlanContext, type PlanForm, today } from './form.ts';
import { suggestionOf } from './plan.ts';

const uuid = () => Type.String({ format: 'uuid' });

const goalsFor = (plan: Plan, goalId: string | null = null) =>
  plan.goals.filter(({ id, state }) => state === 'open' || id === goalId);

const outcomeOf = (made: { id: string } | { refused: Record<string, string> }): Outcome =>
  'id' in made ? { outcome: 'saved' } : { outcome: 'refused', errors: made.refused };

/** A new step: free, from an idea, for a goal or a group, as Plan B of another, or as the plan suggests. */
const newStep: PlanForm = {
  path: 'steps/new',
  title: 'Add a step',
  event: 'step.added',
  notice: 'Step added',
  query: {
    idea: Type.String({ maxLength: 10 }),
    group: Type.String({ maxLength: 20 }),
    goal: uuid(),
    instead: uuid(),
    suggested: Type.String({ maxLength: 10 }),
  },
  async prepare(context) {
    const { query, record, db } = context;
    const plan = await planOf(db, record.caseId);
    const idea = ideaOf(query.idea);
    const before = plan.steps.find(({ id }) => id === query.instead);
    const suggestion = suggestionOf(plan, planRulesOf(documentOf(record, today(context))));
    const suggested = suggestion !== null && suggestion.rule === query.suggested ? suggestion : null;
    const from = before ?? plan.steps.find(({ id }) => id === suggested?.stepId);
    const group = idea?.group ?? groups.find((one) => one === query.group) ?? from?.group;
    return {
      questions: stepQuestions({ names: namesOf(record), goals: goalsFor(plan) }),
      filled: {
        words: idea?.words,
        group,
        owner: from?.owner ?? 'person',
        ownerName: from?.ownerName,
        size: String(suggested?.size ?? before?.size ?? 1),
        goalId: query.goal ?? from?.goalId,
        paper: 'named',
      },
      above:
        before !== undefined
          ? insetText({ text: `Plan B for “${before.words}”. It stays on file with every attempt.` })
          : suggested !== null
            ? insetText({
                text:
                  suggested.rule === 'smaller'
                    ? `Which smaller part of it could be done first${from === undefined ? '' : `: “${from.words}”`}?`
                    : 'What is the next thing that stretches them a little more?',
              })
            : html`<p class="govuk-body"><a class="govuk-link" href="${casePath(record.caseId, 'plan')}/ideas">Look through the ideas</a></p>`,
    };
  },
  async save(context, values) {
    const { query, record, db, actor } = context;
    const idea = ideaOf(query.idea);
    const step: NewStep = { ...stepFrom(values), idea: idea?.key ?? null, insteadOf: query.instead ?? null };
    if (query.suggested !== undefined) {
      const suggestion = suggestionOf(await planOf(db, record.caseId), planRulesOf(documentOf(record, today(context))));
      if (suggestion !== null && suggestion.rule === query.suggested)
        return acceptSuggestion(db, actor, record, suggestion, step, today(context));
    }
    return outcomeOf(await planStep(db, actor, record, step, today(context)));
  },
};

/** Why a form about an open step makes no sense any more. */
const standsSo = ({ words, state }: Step) => `“${words}” is not open: ${states[state].text.toLowerCase()}`;
const stepOf = ({ db, record }: PlanContext, id: string) => findStep(db, record.caseId, id);

const change: PlanForm = {
  path: 'steps/:stepId/change',
  title: 'Change a step',
  event: 'step.changed',
  notice: 'Step changed',
  async prepare(context) {
    const step = await stepOf(context, idIn(context, 'stepId'));
    if (step === null) return null;
    const plan = await planOf(context.db, context.record.caseId);
    return {
      questions: stepQuestions({ names: namesOf(context.record), goals: goalsFor(plan, step.goalId) }),
      saved: stepAnswers(step),
      version: step.version,
    };
  },
  save: (context, values, version, { questions, saved = {} }) =>
    changeStep(
      context.db,
      context.actor,
      context.record,
      {
        id: idIn(context, 'stepId'),
        version,
        values: stepFrom(values),
        changes: changesInWords(questions, saved, values as Record<string, Answer>),
      },
      today(context),
    ),
};

const resultQuestions = (day: string): Question[] => [
  {
    kind: 'choice',
    name: 'result',
    label: 'What came of it?',
    required: 'Choose what came of it',
    choices: results.map((value) => ({
      value,
      text: resultText[value],
      hint:
        value === 'done'
          ? 'It worked'
          : value === 'tried'
            ? 'They tried, and it did not work out this time. That counts as a try'
            : 'It has not happened yet',
    })),
  },
  {
    kind: 'day',
    name: 'on',
    label: 'When?',
    earliest: '2000-01-01',
    latest: { day, message: 'The day must be today or in the past' },
    required: 'Enter the day',
  },
  { kind: 'long text', name: 'note', label: 'Anything to remember about it?', most: 500, rows: 3 },
];

const result: PlanForm = {
  path: 'steps/:stepId/result',
  title: 'What came of the step',
  event: 'step.done',
  notice: 'Saved',
  async prepare(context) {
    const step = await stepOf(context, idIn(context, 'stepId'));
    if (step === null) return null;
    return {
      ...(!isOpen(step) && { blocked: standsSo(step) }),
      questions: resultQuestions(today(context)),
      saved: { result: null, on: null, note: null },
      filled: { on: today(context) },
      version: step.version,
      above: html`<p class="govuk-body-l">${step.words}</p>`,
    };
  },
  async save(context, values, version) {
    const { db, actor, record } = context;
    const given = {
      stepId: idIn(context, 'stepId'),
      version,
      result: values.result as Result,
      on: String(values.on),
      note: (values.note ?? null) as string | null,
    };
    const done = await recordStep(db, actor, record, given, today(context));
    if (done.outcome === 'refused') return { outcome: 'refused', errors: { result: done.error } };
    return { outcome: done.outcome };
  },
};

const drop: PlanForm = {
  path: 'steps/:stepId/drop',
  title: 'Drop a step',
  event: 'step.dropped',
  notice: 'Step dropped. It stays on file and can be taken up again',
  button: 'Drop the step',
  async prepare(context) {
    const step = await stepOf(context, idIn(context, 'stepId'));
    if (step === null) return null;
    return {
      ...((step.state === 'done' || step.state === 'dropped') && { blocked: standsSo(step) }),
      questions: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why?',
          hint: 'For example: no longer wanted, or it turned out not to be needed',
          most: 200,
          required: 'Enter why the step is dropped',
        },
      ],
      saved: { reason: null },
      version: step.version,
      above: html`<p class="govuk-body-l">${step.words}</p>`,
    };
  },
  save: (context, values, version) =>
    dropStep(
      context.db,
      context.actor,
      context.record,
      { id: idIn(context, 'stepId'), version, reason: String(values.reason) },
      today(context),
    ),
};

export const stepRoutes: readonly Route[] = [
  ...formRoutes(newStep),
  ...formRoutes(change),
  ...formRoutes(result),
  ...formRoutes(drop),
  route({
    method: 'GET',
    path: '/cases/:caseId/plan/steps/:stepId',
    can: 'plan.read',
    audit: { read: 'plan' },
    params: Type.Object({ ...caseParams.properties, stepId: uuid() }),
    record: caseRecord,
    async handle({ db, clock, actor, record: head, params, csrf }) {
      const plan = await planOf(db, head.caseId);
      const step = plan.steps.find(({ id }) => id === params.stepId) ?? notFound();
      const attempts = await attemptsOf(db, step.id);
      const date = clock.today();
      return casePage({
        head,
        today: date,
        current: 'plan',
        title: 'A step',
        main: stepHtml({
          caseId: head.caseId,
          today: date.toString(),
          step,
          tries: triesOf(step.attempts),
          attempts,
          by: await userNames(
            db,
            attempts.map((one) => one.by),
          ),
          goal: plan.goals.find(({ id }) => id === step.goalId) ?? null,
          before: plan.steps.find(({ id }) => id === step.insteadOf) ?? null,
          after: plan.steps.filter(({ insteadOf }) => insteadOf === step.id),
          setbacks: plan.setbacks.filter(({ stepId }) => stepId === step.id),
          names: namesOf(head),
          live: head.closedOn === null,
          mayWrite: can(actor, 'plan.write', head),
          csrf,
        }),
      });
    },
  }),
];
