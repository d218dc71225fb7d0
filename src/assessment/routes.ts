import type { Route } from '../access/rules/route.ts';
import { routes as assessmentRoutes } from './routes/assessments.ts';
import { routes as draftRoutes } from './routes/drafts.ts';

/** Every route of the room. */
export const routes: readonly Route[] = [...assessmentRoutes, ...draftRoutes];
