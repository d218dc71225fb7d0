import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixedClock, showDay, showMoment, showNearDay, systemClock } from './clock.ts';

test('the site’s time zone says which day it is', () => {
  assert.equal(fixedClock('2016-03-27T23:30:00Z', 'Europe/London').today().toString(), '2016-03-28');
  assert.equal(fixedClock('2016-03-26T23:30:00Z', 'Europe/London').today().toString(), '2016-03-26');
  assert.equal(fixedClock('2016-03-27T11:30:00Z', 'Pacific/Auckland').today().toString(), '2016-03-28');
});

test('the real clock tells the time', () => {
  const before = Date.now();
  const told = systemClock('Europe/London').now().epochMilliseconds;
  assert.ok(told >= before && told <= Date.now());
});

test('days and moments as people read them', () => {
  assert.equal(showDay('2016-03-03'), '3 Mar 2016');
  assert.equal(showDay(null), 'not known');
  assert.equal(showNearDay('2016-03-01', '2016-03-31'), 'Tue 1 Mar');
  assert.equal(showNearDay('2015-12-25', '2016-03-31'), 'Fri 25 Dec 2015');
  assert.equal(showMoment('2016-07-01 08:05:00.123+00', 'Europe/London'), '1 Jul 2016 at 09:05');
  assert.equal(showMoment('2016-01-01 23:59:00+00', 'Pacific/Auckland'), '2 Jan 2016 at 12:59');
});
