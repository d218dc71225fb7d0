import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatDay, parseDay } from '../../kit/days.ts';
import type { JobDates } from '../rules.ts';
import { sustainedFromWeeks } from '../rules.ts';
import { jobClock, sustainedClock } from './clock.ts';

const day = (text: string): number => parseDay(text) as number;
const job = (from: string | null, to: string | null, key = 'J1'): JobDates => ({
  key,
  startedOn: from === null ? null : day(from),
  endedOn: to === null ? null : day(to),
});

test('a job’s clock counts first and last day, and tells when each length is complete', () => {
  const clock = jobClock(job('2015-01-05', null), day('2015-04-05'));
  assert.equal(clock.days, 91);
  assert.deepEqual(
    clock.lengths.map(({ weeks, on, reached }) => [weeks, formatDay(on), reached]),
    [
      [13, '2015-04-05', true],
      [26, '2015-07-05', false],
      [39, '2015-10-04', false],
      [50, '2015-12-20', false],
    ],
  );
});

test('a job that was left tells only what it reached, and one without a length nothing', () => {
  assert.deepEqual(
    jobClock(job('2015-01-05', '2015-08-02'), day('2016-03-31')).lengths.map(({ weeks }) => weeks),
    [13, 26],
  );
  assert.deepEqual(jobClock(job('2015-03-02', '2015-03-01'), day('2016-03-31')), {
    days: null,
    left: true,
    lengths: [],
  });
  assert.equal(jobClock(job(null, null), day('2016-03-31')).days, null);
});

test('the worked examples: 210 days, then a second job; reached and earliest dates agree', () => {
  const rule = sustainedFromWeeks(50, 54);
  const jobs = [job('2015-01-05', '2015-08-02', 'a'), job('2015-08-31', null, 'b')];
  const before = sustainedClock(jobs, rule, day('2016-01-01'));
  assert.equal(before.on, null);
  assert.equal(formatDay(before.earliest as number), '2016-01-17');
  const after = sustainedClock(jobs, rule, day('2016-02-01'));
  assert.equal(formatDay(after.on as number), '2016-01-17');
  assert.equal(after.earliest, null);
  const late = sustainedClock(
    [job('2015-01-05', '2015-08-02', 'a'), job('2015-09-07', null, 'b')],
    rule,
    day('2016-01-31'),
  );
  assert.equal(formatDay(late.earliest as number), '2016-08-21');
});

test('without any job it takes as many days as the rule needs, from tomorrow', () => {
  const clock = sustainedClock([], { need: 350, within: 378 }, day('2016-03-31'));
  assert.deepEqual(clock, { on: null, best: 0, now: 0, inWork: false, earliest: day('2016-03-31') + 350 });
});

const jobs = fc.array(
  fc.record({
    key: fc.string({ maxLength: 2 }),
    startedOn: fc.integer({ min: 0, max: 60 }),
    length: fc.option(fc.integer({ min: -2, max: 30 })),
  }),
  { maxLength: 5 },
);

test('the earliest date is the first day on which a simulation day by day reaches the rule', () => {
  fc.assert(
    fc.property(jobs, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 10 }), (given, need, slack) => {
      const asOf = 60;
      const rule = { need, within: need + slack };
      const dates = given.map(({ key, startedOn, length }) => ({
        key,
        startedOn,
        endedOn: length === null ? null : startedOn + length,
      }));
      const clock = sustainedClock(dates, rule, asOf);
      const worked = (d: number) =>
        d > asOf ||
        dates.some(
          (j) => j.startedOn <= d && d <= Math.min(j.endedOn ?? asOf, asOf) && (j.endedOn ?? asOf) >= j.startedOn,
        );
      const countTo = (d: number) => {
        let n = 0;
        for (let i = d - rule.within + 1; i <= d; i += 1) if (worked(i)) n += 1;
        return n;
      };
      let first: number | null = null;
      for (let d = 0; d <= asOf + need && first === null; d += 1) if (countTo(d) >= need) first = d;
      assert.equal(clock.on ?? clock.earliest, first);
      assert.equal(clock.on !== null, (first as number) <= asOf);
      assert.equal(clock.now, countTo(asOf));
    }),
  );
});
