/** A board's page as somebody reads it who wants to know: everything that is printed, put together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quarterLabel } from '../../kit/days.ts';
import { boardTables, least } from './board.ts';
import { type Figure, made, type OutturnTable, reader } from './figures.ts';
import { payments } from './payments.ts';

const providers = ['Ash', 'Beech'];
/** The lines of which the page is made; nobody is shown the third, of those without a provider. */
const lines = [...providers, 'None'];

/** Counts of one line that exclude each other, three ways of cutting up its starters, and those claimed early. */
type Line = {
  journeys: [number, number, number];
  sustained: [number, number, number, number];
  early: number;
  /** Too late for R17; from 13 to 26 weeks ago; gone and stayed by 13 weeks; gone and stayed by 26. */
  stays: [number, number, number, number, number, number];
};
const counts = (line: Line): number[] => [...line.journeys, ...line.sustained, line.early, ...line.stays];
const width = 14;
/** What is counted, by the places of `counts` that add up to it. */
const sums = {
  Starters: [0, 1, 2],
  'Still in first job': [0],
  'Left first job, no other job': [1],
  'Left first job, had another job': [2],
  both: [3],
  'Reached, not claimed': [4],
  Pipeline: [5],
  neither: [6],
  early: [7],
  Reached: [3, 4],
  Claimed: [3, 7],
  late: [8],
  between: [9],
  'gone 13': [10],
  'stayed 13': [11],
  'base 13': [10, 11],
  'gone 26': [12],
  'stayed 26': [13],
  'base 26': [12, 13],
} satisfies Record<string, number[]>;
type Name = keyof typeof sums;

const total = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0);
const value = (line: readonly number[], name: Name): number => total(sums[name].map((at) => line[at] ?? 0));

function tablesOf(given: readonly (readonly number[])[]): OutturnTable[] {
  const everybody = Array.from({ length: width }, (_, at) => total(given.map((line) => line[at] ?? 0)));
  const shown = [
    ...providers.map((label, n) => [label, given[n] as number[]] as const),
    ['Everybody', everybody] as const,
  ];
  const table = (name: string, columns: string[], rows: { label: string; figures: (Figure | null)[] }[]) => ({
    ...{ name, question: '', sentence: '', definition: '', base: '', columns, counts: [], rows },
  });
  const lineOf = (names: readonly (Name | null)[], label: string, line: readonly number[]) => ({
    label,
    figures: names.map((name) => (name === null ? made.text('%') : made.count(value(line, name)))),
  });
  const journeys = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'] as const;
  const starters = value(everybody, 'Starters');
  return [
    table(
      'R8',
      ['Started', 'Started to date', 'Target to date', 'Percent of target'],
      [
        { label: '2016 Q1', figures: [null, made.count(starters), null, made.text('%')] },
        ...shown.map(([label, line]) => lineOf(['Starters', 'Starters', null, null], label, line)),
      ],
    ),
    table(
      'R14',
      ['Starters', ...journeys.flatMap((one) => [one, `${one}, percent`])],
      shown.map(([label, line]) => lineOf(['Starters', ...journeys.flatMap((one) => [one, null])], label, line)),
    ),
    table(
      'R16',
      ['Reached', 'Reached, not claimed', 'Claimed', 'Target to date', 'Percent of target', 'Pipeline'],
      shown.map(([label, line]) =>
        lineOf(['Reached', 'Reached, not claimed', 'Claimed', null, null, 'Pipeline'], label, line),
      ),
    ),
    table(
      'R17',
      ['Base', 'Did not remain', 'Percent did not remain', 'Elsewhere'],
      (['13', '26'] as const).flatMap((weeks) =>
        shown.map(([label, line]) =>
          lineOf(
            [`base ${weeks}`, `gone ${weeks}`, null, null],
            `${weeks} weeks: ${label === 'Everybody' ? 'everybody' : label}`,
            line,
          ),
        ),
      ),
    ),
  ];
}

/** Everything that the page says, as equations over the counts of all lines; only those above nothing are unknown. */
function equations(board: readonly OutturnTable[], given: readonly (readonly number[])[]): number[][] {
  const of = (name: Name, labels: readonly string[]): number[] =>
    given.flatMap((line, n) =>
      line.map((count, at) => (labels.includes(lines[n] ?? '') && sums[name].includes(at) && count > 0 ? 1 : 0)),
    );
  const all: number[][] = [];
  // What a reader knows of any line: each of these is nothing.
  const ways = [
    { plus: [0, 1, 2], less: [3, 4, 5, 6] },
    { plus: [0, 1, 2], less: [8, 10, 11] },
    { plus: [10, 11], less: [9, 12, 13] },
  ];
  for (const label of lines)
    for (const { plus, less } of ways)
      all.push(
        given.flatMap((line, n) =>
          line.map((count, at) =>
            lines[n] !== label || count === 0 ? 0 : plus.includes(at) ? 1 : less.includes(at) ? -1 : 0,
          ),
        ),
      );
  const names: Record<string, Name> = { 'Started to date': 'Starters', Base: 'base 13', 'Did not remain': 'gone 13' };
  for (const { name, columns, rows } of board)
    for (const { label, figures } of rows)
      for (const [at, column] of columns.entries()) {
        const figure = figures[at];
        const counted = names[column] ?? (column in sums ? (column as Name) : null);
        if (counted === null || figure == null || figure.printed === '[c]') continue;
        const count = (name === 'R17' ? counted.replace('13', label.slice(0, 2)) : counted) as Name;
        const who = providers.find((one) => label === one || label.endsWith(`: ${one}`));
        const equation = of(count, who === undefined ? lines : [who]);
        all.push(equation);
        const number = total(given.flat().map((one, place) => one * (equation[place] ?? 0)));
        assert.equal(Number(figure.value), number, `${name} ${label} ${column}`);
      }
  return all;
}

/** Whether a sum of counts follows from the equations: elimination, with what is left of the sum. */
function solver(all: readonly number[][]): (sum: readonly number[]) => boolean {
  const steps: { pivot: number; row: number[] }[] = [];
  const rest = (row: readonly number[]): number[] => {
    let left = [...row];
    for (const { pivot, row: step } of steps) {
      const factor = left[pivot] ?? 0;
      if (Math.abs(factor) > 1e-9) left = left.map((one, at) => one - factor * (step[at] ?? 0));
    }
    return left;
  };
  for (const row of all) {
    const left = rest(row);
    const pivot = left.findIndex((one) => Math.abs(one) > 1e-9);
    if (pivot >= 0) steps.push({ pivot, row: left.map((one) => one / (left[pivot] as number)) });
  }
  return (sum) => rest(sum).every((one) => Math.abs(one) < 1e-9);
}

/** Small numbers that somebody can work out from what is printed, by name and line. */
function workedOut(given: readonly (readonly number[])[]): string[] {
  const board = boardTables(tablesOf(given), providers);
  const follows = solver(equations(board, given));
  const found: string[] = [];
  for (const labels of [...lines.map((one) => [one]), lines])
    for (const name of Object.keys(sums) as Name[]) {
      const sum = given.flatMap((line, n) =>
        line.map((count, at) => (labels.includes(lines[n] ?? '') && sums[name].includes(at) && count > 0 ? 1 : 0)),
      );
      const count = total(given.flat().map((one, at) => one * (sum[at] ?? 0)));
      if (count > 0 && count < least && follows(sum)) found.push(`${name} ${labels.join()}: ${count}`);
    }
  return found;
}
const printed = (given: readonly Line[], name: string, label: string): string[] => {
  const table = boardTables(tablesOf(given.map(counts)), providers).find((one) => one.name === name);
  const row = table?.rows.find((one) => one.label === label);
  return table?.columns.map((column, at) => `${column}: ${row?.figures[at]?.printed ?? ''}`) ?? [];
};

const nobody: Line = { journeys: [0, 0, 0], sustained: [0, 0, 0, 0], early: 0, stays: [0, 0, 0, 0, 0, 0] };
const line = (sustained: Line['sustained'], early: number): Line => {
  const starters = total(sustained);
  return { ...nobody, journeys: [starters, 0, 0], sustained, early, stays: [0, 0, 0, starters, 0, starters] };
};

test('who reached a sustained job is hidden with what it follows from', () => {
  // Three reached, all claimed, five claimed early: 'Reached' would be 3.
  const three = [line([3, 0, 10, 40], 5), line([10, 8, 10, 40], 0), nobody];
  assert.equal(printed(three, 'R16', 'Ash')[0], 'Reached: [c]');
  // 23 claimed less 50 reached less 30 not claimed are 3 claimed early.
  const early = [line([20, 30, 10, 40], 3), line([10, 8, 10, 40], 0), nobody];
  assert.deepEqual(printed(early, 'R16', 'Ash').slice(0, 3), [
    ...['Reached: 50', 'Reached, not claimed: 30', 'Claimed: [c]'],
  ]);
  // Two without a provider are everybody less both providers.
  const none = [line([20, 30, 10, 40], 0), line([10, 8, 10, 40], 0), line([2, 0, 0, 0], 0)];
  for (const given of [three, early, none]) assert.deepEqual(workedOut(given.map(counts)), []);
  const large = [line([20, 30, 10, 40], 0), line([10, 8, 10, 40], 0), nobody];
  assert.deepEqual(printed(large, 'R16', 'Everybody').slice(0, 3), [
    ...['Reached: 68', 'Reached, not claimed: 38', 'Claimed: 30'],
  ]);
});

/** Cuts a number into so many parts. */
const cut = (whole: number, shares: readonly number[]): number[] => {
  const sum = total(shares) || 1;
  const parts = shares.map((share) => Math.floor((whole * share) / sum));
  parts[parts.length - 1] = (parts.at(-1) ?? 0) + whole - total(parts);
  return parts;
};
const number = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 150 }));
const shares = (length: number) =>
  fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 })), { minLength: length, maxLength: length });
const someLine = fc
  .tuple(number, shares(3), shares(4), fc.oneof(fc.constant(0), number), shares(6))
  .map(([whole, journeys, sustained, early, stays]) => {
    const [late, midGone, midStayed, gone, later, stayed] = cut(whole, stays) as Line['stays'];
    const last = [late, midGone + midStayed, midGone + gone, midStayed + later + stayed, gone + later, stayed];
    return [...cut(whole, journeys), ...cut(whole, sustained), early, ...last];
  });

test('R17: where nobody began from 13 to 26 weeks ago, who left in between would follow', () => {
  const of = (gone: number): Line => ({ ...line([0, 0, 0, 60], 0), stays: [0, 0, 10, 50, gone, 60 - gone] });
  const tables = (gone: number) => boardTables(tablesOf([of(gone), of(gone), nobody].map(counts)), providers);
  assert.equal(tables(12).filter(({ name }) => name === 'R17').length, 1);
  assert.equal(tables(20).filter(({ name }) => name === 'R17').length, 2);
});

test('no number of 5 or fewer can be worked out from everything that the page prints', () => {
  fc.assert(
    fc.property(fc.tuple(someLine, someLine, someLine), (given) => {
      assert.deepEqual(workedOut(given), []);
      // A share is printed beside its part and its whole, or not at all.
      for (const { columns, rows } of boardTables(tablesOf(given), providers))
        for (const { figures } of rows)
          for (const [at, column] of columns.entries())
            if (/percent/i.test(column) && figures[at]?.printed === '%')
              assert.notEqual(figures[at - 1]?.printed, '[c]');
    }),
    { numRuns: 150 },
  );
});

test('R18: quarters are put together until nobody follows from them, or from R8 beside them', () => {
  const quarters = Array.from({ length: 6 }, (_, n) => quarterLabel(2014 * 4 + n));
  const few = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }));
  const table = (name: string, columns: string[], rows: OutturnTable['rows']): OutturnTable => ({
    ...{ name, question: '', sentence: '', definition: '', base: '', columns, counts: [], rows },
  });
  const isSafe = (count: number) => count === 0 || count >= least;
  const people = fc.array(fc.record({ others: few, starts: fc.array(few, { minLength: 6, maxLength: 6 }) }), {
    minLength: 6,
    maxLength: 6,
  });
  let seen = 0;
  fc.assert(
    fc.property(people, (given) => {
      // Nobody starts before the quarter of their attachment.
      const starts = given.map((one, at) => one.starts.map((count, quarter) => (quarter < at ? 0 : count)));
      const by = quarters.map((_, quarter) => total(starts.map((row) => total(row.slice(0, quarter + 1)))));
      const all = made.count(by.at(-1) ?? 0);
      const board = boardTables(
        [
          table(
            'R8',
            ['Started', 'Started to date'],
            [
              ...quarters.map((label, at) => ({ label, figures: [null, made.count(by[at] ?? 0)] })),
              { label: 'Everybody', figures: [null, all] },
            ],
          ),
          table(
            'R18',
            ['Attached', 'Started', 'Percent started', 'Target in the end', 'Short', 'Months left'],
            quarters.map((label, at) => ({
              label,
              figures: [total(starts[at] ?? []) + (given[at]?.others ?? 0), total(starts[at] ?? [])].map(made.count),
            })),
          ),
        ],
        [],
      );
      const rows = board.find(({ name }) => name === 'R18')?.rows ?? [];
      const before = board.find(({ name }) => name === 'R8')?.rows.slice(0, -1) ?? [];
      let sum = 0;
      for (const { label, figures } of rows) {
        const [attached, started] = figures.map((figure) => Number(figure?.value));
        assert.ok(isSafe(attached ?? 0) && isSafe(started ?? 0) && isSafe((attached ?? 0) - (started ?? 0)), label);
        sum += started ?? 0;
        for (const quarter of before)
          if (quarter.label <= label.slice(-7))
            assert.ok(isSafe(sum - Number(quarter.figures[0]?.value)), `${label} less ${quarter.label}`);
        seen += 1;
      }
      if (rows.length > 0) assert.equal(sum, by.at(-1));
    }),
    { numRuns: 500 },
  );
  assert.ok(seen > 200);
});

test('R23: a sum of everybody stands there while it is of enough claims, and leaves enough of the one before', () => {
  const row = (claims: number, accepts: number, pays: number) => {
    const sums = { claimed: 1n, accepted: 1n, paid: 1n, takenBack: 0n, waiting: 0n, owed: 0n };
    const of = { provider: '', contract: 'one', milestone: 'job_start', month: '2016-01' };
    const contracts = [{ key: 'one', name: 'One', milestones: [{ key: 'job_start', label: 'Job start' }] }];
    const none = { group: null, cells: [], bases: {}, checks: [] };
    const tables = payments([{ ...of, claims, accepts, pays, ...sums }], [], contracts, reader(none, null));
    return boardTables(tables, [])[0]?.rows.map(({ figures }) => figures.map((figure) => figure?.printed)) ?? [];
  };
  assert.deepEqual(row(40, 30, 20), [['40', '£0.01', '30', '£0.01', '20', '£0.01']]);
  assert.deepEqual(row(40, 38, 20), [['40', '£0.01', '[c]', '[c]', '20', '£0.01']]);
  assert.deepEqual(row(5, 5, 0), [['[c]', '[c]', '[c]', '[c]', '0', '£0.01']]);
  assert.deepEqual(row(40, 40, 37), [['40', '£0.01', '40', '£0.01', '[c]', '[c]']]);
});

test('of more than eight providers a board sees everybody’s lines alone, in every table', () => {
  const line: Line = {
    journeys: [90, 40, 30],
    sustained: [20, 20, 20, 100],
    early: 10,
    stays: [20, 40, 40, 100, 30, 70],
  };
  const tables = tablesOf([line, line, line].map(counts));
  const named = (all: readonly string[]) =>
    boardTables(tables, all).flatMap(({ name, rows }) => rows.filter(({ label }) => /Ash/.test(label)).map(() => name));
  const others = Array.from({ length: 6 }, (_, n) => `Other ${n}`);
  assert.deepEqual(named([...providers, ...others]), ['R8', 'R14', 'R16', 'R17', 'R17']);
  assert.deepEqual(named([...providers, ...others, 'One more']), []);
  assert.deepEqual(
    boardTables(tables, [...providers, ...others, 'One more']).map(({ rows }) => rows.at(-1)?.label),
    ['Everybody', 'Everybody', 'Everybody', '13 weeks: everybody', '26 weeks: everybody'],
  );
});
