import type { Route } from '../access/rules/route.ts';
import { caseRoutes } from './routes/case.ts';
import { outboxRoutes } from './routes/outbox.ts';
import { templateRoutes } from './routes/templates.ts';

/** Messages of a case, the outbox, letters, and the words of messages. */
export const messageRoutes: readonly Route[] = [...caseRoutes, ...outboxRoutes, ...templateRoutes];
