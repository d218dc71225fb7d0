import type { Route } from '../access/rules/route.ts';
import { outturnRoutes } from './routes/outturn.ts';
import { peopleRoutes } from './routes/people.ts';
import { publishedRoutes } from './routes/published.ts';
import { tableRoutes } from './routes/tables.ts';

/** The routes of the room. */
export const routes: readonly Route[] = [...tableRoutes, ...peopleRoutes, ...publishedRoutes, ...outturnRoutes];
