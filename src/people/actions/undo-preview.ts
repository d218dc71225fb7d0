/** What undoing a merge would do now, before it is done. */
import type { Sql } from '../../kit/db.ts';
import { changesOfUndo, columnLabel, mergeColumns } from '../rules/merge.ts';
import * as store from '../store/merges.ts';
import { restrictionsOf } from '../store/restrictions.ts';

/** A name or a supporter; `kind` is what a name is used for, or who a supporter is. */
export type Around = { what: 'name' | 'supporter'; kind: string; text: string };
/** One that came with the merge: as it came, or corrected or removed on the kept record since. */
export type Brought = Around & { since: 'as it came' | 'corrected' | 'removed' };

/** Everything that undoing would give back, take away and leave. Values are those of the record's own row. */
export type UndoPreview = {
  /** Fields of the kept record that become again what they were. */
  back: { column: string; label: string; before: unknown }[];
  /** Fields that were corrected since: the correction stays. */
  stays: string[];
  brought: Brought[];
  /** Added to the kept record since: it stays there. */
  added: Around[];
  /** A restriction was placed since: it holds for both records then. */
  restrictsBoth: boolean;
};

/** What undoing this merge would do as both records stand now. Who may know it is asked by the caller. */
export async function undoPreview(sql: Sql, merge: store.MergeRow): Promise<UndoPreview | null> {
  const { id: mergeId, kept_id: keptId, merged_at: since } = merge;
  const [row] = await store.readBoth(sql, { ids: [keptId] });
  if (row === undefined) return null;
  const { back, stays } = changesOfUndo(row.row, merge.before, merge.after);
  const brought = await store.broughtBy(sql, { mergeId });
  const added = await store.addedSince(sql, { mergeId, personId: keptId, since });
  const restrictions = await restrictionsOf(sql, { personIds: [keptId] });
  const shown = mergeColumns.filter((column) => !column.startsWith('search_') && Object.hasOwn(back, column));
  return {
    back: shown.map((column) => ({ column, label: columnLabel(column), before: back[column] })),
    stays: stays.map(columnLabel),
    brought: brought.map(({ what, kind, text, corrected, removed }) => ({
      what,
      kind,
      text,
      since: removed ? 'removed' : corrected ? 'corrected' : 'as it came',
    })),
    added: added.map(({ what, kind, text }) => ({ what, kind, text })),
    restrictsBoth: restrictions.some((one) => Date.parse(one.placed_at) > Date.parse(since)),
  };
}
