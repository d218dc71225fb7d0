import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type AssessmentRow = {
  id: string;
  source_ref: string | null;
  stage: string;
  assessed_on: string | null;
  answers: Record<string, unknown>;
  instrument_version_id: string;
  version: number;
};

const columns = sql.raw('id, source_ref, stage, assessed_on, answers, instrument_version_id, version');

/** A page of a case's assessments, newest first, those without a date last. */
export const assessmentsOfCase = statement(
  'assessment.assessmentsOfCase',
  (p: { caseId: string; limit: number; offset: number }) => sql<AssessmentRow & { total: number }>`
    select ${columns}, count(*) over ()::int as total from assessment where case_id = ${p.caseId}
    order by assessed_on desc nulls last, coalesce(source_ref, id::text) desc limit ${p.limit}::int offset ${p.offset}::int`,
);

export const findAssessment = statement(
  'assessment.findAssessment',
  (p: { id: string; caseId: string }) => sql<AssessmentRow>`
    select ${columns} from assessment where id = ${p.id} and case_id = ${p.caseId}`,
);

/** The assessment before one of a day and key, in the order of reports; without a key, the last one up to that day. */
export const findBefore = statement(
  'assessment.findBefore',
  (p: { caseId: string; assessedOn: string; key: string | null }) => sql<AssessmentRow>`
    select ${columns} from assessment
    where case_id = ${p.caseId} and (assessed_on < ${p.assessedOn}::date
      or assessed_on = ${p.assessedOn}::date and (${p.key}::text is null or coalesce(source_ref, id::text) < ${p.key}::text))
    order by assessed_on desc, coalesce(source_ref, id::text) desc limit 1`,
);

/** The day of the earliest dated initial assessment other than the one given. */
export const findInitial = statement(
  'assessment.findInitial',
  (p: { caseId: string; except: string | null }) => sql<{ assessed_on: string }>`
    select assessed_on from assessment where case_id = ${p.caseId} and stage = 'initial' and assessed_on is not null
      and id is distinct from ${p.except}::uuid order by assessed_on limit 1`,
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
    authorId: string | null;
  }) => sql<never>`
    insert into assessment (id, case_id, person_id, instrument_version_id, stage, assessed_on, answers, author_id)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.instrumentVersionId}, ${p.stage}, ${p.assessedOn}, ${p.answers}::jsonb, ${p.authorId})`,
);

/** Locks the assessment, so that what is read before the change is what was there. */
export const lockAssessment = statement(
  'assessment.lockAssessment',
  (p: { id: string; caseId: string }) => sql<AssessmentRow>`
    select ${columns} from assessment where id = ${p.id} and case_id = ${p.caseId} for update`,
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
  }) => sql<{ id: string }>`
    update assessment set stage = ${p.stage}, assessed_on = ${p.assessedOn}, answers = ${p.answers}::jsonb, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version} returning id`,
);
