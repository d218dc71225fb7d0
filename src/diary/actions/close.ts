/** Closing a site or a room, and taking an interpreter out: from now on, never over what is booked, and nothing is deleted. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, isUniqueViolation, transaction } from '../../kit/db.ts';
import { type AppointmentRow, standingAt } from '../store/appointments.ts';
import * as store from '../store/places.ts';
import { lockDiaries } from './world.ts';

/** What is closed. `lock` is what every booking of it waits for: its site, or the language of an interpreter. */
export type Closable = {
  kind: 'site' | 'room' | 'interpreter';
  id: string;
  programmeId: string;
  name: string;
  lock: string;
};

const events: Readonly<Record<Closable['kind'], { closed: string; opened: string }>> = {
  site: { closed: 'site.closed', opened: 'site.reopened' },
  room: { closed: 'site.room_closed', opened: 'site.room_reopened' },
  interpreter: { closed: 'interpreter.removed', opened: 'interpreter.returned' },
};
const setClosed = { site: store.setSiteClosed, room: store.setRoomClosed, interpreter: store.setInterpreterClosed };

/** What came of it. Unless it is 'saved', nothing was written. `rows` is what stands there, the earliest first, at most 20. */
export type Closed = { outcome: 'saved' | 'stale' } | { outcome: 'booked'; rows: AppointmentRow[] };

/**
 * Closes it: from now on nothing is booked there, and it stays in what was. Refused while anything that has not ended is booked
 * there, which is listed: it is moved or cancelled first. Events 'site.closed', 'site.room_closed', 'interpreter.removed'.
 */
export function close(db: Database, actor: Actor, what: Closable, version: number, clock: Clock): Promise<Closed> {
  const at = clock.now().toString();
  return transaction(db, async (tx): Promise<Closed> => {
    await lockDiaries(tx, [what.lock]);
    const rows = await standingAt(tx, { id: what.id, after: at });
    if (rows.length > 0) return { outcome: 'booked', rows };
    const [saved] = await setClosed[what.kind](tx, { id: what.id, version, at });
    if (saved === undefined) return { outcome: 'stale' };
    await said(tx, actor, what, events[what.kind].closed, clock);
    return { outcome: 'saved' };
  });
}

/** Opens it again. 'twice' when another room has taken its name meanwhile. */
export async function reopen(
  db: Database,
  actor: Actor,
  what: Closable,
  version: number,
  clock: Clock,
): Promise<'saved' | 'stale' | 'twice'> {
  try {
    return await transaction(db, async (tx) => {
      const [saved] = await setClosed[what.kind](tx, { id: what.id, version, at: null });
      if (saved === undefined) return 'stale';
      await said(tx, actor, what, events[what.kind].opened, clock);
      return 'saved';
    });
  } catch (error) {
    if (isUniqueViolation(error)) return 'twice';
    throw error;
  }
}

const said = (tx: Parameters<typeof recordEvent>[0], actor: Actor, what: Closable, kind: string, clock: Clock) =>
  recordEvent(tx, actor, {
    kind,
    programmeId: what.programmeId,
    happenedOn: clock.today().toString(),
    payload: { recordId: what.id, name: what.name },
  });
