import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bankHolidays } from '../../kit/bank-holidays.ts';
import { holidaysFrom } from '../../kit/working-days.ts';
import { clockOf, clockText } from './referral-clock.ts';

const holidays = holidaysFrom(bankHolidays);
const of = (startedOn: string, today: string, stoppedOn: string | null = null, limit = 15) =>
  clockOf({ startedOn, stoppedOn, limit }, today, holidays);

test('the clock warns before the limit, on its day, and after', () => {
  // Fifteen working days from Tuesday 1 March 2016: Good Friday the 25th does not count before the 22nd.
  assert.deepEqual(of('2016-03-01', '2016-03-10'), { state: 'running', used: 7, limit: 15, dueOn: '2016-03-22' });
  assert.equal(of('2016-03-01', '2016-03-17').state, 'soon');
  assert.equal(clockText(of('2016-03-01', '2016-03-17')), '3 working days left, due 22 Mar 2016');
  assert.equal(clockText(of('2016-03-01', '2016-03-22')), 'due today, 22 Mar 2016');
  assert.equal(clockText(of('2016-03-01', '2016-03-29')), '3 working days late, was due 22 Mar 2016');
});

test('a first meeting stops the clock, in time or late', () => {
  assert.deepEqual(of('2016-03-01', '2016-03-31', '2016-03-04').state, 'kept');
  assert.equal(clockText(of('2016-03-01', '2016-03-31', '2016-03-30')), 'after 19 working days, 4 working days late');
});

test('a limit of two days warns from the first one on', () => {
  assert.equal(of('2016-03-30', '2016-03-30', null, 2).state, 'running');
  assert.equal(of('2016-03-30', '2016-03-31', null, 2).state, 'soon');
  assert.equal(of('2016-03-24', '2016-03-30', null, 2).state, 'soon');
  assert.equal(of('2016-03-24', '2016-03-31', null, 2).state, 'late');
});
