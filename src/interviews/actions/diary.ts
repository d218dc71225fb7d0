/** What the diary is asked for: the one place that knows how an interview and its appointments belong together. */
import { recordEvent } from '../../access/actions.ts';
import type { Actor } from '../../access/rules/policy.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import {
  appointmentById,
  type Booking,
  type BookingMeans,
  type BookingWish,
  bookIn,
  refusalFrom,
} from '../../diary/actions/book.ts';
import { cancelIn } from '../../diary/actions/change.ts';
import { confirm } from '../../diary/actions/tell.ts';
import type { Clock } from '../../kit/clock.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import { mandatoryRefusal, openInterviews, stateOf } from '../rules/series.ts';
import * as store from '../store/series.ts';
import { type Done, lockStanding, refOf, type Standing } from './series.ts';

/** What an appointment of an interview is about. */
export const aboutInterview = (interviewId: string): string => `interview:${interviewId}`;

/** Cancels what is booked of interviews that are still to be held: by us, so that it is nobody's failure. */
export async function cancelOpen(
  tx: Tx,
  actor: Actor,
  standing: Standing,
  clock: Clock,
  reason: string,
): Promise<number> {
  const booked = openInterviews(standing.interviews).filter((one) => stateOf(one) === 'booked');
  for (const { appointment } of booked) {
    if (appointment === null) continue;
    const row = await appointmentById(tx, appointment.id);
    await cancelIn(tx, actor, row, row.version, { askedBy: 'us', reason, clock });
  }
  return booked.length;
}

/** An interview to book: the next of the series, or one that the person wants of their own accord. */
export type InterviewWish = Pick<BookingWish, 'staffId' | 'siteId' | 'mode' | 'day' | 'at'> &
  Partial<Pick<BookingWish, 'needs' | 'language' | 'roomId' | 'note'>> & { voluntary: boolean; minutes: number };

class Refused extends Error {}

/**
 * Books the next interview of the series with the diary, or a voluntary one. Refused for somebody who need not come unless it is
 * voluntary; the diary's own refusals come with what can be done instead. Nothing is written unless it is 'booked'.
 */
export async function bookInterview(
  db: Database,
  actor: Actor,
  head: CaseHead,
  wish: InterviewWish,
  means: Pick<BookingMeans, 'clock' | 'override' | 'plan'>,
): Promise<Booking | Exclude<Done, { outcome: 'saved' }>> {
  const { voluntary, ...asked } = wish;
  try {
    return await transaction(db, async (tx): Promise<Booking> => {
      const standing = await lockStanding(tx, head.caseId);
      if (standing === null) throw new Refused('There is no series of interviews yet. Start it first');
      const next = voluntary ? undefined : openInterviews(standing.interviews)[0];
      const refused = voluntary ? null : mandatoryRefusal(standing.series, standing.interviews);
      if (refused !== null) throw new Refused(refused);
      if (next !== undefined && stateOf(next) === 'booked')
        throw new Refused('The next interview is booked already. Move that appointment instead');
      const id = next?.id ?? newId();
      if (next === undefined)
        await store.insertInterviews(tx, {
          rows: JSON.stringify([
            {
              ...{ id, series_id: standing.series.id, case_id: head.caseId, person_id: head.personId, number: null },
              ...{ mandatory: false, due_on: asked.day, planned_on: asked.day },
            },
          ]),
        });
      const mandatory = next?.mandatory ?? false;
      const number = next?.number ?? undefined;
      const booked = await bookIn(
        tx,
        actor,
        head,
        { ...asked, kind: 'interview', mandatory, about: aboutInterview(id), ...(number !== undefined && { number }) },
        // The person is told of it by the way that is safe, in the same transaction.
        { ...means, also: (inside, appointmentId) => confirm(inside, actor, appointmentId, means.clock) },
      );
      await recordEvent(tx, actor, {
        ...refOf(head),
        kind: 'interview.booked',
        happenedOn: means.clock.today().toString(),
        payload: {
          ...{ recordId: id, number: number ?? null, of: standing.series.total, mandatory },
          ...{ on: asked.day, at: asked.at, dueOn: next?.dueOn ?? null },
        },
      });
      return { outcome: 'booked', ...booked };
    });
  } catch (error) {
    if (error instanceof Refused) return { outcome: 'refused', words: error.message };
    return refusalFrom(error);
  }
}
