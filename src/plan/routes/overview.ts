/** What this room brings to the overview of a case. */
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { climbOf } from '../actions/plan.ts';
import { smallDrawing } from '../pages/staircase.ts';

/** The staircase so far, small; nothing before there is a step. */
export const climbSoFar: OverviewPart = async (sql, head, today) =>
  smallDrawing(await climbOf(sql, head.caseId), head, today);
