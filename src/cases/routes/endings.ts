import { notFound, type Route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { answersAsAsked } from '../../kit/form.ts';
import { type Html, html } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import {
  endCase,
  exitPlanOf,
  handBack,
  handBacksOf,
  needsExitPlan,
  receive,
  reopenCase,
  saveExitPlan,
} from '../actions/endings.ts';
import { casePath } from '../actions/frame.ts';
import { type CaseHead, documentOf } from '../actions/record.ts';
import { choicesOf } from '../rules/changes.ts';
import { moveTo } from '../rules/status.ts';
import { exitPlanQuestions } from '../rules/taking-part.ts';
import { todayOf } from './asked.ts';
import { type Edit, type EditContext, editRoutes } from './edit.ts';

const documentFor = (context: EditContext) => documentOf(context.record, todayOf(context)) ?? notFound();

/** What stands above the form that closes a case: whether there is an exit plan, and whether there must be one. */
function planAbove(head: CaseHead, today: string, made: boolean): Html {
  const link = html`<a class="govuk-link" href="${casePath(head.caseId, 'part')}/exit-plan">${made ? 'Look at the exit plan' : 'Make the exit plan'}</a>`;
  if (made) return html`<p class="govuk-body">There is an exit plan. ${link}</p>`;
  return needsExitPlan(head, today)
    ? insetText({ html: html`Support ends without a job, so an exit plan comes first. ${link}` })
    : html`<p class="govuk-body">There is no exit plan. You can make one before you close the case. ${link}</p>`;
}

function ending(move: 'close' | 'not attach'): Edit {
  const closing = move === 'close';
  return {
    path: closing ? 'close' : 'not-attached',
    title: closing ? 'Close this case' : 'Not going to be attached',
    can: 'case.correct',
    event: closing ? 'case.closed' : 'case.not attached',
    notice: closing ? 'Case closed. You can reopen it' : 'Saved. You can reopen the referral',
    async prepare(context) {
      const { record } = context;
      if (moveTo(record.status, move, record.attachment !== null) === null) return null;
      const today = todayOf(context);
      const reasons = documentFor(context).exitReasons;
      return {
        questions: [
          {
            kind: 'day',
            name: 'closed_on',
            label: closing ? 'Last day in the programme' : 'When was this decided?',
            required: 'Enter the day',
            earliest: '2000-01-01',
            latest: { day: today, message: 'The day must be today or in the past' },
          },
          {
            kind: 'choice',
            name: 'reason',
            label: 'Why?',
            // The programme's own ends, such as a year in work, are open to those who were attached.
            choices: choicesOf(closing ? reasons : reasons.filter((reason) => reason.addition)),
            required: 'Choose the reason',
          },
        ],
        saved: { closed_on: record.closedOn, reason: record.exitReason },
        filled: { closed_on: today },
        version: record.version,
        ...(closing && { above: planAbove(record, today, (await exitPlanOf(context.db, record.caseId)) !== null) }),
      };
    },
    save: (context, values, version) =>
      endCase(context.db, context.actor, context.record, {
        version,
        move,
        closedOn: String(values.closed_on),
        reason: String(values.reason),
      }),
  };
}

const reopen: Edit = {
  path: 'reopen',
  title: 'Reopen this case',
  can: 'case.correct',
  event: 'case.reopened',
  notice: 'Case reopened',
  async prepare({ record }) {
    if (moveTo(record.status, 'reopen', record.attachment !== null) === null) return null;
    return {
      questions: [
        { kind: 'text', name: 'reason', label: 'Why is it opened again?', hint: 'You can leave this empty', most: 500 },
      ],
      saved: {},
      version: record.version,
    };
  },
  save: (context, values, version) =>
    reopenCase(context.db, context.actor, context.record, {
      version,
      reason: values.reason as string | null,
      today: todayOf(context),
    }),
};

const exitPlan: Edit = {
  path: 'exit-plan',
  below: 'part',
  title: 'Exit plan',
  can: 'case.correct',
  event: 'exit plan.made',
  notice: 'Exit plan saved',
  async prepare(context) {
    const today = todayOf(context);
    const plan = await exitPlanOf(context.db, context.record.caseId);
    return {
      questions: exitPlanQuestions(today),
      saved: plan === null ? {} : { ...plan.answers, made_on: plan.made_on },
      ...(plan === null && { filled: { made_on: today } }),
      version: context.record.version,
      above: html`<p class="govuk-body">Make it together with the person. They may have a copy: print the page ‘Taking part’.</p>`,
    };
  },
  save(context, values, version, { questions }) {
    const { made_on, ...answers } = values;
    return saveExitPlan(context.db, context.actor, context.record, {
      version,
      madeOn: String(made_on),
      answers: answers as Record<string, string>,
      asked: answersAsAsked(questions, values),
    });
  },
};

const sendBack: Edit = {
  path: 'hand-back',
  below: 'part',
  title: 'Hand them back',
  can: 'case.correct',
  event: 'handback.sent',
  notice: 'Hand-back saved. Record the receipt when it comes',
  async prepare(context) {
    const today = todayOf(context);
    return {
      questions: [
        {
          kind: 'text',
          name: 'to_whom',
          label: 'To whom do you hand them back?',
          hint: 'The office or service, and the name of somebody there if you know it',
          suggestions: ['Jobcentre Plus', 'GP practice', 'Housing service', 'Another programme'],
          required: 'Enter to whom you hand them back',
          most: 200,
        },
        {
          kind: 'day',
          name: 'sent_on',
          label: 'When did you hand over?',
          required: 'Enter the day',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day must be today or in the past' },
        },
        {
          kind: 'long text',
          name: 'summary',
          label: 'What do they need to know there?',
          hint: 'What went well, what is still open, what the person wants to happen next',
          most: 2000,
          required: 'Say what they need to know',
        },
      ],
      saved: {},
      filled: { sent_on: today },
      version: context.record.version,
      above: html`<p class="govuk-body">So that nobody falls between two offices: tell them there yourself, write down here what you passed on, and record the receipt when they confirm it.</p>`,
    };
  },
  save: (context, values, version) =>
    handBack(context.db, context.actor, context.record, {
      version,
      toWhom: String(values.to_whom),
      sentOn: String(values.sent_on),
      summary: String(values.summary),
    }),
};

const sentOf = async (context: EditContext) =>
  (await handBacksOf(context.db, context.record.caseId)).find((one) => one.state === 'sent');

const receipt: Edit = {
  path: 'receipt',
  below: 'part',
  title: 'Receipt of the hand-back',
  can: 'case.correct',
  event: 'handback.received',
  notice: 'Receipt saved',
  async prepare(context) {
    const sent = await sentOf(context);
    if (sent === undefined) return null;
    const today = todayOf(context);
    return {
      questions: [
        {
          kind: 'text',
          name: 'received_by',
          label: 'Who confirmed it?',
          hint: 'Name and office',
          required: 'Enter who confirmed it',
          most: 200,
        },
        {
          kind: 'day',
          name: 'received_on',
          label: 'When was it confirmed?',
          required: 'Enter the day',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day must be today or in the past' },
        },
      ],
      saved: {},
      filled: { received_on: today },
      version: context.record.version,
      above: html`<p class="govuk-body">Handed back to ${sent.to_whom} on ${showDay(sent.sent_on)}.</p>`,
    };
  },
  async save(context, values, version) {
    const sent = await sentOf(context);
    if (sent === undefined) return { outcome: 'stale' };
    return receive(context.db, context.actor, context.record, {
      version,
      sent,
      receivedOn: String(values.received_on),
      receivedBy: String(values.received_by),
    });
  },
};

/** The forms that end a case, take an end back, plan it and hand the person back. */
export const endingRoutes: readonly Route[] = [
  ending('close'),
  ending('not attach'),
  reopen,
  exitPlan,
  sendBack,
  receipt,
].flatMap(editRoutes);
