import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { ActivityFields } from '../rules/activities.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export type ActivityRow = {
  id: string;
  case_id: string;
  kind: string;
  started_on: string | null;
  ended_on: string | null;
  days_per_week: string | null;
  hours_per_day: string | null;
  feedback: string | null;
  version: number;
};

const columns = [
  'id',
  'case_id',
  'kind',
  'started_on',
  'ended_on',
  'days_per_week',
  'hours_per_day',
  'feedback',
  'version',
] as const;
const named = sql.join(columns.map((name) => sql.ref(name)));
const valuesOf = (p: ActivityFields) => ({
  kind: p.kind,
  started_on: p.startedOn,
  ended_on: p.endedOn,
  days_per_week: sql<string | null>`${p.daysPerWeek}::numeric`,
  hours_per_day: sql<string | null>`${p.hoursPerDay}::numeric`,
  feedback: p.feedback,
});

/** A page of a case's activities, newest first, those without a date last. */
export const activitiesOfCase = statement(
  'work.activitiesOfCase',
  (p: { caseId: string; limit: number; offset: number }) => sql<ActivityRow & { total: number }>`
    select ${named}, count(*) over ()::int as total from activity
    where case_id = ${p.caseId} and withdrawn_on is null order by started_on desc nulls last, id desc limit ${p.limit}::int offset ${p.offset}::int`,
);

export const findActivity = statement('work.findActivity', (p: { id: string; caseId: string }) =>
  q
    .selectFrom('activity')
    .select(columns)
    .where('id', '=', p.id)
    .where('case_id', '=', p.caseId)
    .where('withdrawn_on', 'is', null),
);

export const lockActivity = statement(
  'work.lockActivity',
  (p: { id: string; caseId: string }) => sql<ActivityRow>`
    select ${named} from activity where id = ${p.id} and case_id = ${p.caseId} and withdrawn_on is null for update`,
);

export const insertActivity = statement(
  'work.insertActivity',
  (p: ActivityFields & { id: string; caseId: string; personId: string }) =>
    q.insertInto('activity').values({ id: p.id, case_id: p.caseId, person_id: p.personId, ...valuesOf(p) }),
);

export const updateActivity = statement(
  'work.updateActivity',
  (p: ActivityFields & { id: string; caseId: string; version: number }) =>
    q
      .updateTable('activity')
      .set({ ...valuesOf(p), version: sql`version + 1` })
      .where('id', '=', p.id)
      .where('case_id', '=', p.caseId)
      .where('version', '=', p.version)
      .returning('id'),
);
