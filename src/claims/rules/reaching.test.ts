import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { csvText } from '../../kit/csv.ts';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { JOB_KINDS } from '../../programmes/rules/work.ts';
import { mondayOf } from '../../work/rules/worked.ts';
import { type Contract, contractProblems, type EarningsRule, type Milestone, type WeeksRule } from './contract.ts';
import { type ClaimJob, milestoneStates } from './milestones.ts';
import { countedFor, daysOf, weeksOf } from './reaching.ts';

const root = path.join(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'newel-milestones-'));
after(() => rmSync(folder, { recursive: true }));
const attachedOn = parseDay('2015-03-04') as DayNumber;

type Rule = Milestone['reached'];
const contractOf = (rules: readonly Rule[]): Contract => ({
  ...{ key: 'made-up', programme: 'made-up', name: 'Made up', validFrom: '2015-01-01', source: 'Made up' },
  pricesAreExamples: true,
  milestones: rules.map((reached, n) => ({
    ...{ key: `m${n}`, label: `M${n}`, reached, evidence: [] },
    prices: [{ from: '2015-01-01', pence: 1 }],
  })),
});

const optional = <T>(value: fc.Arbitrary<T>, freq = 3) => fc.option(value, { nil: undefined, freq });
const hoursOf = fc.integer({ min: 0, max: 4000 });
const days = (most: number) => fc.integer({ min: 0, max: most });
const anyJob: fc.Arbitrary<Omit<ClaimJob, 'key'>> = fc
  .record({
    startedOn: fc.option(
      fc.integer({ min: -30, max: 420 }).map((n) => attachedOn + n),
      { freq: 12 },
    ),
    length: fc.option(fc.integer({ min: -3, max: 220 }), { freq: 5 }),
    kind: fc.constantFrom(null, null, ...JOB_KINDS),
    first: fc.record({ hours: fc.option(hoursOf, { freq: 6 }), wage: fc.option(days(2000), { freq: 6 }) }),
    later: fc.array(fc.record({ after: days(200), hours: fc.option(hoursOf), wage: fc.option(days(2000)) }), {
      maxLength: 2,
    }),
    worked: fc.array(fc.record({ after: days(30), hours: fc.option(hoursOf), pence: fc.option(days(40_000)) }), {
      maxLength: 4,
    }),
  })
  .map(({ startedOn, length, kind, first, later, worked }) => {
    const from = startedOn ?? attachedOn;
    const mondays = new Map(worked.map((one) => [mondayOf(from) + one.after * 7, one]));
    const since = new Map(later.map((one) => [from + one.after + 1, one]));
    return {
      ...{ startedOn, endedOn: length === null ? null : from + length, kind },
      terms: [
        { from: null, ...first },
        ...[...since]
          .sort(([one], [other]) => one - other)
          .map(([day, { hours, wage }]) => ({ from: day, hours, wage })),
      ],
      weeks: [...mondays].map(([monday, { hours, pence }]) => ({ monday, hours, pence })),
    };
  });
const anyJobs = fc
  .array(anyJob, { maxLength: 5 })
  .map((jobs): ClaimJob[] => jobs.map((job, n) => ({ ...job, key: `j${n}` })));

// What is left out of a document must not be there: a schema that is closed refuses undefined.
const withoutGaps = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
const jobsRule = optional(
  fc
    .record({ kinds: optional(fc.subarray([...JOB_KINDS], { minLength: 1 })), leastHours: optional(days(30)) })
    .map(withoutGaps),
  1,
);
const longestBreak = optional(days(40), 1);
const anyRule: fc.Arbitrary<Rule> = fc
  .oneof(
    fc.record({ kind: fc.constant('job start' as const), jobs: jobsRule }),
    fc
      .record({ need: fc.integer({ min: 1, max: 200 }), slack: days(80), longestBreak, jobs: jobsRule })
      .map(({ slack, ...one }) => ({ kind: 'days in work' as const, ...one, within: one.need + slack })),
    fc
      .record({
        ...{ need: fc.integer({ min: 1, max: 20 }), slack: days(10), longestBreak, jobs: jobsRule },
        week: fc.constantFrom('monday' as const, 'first day' as const),
        leastHours: optional(days(40), 1),
        leastPence: optional(days(30_000), 1),
        either: fc.boolean(),
      })
      .map(({ slack, either, ...one }) => ({
        ...{ kind: 'weeks in work' as const, ...one, within: one.need + slack },
        enough:
          either && one.leastHours !== undefined && one.leastPence !== undefined ? ('either' as const) : undefined,
      })),
    fc
      .record({
        ...{ within: fc.integer({ min: 1, max: 400 }), selfEmployedDays: fc.integer({ min: 1, max: 150 }) },
        pence: fc.uniqueArray(fc.integer({ min: 0, max: 600_000 }), { minLength: 3, maxLength: 3 }),
        jobs: jobsRule,
      })
      .map(({ pence: [young = 0, old = 0, before = 0], ...one }) => ({
        ...{ kind: 'earnings' as const, ...one },
        thresholds: [
          { from: '2014-04-01', pence: before },
          { from: '2015-01-01', pence: young, ageFrom: 18 },
          { from: '2015-01-01', pence: old, ageFrom: 25 },
          { from: '2016-01-01', pence: 1 },
        ],
      })),
  )
  .map((rule) => withoutGaps(rule) as Rule);
const born = fc.option(fc.integer({ min: 6000, max: 10_500 }).map((age) => attachedOn - age));

test('every kind of milestone, over random jobs, as a twin in R finds it day by day', () => {
  const lives = fc.sample(fc.record({ jobs: anyJobs, born }), { seed: 7, numRuns: 70 });
  const rules = fc.sample(anyRule, { seed: 11, numRuns: 24 });
  const asOf = attachedOn + 460;
  const contract = contractOf(rules);
  assert.deepEqual(contractProblems(contract), []);
  const write = (name: string, rows: (string | number | null | undefined)[][]) =>
    writeFileSync(path.join(folder, name), csvText(rows.map((row) => row.map((one) => String(one ?? '')))));
  const all = lives.flatMap(({ jobs }, person) => jobs.map((job) => ({ ...job, person, id: `p${person}${job.key}` })));
  write('people.csv', [['person', 'attached', 'born'], ...lives.map((life, n) => [n, attachedOn, life.born])]);
  write('jobs.csv', [
    ['person', 'job', 'started', 'ended', 'kind'],
    ...all.map((job) => [job.person, job.id, job.startedOn, job.endedOn, job.kind]),
  ]);
  write('terms.csv', [
    ['job', 'from', 'hours', 'wage'],
    ...all.flatMap((job) => job.terms.map(({ from, hours, wage }) => [job.id, from, hours, wage])),
  ]);
  write('weeks.csv', [
    ['job', 'monday', 'hours', 'pence'],
    ...all.flatMap((job) => job.weeks.map(({ monday, hours, pence }) => [job.id, monday, hours, pence])),
  ]);
  const hundredths = (hours: number | undefined) => (hours === undefined ? undefined : hours * 100);
  write('rules.csv', [
    ['rule', 'kind', 'need', 'within', 'longest', 'least', 'kinds', 'week', 'hours', 'pence', 'enough', 'own'],
    ...rules.map((rule, n) => {
      const one = rule as Partial<Omit<WeeksRule, 'kind'> & Omit<EarningsRule, 'kind'>>;
      return [
        ...[`m${n}`, rule.kind, one.need, one.within, one.longestBreak],
        ...[hundredths(one.jobs?.leastHours), one.jobs?.kinds?.join(' '), one.week],
        ...[hundredths(one.leastHours), one.leastPence, one.enough, one.selfEmployedDays],
      ];
    }),
  ]);
  write('thresholds.csv', [
    ['rule', 'from', 'pence', 'age'],
    ...rules.flatMap((rule, n) =>
      rule.kind === 'earnings'
        ? rule.thresholds.map(({ from, pence, ageFrom }) => [`m${n}`, parseDay(from), pence, ageFrom])
        : [],
    ),
  ]);
  const twin = execFileSync('/usr/bin/Rscript', [path.join(root, 'test/support/milestones.R'), folder, String(asOf)], {
    encoding: 'utf8',
  });
  const found = lives.flatMap((life, person) =>
    milestoneStates(contract, { attachedOn, jobs: life.jobs, claims: [], bornOn: life.born }, asOf).map(
      ({ milestone, status, reachedOn }) =>
        `${person},${milestone},${status === 'not reached' ? 0 : 1},${reachedOn ?? ''}`,
    ),
  );
  assert.deepEqual(['person,rule,reached,on', ...found], twin.trim().split('\n'));
  // Of each kind some are reached, and some are not.
  for (const kind of ['job start', 'days in work', 'weeks in work', 'earnings']) {
    const lines = found.filter((line) => rules[Number(/,m(\d+)/.exec(line)?.[1])]?.kind === kind);
    for (const is of [',0,', ',1,']) assert.ok(lines.filter((line) => line.includes(is)).length > 5, `${kind}${is}`);
  }
});

const reachedOn = (rule: Rule, jobs: readonly ClaimJob[], asOf: DayNumber): DayNumber | null =>
  milestoneStates(contractOf([rule]), { attachedOn, jobs, claims: [] }, asOf)[0]?.reachedOn ?? null;

test('what is reached stays reached, on the same day, whatever comes later and however jobs are ordered', () => {
  fc.assert(
    fc.property(anyRule, anyJobs, days(460), days(200), (rule, jobs, later, more) => {
      const early = reachedOn(rule, jobs, attachedOn + later);
      if (early !== null) assert.ok(early <= attachedOn + later);
      if (early !== null) assert.equal(reachedOn(rule, jobs, attachedOn + later + more), early);
      assert.equal(reachedOn(rule, jobs.toReversed(), attachedOn + later), early);
    }),
  );
});

test('two jobs on one day are one day in work: the same job twice changes nothing', () => {
  const byDays = anyRule.filter(
    (rule) =>
      (rule.kind === 'days in work' && rule.jobs?.leastHours === undefined) ||
      (rule.kind === 'weeks in work' &&
        rule.jobs?.leastHours === undefined &&
        rule.leastHours === undefined &&
        rule.leastPence === undefined),
  );
  fc.assert(
    fc.property(byDays, anyJobs, (rule, jobs) => {
      const twice = [...jobs, ...jobs.map((job) => ({ ...job, key: `${job.key} again` }))];
      assert.equal(reachedOn(rule, twice, attachedOn + 460), reachedOn(rule, jobs, attachedOn + 460));
    }),
  );
});

test('the longer a break may be, the sooner it is reached', () => {
  const sustained = anyRule.filter(({ kind }) => kind === 'days in work');
  fc.assert(
    fc.property(sustained, anyJobs, days(40), days(40), (rule, jobs, strict, more) => {
      const on = (longest: number | undefined) =>
        reachedOn(withoutGaps({ ...rule, longestBreak: longest }) as Rule, jobs, attachedOn + 460) ??
        Number.POSITIVE_INFINITY;
      assert.ok(on(strict + more) <= on(strict));
      assert.ok(on(undefined) <= on(strict + more));
    }),
  );
});

test('the earliest day is the day on which a job of every day from tomorrow reaches it', () => {
  // Without hours and pay, so that a job of which nothing else is known fills a week.
  const clocks = anyRule
    .filter((rule) => rule.kind === 'days in work' || rule.kind === 'weeks in work')
    .map((rule) => {
      const { kind, need, within, longestBreak: longest } = rule;
      const week = rule.kind === 'weeks in work' ? rule.week : undefined;
      return withoutGaps({ kind, need, within, week, longestBreak: longest }) as typeof rule;
    });
  fc.assert(
    fc.property(clocks, anyJobs, days(300), (rule, jobs, later) => {
      const asOf = attachedOn + later;
      const ended = jobs
        .filter(({ startedOn }) => startedOn === null || startedOn <= asOf)
        .map((job) => ({ ...job, endedOn: Math.min(job.endedOn ?? asOf, asOf) }));
      const [milestone] = contractOf([rule]).milestones;
      assert.ok(milestone !== undefined);
      const counted = countedFor(milestone, undefined, { attachedOn, jobs: ended }, asOf);
      const clock = rule.kind === 'days in work' ? daysOf(rule, counted, asOf) : weeksOf(rule, counted, asOf);
      const ahead: ClaimJob = { key: 'z', startedOn: asOf + 1, endedOn: null, kind: null, terms: [], weeks: [] };
      assert.equal(clock.on, reachedOn(rule, ended, asOf));
      assert.equal(clock.on ?? clock.earliest, reachedOn(rule, [...ended, ahead], asOf + 500));
    }),
  );
});
