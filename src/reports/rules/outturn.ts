/**
 * Outturn: what came of a programme against what it was to reach. Nothing is counted here: every number is a cell of the tables, or
 * worked out from such cells and from the targets of the contract. Each says which cell it is, so that whoever may can see who is
 * behind it.
 */
import { type DayNumber, quarterLabel, quarterOf } from '../../kit/days.ts';
import { type Fraction, fraction, percentOf } from '../../kit/exact.ts';
import { made, type OutturnTable, type Reader, reader } from './figures.ts';
import type { GroupResult } from './result.ts';
import {
  type Attached,
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
  /** The first quarter in which anybody could be attached. */
  firstQuarter: number;
  monthsOfSupport: number | null;
  jobStart: Target | null;
  sustained: Target | null;
  benchmarks: readonly Benchmark[];
};
/** The tables it is made from. */
export type Made = { all: GroupResult; byCohort: readonly GroupResult[]; byProvider: readonly GroupResult[] };

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

/** R8: job starts against the target, quarter by quarter, and by provider. */
function jobStarts(settings: OutturnSettings, { all, byCohort }: Made): OutturnTable {
  const read = reader(all, null);
  const cohorts = cohortsOf(settings, byCohort);
  let cumulative = 0;
  const quarters = cohorts.map(({ quarter, label }) => {
    const started = read.figure('job starts by quarter', label, 'Clients');
    cumulative += Number(started?.value ?? 0);
    const on = Math.min(quarterEnd(quarter), settings.asOf);
    const target = targetToDate(settings.jobStart, cohorts, on);
    const figures = [
      started ?? made.count(0),
      made.count(cumulative),
      made.number(target),
      made.percent(over(fraction(cumulative), target)),
    ];
    return { label, figures };
  });
  const target = targetToDate(settings.jobStart, cohorts, settings.asOf);
  const line = (label: string, row: string, share: Fraction | null) => {
    const started = read.figure('job starts', row, 'Clients');
    const own = target === null || share === null ? null : times(target, share);
    const count = fraction(Number(started?.value ?? 0));
    return { label, figures: [null, started, made.number(own), made.percent(over(count, own))] };
  };
  const contracted = (provider: string): Fraction | null => {
    const value = read.figure('job starts', provider, 'Share contracted')?.value ?? '';
    return value === '' ? null : times(decimal(value), fraction(1, 100));
  };
  return {
    name: 'R8',
    question: 'Are job starts where they should be?',
    sentence: 'Job starts by quarter, added up, against the target to date.',
    definition: `The target to date is those attached in each quarter times the share of the contract’s curve after the whole months since that quarter ended. A provider’s target is its contracted share of it. Everybody is in the last line, also starters whose first day is not known; they are in no quarter.${exampleText(settings.jobStart)}`,
    base: 'Starters: the tables job starts and job starts by quarter.',
    columns: ['Started', 'Started to date', 'Target to date', 'Percent of target'],
    counts: ['Started', 'Started to date'],
    rows: [
      ...quarters,
      ...settings.providers.map((provider) => line(provider, provider, contracted(provider))),
      line('Everybody', 'Total', fraction(1)),
    ],
  };
}

/** R14: what became of the first job. */
function journeys(settings: OutturnSettings, { all, byProvider }: Made): OutturnTable {
  const rows = ['Still in first job', 'Left first job, no other job', 'Left first job, had another job', 'In work'];
  const line = (label: string, read: Reader) => ({
    label,
    figures: [
      read.figure('job starts', 'Total', 'Clients'),
      ...rows.flatMap((row) => [read.figure('journeys', row, 'Clients'), read.figure('journeys', row, 'Percent')]),
      read.figure('journeys', 'Jobs', 'Jobs'),
    ],
  });
  return {
    name: 'R14',
    question: 'What becomes of the first job?',
    sentence: 'Starters by whether they are still in their first job, left it, and had another.',
    definition:
      'As in the table journeys. A provider’s are the clients attached in its areas. In work: still in any job. Jobs are all jobs of all starters.',
    base: 'All starters.',
    columns: ['Starters', ...rows.flatMap((row) => [row, `${row}, percent`]), 'Jobs'],
    counts: ['Starters', ...rows],
    rows: [
      ...groupsOf(settings, byProvider).map(([label, read]) => line(label, read)),
      line('Everybody', reader(all, null)),
    ],
  };
}

const groupsOf = (settings: OutturnSettings, byProvider: readonly GroupResult[]): [string, Reader][] =>
  settings.providers.flatMap((provider): [string, Reader][] => {
    const group = byProvider.find((one) => one.group === provider);
    return group === undefined ? [] : [[provider, reader(group, 'provider')]];
  });

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

/** R16: sustained work, by provider and by quarter of attachment. */
function sustained(settings: OutturnSettings, { all, byCohort }: Made): OutturnTable {
  const cohorts = cohortsOf(settings, byCohort);
  const line = (label: string, read: Reader, column: string, target: Fraction | null) => {
    const both = read.figure('sustained', 'Reached and claimed', column);
    const not = read.figure('sustained', 'Reached, not claimed', column);
    const early = read.figure('sustained', 'Claimed, not reached by the dates held', column);
    const reached = Number(both?.value ?? 0) + Number(not?.value ?? 0);
    const claimed = Number(both?.value ?? 0) + Number(early?.value ?? 0);
    const figures = [made.count(reached), not, made.count(claimed)];
    const pipeline = read.figure('sustained', 'Pipeline', column);
    return {
      label,
      figures: [...figures, made.number(target), made.percent(over(fraction(claimed), target)), pipeline],
    };
  };
  const read = reader(all, null);
  const target = (of: readonly Attached[]) => targetToDate(settings.sustained, of, settings.asOf);
  return {
    name: 'R16',
    question: 'Is sustained work where it should be?',
    sentence: 'Clients who reached a sustained job, whether it is claimed, and the target to date.',
    definition: `Reached is reached and claimed with reached and not claimed: nobody is in it twice. Claimed is a claim on file, also where the dates held do not show that it was reached. The target counts what is claimed. Providers are those of the area on the day the first job started; they have no target of their own.${exampleText(settings.sustained)}`,
    base: 'All clients: the table sustained.',
    columns: ['Reached', 'Reached, not claimed', 'Claimed', 'Target to date', 'Percent of target', 'Pipeline'],
    counts: ['Reached', 'Reached, not claimed', 'Claimed', 'Pipeline'],
    rows: [
      ...cohorts.flatMap((one) =>
        one.read === null ? [] : [line(`Attached in ${one.label}`, one.read, 'Clients', target([one]))],
      ),
      ...settings.providers.map((provider) => line(provider, read, provider, null)),
      line('Everybody', read, 'Clients', target(cohorts)),
    ],
  };
}

/** R17: who did not remain in work, beside what others reached. */
function benchmarks(settings: OutturnSettings, { all, byProvider }: Made): OutturnTable {
  const line = (label: string, read: Reader, row: string) => {
    const other = settings.benchmarks.find((one) => one.row === row);
    const figures = ['Base', 'Did not remain', 'Percent did not remain'].map((column) =>
      read.figure('3-16', row, column),
    );
    return { label, figures: [...figures, made.text(other === undefined ? '-' : `${other.from}% to ${other.to}%`)] };
  };
  const [first] = settings.benchmarks;
  return {
    name: 'R17',
    question: 'Do people stay in work longer than elsewhere?',
    sentence: 'Starters with fewer than 13 or 26 weeks of days in work, beside the share of another programme.',
    definition: `As in the table 3-16: somebody whose first job started too lately is not in the base. A provider’s are the clients attached in its areas. ${first === undefined ? 'There is nothing to compare with.' : `Elsewhere: ${first.label} (${first.source}). People and times differ: it is a mark, not a measure of effect.`}`,
    base: 'Starters whose first job started at least 13 (26) weeks before the end of the as-of date.',
    columns: ['Base', 'Did not remain', 'Percent did not remain', 'Elsewhere'],
    counts: ['Base', 'Did not remain'],
    rows: ['13 weeks', '26 weeks'].flatMap((row) => [
      ...groupsOf(settings, byProvider).map(([provider, read]) => line(`${row}: ${provider}`, read, row)),
      line(`${row}: everybody`, reader(all, null), row),
    ]),
  };
}

/** R18: each quarter of attachment, how far it is and how long it has. */
function cohortOutturn(settings: OutturnSettings, { byCohort }: Made): OutturnTable {
  const months = settings.monthsOfSupport;
  const { jobStart } = settings;
  const rows = cohortsOf(settings, byCohort).map(({ label, quarter, attached, read }) => {
    const started = read?.figure('job starts', 'Total', 'Clients') ?? made.count(0);
    const count = fraction(Number(started.value));
    const target = jobStart === null ? null : times(fraction(attached, 100), decimal(jobStart.percentOfAttached));
    const short = target === null ? null : less(target, count);
    // A part of a person is a person: 3.2 short is 4 more job starts.
    const people = short === null ? null : short.num <= 0n ? 0 : Number((short.num + short.den - 1n) / short.den);
    const left = months === null ? null : Math.max(0, months - wholeMonths(quarterEnd(quarter), settings.asOf));
    return {
      label,
      figures: [
        read?.figure('3-1', 'N', 'Total') ?? made.count(0),
        started,
        made.percent(percentOf(Number(started.value), attached), 1),
        made.number(target, 1),
        people === null ? made.text('-') : made.count(people),
        left === null ? made.text('-') : made.count(left),
        ...settings.providers.map((provider) => read?.figure('job starts', provider, 'Clients') ?? made.count(0)),
      ],
    };
  });
  return {
    name: 'R18',
    question: 'Which quarters will reach their target?',
    sentence:
      'Clients by the quarter of their attachment: job starts so far, the target in the end, and the months that are left.',
    definition: `The target is ${jobStart === null ? 'not named by the contract' : `${jobStart.percentOfAttached}% of those attached`}. Short is the target less the job starts, rounded up to people. Months left are those of support before work${months === null ? '' : ` (${months})`}, less the whole months since the quarter ended: the last who were attached have so long.`,
    base: 'All clients, by quarter of attachment.',
    columns: [
      'Attached',
      'Started',
      'Percent started',
      'Target in the end',
      'Short',
      'Months left',
      ...settings.providers.map((one) => `Started: ${one}`),
    ],
    counts: ['Attached', 'Started', ...settings.providers.map((one) => `Started: ${one}`)],
    rows,
  };
}

/** The outturn of a programme: R8 and R14 to R18. */
export function outturn(settings: OutturnSettings, tables: Made): OutturnTable[] {
  return [jobStarts, journeys, milestones, sustained, benchmarks, cohortOutturn].map((make) => make(settings, tables));
}
