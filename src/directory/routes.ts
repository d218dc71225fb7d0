import type { Route } from '../access/rules/route.ts';
import type { SaidOf } from './actions/known.ts';
import { accessRuleRoutes } from './routes/access-rules.ts';
import { directiveRoutes } from './routes/directives.ts';
import { editRoutes } from './routes/edit.ts';
import { exceptionRoutes } from './routes/exceptions.ts';
import { expectedRoutes } from './routes/expected.ts';
import { feedRoutes } from './routes/feeds.ts';
import { knownRoutes } from './routes/known.ts';
import { organisationRoutes } from './routes/organisations.ts';
import { placeRoutes } from './routes/places.ts';
import { stewardRoutes } from './routes/stewards.ts';
import { viewRoutes } from './routes/view.ts';
import { workingRoleRoutes } from './routes/working-roles.ts';

/** Routes of entries: services and organisations, what is known of them, who keeps them, and what managers set. */
export const entryRoutes = (saidOf: SaidOf): readonly Route[] => [
  ...editRoutes,
  ...viewRoutes(saidOf),
  ...placeRoutes,
  ...knownRoutes,
  ...organisationRoutes,
  ...stewardRoutes,
  ...directiveRoutes,
  ...accessRuleRoutes,
  ...workingRoleRoutes,
  ...exceptionRoutes,
  ...expectedRoutes,
  ...feedRoutes,
];
