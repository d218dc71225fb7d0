/**
 * Calendar days as plain integers, for code that looks at millions of them. Everywhere else use Temporal.PlainDate.
 * The calendar is the proleptic Gregorian one, as in PostgreSQL and Temporal.
 */

/** Days since 1970-01-01, which is day 0. */
export type DayNumber = number;

const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The number of days in a month (1 to 12). */
export function monthLength(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : (daysInMonth[month - 1] ?? 0);
}

/** The day number of a year, month (1 to 12) and day of the month. The date must exist. */
export function dayFrom(year: number, month: number, day: number): DayNumber {
  // Years counted from March put the leap day at the end, so that the months before it never move.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month (1 to 12) and day of the month of a day number. */
export function dateOf(day: DayNumber): { year: number; month: number; day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Reads 'YYYY-MM-DD' and nothing else. A date that does not exist, such as 2015-02-29, is null. */
export function parseDay(text: string): DayNumber | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) return null;
  return dayFrom(year, month, day);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Writes a day as 'YYYY-MM-DD'. Years outside 0000 to 9999 throw a RangeError. */
export function formatDay(day: DayNumber): string {
  const { year, month, day: dayOfMonth } = dateOf(day);
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`No four-digit year: day ${day}`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** The same day `months` months later, or the last day of that month if there is no such day. */
export function addMonths(day: DayNumber, months: number): DayNumber {
  const from = dateOf(day);
  const index = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return dayFrom(year, month, Math.min(from.day, monthLength(year, month)));
}

/**
 * The latest day d with d + `months` months on or before `on`. Adding months never changes the order of days, so
 * `addMonths(a, months) <= on` is the same question as `a <= latestPlusMonthsOnOrBefore(on, months)`.
 */
export function latestPlusMonthsOnOrBefore(on: DayNumber, months: number): DayNumber {
  // Going back lands at most three days too early: the ends of long months fall on the end of a short one.
  let day = addMonths(on, -months);
  while (addMonths(day + 1, months) <= on) day += 1;
  while (addMonths(day, months) > on) day -= 1;
  return day;
}

/** Age in completed years on a day; somebody born on 29 February has a birthday on 1 March in a common year. */
export function completedYears(born: DayNumber, on: DayNumber): number {
  const a = dateOf(born);
  const b = dateOf(on);
  const before = b.month < a.month || (b.month === a.month && b.day < a.day);
  return b.year - a.year - (before ? 1 : 0);
}

/** Calendar quarters as integers that count on without gaps: year x 4 + quarter (0 to 3). */
export function quarterOf(day: DayNumber): number {
  const { year, month } = dateOf(day);
  return year * 4 + Math.floor((month - 1) / 3);
}

/** A quarter as it is printed: '2015 Q1'. */
export function quarterLabel(quarter: number): string {
  return `${Math.floor(quarter / 4)} Q${(((quarter % 4) + 4) % 4) + 1}`;
}
