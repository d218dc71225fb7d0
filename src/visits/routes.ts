import type { Route } from '../access/rules/route.ts';
import { answerRoutes } from './routes/answer.ts';
import { newRoutes } from './routes/new.ts';
import { planRoutes } from './routes/plan.ts';
import { riskRoutes } from './routes/risks.ts';

/** Every route of the room: visits of a case, risks, and answering for a colleague. */
export const visitRoutes: readonly Route[] = [...newRoutes, ...planRoutes, ...riskRoutes, ...answerRoutes];
