/** Supervision: booked, and confirmed by the worker alone. What is said in it is written nowhere. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import { type Database, type Sql, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { SupervisionKind } from '../../programmes/rules.ts';
import * as store from '../store/supervision.ts';
import type { Staff } from './staff.ts';

export type { SupervisionRow } from '../store/supervision.ts';

/** The supervision of a member of staff, the latest first. */
export function supervisionsOf(sql: Sql, staffId: string): Promise<store.SupervisionRow[]> {
  return store.supervisionOfStaff(sql, { staffId });
}

/** Supervision by id, or null. */
export async function findSupervision(sql: Sql, id: string): Promise<store.SupervisionRow | null> {
  return (await store.findSupervision(sql, { id }))[0] ?? null;
}

/** What is booked. `interest`: whether the supervisor has another interest; a professional one must have none. */
export type Booking = {
  kind: SupervisionKind;
  supervisor: string;
  organisation: string | null;
  interest: 'none' | 'declared';
  plannedOn: string;
};

/** Books supervision, with the event 'supervision.booked'. Resolves to its id. */
export function book(db: Database, actor: Actor, staff: Staff, given: Booking): Promise<string> {
  return transaction(db, async (tx) => {
    const id = newId();
    const { staffId, programmeId } = staff;
    await store.insertSupervision(tx, { id, programmeId, staffId, ...given, bookedBy: actor.userId });
    await recordEvent(tx, actor, {
      kind: 'supervision.booked',
      programmeId,
      happenedOn: given.plannedOn,
      payload: { recordId: id, staffId, ...given },
    });
    return id;
  });
}

/**
 * Says that booked supervision was held on a day, or was cancelled, with the event 'supervision.held' or
 * 'supervision.cancelled'. 'stale' when it was settled already: nothing is written then.
 */
export function settle(
  db: Database,
  actor: Actor,
  stood: store.SupervisionRow,
  given: { version: number; state: 'held'; heldOn: string } | { version: number; state: 'cancelled'; today: string },
): Promise<'saved' | 'stale'> {
  const heldOn = given.state === 'held' ? given.heldOn : null;
  return transaction(db, async (tx) => {
    const { id, staff_id: staffId, programme_id: programmeId, kind, planned_on: plannedOn } = stood;
    const { version, state } = given;
    if ((await store.settleSupervision(tx, { id, version, state, heldOn, by: actor.userId })).length === 0)
      return 'stale';
    await recordEvent(tx, actor, {
      kind: `supervision.${state}`,
      programmeId,
      happenedOn: given.state === 'held' ? given.heldOn : given.today,
      payload: { recordId: id, staffId, kind, plannedOn, heldOn },
    });
    return 'saved';
  });
}
