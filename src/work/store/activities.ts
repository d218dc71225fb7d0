import { sql } from 'kysely';
import { queryBuilder, statement } from '../../kit/db.ts';
import type { Tables } from '../tables.ts';

const q = queryBuilder<Tables>();

export type ActivityRow = { id: string; case_id: string; kind: string; started_on: string | null; version: number };

/** A page of a case's activities, newest first, those without a date last. */
export const activitiesOfCase = statement(
  'work.activitiesOfCase',
  (p: { caseId: string; limit: number; offset: number }) => sql<ActivityRow & { total: number }>`
    select id, case_id, kind, started_on, version, count(*) over ()::int as total from activity
    where case_id = ${p.caseId} order by started_on desc nulls last, id desc limit ${p.limit}::int offset ${p.offset}::int`,
);

export const findActivity = statement('work.findActivity', (p: { id: string; caseId: string }) =>
  q
    .selectFrom('activity')
    .select(['id', 'case_id', 'kind', 'started_on', 'version'])
    .where('id', '=', p.id)
    .where('case_id', '=', p.caseId),
);

export const lockActivity = statement(
  'work.lockActivity',
  (p: { id: string; caseId: string }) => sql<ActivityRow>`
    select id, case_id, kind, started_on, version from activity where id = ${p.id} and case_id = ${p.caseId} for update`,
);

export const insertActivity = statement(
  'work.insertActivity',
  (p: { id: string; caseId: string; personId: string; kind: string; startedOn: string | null }) =>
    q
      .insertInto('activity')
      .values({ id: p.id, case_id: p.caseId, person_id: p.personId, kind: p.kind, started_on: p.startedOn }),
);

export const updateActivity = statement(
  'work.updateActivity',
  (p: { id: string; caseId: string; version: number; kind: string; startedOn: string | null }) =>
    q
      .updateTable('activity')
      .set({ kind: p.kind, started_on: p.startedOn, version: sql`version + 1` })
      .where('id', '=', p.id)
      .where('case_id', '=', p.caseId)
      .where('version', '=', p.version)
      .returning('id'),
);
