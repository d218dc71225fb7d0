import type { Route } from '../access/rules/route.ts';
import type { PassOn } from './actions/assign.ts';
import type { OverviewPart } from './actions/overview-part.ts';
import type { Contributor } from './actions/passing-on.ts';
import { caseloadRoutes } from './routes/caseload.ts';
import { changeRoutes } from './routes/changes.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { endingRoutes } from './routes/endings.ts';
import { exportRoutes } from './routes/exports.ts';
import { findRoutes } from './routes/find.ts';
import { handoverRoutes } from './routes/handover.ts';
import { historyRoutes } from './routes/history.ts';
import { keyWorkerRoutes } from './routes/key-worker.ts';
import { listRoutes } from './routes/lists.ts';
import { overviewRoutes } from './routes/overview.ts';
import { pairRoutes } from './routes/pairs.ts';
import { personRoutes } from './routes/person.ts';
import { reassignRoutes } from './routes/reassign.ts';
import { referRoutes } from './routes/refer.ts';
import { referYourselfRoutes } from './routes/refer-yourself.ts';
import { referralDecisionRoutes } from './routes/referral-decisions.ts';
import { referralsRoutes } from './routes/referrals.ts';
import { referringRoutes } from './routes/referring.ts';
import { restrictedRoutes } from './routes/restricted.ts';
import { returnRoutes } from './routes/returns.ts';
import { startRoutes } from './routes/start.ts';
import { swapRoutes } from './routes/swap.ts';
import { takingPartRoutes } from './routes/taking-part.ts';
import { teamRoutes } from './routes/team.ts';
import { viewRoutes } from './routes/views.ts';
import { waitingRoutes } from './routes/waiting.ts';
import { workerRequestRoutes } from './routes/worker-request.ts';
import type { Renderers } from './rules.ts';

/**
 * The routes of the room. `renderers` shows the events of every room on the timeline; `onReassign` moves what the rooms have
 * planned when a case goes to another key worker; `contributors` are what they bring to the page for whoever takes over, `parts` what
 * they bring to the overview.
 */
export function caseRoutes(
  renderers: Renderers,
  onReassign: readonly PassOn[],
  contributors: readonly Contributor[],
  parts: readonly OverviewPart[],
): Route[] {
  return [
    ...caseloadRoutes,
    ...listRoutes,
    ...findRoutes,
    ...exportRoutes,
    ...viewRoutes,
    ...referRoutes,
    ...pairRoutes,
    ...referringRoutes,
    ...referYourselfRoutes,
    ...referralsRoutes,
    ...referralDecisionRoutes,
    ...historyRoutes(renderers),
    ...overviewRoutes(renderers, parts),
    ...keyWorkerRoutes(onReassign),
    ...reassignRoutes(onReassign),
    ...workerRequestRoutes(onReassign),
    ...swapRoutes(onReassign),
    ...teamRoutes,
    ...personRoutes,
    ...handoverRoutes(contributors),
    ...startRoutes,
    ...waitingRoutes,
    ...changeRoutes,
    ...correctionRoutes,
    ...endingRoutes,
    ...takingPartRoutes(renderers),
    ...returnRoutes(onReassign),
    ...restrictedRoutes,
  ];
}
