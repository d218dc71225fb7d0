import { notFound, type Route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import type { Errors, Question } from '../../kit/form.ts';
import { html, noHtml } from '../../kit/html.ts';
import { type PassOn, passingAt } from '../actions/assign.ts';
import { casePath } from '../actions/frame.ts';
import { teamOf } from '../actions/team.ts';
import { askForWorker, type Decision, decideRequest, workerRequestOf } from '../actions/worker-request.ts';
import { staffChoices, staffNamed, todayOf } from './asked.ts';
import { type Edit, editRoutes } from './edit.ts';
import { aboveGuideQuestion, handoverQuestion, overLimitQuestion } from './key-worker.ts';

const ask: Edit = {
  path: 'ask',
  below: 'keyWorker',
  title: 'Somebody asks for another key worker',
  can: 'case.record',
  event: 'worker.asked',
  notice: 'Saved. The manager of the team is told',
  async prepare(context) {
    const { record, db } = context;
    const standing = await workerRequestOf(db, record.caseId);
    if (record.case.keyWorkerId === null || record.closedOn !== null) return null;
    if (standing?.state === 'open' || standing?.state === 'parked') return null;
    const today = todayOf(context);
    return {
      questions: [
        {
          kind: 'choice',
          name: 'asked_by',
          label: 'Who asks?',
          choices: [
            { value: 'the person', text: 'The person' },
            { value: 'the key worker', text: 'The key worker' },
          ],
          required: 'Choose who asks',
        },
        {
          kind: 'day',
          name: 'asked_on',
          label: 'When?',
          required: 'Enter the day on which they asked',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day must be today or in the past' },
        },
        { kind: 'long text', name: 'reason', label: 'Why?', required: 'Say why, in their own words', most: 2000 },
        {
          kind: 'text',
          name: 'wishes',
          label: 'What do they wish for?',
          hint: 'Somebody in particular, a woman, another place. You can leave this empty',
          most: 500,
        },
      ],
      saved: {},
      filled: { asked_on: today },
      version: record.version,
    };
  },
  save: (context, values, version) =>
    askForWorker(context.db, context.actor, context.record, {
      version,
      askedBy: values.asked_by as 'the person' | 'the key worker',
      askedOn: String(values.asked_on),
      reason: String(values.reason),
      wishes: values.wishes as string | null,
    }),
};

const decide = (onReassign: readonly PassOn[]): Edit => ({
  path: 'decide',
  below: 'keyWorker',
  title: 'Another key worker?',
  can: 'case.reassign',
  event: 'worker.decided',
  notice: 'Decision saved',
  otherwise: 'Nobody asks for another key worker now',
  async prepare(context) {
    const { record, db, actor } = context;
    const request = await workerRequestOf(db, record.caseId);
    if (request === null || (request.state !== 'open' && request.state !== 'parked')) return null;
    const today = todayOf(context);
    const others = await teamOf(db, actor, record);
    const over = await overLimitQuestion(context);
    const above = over === null ? await aboveGuideQuestion(context) : null;
    const questions: Question[] = [
      {
        kind: 'choice',
        name: 'decision',
        label: 'What is decided?',
        choices: [
          { value: 'changed', text: 'They get another key worker' },
          { value: 'stayed', text: 'The key worker stays' },
          {
            value: 'parked',
            text: 'Park it until a day',
            hint: others.length === 0 ? 'Nobody else works here' : 'When nobody else can take it now',
          },
        ],
        required: 'Choose what is decided',
      },
      { kind: 'text', name: 'outcome', label: 'Why?', required: 'Say why', most: 500 },
      {
        kind: 'choice',
        name: 'staff',
        label: 'Who is the new key worker?',
        hint: 'Only when they get another one',
        choices: await staffChoices(context),
        as: 'select',
        none: 'Nobody chosen',
      },
      ...(over === null ? [] : [over]),
      ...(above === null ? [] : [above]),
      {
        kind: 'day',
        name: 'starts_on',
        label: 'From which day?',
        hint: 'Only when they get another one. Today when you leave it empty',
        earliest: '2000-01-01',
        latest: { day: today, message: 'The first day must be today or in the past' },
      },
      handoverQuestion,
      {
        kind: 'day',
        name: 'review_on',
        label: 'When is it looked at again?',
        hint: 'Only when it is parked',
        earliest: '2000-01-01',
      },
    ];
    return {
      questions,
      saved: {},
      version: record.version,
      above: html`<p class="govuk-body">Now with ${record.keyWorkerName ?? 'nobody'}.</p>
<p class="govuk-body">${request.asked_by === 'the person' ? 'The person' : 'The key worker'} asked on ${showDay(request.asked_on)}: <span class="newel-written">${request.reason}</span></p>
${request.wishes === null ? noHtml : html`<p class="govuk-body">Wishes: ${request.wishes}</p>`}
${others.length === 0 ? html`<p class="govuk-body">Nobody else works here. You can park it, so that it is not forgotten, or choose somebody at another place.</p>` : noHtml}
${
  others.length === 1 && others[0] !== undefined
    ? html`<p class="govuk-body">Two key workers work here. <a class="govuk-link" href="${casePath(record.caseId, 'keyWorker')}/swap">Swap with ${others[0].name}</a>: look at both caseloads first.</p>`
    : noHtml
}`,
    };
  },
  async save(context, values, version) {
    const today = todayOf(context);
    const outcome = String(values.outcome);
    const errors: Errors = {};
    const staff = await staffNamed(context, values.staff);
    const reviewOn = values.review_on as string | null;
    if (values.decision === 'changed' && staff === null) errors.staff = 'Choose the new key worker';
    if (values.decision === 'parked' && (reviewOn === null || reviewOn <= today))
      errors.review_on = 'Enter a day after today on which it is looked at again';
    if (Object.keys(errors).length > 0) return { outcome: 'refused', errors };
    const decision: Decision =
      values.decision === 'changed'
        ? {
            state: 'changed',
            outcome,
            staff: staff ?? notFound(),
            startsOn: (values.starts_on as string | null) ?? today,
            handover: values.handover as string | null,
            aboveGuide: values.above === 'yes',
            overLimit: (values.over_limit ?? null) as string | null,
          }
        : values.decision === 'parked'
          ? { state: 'parked', outcome, reviewOn: reviewOn ?? today }
          : { state: 'stayed', outcome };
    return decideRequest(
      context.db,
      context.actor,
      context.record,
      version,
      today,
      decision,
      passingAt(onReassign, context.clock),
    );
  },
});

/** Asking for another key worker, and deciding it. */
export const workerRequestRoutes = (onReassign: readonly PassOn[]): readonly Route[] =>
  [ask, decide(onReassign)].flatMap(editRoutes);
