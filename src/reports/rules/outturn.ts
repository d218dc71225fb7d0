/**
 * Outturn: what came of a programme against what it was to reach. Nothing is counted here: every number is a cell of the tables, or
 * worked out from such cells and from the targets of the contract. Each says which cell it is, so that whoever may can see who is
 * behind it.
 */
import { type DayNumber, quarterLabel, quarterOf } from '../../kit/days.ts';
import { type Fraction, fraction, percentOf } from '../../kit/exact.ts';
import { waits } from './extras.ts';
import { type Figure, made, type OutturnTable, type Reader, reader } from './figures.ts';
import type { GroupResult } from './result.ts';
import {
  type Attached,
  baselineToDate,
  decimal,
  less,
  over,
  quarterEnd,
  type Target,
  targetToDate,
  times,
  wholeMonths,
} from './targets.ts';

/** What others reached: the share that did not remain in work, from and to, in percent. */
export type Benchmark = { row: string; label: string; from: number; to: number; source: string };
/** What the outturn needs besides the tables. */
export type OutturnSettings = {
  asOf: DayNumber;
  providers: readonly string[];
  /** In their order; `share` is the contracted share of job starts in percent. */
  areas: readonly { name: string; provider: string; share: string | null }[];
  /** The first quarter in which anybody could be attached. */
  firstQuarter: number;
  monthsOfSupport: number | null;
  jobStart: Target | null;
  sustained: Target | null;
  benchmarks: readonly Benchmark[];
};
/** The tables it is made from. */
export type Made = { all: GroupResult; byCohort: readonly GroupResult[] };

const exampleText = (target: Target | null): string =>
  target === null
    ? ' The contract names no target.'
    : ` ${target.isExample ? 'The curve is an example. ' : ''}${target.source}.`;

/** The quarters from the first to that of the day, with those attached in each. */
export function cohortsOf(
  settings: OutturnSettings,
  byCohort: readonly GroupResult[],
): (Attached & { label: string; read: Reader | null })[] {
  const found = new Map(byCohort.map((group) => [group.group, group]));
  const list = [];
  for (let quarter = settings.firstQuarter; quarter <= quarterOf(settings.asOf); quarter += 1) {
    const label = quarterLabel(quarter);
    const group = found.get(label);
    const read = group === undefined ? null : reader(group, 'cohort');
    list.push({ quarter, label, read, attached: read?.count('3-1', 'N', 'Total') ?? 0 });
  }
  return list;
}

/** R8: job starts against the baseline and the target, quarter by quarter, by provider and by area. */
function jobStarts(settings: OutturnSettings, { all, byCohort }: Made): OutturnTable {
  const read = reader(all, null);
  const cohorts = cohortsOf(settings, byCohort);
  const { jobStart } = settings;
  // Two columns of dashes say less than the sentence above them.
  const hasBaseline = jobStart?.baselinePercent != null;
  const against = (count: number, target: Fraction | null): Figure[] => {
    const baseline = baselineToDate(jobStart, target);
    return [
      ...(hasBaseline ? [made.number(baseline), made.percent(over(fraction(count), baseline))] : []),
      made.number(target),
      made.percent(over(fraction(count), target)),
    ];
  };
  let cumulative = 0;
  const quarters = cohorts.map(({ quarter, label }) => {
    const started = read.figure('job starts by quarter', label, 'Clients');
    cumulative += Number(started?.value ?? 0);
    const target = targetToDate(jobStart, cohorts, Math.min(quarterEnd(quarter), settings.asOf));
    return { label, figures: [started ?? made.count(0), made.count(cumulative), ...against(cumulative, target)] };
  });
  const target = targetToDate(jobStart, cohorts, settings.asOf);
  const line = (label: string, row: string, share: Fraction | null) => {
    const started = read.figure('job starts', row, 'Clients');
    const own = target === null || share === null ? null : times(target, share);
    return { label, figures: [null, started, ...against(Number(started?.value ?? 0), own)] };
  };
  const percent = (text: string | null | undefined): Fraction | null =>
    text == null || text === '' ? null : times(decimal(text), fraction(1, 100));
  return {
    name: 'R8',
    question: 'Are job starts where they should be?',
    sentence: `Job starts by quarter, added up, against the baseline and the target to date.${hasBaseline ? '' : ' There is no baseline in the contract.'}`,
    definition: `The target to date is those attached in each quarter times the share of the contract’s curve after the whole months since that quarter ended. The baseline is what would have been without the programme; it builds up as the target does. A provider’s and an area’s are their contracted share. The area is that on the day the first job started. Everybody is in the last line, also starters whose first day is not known; they are in no quarter.${exampleText(jobStart)}`,
    base: 'All starters, as in the tables ‘job starts’ and ‘job starts by quarter’.',
    columns: [
      ...['Started', 'Started to date'],
      ...(hasBaseline ? ['Baseline to date', 'Percent of baseline'] : []),
      ...['Target to date', 'Percent of target'],
    ],
    counts: ['Started', 'Started to date'],
    rows: [
      ...quarters,
      ...settings.providers.map((provider) =>
        line(provider, provider, percent(read.figure('job starts', provider, 'Share contracted')?.value)),
      ),
      ...settings.areas.map(({ name, provider, share }) =>
        line(provider === '' ? name : `${name}: ${provider}`, name, percent(share)),
      ),
      line('Everybody', 'Total', fraction(1)),
    ],
  };
}

/** R9: how long it takes to start work. */
function timeToJob(settings: OutturnSettings, { all }: Made): OutturnTable {
  const read = reader(all, null);
  const columns = [
    ...['Starters', ...waits.map(([, label]) => label), 'Median days', 'Mean days', 'Percent within 13 months'],
  ];
  const line = (label: string, row: string) => ({
    label,
    figures: columns.map((column) => read.figure('days to the job by provider', row, column)),
  });
  return {
    name: 'R9',
    question: 'How long does it take to start work?',
    sentence: 'Starters by the days from attachment to the first day of their first job.',
    definition:
      'A provider is that of the area on the day the first job started. By number of severe issues the days stand in the table 3-5, of the settled cohort alone.',
    base: 'Starters whose first job has a start date.',
    columns,
    counts: ['Starters', ...waits.map(([, label]) => label)],
    rows: [...settings.providers.map((provider) => line(provider, provider)), line('Everybody', 'Total')],
  };
}

/** R14: what became of the first job. */
function journeys(settings: OutturnSettings, { all }: Made): OutturnTable {
  const read = reader(all, null);
  const rows = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job', 'In work'];
  const table = 'journeys by provider';
  const lines = settings.providers.map((provider) => ({
    label: provider,
    figures: [
      read.figure(table, 'Starters', provider),
      ...rows.flatMap((row) => [
        read.figure(table, row, provider),
        made.share(read.count(table, row, provider), read.count(table, 'Starters', provider)),
      ]),
      read.figure(table, 'Jobs', provider),
    ],
  }));
  const figures = [
    read.figure('job starts', 'Total', 'Clients'),
    ...rows.flatMap((row) => [read.figure('journeys', row, 'Clients'), read.figure('journeys', row, 'Percent')]),
    read.figure('journeys', 'Jobs', 'Jobs'),
  ];
  return {
    name: 'R14',
    question: 'What becomes of the first job?',
    sentence: 'Starters by whether they are still in their first job, left it, and had another.',
    definition:
      'As in the table journeys. Providers are those of the area on the day the first job started. In work: still in any job. Jobs are all jobs of all starters.',
    base: 'All starters.',
    columns: ['Starters', ...rows.flatMap((row) => [row, `${row}, percent`]), 'Jobs'],
    counts: ['Starters', ...rows],
    rows: [...lines, { label: 'Everybody', figures }],
  };
}

/** R15: how long jobs last. */
function milestones(settings: OutturnSettings, { all }: Made): OutturnTable {
  const read = reader(all, null);
  const lengths = ['Any length of time', '13+ weeks', '26+ weeks', '39+ weeks', '50+ weeks'];
  const columns = ['Left job', 'Still in job', 'Total', 'Percent left', 'Percent still in'];
  const of = settings.providers;
  return {
    name: 'R15',
    question: 'How long do jobs last?',
    sentence: 'Jobs that reached each length, by whether they were left or are still held.',
    definition:
      'As in the tables 3-6 and 3-6 by provider. Jobs are counted, not clients; each row is part of the row above it.',
    base: 'All jobs of clients that began on or after attachment.',
    columns: [...columns, ...of.map((provider) => `Total: ${provider}`)],
    counts: ['Left job', 'Still in job', 'Total', ...of.map((provider) => `Total: ${provider}`)],
    rows: lengths.map((label) => ({
      label,
      figures: [
        ...columns.map((column) => read.figure('3-6', label, column)),
        ...of.map((provider) => read.figure('3-6 by provider', label, `Total: ${provider}`)),
      ],
    })),
  };
}

/** R16: sustained work, by quarter of attachment, by provider, and of the self-employed. */
function sustained(settings: OutturnSettings, { all, byCohort }: Made): OutturnTable {
  const cohorts = cohortsOf(settings, byCohort);
  const line = (
    label: string,
    read: Reader,
    { table = 'sustained', column, onFile = column }: { table?: string; column: string; onFile?: string },
    target: Fraction | null,
  ) => {
    const state = (row: string) => read.figure(table, row, column);
    const count = (row: string) => Number(state(row)?.value ?? 0);
    const both = count('Reached and claimed');
    const claimed = both + count('Claimed, not reached by the dates held');
    const figures = [
      made.count(both + count('Reached, not claimed')),
      read.figure('sustained evidence', 'Evidenced', onFile),
      state('Reached, not claimed'),
      made.count(claimed),
      read.figure('sustained evidence', 'Paid', onFile),
      made.number(target),
      made.percent(over(fraction(claimed), target)),
      state('Pipeline'),
    ];
    return { label, figures };
  };
  const read = reader(all, null);
  const target = (of: readonly Attached[]) => targetToDate(settings.sustained, of, settings.asOf);
  const everybody = { column: 'Clients' };
  return {
    name: 'R16',
    question: 'Is sustained work where it should be?',
    sentence:
      'Clients who reached a sustained job, whether it can be proved, is claimed and paid, and the target to date.',
    definition: `Reached is reached and claimed with reached and not claimed: nobody is in it twice. Evidenced: reached, with all the evidence that the contract asks for on file today. Claimed is a claim on file, also where the dates held do not show that it was reached. Paid: a claim of which the ledger holds money on the day. The target counts what is claimed. Providers are those of the area on the day the first job started; they have no target of their own.${exampleText(settings.sustained)}`,
    base: 'All clients: the table sustained.',
    columns: [
      ...['Reached', 'Evidenced today', 'Reached, not claimed', 'Claimed', 'Paid'],
      ...['Target to date', 'Percent of target', 'Pipeline'],
    ],
    counts: ['Reached', 'Evidenced today', 'Reached, not claimed', 'Claimed', 'Paid', 'Pipeline'],
    rows: [
      ...cohorts.flatMap((one) =>
        one.read === null ? [] : [line(`Attached in ${one.label}`, one.read, everybody, target([one]))],
      ),
      ...settings.providers.map((provider) => line(provider, read, { column: provider }, null)),
      line(
        'First job self-employed',
        read,
        { table: 'sustained, self-employed', column: 'Clients', onFile: 'Self-employed' },
        null,
      ),
      line('Everybody', read, everybody, target(cohorts)),
    ],
  };
}

/** R17: who did not remain in work, beside what others reached. */
function benchmarks(settings: OutturnSettings, { all }: Made): OutturnTable {
  const read = reader(all, null);
  const line = (label: string, row: string, provider: string | null) => {
    const other = settings.benchmarks.find((one) => one.row === row);
    const figures = ['Base', 'Did not remain', 'Percent did not remain'].map((column) =>
      provider === null
        ? read.figure('3-16', row, column)
        : read.figure('3-16 by provider', row, `${column}: ${provider}`),
    );
    return { label, figures: [...figures, made.text(other === undefined ? '-' : `${other.from}% to ${other.to}%`)] };
  };
  const [first] = settings.benchmarks;
  return {
    name: 'R17',
    question: 'Do people stay in work longer than elsewhere?',
    sentence: 'Starters with fewer than 13 or 26 weeks of days in work, beside the share of another programme.',
    definition: `As in the table 3-16: somebody whose first job started too lately is not in the base. Providers are those of the area on the day the first job started. ${first === undefined ? 'There is nothing to compare with.' : `Elsewhere: ${first.label} (${first.source}). People and times differ: it is a mark, not a measure of effect.`}`,
    base: 'Starters whose first job started at least 13 (26) weeks before the end of the as-of date.',
    columns: ['Base', 'Did not remain', 'Percent did not remain', 'Elsewhere'],
    counts: ['Base', 'Did not remain'],
    rows: ['13 weeks', '26 weeks'].flatMap((row) => [
      ...settings.providers.map((provider) => line(`${row}: ${provider}`, row, provider)),
      line(`${row}: everybody`, row, null),
    ]),
  };
}

/** Job starts that are missing to a target. A part of a person is a person: 3.2 short is 4 more. */
export function shortOf(target: Fraction, started: number): number {
  const short = less(target, fraction(started));
  return short.num <= 0n ? 0 : Number((short.num + short.den - 1n) / short.den);
}

/** R18: each quarter of attachment, how far it is and how long it has, and in it each provider. */
function cohortOutturn(settings: OutturnSettings, { all, byCohort }: Made): OutturnTable {
  const months = settings.monthsOfSupport;
  const { jobStart, providers } = settings;
  const whole = reader(all, null);
  const line = (label: string, given: { attached: Figure; started: Figure; target: Fraction | null; left: Figure }) => {
    const [attached, started] = [Number(given.attached.value), Number(given.started.value)];
    return {
      label,
      figures: [
        given.attached,
        given.started,
        made.percent(percentOf(started, attached), 1),
        made.number(given.target, 1),
        given.target === null ? made.text('-') : made.count(shortOf(given.target, started)),
        given.left,
      ],
    };
  };
  const rows = cohortsOf(settings, byCohort).flatMap(({ label, quarter, attached, read }) => {
    const target = jobStart === null ? null : times(fraction(attached, 100), decimal(jobStart.percentOfAttached));
    const left =
      months === null
        ? made.text('-')
        : made.count(Math.max(0, months - wholeMonths(quarterEnd(quarter), settings.asOf)));
    const all = line(label, {
      attached: read?.figure('3-1', 'N', 'Total') ?? made.count(0),
      started: read?.figure('job starts', 'Total', 'Clients') ?? made.count(0),
      ...{ target, left },
    });
    if (read === null) return [all];
    const own = providers.map((provider) => {
      const share = whole.figure('job starts', provider, 'Share contracted')?.value ?? '';
      return line(`${label}: ${provider}`, {
        attached: read.figure('attached by provider', 'Attached', provider) ?? made.count(0),
        started: read.figure('job starts', provider, 'Clients') ?? made.count(0),
        target: target === null || share === '' ? null : times(target, times(decimal(share), fraction(1, 100))),
        left,
      });
    });
    return [all, ...own];
  });
  return {
    name: 'R18',
    question: 'Which quarters will reach their target?',
    sentence:
      'Clients by the quarter of their attachment and by provider: job starts so far, the target in the end, and the months that are left.',
    definition: `The target is ${jobStart === null ? 'not named by the contract' : `${jobStart.percentOfAttached}% of those attached`}; a provider’s is its contracted share of it. Attached goes by the area on the day of attachment, started by the area on the day the first job started: who moved between them is attached with one provider and started with another. Short is the target less the job starts, rounded up to people. Months left are those of support before work${months === null ? '' : ` (${months})`}, less the whole months since the quarter ended: the last who were attached have so long.`,
    base: 'All clients, by quarter of attachment.',
    columns: ['Attached', 'Started', 'Percent started', 'Target in the end', 'Short', 'Months left'],
    counts: ['Attached', 'Started'],
    rows,
  };
}

/** The outturn of a programme: R8, R9 and R14 to R18. */
export function outturn(settings: OutturnSettings, tables: Made): OutturnTable[] {
  return [jobStarts, timeToJob, journeys, milestones, sustained, benchmarks, cohortOutturn].map((make) =>
    make(settings, tables),
  );
}
