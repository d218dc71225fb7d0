import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectedIn } from './expected.ts';

test('what is expected of a period is counted by its days, and nothing expected is not an expectation of none', () => {
  const year = { from_day: '2007-04-01', a_year: 73 };
  // 244 days of 2008 to the end of August: 73 × 244 ÷ 365 = 48.8.
  assert.equal(expectedIn([year], '2008-01-01', '2008-08-31'), 49);
  // 365 days give what is expected a year.
  assert.equal(expectedIn([year], '2007-09-01', '2008-08-30'), 73);
  // 100 days at 73 a year are 20, and 50 more at 146 are another 20.
  const more = { from_day: '2008-04-10', a_year: 146 };
  assert.equal(expectedIn([year, more], '2008-01-01', '2008-05-29'), 40);
  assert.equal(expectedIn([year, more], '2008-01-01', '2008-04-09'), 20);
  // It began within the period, and it ended within it.
  assert.equal(expectedIn([more], '2008-01-01', '2008-05-29'), 20);
  assert.equal(expectedIn([year, { from_day: '2008-04-10', a_year: null }], '2008-01-01', '2008-12-31'), 20);
  assert.equal(expectedIn([more], '2008-01-01', '2008-04-09'), null);
  assert.equal(expectedIn([], '2008-01-01', '2008-04-09'), null);
  assert.equal(expectedIn([{ from_day: '2007-04-01', a_year: 0 }], '2008-01-01', '2008-04-09'), 0);
});
