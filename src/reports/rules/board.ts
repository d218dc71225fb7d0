/**
 * The outturn as a board sees it: nobody can be found in it. A count from 1 to 5 is not shown, nor what it could be worked out from.
 * Pure.
 */
import { fraction, parseDecimal, percentOf, plus } from '../../kit/exact.ts';
import { suppressedTogether } from '../../kit/suppress.ts';
import { type Figure, isQuarter, made, type OutturnTable } from './figures.ts';
import { shortOf } from './outturn.ts';

/** Counts below this are small (5 people or fewer: the reports' own custom is not known). */
export const least = 6;
const hidden: Figure = { value: '', printed: '[c]', source: null, cell: null };
/** What '[c]' means, for a note beside the tables. */
export const boardNote =
  '[c] is a number that is not shown, because it is of 5 people or fewer or such a number could be worked out from it. Lines of quarters are put together until the change is large enough.';

const countOf = (figure: Figure | null | undefined): number => Number(figure?.value || 0);
const safe = (count: number): boolean => count === 0 || count >= least;
/** Figures of a board say where they stand nowhere: nobody goes from them to people. */
const bare = (figure: Figure | null): Figure | null =>
  figure === null ? null : { ...figure, source: null, cell: null };

/** Picks columns and rows of a table. */
function picked(table: OutturnTable, columns: readonly string[], keep: (label: string) => boolean): OutturnTable {
  const places = columns.map((column) => table.columns.indexOf(column));
  return {
    ...table,
    columns: [...columns],
    counts: table.counts.filter((column) => columns.includes(column)),
    rows: table.rows
      .filter(({ label }) => keep(label))
      .map(({ label, figures }) => ({ label, figures: places.map((at) => bare(figures[at] ?? null)) })),
  };
}

/** Lines that add up or nest: one is shown when every count differs from that of the line shown before it by nothing or by enough. */
function stepwise(table: OutturnTable, columns: readonly string[]): OutturnTable {
  const places = columns.map((column) => table.columns.indexOf(column));
  let before = places.map(() => 0);
  let first = true;
  const rows = table.rows.filter(({ figures }) => {
    const counts = places.map((at) => countOf(figures[at]));
    const fits = counts.every((count, n) => safe(count) && (first || safe(Math.abs(count - (before[n] ?? 0)))));
    if (fits) {
      before = counts;
      first = false;
    }
    return fits;
  });
  return { ...table, rows };
}

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

const journeys = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'];
const named = (tables: readonly OutturnTable[], name: string): OutturnTable | undefined =>
  tables.find((table) => table.name === name);

/** Counts that are not shown, as 'count label'; whether both lengths of R17 together would tell a small number. */
type Hidden = { out: ReadonlySet<string>; nested: boolean };

/**
 * Every count of people on the board's page that stands for providers and everybody, as counts that exclude each other: starters by what
 * became of their first job, by whether they reached a sustained job, and by whether they are in a base of R17. Those add up to the
 * starters, whom four tables share.
 */
function hiddenCounts(tables: readonly OutturnTable[], labels: readonly string[]): Hidden {
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

/** A table with figures hidden: `needs` says which counts a column tells something of, for a line of it. */
function without(
  table: OutturnTable,
  hiddenOnes: ReadonlySet<string>,
  needs: Readonly<Record<string, readonly string[]>>,
  lineOf = (label: string) => label,
): OutturnTable {
  const rows = table.rows.map(({ label, figures }) => ({
    label,
    figures: figures.map((figure, at) =>
      needs[table.columns[at] ?? '']?.some((name) => hiddenOnes.has(`${name} ${lineOf(label)}`)) ? hidden : figure,
    ),
  }));
  return { ...table, rows };
}

/** Is a count of people safe, and what it leaves of a whole? */
const safeOf = (count: number, whole: number): boolean => safe(count) && safe(Math.max(0, whole - count));

/**
 * R18 with quarters put together until those attached, those who started and the others are enough. Who started later than a quarter
 * that R8 shows follows from both tables, and has to be enough as well.
 */
function together(table: OutturnTable, shown: OutturnTable | undefined): OutturnTable[] {
  const place = (column: string) => table.columns.indexOf(column);
  const quarters = table.rows.filter(({ label }) => isQuarter(label));
  const started = (rows: OutturnTable['rows']) =>
    rows.reduce((sum, { figures }) => sum + countOf(figures[place('Started')]), 0);
  const before = shown?.rows.filter(({ label }) => isQuarter(label)) ?? [];
  const fits = (rows: OutturnTable['rows'], upTo: number): boolean => {
    const last = rows.at(-1)?.label ?? '';
    const attached = rows.reduce((sum, { figures }) => sum + countOf(figures[place('Attached')]), 0);
    const all = started(quarters.slice(0, upTo));
    return (
      safeOf(started(rows), attached) &&
      before.every(({ label, figures }) => label > last || safe(all - countOf(figures[0])))
    );
  };
  const groups: OutturnTable['rows'][] = [];
  let open: OutturnTable['rows'] = [];
  for (const [at, row] of quarters.entries()) {
    open = [...open, row];
    if (!fits(open, at + 1)) continue;
    groups.push(open);
    open = [];
  }
  // What is left at the end goes with the quarters before it.
  while (open.length > 0 && !fits(open, quarters.length)) {
    const last = groups.pop();
    if (last === undefined) return [];
    open = [...last, ...open];
  }
  if (open.length > 0) groups.push(open);
  const rows = groups.map((own) => {
    const [first, last] = [own[0], own.at(-1)];
    const attached = own.reduce((sum, { figures }) => sum + countOf(figures[place('Attached')]), 0);
    const targets = own.map(({ figures }) => parseDecimal(figures[place('Target in the end')]?.value ?? ''));
    const target = targets.reduce((sum, one) => (sum === null || one === null ? null : plus(sum, one)), fraction(0));
    const figures = [
      made.count(attached),
      made.count(started(own)),
      made.percent(percentOf(started(own), attached), 1),
      made.number(target, 1),
      target === null ? made.text('-') : made.count(shortOf(target, started(own))),
      bare(last?.figures[place('Months left')] ?? null),
    ];
    return { label: first === last ? (first?.label ?? '') : `${first?.label} to ${last?.label}`, figures };
  });
  return [{ ...table, sentence: 'Clients by the quarters of their attachment, some of them put together.', rows }];
}

/** R23 of everybody: each sum stands there while the number of its claims, and of those that it leaves of the one before, is enough. */
function wholePayments(table: OutturnTable): OutturnTable[] {
  const pairs = [
    ['Claims', 'Claimed'],
    ['Claims accepted', 'Accepted'],
    ['Claims paid', 'Paid'],
  ] as const;
  const own = picked(table, pairs.flat(), (label) => label === 'Everybody');
  const figures = own.rows[0]?.figures ?? [];
  let whole: number | null = null;
  const shown = pairs.flatMap((_, n) => {
    const count = countOf(figures[2 * n]);
    if (!safeOf(count, whole ?? count)) return [hidden, hidden];
    whole = count;
    return [figures[2 * n] ?? null, figures[2 * n + 1] ?? null];
  });
  return [
    { ...own, sentence: 'Claims of everybody, in claims and money.', rows: [{ label: 'Everybody', figures: shown }] },
  ];
}

/** The tables as a board may see them. Quarters of attachment are not shown where a provider's or everybody's line says enough. */
export function boardTables(tables: readonly OutturnTable[], providers: readonly string[]): OutturnTable[] {
  const labels = [...providers, 'Everybody'];
  const lines = (label: string) => labels.includes(label);
  const { out, nested } = hiddenCounts(tables, labels);
  const quarters = (table: OutturnTable): OutturnTable => {
    const all = countOf(table.rows.at(-1)?.figures[table.columns.indexOf('Started to date')]);
    const columns = table.columns.filter((column) => column !== 'Started');
    const own = stepwise(picked(table, columns, isQuarter), ['Started to date']);
    // A starter without a first day is in no quarter, and would follow from the last of them; so would everybody.
    const rows = out.has('Starters Everybody') ? [] : own.rows.filter(({ figures }) => safe(all - countOf(figures[0])));
    return { ...own, rows };
  };
  const r8 = named(tables, 'R8');
  return tables.flatMap((table): OutturnTable[] => {
    switch (table.name) {
      case 'R8': {
        const columns = table.columns.filter((column) => column !== 'Started');
        const sum = without(picked(table, columns, lines), out, {
          'Started to date': ['Starters'],
          'Percent of baseline': ['Starters'],
          'Percent of target': ['Starters'],
        });
        return [{ ...sum, rows: [...quarters(table).rows, ...sum.rows] }];
      }
      case 'R14': {
        const columns = ['Starters', ...journeys.flatMap((part) => [part, `${part}, percent`])];
        // A share and its part tell the whole, about.
        const needs = Object.fromEntries(journeys.map((part) => [`${part}, percent`, [part, 'Starters']]));
        const parts = Object.fromEntries(['Starters', ...journeys].map((part) => [part, [part]]));
        return [without(picked(table, columns, lines), out, { ...parts, ...needs })];
      }
      case 'R15': {
        const own = stepwise(
          picked(table, ['Left job', 'Still in job', 'Total', 'Percent left', 'Percent still in'], () => true),
          ['Left job', 'Still in job'],
        );
        // Jobs less first jobs are later jobs.
        const first = named(tables, 'R14');
        const of = (column: string) => countOf(first?.rows.at(-1)?.figures[first.columns.indexOf(column)]);
        const later = (figures: readonly (Figure | null)[]) =>
          [
            countOf(figures[0]) - of('Left first job, no other job') - of('Left first job, had another job'),
            countOf(figures[1]) - of('Still in first job'),
          ].every((count) => safe(Math.max(0, count)));
        return [
          { ...own, rows: own.rows.filter(({ label, figures }) => label !== 'Any length of time' || later(figures)) },
        ];
      }
      case 'R16': {
        const columns = [
          'Reached',
          'Reached, not claimed',
          'Claimed',
          'Target to date',
          'Percent of target',
          'Pipeline',
        ];
        return [
          without(picked(table, columns, lines), out, {
            Reached: ['both', 'Reached, not claimed'],
            'Reached, not claimed': ['Reached, not claimed'],
            Claimed: ['both', 'early'],
            'Percent of target': ['both', 'early'],
            Pipeline: ['Pipeline'],
          }),
        ];
      }
      case 'R17':
        return (nested ? ['13'] : ['13', '26']).map((weeks, n) => ({
          ...without(
            picked(table, table.columns, (label) => label.startsWith(weeks)),
            out,
            {
              Base: [`base ${weeks}`],
              'Did not remain': [`gone ${weeks}`],
              'Percent did not remain': [`gone ${weeks}`, `base ${weeks}`],
            },
            (label) => (label.endsWith(': everybody') ? 'Everybody' : label.slice(label.indexOf(': ') + 2)),
          ),
          ...(n === 0 ? {} : { sentence: `The same for ${weeks} weeks.` }),
        }));
      case 'R18':
        return out.has('Starters Everybody') ? [] : together(table, r8 && quarters(r8));
      case 'R23':
        return wholePayments(table);
      default:
        // Cells of single quarters are small and hang together with every other table.
        return [];
    }
  });
}
