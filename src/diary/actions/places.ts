/** Sites, rooms and interpreters; hours of work and protected time. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, isUniqueViolation, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import * as hours from '../store/hours.ts';
import * as store from '../store/places.ts';

export type { BlockRow, PatternRow } from '../store/hours.ts';
export type { InterpreterRow, RoomGiven, RoomRow, SiteGiven, SiteRow } from '../store/places.ts';

/** Sites of some programmes, open ones first. */
export const sitesOf = (sql: Sql, programmeIds: readonly string[]): Promise<store.SiteRow[]> =>
  store.sitesOf(sql, { programmeIds, limit: 1000 });
export const findSite = async (sql: Sql, id: string): Promise<store.SiteRow | null> =>
  (await store.findSite(sql, { id }))[0] ?? null;
export const roomsOf = (sql: Sql, siteId: string): Promise<store.RoomRow[]> => store.roomsOf(sql, { siteId });

const keyOf = (name: string): string => name.trim().toLowerCase();

/** Adds a site, with the event 'site.added'; 'twice' when the programme has one of that name. Nothing is written then. */
export async function addSite(
  db: Database,
  actor: Actor,
  programmeId: string,
  given: store.SiteGiven,
  clock: Clock,
): Promise<{ id: string } | 'twice'> {
  const id = newId();
  try {
    await transaction(db, async (tx) => {
      await store.insertSite(tx, { id, programmeId, key: keyOf(given.name), ...given });
      await recordEvent(tx, actor, {
        kind: 'site.added',
        programmeId,
        happenedOn: clock.today().toString(),
        payload: { recordId: id, ...given },
      });
    });
    return { id };
  } catch (error) {
    if (isUniqueViolation(error)) return 'twice';
    throw error;
  }
}

/** Changes a site, with the event 'site.changed' that keeps what was there. */
export function changeSite(
  db: Database,
  actor: Actor,
  stood: store.SiteRow,
  version: number,
  given: store.SiteGiven,
  clock: Clock,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const [saved] = await store.updateSite(tx, { id: stood.id, version, ...given });
    if (saved === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'site.changed',
      programmeId: stood.programme_id,
      happenedOn: clock.today().toString(),
      payload: { recordId: stood.id, before: stood, after: given },
    });
    return 'saved';
  });
}

/** Adds a room to a site, with the event 'site.room_added'; 'twice' when it has one of that name. */
export async function addRoom(
  db: Database,
  actor: Actor,
  site: store.SiteRow,
  given: store.RoomGiven,
  clock: Clock,
): Promise<'saved' | 'twice'> {
  try {
    await transaction(db, async (tx) => {
      const id = newId();
      await store.insertRoom(tx, { id, siteId: site.id, ...given });
      await recordEvent(tx, actor, {
        kind: 'site.room_added',
        programmeId: site.programme_id,
        happenedOn: clock.today().toString(),
        payload: { recordId: id, siteId: site.id, ...given },
      });
    });
    return 'saved';
  } catch (error) {
    if (isUniqueViolation(error)) return 'twice';
    throw error;
  }
}

/** Interpreters of a programme who can be booked, by language. */
export const interpretersOf = (sql: Sql, programmeId: string): Promise<store.InterpreterRow[]> =>
  store.interpretersOf(sql, { programmeId, limit: 500 });

/** Adds an interpreter for one language, with the event 'interpreter.added'. */
export function addInterpreter(
  db: Database,
  actor: Actor,
  programmeId: string,
  given: { name: string; language: string },
  clock: Clock,
): Promise<void> {
  return transaction(db, async (tx) => {
    const id = newId();
    await store.insertInterpreter(tx, { id, programmeId, ...given });
    await recordEvent(tx, actor, {
      kind: 'interpreter.added',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { recordId: id, ...given },
    });
  });
}

type Worker = { staffId: string; programmeId: string };

/** Hours of work and protected blocks of a worker that have not ended. Two statements. */
export async function hoursOf(sql: Sql, staffId: string, today: string) {
  return {
    patterns: await hours.patternsOf(sql, { staffId, today }),
    blocks: await hours.blocksOf(sql, { staffId, today }),
  };
}

/** Hours of a weekday, or of each from Monday to Friday (`weekday` 0). Times 'HH:MM'. */
export type HoursGiven = { weekday: number; starts: string; ends: string; fromOn: string; toOn: string | null };
const weekdaysOf = (weekday: number): number[] => (weekday === 0 ? [1, 2, 3, 4, 5] : [weekday]);

/** Adds hours of work, with the event 'hours.added'. */
export function addPattern(
  db: Database,
  actor: Actor,
  { staffId, programmeId }: Worker,
  given: HoursGiven & { siteId: string },
  clock: Clock,
): Promise<void> {
  return transaction(db, async (tx) => {
    for (const weekday of weekdaysOf(given.weekday))
      await hours.insertPattern(tx, { ...given, id: newId(), staffId, weekday });
    await recordEvent(tx, actor, {
      kind: 'hours.added',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { staffId, ...given },
    });
  });
}

/** Adds protected time of every week, with the event 'hours.protected'. */
export function addBlock(
  db: Database,
  actor: Actor,
  { staffId, programmeId }: Worker,
  given: HoursGiven & { label: string },
  clock: Clock,
): Promise<void> {
  return transaction(db, async (tx) => {
    for (const weekday of weekdaysOf(given.weekday))
      await hours.insertBlock(tx, { ...given, id: newId(), staffId, weekday });
    await recordEvent(tx, actor, {
      kind: 'hours.protected',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { staffId, ...given },
    });
  });
}

/** Takes hours of work or protected time out, with the event 'hours.removed' that keeps them. False when they were gone. */
export function removeHours(
  db: Database,
  actor: Actor,
  { staffId, programmeId }: Worker,
  what: { kind: 'pattern' | 'block'; id: string },
  clock: Clock,
): Promise<boolean> {
  return transaction(db, async (tx) => {
    const [gone] =
      what.kind === 'pattern'
        ? await hours.deletePattern(tx, { id: what.id, staffId })
        : await hours.deleteBlock(tx, { id: what.id, staffId });
    if (gone === undefined) return false;
    await recordEvent(tx, actor, {
      kind: 'hours.removed',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { staffId, what: what.kind, before: gone },
    });
    return true;
  });
}
