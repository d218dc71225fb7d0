/** Telling somebody of a change to an appointment of theirs, in the transaction of the change. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Tx } from '../../kit/db.ts';
import { queueMessage, stopMessages } from '../../messages/actions/queue.ts';
import { messageValues } from '../rules/tell.ts';
import type { AppointmentRow } from '../store/appointments.ts';
import { isoOf } from './world.ts';

/**
 * Queues one message to the person of an appointment; the same of the same appointment once. It goes by the way that is safe,
 * and not after the appointment has begun. Resolves to whether one was queued: whoever has no safe way is told by the worker.
 */
export async function tellPerson(
  tx: Tx,
  actor: Actor,
  kind: 'appointment_moved' | 'appointment_cancelled' | 'slot_free',
  row: AppointmentRow,
  clock: Clock,
  of: { caseId: string; about: string } | null = row.case_id === null ? null : { caseId: row.case_id, about: row.id },
): Promise<boolean> {
  if (of === null) return false;
  const asked = { ...of, kind, values: messageValues(row), once: `${kind}:${of.about}`, notAfter: isoOf(row.from_ms) };
  const queued = await queueMessage(tx, actor, asked, { now: clock.now(), today: clock.today().toString() });
  return queued.ok;
}

/** Stops what waits to be sent about appointments that are cancelled or moved: nobody is reminded of what is not. */
export async function untell(tx: Tx, rows: readonly AppointmentRow[], clock: Clock): Promise<void> {
  const things = rows.flatMap(({ id, case_id }) => (case_id === null ? [] : [{ about: id, caseId: case_id }]));
  await stopMessages(tx, things, { now: clock.now(), today: clock.today().toString() });
}
