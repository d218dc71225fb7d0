/** What this room brings to the overview of a case. */
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { nextOfCase } from '../actions/change.ts';
import { nextHtml } from '../pages/overview.ts';

/** The next appointment, or the last that still has no outcome, and the way to book. */
export const nextAppointment: OverviewPart = async (sql, head, today) =>
  nextHtml(await nextOfCase(sql, head.caseId), head, today);
