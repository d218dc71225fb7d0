/** What evidence brings to Today: somebody is in work, and nothing on file shows it. */
import { counted } from '../../kit/counted.ts';
import { type DayNumber, formatDay, parseDay } from '../../kit/days.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { evidenceReminder } from '../rules/evidence-reminder.ts';
import { workAndEvidence } from '../store/evidence-today.ts';

/** Evidence that is missing; a programme without milestones asks for none. */
export const evidenceReasons: Contributor = {
  words: ({ evidenceWeeks }, { milestones }): Record<string, string> =>
    milestones.length === 0
      ? {}
      : {
          evidence_missing: `Somebody is in work without evidence of the last 28 days: from the first day of the job, and after ${evidenceWeeks.join(', ')} weeks, then urgent`,
        },
  async matters(sql, { caseIds, rules, document, today }) {
    if (document.milestones.length === 0 || caseIds.length === 0) return [];
    const now = parseDay(today) as DayNumber;
    const rows = await workAndEvidence(sql, { caseIds, today });
    return rows.flatMap((row) => {
      const startedOn = parseDay(row.started_on) as DayNumber;
      const lastOn = row.last_on === null ? null : parseDay(row.last_on);
      const reminder = evidenceReminder({ startedOn, lastOn }, rules.evidenceWeeks, now);
      if (reminder === null) return [];
      const { week, on, last } = reminder;
      const due = on <= now;
      const since = week === 0 ? 'The job began' : `${counted(week, 'week')} in work`;
      return [
        {
          caseId: row.case_id,
          reason: 'evidence_missing',
          level: due && last ? (2 as const) : (1 as const),
          on: formatDay(on),
          words: due ? `${since}, and there is no evidence of it yet` : 'bring the evidence of work up to date',
          acts: [{ text: 'Add evidence', href: `/cases/${row.case_id}/evidence` }],
        },
      ];
    });
  },
};
