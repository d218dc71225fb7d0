/** What the rules have to know of sites and workers, read in one statement. */
import type { Sql } from '../../kit/db.ts';
import { ms } from '../rules/time.ts';
import type { DiaryWorld } from '../rules/wish.ts';
import * as store from '../store/world.ts';

/**
 * What is asked about. `from` and `to` are milliseconds since 1970; `near` brings the other sites of the area, `team` all who
 * work there; with `busy` false nothing that takes time is read.
 */
export type WorldAsk = {
  siteIds: readonly string[];
  near?: boolean;
  staffIds: readonly string[];
  team?: boolean;
  personId?: string | null;
  language?: string | null;
  busy?: boolean;
  from: number;
  to: number;
};

export const isoOf = (moment: number): string => Temporal.Instant.fromEpochMilliseconds(moment).toString();

const nobody = { sites: [], rooms: [], patterns: [], leaves: [], blocks: [], busy: [], interpreters: [] };

/** Sites, rooms, hours, leave, protected time and everything that takes time, a day more at either end; and interpreters. */
export async function worldOf(
  sql: Sql,
  ask: WorldAsk,
): Promise<DiaryWorld & { interpreters: { id: string; name: string }[] }> {
  const { siteIds, near = false, staffIds, team = false, personId = null, language = null, busy = true } = ask;
  const { from, to } = ask;
  const day = ms(1440);
  const [found] = await store.findWorld(sql, {
    ...{ siteIds, near, staffIds, team, personId, language, busy },
    from: isoOf(from - day),
    to: isoOf(to + day),
  });
  return found ?? nobody;
}

/** The site where a worker has most hours, and their hours, leave and protected time from one day ('YYYY-MM-DD') to another. */
export async function hoursOf(sql: Sql, staffId: string, from: string, to: string): Promise<DiaryWorld> {
  const [found] = await store.findHours(sql, { staffId, from, to });
  return { ...nobody, ...found };
}

/** Waits until nobody else books with these sites, workers, people or interpreters, and keeps others from it until the end of the transaction. */
export async function lockDiaries(tx: Sql, ids: readonly (string | null)[]): Promise<void> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  await store.lockDiaries(tx, { ids: known });
}
