/** Set-backs, promises, going on after a crisis, and approval. */
import type { Route } from '../../access/rules/route.ts';
import { documentOf } from '../../cases/actions/record.ts';
import { changesInWords } from '../../cases/rules/changes.ts';
import { html } from '../../kit/html.ts';
import { resumePlan } from '../actions/holds.ts';
import { planOf } from '../actions/plan.ts';
import { changePromise, findPromise, makePromise } from '../actions/promises.ts';
import { askForApproval, decideApproval } from '../actions/reviews.ts';
import { correctSetback, findSetback, recordSetback } from '../actions/setbacks.ts';
import { namesOf } from '../pages/names.ts';
import { landingText } from '../rules/holds.ts';
import { promiseFrom, promiseQuestions, setbackQuestions } from '../rules/questions.ts';
import { planRulesOf } from '../rules/settings.ts';
import { sizeOf } from '../rules/steps.ts';
import { formRoutes, idIn, type PlanContext, type PlanForm, today } from './form.ts';

const setbackFrom = (values: Record<string, unknown>) => ({
  words: String(values.words),
  happenedOn: String(values.happenedOn),
  size: sizeOf(values.size),
});

const setback: PlanForm = {
  path: 'setbacks/new',
  title: 'Record a set-back',
  event: 'setback.recorded',
  notice: 'Set-back recorded. Everything that was done stays in the plan',
  async prepare(context) {
    const { steps } = await planOf(context.db, context.record.caseId);
    return {
      questions: setbackQuestions({ today: today(context), steps: steps.filter(({ state }) => state === 'done') }),
      filled: { happenedOn: today(context) },
      above: html`<p class="govuk-body">Something that was reached and lost again: a home, a job, a time without drink. It is drawn as a tread down, and the way up goes on from there.</p>`,
    };
  },
  save: (context, values) =>
    recordSetback(context.db, context.actor, context.record, {
      ...setbackFrom(values),
      stepId: (values.step ?? null) as string | null,
    }),
};

const setbackOf = (context: PlanContext) => findSetback(context.db, context.record.caseId, idIn(context, 'setbackId'));

const correction: PlanForm = {
  path: 'setbacks/:setbackId',
  title: 'Correct a set-back',
  event: 'setback.corrected',
  notice: 'Set-back corrected',
  async prepare(context) {
    const found = await setbackOf(context);
    if (found === null) return null;
    const { words, happenedOn, size, version } = found;
    return {
      questions: setbackQuestions({ today: today(context), steps: [] }),
      saved: { words, happenedOn, size: String(size) },
      version,
    };
  },
  async save(context, values, version, { questions, saved = {} }) {
    const before = await setbackOf(context);
    if (before === null) return { outcome: 'gone' };
    const changes = changesInWords(questions, saved, values);
    const input = { before, version, values: setbackFrom(values), changes };
    return correctSetback(context.db, context.actor, context.record, input);
  },
};

const promise: PlanForm = {
  path: 'promises/new',
  title: 'Write a promise down',
  event: 'promise.made',
  notice: 'Promise written down',
  prepare: async (context) => ({
    questions: promiseQuestions({ names: namesOf(context.record), today: today(context) }),
    filled: { by: 'worker', toWhom: namesOf(context.record).person, madeOn: today(context) },
  }),
  save: (context, values) => makePromise(context.db, context.actor, context.record, promiseFrom(values)),
};

const promiseOf = (context: PlanContext) => findPromise(context.db, context.record.caseId, idIn(context, 'promiseId'));

const promiseChange: PlanForm = {
  path: 'promises/:promiseId',
  title: 'Change a promise',
  event: 'promise.changed',
  notice: 'Promise changed',
  async prepare(context) {
    const found = await promiseOf(context);
    if (found === null) return null;
    const { words, by, byName, toWhom, madeOn, dueOn, version } = found;
    return {
      questions: promiseQuestions({ names: namesOf(context.record), today: today(context) }),
      saved: { words, by, byName, toWhom, madeOn, dueOn },
      version,
    };
  },
  async save(context, values, version, { questions, saved = {} }) {
    const before = await promiseOf(context);
    if (before === null) return { outcome: 'gone' };
    const changes = changesInWords(questions, saved, values);
    const input = { before, version, values: promiseFrom(values), changes };
    return changePromise(context.db, context.actor, context.record, input, today(context));
  },
};

const resume: PlanForm = {
  path: 'holds/:holdId/resume',
  title: 'Go on with the plan',
  event: 'plan.resumed',
  notice: 'The plan goes on. The days of its steps moved by the days they waited',
  button: 'Go on',
  async prepare(context) {
    const { holds, steps } = await planOf(context.db, context.record.caseId);
    const hold = holds.find(({ id }) => id === idIn(context, 'holdId'));
    if (hold === undefined) return null;
    const waiting = steps.filter(({ state, holdId }) => state === 'held' && holdId === hold.id).length;
    return {
      ...(hold.endsOn !== null && { blocked: 'The plan goes on already' }),
      questions: [
        {
          kind: 'day',
          name: 'on',
          label: 'From which day on?',
          earliest: hold.startsOn,
          latest: { day: today(context), message: 'The day must be today or in the past' },
          required: 'Enter the day',
        },
        { kind: 'text', name: 'note', label: 'What has become of it?', most: 200 },
      ],
      saved: { on: null, note: null },
      filled: { on: today(context) },
      version: hold.version,
      above: html`<p class="govuk-body">${landingText(hold)}: ${waiting === 1 ? '1 step waits' : `${waiting} steps wait`} for it. Each one’s day moves by the days that it waited.</p>`,
    };
  },
  save: (context, values, version) =>
    resumePlan(
      context.db,
      context.actor,
      context.record,
      { id: idIn(context, 'holdId'), version, on: String(values.on), note: (values.note ?? null) as string | null },
      today(context),
    ),
};

const asked = (context: PlanContext) => planRulesOf(documentOf(context.record, today(context))).approval;

const approval: PlanForm = {
  path: 'approval',
  title: 'Ask for approval of the plan',
  event: 'plan.asked',
  notice: 'Approval asked for',
  button: 'Ask for approval',
  async prepare(context) {
    const { review } = await planOf(context.db, context.record.caseId);
    return {
      questions: [{ kind: 'long text', name: 'note', label: 'Anything the manager should know?', most: 500, rows: 3 }],
      above: asked(context)
        ? review?.state === 'asked'
          ? html`<p class="govuk-body">Approval has been asked for already.</p>`
          : html``
        : html`<p class="govuk-body">This programme asks for no approval of plans.</p>`,
    };
  },
  save(context, values) {
    if (!asked(context))
      return Promise.resolve({ outcome: 'refused', errors: { note: 'This programme asks for no approval of plans' } });
    return askForApproval(
      context.db,
      context.actor,
      context.record,
      (values.note ?? null) as string | null,
      today(context),
    );
  },
};

const decision: PlanForm = {
  path: 'approval/:reviewId',
  title: 'Approve a plan or return it',
  event: 'plan.approved',
  notice: 'Saved',
  can: 'plan.approve',
  async prepare(context) {
    const { review } = await planOf(context.db, context.record.caseId);
    if (review === null || review.id !== idIn(context, 'reviewId')) return null;
    return {
      ...(review.state !== 'asked' && { blocked: `The plan is ${review.state} already` }),
      questions: [
        {
          kind: 'choice',
          name: 'state',
          label: 'The plan',
          required: 'Choose whether the plan is approved or returned',
          choices: [
            { value: 'approved', text: 'Approve it' },
            { value: 'returned', text: 'Return it', hint: 'With what should be looked at again' },
          ],
        },
        {
          kind: 'long text',
          name: 'reason',
          label: 'What should be looked at again, or what is good',
          most: 500,
          rows: 3,
        },
      ],
      saved: { state: null, reason: null },
      version: review.version,
      ...(review.note === null ? {} : { above: html`<p class="govuk-body newel-written">${review.note}</p>` }),
    };
  },
  save: (context, values, version) =>
    decideApproval(
      context.db,
      context.actor,
      context.record,
      {
        id: idIn(context, 'reviewId'),
        version,
        state: values.state as 'approved' | 'returned',
        reason: (values.reason ?? null) as string | null,
      },
      today(context),
    ),
};

export const aroundRoutes: readonly Route[] = [
  setback,
  correction,
  promise,
  promiseChange,
  resume,
  approval,
  decision,
].flatMap(formRoutes);
