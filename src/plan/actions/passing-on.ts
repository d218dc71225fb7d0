/** What this room brings to the page for whoever takes over a case. */
import type { Contribution } from '../../cases/actions/passing-on.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import type { Sql } from '../../kit/db.ts';
import { isOverdue } from '../rules/steps.ts';
import { openGoals } from '../store/goals.ts';
import { promisesBroken } from './facts.ts';
import { openSteps } from './steps.ts';

const most = 5;

/** The open goals in the person's words and the next steps; what the worker has promised and not done waits for somebody. */
export async function planSoFar(sql: Sql, head: CaseHead, today: string): Promise<Contribution> {
  const href = `/cases/${head.caseId}/plan`;
  const [goals, steps, broken] = [
    await openGoals(sql, { caseId: head.caseId }),
    await openSteps(sql, head.caseId, most),
    await promisesBroken(sql, [head.caseId], today),
  ];
  return {
    sections: [
      {
        title: 'Goals',
        lines: goals.map(({ words }) => ({ text: words, href })),
        empty: 'No goal is on file.',
      },
      {
        title: 'Next steps',
        lines: steps.map((step) => ({
          text: step.words,
          note: [
            step.dueOn === null
              ? null
              : `by ${showDay(step.dueOn)}${isOverdue(step, today) ? ', which has passed' : ''}`,
            step.owner === 'worker' ? 'key worker’s' : step.owner === 'service' ? step.ownerName : null,
          ]
            .filter(Boolean)
            .join(', '),
          href: `${href}/steps/${step.id}`,
        })),
        empty: 'No step is open.',
      },
    ],
    open: broken.map(({ words, brokenOn }) => ({
      text: `Promised and not kept: ${words}`,
      note: showDay(brokenOn),
      href,
    })),
  };
}
