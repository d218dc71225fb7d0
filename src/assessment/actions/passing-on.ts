/** What this room brings to the page for whoever takes over a case. */
import type { Contribution } from '../../cases/actions/passing-on.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { isSevere, issuesOf } from '../rules.ts';
import { lastAssessment } from './assessments.ts';

/** The severe issues of the latest assessment, the worst first. */
export async function severeIssues(sql: Sql, head: CaseHead, today: string): Promise<Contribution> {
  const latest = await lastAssessment(sql, head.caseId, today);
  const href = `/cases/${head.caseId}/assessments`;
  if (latest === null)
    return {
      sections: [{ title: 'Severe issues', lines: [], empty: 'Nobody has made an assessment yet.' }],
      open: [{ text: 'No assessment is on file', href }],
    };
  const severe = issuesOf(latest.instrument).flatMap((question) => {
    const answer = latest.answers[question.key];
    if (answer?.state !== 'answered' || typeof answer.value !== 'number') return [];
    return isSevere(answer.value, question.severeFrom) ? [{ question, rating: answer.value }] : [];
  });
  const lines = severe
    .sort((a, b) => b.rating - a.rating)
    .map(({ question, rating }) => ({ text: `${question.label}: ${rating} of ${question.max}` }));
  const on = latest.assessedOn === null ? '' : `, ${showDay(latest.assessedOn)}`;
  return {
    sections: [
      {
        title: `Severe issues in the latest assessment${on}`,
        lines: lines.map((line) => ({ ...line, href: `${href}/${latest.id}` })),
        empty: 'Nothing was rated severe.',
      },
    ],
    open: [],
  };
}
