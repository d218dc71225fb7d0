/** A calendar to subscribe to, as iCalendar (RFC 5545). Pure. It holds no names. */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { type Kind, kindWords, type Mode, modeWords } from './words.ts';

/** What a calendar shows of an appointment. Moments in milliseconds since 1970. */
export type Entry = {
  /** The first appointment of the chain: an appointment that was moved stays the same entry. */
  uid: string;
  kind: Kind;
  mode: Mode;
  site: string;
  room: string | null;
  from: number;
  to: number;
  version: number;
  initials: string | null;
};

/** The initials of a name, 'J.R.'; null where there is no name. */
export function initialsOf(given: string | null, family: string | null): string | null {
  const letters = [given, family].flatMap((name) => {
    const [first] = name?.trim() ?? '';
    return first === undefined ? [] : [`${first.toLocaleUpperCase('en')}.`];
  });
  return letters.length === 0 ? null : letters.join('');
}

/** The calendar as text. `now` is when it is made, in milliseconds since 1970. */
export function calendarText(name: string, entries: readonly Entry[], now: number): string {
  const calendar = ical({
    name,
    prodId: { company: 'Newel', product: 'Newel', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    // Calendars ask again after an hour.
    ttl: 3600,
  });
  for (const entry of entries)
    calendar.createEvent({
      id: `${entry.uid}@newel`,
      sequence: entry.version,
      stamp: new Date(now),
      start: new Date(entry.from),
      end: new Date(entry.to),
      summary: [kindWords[entry.kind], entry.initials].filter(Boolean).join(', '),
      location:
        entry.mode === 'in_person' ? [entry.site, entry.room].filter(Boolean).join(', ') : modeWords[entry.mode],
      status: ICalEventStatus.CONFIRMED,
    });
  return calendar.toString();
}
