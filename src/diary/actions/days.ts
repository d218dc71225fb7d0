/** Days of a worker and of a site, as pages show them. */
import { type Actor, can } from '../../access/rules/policy.ts';
import { factsOfCase } from '../../cases/actions/record.ts';
import type { Sql } from '../../kit/db.ts';
import { localOf, ms, type Span, spanOf, without } from '../rules/time.ts';
import { workingAt } from '../rules/wish.ts';
import { takesTime } from '../rules/words.ts';
import { blockSpans, isHoliday, keptBy, leaveSpans, type Site } from '../rules/work.ts';
import * as store from '../store/appointments.ts';
import * as places from '../store/places.ts';
import { hoursOf, isoOf } from './world.ts';

export type { AppointmentRow } from '../store/appointments.ts';
export type { RoomRow, SiteRow } from '../store/places.ts';

/** An appointment of a list, and whether the reader may see whose it is. */
export type Entry = { row: store.AppointmentRow; mayOpen: boolean };

/** What stands in one day of a worker. Moments in milliseconds. */
export type WorkersDay = {
  day: string;
  holiday: boolean;
  away: Span[];
  blocks: (Span & { label: string })[];
  entries: Entry[];
  /** Time in which nothing is booked and nothing is kept free. */
  free: Span[];
};

// More appointments than anybody has in a week.
const most = 300;

const mayOpen = (actor: Actor, row: store.AppointmentRow): boolean =>
  row.case_id !== null &&
  can(actor, 'case.read', factsOfCase({ ...row, person_id: row.person_id ?? '', restricted: row.restricted ?? false }));

const keptByRow = ({ from_ms, to_ms, buffer_minutes, travel_minutes }: store.AppointmentRow): Span =>
  keptBy({ from: from_ms, to: to_ms, buffer: buffer_minutes, travel: travel_minutes });

/** The site where a worker has most hours; null for somebody without hours. */
export async function homeOf(sql: Sql, staffId: string, today: string): Promise<string | null> {
  return (await places.sitesOfStaff(sql, { staffId, today }))[0]?.site_id ?? null;
}

/**
 * The days of a worker, with their hours at the site where they work most; what is on leave, kept free and free is known only
 * with hours. Two statements, side by side.
 */
export async function daysOf(
  sql: Sql,
  actor: Actor,
  staffId: string,
  days: readonly [string, ...string[]],
  timeZone: string,
): Promise<{ site: Site | null; days: WorkersDay[] }> {
  const [first, last] = [days[0], days.at(-1) as string];
  const [from, to] = [Date.parse(`${first}T00:00Z`), Date.parse(`${last}T24:00Z`)];
  // Which time zone holds is not known before: a day more at either end is read.
  const [world, rows] = await Promise.all([
    hoursOf(sql, staffId, first, last),
    store.ofStaff(sql, { staffId, from: isoOf(from - ms(1440)), to: isoOf(to + ms(1440)), limit: most }),
  ]);
  const site = world.sites[0] ?? null;
  const zone = site?.timeZone ?? timeZone;
  const dayOf = (day: string): WorkersDay => {
    const entries = rows
      .filter((row) => localOf(row.from_ms, zone).day === day)
      .map((row) => ({ row, mayOpen: mayOpen(actor, row) }));
    if (site === null) return { day, holiday: false, away: [], blocks: [], entries, free: [] };
    const blocks = blockSpans(site, day, world.blocks);
    const kept = rows.filter(({ state }) => takesTime(state)).map(keptByRow);
    const free = without(workingAt(world, site, staffId, day), [...blocks, ...kept]);
    return {
      ...{ day, entries, blocks },
      holiday: isHoliday(site, day),
      away: leaveSpans(site, day, world.leaves),
      free: free.filter(({ from, to }) => to - from >= ms(15)),
    };
  };
  return { site, days: days.map(dayOf) };
}

/** Booked before a moment and still without an outcome, the latest first. One statement. */
export async function withoutOutcome(sql: Sql, actor: Actor, staffId: string, before: number): Promise<Entry[]> {
  const rows = await store.withoutOutcome(sql, { staffId, before: isoOf(before), limit: 20 });
  return rows.map((row) => ({ row, mayOpen: mayOpen(actor, row) }));
}

/** A day at a site, or in one of its rooms. One statement. */
export async function dayAtSite(
  sql: Sql,
  actor: Actor,
  site: { id: string; time_zone: string },
  roomId: string | null,
  day: string,
): Promise<Entry[]> {
  const { from, to } = spanOf(day, 0, 1440, site.time_zone);
  const rows = await store.ofSite(sql, { siteId: site.id, roomId, from: isoOf(from), to: isoOf(to), limit: 1000 });
  return rows.map((row) => ({ row, mayOpen: mayOpen(actor, row) }));
}
