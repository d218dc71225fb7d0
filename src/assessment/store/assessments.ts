import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type AssessmentRow = {
  id: string;
  source_ref: string | null;
  stage: string;
  assessed_on: string | null;
  answers: Record<string, unknown>;
  about: Record<string, unknown>;
  instrument_version_id: string;
  partial: boolean;
  author_id: string | null;
  version: number;
};

const columns = sql.raw(
  'id, source_ref, stage, assessed_on, answers, about, instrument_version_id, partial, author_id, version',
);

/** A page of a case's assessments, newest first, those without a date last. */
export const assessmentsOfCase = statement(
  'assessment.assessmentsOfCase',
  (p: { caseId: string; limit: number; offset: number }) => sql<AssessmentRow & { total: number }>`
    select ${columns}, count(*) over ()::int as total from assessment
    where case_id = ${p.caseId} and withdrawn_at is null
    order by assessed_on desc nulls last, coalesce(source_ref, id::text) desc limit ${p.limit}::int offset ${p.offset}::int`,
);

export const findAssessment = statement(
  'assessment.findAssessment',
  (p: { id: string; caseId: string }) => sql<AssessmentRow>`
    select ${columns} from assessment where id = ${p.id} and case_id = ${p.caseId} and withdrawn_at is null`,
);

/** The day of the earliest dated initial assessment with an instrument, other than the one given. */
export const findInitial = statement(
  'assessment.findInitial',
  (p: { caseId: string; key: string; except: string | null }) => sql<{ assessed_on: string }>`
    select a.assessed_on from assessment a join instrument_version v on v.id = a.instrument_version_id
    where a.case_id = ${p.caseId} and a.stage = 'initial' and a.assessed_on is not null and a.withdrawn_at is null
      and v.key = ${p.key} and a.id is distinct from ${p.except}::uuid order by a.assessed_on limit 1`,
);

export const insertAssessment = statement(
  'assessment.insertAssessment',
  (p: {
    id: string;
    caseId: string;
    personId: string;
    instrumentVersionId: string;
    stage: string;
    assessedOn: string | null;
    answers: string;
    about: string;
    partial: boolean;
    authorId: string | null;
  }) => sql<never>`
    insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers, about, partial, author_id)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.instrumentVersionId}, ${p.stage}, ${p.assessedOn}, ${p.answers}::jsonb,
      ${p.about}::jsonb, ${p.partial}, ${p.authorId})`,
);

/** Locks the assessment, so that what is read before the change is what was there. */
export const lockAssessment = statement(
  'assessment.lockAssessment',
  (p: { id: string; caseId: string }) => sql<AssessmentRow>`
    select ${columns} from assessment where id = ${p.id} and case_id = ${p.caseId} and withdrawn_at is null for update`,
);

export const updateAssessment = statement(
  'assessment.updateAssessment',
  (p: {
    id: string;
    caseId: string;
    version: number;
    stage: string;
    assessedOn: string | null;
    answers: string;
    about: string;
  }) => sql<{ id: string }>`
    update assessment set stage = ${p.stage}, assessed_on = ${p.assessedOn}, answers = ${p.answers}::jsonb,
      about = ${p.about}::jsonb, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} returning id`,
);
