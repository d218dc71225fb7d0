import { Type } from 'typebox';
import { recordEvent } from '../../access/actions.ts';
import { programmesOf, scopeOf } from '../../access/rules/policy.ts';
import { notFound, page, type Route, redirect, route } from '../../access/rules/route.ts';
import { transaction } from '../../kit/db.ts';
import { addJob } from '../../kit/jobs.ts';
import { duplicatesJob } from '../../people/actions/likely.ts';
import { decideOpenPair } from '../../people/actions/pairs.ts';
import { mergeFields, type Taken } from '../../people/rules/merge.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { mergePeople, tellPair, undoMerge } from '../actions/merge.ts';
import { pairQueue } from '../actions/pair-queue.ts';
import { mergeHtml, pairHtml, pairsHtml } from '../pages/pairs.ts';
import { tooLateHtml } from '../pages/too-late.ts';
import { logBoth, pairParams, pairRecord, questionOf, questionsFor, sideOf, sidesFor, undoFor } from './pair-record.ts';

const perPage = 50;

/** The review of records that may be of one person. */
export const pairRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/pairs',
    can: 'duplicates.review',
    audit: { read: 'possible second records' },
    query: Type.Object({
      programme: Type.Optional(Type.String({ maxLength: 80 })),
      after: Type.Optional(Type.String({ maxLength: 80, pattern: '^[0-9.e-]{1,30}_[0-9a-f-]{36}$' })),
    }),
    async handle({ db, actor, clock, query, csrf }) {
      const all = await listProgrammes(db, {
        day: clock.today().toString(),
        ids: programmesOf(actor, 'duplicates.review'),
      });
      const programme =
        (query.programme === undefined ? all[0] : all.find((one) => one.key === query.programme)) ?? notFound();
      const [probability = '', id = ''] = query.after?.split('_') ?? [];
      const { items, next } = await pairQueue(db, {
        scope: scopeOf(actor, 'duplicates.review', programme.id),
        after: id === '' ? null : { probability: Number(probability), id },
        limit: perPage,
      });
      const address = (changes: Record<string, string>) => `/pairs?${new URLSearchParams(changes)}`;
      return page({
        title: 'Records that may be of one person',
        main: pairsHtml({
          csrf,
          programmeName: programme.name,
          items,
          next: next === null ? null : address({ programme: programme.key, after: `${next.probability}_${next.id}` }),
          programmes: all
            .filter((one) => one.id !== programme.id)
            .map((one) => ({ href: address({ programme: one.key }), text: one.name })),
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/pairs',
    can: 'duplicates.review',
    audit: { event: 'pair.run asked' },
    async handle({ db, actor, clock }) {
      await transaction(db, async (tx) => {
        // One that waits already is enough.
        await addJob(tx, duplicatesJob, { foundBy: 'run' }, duplicatesJob);
        await recordEvent(tx, actor, { kind: 'pair.run asked', happenedOn: clock.today().toString(), payload: {} });
      });
      return redirect('/pairs', 'Everybody on file is looked through in the background. What is found appears here');
    },
  }),
  route({
    method: 'GET',
    path: '/pairs/:pairId',
    can: 'duplicates.review',
    audit: { read: 'possible second record' },
    params: pairParams,
    record: pairRecord,
    async handle(context) {
      const [low, high] = await sidesFor(context);
      await logBoth(context);
      const { pair, merge } = context.record;
      const referenceOf = (id: string) => (low.id === id ? low : high).reference;
      const names = merge && { kept: referenceOf(merge.kept_id), merged: referenceOf(merge.merged_id) };
      return page({
        title: 'One person or two?',
        back: { href: '/pairs', text: 'Records that may be of one person' },
        main: pairHtml({
          pairId: pair.id,
          sides: [sideOf(context, low), sideOf(context, high)],
          probability: pair.probability,
          fields: pair.fields as never,
          state: pair.state,
          merged: merge && names && { ...names, undo: await undoFor(context, merge, names) },
          csrf: context.csrf,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/pairs/:pairId',
    can: 'duplicates.review',
    audit: { event: 'pair.decided' },
    params: pairParams,
    record: pairRecord,
    async handle(context) {
      await sidesFor(context);
      const { db, actor, record, body, clock } = context;
      if (body.decision !== 'different people')
        return redirect(`/pairs/${record.pair.id}`, 'Choose one of the answers');
      const done = await transaction(db, async (tx) => {
        const first = await decideOpenPair(tx, actor, record.pair.id, 'different people');
        if (first) await tellPair(tx, actor, record.cases, record.pair.id, clock.today().toString());
        return first;
      });
      if (done) return redirect('/pairs', 'Decision saved');
      return redirect(`/pairs/${record.pair.id}`, 'Somebody else decided this first. Their decision stands');
    },
  }),
  route({
    method: 'GET',
    path: '/pairs/:pairId/merge',
    can: 'duplicates.review',
    audit: { read: 'possible second record' },
    params: pairParams,
    query: Type.Object({ keep: Type.Optional(Type.Enum(['low', 'high'])) }),
    record: pairRecord,
    async handle(context) {
      const [low, high] = await sidesFor(context);
      await logBoth(context);
      const { pair, merge } = context.record;
      if (merge !== null || low.merged || high.merged)
        return redirect(`/pairs/${pair.id}`, 'One of them is merged already');
      // A restricted record is the one that is kept.
      const must = low.restricted === high.restricted ? null : low.restricted ? 'low' : 'high';
      const keep = must ?? context.query.keep ?? 'low';
      const [kept, merged] = keep === 'low' ? [low, high] : [high, low];
      return page({
        title: 'What a merge does',
        back: { href: `/pairs/${pair.id}`, text: 'Both records' },
        main: mergeHtml({
          pairId: pair.id,
          kept: sideOf(context, kept),
          merged: sideOf(context, merged),
          keep,
          mayTurn: must === null,
          questions: questionsFor(kept, merged),
          csrf: context.csrf,
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/pairs/:pairId/merge',
    can: 'duplicates.review',
    audit: { event: 'person.merged' },
    params: pairParams,
    record: pairRecord,
    async handle(context) {
      const { db, actor, record, body, clock } = context;
      await sidesFor(context);
      const { pair } = record;
      const version = (name: string) => (/^\d{1,9}$/.test(String(body[name])) ? Number(body[name]) : -1);
      const [keptId, mergedId] = body.keep === 'high' ? [pair.high_id, pair.low_id] : [pair.low_id, pair.high_id];
      const taken: Taken = mergeFields
        .filter(({ name }) => body[questionOf(name)] === 'merged')
        .map(({ name }) => name);
      const done = await mergePeople(db, actor, {
        kept: { id: keptId, version: version('kept_version') },
        merged: { id: mergedId, version: version('merged_version') },
        taken,
        today: clock.today().toString(),
      });
      const path = `/pairs/${pair.id}`;
      if (typeof done === 'object') return redirect(path, 'Merged. You can undo it');
      if (done === 'not theirs') return notFound();
      if (done === 'keep the restricted one')
        return redirect(path, 'Nothing was merged: the restricted record must be the one that is kept');
      return page({
        title: 'Somebody else was first',
        status: 409,
        error: true,
        back: { href: path, text: 'Both records' },
        main: tooLateHtml({
          body: {},
          text: 'Somebody changed or merged one of the two records while you looked at them. Look at both again: they may be merged already. If they are not, and are of one person, merge them from there.',
          next: { href: path, text: 'Look at both as they are now' },
        }),
      });
    },
  }),
  route({
    method: 'POST',
    path: '/pairs/:pairId/undo',
    can: 'duplicates.review',
    audit: { event: 'person.merge undone' },
    params: pairParams,
    record: pairRecord,
    async handle(context) {
      const { db, actor, record, clock } = context;
      await sidesFor(context);
      const path = `/pairs/${record.pair.id}`;
      if (record.merge === null) return redirect(path, 'The merge is undone already');
      const done = await undoMerge(db, actor, record.merge.id, clock.today().toString());
      if (done === 'not theirs') return notFound();
      if (done === 'undone already') return redirect(path, 'The merge is undone already');
      if (done === 'merged again since')
        return redirect(path, 'The record was merged again since. Undo that merge first');
      return redirect(
        path,
        done.stays.length === 0
          ? 'The merge is undone'
          : 'The merge is undone. What was corrected since stays on the record that was kept',
      );
    },
  }),
];
