import { exportJob, runExportJob } from './cases/actions/exports.ts';
import type { Clock } from './kit/clock.ts';
import type { Database } from './kit/db.ts';
import { duplicatesJob, runDuplicatesJob } from './people/actions/likely.ts';
import { reportJob, runReportJob } from './reports/actions.ts';

/** What a background job is given besides its payload. */
export type JobTools = { db: Database; clock: Clock };
/** A background job: it may run again after a failure, so it must not mind having run before. */
export type Job = (payload: Record<string, unknown>, tools: JobTools) => Promise<void>;

/** Every background job by the name that `addJob` is given. */
export const jobs: Readonly<Record<string, Job>> = {
  [reportJob]: runReportJob,
  [exportJob]: runExportJob,
  [duplicatesJob]: runDuplicatesJob,
};
