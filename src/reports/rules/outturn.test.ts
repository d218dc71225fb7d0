import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Contract } from '../../claims/rules/contract.ts';
import { addMonths, parseDay, quarterOf } from '../../kit/days.ts';
import { valueText } from '../../kit/exact.ts';
import { boardTables, least } from './board.ts';
import { waits } from './extras.ts';
import type { CaseFacts } from './facts.ts';
import { isQuarter, type OutturnTable } from './figures.ts';
import { type Made, type OutturnSettings, outturn } from './outturn.ts';
import { pounds } from './payments.ts';
import { pilotCases, pilotSettings } from './pilot.fixture.ts';
import type { OnFile, Who } from './plan.ts';
import { made as random } from './random.fixture.ts';
import { behind, makeTables } from './tables.ts';
import { quarterEnd, shareAfter, type Target, targetToDate, wholeMonths } from './targets.ts';

const day = (text: string): number => parseDay(text) as number;
const own = pilotSettings();
const cases = pilotCases();
const groupsOf = (given: readonly CaseFacts[], by: 'cohort' | null, onFile?: OnFile) =>
  makeTables(own, given, by, onFile).map((one) => ({ ...one, bases: {}, checks: [] }));
const groups = (by: 'cohort' | null) => groupsOf(cases, by);
const [all] = groups(null);
if (all === undefined) throw new Error('no tables');
const made: Made = { all, byCohort: groups('cohort') };
const contract = JSON.parse(
  readFileSync(new URL('../../../programmes/contracts/working-well-pilot.json', import.meta.url), 'utf8'),
) as Contract;
const target = (milestone: string): Target => {
  const found = contract.targets?.find((one) => one.milestone === milestone);
  if (found === undefined) throw new Error(`no target of ${milestone}`);
  const curve = found.curve?.map(({ months, percent }) => ({ months, percent: String(percent) })) ?? null;
  return {
    percentOfAttached: String(found.percentOfAttached),
    baselinePercent: null,
    curve,
    isExample: found.isExample,
    source: found.source,
  };
};
const settings: OutturnSettings = {
  asOf: own.asOf,
  providers: ['Ingeus', 'Big Life'],
  areas: own.areas.map(({ name, provider, shareContracted }) => ({ name, provider, share: shareContracted })),
  firstQuarter: quarterOf(day('2014-03-03')),
  monthsOfSupport: 24,
  jobStart: target('job_start'),
  sustained: target('sustained_job'),
  benchmarks: [{ row: '13 weeks', label: 'Elsewhere', from: 71, to: 80, source: 'Figure 3-16' }],
};
const tables = outturn(settings, made);
const line = (of: readonly OutturnTable[], name: string, label: string): string[] => {
  const table = of.find((one) => one.name === name && one.rows.some((row) => row.label === label));
  const row = table?.rows.find((one) => one.label === label);
  assert.ok(table && row, `${name} ${label}`);
  return table.columns.map((column, at) => `${column}: ${row.figures[at]?.printed ?? ''}`);
};

test('R8: 297 job starts are a little over 95% of the target to date, above it until the last quarter; providers by contracted share', () => {
  const [, , targeted, percent] = line(tables, 'R8', 'Everybody');
  assert.deepEqual([targeted, percent], ['Target to date: 307', 'Percent of target: 97%']);
  assert.deepEqual(line(tables, 'R8', '2016 Q1'), [
    'Started: 60',
    'Started to date: 297',
    'Target to date: 307',
    'Percent of target: 97%',
  ]);
  for (const quarter of ['2015 Q2', '2015 Q3', '2015 Q4'])
    assert.match(line(tables, 'R8', quarter)[3] ?? '', /: 1\d\d%$/, quarter);
  const [, ingeus, , share] = line(tables, 'R8', 'Ingeus');
  assert.deepEqual([ingeus, share], ['Started to date: 208', 'Percent of target: 115%']);
  assert.equal(line(tables, 'R8', 'Big Life')[3], 'Percent of target: 71%');
});

test('N25: 16 claimed of a target to date of 27 are 59%; what is reached and not claimed is added once', () => {
  assert.deepEqual(line(tables, 'R16', 'Everybody'), [
    ...['Reached: 59', 'Evidenced today: 0', 'Reached, not claimed: 43', 'Claimed: 16', 'Paid: 0'],
    ...['Target to date: 27', 'Percent of target: 59%', 'Pipeline: 18'],
  ]);
  const table = tables.find(({ name }) => name === 'R16');
  const sum = (column: string, rows: (label: string) => boolean) =>
    table?.rows
      .filter(({ label }) => rows(label))
      .reduce((all, { figures }) => all + Number(figures[table.columns.indexOf(column)]?.value), 0);
  for (const [column, total] of [
    ['Reached', 59],
    ['Claimed', 16],
    ['Pipeline', 18],
  ] as const) {
    assert.equal(
      sum(column, (label) => label.startsWith('Attached in')),
      total,
      `${column} by quarter`,
    );
    assert.equal(
      sum(column, (label) => settings.providers.includes(label)),
      total,
      `${column} by provider`,
    );
  }
});

test('N12: first jobs of 297 starters: 74, 19 and 7%, and 80% in work; N15: 322 jobs beside them', () => {
  assert.deepEqual(line(tables, 'R14', 'Everybody'), [
    ...['Starters: 297', 'Still in first job: 220', 'Still in first job, percent: 74%'],
    ...['Left first job, no other job: 56', 'Left first job, no other job, percent: 19%'],
    ...['Left first job, had another job: 21', 'Left first job, had another job, percent: 7%'],
    ...['In work: 238', 'In work, percent: 80%', 'Jobs: 322'],
  ]);
});

test('R15 and R17 are the tables 3-6 and 3-16; N23: who started too lately is in no base', () => {
  assert.deepEqual(line(tables, 'R15', '26+ weeks').slice(0, 4), [
    'Left job: 11',
    'Still in job: 123',
    'Total: 134',
    'Percent left: 8.2%',
  ]);
  const [base, , percent, elsewhere] = line(tables, 'R17', '13 weeks: everybody');
  assert.deepEqual([percent, elsewhere], ['Percent did not remain: 14%', 'Elsewhere: 71% to 80%']);
  const late = cases.flatMap(({ jobs, attachedOn }) => {
    const first = jobs
      .map(({ startedOn }) => startedOn)
      .filter((on) => on !== null && attachedOn !== null && on >= attachedOn)
      .sort()[0];
    return first !== undefined && first !== null && own.asOf - first + 1 < 91 ? [first] : [];
  });
  assert.ok(late.length > 0);
  assert.equal(base, `Base: ${297 - late.length}`);
});

test('R18: every quarter of attachment, what it is short of 20%, and the months it has', () => {
  assert.deepEqual(line(tables, 'R18', '2014 Q1').slice(0, 6), [
    ...[
      'Attached: 30',
      'Started: 12',
      'Percent started: 40.0%',
      'Target in the end: 6.0',
      'Short: 0',
      'Months left: 0',
    ],
  ]);
  assert.deepEqual(line(tables, 'R18', '2014 Q4').slice(0, 6), [
    ...[
      'Attached: 604',
      'Started: 51',
      'Percent started: 8.4%',
      'Target in the end: 120.8',
      'Short: 70',
      'Months left: 9',
    ],
  ]);
  const rows = tables.find(({ name }) => name === 'R18')?.rows ?? [];
  const attached = rows.filter(({ label }) => isQuarter(label)).map(({ figures }) => Number(figures[0]?.value));
  assert.equal(
    attached.reduce((sum, one) => sum + one, 0),
    4548,
  );
});

const sumOf = (of: readonly OutturnTable[], name: string, column: string, labels: readonly string[]) => {
  const table = of.find((one) => one.name === name);
  return (table?.rows ?? [])
    .filter(({ label }) => labels.includes(label))
    .reduce((sum, { figures }) => sum + Number(figures[table?.columns.indexOf(column) ?? -1]?.value || 0), 0);
};

test('R18: providers in each quarter add up to it, in attachments and job starts, and their targets are their share of its', () => {
  const rows = tables.find(({ name }) => name === 'R18')?.rows ?? [];
  const quarters = rows.map(({ label }) => label).filter(isQuarter);
  assert.equal(rows.length, quarters.length * 3);
  for (const quarter of quarters) {
    const own = settings.providers.map((provider) => `${quarter}: ${provider}`);
    for (const column of ['Attached', 'Started', 'Target in the end'])
      assert.ok(
        Math.abs(sumOf(tables, 'R18', column, own) - sumOf(tables, 'R18', column, [quarter])) < 1e-8,
        `${quarter} ${column}`,
      );
  }
});

test('R8: a baseline of the contract builds up as the target does; without one it has no columns, and the page says so', () => {
  const jobStart = { ...(settings.jobStart as Target), baselinePercent: '5' };
  const own = outturn({ ...settings, jobStart }, made);
  assert.deepEqual(line(own, 'R8', 'Everybody').slice(2), [
    ...['Baseline to date: 77', 'Percent of baseline: 387%', 'Target to date: 307', 'Percent of target: 97%'],
  ]);
  const sentence = (of: readonly OutturnTable[]) => of.find(({ name }) => name === 'R8')?.sentence ?? '';
  assert.match(sentence(tables), /no baseline in the contract/);
  assert.doesNotMatch(sentence(own), /no baseline/);
});

test('R8: areas add up to their provider, in job starts and in targets', () => {
  for (const provider of settings.providers) {
    const areas = settings.areas.filter((area) => area.provider === provider).map(({ name }) => `${name}: ${provider}`);
    for (const column of ['Started to date', 'Target to date'])
      assert.ok(
        Math.abs(sumOf(tables, 'R8', column, areas) - sumOf(tables, 'R8', column, [provider])) < 1e-6,
        `${provider} ${column}`,
      );
  }
});

test('R9: days to the first job: 244 of 297, 82%, within 13 months; bands add up', () => {
  const row = line(tables, 'R9', 'Everybody');
  assert.equal(row.at(-1), 'Percent within 13 months: 82%');
  const bands = row.slice(1, 6).map((text) => Number(text.split(': ')[1]));
  assert.equal(
    bands.reduce((sum, one) => sum + one, 0),
    297,
  );
  for (const column of ['Starters', ...waits.map(([, label]) => label)])
    assert.equal(sumOf(tables, 'R9', column, settings.providers), sumOf(tables, 'R9', column, ['Everybody']), column);
});

const whoOf = (row: string) =>
  all.cells.find((cell) => cell.table === 'sustained' && cell.row === row && cell.column === 'Clients')?.who as Who;

test('R16: who can prove it and who is paid, by provider, quarter and self-employment, in the states of the table', () => {
  const reached = cases.filter(behind(own, whoOf('Reached, not claimed'))).slice(0, 9);
  const claimed = cases.filter(behind(own, whoOf('Reached and claimed'))).slice(0, 4);
  const early = cases.find(({ jobs, attachedOn }) => jobs.length === 0 && attachedOn !== null) as CaseFacts;
  const onFile = {
    // Somebody whose dates do not show that it was reached is not evidenced, whatever is on file.
    evidenced: new Set([...reached, early].map(({ caseId }) => caseId)),
    paid: new Set(claimed.map(({ caseId }) => caseId)),
  };
  const given = cases.map((one) =>
    one.caseId === claimed[0]?.caseId ? { ...one, jobs: one.jobs.map((job) => ({ ...job, selfEmployed: true })) } : one,
  );
  const [group] = groupsOf(given, null, onFile);
  const now = outturn(settings, { all: group as Made['all'], byCohort: groupsOf(given, 'cohort', onFile) });
  const row = (label: string) => line(now, 'R16', label).filter((text) => /^(Evidenced|Paid)/.test(text));
  assert.deepEqual(row('Everybody'), ['Evidenced today: 9', 'Paid: 4']);
  const quarters = (now.find(({ name }) => name === 'R16')?.rows ?? [])
    .map(({ label }) => label)
    .filter((label) => label.startsWith('Attached in'));
  for (const [column, all] of [
    ['Evidenced today', 9],
    ['Paid', 4],
  ] as const)
    for (const labels of [settings.providers, quarters]) assert.equal(sumOf(now, 'R16', column, labels), all);
  const employed = cases.some(({ jobs }) => jobs.some(({ selfEmployed }) => selfEmployed === true));
  assert.ok(employed);
  const selfEmployed = line(now, 'R16', 'First job self-employed');
  assert.equal(selfEmployed[4], 'Paid: 1');
  assert.match(selfEmployed[3] ?? '', /^Claimed: [1-9]/);
});

test('one provider has one number of starters: R8, R9, R14, R15 and R16 go by the area on the day of the first job', () => {
  fc.assert(
    fc.property(random, ({ settings: given, cases: people }) => {
      const make = (by: 'cohort' | null) =>
        makeTables(given, people, by).map((one) => ({ ...one, bases: {}, checks: [] }));
      const providers = [...new Set(given.areas.map(({ provider }) => provider))].filter((one) => one !== '');
      const of = outturn(
        { ...settings, asOf: given.asOf, providers, areas: [], jobStart: null, sustained: null },
        { all: make(null)[0] as Made['all'], byCohort: make('cohort') },
      );
      for (const provider of [...providers, 'Everybody']) {
        const starters = sumOf(of, 'R8', 'Started to date', [provider]);
        assert.equal(sumOf(of, 'R14', 'Starters', [provider]), starters, `R14 ${provider}`);
        const journeys = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job'];
        assert.equal(
          journeys.reduce((sum, column) => sum + sumOf(of, 'R14', column, [provider]), 0),
          starters,
        );
        assert.ok(sumOf(of, 'R9', 'Starters', [provider]) <= starters);
        const column = provider === 'Everybody' ? 'Total' : `Total: ${provider}`;
        assert.equal(sumOf(of, 'R15', column, ['Any length of time']), sumOf(of, 'R14', 'Jobs', [provider]));
        for (const weeks of ['13 weeks', '26 weeks'])
          assert.ok(sumOf(of, 'R17', 'Base', [`${weeks}: ${provider}`]) <= starters);
      }
      // Nobody is with two providers, and who is with none is in the last line alone.
      for (const name of ['R9', 'R14'])
        assert.ok(sumOf(of, name, 'Starters', providers) <= sumOf(of, name, 'Starters', ['Everybody']));
    }),
    { numRuns: 100 },
  );
});

test('every figure that has a source is the cell of that table', () => {
  let seen = 0;
  for (const { rows } of tables)
    for (const { figures } of rows)
      for (const figure of figures) {
        if (figure?.source == null) continue;
        const { by, group, table, row, column } = figure.source;
        const of = by === null ? [made.all] : made.byCohort;
        const found = of.find((one) => one.group === group);
        const cell = [...(found?.cells ?? []), ...(found?.more ?? [])].find(
          (one) => one.table === table && one.row === row && one.column === column,
        );
        assert.deepEqual([figure.value, figure.printed], [cell?.value, cell?.printed]);
        seen += 1;
      }
  assert.ok(seen > 150);
});

test('a target to date: a straight line between points, whole months, nobody before their quarter', () => {
  const half: Target = {
    percentOfAttached: '20',
    baselinePercent: null,
    curve: [
      { months: 12, percent: '10' },
      { months: 24, percent: '20' },
    ],
    isExample: true,
    source: '',
  };
  const text = (months: number) => valueText(shareAfter(half, months));
  assert.deepEqual([0, 6, 12, 18, 24, 60].map(text), ['0', '5', '10', '15', '20', '20']);
  assert.equal(quarterEnd(quarterOf(day('2015-02-10'))), day('2015-03-31'));
  assert.deepEqual(
    ['2015-03-30', '2015-04-29', '2015-04-30', '2016-02-28', '2016-02-29'].map((to) =>
      wholeMonths(day('2015-03-31'), day(to)),
    ),
    [0, 0, 1, 10, 11],
  );
  const quarter = quarterOf(day('2015-02-10'));
  assert.equal(valueText(targetToDate(half, [{ quarter, attached: 200 }], day('2015-09-30'))), '10');
  assert.equal(valueText(targetToDate(half, [{ quarter, attached: 200 }], day('2014-12-31'))), '0');
  assert.equal(targetToDate({ ...half, curve: null }, [], day('2015-09-30')), null);
});

test('whole months are counted without walking over them', () => {
  // Walking, one month after the other, up to the year 9999.
  const slowly = (from: number, to: number) => {
    let months = 0;
    while (addMonths(from + 1, months + 1) - 1 <= to) months += 1;
    return months;
  };
  const some = fc.integer({ min: day('2012-01-01'), max: day('2018-12-31') });
  fc.assert(
    fc.property(some, some, (from, to) => {
      assert.equal(wholeMonths(from, to), slowly(from, to));
    }),
    { numRuns: 2000 },
  );
  assert.equal(wholeMonths(day('2014-03-31'), day('9999-12-31')), 7985 * 12 + 9);
});

test('a board sees nobody: no small number, and no way to one by adding up lines or columns', () => {
  const board = boardTables(tables, settings.providers);
  assert.deepEqual(
    board.map(({ name }) => name),
    ['R8', 'R14', 'R15', 'R16', 'R17', 'R17', 'R18'],
  );
  for (const { name, rows, columns, counts } of board) {
    for (const { label, figures } of rows)
      for (const [at, figure] of figures.entries()) {
        assert.equal(figure?.source ?? null, null);
        const number = Number(figure?.value ?? '');
        if (counts.includes(columns[at] ?? '') && figure?.value)
          assert.ok(number === 0 || number >= least, `${name} ${label} ${columns[at]} ${number}`);
      }
    // Of lines that add up to the last one, never exactly one is left out.
    const last = rows.filter(({ label }) => settings.providers.includes(label));
    if (last.length === settings.providers.length)
      for (const column of counts) {
        const at = columns.indexOf(column);
        const hidden = last.filter(({ figures }) => figures[at]?.printed === '[c]').length;
        const totalShown = rows.at(-1)?.figures[at]?.printed !== '[c]';
        assert.ok(!(hidden === 1 && totalShown), `${name} ${column}`);
      }
  }
  // Big Life has claimed for 5: neither that, nor what it follows from, is there.
  assert.deepEqual(line(board, 'R16', 'Big Life').slice(0, 3), [
    'Reached: [c]',
    'Reached, not claimed: 17',
    'Claimed: [c]',
  ]);
  assert.deepEqual(line(board, 'R16', 'Everybody')[2], 'Claimed: 16');
  const quarters =
    board
      .find(({ name }) => name === 'R8')
      ?.rows.slice(0, -3)
      .map(({ figures }) => Number(figures[0]?.value)) ?? [];
  assert.ok(
    quarters.every((count, n) => n === 0 || count === quarters[n - 1] || count - (quarters[n - 1] ?? 0) >= least),
  );
});

test('money is printed from whole pence, however much it is', () => {
  assert.deepEqual([0n, 5n, -250n, 475904n, 123456789012345678n].map(pounds), [
    '£0.00',
    '£0.05',
    '-£2.50',
    '£4,759.04',
    '£1,234,567,890,123,456.78',
  ]);
});
