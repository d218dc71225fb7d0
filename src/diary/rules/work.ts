/** Who works when and what is taken: patterns, leave, protected blocks, appointments. Pure. */
import { holidaysOf, isCalendar } from '../../kit/holidays.ts';
import { minutesOf, ms, type Span, spanOf, weekdayOf, without } from './time.ts';
import type { Kind, Mode } from './words.ts';

/** A site as the rules ask of it. Times are 'HH:MM' of its own clock; weekdays 1 Monday to 7 Sunday. */
export type Site = {
  id: string;
  areaId: string | null;
  name: string;
  timeZone: string;
  holidays: string;
  stepFree: boolean;
  opens: string;
  closes: string;
  weekdays: readonly number[];
  outreach: boolean;
};
/** A room of a site. */
export type Room = { id: string; siteId: string; name: string; private: boolean; stepFree: boolean; quiet: boolean };
/** Hours of a weekday at a site, from a day on. */
export type Pattern = {
  staffId: string;
  siteId: string;
  weekday: number;
  starts: string;
  ends: string;
  fromOn: string;
  toOn: string | null;
};
/** Days away; with times the part of each day. */
export type Leave = { staffId: string; fromOn: string; toOn: string; starts: string | null; ends: string | null };
/** Time of every week that is kept free. */
export type Block = Omit<Pattern, 'siteId'> & { label: string };
/** An appointment that takes time. Moments in milliseconds; minutes of buffer after it, of travel before and after it. */
export type Busy = {
  id: string;
  staffId: string;
  personId: string | null;
  siteId: string;
  roomId: string | null;
  interpreterId: string | null;
  kind: Kind;
  mode: Mode;
  from: number;
  to: number;
  buffer: number;
  travel: number;
};

const holds = (day: string, { fromOn, toOn }: { fromOn: string; toOn: string | null }): boolean =>
  fromOn <= day && (toOn === null || day <= toOn);

/** Whether a day is a bank holiday of the site. */
export const isHoliday = (site: Pick<Site, 'holidays'>, day: string): boolean =>
  isCalendar(site.holidays) && holidaysOf(site.holidays, Number(day.slice(0, 4))).includes(day);

/** Whether people are seen at the site on a day at all. */
export const isOpen = (site: Site, day: string): boolean =>
  site.weekdays.includes(weekdayOf(day)) && !isHoliday(site, day);

/** The stretch of a day through which a site is open; nothing on a bank holiday or a closed weekday. */
export const openSpan = (site: Site, day: string): Span[] =>
  isOpen(site, day) ? [spanOf(day, minutesOf(site.opens), minutesOf(site.closes), site.timeZone)] : [];

/** When a member of staff is on leave on a day, in the time zone of the site. */
export const leaveSpans = (site: Site, day: string, leaves: readonly Leave[]): Span[] =>
  leaves
    .filter((leave) => holds(day, leave))
    .map(({ starts, ends }) =>
      starts === null || ends === null
        ? spanOf(day, 0, 1440, site.timeZone)
        : spanOf(day, minutesOf(starts), minutesOf(ends), site.timeZone),
    );

/** Minutes of a full day of work: 37 hours a week on five days. */
const fullDay = 444;

/**
 * How many appointments are recommended for a worker on a day of the week: of `recommended`, which is meant for a full day, the
 * share of their hours on that day at all sites, rounded, and never less than one. Somebody who works half the hours has half of
 * them (three of six in a morning); without hours on that day the number stands as it is. The most a day is not scaled.
 */
export function recommendedOn(recommended: number, own: readonly Pattern[], day: string): number {
  const minutes = own
    .filter((one) => one.weekday === weekdayOf(day) && holds(day, one))
    .reduce((sum, { starts, ends }) => sum + minutesOf(ends) - minutesOf(starts), 0);
  // An hour less for a break than the office is open is a full day all the same.
  if (minutes === 0 || minutes >= fullDay - 60) return recommended;
  return Math.max(1, Math.round((recommended * minutes) / fullDay));
}

/** The hours of a pattern on a day at a site, whether there is leave or not. */
export const patternSpans = (site: Site, day: string, patterns: readonly Pattern[]): Span[] =>
  patterns
    .filter((one) => one.siteId === site.id && one.weekday === weekdayOf(day) && holds(day, one))
    .map(({ starts, ends }) => spanOf(day, minutesOf(starts), minutesOf(ends), site.timeZone));

/**
 * When a member of staff can be booked at a site on a day: their pattern within the opening hours, without leave. Patterns and
 * leave are theirs alone. Nothing on a bank holiday of the site.
 */
export function workingSpans(site: Site, day: string, patterns: readonly Pattern[], leaves: readonly Leave[]): Span[] {
  const [open] = openSpan(site, day);
  if (open === undefined) return [];
  const hours = patternSpans(site, day, patterns)
    .map(({ from, to }) => ({ from: Math.max(from, open.from), to: Math.min(to, open.to) }))
    .filter(({ from, to }) => from < to);
  return without(hours, leaveSpans(site, day, leaves));
}

/** The protected blocks of a day as stretches, with their labels. */
export const blockSpans = (site: Site, day: string, blocks: readonly Block[]): (Span & { label: string })[] =>
  blocks
    .filter((one) => one.weekday === weekdayOf(day) && holds(day, one))
    .map(({ starts, ends, label }) => ({ ...spanOf(day, minutesOf(starts), minutesOf(ends), site.timeZone), label }));

/** The time that an appointment keeps from others of its worker: travel before it, buffer or travel after it, whichever is longer. */
export const keptBy = ({ from, to, buffer, travel }: Pick<Busy, 'from' | 'to' | 'buffer' | 'travel'>): Span => ({
  from: from - ms(travel),
  to: to + ms(Math.max(buffer, travel)),
});
