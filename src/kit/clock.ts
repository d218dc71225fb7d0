import { type DayNumber, formatDay, parseDay } from './days.ts';

/** The one clock: everything that asks for the time is handed one, so that tests can stand at any day. */
export type Clock = { now(): Temporal.Instant; today(): Temporal.PlainDate };

/** The clock of a site: moments are instants, and its time zone says which day it is. */
export function systemClock(timeZone: string): Clock {
  let today = Temporal.PlainDate.from('1970-01-01');
  let [from, until] = [0, 0];
  return {
    now: () => Temporal.Now.instant(),
    // Asked for by every page, and the same until midnight.
    today() {
      const now = Date.now();
      if (now < from || now >= until) {
        const begins = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).startOfDay();
        today = begins.toPlainDate();
        from = begins.epochMilliseconds;
        until = begins.add({ days: 1 }).startOfDay().epochMilliseconds;
      }
      return today;
    },
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
  const number = parseDay(day);
  if (number === null) throw new RangeError('showNearDay: this is not a day');
  // Day 0 was a Thursday.
  const text = `${WEEKDAYS[(((number + 3) % 7) + 7) % 7]} ${Number(day.slice(8))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
  return day.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${Number(day.slice(0, 4))}`;
}

/** A stretch of time, in milliseconds since 1970, through which a time zone keeps its distance from UTC. */
type Stretch = { from: number; until: number; offset: number };
const stretches = new Map<string, Stretch[]>();

/**
 * Milliseconds that a time zone's clocks show more than UTC at a moment. Temporal says when they change; between two
 * changes, which is what a page of moments nearly always asks for, it is not asked again.
 */
function offsetAt(epoch: number, timeZone: string): number {
  let known = stretches.get(timeZone);
  if (known === undefined) {
    known = [];
    stretches.set(timeZone, known);
  }
  for (const stretch of known) if (epoch >= stretch.from && epoch < stretch.until) return stretch.offset;
  const zoned = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(timeZone);
  // From the next millisecond backwards, so that a change at this very moment counts as made.
  const before = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const after = zoned.getTimeZoneTransition('next');
  const offset = zoned.offsetNanoseconds / 1_000_000;
  known.push({
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset,
  });
  return offset;
}

/** Milliseconds since 1970 of a moment as PostgreSQL or ISO 8601 writes it. */
function epochOf(moment: string): number {
  const day = parseDay(moment.slice(0, 10));
  const utc = day !== null && (moment.endsWith('+00') || moment.endsWith('Z'));
  if (!utc || !/^.{10}[ T]\d\d:\d\d:\d\d/.test(moment)) return Temporal.Instant.from(moment).epochMilliseconds;
  const seconds =
    (Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16))) * 60 + Number(moment.slice(17, 19));
  return day * 86_400_000 + seconds * 1000;
}

/** Milliseconds since 1970 that clocks of the time zone would show if they were UTC. */
function localOf(moment: string | Date, timeZone: string): number {
  const epoch = moment instanceof Date ? moment.getTime() : epochOf(moment);
  return epoch + offsetAt(epoch, timeZone);
}

/** The day ('YYYY-MM-DD') of a moment in the site's time zone. */
export function dayOf(moment: string | Date, timeZone: string): string {
  return formatDay(Math.floor(localOf(moment, timeZone) / 86_400_000) as DayNumber);
}

/** A moment as people read it in the site's time zone: '3 Mar 2016 at 09:05'. */
export function showMoment(moment: string | Date, timeZone: string): string {
  const local = localOf(moment, timeZone);
  const day = Math.floor(local / 86_400_000);
  const minutes = Math.floor((local - day * 86_400_000) / 60_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${showDay(formatDay(day))} at ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
