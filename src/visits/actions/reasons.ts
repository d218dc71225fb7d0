/** What visits bring to Today: a visit that is booked and has no safety plan, and a risk that is due to be looked at again. */
import { showNearDay } from '../../kit/clock.ts';
import type { Contributor } from '../../today/actions/register.ts';
import { daysFrom, later } from '../../today/rules.ts';
import { riskKinds } from '../rules.ts';
import { mattersOfCases } from '../store/flags.ts';

// A plan needs days: a manager may have to approve it.
const ahead = 14;

/** Reasons of visits. */
export const visitReasons: Contributor = {
  words: () => ({
    visit_plan: `A visit away from the office without a safety plan: from ${ahead} days before it, most urgent from the day before`,
    risk_review: 'A known risk: on the day on which it is looked at again',
  }),
  async matters(sql, { caseIds, today }) {
    const rows = await mattersOfCases(sql, { caseIds, upTo: later(today, ahead) });
    return rows.map((row) =>
      row.what === 'plan'
        ? {
            caseId: row.case_id,
            reason: 'visit_plan',
            level: daysFrom(today, row.on) <= 1 ? 3 : 2,
            on: later(row.on, -ahead),
            words: `The visit on ${showNearDay(row.on, today)} has no safety plan`,
            acts: [{ text: 'Plan the visit', href: `/cases/${row.case_id}/visits/new?appointment=${row.id}` }],
          }
        : {
            caseId: row.case_id,
            reason: 'risk_review',
            level: 1,
            on: row.on,
            words:
              row.on > today
                ? 'look at a known risk again'
                : `Look at a known risk again: ${row.kind === null ? 'risk' : riskKinds[row.kind].toLowerCase()}`,
            acts: [{ text: 'Look at it again', href: `/cases/${row.case_id}/risks/${row.id}` }],
          },
    );
  },
};
