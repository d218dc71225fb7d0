import { severeCounts } from './assessment/actions/severe.ts';
import { takeLoads } from './care/actions/load.ts';
import { deleteOldExports } from './cases/actions/exports.ts';
import { followMoves } from './cases/actions/follow-moves.ts';
import { tellReviewsDue } from './cases/actions/restriction-reviews.ts';
import { keepShippedContracts } from './claims/actions/contracts.ts';
import { findOutcomes } from './claims/actions/finder.ts';
import { workOutAll } from './claims/actions/milestones.ts';
import { tellStale, tellVacant } from './directory/actions/stewards.ts';
import type { PartOfDay } from './each-day.ts';
import type { Database } from './kit/db.ts';
import { applyVersionsInForce } from './programmes/actions.ts';
import { watchReferrals } from './referrals/actions/clocks.ts';

/**
 * What is done before the site opens, and stops it from opening where it fails: names, areas and providers of a programme decide who may
 * see whom, and a contract that ships is kept before anybody is judged by one. Everything else is done once the site is open: it takes a
 * minute with a million cases, and one part that always fails would keep everybody out.
 */
export async function beforeOpening(db: Database, today: string): Promise<void> {
  await applyVersionsInForce(db, today);
  await keepShippedContracts(db, today);
}

/** What is done at the beginning of every day, in this order. Each part may run again at any time, and then changes nothing. */
export const partsOfTheDay = (db: Database): PartOfDay[] => [
  // A version of a programme, with its names, areas and providers, holds from a day that nobody may be there for.
  (today) => applyVersionsInForce(db, today),
  (today) => followMoves(db, today),
  (today) => tellReviewsDue(db, today),
  () => deleteOldExports(db),
  (today) => tellStale(db, today),
  (today) => tellVacant(db, today),
  // What falls due on a day does so as it begins; the moment only orders what is written.
  (today) => watchReferrals(db, { now: Temporal.Instant.from(`${today}T00:00Z`), today }),
  // What is found is found in what was just worked out, and so together with it again.
  async (today) => {
    await workOutAll(db, today);
    await findOutcomes(db, today);
  },
  // What a month's loads were is known on its last day.
  (today) => takeLoads(db, severeCounts, today),
];
