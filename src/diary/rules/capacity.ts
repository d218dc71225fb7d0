/** What a site's workers can do in the weeks to come, and how much of it is booked. Pure. */
import { daysBetween, ms, nextDay, overlap, spanOf, weekdayOf, without } from './time.ts';
import { type DiaryWorld, workingAt } from './wish.ts';
import { blockSpans, type Site } from './work.ts';

/** A week of a site, by its Monday: minutes that can be booked, and minutes of appointments in them. */
export type Week = { monday: string; available: number; booked: number };

/**
 * Weeks of a site from a day on (the rest of the first one). Available are hours of work at the site without leave, holidays and
 * protected time; booked is the time of appointments within them, without what is kept free after them.
 */
export function weeksOf(site: Site, world: DiaryWorld, from: string, weeks: number): Week[] {
  const monday = nextDay(from, 1 - weekdayOf(from));
  const staff = [...new Set(world.patterns.map(({ staffId }) => staffId))];
  return Array.from({ length: weeks }, (_, at) => {
    const begins = nextDay(monday, at * 7);
    const days = daysBetween(begins < from ? from : begins, nextDay(begins, 6));
    const week: Week = { monday: begins, available: 0, booked: 0 };
    for (const day of days)
      for (const staffId of staff) {
        const own = world.blocks.filter((one) => one.staffId === staffId);
        const whole = [spanOf(day, 0, 1440, site.timeZone)];
        // Hours that were entered twice are there once: what is not free is taken out of the day.
        const away = without(whole, workingAt(world, site, staffId, day));
        for (const span of without(whole, [...away, ...blockSpans(site, day, own)])) {
          week.available += (span.to - span.from) / ms(1);
          for (const one of world.busy)
            if (one.staffId === staffId && overlap(one, span))
              week.booked += (Math.min(one.to, span.to) - Math.max(one.from, span.from)) / ms(1);
        }
      }
    return week;
  });
}
