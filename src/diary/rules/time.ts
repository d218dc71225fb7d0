/**
 * Local times of a site and moments. A day is 'YYYY-MM-DD', a time 'HH:MM', minutes count from midnight of the clock on the
 * wall, a moment is milliseconds since 1970. Pure.
 */

import { dayOf } from '../../kit/clock.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';

/** A stretch of time, its end not in it. Milliseconds since 1970. */
export type Span = { from: number; to: number };

/** Minutes of the clock from 'HH:MM' or 'HH:MM:SS'. */
export const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
/** 'HH:MM' from minutes of the clock. */
export const timeOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const MINUTE = 60_000;
/** Milliseconds of some minutes. */
export const ms = (minutes: number): number => minutes * MINUTE;

/** Whether the clocks of a time zone change on a day, and what its midnight is: worked out once for each day. */
type DayOfZone = { midnight: number; even: boolean };
const daysOfZones = new Map<string, DayOfZone>();

function dayOfZone(day: string, timeZone: string): DayOfZone {
  const key = `${timeZone} ${day}`;
  const known = daysOfZones.get(key);
  if (known !== undefined) return known;
  const begins = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
  const found = { midnight: begins.epochMilliseconds, even: begins.hoursInDay === 24 };
  if (daysOfZones.size > 20_000) daysOfZones.clear();
  daysOfZones.set(key, found);
  return found;
}

/** Why a local time is no moment: clocks leap over it in spring, or show it twice in autumn. */
export type ClockChange = 'no such time' | 'twice';

/** The moment of a local time, or why there is none or more than one. Throws RangeError for a day that does not exist. */
export function momentOf(day: string, minutes: number, timeZone: string): number | ClockChange {
  const known = dayOfZone(day, timeZone);
  if (known.even) return known.midnight + ms(minutes);
  const local = Temporal.PlainDate.from(day).toPlainDateTime({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  try {
    return local.toZonedDateTime(timeZone, { disambiguation: 'reject' }).epochMilliseconds;
  } catch {
    const earlier = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    return earlier.toPlainDateTime().equals(local) ? 'twice' : 'no such time';
  }
}

/** The stretch between two local times of a day; an hour that does not exist or exists twice is given its earlier edge. */
export function spanOf(day: string, from: number, to: number, timeZone: string): Span {
  const edge = (minutes: number): number => {
    const moment = momentOf(day, minutes, timeZone);
    if (typeof moment === 'number') return moment;
    const local = Temporal.PlainDate.from(day).toPlainDateTime({
      hour: Math.floor(minutes / 60),
      minute: minutes % 60,
    });
    return local.toZonedDateTime(timeZone, { disambiguation: 'earlier' }).epochMilliseconds;
  };
  return { from: edge(from), to: to >= 1440 ? dayOfZone(nextDay(day), timeZone).midnight : edge(to) };
}

const numberOf = (day: string): DayNumber => {
  const number = parseDay(day);
  if (number === null) throw new RangeError('diary: this is not a day');
  return number;
};
/** The next day, or one that is some days later. */
export const nextDay = (day: string, days = 1): string => formatDay(numberOf(day) + days);

/** Day and minutes of the clock that a moment has in a time zone. */
export function localOf(moment: number, timeZone: string): { day: string; minutes: number } {
  const day = dayOf(new Date(moment), timeZone);
  const { midnight, even } = dayOfZone(day, timeZone);
  if (even) return { day, minutes: Math.floor((moment - midnight) / MINUTE) };
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone);
  return { day, minutes: zoned.hour * 60 + zoned.minute };
}

/** 1 Monday to 7 Sunday. */
export const weekdayOf = (day: string): number => ((((numberOf(day) + 3) % 7) + 7) % 7) + 1; // day 0 was a Thursday

/** Days from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = nextDay(day)) days.push(day);
  return days;
}

/** Whether two stretches have a moment in common. */
export const overlap = (a: Span, b: Span): boolean => a.from < b.to && b.from < a.to;

/** What is left of some stretches when others are taken out; in order, none empty. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const order = taken.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  const left: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    let from = span.from;
    for (const one of order) {
      if (one.to <= from) continue;
      if (one.from >= span.to) break;
      if (one.from > from) left.push({ from, to: one.from });
      from = Math.max(from, one.to);
    }
    if (from < span.to) left.push({ from, to: span.to });
  }
  return left;
}
