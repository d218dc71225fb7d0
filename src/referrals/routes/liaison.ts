/** Routes of liaison: who holds a case, what services owe, talk with them, ratings, concerns, figures. */
import type { Route } from '../../access/rules/route.ts';
import { caseManagerRoutes } from './case-manager.ts';

/** Every route of liaison. */
export const liaisonRoutes: readonly Route[] = [...caseManagerRoutes];
