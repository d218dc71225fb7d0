/**
 * Figures about referrals to services as they are shown: small numbers, and what they could be worked out from, are left out.
 * Nobody is ranked: groups stand by name. Pure.
 */

import { type Shown, suppressedTogether } from '../../kit/suppress.ts';
import { type Measure, measures } from './service-measures.ts';

/** Every count that a group has, by key. */
export type Counts = Readonly<Record<string, number>>;
/** A group with its counts. Groups come in the order of their names. */
export type Group = { key: string; label: string; counts: Counts };
/** A measure as it is shown: a line for each group and one for all; null is left out. */
export type ShownMeasure = {
  measure: Measure;
  lines: { label: string; cells: (number | null)[]; mean: number | null }[];
};

/** What the measures show of some groups: small numbers, and what they could be worked out from, are left out. */
export function shownMeasures(groups: readonly Group[], least: number): ShownMeasure[] {
  const count = (group: Group, key: string) => group.counts[key] ?? 0;
  const used = measures.filter((measure) => groups.some((group) => count(group, measure.total.key) > 0));
  const tables = used.map(({ parts, total }) => ({
    grid: groups.map((group) => parts.map(({ key }) => count(group, key))),
    name: (row: number, column: number) => `${row} ${parts[column]?.key ?? total.key}`,
  }));
  const shown: Shown[] = groups.length === 0 ? [] : suppressedTogether(tables, least);
  return used.map((measure, at) => {
    const { mean, parts, total } = measure;
    const column =
      mean === undefined ? -1 : mean.of === total.key ? parts.length : parts.findIndex(({ key }) => key === mean.of);
    const meanOf = (days: number, cell: number | null | undefined) =>
      cell === null || cell === undefined || cell < least ? null : Math.round((days / cell) * 10) / 10;
    const rows = (shown[at] as Shown).map((cells, row) => ({ cells, group: groups[row] ?? null }));
    const lines = rows.map(({ cells, group }) => {
      const days =
        mean === undefined
          ? 0
          : group === null
            ? groups.reduce((sum, one) => sum + count(one, mean.days), 0)
            : count(group, mean.days);
      return { label: group?.label ?? 'All', cells, mean: mean === undefined ? null : meanOf(days, cells[column]) };
    });
    // The mean of all would tell the days of the one group whose own is left out.
    const last = lines.at(-1);
    const untold = rows.some(
      ({ group }, row) => group !== null && count(group, mean?.of ?? '') > 0 && lines[row]?.mean === null,
    );
    if (last !== undefined && untold) last.mean = null;
    return { measure, lines };
  });
}
