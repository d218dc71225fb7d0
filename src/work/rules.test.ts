import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay, parseDay } from '../kit/days.ts';
import {
  countDays,
  countDaysWithin,
  daysInWork,
  hasLeft,
  type JobDates,
  lengthInDays,
  onTheWay,
  programmeJobs,
  reached,
  reachedInOneJob,
  remained,
  sustainedFromWeeks,
  sustainedState,
} from './rules.ts';

const day = (text: string): number => {
  const number = parseDay(text);
  assert.ok(number !== null, text);
  return number;
};
let made = 0;
const nextKey = () => {
  made += 1;
  return `J${String(made).padStart(6, '0')}`;
};
const job = (startedOn: string | null, endedOn: string | null = null, key = nextKey()) => ({
  key,
  startedOn: startedOn === null ? null : day(startedOn),
  endedOn: endedOn === null ? null : day(endedOn),
});
const attached = day('2014-06-02');
const later = day('2020-01-01');
const pilot = sustainedFromWeeks(50, 54);
const expansion = sustainedFromWeeks(50, 58);

const dayReached = (jobs: JobDates[], rule = pilot, asOf = later) => {
  const on = reached(daysInWork(jobs, asOf), rule, asOf).on;
  return on === null ? null : formatDay(on);
};

test('the worked examples of 50 weeks in 54 and in 58', () => {
  const first = job('2015-01-05', '2015-08-02');
  const examples: [JobDates[], string | null, string | null][] = [
    [[job('2015-01-05')], '2015-12-20', '2015-12-20'],
    [[first, job('2015-08-31')], '2016-01-17', '2016-01-17'],
    [[first, job('2015-08-31', '2016-01-16')], null, null],
    [[first, job('2015-09-07')], '2016-08-21', '2016-01-24'],
    [[first, job('2015-07-06', '2015-11-22')], null, null],
  ];
  for (const [jobs, in54, in58] of examples) {
    assert.equal(dayReached(jobs, pilot), in54);
    assert.equal(dayReached(jobs, expansion), in58);
  }
  assert.equal(reached(daysInWork([first, job('2015-08-31', '2016-01-16')], later), pilot, later).best, 349);
  assert.equal(countDays(daysInWork([first, job('2015-07-06', '2015-11-22')], later)), 322);
});

test('what was reached stays reached, and not a day before', () => {
  const jobs = [job('2015-01-05', '2015-12-20')];
  assert.equal(dayReached(jobs, pilot, day('2015-12-19')), null);
  assert.equal(dayReached(jobs, pilot, day('2015-12-20')), '2015-12-20');
  assert.equal(dayReached(jobs, pilot, day('2019-12-20')), '2015-12-20');
});

test('which jobs count, in which order', () => {
  const asOf = day('2016-03-31');
  const keys = (...jobs: JobDates[]) => programmeJobs(jobs, attached, asOf).map((j) => j.key);
  assert.deepEqual(keys(job('2014-06-01', null, 'before'), job('2014-06-02', null, 'same day')), ['same day']);
  assert.deepEqual(keys(job('2016-03-31', null, 'today'), job('2016-04-01', null, 'tomorrow')), ['today']);
  assert.deepEqual(
    keys(
      job(null, '2014-06-01', 'ended before'),
      job(null, '2014-06-02', 'ended after'),
      job(null, null, 'blank'),
      job('2015-01-01', null, 'b'),
      job('2015-01-01', null, 'a'),
      job('2014-12-31', null, 'c'),
    ),
    ['c', 'a', 'b', 'blank', 'ended after'],
  );
});

test('left, still in it, and how long', () => {
  const asOf = day('2016-03-31');
  assert.equal(hasLeft(job('2016-01-01', '2016-03-31'), asOf), true);
  assert.equal(hasLeft(job('2016-01-01', '2016-04-01'), asOf), false);
  assert.equal(hasLeft(job(null, '2016-03-01'), asOf), true);
  assert.equal(lengthInDays(job('2016-03-31', '2016-03-31'), asOf), 1);
  assert.equal(lengthInDays(job('2016-03-31', '2016-12-31'), asOf), 1);
  assert.equal(lengthInDays(job('2016-01-01'), asOf), 91);
  assert.equal(lengthInDays(job('2016-01-02'), asOf), 90);
  assert.equal(lengthInDays(job('2016-02-01', '2016-01-31'), asOf), null);
  assert.equal(lengthInDays(job(null, '2016-01-31'), asOf), null);
});

test('the pipeline needs the days, and the latest job still held', () => {
  const asOf = day('2016-03-31');
  const rule = sustainedFromWeeks(40, 44);
  const start = (daysAgo: number) => formatDay(asOf - daysAgo + 1);
  const way = (...jobs: JobDates[]) => {
    const ordered = programmeJobs(jobs, attached, asOf);
    return onTheWay(ordered, daysInWork(ordered, asOf), rule, asOf);
  };
  assert.equal(way(job(start(280))), true);
  assert.equal(way(job(start(279))), false);
  assert.equal(way(job(start(281), start(2))), false, 'the job ended yesterday');
  assert.equal(way(job(start(281), start(1))), false, 'the job ends today');
  assert.equal(way(job(start(281), formatDay(asOf + 1))), true, 'it ends tomorrow');
  assert.equal(way(job(start(300)), job(start(100), start(50))), false, 'the latest job ended, an earlier one goes on');
  assert.equal(way(job(start(300)), job(null, start(50))), true, 'a job without a first day is not the latest');
  assert.equal(way(), false);
});

test('everybody is in at most one state', () => {
  const asOf = day('2016-03-31');
  const rules = { sustained: pilot, pipeline: sustainedFromWeeks(40, 44) };
  const state = (jobs: JobDates[], claimed: boolean, r: Parameters<typeof sustainedState>[2] = rules) => {
    const ordered = programmeJobs(jobs, attached, asOf);
    return sustainedState(ordered, daysInWork(ordered, asOf), r, claimed, asOf);
  };
  const long = [job('2015-01-05')];
  const middle = [job(formatDay(asOf - 299))];
  assert.equal(state(long, true), 'reached and claimed');
  assert.equal(state(long, false), 'reached');
  assert.equal(state(middle, true), 'claimed');
  assert.equal(state(middle, false), 'pipeline');
  assert.equal(state([], false), 'none');
  assert.equal(state(long, false, { sustained: null, pipeline: null }), 'none');
});

test('remaining in work counts every job, and only once it can be told', () => {
  const asOf = day('2016-03-31');
  const start = asOf - 90;
  assert.equal(remained(start, [{ from: start, to: asOf }], 91, asOf), true);
  assert.equal(remained(start + 1, [{ from: start + 1, to: asOf }], 91, asOf), null);
  assert.equal(remained(start, [{ from: start, to: asOf - 1 }], 91, asOf), false);
  assert.equal(remained(null, [], 91, asOf), null);
});

const anyJob = fc.record({
  key: fc.string({ minLength: 1, maxLength: 3 }),
  startedOn: fc.option(fc.integer({ min: 0, max: 160 }), { freq: 8 }),
  endedOn: fc.option(fc.integer({ min: 0, max: 200 }), { freq: 2 }),
});

/** The days in work as a set, straight from the definition. */
function workedDays(jobs: JobDates[], asOf: number): Set<number> {
  const days = new Set<number>();
  for (const { startedOn, endedOn } of jobs)
    if (startedOn !== null) for (let d = startedOn; d <= Math.min(endedOn ?? asOf, asOf); d += 1) days.add(d);
  return days;
}

test('spells are the set of days in work', () => {
  fc.assert(
    fc.property(fc.array(anyJob, { maxLength: 6 }), fc.integer({ min: 0, max: 220 }), (jobs, asOf) => {
      const spells = daysInWork(jobs, asOf);
      const days = workedDays(jobs, asOf);
      assert.equal(countDays(spells), days.size);
      for (const spell of spells) for (let d = spell.from; d <= spell.to; d += 1) assert.ok(days.has(d));
      for (let i = 1; i < spells.length; i += 1) assert.ok((spells[i]?.from ?? 0) > (spells[i - 1]?.to ?? 0) + 1);
    }),
    { numRuns: 1000 },
  );
});

test('reached is what looking at every day finds', () => {
  fc.assert(
    fc.property(
      fc.array(anyJob, { maxLength: 6 }),
      fc.integer({ min: 0, max: 220 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 40 }),
      (jobs, asOf, need, slack) => {
        const days = workedDays(jobs, asOf);
        const within = need + slack;
        let on: number | null = null;
        let best = 0;
        let bestEndsOn: number | null = null;
        for (let end = 0; end <= asOf; end += 1) {
          let count = 0;
          for (let d = end - within + 1; d <= end; d += 1) if (days.has(d)) count += 1;
          if (on === null && count >= need) on = end;
          if (count > best) {
            best = count;
            bestEndsOn = end;
          }
        }
        assert.deepEqual(reached(daysInWork(jobs, asOf), { need, within }, asOf), { on, best, bestEndsOn });
      },
    ),
    { numRuns: 3000 },
  );
});

test('a rule as of an earlier day is the same as cutting the spells there', () => {
  fc.assert(
    fc.property(fc.array(anyJob, { maxLength: 5 }), fc.integer({ min: 0, max: 220 }), (jobs, asOf) => {
      const rule = { need: 20, within: 30 };
      const early = jobs.filter((j) => j.startedOn === null || j.startedOn <= asOf);
      assert.deepEqual(reached(daysInWork(early, asOf), rule, asOf), reached(daysInWork(jobs, 220), rule, asOf));
    }),
  );
});

test('one job that is long enough reaches the rule', () => {
  fc.assert(
    fc.property(fc.array(anyJob, { maxLength: 5 }), fc.integer({ min: 0, max: 220 }), (jobs, asOf) => {
      const rule = { need: 25, within: 31 };
      if (reachedInOneJob(jobs, rule, asOf)) assert.notEqual(reached(daysInWork(jobs, asOf), rule, asOf).on, null);
    }),
  );
});

test('the order of the rows does not matter', () => {
  const jobs = fc.uniqueArray(anyJob, { selector: (j) => j.key, maxLength: 6 });
  fc.assert(
    fc.property(jobs, fc.integer({ min: 0, max: 100 }), (given, from) => {
      assert.deepEqual(programmeJobs(given, from, 200), programmeJobs(given.toReversed(), from, 200));
      assert.deepEqual(daysInWork(given, 200), daysInWork(given.toReversed(), 200));
    }),
  );
});

test('days within a window are counted, none outside it', () => {
  const spells = [
    { from: 10, to: 19 },
    { from: 30, to: 39 },
  ];
  assert.equal(countDaysWithin(spells, 15, 32), 8);
  assert.equal(countDaysWithin(spells, 20, 29), 0);
  assert.equal(countDaysWithin(spells, 0, 99), 20);
});

test('a rule that nobody could mean is refused', () => {
  assert.throws(() => reached([], { need: 0, within: 5 }, 0), RangeError);
  assert.throws(() => reached([], { need: 6, within: 5 }, 0), RangeError);
});
