/** What the diary brings to Today: appointments without an outcome, and those that are still with the key worker before. */
import { showNearDay } from '../../kit/clock.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { daysFrom, later } from '../../today/rules.ts';
import { localOf } from '../rules/time.ts';
import { kindWords } from '../rules/words.ts';
import { unsettledOfCases } from '../store/booked.ts';

// After a week nobody remembers how it was.
const urgent = 7;

/** Appointments without an outcome, from the day after; and what is booked with the key worker before. */
export const appointmentReasons: Contributor = {
  words: () => ({
    appointment_outcome: `An appointment that has passed without an outcome: from the day after, more urgent after ${urgent} days`,
    appointment_still_with:
      'An appointment that is still with the key worker before, because it could not go with the case',
  }),
  async matters(sql, { caseIds, today }) {
    const rows = await unsettledOfCases(sql, { caseIds, day: today });
    return rows.flatMap((row) => {
      const { day } = localOf(row.from_ms, row.time_zone);
      if (day > today)
        return [
          {
            caseId: row.case_id,
            reason: 'appointment_still_with',
            level: 1,
            on: today,
            words: `${kindWords[row.kind]} on ${showNearDay(day, today)} is still with ${row.staff_name}: move it, or agree that they keep it`,
            acts: [{ text: 'Look at it', href: `/cases/${row.case_id}/appointments/${row.id}` }],
          },
        ];
      if (day === today) return [];
      return [
        {
          caseId: row.case_id,
          reason: 'appointment_outcome',
          level: daysFrom(day, today) >= urgent ? 2 : 1,
          on: later(day, 1),
          words: `${kindWords[row.kind]} on ${showNearDay(day, today)}: say what became of it`,
          acts: [{ text: 'Say it', href: `/cases/${row.case_id}/appointments/${row.id}` }],
        },
      ];
    });
  },
};
