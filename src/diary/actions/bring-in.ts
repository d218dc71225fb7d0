/** Appointments that were kept somewhere else until now, brought in at once: with what became of them, or still booked. */
import { recordEvents } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { minutesOf, momentOf, ms } from '../rules/time.ts';
import { type Kind, type Mode, type State, takesTime } from '../rules/words.ts';
import * as store from '../store/appointments.ts';
import { factsOf } from './book.ts';
import { isoOf } from './world.ts';

/** One of them. Day 'YYYY-MM-DD' and time 'HH:MM' of the site's clock; `state` is not 'moved'. */
export type Kept = {
  caseId: string;
  personId: string;
  staffId: string;
  siteId: string;
  roomId: string | null;
  kind: Kind;
  mode: Mode;
  day: string;
  at: string;
  minutes: number;
  state: Exclude<State, 'moved'>;
  lateMinutes: number | null;
  reason: string | null;
};

const eventKind = (state: Kept['state']): string =>
  state === 'booked'
    ? 'appointment.booked'
    : state === 'did_not_attend'
      ? 'appointment.missed'
      : takesTime(state)
        ? 'appointment.attended'
        : 'appointment.cancelled';
const askedBy = (state: Kept['state']) =>
  state === 'cancelled_by_us' ? 'us' : state === 'cancelled_by_them' ? 'them' : null;

/**
 * Brings them in with five statements and one event each, on the day of what became of it (of what is booked, today). The
 * database refuses all of them where two take the same time of anybody. Throws RangeError for a time that a day does not have, and for
 * a visit that is still to come: it is planned with its safety plan.
 */
export async function bringIn(
  db: Database,
  actor: Actor,
  { programmeId, timeZone, clock }: { programmeId: string; timeZone: string; clock: Clock },
  kept: readonly Kept[],
): Promise<void> {
  const rows = kept.map((one) => {
    const from = momentOf(one.day, minutesOf(one.at), timeZone);
    if (typeof from === 'string') throw new RangeError('bringIn: this day has no such time');
    const id = newId();
    return { ...one, id, starts_at: isoOf(from), ends_at: isoOf(from + ms(one.minutes)) };
  });
  if (kept.some(({ state, mode }) => state === 'booked' && (mode === 'home' || mode === 'elsewhere')))
    throw new RangeError('bringIn: a visit to come is planned with its safety plan');
  const today = clock.today().toString();
  await transaction(db, async (tx) => {
    const inserted = rows.map(
      (row): store.NewAppointment => ({
        ...{
          id: row.id,
          programme_id: programmeId,
          case_id: row.caseId,
          person_id: row.personId,
          staff_id: row.staffId,
        },
        ...{ site_id: row.siteId, room_id: row.roomId, interpreter_id: null, kind: row.kind, mode: row.mode },
        ...{
          starts_at: row.starts_at,
          ends_at: row.ends_at,
          travel_minutes: 0,
          mandatory: false,
          needs: [],
          chain_id: row.id,
        },
        ...{ override: null, handover: null, note: null, about: null, created_by: actor.userId },
      }),
    );
    await store.insertAppointments(tx, { rows: JSON.stringify(inserted) });
    await store.insertHolds(tx, { ids: rows.filter(({ state }) => takesTime(state)).map(({ id }) => id) });
    const settled = rows.filter(({ state }) => state !== 'booked');
    await store.settleMany(tx, {
      rows: JSON.stringify(
        settled.map((row) => ({
          ...{ id: row.id, state: row.state, reason: row.reason, late: row.lateMinutes, at: row.ends_at },
          asked_by: askedBy(row.state),
        })),
      ),
    });
    const made = await store.lockAppointments(tx, { ids: rows.map(({ id }) => id) });
    const given = new Map(rows.map((row) => [row.id, row]));
    await recordEvents(
      tx,
      actor,
      made.map((row) => ({
        kind: eventKind(row.state as Kept['state']),
        programmeId,
        personId: row.person_id,
        caseId: row.case_id,
        happenedOn: row.state === 'booked' ? today : (given.get(row.id)?.day ?? today),
        payload: {
          ...factsOf(row),
          ...(row.state === 'booked'
            ? {}
            : { state: row.state, lateMinutes: row.late_minutes, reason: row.state_reason, askedBy: row.asked_by }),
        },
      })),
    );
  });
}
