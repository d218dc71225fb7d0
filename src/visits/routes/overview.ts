/** What this room brings to the overview of a case. */
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { flagsOf } from '../actions/flags.ts';
import { riskPart } from '../pages/visits.ts';

/** Risks that are known, and the way to visits. */
export const risksSoFar: OverviewPart = async (sql, head, today) =>
  riskPart(head.caseId, await flagsOf(sql, head.caseId), today);
