import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addMonths,
  completedYears,
  dateOf,
  dayFrom,
  formatDay,
  latestPlusMonthsOnOrBefore,
  parseDay,
  quarterLabel,
  quarterOf,
} from './days.ts';

const epoch = Temporal.PlainDate.from('1970-01-01');
const plain = (day: number) => epoch.add({ days: day });
const anyDay = fc.integer({ min: -700_000, max: 2_900_000 });
const nearDay = fc.integer({ min: 10_000, max: 25_000 });

test('a day and its date are one to one, as in Temporal', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const date = plain(day);
      assert.deepEqual(dateOf(day), { year: date.year, month: date.month, day: date.day });
      assert.equal(dayFrom(date.year, date.month, date.day), day);
      assert.equal(formatDay(day), date.toString());
      assert.equal(parseDay(date.toString()), day);
    }),
  );
});

test('only real dates in the strict form are read', () => {
  for (const text of [
    '',
    '2015-02-29',
    '2015-13-01',
    '2015-00-10',
    '2015-01-00',
    '2015-04-31',
    '1900-02-29',
    '2015-1-1',
    '15-01-2015',
    ' 2015-01-01',
    '2015-01-01T00',
    '2015/01/01',
    '20x5-01-01',
    '+015-01-01',
  ])
    assert.equal(parseDay(text), null, text);
  assert.equal(parseDay('2000-02-29'), 11_016);
});

test('any year, month and day is read exactly when Temporal accepts it', () => {
  const part = (min: number, max: number, width: number) =>
    fc.integer({ min, max }).map((n) => String(n).padStart(width, '0'));
  fc.assert(
    fc.property(part(0, 9999, 4), part(0, 14, 2), part(0, 33, 2), (year, month, day) => {
      let real = true;
      try {
        Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' });
      } catch {
        real = false;
      }
      assert.equal(parseDay(`${year}-${month}-${day}`) !== null, real);
    }),
  );
});

test('months are added as Temporal constrains them', () => {
  fc.assert(
    fc.property(nearDay, fc.integer({ min: -60, max: 60 }), (day, months) => {
      assert.equal(formatDay(addMonths(day, months)), plain(day).add({ months }).toString());
    }),
  );
  assert.equal(formatDay(addMonths(parseDay('2018-08-31') ?? 0, 6)), '2019-02-28');
});

test('a threshold asks the same question as adding months to every day', () => {
  fc.assert(
    fc.property(nearDay, fc.integer({ min: 0, max: 40 }), fc.integer({ min: -5, max: 5 }), (on, months, near) => {
      const threshold = latestPlusMonthsOnOrBefore(on, months);
      const day = threshold + near;
      assert.equal(addMonths(day, months) <= on, day <= threshold);
    }),
    { numRuns: 2000 },
  );
});

test('completed years count birthdays', () => {
  fc.assert(
    fc.property(nearDay, fc.integer({ min: 0, max: 36_000 }), (on, lived) => {
      const born = plain(on - lived);
      let years = 0;
      // A birthday is the same day and month; 29 February has its birthday on 1 March in a common year.
      const birthday = (n: number) => {
        const constrained = born.add({ years: n });
        return constrained.day === born.day ? constrained : constrained.add({ days: 1 });
      };
      while (Temporal.PlainDate.compare(birthday(years + 1), plain(on)) <= 0) years += 1;
      assert.equal(completedYears(on - lived, on), years);
    }),
  );
});

test('quarters count on and have their label', () => {
  assert.equal(quarterLabel(quarterOf(parseDay('2015-01-01') ?? 0)), '2015 Q1');
  assert.equal(quarterLabel(quarterOf(parseDay('2014-12-31') ?? 0)), '2014 Q4');
  assert.equal(quarterOf(parseDay('2015-04-01') ?? 0) - quarterOf(parseDay('2014-12-31') ?? 0), 2);
});
