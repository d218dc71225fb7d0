import type { Route } from '../access/rules/route.ts';
import type { LoadParts } from './actions/load.ts';
import { loadRoutes } from './routes/load.ts';
import { supervisionRoutes } from './routes/supervision.ts';
import { timeRoutes } from './routes/time.ts';

/** Loads, time and supervision, with what other rooms bring to loads. */
export const careRoutes = (parts: LoadParts): readonly Route[] => [
  ...loadRoutes(parts),
  ...timeRoutes,
  ...supervisionRoutes,
];
