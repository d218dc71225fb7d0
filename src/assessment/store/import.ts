import { sql } from 'kysely';
import { bulkCorrect, bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';

const assessment = { stage: 'text', assessed_on: 'date', answers: 'jsonb' } as const;

export const insertAssessments = bulkInsert('assessment.insertAssessments', 'assessment', {
  id: 'uuid',
  case_id: 'uuid',
  person_id: 'uuid',
  instrument_version_id: 'uuid',
  source_ref: 'text',
  ...assessment,
});
export const correctAssessments = bulkCorrect('assessment.correctAssessments', 'assessment', assessment);
export const assessmentVersions = statement(
  'assessment.assessmentVersions',
  (p: { ids: string[] }) => sql<{ id: string; version: number; case_id: string }>`
    select id, version, case_id from assessment where id = any(${p.ids}::uuid[])`,
);
