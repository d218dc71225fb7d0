import type { Route } from '../access/rules/route.ts';
import type { Contributor } from './actions/passing-on.ts';
import { caseloadRoutes } from './routes/caseload.ts';
import { changeRoutes } from './routes/changes.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { endingRoutes } from './routes/endings.ts';
import { findRoutes } from './routes/find.ts';
import { handoverRoutes } from './routes/handover.ts';
import { historyRoutes } from './routes/history.ts';
import { keyWorkerRoutes } from './routes/key-worker.ts';
import { listRoutes } from './routes/lists.ts';
import { overviewRoutes } from './routes/overview.ts';
import { personRoutes } from './routes/person.ts';
import { referRoutes } from './routes/refer.ts';
import { returnRoutes } from './routes/returns.ts';
import { takingPartRoutes } from './routes/taking-part.ts';
import type { Renderers } from './rules.ts';

/**
 * The routes of the room. `renderers` shows the events of every room on the timeline; `contributors` are what other rooms
 * bring to the page for whoever takes over.
 */
export function caseRoutes(renderers: Renderers, contributors: readonly Contributor[]): Route[] {
  return [
    ...caseloadRoutes,
    ...listRoutes,
    ...findRoutes,
    ...referRoutes,
    ...historyRoutes(renderers),
    ...overviewRoutes(renderers),
    ...keyWorkerRoutes,
    ...personRoutes,
    ...handoverRoutes(contributors),
    ...changeRoutes,
    ...correctionRoutes,
    ...endingRoutes,
    ...takingPartRoutes(renderers),
    ...returnRoutes,
  ];
}
