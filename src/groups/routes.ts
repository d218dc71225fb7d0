import type { Route } from '../access/rules/route.ts';
import { casePlaceRoutes } from './routes/case.ts';
import { changeRoutes } from './routes/change.ts';
import { groupRoutes as sessionRoutes } from './routes/groups.ts';

/** Every route of the room. */
export const groupRoutes: readonly Route[] = [...sessionRoutes, ...changeRoutes, ...casePlaceRoutes];
