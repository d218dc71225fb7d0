/** Figures about services, with small numbers left out: for the page and for the file, which say the same. */
import { type Actor, scopeOf } from '../../access/rules/policy.ts';
import { severeCases } from '../../assessment/actions/severe.ts';
import { expectedOf, freshnessOn } from '../../directory/actions/expected.ts';
import { needsKnown } from '../../directory/actions/search.ts';
import { unmetCounts } from '../../directory/actions/unmet.ts';
import { contracts } from '../../directory/rules/codes.ts';
import type { Database } from '../../kit/db.ts';
import { programmeOn } from '../../programmes/actions.ts';
import { serviceRulesOf } from '../../programmes/rules/services.ts';
import type { Figures, Gap } from '../rules/figure-lines.ts';
import { type Group, type ShownMeasure, shownMeasures } from '../rules/service-figures.ts';
import * as store from '../store/service-figures.ts';

export type { Figures } from '../rules/figure-lines.ts';
export { type Grouping, groupings } from '../store/service-figures.ts';

// More lines than anybody reads; the others stand in one line, so that the totals are those of all.
const mostGroups = 50;

/** What is asked for. Days are 'YYYY-MM-DD'. */
export type Ask = { programmeId: string; by: store.Grouping; from: string; to: string; today: string };

/** Those with most referrals by themselves, in the order of their names; the rest as one. */
function groupsOf(rows: readonly store.FigureRow[], by: store.Grouping): Group[] {
  const all = rows.map(({ key, label, ...counts }) => ({
    key,
    label: by === 'contract' ? (contracts[label as keyof typeof contracts] ?? 'Not known') : label,
    counts: counts as Record<string, number>,
  }));
  if (all.length <= mostGroups) return all;
  const most = new Set([...all].sort((a, b) => (b.counts.made ?? 0) - (a.counts.made ?? 0)).slice(0, mostGroups));
  const others: Record<string, number> = {};
  for (const { counts } of all.filter((group) => !most.has(group)))
    for (const [key, count] of Object.entries(counts)) others[key] = (others[key] ?? 0) + count;
  return [...all.filter((group) => most.has(group)), { key: 'others', label: 'All others', counts: others }];
}

/** The rows with those services of which something was expected and to which nobody was referred. */
function withExpected(
  rows: readonly store.FigureRow[],
  expected: ReadonlyMap<string, { label: string }>,
): store.FigureRow[] {
  const there = new Set(rows.map(({ key }) => key));
  const none = [...expected].filter(([key]) => !there.has(key));
  return none.length === 0
    ? [...rows]
    : [...rows, ...none.map(([key, { label }]) => ({ key, label, made: 0, workers: 0, areas: 0 }))].sort((a, b) =>
        a.label.localeCompare(b.label, 'en-GB'),
      );
}

/** Figures of referrals that were made in a period, as far as the actor oversees them. Seven statements at most. */
export async function figuresFor(sql: Database, actor: Actor, ask: Ask): Promise<Figures> {
  const { programmeId, by, from, to, today } = ask;
  const document = (await programmeOn(sql, programmeId, today))?.document ?? {};
  const least = serviceRulesOf(document, { area: null, on: today }).smallNumber;
  const scope = scopeOf(actor, 'service.oversee', programmeId);
  const rows = await store.figureRows(sql, { programmeId, scope, by, from, to, today });
  // What is expected is expected of the whole programme: beside the referrals of one area it would mislead.
  const expected =
    by === 'service' && scope.programmeIds.includes(programmeId)
      ? await expectedOf(sql, { programmeId, from, to })
      : new Map<string, { label: string; expected: number }>();
  const groups = groupsOf(withExpected(rows, expected), by);
  const shown = shownMeasures(groups, least);
  const big = (count: number) => (count > 0 && count < least ? null : count);
  const [covered = { one: 0, nobody: 0 }] = await store.coverage(sql, { programmeId, scope, today });
  const small = big(covered.one) === null || big(covered.nobody) === null;
  return {
    least,
    shown,
    // Without totals, so that nothing can be worked out from a line that is left out.
    made: groups.map(({ key, label, counts }) => ({
      label,
      made: big(counts.made ?? 0),
      workers: key === 'others' || by === 'pair' ? null : big(counts.workers ?? 0),
      areas: counts.areas ?? 0,
      expected: expected.get(key)?.expected ?? null,
    })),
    expects: expected.size > 0,
    freshness: await freshnessOn(sql, today),
    coverage: small ? { one: null, nobody: null } : covered,
    gaps: by === 'need' ? await gapsFor(sql, actor, ask, groups, shown, big) : null,
  };
}

/** Severe issues against what there is, refusals, and what was looked for and not found. */
async function gapsFor(
  sql: Database,
  actor: Actor,
  { programmeId, from, to, today }: Ask,
  groups: readonly Group[],
  shown: readonly ShownMeasure[],
  big: (count: number) => number | null,
): Promise<Gap[]> {
  const needs = await needsKnown(sql);
  const severe = await severeCases(sql, actor, {
    ...{ programmeId, permission: 'service.oversee', day: today },
    groups: needs.map(({ id, issues }) => ({ key: id, issues })),
  });
  const supply = new Map((await store.supply(sql)).map(({ term_id, services }) => [term_id, services]));
  const unmet = new Map<string, number>();
  for (const { term_id, n } of await unmetCounts(sql, actor, { programmeId, from, to }))
    unmet.set(term_id, (unmet.get(term_id) ?? 0) + n);
  const decided = shown.find(({ measure }) => measure.key === 'decided');
  return needs.map(({ id, name }) => {
    const at = groups.findIndex(({ key }) => key === id);
    return {
      need: name,
      severe: big(severe.get(id) ?? 0),
      services: supply.get(id) ?? 0,
      made: big(groups[at]?.counts.made ?? 0),
      // What the table above leaves out is left out here as well.
      declined: at < 0 ? 0 : decided === undefined ? 0 : (decided.lines[at]?.cells[1] ?? null),
      unmet: big(unmet.get(id) ?? 0),
    };
  });
}
