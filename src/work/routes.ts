import type { Route } from '../access/rules/route.ts';
import { routes as activityRoutes } from './routes/activities.ts';
import { routes as jobRoutes } from './routes/jobs.ts';

/** Every route of the room. */
export const routes: readonly Route[] = [...jobRoutes, ...activityRoutes];
