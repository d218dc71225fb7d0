import type { Route } from '../access/rules/route.ts';
import type { RecordParts } from './actions/record.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { confirmRoutes } from './routes/confirm.ts';
import { consentRoutes } from './routes/consent.ts';
import { doRoutes } from './routes/do.ts';
import { newRoutes } from './routes/new.ts';
import { oneRoutes } from './routes/one.ts';
import { paperRoutes } from './routes/paper.ts';
import { tellRoutes } from './routes/tell.ts';

/** Referrals by the worker, below a case. `parts` are what other rooms know of the record that may be told. */
export const referralRoutes = (parts: RecordParts): readonly Route[] => [
  ...newRoutes,
  ...oneRoutes,
  ...consentRoutes,
  ...approvalRoutes,
  ...tellRoutes(parts),
  ...doRoutes,
  ...paperRoutes,
  ...confirmRoutes,
];
