import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bankHolidays } from './bank-holidays.ts';
import { calendars, holidaysBetween, holidaysOf, isCalendar } from './holidays.ts';
import { addWorkingDays } from './working-days.ts';

const weekdays = (days: readonly string[]) => days.filter((day) => Temporal.PlainDate.from(day).dayOfWeek <= 5);

test('England and Wales: the same days as the published list, every year from 2014 to 2030', () => {
  for (let year = 2014; year <= 2030; year += 1)
    assert.deepEqual(
      weekdays(holidaysOf('england-and-wales', year)),
      bankHolidays.filter((day) => day.startsWith(String(year))),
      String(year),
    );
});

test('2005 as it was in England and Wales, Scotland and New Zealand', () => {
  assert.deepEqual(weekdays(holidaysOf('england-and-wales', 2005)), [
    ...['2005-01-03', '2005-03-25', '2005-03-28', '2005-05-02', '2005-05-30', '2005-08-29', '2005-12-26', '2005-12-27'],
  ]);
  // No Easter Monday, the summer holiday at the beginning of August, and no St Andrew's Day before the Act of 2007.
  assert.deepEqual(weekdays(holidaysOf('scotland', 2005)), [
    ...['2005-01-03', '2005-01-04', '2005-03-25', '2005-05-02', '2005-05-30', '2005-08-01', '2005-12-26', '2005-12-27'],
  ]);
  assert.ok(holidaysOf('scotland', 2007).includes('2007-11-30'));
  assert.ok(holidaysOf('scotland', 2026).includes('2026-06-15'));
  // Waitangi Day was a Sunday, and did not move to Monday before 2014.
  assert.deepEqual(weekdays(holidaysOf('new-zealand', 2005)), [
    ...['2005-01-03', '2005-01-04', '2005-03-25', '2005-03-28', '2005-04-25', '2005-06-06', '2005-10-24'],
    ...['2005-12-26', '2005-12-27'],
  ]);
  assert.ok(holidaysOf('new-zealand', 2016).includes('2016-02-08'));
});

test('every calendar has its days, each once and in order; another name is refused', () => {
  for (const { value } of calendars) {
    const days = holidaysOf(value, 2026);
    assert.ok(days.length >= 8, value);
    assert.deepEqual([...days], [...new Set(days)].sort());
    assert.equal(holidaysOf(value, 2026), days);
  }
  assert.ok(!isCalendar('toString') && !isCalendar('atlantis'));
  assert.throws(() => holidaysOf('atlantis', 2026), RangeError);
});

test('working days over the turn of a year go by both years', () => {
  const holidays = holidaysBetween('scotland', '2004-12-31', '2005-01-10');
  assert.equal(addWorkingDays('2004-12-31', 1, holidays), '2005-01-05');
  const england = holidaysBetween('england-and-wales', '2004-12-31', '2005-01-10');
  assert.equal(addWorkingDays('2004-12-31', 1, england), '2005-01-04');
});
