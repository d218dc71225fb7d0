import { timelineOf } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Route, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html } from '../../kit/html.ts';
import { exitPlanOf, handBacksOf } from '../actions/endings.ts';
import { casePage } from '../actions/frame.ts';
import { caseParams, caseRecord, documentOf } from '../actions/record.ts';
import { waitingOf } from '../actions/returns.ts';
import { pause, pausesOf, resume, setObligation } from '../actions/taking-part.ts';
import { eventList } from '../pages/events.ts';
import { partHtml } from '../pages/taking-part.ts';
import { changesInWords } from '../rules/changes.ts';
import { moveTo } from '../rules/status.ts';
import { obligations, partKinds } from '../rules/taking-part.ts';
import type { Renderers } from '../rules.ts';
import { todayOf } from './asked.ts';
import { type Edit, editRoutes } from './edit.ts';

const obligation: Edit = {
  path: 'obligation',
  below: 'part',
  title: 'Mandatory or voluntary',
  can: 'case.correct',
  event: 'obligation.changed',
  notice: 'Saved',
  async prepare(context) {
    const today = todayOf(context);
    const { obligation: saved, version } = context.record;
    return {
      questions: [
        { kind: 'choice', name: 'obligation', label: 'Must this person take part?', choices: obligations },
        {
          kind: 'day',
          name: 'since',
          label: 'Since when?',
          required: 'Enter the day from which this holds',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day must be today or in the past' },
        },
        { kind: 'text', name: 'reason', label: 'Why?', hint: 'You can leave this empty', most: 500 },
      ],
      saved: { obligation: saved },
      filled: { since: today },
      version,
    };
  },
  save: (context, values, version, { questions, saved }) =>
    setObligation(context.db, context.actor, context.record, {
      version,
      obligation: values.obligation as string | null,
      since: String(values.since),
      reason: values.reason as string | null,
      changes: changesInWords(questions.slice(0, 1), saved, values),
    }),
};

const pausing: Edit = {
  path: 'pause',
  below: 'part',
  title: 'Pause',
  can: 'case.correct',
  event: 'case.paused',
  notice: 'Paused. It is looked at again on the day you gave',
  otherwise: 'This cannot be paused from where it stands now',
  async prepare(context) {
    const { record } = context;
    if (moveTo(record.status, 'pause', record.attachment !== null) === null) return null;
    const today = todayOf(context);
    const stops = documentOf(record, today)?.pause?.stopsClock === true;
    return {
      questions: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why does it pause?',
          hint: 'For example an operation, a bereavement, care for somebody',
          required: 'Say why it pauses',
          most: 500,
        },
        {
          kind: 'day',
          name: 'paused_on',
          label: 'From which day?',
          required: 'Enter the first day of the pause',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The first day must be today or in the past' },
        },
        {
          kind: 'day',
          name: 'review_on',
          label: 'When do you look at it again?',
          hint: 'Within a year',
          required: 'Enter the day on which you look at it again',
          earliest: '2000-01-01',
        },
      ],
      saved: {},
      filled: { paused_on: today },
      version: record.version,
      above: html`<p class="govuk-body">${
        stops
          ? 'In this programme the months of support stand still while somebody is paused.'
          : 'In this programme the months of support go on while somebody is paused.'
      }</p>`,
    };
  },
  save: (context, values, version) =>
    pause(context.db, context.actor, context.record, {
      version,
      reason: String(values.reason),
      pausedOn: String(values.paused_on),
      reviewOn: String(values.review_on),
      today: todayOf(context),
    }),
};

const resuming: Edit = {
  path: 'resume',
  below: 'part',
  title: 'Go on after the pause',
  can: 'case.correct',
  event: 'case.resumed',
  notice: 'The pause is over',
  otherwise: 'There is no pause to end',
  async prepare(context) {
    const { record } = context;
    if (moveTo(record.status, 'resume', record.attachment !== null) === null || record.paused === null) return null;
    const today = todayOf(context);
    return {
      questions: [
        {
          kind: 'day',
          name: 'resumed_on',
          label: 'First day back',
          required: 'Enter the first day back',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The first day back must be today or in the past' },
        },
        { kind: 'text', name: 'note', label: 'What has changed?', hint: 'You can leave this empty', most: 500 },
      ],
      saved: {},
      filled: { resumed_on: today },
      version: record.version,
      above: html`<p class="govuk-body">Paused since ${showDay(record.paused.on)}: ${record.paused.reason}</p>`,
    };
  },
  save: (context, values, version) =>
    resume(context.db, context.actor, context.record, {
      version,
      resumedOn: String(values.resumed_on),
      note: values.note as string | null,
    }),
};

/** How somebody takes part, from referral to exit and return: the page, and the forms of the time between. */
export function takingPartRoutes(renderers: Renderers): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cases/:caseId/taking-part',
      can: 'case.read',
      audit: { read: 'taking part' },
      params: caseParams,
      record: caseRecord,
      async handle({ db, clock, actor, timeZone, record: head }) {
        const date = clock.today();
        const today = date.toString();
        const { caseId } = head;
        const events = await timelineOf(db, {
          caseId,
          kinds: [...partKinds],
          beforeDay: 'infinity',
          beforeId: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
          limit: 30,
        });
        return casePage({
          head,
          today: date,
          current: 'part',
          title: 'Taking part',
          main: partHtml({
            head,
            today,
            document: documentOf(head, today),
            pauses: head.pauses.length === 0 ? [] : await pausesOf(db, caseId),
            plan: await exitPlanOf(db, caseId),
            handBacks: await handBacksOf(db, caseId),
            waiting: head.status === 'waiting' ? await waitingOf(db, actor, caseId) : null,
            may: (permission) => can(actor, permission, head),
            events: eventList(events, renderers, caseId, { today, timeZone }),
            empty: events.length === 0,
          }),
        });
      },
    }),
    ...[obligation, pausing, resuming].flatMap(editRoutes),
  ];
}
