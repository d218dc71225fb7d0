/** When something is open, as the filters of the public directory ask for it. Pure. */
import { type Doc, isDoc } from './hsds-shape.ts';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Days of the week ('MO' …), the earliest opening and the latest closing ('10:00') of some HSDS schedules together. */
export function openTimes(schedules: readonly Doc[]): { days: string[]; opens: string | null; closes: string | null } {
  const days = new Set(schedules.flatMap(daysOf));
  const times = (property: string) => schedules.flatMap((one) => timeOf(one[property]) ?? []).sort();
  return {
    days: weekdays.filter((day) => days.has(day)),
    opens: times('opens_at')[0] ?? null,
    closes: times('closes_at').at(-1) ?? null,
  };
}

/** '09:00', '09:00:00', 'T09:00Z' and '0900' are one time. */
function timeOf(value: unknown): string | null {
  const [, hour, minute] = /^T?([01]\d|2[0-3]):?([0-5]\d)/.exec(String(value ?? '')) ?? [];
  return hour === undefined ? null : `${hour}:${minute}`;
}

/** Days of a schedule (RFC 5545 BYDAY, where '1MO' is the first Monday); without any, that of the day on which it begins. */
function daysOf(schedule: Doc): string[] {
  const given = String(schedule.byday ?? '')
    .toUpperCase()
    .split(',')
    .map((day) => day.trim().slice(-2))
    .filter((day) => weekdays.includes(day));
  if (given.length > 0 || schedule.freq !== 'WEEKLY') return given;
  try {
    const begins = Temporal.PlainDate.from(String(schedule.dtstart));
    return [weekdays[begins.dayOfWeek - 1] as string];
  } catch {
    return [];
  }
}

/** The schedules of an object. */
export const schedulesOf = (doc: Doc): Doc[] => (Array.isArray(doc.schedules) ? doc.schedules.filter(isDoc) : []);
