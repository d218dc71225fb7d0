import { routes as accessRoutes } from './access/routes.ts';
import type { Permission } from './access/rules/policy.ts';
import type { Route } from './access/rules/route.ts';
import * as instruments from './assessment/actions/instruments.ts';
import { caseRoutes } from './cases/routes.ts';
import { timeline as caseTimeline, type Renderers } from './cases/rules.ts';
import { programmeRoutes } from './programmes/routes.ts';

/** An entry of the main navigation, shown to those who may do one of the things. */
export type NavigationItem = { href: string; text: string; can: readonly Permission[] };

/** How each kind of event is shown on a case's timeline: every room brings its own. */
const renderers: Renderers = { ...caseTimeline };

/** Every route of the application. A route that is not here does not exist. */
export const routes: readonly Route[] = [...accessRoutes, ...programmeRoutes(instruments), ...caseRoutes(renderers)];

/** The main navigation, in order. */
export const navigation: readonly NavigationItem[] = [
  { href: '/caseload', text: 'Caseload', can: ['case.list'] },
  { href: '/cases', text: 'Cases', can: ['case.list'] },
  { href: '/find', text: 'Find', can: ['case.list'] },
  { href: '/reports', text: 'Reports', can: ['report.read'] },
  { href: '/programmes', text: 'Programmes', can: ['programme.read'] },
  { href: '/users', text: 'Users', can: ['user.manage'] },
];
