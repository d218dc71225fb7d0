import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayOf, fixedClock, showDay, showMoment, showNearDay, systemClock } from './clock.ts';

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

test('days and moments in a time zone are those of Temporal, before and after its clocks change', () => {
  const zones = [
    'Europe/London',
    'Pacific/Auckland',
    'America/St_Johns',
    'Asia/Kathmandu',
    'UTC',
    'Australia/Lord_Howe',
  ];
  // Half of them in the hours round a change of London's clocks.
  const near = fc.tuple(fc.constantFrom(1_459_040_400, 1_445_734_800), fc.integer({ min: -7200, max: 7200 }));
  const seconds = fc.oneof(
    near.map(([change, by]) => change + by),
    fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }),
  );
  fc.assert(
    fc.property(seconds, fc.constantFrom(...zones), fc.constantFrom('Z', '+00', '+05:30'), (epoch, zone, suffix) => {
      const instant = Temporal.Instant.fromEpochMilliseconds(epoch * 1000);
      const zoned = instant.toZonedDateTimeISO(zone);
      const text =
        suffix === '+05:30'
          ? instant.toString({ timeZone: '+05:30' })
          : instant
              .toString()
              .replace('T', suffix === 'Z' ? 'T' : ' ')
              .replace('Z', suffix === 'Z' ? 'Z' : '.5+00');
      const time = zoned.toPlainTime().toString({ smallestUnit: 'minute' });
      assert.equal(dayOf(text, zone), zoned.toPlainDate().toString());
      assert.equal(showMoment(text, zone), `${showDay(zoned.toPlainDate().toString())} at ${time}`);
    }),
    { numRuns: 2000 },
  );
});

test('a day near today has the weekday of the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const day = Temporal.PlainDate.from('1970-01-01').add({ days });
      const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day.dayOfWeek - 1];
      assert.ok(showNearDay(day.toString(), '2016-03-31').startsWith(`${weekday} ${day.day} `));
    }),
  );
});

test('today is the same day all day long', () => {
  const clock = systemClock('Europe/London');
  assert.equal(clock.today().toString(), Temporal.Now.plainDateISO('Europe/London').toString());
  assert.equal(clock.today(), clock.today());
});
