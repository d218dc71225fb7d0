/** Places that come free: offered to who has waited longest, and to the next when nobody answers in time (SC5). */
import { tell } from '../../access/actions/notices.ts';
import { systemActor } from '../../access/rules/policy.ts';
import { type Database, type Tx, transaction } from '../../kit/db.ts';
import type { At, Mover } from '../rules/mover.ts';
import * as store from '../store/places.ts';
import { lockReferral, type ReferralRow } from '../store/referrals.ts';
import { noteReferral } from './move.ts';

/**
 * Offers a place from a day on to somebody who waits, with the event 'service referral.place offered': the person answers within
 * the working days of the programme. Resolves to what is wrong when nothing was written.
 */
export async function offerPlace(tx: Tx, by: Mover, row: ReferralRow, from: string, at: At): Promise<'saved' | string> {
  if (row.state !== 'waiting' || row.place_offered_on !== null) return 'Nobody waits for a place here';
  if (from < at.today) return 'Enter a day that is today or still to come';
  await noteReferral(
    tx,
    by,
    row,
    { place_offered_on: at.today, expected_start: from },
    {
      kind: 'place offered',
      event: 'service referral.place offered',
      day: at.today,
      data: { from, before: row.expected_start },
      clock: true,
    },
    at,
  );
  if (row.owner_id !== null && !row.restricted)
    await tell(tx, [row.owner_id], {
      kind: 'service place',
      href: `/cases/${row.case_id}/referrals/${row.id}`,
      about: row.id,
    });
  return 'saved';
}

const clock: Mover = { side: 'system', actor: systemActor };

/**
 * Takes back each place that nobody answered by its day, with the event 'service referral.place lapsed', and offers it to the next
 * in the queue; whoever let it lapse goes on waiting, at the end. Resolves to how many lapsed. Once a day.
 */
export async function lapsePlaces(db: Database, at: At): Promise<number> {
  const rows = await store.unanswered(db, { today: at.today, limit: 1000 });
  let lapsed = 0;
  for (const { id, service_id: serviceId } of rows)
    lapsed += await transaction(db, async (tx) => {
      const row = await lockReferral(tx, id);
      if (row === null || row.state !== 'waiting' || row.place_offered_on === null || (row.due_on ?? '') >= at.today)
        return 0;
      const from = row.expected_start !== null && row.expected_start > at.today ? row.expected_start : at.today;
      await noteReferral(
        tx,
        clock,
        row,
        { place_offered_on: null, queue_at: at.now.toString() },
        {
          kind: 'place lapsed',
          event: 'service referral.place lapsed',
          day: at.today,
          data: { offered: row.place_offered_on },
          clock: true,
        },
        at,
      );
      const [next] = await store.nextInQueue(tx, { serviceId, not: id });
      const waiting = next === undefined ? null : await lockReferral(tx, next.id);
      if (waiting !== null) await offerPlace(tx, clock, waiting, from, at);
      return 1;
    });
  return lapsed;
}
