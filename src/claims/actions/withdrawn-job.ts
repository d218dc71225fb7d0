import { recordEvent } from '../../access/actions.ts';
import type { JobWithdrawn } from '../../work/actions/jobs.ts';
import { stopQuestionsOfJob } from '../store/withdrawn-job.ts';

/** Takes back what an employer is asked about a job that was withdrawn, each with 'claim.employer stopped': nobody tells an employer of somebody who was never there. */
export const stopAskingOfJob: JobWithdrawn = async (tx, actor, { jobId, today, ...of }) => {
  for (const { id, reference } of await stopQuestionsOfJob(tx, { jobId, caseId: of.caseId }))
    await recordEvent(tx, actor, {
      ...of,
      kind: 'claim.employer stopped',
      happenedOn: today,
      payload: { recordId: id, reference },
    });
};
