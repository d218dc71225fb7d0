/** How full the sites are: the next free time, and the weeks to come. */
import type { Clock } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { type Week, weeksOf } from '../rules/capacity.ts';
import { freeSlots } from '../rules/free.ts';
import { localOf, ms, nextDay } from '../rules/time.ts';
import { rulesOf } from './book.ts';
import { sitesOf } from './places.ts';
import { worldOf } from './world.ts';

/** How many weeks are looked ahead. */
export const weeksAhead = 8;

/** A site: the day of its next free time for an interview (null: none in the weeks), and its weeks. */
export type Capacity = { siteId: string; name: string; minutes: number; nextFree: string | null; weeks: Week[] };

/** The capacity of the open sites of some programmes, by name. Two statements. */
export async function capacityOf(sql: Sql, programmeIds: readonly string[], clock: Clock): Promise<Capacity[]> {
  const sites = (await sitesOf(sql, programmeIds)).filter(({ closed }) => !closed);
  if (sites.length === 0) return [];
  const from = clock.today().toString();
  const now = clock.now().epochMilliseconds;
  const world = await worldOf(sql, {
    siteIds: sites.map(({ id }) => id),
    staffIds: [],
    team: true,
    from: now,
    to: now + ms(weeksAhead * 7 * 1440),
  });
  const found: Capacity[] = [];
  for (const site of world.sites) {
    const programmeId = sites.find(({ id }) => id === site.id)?.programme_id;
    if (programmeId === undefined) continue;
    const rules = await rulesOf(sql, programmeId, from);
    const own = { ...world, patterns: world.patterns.filter(({ siteId }) => siteId === site.id) };
    const minutes = rules.lengthOf('interview');
    const [first] = freeSlots(
      {
        ...{ site, staffIds: [...new Set(own.patterns.map(({ staffId }) => staffId))], minutes, now, most: 1 },
        ...{
          kind: 'interview',
          mode: 'in_person',
          needs: [],
          personId: null,
          interpreterId: null,
          travel: 0,
          ignore: [],
        },
        ...{ from, to: nextDay(from, weeksAhead * 7) },
      },
      own,
      rules,
    );
    found.push({
      siteId: site.id,
      name: site.name,
      minutes,
      nextFree: first === undefined ? null : localOf(first.from, site.timeZone).day,
      weeks: weeksOf(site, own, from, weeksAhead),
    });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}
