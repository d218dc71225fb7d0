import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bankHolidays } from './bank-holidays.ts';
import { addWorkingDays, holidaysFrom, workingDaysBetween } from './working-days.ts';

const holidays = holidaysFrom(bankHolidays);

test('weekends and bank holidays do not count, and the day it comes in does not', () => {
  // Thursday before Good Friday 2016 to the Tuesday after Easter Monday.
  assert.equal(workingDaysBetween('2016-03-24', '2016-03-29', holidays), 1);
  assert.equal(workingDaysBetween('2016-03-24', '2016-03-29', holidaysFrom([])), 3);
  assert.equal(workingDaysBetween('2016-03-24', '2016-03-24', holidays), 0);
  assert.equal(workingDaysBetween('2016-03-24', '2016-03-01', holidays), 0);
  assert.equal(addWorkingDays('2016-03-24', 2, holidays), '2016-03-30');
  assert.equal(addWorkingDays('2016-03-26', 1, holidays), '2016-03-29');
});

test('the list holds every year from 2014 to 2030 with its eight days and those that were added', () => {
  const more: Record<string, number> = { 2022: 10, 2023: 9 };
  for (let year = 2014; year <= 2030; year += 1)
    assert.equal(bankHolidays.filter((day) => day.startsWith(String(year))).length, more[year] ?? 8, String(year));
  for (const day of bankHolidays) {
    const weekday = Temporal.PlainDate.from(day).dayOfWeek;
    assert.ok(weekday <= 5, day);
  }
  assert.deepEqual([...bankHolidays], [...new Set(bankHolidays)].sort());
  for (const day of ['2016-03-25', '2016-03-28', '2020-05-08', '2022-06-03', '2022-09-19', '2023-05-08', '2021-12-28'])
    assert.ok(bankHolidays.includes(day), day);
  assert.ok(!bankHolidays.includes('2020-05-04') && !bankHolidays.includes('2022-05-30'));
});

test('working days are those that one counts on the calendar, and adding them leads there', () => {
  const slow = (from: string, to: string) => {
    let count = 0;
    for (let day = Temporal.PlainDate.from(from); Temporal.PlainDate.compare(day, Temporal.PlainDate.from(to)) < 0; ) {
      day = day.add({ days: 1 });
      if (day.dayOfWeek <= 5 && !bankHolidays.includes(day.toString())) count += 1;
    }
    return count;
  };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 90 }), (start, length) => {
      const from = Temporal.PlainDate.from('2014-01-01').add({ days: start });
      const to = from.add({ days: length }).toString();
      const count = workingDaysBetween(from.toString(), to, holidays);
      assert.equal(count, slow(from.toString(), to));
      assert.equal(slow(from.toString(), addWorkingDays(from.toString(), count, holidays)), count);
    }),
  );
});
