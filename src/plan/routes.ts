import type { Route } from '../access/rules/route.ts';
import { aroundRoutes } from './routes/around.ts';
import { goalRoutes } from './routes/goals.ts';
import { moreRoutes } from './routes/more.ts';
import { planRoutes as pageRoutes } from './routes/plan.ts';
import { type MeasureSource, staircaseRoutes } from './routes/staircase.ts';
import { stepRoutes } from './routes/steps.ts';

export type { MeasureSource } from './routes/staircase.ts';

/** Every route of the room. `measures` are what other rooms bring to the staircase: repeat measures of a case. */
export const planRoutes = (measures: readonly MeasureSource[]): readonly Route[] => [
  ...pageRoutes,
  ...stepRoutes,
  ...goalRoutes,
  ...aroundRoutes,
  ...moreRoutes,
  ...staircaseRoutes(measures),
];
