/**
 * The outturn as a board sees it: nobody can be found in it. A count from 1 to 5 is not shown, nor what it could be worked out from.
 * Pure.
 */
import { fraction, parseDecimal, percentOf, plus } from '../../kit/exact.ts';
import { countAt, countOf, hidden, journeys, least, named, safe } from './board-counts.ts';
import { withoutFollowing } from './board-follows.ts';
import { hiddenCounts } from './board-hidden.ts';
import { type Figure, isQuarter, made, type OutturnTable } from './figures.ts';
import { shortOf } from './outturn.ts';

export { least };

/** What '[c]' means, for a note beside the tables. */
export const boardNote =
  '[c] is a number that is not shown, because it is of 5 people or fewer or such a number could be worked out from it. Lines of quarters are put together until the change is large enough.';

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

/**
 * R15 without the lines that tell of few people or of few of their jobs beside the other tables: jobs less first jobs are later ones; a job
 * of 13 or 26 weeks is of somebody who began so long ago, and stayed; one of 50 weeks is a sustained job. Where every job that is held, or
 * every job that was left, is a first one, the lines by length are counts of starters and hang together with all the others.
 */
function withoutPeople(own: OutturnTable, tables: readonly OutturnTable[]): OutturnTable {
  const [r14, r16, r17] = ['R14', 'R16', 'R17'].map((name) => named(tables, name));
  const [still, left, other] = journeys.map((column) => countAt(r14, 'Everybody', column)) as [number, number, number];
  const base = (weeks: number) => countAt(r17, `${weeks} weeks: everybody`, 'Base');
  const gone = (weeks: number) => countAt(r17, `${weeks} weeks: everybody`, 'Did not remain');
  // Who is in a base holds such a job, or left their first; who left it had it so long, or did not remain, or began too late.
  const near = (weeks: number, jobs: readonly number[]): number[] => {
    const [ended = 0, held = 0] = jobs;
    const stayed = base(weeks) - gone(weeks);
    return [
      ...jobs.flatMap((count) => (count === 0 ? [] : [base(weeks) - count, stayed - count])),
      ...[held + left + other - base(weeks), left + other - gone(weeks) - ended],
    ];
  };
  const reached = countAt(r16, 'Everybody', 'Reached');
  const beside: Record<string, (jobs: readonly number[]) => number[]> = {
    '13+ weeks': (jobs) => near(13, jobs),
    '26+ weeks': (jobs) => near(26, jobs),
    '50+ weeks': (jobs) => jobs.flatMap((count) => (count === 0 ? [] : [reached - count])),
  };
  const any = (column: string) => countAt(named(tables, 'R15'), 'Any length of time', column);
  const areFirst = any('Still in job') === still || any('Left job') === left + other;
  const isKept = ({ label, figures }: OutturnTable['rows'][number]): boolean => {
    const [ended = 0, held = 0, total = 0] = figures.map(countOf);
    if (label !== 'Any length of time')
      return (
        !areFirst && (beside[label]?.([ended, held, total]) ?? []).every((difference) => safe(Math.abs(difference)))
      );
    const later = total - still - left - other;
    // Of the later jobs each who left their first job has one at least.
    return [ended - left - other, held - still, later, later - other].every((jobs) => safe(Math.max(0, jobs)));
  };
  return { ...own, rows: own.rows.filter(isKept) };
}

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
 * that R8 shows follows from both tables, and has to be enough as well; so has what the starters of some quarters of attachment leave of
 * `old`, counts of those who started long ago.
 */
function together(table: OutturnTable, shown: OutturnTable | undefined, old: readonly number[]): OutturnTable[] {
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
      old.every((count) => count === 0 || safe(Math.max(0, all - count))) &&
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

/** Counts of people of whom all started long ago: a base of R17, who of it stayed or did not, who reached a sustained job. */
function startedLongAgo(tables: readonly OutturnTable[]): number[] {
  const r16 = named(tables, 'R16');
  const of = (column: string) => countAt(r16, 'Everybody', column);
  return [
    ...(named(tables, 'R17')?.rows ?? []).flatMap(({ label, figures }) => {
      const [base = 0, gone = 0] = figures.slice(0, 2).map(countOf);
      return label.endsWith(': everybody') ? [base, gone, base - gone] : [];
    }),
    ...[of('Reached'), of('Reached') + of('Pipeline')],
  ];
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

/** Whose line of R17 it is. */
const lineOfWeeks = (label: string): string =>
  label.endsWith(': everybody') ? 'Everybody' : label.slice(label.indexOf(': ') + 2);

/** Of how many providers a board sees lines: what follows from the lines of more would take a server seconds to find out. */
const mostProviders = 8;

/**
 * The tables as a board may see them. Quarters of attachment are not shown where a provider's or everybody's line says enough, and of
 * more than eight providers everybody's lines alone.
 */
export function boardTables(tables: readonly OutturnTable[], every: readonly string[]): OutturnTable[] {
  const providers = every.length > mostProviders ? [] : every;
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
  const board = tables.flatMap((table): OutturnTable[] => {
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
        const columns = ['Left job', 'Still in job', 'Total', 'Percent left', 'Percent still in'];
        const own = stepwise(
          picked(table, columns, () => true),
          ['Left job', 'Still in job'],
        );
        return [withoutPeople(own, tables)];
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
            picked(table, table.columns, (label) => label.startsWith(weeks) && lines(lineOfWeeks(label))),
            out,
            {
              Base: [`base ${weeks}`],
              'Did not remain': [`gone ${weeks}`],
              'Percent did not remain': [`gone ${weeks}`, `base ${weeks}`],
            },
            lineOfWeeks,
          ),
          ...(n === 0 ? {} : { sentence: `The same for ${weeks} weeks.` }),
        }));
      case 'R18':
        return out.has('Starters Everybody') ? [] : together(table, r8 && quarters(r8), startedLongAgo(tables));
      case 'R23':
        return wholePayments(table);
      default:
        // Cells of single quarters are small and hang together with every other table.
        return [];
    }
  });
  return withoutFollowing(board, providers, (count) => !safe(count), hidden);
}
