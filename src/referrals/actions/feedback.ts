/** How it is going, as a side tells it: kept beside what the others say, and never changed. */
import { countForService } from '../../directory/actions/figures.ts';
import type { Tx } from '../../kit/db.ts';
import { newId } from '../../kit/ids.ts';
import type { At, Mover } from '../rules/mover.ts';
import * as store from '../store/feedback.ts';
import { lockReferral, type ReferralRow } from '../store/referrals.ts';
import { noteReferral } from './move.ts';

/** What is said. Numbers are sessions; texts have no limit but the form's. */
export type Said = {
  attended?: number | null;
  planned?: number | null;
  done?: string | null;
  hopes?: string | null;
  readiness?: string | null;
  barriers?: string | null;
  milestone?: string | null;
  milestoneOn?: string | null;
  nextStep?: string | null;
  words?: string | null;
};

/**
 * Keeps what the service says, with the event 'service referral.feedback', and ticks off the feedback that was agreed. It is kept
 * after the referral was closed too, and says so. Resolves to 'stale', with nothing written, when the referral has moved since it was read.
 */
export async function recordFeedback(
  tx: Tx,
  by: Mover & { side: 'service' },
  referral: Pick<ReferralRow, 'id' | 'version'>,
  said: Said,
  given: { day: string; final: boolean },
  at: At,
): Promise<'saved' | 'stale'> {
  const row = await lockReferral(tx, referral.id);
  if (row === null || row.version !== referral.version) return 'stale';
  const { day, final } = given;
  const [due] = await store.receiveDue(tx, { referralId: row.id, day, final });
  const { milestoneOn = null, nextStep = null, ...texts } = said;
  await store.insertFeedback(tx, {
    ...{ id: newId(), referral_id: row.id, due_id: due?.id ?? null, side: by.side, day, final },
    ...texts,
    ...{ milestone_on: milestoneOn, next_step: nextStep, by: by.actor.userId, by_name: by.name ?? by.actor.name },
  });
  await noteReferral(
    tx,
    by,
    row,
    { last_contact_on: day, ...(nextStep === null ? {} : { next_step: nextStep }) },
    {
      kind: 'feedback',
      event: 'service referral.feedback',
      day,
      words: said.words ?? said.done ?? null,
      data: {
        final,
        attended: said.attended ?? null,
        planned: said.planned ?? null,
        milestone: said.milestone ?? null,
        nextStep,
        late: due !== undefined && due.due_on < day,
        afterEnd: !row.open,
      },
      clock: row.open,
    },
    at,
  );
  if (due !== undefined) {
    await countForService(tx, row.service_id, day, 'feedback due', 1, 0);
    if (due.due_on >= day) await countForService(tx, row.service_id, day, 'feedback in time', 1, 0);
  }
  return 'saved';
}
