/** What assessments bring to Today: who is due to be assessed again, or for the first time. */
import { counted } from '../../kit/counted.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { daysFrom, later, type Matter } from '../../today/rules.ts';
import { reassessmentDue } from './due.ts';

/** Assessments that are due: the first some days after attachment, the next some days after the last whole one. */
export const assessmentReasons: Contributor = {
  words: ({ reassess, firstAssessmentDays }) => {
    const every = [...new Set(reassess.flatMap(({ everyDays }) => everyDays ?? []))].join(' or ');
    return {
      reassessment: `A first assessment: within ${firstAssessmentDays} days of attachment; ${every === '' ? 'no other is due' : `the next ${every} days after the last`}`,
    };
  },
  async matters(sql, { cases, rules, today }) {
    const attached = cases.filter(({ status, attachedOn }) => status === 'attached' && attachedOn !== null);
    const last = new Map<string, string>();
    const rows = await reassessmentDue(
      sql,
      attached.map(({ caseId }) => caseId),
    );
    for (const { caseId, instrument, lastOn } of rows) {
      const key = `${caseId} ${instrument}`;
      if (lastOn > (last.get(key) ?? '')) last.set(key, lastOn);
    }
    return attached.flatMap((one) =>
      rules.reassess.flatMap(({ instrument, everyDays }): Matter[] => {
        const before = last.get(`${one.caseId} ${instrument}`);
        // Where only the first is due, one that was made is enough.
        if (before !== undefined && everyDays === undefined) return [];
        const on =
          before === undefined || everyDays === undefined
            ? later(one.attachedOn ?? today, rules.firstAssessmentDays)
            : later(before, everyDays);
        const days = daysFrom(before ?? one.attachedOn ?? today, today);
        return [
          {
            caseId: one.caseId,
            reason: 'reassessment',
            level: 1,
            on,
            words:
              before === undefined
                ? on > today
                  ? 'first assessment'
                  : `No assessment yet, ${counted(days, 'day')} after attachment`
                : on > today
                  ? 'assess again'
                  : `Last assessed ${counted(days, 'day')} ago`,
            acts: [{ text: 'Assess', href: `/cases/${one.caseId}/assessments` }],
          },
        ];
      }),
    );
  },
};
