import { Type } from 'typebox';
import { recordEvent, recordRead } from '../../access/actions.ts';
import { can, programmesOf, scopeOf } from '../../access/rules/policy.ts';
import {
  type Context,
  notFound,
  page,
  type RecordLoader,
  type Route,
  redirect,
  route,
} from '../../access/rules/route.ts';
import { transaction } from '../../kit/db.ts';
import type { Question } from '../../kit/form.ts';
import { addJob } from '../../kit/jobs.ts';
import { duplicatesJob } from '../../people/actions/likely.ts';
import { type MergeRow, type MergeSide, mergesOf, sidesOf } from '../../people/actions/merges.ts';
import { decideOpenPair, type PairRow, pairOf } from '../../people/actions/pairs.ts';
import { differing, mergeFields, type Taken } from '../../people/rules/merge.ts';
import { listProgrammes } from '../../programmes/actions.ts';
import { casePath } from '../actions/frame.ts';
import {
  casesOfBoth,
  factsOf,
  type MovingCase,
  mayReview,
  mergePeople,
  tellPair,
  undoMerge,
} from '../actions/merge.ts';
import { pairQueue } from '../actions/pair-queue.ts';
import { mergeHtml, pairHtml, pairsHtml, type Side } from '../pages/pairs.ts';

const perPage = 50;
const params = Type.Object({ pairId: Type.String({ format: 'uuid' }) });

type Pair = { personId: string; pair: PairRow; cases: readonly MovingCase[]; merge: MergeRow | null };

/** A pair with a case of a programme that both are in; the handlers ask about both people. */
const pairRecord: RecordLoader<Pair> = {
  param: 'pairId',
  async load(sql, id) {
    const pair = await pairOf(sql, id);
    if (pair === null) return null;
    const both = [pair.low_id, pair.high_id];
    const cases = await casesOfBoth(sql, both);
    const merge =
      (await mergesOf(sql, both)).find((one) => both.includes(one.kept_id) && both.includes(one.merged_id)) ?? null;
    const of = (id: string) => cases.filter((one) => one.person_id === id);
    const [low, high] = [of(pair.low_id), of(pair.high_id)];
    const shared = low.find((one) => high.some((other) => other.programme_id === one.programme_id)) ?? cases[0];
    return shared === undefined ? null : { ...factsOf(shared), personId: pair.low_id, pair, cases, merge };
  },
};
type PairContext = Context<{ pairId: string }, unknown, Pair>;

/** Both records, when the actor may look at both; a record that is merged elsewhere is looked at there. */
async function sidesFor({ db, actor, record }: PairContext): Promise<[MergeSide, MergeSide]> {
  const { pair, cases, merge } = record;
  const asked = merge === null ? [pair.low_id, pair.high_id] : [merge.kept_id];
  if (!mayReview(actor, cases, asked)) notFound();
  return (await sidesOf(db, [pair.low_id, pair.high_id])) ?? notFound();
}

function sideOf(context: PairContext, side: MergeSide): Side & { version: number } {
  const cases = context.record.cases.filter(
    (one) => one.person_id === side.id && can(context.actor, 'case.read', factsOf(one)),
  );
  return {
    reference: side.reference,
    values: side.values,
    version: side.version,
    cases: cases.map((one, at) => ({ href: casePath(one.id), text: `Case ${at + 1}` })),
  };
}

async function logBoth({ db, actor, record }: PairContext): Promise<void> {
  if (actor.userId !== null)
    await recordRead(db, {
      userId: actor.userId,
      what: 'possible second record',
      personId: record.pair.high_id,
      caseId: null,
    });
}

const questionOf = (name: string) => `take_${name}`;
const words = (value: unknown): string => String(value);

/** Which value is right, where both know one and they differ. */
function questionsFor(kept: MergeSide, merged: MergeSide): Question[] {
  return differing(kept.values, merged.values).map((name) => ({
    kind: 'choice',
    name: questionOf(name),
    label: mergeFields.find((one) => one.name === name)?.label ?? name,
    choices: [
      { value: 'kept', text: `${words(kept.values[name])} (${kept.reference})` },
      { value: 'merged', text: `${words(merged.values[name])} (${merged.reference})` },
    ],
  }));
}

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
    params,
    record: pairRecord,
    async handle(context) {
      const [low, high] = await sidesFor(context);
      await logBoth(context);
      const { pair, merge } = context.record;
      const referenceOf = (id: string) => (low.id === id ? low : high).reference;
      return page({
        title: 'One person or two?',
        back: { href: '/pairs', text: 'Records that may be of one person' },
        main: pairHtml({
          pairId: pair.id,
          sides: [sideOf(context, low), sideOf(context, high)],
          probability: pair.probability,
          fields: pair.fields as never,
          state: pair.state,
          merged: merge === null ? null : { kept: referenceOf(merge.kept_id), merged: referenceOf(merge.merged_id) },
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
    params,
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
    params,
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
    params,
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
      return redirect(
        path,
        done === 'stale'
          ? 'Nothing was merged: somebody changed or merged one of the records meanwhile. Look at both again'
          : 'Nothing was merged: the restricted record must be the one that is kept',
      );
    },
  }),
  route({
    method: 'POST',
    path: '/pairs/:pairId/undo',
    can: 'duplicates.review',
    audit: { event: 'person.merge undone' },
    params,
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
