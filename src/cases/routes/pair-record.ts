/** A pair of records and both its people, as every route about it needs them. */
import { Type } from 'typebox';
import { recordRead } from '../../access/actions.ts';
import { can } from '../../access/rules/policy.ts';
import { type Context, notFound, type RecordLoader } from '../../access/rules/route.ts';
import type { Question } from '../../kit/form.ts';
import type { Html } from '../../kit/html.ts';
import { type MergeRow, type MergeSide, mergesOf, sidesOf } from '../../people/actions/merges.ts';
import { type PairRow, pairOf } from '../../people/actions/pairs.ts';
import { undoPreview } from '../../people/actions/undo-preview.ts';
import { differing, mergeFields } from '../../people/rules/merge.ts';
import { casePath, showPhone } from '../actions/frame.ts';
import { casesOfBoth, factsOf, type MovingCase, mayReview } from '../actions/merge.ts';
import type { Side } from '../pages/pairs.ts';
import { undoHtml } from '../pages/undo.ts';

/** The params of every route below `/pairs/:pairId`. */
export const pairParams = Type.Object({ pairId: Type.String({ format: 'uuid' }) });

/** A pair with the cases of both, and the merge that made one of them, if any. */
export type Pair = { personId: string; pair: PairRow; cases: readonly MovingCase[]; merge: MergeRow | null };

/**
 * A pair as a case of either that the actor reviews: both may be in several programmes. The handlers ask about both people, and
 * nothing of a programme is in their pages for whoever does not review it.
 */
export const pairRecord: RecordLoader<Pair> = {
  param: 'pairId',
  async load(sql, id, actor) {
    const pair = await pairOf(sql, id);
    if (pair === null) return null;
    const both = [pair.low_id, pair.high_id];
    const cases = await casesOfBoth(sql, both);
    const merge =
      (await mergesOf(sql, both)).find((one) => both.includes(one.kept_id) && both.includes(one.merged_id)) ?? null;
    const theirs = (one: MovingCase) => actor !== undefined && can(actor, 'duplicates.review', factsOf(one));
    const through = cases.find(theirs) ?? cases[0];
    return through === undefined ? null : { ...factsOf(through), personId: pair.low_id, pair, cases, merge };
  },
};
export type PairContext = Context<{ pairId: string }, unknown, Pair>;

/** Both records, when the actor may look at both; a record that is merged elsewhere is looked at there. */
export async function sidesFor({ db, actor, record }: PairContext): Promise<[MergeSide, MergeSide]> {
  const { pair, cases, merge } = record;
  const asked = merge === null ? [pair.low_id, pair.high_id] : [merge.kept_id];
  if (!mayReview(actor, cases, asked)) notFound();
  return (await sidesOf(db, [pair.low_id, pair.high_id])) ?? notFound();
}

/** A case by its reference: the links of two records beside one another must not read alike. */
const linkOf = (one: MovingCase) => ({ href: casePath(one.id), text: `Case ${one.reference}` });

/** A side as its page shows it, with the cases that the actor may open. */
export function sideOf(context: PairContext, side: MergeSide): Side & { version: number } {
  const cases = context.record.cases.filter(
    (one) => one.person_id === side.id && can(context.actor, 'case.read', factsOf(one)),
  );
  return {
    reference: side.reference,
    values: side.values,
    version: side.version,
    cases: cases.map(linkOf),
  };
}

/** Writes down that the other record was read, too. */
export async function logBoth({ db, actor, record }: PairContext): Promise<void> {
  if (actor.userId !== null)
    await recordRead(db, {
      userId: actor.userId,
      what: 'possible second record',
      personId: record.pair.high_id,
      caseId: null,
    });
}

/** The name of the question which value of a field is right. */
export const questionOf = (name: string) => `take_${name}`;
const words = (value: unknown): string => showPhone(String(value));

/** Which value is right, where both know one and they differ. */
export function questionsFor(kept: MergeSide, merged: MergeSide): Question[] {
  return differing(kept.values, merged.values).map((name) => ({
    kind: 'choice',
    name: questionOf(name),
    label: mergeFields.find((one) => one.name === name)?.label ?? name,
    required: 'Choose which is right',
    choices: [
      { value: 'kept', text: `${words(kept.values[name])} (${kept.reference})` },
      { value: 'merged', text: `${words(merged.values[name])} (${merged.reference})` },
    ],
  }));
}

/** What undoing the merge would do, for whoever may look at both. */
export async function undoFor(
  { db, actor, record, csrf }: PairContext,
  merge: MergeRow,
  references: { kept: string; merged: string },
): Promise<Html> {
  const preview = (await undoPreview(db, merge)) ?? notFound();
  const cases = record.cases
    .filter(
      (one) =>
        one.person_id === merge.kept_id && can(actor, 'case.read', factsOf(one)) && merge.case_ids.includes(one.id),
    )
    .map(linkOf);
  return undoHtml({
    path: `/pairs/${record.pair.id}`,
    ...references,
    preview,
    cases,
    csrf,
  });
}
