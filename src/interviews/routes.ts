import type { Route } from '../access/rules/route.ts';
import { bookRoutes } from './routes/book.ts';
import { changeRoutes } from './routes/changes.ts';
import { failureRoutes } from './routes/failures.ts';
import { figureRoutes } from './routes/figures.ts';
import { screeningRoutes } from './routes/screening.ts';
import { seriesRoutes } from './routes/series.ts';
import { teamRoutes } from './routes/team.ts';

/** Every route of the room. */
export const interviewRoutes: readonly Route[] = [
  ...seriesRoutes,
  ...bookRoutes,
  ...screeningRoutes,
  ...failureRoutes,
  ...changeRoutes,
  ...teamRoutes,
  ...figureRoutes,
];
