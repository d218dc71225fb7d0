import { type Database, isExclusionViolation, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { NoticeKind } from '../rules/notices.ts';
import type { Actor } from '../rules/policy.ts';
import * as store from '../store/cover.ts';
import { recordEvent } from './events.ts';
import { tell, usersOfStaff } from './notices.ts';

export type { CoverRow } from '../store/cover.ts';

/** Who covers whom from when to when, both days included, and why. */
export type Cover = { staffId: string; coveredBy: string; startsOn: string; endsOn: string; reason: string };
/** What came of it. Unless it is 'saved', nothing was written and there is no event. */
export type CoverOutcome = 'saved' | 'stale' | 'overlaps';

// A worker has a handful of absences ahead of them; a programme some hundreds.
const most = 500;

/** Cover by id, or null. */
export async function findCover(sql: Sql, id: string): Promise<store.CoverRow | null> {
  return (await store.findCover(sql, { id }))[0] ?? null;
}

/** Cover of these staff that is still to come or holds today, the next first. */
export function coverOf(sql: Sql, staffIds: readonly string[], today: string): Promise<store.CoverRow[]> {
  return store.coverOf(sql, { staffIds, today, limit: most });
}

/** Whom these staff cover today. */
export function coveredBy(sql: Sql, staffIds: readonly string[], today: string): Promise<store.CoverRow[]> {
  return store.coveredBy(sql, { staffIds, today });
}

async function tellStaff(tx: Tx, actor: Actor, staffId: string, kind: NoticeKind, href: string, about: string) {
  const users = (await usersOfStaff(tx, [staffId])).map((row) => row.user_id);
  await tell(
    tx,
    users.filter((id) => id !== actor.userId),
    { kind, href, about },
  );
}

const caseloadOf = (staffId: string): string => `/caseload?worker=${staffId}`;

/** Plans cover with the event 'cover.planned' and tells both. Two covers of one caseload on a day are refused by the database. */
export async function planCover(db: Database, actor: Actor, programmeId: string, cover: Cover): Promise<CoverOutcome> {
  try {
    return await transaction(db, async (tx): Promise<CoverOutcome> => {
      const id = newId();
      await store.insertCover(tx, { id, programmeId, madeBy: actor.userId, ...cover });
      await recordEvent(tx, actor, {
        kind: 'cover.planned',
        programmeId,
        happenedOn: cover.startsOn,
        payload: { recordId: id, ...cover },
      });
      await tellStaff(tx, actor, cover.coveredBy, 'cover planned', caseloadOf(cover.staffId), id);
      await tellStaff(tx, actor, cover.staffId, 'cover arranged', '/caseload', id);
      return 'saved';
    });
  } catch (error) {
    if (isExclusionViolation(error)) return 'overlaps';
    throw error;
  }
}

/** Changes who covers, when or why, with the event 'cover.changed'; all whom it concerns are told. */
export async function changeCover(
  db: Database,
  actor: Actor,
  stood: store.CoverRow,
  version: number,
  cover: Omit<Cover, 'staffId'>,
): Promise<CoverOutcome> {
  try {
    return await transaction(db, async (tx): Promise<CoverOutcome> => {
      const [changed] = await store.changeCover(tx, { id: stood.id, version, ...cover });
      if (changed === undefined) return 'stale';
      await recordEvent(tx, actor, {
        kind: 'cover.changed',
        programmeId: stood.programme_id,
        happenedOn: cover.startsOn,
        payload: { recordId: stood.id, before: asCover(stood), after: { staffId: stood.staff_id, ...cover } },
      });
      const other = cover.coveredBy !== stood.covered_by;
      if (other) {
        await tellStaff(tx, actor, cover.coveredBy, 'cover planned', caseloadOf(stood.staff_id), stood.id);
        await tellStaff(tx, actor, stood.covered_by, 'cover changed', '/caseload', stood.id);
      } else await tellStaff(tx, actor, cover.coveredBy, 'cover changed', caseloadOf(stood.staff_id), stood.id);
      await tellStaff(tx, actor, stood.staff_id, 'cover changed', '/caseload', stood.id);
      return 'saved';
    });
  } catch (error) {
    if (isExclusionViolation(error)) return 'overlaps';
    throw error;
  }
}

const asCover = (row: store.CoverRow): Cover => ({
  staffId: row.staff_id,
  coveredBy: row.covered_by,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  reason: row.reason,
});

/**
 * Ends cover at once: yesterday was its last day. Cover that began today or later is taken out. The event 'cover.ended' keeps
 * what it was, and both are told.
 */
export function endCover(
  db: Database,
  actor: Actor,
  stood: store.CoverRow,
  version: number,
  today: string,
): Promise<CoverOutcome> {
  return transaction(db, async (tx): Promise<CoverOutcome> => {
    const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
    const begun = stood.starts_on < today;
    const [ended] = begun
      ? await store.changeCover(tx, {
          id: stood.id,
          version,
          coveredBy: stood.covered_by,
          startsOn: stood.starts_on,
          endsOn: yesterday,
          reason: stood.reason,
        })
      : await store.deleteCover(tx, { id: stood.id, version });
    if (ended === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'cover.ended',
      programmeId: stood.programme_id,
      happenedOn: today,
      payload: { recordId: stood.id, before: asCover(stood), endsOn: begun ? yesterday : null },
    });
    await tellStaff(tx, actor, stood.covered_by, 'cover changed', '/caseload', stood.id);
    await tellStaff(tx, actor, stood.staff_id, 'cover changed', '/caseload', stood.id);
    return 'saved';
  });
}
