import type { Route } from '../access/rules/route.ts';
import type { SevereCounts } from './actions/load.ts';
import { loadRoutes } from './routes/load.ts';
import { supervisionRoutes } from './routes/supervision.ts';
import { timeRoutes } from './routes/time.ts';

/** Loads, time and supervision. `severeCounts` comes from the room of assessments. */
export const careRoutes = (severeCounts: SevereCounts): readonly Route[] => [
  ...loadRoutes(severeCounts),
  ...timeRoutes,
  ...supervisionRoutes,
];
