import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type DraftRow = {
  id: string;
  author_id: string;
  instrument_version_id: string;
  stage: string;
  assessed_on: string;
  answers: Record<string, unknown>;
  about: Record<string, unknown>;
  saved: Record<string, number>;
  saved_by: Record<string, { by: string; at: string }>;
  version: number;
  updated_at: string;
};

const columns = sql.raw(
  'id, author_id, instrument_version_id, stage, assessed_on, answers, about, saved, saved_by, version, updated_at',
);

export const draftsOfCase = statement(
  'assessment.draftsOfCase',
  (p: { caseId: string }) => sql<DraftRow>`
    select ${columns} from assessment_draft where case_id = ${p.caseId} order by id`,
);

export const findDraft = statement(
  'assessment.findDraft',
  (p: { id: string; caseId: string }) => sql<DraftRow>`
    select ${columns} from assessment_draft where id = ${p.id} and case_id = ${p.caseId}`,
);

export const insertDraft = statement(
  'assessment.insertDraft',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    authorId: string | null;
    instrumentVersionId: string;
    stage: string;
    assessedOn: string;
  }) => sql<never>`
    insert into assessment_draft (id, case_id, person_id, author_id, instrument_version_id, stage, assessed_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.authorId}, ${p.instrumentVersionId}, ${p.stage}, ${p.assessedOn})`,
);

/** Replaces the answers of one section (`keys` are its questions) if it was saved `times` times before. */
export const saveSection = statement(
  'assessment.saveSection',
  (p: {
    id: string;
    caseId: string;
    by: string | null;
    section: string;
    times: number;
    keys: string[];
    answers: string;
    about: string;
  }) => sql<{ id: string }>`
    update assessment_draft set answers = (answers - ${p.keys}::text[]) || ${p.answers}::jsonb,
      about = (about - ${p.keys}::text[]) || ${p.about}::jsonb, updated_at = now(),
      saved = saved || jsonb_build_object(${p.section}::text, ${p.times}::int + 1),
      saved_by = saved_by || jsonb_build_object(${p.section}::text, jsonb_build_object('by', ${p.by}::text, 'at', now()))
    where id = ${p.id} and case_id = ${p.caseId} and coalesce((saved ->> ${p.section}::text)::int, 0) = ${p.times}::int
    returning id`,
);

export const saveAbout = statement(
  'assessment.saveDraftAbout',
  (p: { id: string; caseId: string; version: number; stage: string; assessedOn: string }) => sql<{ id: string }>`
    update assessment_draft set stage = ${p.stage}, assessed_on = ${p.assessedOn}, version = version + 1, updated_at = now()
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} returning id`,
);

/** Removes a draft and returns what it held, so that it is finished or thrown away once. */
export const takeDraft = statement(
  'assessment.takeDraft',
  (p: { id: string; caseId: string }) => sql<DraftRow>`
    delete from assessment_draft where id = ${p.id} and case_id = ${p.caseId} returning ${columns}`,
);
