/** The one clock: everything that asks for the time is handed one, so that tests can stand at any day. */
export type Clock = { now(): Temporal.Instant; today(): Temporal.PlainDate };

/** The clock of a site: moments are instants, and its time zone says which day it is. */
export function systemClock(timeZone: string): Clock {
  return {
    now: () => Temporal.Now.instant(),
    today: () => Temporal.Now.plainDateISO(timeZone),
  };
}

/** A clock that stands still, for tests and demonstrations. */
export function fixedClock(iso: string, timeZone = 'Europe/London'): Clock {
  const instant = Temporal.Instant.from(iso);
  return { now: () => instant, today: () => instant.toZonedDateTimeISO(timeZone).toPlainDate() };
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day as people read it: '3 Mar 2016'. `day` is 'YYYY-MM-DD' or null ('not known'). */
export function showDay(day: string | null): string {
  if (day === null) return 'not known';
  const [year, month, date] = day.split('-') as [string, string, string];
  return `${Number(date)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** A day near today: 'Tue 3 Mar', with the year when it is not this one. */
export function showNearDay(day: string, today: string): string {
  const date = Temporal.PlainDate.from(day);
  const text = `${WEEKDAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]}`;
  return day.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${date.year}`;
}

/** A moment as people read it in the site's time zone: '3 Mar 2016 at 09:05'. */
export function showMoment(moment: string | Date, timeZone: string): string {
  const instant = Temporal.Instant.from(moment instanceof Date ? moment.toISOString() : moment);
  const zoned = instant.toZonedDateTimeISO(timeZone);
  const time = `${String(zoned.hour).padStart(2, '0')}:${String(zoned.minute).padStart(2, '0')}`;
  return `${showDay(zoned.toPlainDate().toString())} at ${time}`;
}
