import { type Static, Type } from 'typebox';
import { programmesOf } from '../../access/rules/policy.ts';
import { notFound, page, type Route, route } from '../../access/rules/route.ts';
import { showDay } from '../../kit/clock.ts';
import { html } from '../../kit/html.ts';
import { insetText } from '../../kit/ui/index.ts';
import { listProgrammes, programmeOn } from '../../programmes/actions.ts';
import { type PassOn, passingAt } from '../actions/assign.ts';
import { documentOf } from '../actions/record.ts';
import { askToReturn, bringBack, outlookOf, stopWaiting, waitingOf } from '../actions/returns.ts';
import { type Show, shows, whatWaits } from '../actions/what-waits.ts';
import { whatWaitsHtml } from '../pages/what-waits.ts';
import { moveTo } from '../rules/status.ts';
import { returnFrom, welcome } from '../rules/taking-part.ts';
import { staffChoices, staffNamed, todayOf } from './asked.ts';
import { type Edit, type EditContext, editRoutes } from './edit.ts';

const documentFor = (context: EditContext) => documentOf(context.record, todayOf(context)) ?? notFound();

const ask: Edit = {
  path: 'return',
  below: 'part',
  title: 'Ask to come back',
  can: 'case.correct',
  event: 'return.asked',
  notice: 'Request saved',
  async prepare(context) {
    const { record } = context;
    if (moveTo(record.status, 'wait', record.attachment !== null) === null) return null;
    const today = todayOf(context);
    const outlook = await outlookOf(context.db, context.actor, record, documentFor(context));
    const answer = welcome({ ...outlook, keyWorker: outlook.keyWorker !== null, askedOn: today });
    return {
      questions: [
        {
          kind: 'long text',
          name: 'reason',
          label: 'Why do they want to come back?',
          hint: 'In their own words where you can',
          most: 1000,
          rows: 3,
          required: 'Say why they want to come back',
        },
        {
          kind: 'day',
          name: 'asked_on',
          label: 'When did they ask?',
          required: 'Enter the day on which they asked',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The day must be today or in the past' },
        },
      ],
      saved: {},
      filled: { asked_on: today },
      version: record.version,
      above: insetText({
        text:
          answer.at === 'once'
            ? `${outlook.keyWorker} has room: they come back at once, and everything is kept.`
            : `${answer.why}: they go on the waiting list, and everything is kept.`,
      }),
    };
  },
  async save(context, values, version) {
    const { outcome } = await askToReturn(context.db, context.actor, context.record, documentFor(context), {
      version,
      askedOn: String(values.asked_on),
      reason: String(values.reason),
    });
    return outcome;
  },
};

const back = (onReassign: readonly PassOn[]): Edit => ({
  path: 'bring-back',
  below: 'part',
  title: 'Bring back',
  can: 'case.reassign',
  event: 'case.returned',
  notice: 'They are back. Everything that was known is kept',
  async prepare(context) {
    const { record, db, actor } = context;
    const request = record.status === 'waiting' ? await waitingOf(db, actor, record.caseId) : null;
    if (request === null) return null;
    const today = todayOf(context);
    const document = documentFor(context);
    const outlook = await outlookOf(db, actor, record, document);
    const from = returnFrom(document, record.closedOn);
    return {
      questions: [
        {
          kind: 'choice',
          name: 'staff',
          label: document.words.keyWorker.singular,
          choices: await staffChoices(context),
          as: 'select',
          required: 'Choose who works with this person',
        },
        {
          kind: 'day',
          name: 'returned_on',
          label: 'First day back',
          required: 'Enter the first day back',
          earliest: '2000-01-01',
          latest: { day: today, message: 'The first day back must be today or in the past' },
        },
        {
          kind: 'text',
          name: 'why',
          label: 'Why now?',
          hint: 'Needed only when others have waited longer, or the key worker has no room',
          most: 500,
        },
      ],
      saved: { staff: record.case.keyWorkerId },
      filled: { returned_on: today },
      version: record.version,
      above: html`<p class="govuk-body">Asked on ${showDay(request.asked_on)}, place ${request.place} on the waiting list. ${
        outlook.keyWorker === null ? '' : `${outlook.keyWorker} has ${outlook.room ? 'room' : 'no room'}. `
      }${from !== null && from > today ? `They may come back from ${showDay(from)} on.` : ''}</p>
<p class="govuk-body">${request.reason}</p>`,
    };
  },
  async save(context, values, version) {
    const staff = (await staffNamed(context, values.staff)) ?? notFound();
    const input = { version, staff, returnedOn: String(values.returned_on), why: values.why as string | null };
    return bringBack(
      context.db,
      context.actor,
      context.record,
      documentFor(context),
      input,
      passingAt(onReassign, context.clock),
    );
  },
});

const stop: Edit = {
  path: 'stop-waiting',
  below: 'part',
  title: 'Take off the waiting list',
  can: 'case.correct',
  event: 'return.withdrawn',
  notice: 'Taken off the waiting list',
  async prepare({ record }) {
    if (moveTo(record.status, 'stop waiting', record.attachment !== null) === null) return null;
    return {
      questions: [
        {
          kind: 'text',
          name: 'reason',
          label: 'Why do they not wait any more?',
          required: 'Say why they do not wait any more',
          most: 500,
        },
      ],
      saved: {},
      version: record.version,
    };
  },
  save: (context, values, version) =>
    stopWaiting(context.db, context.actor, context.record, {
      version,
      reason: String(values.reason),
      today: todayOf(context),
    }),
};

const query = Type.Object({
  programme: Type.Optional(Type.String({ maxLength: 80 })),
  show: Type.Optional(Type.Enum([...shows])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
});

/** Who waits to come back, which pauses and which hand-backs somebody must look at. */
const waits = route({
  method: 'GET',
  path: '/taking-part',
  can: 'case.list',
  audit: { read: 'who waits and who is paused' },
  query,
  async handle({ db, actor, clock, query: asked }) {
    const today = clock.today().toString();
    const all = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'case.list') });
    const chosen = asked.programme === undefined ? all[0] : all.find((one) => one.key === asked.programme);
    if (chosen === undefined) {
      if (asked.programme !== undefined) return notFound();
      return page({
        title: 'Waiting and paused',
        main: html`<h1 class="govuk-heading-l">Waiting and paused</h1><p class="govuk-body">There is no programme whose cases you may see.</p>`,
      });
    }
    const show: Show = asked.show ?? 'returns';
    const document = (await programmeOn(db, chosen.id, today))?.document ?? null;
    const at = asked.page ?? 1;
    const found = await whatWaits(db, actor, { programmeId: chosen.id, document, show, today, page: at });
    const address = (changed: Partial<Static<typeof query>>) =>
      `/taking-part?${new URLSearchParams({ programme: chosen.key, show, ...(changed as Record<string, string>) })}`;
    return page({
      title: 'Waiting and paused',
      wide: true,
      main: whatWaitsHtml({
        ...found,
        programmeName: chosen.name,
        programmes: all.map(({ key, name }) => ({ key, name, current: key === chosen.key })),
        show,
        today,
        page: at,
        address,
      }),
    });
  },
});

/** Coming back: the list of who waits, and the forms. `onReassign` moves what the rooms planned when the key worker changes. */
export function returnRoutes(onReassign: readonly PassOn[]): Route[] {
  return [waits, ...[ask, back(onReassign), stop].flatMap(editRoutes)];
}
