/** Moving a session: another time, another room, or a colleague who leads it. Places are kept. */
import { tell, usersOfStaff } from '../../access/actions/notices.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { BookingWish } from '../../diary/actions/book.ts';
import { asWish, type Change, changeRefused, findAppointment, replaceIn } from '../../diary/actions/change.ts';
import { holdPeople } from '../../diary/actions/group.ts';
import { tellPerson } from '../../diary/actions/told.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, transaction } from '../../kit/db.ts';
import * as store from '../store/groups.ts';
import { event, lockComing, moveUp, placesOf, setPlaces, whoOf } from './groups.ts';

/** What changes. Day 'YYYY-MM-DD' and time 'HH:MM' are those of the site's clock. */
export type SessionMove = Required<Pick<BookingWish, 'staffId' | 'siteId' | 'day' | 'at' | 'minutes'>> & {
  roomId: string;
};

/** What came of it. `lost` had a place and have another appointment at the new time. */
export type Moved = { outcome: 'moved'; lost: number } | Exclude<Change, { outcome: 'booked' }>;

/**
 * Moves a session that has not begun, checked as any booking: nothing is written when it cannot be then. Everybody keeps their
 * place and is sent the new time by message; whoever has another appointment then loses it by us, which is nobody's failure, is
 * told so, and so is their key worker. Those who wait move up. Events 'appointment.moved', and 'group.moved' or
 * 'group.cancelled' for each place.
 */
export async function moveSession(
  db: Database,
  actor: Actor,
  session: store.SessionRow,
  to: SessionMove,
  { reason, clock }: { reason: string; clock: Clock },
): Promise<Moved> {
  try {
    return await transaction(db, async (tx): Promise<Moved> => {
      const standing = await lockComing(tx, session.id, clock);
      const row = standing === null ? null : await findAppointment(tx, session.appointment_id);
      if (standing === null || row === null || standing.appointment_id !== row.id) return { outcome: 'stale' };
      const wish = { ...asWish(row), ...to };
      const means = { askedBy: 'us', reason, clock } as const;
      const [appointmentId = ''] = await replaceIn(tx, actor, [{ row, version: row.version, to: wish, means }]);
      await store.setAppointment(tx, { id: session.id, appointmentId });
      const places = (await placesOf(tx, session.id)).filter(({ state }) => state === 'booked');
      const busy = await holdPeople(
        tx,
        appointmentId,
        places.map(({ person_id }) => person_id),
      );
      const lost = places.filter(({ person_id }) => busy.has(person_id));
      const why = 'They have another appointment at the new time';
      await setPlaces(
        tx,
        lost.map((place) => ({ place, state: 'cancelled_by_us', reason: why })),
        ['booked'],
      );
      const made = await findAppointment(tx, appointmentId);
      if (made === null) throw new Error('groups: the moved appointment is not there');
      for (const place of places) {
        const { case_id: caseId, id: about } = place;
        const gone = lost.includes(place);
        await event(tx, actor, whoOf(place), session, gone ? 'group.cancelled' : 'group.moved', clock, {
          reason: gone ? why : reason,
          ...{ day: to.day, at: to.at },
        });
        const once = `${about}:${appointmentId}`;
        if (gone) await tellPerson(tx, actor, 'appointment_cancelled', row, clock, { caseId, about, once });
        else await tellPerson(tx, actor, 'appointment_moved', made, clock, { caseId, about, once });
        const workers = !gone || place.key_worker_id === null ? [] : await usersOfStaff(tx, [place.key_worker_id]);
        const told = workers.map((one) => one.user_id).filter((id) => id !== actor.userId);
        await tell(tx, told, { kind: 'group place lost', href: `/cases/${caseId}/groups`, about });
      }
      await moveUp(tx, actor, session.id, clock);
      return { outcome: 'moved', lost: lost.length };
    });
  } catch (error) {
    return changeRefused(error);
  }
}
