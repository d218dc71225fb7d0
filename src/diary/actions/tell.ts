/** What people are told of their appointments: queued in the transaction of the change, so that nobody is told of what never was. */
import type { Actor } from '../../access/rules/policy.ts';
import { systemActor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import type { Sql, Tx } from '../../kit/db.ts';
import { queueMessage } from '../../messages/actions/queue.ts';
import type { ReminderKind } from '../../messages/actions/reminders.ts';
import type { CannotCome } from '../../messages/actions/replies.ts';
import { messageValues, valuesIfPhone } from '../rules/tell.ts';
import * as store from '../store/appointments.ts';
import { cancelIn } from './change.ts';
import { invitationOf } from './told.ts';
import { isoOf } from './world.ts';

export { tellPerson } from './told.ts';

/** The reminder of an appointment, a day before it begins. One statement. */
export const appointmentReminders: ReminderKind = {
  kind: 'appointment_reminder',
  async due(sql, { from, to }) {
    const rows = await store.toRemind(sql, { from, to, hours: 24 });
    return rows.map((row) => ({
      caseId: row.case_id,
      about: row.id,
      once: `appointment_reminder:${row.id}`,
      values: messageValues(row),
      ifPhone: valuesIfPhone(row),
      notAfter: isoOf(row.from_ms),
    }));
  },
};

/** 'Can't come' cancels the appointment that the message was about, by them: its time is offered to those who wait. */
export const cannotComeToAppointment: CannotCome = {
  kinds: ['appointment_reminder', 'appointment_made', 'appointment_moved', 'appointment_moved_by_them'],
  async handle(tx, reply, at) {
    const [row] = await store.lockAppointments(tx, { ids: [reply.about] });
    const open = row?.state === 'booked' && row.case_id === reply.caseId && row.from_ms > at.now.epochMilliseconds;
    if (row === undefined || !open) return null;
    const clock: Clock = { now: () => at.now, today: () => Temporal.PlainDate.from(at.today) };
    const means = { askedBy: 'them', reason: 'They replied that they cannot come', clock } as const;
    const outcome = await cancelIn(tx, systemActor, row, row.version, means);
    return outcome === 'saved' ? 'The appointment was cancelled. Offer another time' : null;
  },
};

/** Confirms an appointment that was just booked. Whoever cannot be reached safely is told of nothing: the worker sees it. */
export async function confirm(tx: Tx, actor: Actor, appointmentId: string, clock: Clock): Promise<void> {
  const [row] = await store.findAppointment(tx as Sql, { id: appointmentId });
  if (row?.case_id == null) return;
  const at = { now: clock.now(), today: clock.today().toString() };
  await queueMessage(
    tx,
    actor,
    {
      ...{
        caseId: row.case_id,
        kind: 'appointment_made',
        values: messageValues(row),
        ifPhone: valuesIfPhone(row),
        about: row.id,
      },
      ...{ once: `appointment_made:${row.id}`, notAfter: isoOf(row.from_ms), invitation: invitationOf(row, 'REQUEST') },
    },
    at,
  );
}
