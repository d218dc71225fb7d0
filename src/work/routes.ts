import type { Route } from '../access/rules/route.ts';
import type { WorkParts } from './actions/jobs.ts';
import { routes as activityRoutes } from './routes/activities.ts';
import { employerRoutes } from './routes/employers.ts';
import { inWorkRoutes } from './routes/in-work.ts';
import { jobRoutes } from './routes/jobs.ts';
import { besideJobsRoutes } from './routes/offers.ts';
import { termsRoutes } from './routes/terms.ts';
import { weeksRoutes } from './routes/weeks.ts';
import { withdrawRoutes } from './routes/withdraw.ts';

/** Every route of the room. */
export const workRoutes = (parts: WorkParts = {}): readonly Route[] => [
  ...jobRoutes(parts),
  ...termsRoutes(parts),
  ...weeksRoutes(parts),
  ...besideJobsRoutes,
  ...withdrawRoutes(parts),
  ...activityRoutes,
  ...inWorkRoutes(parts),
  ...employerRoutes,
];
