/** What this room brings to the overview of a case. */
import type { OverviewPart } from '../../cases/actions/overview-part.ts';
import { html } from '../../kit/html.ts';
import { flagsOf } from '../actions/flags.ts';
import { flagsHtml } from '../pages/visits.ts';

/** Risks that are known, and the way to visits. */
export const risksSoFar: OverviewPart = async (sql, head, today) =>
  html`${flagsHtml(head.caseId, await flagsOf(sql, head.caseId), today)}<p class="govuk-body newel-no-print"><a class="govuk-link" href="/cases/${head.caseId}/visits">Visits and risks</a></p>`;
