/** What of the counts on a board's page that stand for providers and everybody is left out together. Pure. */
import { suppressedTogether } from '../../kit/suppress.ts';
import { countOf, journeys, least, named, safe } from './board-counts.ts';
import type { OutturnTable } from './figures.ts';

/** Counts of lines that add up to the last one, by column; the line before the last is who is in none of them. */
type Lines = { labels: readonly string[]; at: (column: string, line: string) => number };

/** Of a table the lines of providers and of everybody, with what the first leave of the last: those without a provider. */
function linesOf(table: OutturnTable, labels: readonly string[]): Lines {
  const count = (column: string, label: string) =>
    countOf(table.rows.find((row) => row.label === label)?.figures[table.columns.indexOf(column)]);
  const [own, all] = [labels.slice(0, -1), labels.at(-1) ?? ''];
  const rest = (column: string) =>
    Math.max(
      0,
      own.reduce((left, label) => left - count(column, label), count(column, all)),
    );
  return { labels, at: (column, label) => (label === nowhere ? rest(column) : count(column, label)) };
}
const nowhere = 'No provider';

/**
 * What of several tables that share counts may not be shown, as 'count label'. Each is given by the counts that add up to its total, for
 * every provider; those without one are a line of their own, which is not shown and would else follow from the others.
 */
function small(
  labels: readonly string[],
  tables: readonly { parts: readonly string[]; total: string | null }[],
  at: (name: string, label: string) => number,
): Set<string> {
  const lines = [...labels.slice(0, -1), nowhere];
  const all = [...lines, labels.at(-1) ?? ''];
  const grids = tables.map(({ parts, total }) => ({
    grid: lines.map((label) => parts.map((part) => at(part, label))),
    // Where no total of a line is printed, there is one part, and it is its own total.
    name: (row: number, column: number) => `${parts[column] ?? total ?? parts[0]} ${all[row]}`,
  }));
  return new Set(
    suppressedTogether(grids, least).flatMap((shown, n) =>
      shown.flatMap((cells, row) =>
        cells.flatMap((cell, column) => (cell === null ? [grids[n]?.name(row, column) ?? ''] : [])),
      ),
    ),
  );
}

/** Counts that are not shown, as 'count label'; whether both lengths of R17 together would tell a small number. */
type Hidden = { out: ReadonlySet<string>; nested: boolean };

/**
 * Every count of people on the board's page that stands for providers and everybody, as counts that exclude each other: starters by what
 * became of their first job, by whether they reached a sustained job, and by whether they are in a base of R17. Those add up to the
 * starters, whom four tables share.
 */
export function hiddenCounts(tables: readonly OutturnTable[], labels: readonly string[]): Hidden {
  const [r14, r16, r17] = ['R14', 'R16', 'R17'].map((name) => named(tables, name));
  if (r14 === undefined || r16 === undefined || r17 === undefined) return { out: new Set(), nested: false };
  const [first, reached] = [linesOf(r14, labels), linesOf(r16, labels)];
  const bases = ['13 weeks', '26 weeks'].map((weeks) => {
    const of = (label: string) => (label === 'Everybody' ? `${weeks}: everybody` : `${weeks}: ${label}`);
    const lines = linesOf(r17, labels.map(of));
    return (column: string, label: string) => lines.at(column, label === nowhere ? nowhere : of(label));
  }) as [Lines['at'], Lines['at']];
  const [thirteen, twentySix] = bases;
  const counts: Record<string, (label: string) => number> = {
    Starters: (label) => first.at('Starters', label),
    ...Object.fromEntries(journeys.map((part) => [part, (label: string) => first.at(part, label)])),
    both: (label) => reached.at('Reached', label) - reached.at('Reached, not claimed', label),
    'Reached, not claimed': (label) => reached.at('Reached, not claimed', label),
    early: (label) =>
      reached.at('Claimed', label) - reached.at('Reached', label) + reached.at('Reached, not claimed', label),
    Pipeline: (label) => reached.at('Pipeline', label),
    'base 13': (label) => thirteen('Base', label),
    'gone 13': (label) => thirteen('Did not remain', label),
    'base 26': (label) => twentySix('Base', label),
    'gone 26': (label) => twentySix('Did not remain', label),
  };
  const at = (name: string, label: string): number => {
    const [of, ...less] = name.split(' less ');
    return Math.max(
      0,
      less.reduce((left, part) => left - at(part, label), counts[of as string]?.(label) ?? 0),
    );
  };
  const sustained = ['both', 'Reached, not claimed', 'Pipeline'];
  // Where both bases are the same people, those who left between the two lengths follow.
  const nested = [...labels, nowhere].some(
    (label) => at('base 13 less base 26', label) === 0 && !safe(at('gone 26 less gone 13', label)),
  );
  const cuts = [
    { parts: journeys, total: 'Starters' },
    { parts: [...sustained, `Starters less ${sustained.join(' less ')}`], total: 'Starters' },
    // Who is claimed without having reached it by the dates held may have no job.
    { parts: ['early'], total: null },
    { parts: ['base 13', 'Starters less base 13'], total: 'Starters' },
    { parts: ['gone 13', 'base 13 less gone 13'], total: 'base 13' },
    { parts: ['base 26', 'base 13 less base 26'], total: 'base 13' },
    { parts: ['gone 26', 'base 26 less gone 26'], total: 'base 26' },
  ];
  const out = small(labels, cuts, at);
  const isOut = (name: string) => (label: string) => out.has(`${name} ${label}`);
  const own = [...labels.slice(0, -1), nowhere];
  const few = (counts: readonly number[]): boolean => !safe(counts.reduce((sum, one) => sum + one, 0));
  const hide = (names: readonly string[]) => {
    for (const name of names) for (const label of labels) out.add(`${name} ${label}`);
  };
  // What is left out of a line together is told by its total: where that is of few people, nothing of the table is shown.
  for (const { parts } of cuts) {
    const lines = [...own, 'Everybody'].map((label) =>
      parts.filter((part) => isOut(part)(label)).map((part) => at(part, label)),
    );
    const columns = parts.map((part) => own.filter(isOut(part)).map((label) => at(part, label)));
    if ([...lines, ...columns].some(few)) hide(parts);
  }
  // Tables hang together by the totals that they share. Where one of those is not shown, sums over several lines and tables tell what no
  // single table does; what adds up to it is then not shown for anybody, nor the total itself where few are left out of it. Where all of
  // them are shown, each table stands for itself.
  for (const [shared, parts] of chains) {
    const left = own.filter(isOut(shared));
    if (left.length === 0 && !isOut(shared)('Everybody')) continue;
    hide(few(left.map((label) => at(shared, label))) ? [shared, ...parts] : parts);
  }
  return { out, nested };
}

const chains = [
  ['Starters', [...journeys, 'both', 'Reached, not claimed', 'Pipeline', 'base 13', 'gone 13', 'base 26', 'gone 26']],
  ['base 13', ['gone 13', 'base 26', 'gone 26']],
  ['base 26', ['gone 26']],
] as const;
