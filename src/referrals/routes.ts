import type { Route } from '../access/rules/route.ts';
import type { RecordParts } from './actions/record.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { consentRoutes } from './routes/consent.ts';
import { doRoutes } from './routes/do.ts';
import { newRoutes } from './routes/new.ts';
import { oneRoutes, type ReferralPart } from './routes/one.ts';
import { paperRoutes } from './routes/paper.ts';
import { tellRoutes } from './routes/tell.ts';

/**
 * Referrals by the worker, below a case. Of the record, `parts` are what other rooms know that may be told; `feedback` is what
 * liaison brings to the page of a referral.
 */
export const referralRoutes = (parts: RecordParts, feedback?: ReferralPart): readonly Route[] => [
  ...newRoutes,
  ...oneRoutes(feedback),
  ...consentRoutes,
  ...approvalRoutes,
  ...tellRoutes(parts),
  ...doRoutes,
  ...paperRoutes,
];
