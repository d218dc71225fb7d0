/** Working days: Monday to Friday without holidays. Pure; days are 'YYYY-MM-DD'. */
import { type DayNumber, formatDay, parseDay } from './days.ts';

/** Days on which nobody works besides weekends. Make it once: `holidaysFrom(list)`. */
export type Holidays = ReadonlySet<DayNumber>;

/** A list of days as holidays. What is no day is passed over. */
export function holidaysFrom(days: readonly string[]): Holidays {
  return new Set(days.map(parseDay).filter((day) => day !== null));
}

// Day 0 was a Thursday, so that (day + 3) mod 7 counts from Monday.
const isWeekday = (day: DayNumber): boolean => (((day + 3) % 7) + 7) % 7 < 5;

function numberOf(day: string): DayNumber {
  const number = parseDay(day);
  if (number === null) throw new RangeError('working days: this is not a day');
  return number;
}

/**
 * Working days after `from` up to `to`, both 'YYYY-MM-DD': what comes on Monday and is done on Tuesday took one. The day it
 * comes in never counts; 0 when `to` is not after `from`.
 */
export function workingDaysBetween(from: string, to: string, holidays: Holidays): number {
  const [first, last] = [numberOf(from), numberOf(to)];
  // Whole weeks by themselves, so that years cost no more than days.
  const weeks = Math.max(0, Math.floor((last - first) / 7));
  let count = weeks * 5;
  for (let day = first + weeks * 7 + 1; day <= last; day += 1) if (isWeekday(day)) count += 1;
  for (const holiday of holidays) if (holiday > first && holiday <= last && isWeekday(holiday)) count -= 1;
  return count;
}

/** The day that is `days` working days after `from`. */
export function addWorkingDays(from: string, days: number, holidays: Holidays): string {
  let day = numberOf(from);
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWeekday(day) && !holidays.has(day)) left -= 1;
  }
  return formatDay(day);
}
