import { Logger, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import pg from 'pg';

// The worker's own log lines name tasks and may hold payloads; failures are seen in the job's record.
const quiet = new Logger(() => () => {});

/** The pool, or the client of a transaction. */
type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/** Installs the tables of the job queue, and lets the application add jobs. `url` has the rights of the owner. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: quiet });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // The queue's tables are closed to everybody but their owner; this is the one thing that the application may do to them.
    await client.query(`
      create or replace function newel_add_job(task text, payload json, job_key text) returns void
        language sql security definer set search_path = pg_catalog, pg_temp
        as 'select graphile_worker.add_job($1, $2, job_key := $3, max_attempts := 3)';
      revoke all on function newel_add_job(text, json, text) from public;
      grant execute on function newel_add_job(text, json, text) to newel_app`);
  } finally {
    await client.end();
  }
}

/**
 * Adds a job to the transaction of the change that needs it: it runs when that is committed, and never when it is not.
 * Jobs with the same key replace one another while they wait.
 */
export async function addJob(
  sql: Queryable,
  task: string,
  payload: Record<string, unknown>,
  key?: string,
): Promise<void> {
  await sql.query('select newel_add_job($1, $2, $3)', [task, JSON.stringify(payload), key ?? null]);
}

/** Starts working on jobs. Stop it with `stop()`, which lets the running ones end. */
export function startWorker(url: string, tasks: TaskList): Promise<Runner> {
  return run({
    connectionString: url,
    taskList: tasks,
    concurrency: 1,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: quiet,
  });
}
