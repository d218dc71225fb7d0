/** What this room brings to the page for whoever takes over a case. */
import type { Contribution } from '../../cases/actions/passing-on.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { openAssessments } from './due.ts';
import { issuesFor } from './issues.ts';

/** The issues that are severe by their latest rating, the worst first, and the assessments that were begun. */
export async function severeIssues(sql: Sql, head: CaseHead, _today: string): Promise<Contribution> {
  const issues = await issuesFor(sql, head.caseId);
  const href = `/cases/${head.caseId}/assessments`;
  const open = (await openAssessments(sql, [head.caseId]))
    .filter(({ authorOnly }) => !authorOnly)
    .map(({ instrument, saved, parts, href: at }) => ({
      text: `An assessment is open: ${instrument.title}, ${saved} of ${parts} parts saved`,
      href: at,
    }));
  if (issues.length === 0)
    return {
      sections: [{ title: 'Severe issues', lines: [], empty: 'Nobody has made an assessment yet.' }],
      open: open.length > 0 ? open : [{ text: 'No assessment is on file', href }],
    };
  const lines = issues
    .filter(({ severe }) => severe)
    .map(({ label, rating, max, ratedOn, assessmentId }) => ({
      text: `${label}: ${rating} of ${max}${ratedOn === null ? '' : `, ${showDay(ratedOn)}`}`,
      href: `${href}/${assessmentId}`,
    }));
  return { sections: [{ title: 'Severe issues, as last rated', lines, empty: 'Nothing is rated severe.' }], open };
}
