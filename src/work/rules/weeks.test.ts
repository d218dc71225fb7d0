import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import { daysInWork } from '../rules.ts';
import { type WeeksInWork, weeksClock } from './weeks.ts';
import type { WorkedJob } from './worked.ts';

const day = (text: string): DayNumber => parseDay(text) as DayNumber;
const job = (from: string, to: string): WorkedJob => ({
  ...{ key: from, startedOn: day(from), endedOn: day(to), kind: null, terms: [], weeks: [] },
});
const rule: WeeksInWork = { need: 13, within: 16, week: 'first day' };
const clock = (jobs: WorkedJob[], asOf: string, more: Partial<WeeksInWork> = {}) => {
  const read = weeksClock(jobs, daysInWork(jobs, day(asOf)), { ...rule, ...more }, day(asOf));
  const text = (on: DayNumber | null) => (on === null ? null : formatDay(on));
  return [text(read.on), read.best, text(read.earliest)];
};
const whole = job('2016-01-05', '2016-04-04');
const once = job('2015-01-07', '2015-01-07');

test('weeks from the first day in work may begin with any spell of work: a job of a day long before takes none away', () => {
  assert.deepEqual(clock([whole], '2016-12-31').slice(0, 2), ['2016-04-04', 13]);
  assert.deepEqual(clock([once, whole], '2016-12-31').slice(0, 2), ['2016-04-04', 13]);
  assert.equal(clock([once, whole], '2016-12-31', { week: 'monday' })[0], null);
  // Nothing is lost of the first either: weeks before and after a short break in step.
  const parts = [job('2016-01-05', '2016-02-15'), job('2016-02-23', '2016-04-11')];
  assert.equal(clock(parts, '2016-12-31')[0], '2016-04-11');
});

test('the earliest day is told by whichever spell gets there first, and a job of tomorrow begins one', () => {
  const now = job('2016-01-05', '2016-02-29');
  assert.deepEqual(clock([once, now], '2016-02-29'), [null, 8, '2016-04-04']);
  assert.deepEqual(clock([once], '2016-01-04'), [null, 0, '2016-04-04']);
});
