import { type NewEvent, recordEvents } from '../../access/actions.ts';
import type { Correction, ImportCase, ImportContext } from '../../access/rules/import.ts';
import { changesBetween } from '../../kit/bulk.ts';
import type { Sql } from '../../kit/db.ts';
import { tieJobs, untieJobs } from '../store/employers.ts';
import * as store from '../store/import.ts';

/** A job as a hand-over tells it. Days are 'YYYY-MM-DD', hours decimal text, the wage pence an hour; null is not known. */
export type ImportedJob = ImportCase & {
  id: string;
  sourceRef: string;
  employer: string | null;
  occupationGroup: string | null;
  workArea: string | null;
  startedOn: string | null;
  endedOn: string | null;
  hoursPerWeek: string | null;
  hourlyWagePence: number | null;
  selfEmployed: boolean | null;
};

/** A step towards work as a hand-over tells it. */
export type ImportedActivity = ImportCase & { id: string; kind: string; startedOn: string | null };

const jobRow = (job: ImportedJob) => ({
  id: job.id,
  case_id: job.caseId,
  person_id: job.personId,
  source_ref: job.sourceRef,
  employer: job.employer,
  occupation_group: job.occupationGroup,
  work_area: job.workArea,
  started_on: job.startedOn,
  ended_on: job.endedOn,
  hours_per_week: job.hoursPerWeek,
  hourly_wage_pence: job.hourlyWagePence,
  self_employed: job.selfEmployed,
});

/** Adds jobs, each with the event 'job.recorded' on its first day. */
export async function importJobs(context: ImportContext, jobs: readonly ImportedJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await store.insertJobs(context.tx, { rows: JSON.stringify(jobs.map(jobRow)) });
  await tieJobs(context.tx, { programmeId: context.programmeId, ids: jobs.map(({ id }) => id) });
  await recordEvents(
    context.tx,
    context.actor,
    jobs.map((job): NewEvent => {
      const { id, caseId, personId, referredOn, sourceRef: _, ...facts } = job;
      return {
        kind: 'job.recorded',
        programmeId: context.programmeId,
        personId,
        caseId,
        happenedOn: job.startedOn ?? referredOn ?? context.today,
        payload: { recordId: id, ...facts, imported: true },
      };
    }),
  );
}

const nameIn = ({ employer }: Record<string, unknown>): string => String(employer ?? '').toLowerCase();

/** Corrects jobs that still have the version given, with the event 'job.corrected'. Resolves to the ids corrected. */
export async function correctImportedJobs(
  context: ImportContext,
  jobs: readonly Correction<ImportedJob>[],
): Promise<Set<string>> {
  if (jobs.length === 0) return new Set();
  const rows = jobs.map((job) => ({ ...jobRow(job), version: job.version }));
  const corrected = new Map(
    (await store.correctJobs(context.tx, { rows: JSON.stringify(rows) })).map((row) => [row.id, row]),
  );
  const renamed = [...corrected.values()].filter(({ before, after }) => nameIn(before) !== nameIn(after));
  await untieJobs(context.tx, { ids: renamed.map(({ id }) => id) });
  await tieJobs(context.tx, { programmeId: context.programmeId, ids: [...corrected.keys()] });
  const events = jobs.flatMap((job): NewEvent[] => {
    const row = corrected.get(job.id);
    if (row === undefined) return [];
    return [
      {
        kind: 'job.corrected',
        programmeId: context.programmeId,
        personId: job.personId,
        caseId: job.caseId,
        happenedOn: job.startedOn ?? job.referredOn ?? context.today,
        payload: { recordId: job.id, changes: changesBetween(row.before, row.after), imported: true },
      },
    ];
  });
  await recordEvents(context.tx, context.actor, events);
  return new Set(corrected.keys());
}

/** The version and case of each of these jobs. */
export function jobVersions(sql: Sql, ids: string[]) {
  return store.jobVersions(sql, { ids });
}

/** Adds steps towards work, each with the event 'activity.recorded'. */
export async function importActivities(context: ImportContext, activities: readonly ImportedActivity[]): Promise<void> {
  if (activities.length === 0) return;
  const rows = activities.map((one) => ({
    id: one.id,
    case_id: one.caseId,
    person_id: one.personId,
    kind: one.kind,
    started_on: one.startedOn,
  }));
  await store.insertActivities(context.tx, { rows: JSON.stringify(rows) });
  await recordEvents(
    context.tx,
    context.actor,
    activities.map((one) => ({
      kind: 'activity.recorded',
      programmeId: context.programmeId,
      personId: one.personId,
      caseId: one.caseId,
      happenedOn: one.startedOn ?? one.referredOn ?? context.today,
      payload: { recordId: one.id, kind: one.kind, startedOn: one.startedOn, imported: true },
    })),
  );
}
