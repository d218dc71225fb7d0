import type { Route } from '../access/rules/route.ts';
import { bookRoutes } from './routes/book.ts';
import { capacityRoutes } from './routes/capacity.ts';
import { caseRoutes } from './routes/case.ts';
import { closeRoutes } from './routes/close.ts';
import { dayRoutes } from './routes/day.ts';
import { feedRoutes } from './routes/feeds.ts';
import { hoursRoutes } from './routes/hours.ts';
import { interpreterRoutes } from './routes/interpreters.ts';
import { leaveRoutes } from './routes/leave.ts';
import { siteRoutes } from './routes/sites.ts';
import { waitingRoutes } from './routes/waiting.ts';

/** The diary: days to look at, appointments of a case, hours of work and leave, sites and rooms. */
export const diaryRoutes: readonly Route[] = [
  ...dayRoutes,
  ...bookRoutes,
  ...waitingRoutes,
  ...caseRoutes,
  ...hoursRoutes,
  ...leaveRoutes,
  ...siteRoutes,
  ...closeRoutes,
  ...interpreterRoutes,
  ...feedRoutes,
  ...capacityRoutes,
];
