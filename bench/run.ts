import { spawn } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Host } from '../src/kit/command.ts';
import { type Check, checkDiary } from './check-diary.ts';
import { checkDirectory } from './check-directory.ts';
import { checkClaims, claimsNow, claimsRequests, timeChangedJobs } from './claims.ts';
import { diaryNow, diaryRequests } from './diary.ts';
import { directoryNow, directoryRequests } from './directory.ts';
import type { Load } from './load.ts';
import {
  claimsScenarios,
  comparePages,
  countStatements,
  diaryScenarios,
  directoryScenarios,
  loadOne,
  type Pair,
  peopleRequests,
  peopleScenarios,
  type Requests,
  type Role,
  type Scenario,
  startPair,
  stopPair,
} from './measure.ts';
import {
  claimsDatabase,
  diaryDatabase,
  directoryDatabase,
  drawSample,
  dropScratch,
  programmeKey,
  type Scratch,
  scratchDatabase,
  today,
} from './scratch.ts';
import { type Timing, timeActions } from './timed.ts';

/** What one scenario came to over so many people: medians of the runs. `ratio` is the median of the runs' own ratios. */
export type Figure = {
  people: number;
  scenario: Scenario;
  connections: number;
  application: Side;
  anchor: Side;
  /** Requests a second of the application over those of the anchor. */
  ratio: number;
  /** How many times slower than over the fewest people of this run; 1 for those. */
  slowdown: number;
};
export type Side = { perSecond: number; p50: number; p99: number; bytes: number; requests: number; statements: number };

/** Everything that a run of the benchmark found. */
export type Results = {
  machine: Record<string, string>;
  made: { people: number; seconds: number | null; megabytes: number }[];
  compared: number;
  figures: Figure[];
  timings: Timing[];
  /** What was done many times at once, and what came of it. */
  checks: Check[];
  reports: { people: number; seconds: number; exitCode: number | null }[];
};

type Settings = {
  people: number[];
  /** Workers with a year's diary each; 0 leaves the diary out. */
  diary: number;
  /** Services of a directory with a hundred referrals each; 0 leaves it out. */
  directory: number;
  /** Attached cases whose claims are listed and worked out; 0 leaves them out. */
  claims: number;
  runs: number;
  seconds: number;
  report: boolean;
  keep: boolean;
  only?: readonly Scenario[];
};

const connectionCounts = [1, 10];
const roles = ['application', 'anchor'] as const;

/** The middle of some numbers; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

type Runs = { pair: Pair; loads: Record<Role, Load[]> };

function sideOf(runs: Runs, role: Role, scenario: Scenario): Side {
  const loads = runs.loads[role];
  const middle = (key: 'perSecond' | 'p50' | 'p99' | 'bytes') => median(loads.map((load) => load[key]));
  return {
    perSecond: middle('perSecond'),
    p50: middle('p50'),
    p99: middle('p99'),
    bytes: middle('bytes'),
    requests: loads.reduce((sum, load) => sum + load.requests, 0),
    statements: runs.pair.statements[role][scenario],
  };
}

/** Sends load until the code that answers it is compiled: on a busy machine that takes longer. */
async function warmUp(pair: Pair, role: Role, scenario: Scenario, connections: number, seconds: number): Promise<void> {
  let sent = 0;
  for (let turn = 0; turn < 5 && sent < 2000; turn++)
    sent += (await loadOne(pair, role, scenario, connections, seconds)).requests;
}

/** Measures one scenario over every number of people, in turns: what else the machine does meets all of them alike. */
async function measure(
  pairs: readonly Pair[],
  scenario: Scenario,
  connections: number,
  settings: Settings,
): Promise<Figure[]> {
  const all = pairs.map((pair): Runs => ({ pair, loads: { application: [], anchor: [] } }));
  for (const { pair } of all)
    for (const role of roles) await warmUp(pair, role, scenario, connections, settings.seconds);
  for (let run = 0; run < settings.runs; run++)
    for (const { pair, loads } of all)
      for (const role of roles) loads[role].push(await loadOne(pair, role, scenario, connections, settings.seconds));
  const [fewest] = all;
  return all.map((runs) => {
    const rates = (of: Runs, role: Role) => of.loads[role].map((load) => load.perSecond);
    const over = (a: readonly number[], b: readonly number[]) =>
      median(a.map((rate, run) => rate / (b[run] as number)));
    return {
      people: runs.pair.scratch.people,
      scenario,
      connections,
      application: sideOf(runs, 'application', scenario),
      anchor: sideOf(runs, 'anchor', scenario),
      ratio: over(rates(runs, 'application'), rates(runs, 'anchor')),
      slowdown: over(rates(fewest as Runs, 'application'), rates(runs, 'application')),
    };
  });
}

async function inDatabase<T>(url: string, text: string): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(text)
    .then(({ rows }) => rows[0] as T)
    .finally(() => client.end());
}

/** Times `newel report all` over a scratch database, in a process of its own as a user starts it. */
async function timeReport(scratch: Scratch): Promise<Results['reports'][number]> {
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const words = ['report', 'all', '--programme', programmeKey, '--as-of', today, '--format', 'csv'];
  const begun = performance.now();
  const child = spawn(process.execPath, [main, ...words], {
    env: { ...process.env, DATABASE_URL: scratch.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return { people: scratch.people, seconds: (performance.now() - begun) / 1000, exitCode };
}

/** A database to measure on: how it is made, what both servers are asked there, and the moment at which they stand. */
type Ground = {
  title: string;
  scenarios: readonly Scenario[];
  make(told: (done: number) => void): Promise<Scratch>;
  most: number;
  requests(scratch: Scratch): Promise<Requests>;
  now?: string;
  /** What is done there many times at once afterwards. Without it single actions are timed. */
  check?(scratch: Scratch): Promise<Check[]>;
  /** A single action that is timed there, too. */
  time?(scratch: Scratch): Promise<Timing>;
};

function groundsOf(owner: string, { people, diary, directory, claims, only }: Settings): Ground[] {
  const all: Ground[] = people.map((count) => ({
    title: `Making ${count.toLocaleString('en-GB')} people`,
    scenarios: peopleScenarios,
    make: (told) => scratchDatabase(owner, count, told),
    most: count,
    requests: async (scratch) => peopleRequests(await drawSample(scratch.url, count, 4000)),
  }));
  if (diary > 0)
    all.push({
      title: `Making a year's diary of ${diary.toLocaleString('en-GB')} workers`,
      scenarios: diaryScenarios,
      make: (told) => diaryDatabase(owner, diary, told),
      most: 1,
      requests: (scratch) => diaryRequests(scratch.url),
      now: diaryNow,
      check: checkDiary,
    });
  if (directory > 0)
    all.push({
      title: `Making a directory of ${directory.toLocaleString('en-GB')} services`,
      scenarios: directoryScenarios,
      make: (told) => directoryDatabase(owner, directory, told),
      most: 1,
      requests: (scratch) => directoryRequests(scratch.url),
      now: directoryNow,
      check: checkDirectory,
    });
  if (claims > 0)
    all.push({
      title: `Making claims of ${claims.toLocaleString('en-GB')} cases`,
      scenarios: claimsScenarios,
      make: (told) => claimsDatabase(owner, claims, told),
      most: 1,
      requests: (scratch) => claimsRequests(scratch.url),
      now: claimsNow,
      check: checkClaims,
      time: timeChangedJobs,
    });
  return all
    .map((ground) => ({ ...ground, scenarios: ground.scenarios.filter((name) => only?.includes(name) ?? true) }))
    .filter(({ scenarios }) => scenarios.length > 0);
}

/** Makes the scratch databases, starts both servers on each and measures. */
export async function bench(host: Host, settings: Settings): Promise<Results> {
  const owner = await host.ownerUrl();
  const { version } = await inDatabase<{ version: string }>(owner, 'show server_version').then((row) => ({
    version: (row as unknown as { server_version: string }).server_version,
  }));
  const results: Results = {
    machine: {
      processor: `${os.cpus()[0]?.model ?? 'not known'}, ${os.availableParallelism()} cores`,
      memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
      system: `${os.type()} ${os.release()}`,
      node: process.version,
      postgresql: version,
    },
    made: [],
    compared: 0,
    figures: [],
    timings: [],
    checks: [],
    reports: [],
  };
  const grounds = groundsOf(owner, settings);
  const scratches: Scratch[] = [];
  const pairs: Pair[] = [];
  try {
    for (const ground of grounds) {
      const begun = performance.now();
      const bar = host.progress(ground.title);
      const scratch = await ground.make((done) => bar.update(done, ground.most));
      bar.done();
      scratches.push(scratch);
      const { size } = await inDatabase<{ size: string }>(
        scratch.url,
        'select pg_database_size(current_database()) as size',
      );
      const seconds = scratch.made ? (performance.now() - begun) / 1000 : null;
      results.made.push({ people: scratch.people, seconds, megabytes: Number(size) / 2 ** 20 });
    }
    for (const [at, ground] of grounds.entries()) {
      const scratch = scratches[at] as Scratch;
      const pair = await startPair(scratch, host.timeZone, await ground.requests(scratch), ground.now);
      pairs.push(pair);
      results.compared += await comparePages(pair);
      await countStatements(pair);
    }
    const bar = host.progress('Measuring');
    const steps = grounds.reduce((sum, { scenarios }) => sum + scenarios.length, 0) * connectionCounts.length;
    for (const scenario of new Set(grounds.flatMap(({ scenarios }) => scenarios)))
      for (const connections of connectionCounts) {
        const asked = pairs.filter((_, at) => grounds[at]?.scenarios.includes(scenario));
        results.figures.push(...(await measure(asked, scenario, connections, settings)));
        bar.update(results.figures.length, steps);
      }
    bar.done();
    await Promise.all(pairs.splice(0).map(stopPair));
    for (const [at, { check, time }] of grounds.entries()) {
      const scratch = scratches[at] as Scratch;
      if (time !== undefined) results.timings.push(await time(scratch));
      if (check !== undefined) results.checks.push(...(await check(scratch)));
      else if (settings.only === undefined) results.timings.push(...(await timeActions(scratch, settings.runs)));
    }
    if (settings.report)
      for (const [at, { check }] of grounds.entries())
        if (check === undefined) results.reports.push(await timeReport(scratches[at] as Scratch));
  } finally {
    await Promise.all(pairs.map(stopPair));
    if (!settings.keep) for (const { name } of scratches) await dropScratch(owner, name);
  }
  return results;
}

const whole = (value: number) => Math.round(value).toLocaleString('en-GB');
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The results as they are printed, and as docs/performance.md holds them: tables in Markdown. */
export function resultsText(results: Results): string {
  const head = [
    'Scenario',
    'Cases',
    'Connections',
    'Requests/s',
    'Anchor',
    'Ratio',
    'p50 ms',
    'p99 ms',
    'Bytes',
    'Statements',
    "Anchor's",
    'Slower than with fewest',
  ];
  const rows = results.figures.map((figure) => [
    figure.scenario,
    whole(figure.people),
    String(figure.connections),
    whole(figure.application.perSecond),
    whole(figure.anchor.perSecond),
    figure.ratio.toFixed(2),
    ms(figure.application.p50),
    ms(figure.application.p99),
    whole(figure.application.bytes),
    String(figure.application.statements),
    String(figure.anchor.statements),
    figure.slowdown.toFixed(2),
  ]);
  const widths = head.map((text, at) => Math.max(text.length, ...rows.map((row) => (row[at] as string).length)));
  const pad = (text: string, at: number) =>
    at === 0 ? text.padEnd(widths[at] as number) : text.padStart(widths[at] as number);
  const lineOf = (cells: string[]) => `| ${cells.map(pad).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [
    ...Object.entries(results.machine).map(([name, value]) => `${name}: ${value}`),
    ...results.made.map(
      ({ people, seconds, megabytes }) =>
        `${whole(people)} cases: ${whole(megabytes)} MB${seconds === null ? ', kept from before' : `, made in ${whole(seconds)} s`}`,
    ),
    `Pages that the application and the anchor made letter for letter alike: ${results.compared}`,
    '',
    lineOf(head),
    rule,
    ...rows.map(lineOf),
    ...results.timings.map(
      ({ people, what, times, median, p95, longest }) =>
        `\n${what} over ${whole(people)} cases: median ${ms(median)} ms, one in twenty above ${ms(p95)} ms, longest ${ms(longest)} ms (${times} times)`,
    ),
    ...results.checks.map(({ what, text, seconds }) => `\n${what}: ${text}, in ${seconds.toFixed(1)} s`),
    ...results.reports.map(({ people, seconds, exitCode }) =>
      exitCode === 0
        ? `\nnewel report all over ${whole(people)} cases: ${seconds.toFixed(1)} s`
        : `\nnewel report all over ${whole(people)} cases: failed (exit code ${exitCode})`,
    ),
    '',
  ].join('\n');
}
