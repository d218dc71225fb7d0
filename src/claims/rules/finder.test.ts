import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type DayNumber, parseDay } from '../../kit/days.ts';
import { mondayOf, type WorkedWeek } from '../../work/rules/worked.ts';
import { daysInWork, programmeJobs, sustainedFromWeeks, sustainedState } from '../../work/rules.ts';
import type { Milestone } from './contract.ts';
import { aheadOf, decisionFrom, finderRules, isPressed, rightOf, type Tally, whyFound } from './finder.ts';
import { countedFor } from './reaching.ts';

const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const asOf = day('2016-03-31');
const rule = sustainedFromWeeks(50, 54);
const pipeline = sustainedFromWeeks(40, 44);
const attachedOn = day('2014-04-01');
const job = (from: DayNumber | null, to: DayNumber | null = null, key = 'a', kind: string | null = null) => ({
  ...{ key, startedOn: from, endedOn: to, kind, terms: [], weeks: [] as WorkedWeek[] },
});
const counted = (jobs: readonly ReturnType<typeof job>[], reached: object = {}) => {
  const milestone = { reached: { kind: 'days in work', ...rule, ...reached }, evidence: [] } as unknown as Milestone;
  return countedFor(milestone, undefined, { attachedOn, jobs }, asOf);
};
const ahead = (...jobs: ReturnType<typeof job>[]) => aheadOf(counted(jobs), rule, pipeline, asOf);

test('N16: 40 of the last 44 weeks and still in the latest job is in the pipeline; a job that ended yesterday, or 39 weeks, is not', () => {
  const forty = asOf - 280 + 1;
  assert.deepEqual(ahead(job(forty)), { signal: 'pipeline', daysLeft: 70, reachOn: asOf + 70 });
  assert.equal(ahead(job(forty - 1, asOf - 1)), null);
  assert.equal(ahead(job(asOf - 273 + 1)), null);
  // A later job that has ended takes somebody out, whatever goes on beside it.
  assert.equal(ahead(job(forty), job(asOf - 20, asOf - 1, 'b')), null);
});

test('nearly there is what fewer than soonDays more days in work would reach, pipeline or not', () => {
  const far = sustainedFromWeeks(50, 54);
  const days = far.need - finderRules.soonDays;
  assert.deepEqual(aheadOf(counted([job(asOf - days + 1)]), far, null, asOf), {
    ...{ signal: 'soon', daysLeft: finderRules.soonDays, reachOn: asOf + finderRules.soonDays },
  });
  assert.equal(aheadOf(counted([job(asOf - days + 2)]), far, null, asOf), null);
  assert.equal(ahead(job(asOf - 360)), null, 'what is reached is not ahead');
  assert.equal(ahead(job(attachedOn - 5)), null, 'a job from before the attachment never counts');
});

test('the pipeline of the finder is the pipeline of the tables, for any jobs', () => {
  const someDay = fc.integer({ min: asOf - 800, max: asOf + 40 });
  const someJobs = fc.array(fc.tuple(someDay, fc.option(fc.integer({ min: 0, max: 500 }))), { maxLength: 4 });
  fc.assert(
    fc.property(someJobs, (given) => {
      const jobs = given.map(([from, length], n) => job(from, length === null ? null : from + length, `${n}`));
      const mine = programmeJobs(jobs, attachedOn, asOf);
      const state = sustainedState(mine, daysInWork(mine, asOf), { sustained: rule, pipeline }, false, asOf);
      assert.equal(ahead(...jobs)?.signal === 'pipeline', state === 'pipeline');
    }),
    { numRuns: 300 },
  );
});

test('a job without fixed hours is nearly there by the weeks that were worked, while they are put on record', () => {
  const zero = { ...job(asOf - 300, null, 'a', 'zero_hours') };
  const weeks = (last: DayNumber) =>
    Array.from({ length: 44 }, (_, n) => ({ monday: mondayOf(last) - n * 7, hours: 2000, pence: null }));
  const of = (last: DayNumber) =>
    aheadOf(counted([{ ...zero, weeks: weeks(last) }], { jobs: { leastHours: 16 } }), rule, pipeline, asOf);
  assert.equal(of(asOf - 7)?.signal, 'pipeline');
  assert.equal(of(asOf - 21), null);
});

test('a signal is pressed until enough of it was decided and too little was right', () => {
  const tally = (confirmed: number, wrong: number, other = 0): Tally => ({ open: 9, confirmed, wrong, other });
  assert.equal(isPressed(tally(0, 19)), true);
  assert.equal(isPressed(tally(0, 20)), false);
  assert.equal(isPressed(tally(3, 17)), false);
  assert.equal(isPressed(tally(4, 16)), true);
  assert.equal(isPressed(tally(0, 10, 40)), true, 'what cannot be proved says nothing of the signal');
  assert.equal(rightOf(tally(0, 0, 5)), null);
  assert.deepEqual(rightOf(tally(4, 16)), { right: 4, decided: 20 });
});

test('putting aside needs its reason; why somebody was found is in words', () => {
  assert.deepEqual(decisionFrom({ answer: 'put aside', reason: null }), {
    problem: { reason: 'Choose why it is put aside' },
  });
  assert.deepEqual(decisionFrom({ answer: 'confirmed', reason: 'no_evidence' }), { answer: 'confirmed' });
  const found = { signal: 'soon', aboutOn: null, missing: [], daysLeft: 1, reachOn: '2016-04-01' } as const;
  assert.equal(whyFound(found, undefined), '1 more day in work needed; 1 Apr 2016 at the earliest');
});
