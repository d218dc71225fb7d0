/** Telling somebody of a change to an appointment of theirs, in the transaction of the change. */
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Tx } from '../../kit/db.ts';
import { hasInvitation } from '../../messages/actions/invitations.ts';
import { queueMessage, stopMessages } from '../../messages/actions/queue.ts';
import { calendarPlace, messageValues, valuesIfPhone } from '../rules/tell.ts';
import type { AskedBy } from '../rules/words.ts';
import type { AppointmentRow } from '../store/appointments.ts';
import { isoOf } from './world.ts';

/** What an appointment puts into the person's own calendar, or takes out of it: one entry however often it is moved. */
export const invitationOf = (row: AppointmentRow, method: 'REQUEST' | 'CANCEL') => ({
  ...{ uid: row.chain_id, method, from: row.from_ms, to: row.to_ms },
  place: calendarPlace(row),
});

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
  of: { caseId: string; about: string; once?: string } | null = row.case_id === null
    ? null
    : { caseId: row.case_id, about: row.id },
): Promise<boolean> {
  if (of === null) return false;
  const asked = {
    ...{
      ...of,
      kind,
      values: messageValues(row),
      ifPhone: valuesIfPhone(row),
      once: `${kind}:${of.once ?? of.about}`,
      notAfter: isoOf(row.from_ms),
    },
    ...(kind !== 'slot_free' && {
      invitation: invitationOf(row, kind === 'appointment_cancelled' ? 'CANCEL' : 'REQUEST'),
    }),
  };
  const queued = await queueMessage(tx, actor, asked, { now: clock.now(), today: clock.today().toString() });
  return queued.ok;
}

/**
 * What somebody asked for themselves is not announced to them again, but an entry that we put into their calendar is kept true:
 * whoever may have one gets an email with the change.
 */
export async function correctCalendar(
  tx: Tx,
  actor: Actor,
  kind: 'appointment_moved_by_them' | 'appointment_cancelled_by_them',
  row: AppointmentRow,
  clock: Clock,
): Promise<void> {
  const { case_id: caseId, id: about } = row;
  if (caseId === null || !(await hasInvitation(tx, caseId, row.chain_id))) return;
  const invitation = invitationOf(row, kind === 'appointment_cancelled_by_them' ? 'CANCEL' : 'REQUEST');
  const once = `${kind}:${about}`;
  const asked = {
    caseId,
    about,
    kind,
    once,
    channel: 'email',
    values: messageValues(row),
    ifPhone: valuesIfPhone(row),
    invitation,
  } as const;
  await queueMessage(tx, actor, asked, { now: clock.now(), today: clock.today().toString() });
}

/**
 * What the person of an appointment that is cancelled is told: by us, that it is; by them, only what keeps their calendar true.
 * Nothing of one that is over. Nobody is reminded of it any more.
 */
export async function tellCancelled(
  tx: Tx,
  actor: Actor,
  row: AppointmentRow,
  askedBy: AskedBy,
  clock: Clock,
): Promise<void> {
  await untell(tx, [row], clock);
  if (row.from_ms <= clock.now().epochMilliseconds) return;
  if (askedBy === 'us') await tellPerson(tx, actor, 'appointment_cancelled', row, clock);
  else await correctCalendar(tx, actor, 'appointment_cancelled_by_them', row, clock);
}

/** Stops what waits to be sent about appointments that are cancelled or moved: nobody is reminded of what is not. */
export async function untell(tx: Tx, rows: readonly AppointmentRow[], clock: Clock): Promise<void> {
  const things = rows.flatMap(({ id, case_id }) => (case_id === null ? [] : [{ about: id, caseId: case_id }]));
  await stopMessages(tx, things, { now: clock.now(), today: clock.today().toString() });
}
