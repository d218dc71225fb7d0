import { Type } from 'typebox';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type Page, type Route, redirect, route } from '../../access/rules/route.ts';
import { casePage } from '../../cases/actions/frame.ts';
import { type CaseHead, caseParams, caseRecord, documentOf } from '../../cases/actions/record.ts';
import { transaction } from '../../kit/db.ts';
import { type Errors, readForm, type Typed, typedText } from '../../kit/form.ts';
import { html } from '../../kit/html.ts';
import { recordForm } from '../../kit/record-form.ts';
import { messageRulesOf } from '../../programmes/rules.ts';
import { lastReminder, messagesOf } from '../actions/messages.ts';
import { pauseOf, pauseReminders, resumeReminders } from '../actions/pauses.ts';
import { type Asked, type Now, previewMessage, queueMessage } from '../actions/queue.ts';
import { dealWithReply, findReply, repliesOf } from '../actions/replies.ts';
import { carrierChannels } from '../actions/senders/configured.ts';
import { caseMessagesHtml, previewHtml } from '../pages/case.ts';
import type { Channel } from '../rules/channel.ts';
import { ownWords } from '../rules/library.ts';
import { messageQuestions, pauseQuestions } from '../rules/questions.ts';
import { hints } from '../rules/words.ts';

type Of = Context<{ caseId: string }, unknown, CaseHead>;
const mostShown = 50;

/** The moment of a request. */
export const nowOf = ({ clock }: Pick<Of, 'clock'>): Now => ({ now: clock.now(), today: clock.today().toString() });
const pathOf = (caseId: string): string => `/cases/${caseId}/messages`;
/** The time zone in which the people of a case live. */
const zoneOf = (head: CaseHead, today: string): string => messageRulesOf(documentOf(head, today) ?? {}).timeZone;

async function listPage(context: Of, given: { errors?: Errors; typed?: Typed } = {}): Promise<Page> {
  const { db, actor, record: head, clock, csrf } = context;
  const today = clock.today().toString();
  const { caseId } = head;
  return casePage({
    head,
    today: clock.today(),
    current: 'messages',
    title: 'Messages',
    main: caseMessagesHtml({
      caseId,
      name: head.name,
      messages: await messagesOf(db, caseId, mostShown),
      replies: await repliesOf(db, caseId, mostShown),
      pause: await pauseOf(db, caseId, today),
      last: await lastReminder(db, caseId),
      mayWrite: can(actor, 'case.record', head),
      csrf,
      timeZone: zoneOf(head, today),
      today,
    }),
    ...(given.errors === undefined ? {} : { status: 422, error: true }),
  });
}

function writePage(context: Of, typed: Typed, errors?: Errors): Page {
  const { record: head, clock, csrf } = context;
  return casePage({
    head,
    today: clock.today(),
    current: 'messages',
    title: 'Write a message',
    ...(errors === undefined ? {} : { status: 422, error: true }),
    main: recordForm({
      title: 'Write a message',
      action: `${pathOf(head.caseId)}/new`,
      csrf,
      questions: messageQuestions,
      typed,
      errors,
      above: html`<p class="govuk-body">You see it before it goes, with the way it takes and why.</p>`,
      save: 'Show me first',
      cancel: pathOf(head.caseId),
    }),
  });
}

/** What was typed as a message, or what is wrong with it. */
function askedFrom(caseId: string, body: Typed): { asked: Asked; kept: Record<string, string> } | { errors: Errors } {
  const read = readForm(messageQuestions, body);
  if (!read.ok) return { errors: read.errors };
  const { kind, subject, body: words, channel } = read.values as Record<string, string | null>;
  if (kind === ownWords && words === null) return { errors: { body: 'Enter your words' } };
  if (kind !== ownWords && words !== null)
    return { errors: { kind: 'Choose ‘In your own words’, or take your words out below' } };
  const kept = Object.fromEntries(messageQuestions.map(({ name }) => [name, typedText(body, name)]));
  return {
    asked: {
      caseId,
      kind: kind ?? '',
      reminder: false,
      ...(words === null ? {} : { own: { subject: subject ?? null, body: words ?? '' } }),
      ...(channel === null ? {} : { channel: channel as Channel }),
    },
    kept,
  };
}

/** Messages of a case: what was sent and came back, writing one, and pausing reminders. */
export const caseRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/cases/:caseId/messages',
    can: 'case.read',
    audit: { read: 'messages' },
    params: caseParams,
    record: caseRecord,
    handle: (context) => listPage(context),
  }),
  route({
    method: 'GET',
    path: '/cases/:caseId/messages/new',
    can: 'case.record',
    audit: { read: 'message to write' },
    params: caseParams,
    record: caseRecord,
    handle: async (context) => writePage(context, {}),
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/messages/new',
    can: 'case.record',
    audit: { event: 'message.written' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record: head, clock, csrf, body } = context;
      if (body.do === 'change') return writePage(context, body);
      const given = askedFrom(head.caseId, body);
      if ('errors' in given) return writePage(context, body, given.errors);
      const at = nowOf(context);
      if (body.do === 'send') {
        const queued = await transaction(db, (tx) => queueMessage(tx, actor, given.asked, at));
        if (!queued.ok) return writePage(context, body, { kind: queued.why });
        return redirect(
          pathOf(head.caseId),
          queued.channel === 'letter' ? 'The letter waits to be printed' : 'The message is in the outbox',
        );
      }
      const made = (await previewMessage(db, given.asked, at)) ?? notFound();
      if (!made.ok)
        return writePage(context, body, { [given.asked.channel === undefined ? 'kind' : 'channel']: made.why });
      return casePage({
        head,
        today: clock.today(),
        current: 'messages',
        title: 'Check the message',
        main: previewHtml({
          path: pathOf(head.caseId),
          made,
          hints: hints(made.body),
          kept: given.kept,
          csrf,
          timeZone: zoneOf(head, at.today),
          now: at.now.toString(),
          carrier: made.channel === 'letter' || carrierChannels(process.env).includes(made.channel),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/messages/pause',
    can: 'case.record',
    audit: { event: 'message.paused' },
    params: caseParams,
    record: caseRecord,
    async handle(context) {
      const { db, actor, record: head, clock, csrf, body } = context;
      const today = clock.today().toString();
      const read = readForm(pauseQuestions(today), body);
      if (!read.ok)
        return casePage({
          head,
          today: clock.today(),
          current: 'messages',
          title: 'Pause reminders',
          status: 422,
          error: true,
          main: recordForm({
            title: 'Pause reminders',
            action: `${pathOf(head.caseId)}/pause`,
            csrf,
            questions: pauseQuestions(today),
            typed: body,
            errors: read.errors,
            save: 'Pause reminders',
            cancel: pathOf(head.caseId),
          }),
        });
      const { reason, until } = read.values as { reason: string; until: string | null };
      const { caseId, personId, programmeId } = head;
      await pauseReminders(db, actor, { caseId, personId, programmeId }, { reason, until, today });
      return redirect(pathOf(caseId), 'Reminders are paused');
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/messages/resume',
    can: 'case.record',
    audit: { event: 'message.resumed' },
    params: caseParams,
    record: caseRecord,
    async handle({ db, actor, record: head, clock }) {
      const { caseId, personId, programmeId } = head;
      const done = await resumeReminders(db, actor, { caseId, personId, programmeId }, clock.today().toString());
      return redirect(pathOf(caseId), done === 'saved' ? 'Reminders go on' : 'Reminders were not paused');
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:caseId/messages/replies/:replyId',
    can: 'case.record',
    audit: { event: 'message.reply_dealt' },
    params: Type.Object({ ...caseParams.properties, replyId: Type.String({ format: 'uuid' }) }),
    record: caseRecord,
    async handle(context) {
      const { db, actor, record: head, params } = context;
      const reply = await findReply(db, params.replyId);
      if (reply === null || reply.case_id !== head.caseId) return notFound();
      const done = await dealWithReply(db, actor, reply, nowOf(context));
      return redirect(pathOf(head.caseId), done === 'saved' ? 'Dealt with' : 'Somebody dealt with it before');
    },
  }),
];
