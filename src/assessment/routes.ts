import type { Route } from '../access/rules/route.ts';
import { routes as assessmentRoutes } from './routes/assessments.ts';
import { routes as beginRoutes } from './routes/begin.ts';
import { routes as correctRoutes } from './routes/correct.ts';
import { routes as draftQuestionRoutes } from './routes/draft-questions.ts';
import { routes as draftScoringRoutes } from './routes/draft-scoring.ts';
import { routes as draftSectionRoutes } from './routes/draft-sections.ts';
import { routes as draftRoutes } from './routes/drafts.ts';
import { routes as instrumentDraftRoutes } from './routes/instrument-drafts.ts';
import { routes as instrumentRoutes } from './routes/instruments.ts';
import { routes as newInstrumentRoutes } from './routes/new-instrument.ts';
import { routes as secondRoutes } from './routes/second.ts';
import { routes as takeBackRoutes } from './routes/take-back.ts';

/** Every route of the room. */
export const routes: readonly Route[] = [
  ...assessmentRoutes,
  ...correctRoutes,
  ...beginRoutes,
  ...draftRoutes,
  ...secondRoutes,
  ...takeBackRoutes,
  ...instrumentRoutes,
  ...newInstrumentRoutes,
  ...instrumentDraftRoutes,
  ...draftSectionRoutes,
  ...draftQuestionRoutes,
  ...draftScoringRoutes,
];
