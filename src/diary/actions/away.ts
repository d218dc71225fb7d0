/** Leave: days on which a worker is away, and all their appointments moved at once. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Sql, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { type Fate, fatesOf, type Way } from '../rules/away.ts';
import { localOf, ms, nextDay, overlap, spanOf, timeOf } from '../rules/time.ts';
import { type Leave, leaveSpans, type Site } from '../rules/work.ts';
import * as store from '../store/appointments.ts';
import * as hours from '../store/hours.ts';
import { rulesOf } from './book.ts';
import { asWish, cancelIn, moveAll } from './change.ts';
import { homeOf } from './days.ts';
import { isoOf, worldOf } from './world.ts';

export type { LeaveRow } from '../store/hours.ts';

/** Days away, both included; with times the part of each day. */
export type LeaveGiven = {
  fromOn: string;
  toOn: string;
  starts: string | null;
  ends: string | null;
  kind: 'leave' | 'sick' | 'training' | 'other';
};
type Worker = { staffId: string; programmeId: string };

/** Leave of a worker that has not ended. */
export const leavesOf = (sql: Sql, staffId: string, today: string): Promise<hours.LeaveRow[]> =>
  hours.leavesOf(sql, { staffId, today });

/** What a leave would do: the appointments in it, and what is to become of each. `unable` are those whose chosen way cannot be. */
export type AwayPlan = {
  site: Site | null;
  rows: store.AppointmentRow[];
  fates: Fate[];
  unable: string[];
};

/** Works out what becomes of the appointments in a leave, without writing anything. Four statements. */
export async function planAway(
  sql: Sql,
  worker: Worker,
  leave: LeaveGiven,
  wanted: ReadonlyMap<string, Way>,
  clock: Clock,
  timeZone: string,
): Promise<AwayPlan> {
  const { staffId, programmeId } = worker;
  const homeId = await homeOf(sql, staffId, leave.fromOn);
  const ahead = nextDay(leave.toOn, 21);
  const world = await worldOf(sql, {
    siteIds: homeId === null ? [] : [homeId],
    staffIds: [staffId],
    team: true,
    from: Date.parse(`${leave.fromOn}T00:00Z`),
    to: Date.parse(`${ahead}T00:00Z`),
  });
  const site = world.sites[0] ?? null;
  const zone = site?.timeZone ?? timeZone;
  const found = await store.ofStaff(sql, {
    staffId,
    from: isoOf(spanOf(leave.fromOn, 0, 0, zone).from),
    to: isoOf(spanOf(leave.toOn, 0, 1440, zone).to),
    limit: 500,
  });
  const now = clock.now().epochMilliseconds;
  const away = (row: store.AppointmentRow): boolean => {
    const { day } = localOf(row.from_ms, zone);
    const one: Leave = { staffId, ...leave };
    const spans = site === null ? [spanOf(day, 0, 1440, zone)] : leaveSpans(site, day, [one]);
    return spans.some((span) => overlap(span, { from: row.from_ms, to: row.to_ms }));
  };
  const rows = found.filter((row) => row.state === 'booked' && row.from_ms > now && row.case_id !== null && away(row));
  if (site === null || rows.length === 0)
    return { site, rows, fates: rows.map(({ id }) => ({ id, way: 'cancel', to: null })), unable: [] };
  const rules = await rulesOf(sql, programmeId, leave.fromOn);
  const leaves = [...world.leaves, { staffId, ...leave }];
  const asked = rows.map((row) => ({
    ...{ id: row.id, staffId, personId: row.person_id, siteId: site.id, roomId: row.room_id, needs: row.needs },
    ...{ interpreterId: row.interpreter_id, kind: row.kind, mode: row.mode, from: row.from_ms, to: row.to_ms },
    ...{ buffer: row.buffer_minutes, travel: row.travel_minutes },
  }));
  const backOn = leave.starts === null ? nextDay(leave.toOn) : leave.fromOn;
  return { site, rows, ...fatesOf(asked, wanted, { site, world: { ...world, leaves }, rules, now, backOn }) };
}

async function insertLeave(tx: Tx, actor: Actor, worker: Worker, leave: LeaveGiven, clock: Clock): Promise<void> {
  const id = newId();
  const { staffId, programmeId } = worker;
  await hours.insertLeave(tx, { id, staffId, ...leave, by: actor.userId });
  await recordEvent(tx, actor, {
    kind: 'leave.added',
    programmeId,
    happenedOn: clock.today().toString(),
    payload: { recordId: id, staffId, ...leave },
  });
}

/** What came of it; `untold` is how many no message can reach, and must be rung. Unless it is 'saved', nothing was written and there is no event. */
export type AwayOutcome = { outcome: 'saved'; count: number; untold: number } | { outcome: 'changed' };

/**
 * Records leave with the event 'leave.added' and gives every appointment in it its new state, all in one transaction or nothing
 * at all: covered, by phone, moved (each 'moved' by us, with a hand-over note for colleagues) or cancelled by us. 'changed'
 * when a booking came between: what stands now is shown when the plan is made again.
 */
export async function takeLeave(
  db: Database,
  actor: Actor,
  worker: Worker,
  leave: LeaveGiven,
  plan: AwayPlan,
  { handover, clock }: { handover: string | null; clock: Clock },
): Promise<AwayOutcome> {
  const byId = new Map(plan.rows.map((row) => [row.id, row]));
  const means = { askedBy: 'us', reason: 'The worker is away', clock } as const;
  const moves = plan.fates.flatMap((fate) => {
    const row = byId.get(fate.id);
    if (row === undefined || fate.to === null) return [];
    const { day, minutes } = localOf(fate.to.from, row.time_zone);
    const { staffId, kind, mode } = fate.to;
    const to = {
      ...{
        ...asWish(row),
        staffId,
        kind,
        mode,
        day,
        at: timeOf(minutes),
        minutes: (fate.to.to - fate.to.from) / ms(1),
      },
      handover: staffId === row.staff_id ? row.handover : handover,
    };
    return [{ row, version: row.version, to, means }];
  });
  const cancelled = plan.fates.flatMap((fate) => (fate.to === null ? (byId.get(fate.id) ?? []) : []));
  const done = await moveAll(db, actor, moves, async (tx) => {
    await insertLeave(tx, actor, worker, leave, clock);
    for (const row of cancelled)
      if ((await cancelIn(tx, actor, row, row.version, means)) === 'stale') throw new LeaveChanged();
  }).catch((error: unknown) => {
    if (error instanceof LeaveChanged) return { outcome: 'stale' as const };
    throw error;
  });
  return done.outcome === 'moved'
    ? { outcome: 'saved', count: plan.fates.length, untold: done.untold }
    : { outcome: 'changed' };
}

/** Ends the transaction: an appointment was changed since the plan was shown. */
class LeaveChanged extends Error {}

/** Takes leave back that has not ended, with the event 'leave.withdrawn'. What was moved stays where it is. */
export function withdrawLeave(
  db: Database,
  actor: Actor,
  { staffId, programmeId }: Worker,
  leave: { id: string; version: number },
  clock: Clock,
): Promise<'saved' | 'stale'> {
  return transaction(db, async (tx) => {
    const [gone] = await hours.withdrawLeave(tx, { ...leave, staffId, at: clock.now().toString() });
    if (gone === undefined) return 'stale';
    await recordEvent(tx, actor, {
      kind: 'leave.withdrawn',
      programmeId,
      happenedOn: clock.today().toString(),
      payload: { recordId: leave.id, staffId },
    });
    return 'saved';
  });
}
