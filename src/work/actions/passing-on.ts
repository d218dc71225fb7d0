/** What this room brings to the page for whoever takes over a case. */

import type { Contribution } from '../../cases/actions/passing-on.ts';
import type { CaseHead } from '../../cases/actions/record.ts';
import { showDay } from '../../kit/clock.ts';
import { counted } from '../../kit/counted.ts';
import type { Sql } from '../../kit/db.ts';
import { jobsOf } from './jobs.ts';

const most = 5;

/** The latest jobs, the newest first. */
export async function jobsSoFar(sql: Sql, head: CaseHead): Promise<Contribution> {
  const jobs = (await jobsOf(sql, head.caseId)).toReversed();
  const href = `/cases/${head.caseId}/jobs`;
  const lines = jobs.slice(0, most).map((job) => {
    const from = job.startedOn === null ? 'first day not known' : `from ${showDay(job.startedOn)}`;
    const until = job.endedOn === null ? '' : ` until ${showDay(job.endedOn)}`;
    return {
      text: [job.employer ?? 'Employer not known', job.occupationGroup].filter(Boolean).join(', '),
      note: `${from.charAt(0).toUpperCase()}${from.slice(1)}${until}${job.hoursPerWeek === null ? '' : `, ${counted(job.hoursPerWeek, 'hour')} a week`}`,
      href,
    };
  });
  const more = jobs.length - most;
  return {
    sections: [
      {
        title: 'Jobs',
        lines: more > 0 ? [...lines, { text: `${more} earlier`, href }] : lines,
        empty: 'No job is on file.',
      },
    ],
    open: [],
  };
}
