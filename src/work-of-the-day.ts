import { severeCounts } from './assessment/actions/severe.ts';
import { takeLoads } from './care/actions/load.ts';
import { deleteOldExports } from './cases/actions/exports.ts';
import { followMoves } from './cases/actions/follow-moves.ts';
import { tellReviewsDue } from './cases/actions/restriction-reviews.ts';
import { findOutcomes } from './claims/actions/finder.ts';
import { workOutAll } from './claims/actions/milestones.ts';
import { tellStale, tellVacant } from './directory/actions/stewards.ts';
import type { Database } from './kit/db.ts';
import { applyVersionsInForce } from './programmes/actions.ts';
import { watchReferrals } from './referrals/actions/clocks.ts';

/** What is done at the beginning of every day, in this order. Each part may run again at any time, and then changes nothing. */
const parts: readonly ((db: Database, today: string) => Promise<unknown>)[] = [
  // A version of a programme, with its names, areas and providers, holds from a day that nobody may be there for.
  applyVersionsInForce,
  followMoves,
  tellReviewsDue,
  deleteOldExports,
  tellStale,
  tellVacant,
  // What falls due on a day does so as it begins; the moment only orders what is written.
  (db, today) => watchReferrals(db, { now: Temporal.Instant.from(`${today}T00:00Z`), today }),
  workOutAll,
  // From what was just worked out.
  findOutcomes,
  // What a month's loads were is known on its last day.
  (db, today) => takeLoads(db, severeCounts, today),
];

/**
 * Does the work of a day ('YYYY-MM-DD'). A part that fails keeps none of the others from being done; what failed first is
 * thrown in the end, so that the day's work is tried again.
 */
export async function workOfTheDay(db: Database, today: string): Promise<void> {
  const failed: unknown[] = [];
  for (const part of parts) await part(db, today).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw failed[0];
}
