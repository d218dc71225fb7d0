import { Type } from 'typebox';
import { programmesOf, scopeOf } from '../../access/rules/policy.ts';
import { file, notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { together } from '../../kit/together.ts';
import { listProgrammes, programmeRecord } from '../../programmes/actions.ts';
import { batchesOf, batchRecord, lettersOf, lettersWaiting, makeBatch, postBatch } from '../actions/letters.ts';
import { messageRecord, outboxOf, settleMessage } from '../actions/messages.ts';
import { lettersPdf } from '../actions/print.ts';
import { dealWithReply, findReply, unknownReplies, waitingReplies } from '../actions/replies.ts';
import { carrierChannels } from '../actions/senders/configured.ts';
import { batchHtml } from '../pages/letters.ts';
import { outboxHtml } from '../pages/outbox.ts';
import { repliesHtml } from '../pages/replies.ts';
import { nowOf } from './case.ts';

const mostReplies = 100;
const batchParams = Type.Object({ batchId: Type.String({ format: 'uuid' }) });

/** The outbox of the office with its letters, and the replies that wait for a worker. */
export const outboxRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/replies',
    can: 'case.record',
    audit: { read: 'replies' },
    async handle({ db, actor, clock, timeZone }) {
      const replies = await waitingReplies(db, scopeOf(actor, 'case.record'), mostReplies);
      return page({
        title: 'Replies',
        main: repliesHtml({ replies, most: mostReplies, today: clock.today().toString(), timeZone }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/outbox',
    can: 'outbox.read',
    audit: { read: 'outbox' },
    async handle({ db, actor, clock, csrf, timeZone }) {
      const today = clock.today().toString();
      const programmes = await listProgrammes(db, { day: today, ids: programmesOf(actor, 'outbox.read') });
      const ids = programmes.map(({ id }) => id);
      let waiting: Awaited<ReturnType<typeof lettersWaiting>> = [];
      let unknown: Awaited<ReturnType<typeof unknownReplies>> = [];
      // Short lists that nothing joins: one statement for all of them.
      await together(db, [
        async (sql) => {
          waiting = await lettersWaiting(sql, ids);
        },
        async (sql) => {
          unknown = await unknownReplies(sql, mostReplies);
        },
      ]);
      return page({
        title: 'Outbox',
        wide: true,
        main: outboxHtml({
          ...(await outboxOf(db, ids)),
          carriers: carrierChannels(process.env),
          unknown,
          batches: await batchesOf(db, ids),
          letters: programmes.map(({ id, key, name }) => ({
            programmeKey: key,
            programmeName: name,
            count: waiting.find(({ programme_id }) => programme_id === id)?.count ?? 0,
          })),
          csrf,
          timeZone,
          today,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/outbox/:messageId/settle',
    can: 'outbox.settle',
    audit: { event: 'message.settled' },
    params: Type.Object({ messageId: Type.String({ format: 'uuid' }) }),
    record: messageRecord,
    async handle(context) {
      const { db, actor, body, record } = context;
      if (body.sent !== 'yes' && body.sent !== 'no') return redirect('/outbox', 'Nothing was saved: say which it was');
      const done = await settleMessage(db, actor, record.message, body.sent === 'yes', nowOf(context));
      return redirect('/outbox', done === 'saved' ? 'Saved' : 'Nothing was saved: this was settled before');
    },
  }),
  route({
    method: 'POST',
    path: '/outbox/replies/:unknownReplyId',
    can: 'outbox.settle',
    audit: { event: 'message.reply_dealt' },
    params: Type.Object({ unknownReplyId: Type.String({ format: 'uuid' }) }),
    async handle(context) {
      const { db, actor, params } = context;
      const reply = await findReply(db, params.unknownReplyId);
      // One that belongs to a case is its worker's.
      if (reply === null || reply.case_id !== null) return notFound();
      const done = await dealWithReply(db, actor, reply, nowOf(context));
      return redirect('/outbox', done === 'saved' ? 'Dealt with' : 'Somebody dealt with it before');
    },
  }),
  route({
    method: 'POST',
    path: '/programmes/:key/letters',
    can: 'outbox.settle',
    audit: { event: 'letters.printed' },
    params: Type.Object({ key: Type.String({ maxLength: 80 }) }),
    record: programmeRecord,
    async handle(context) {
      const { db, actor, record } = context;
      const made = await makeBatch(db, actor, record.programmeId, nowOf(context));
      return made === null ? redirect('/outbox', 'No letter is left to print') : redirect(`/letters/${made}`);
    },
  }),
  route({
    method: 'GET',
    path: '/letters/:batchId',
    can: 'outbox.settle',
    audit: { read: 'letters' },
    params: batchParams,
    record: batchRecord,
    async handle({ db, record, csrf, timeZone }) {
      return page({
        title: 'Letters',
        back: { href: '/outbox', text: 'Outbox' },
        main: batchHtml({ batch: record.batch, letters: await lettersOf(db, record.batch.id), csrf, timeZone }),
      });
    },
  }),
  route({
    method: 'GET',
    path: '/letters/:batchId/file',
    can: 'outbox.settle',
    audit: { read: 'letters' },
    params: batchParams,
    record: batchRecord,
    async handle({ db, record, clock }) {
      const { batch } = record;
      const today = clock.today().toString();
      const [programme] = await listProgrammes(db, { day: today, ids: [batch.programme_id] });
      const { pdf } = await lettersPdf(await lettersOf(db, batch.id), {
        programme: programme?.name ?? 'Newel',
        day: today,
      });
      return file({ name: `letters-${today}.pdf`, type: 'application/pdf', body: pdf });
    },
  }),
  route({
    method: 'POST',
    path: '/letters/:batchId/posted',
    can: 'outbox.settle',
    audit: { event: 'letters.posted' },
    params: batchParams,
    record: batchRecord,
    async handle(context) {
      const { db, actor, record } = context;
      const done = await postBatch(db, actor, record.batch, nowOf(context));
      return redirect(
        `/letters/${record.batch.id}`,
        done === 'saved' ? 'Marked as posted' : 'They were marked as posted before',
      );
    },
  }),
];
