import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

export type PastRow = {
  id: string;
  case_id: string;
  stage: string;
  assessed_on: string | null;
  answers: Record<string, unknown>;
  about: Record<string, unknown>;
  instrument_version_id: string;
  partial: boolean;
  author_id: string | null;
};

/** Every assessment of a case in the order of reports, those without a day first. Nobody has more than the limit. */
export const pastOfCase = statement(
  'assessment.pastOfCase',
  (p: { caseId: string }) => sql<PastRow>`
    select id, case_id, stage, assessed_on, answers, about, instrument_version_id, partial, author_id from assessment
    where case_id = ${p.caseId} and withdrawn_at is null
    order by assessed_on nulls first, coalesce(source_ref, id::text) limit 500`,
);

/** By case, instrument and stage: the day of the last whole assessment. */
export const lastAssessed = statement(
  'assessment.lastAssessed',
  (p: { caseIds: string[] }) => sql<{ case_id: string; key: string; stage: string; last_on: string }>`
    select a.case_id, v.key, a.stage, max(a.assessed_on) as last_on
    from assessment a join instrument_version v on v.id = a.instrument_version_id
    where a.case_id = any(${p.caseIds}::uuid[]) and a.assessed_on is not null and not a.partial and a.withdrawn_at is null
    group by a.case_id, v.key, a.stage order by a.case_id, v.key, a.stage`,
);

export type OpenRow = {
  id: string;
  case_id: string;
  key: string;
  version: number;
  title: string;
  stage: string;
  assessed_on: string;
  author_id: string;
  updated_at: string;
  parts: number;
  saved: number;
  author_only: boolean;
};

/** Assessments that were begun in these cases and not finished, the longest untouched first. */
export const openInCases = statement(
  'assessment.openInCases',
  (p: { caseIds: string[] }) => sql<OpenRow>`
    select d.id, d.case_id, v.key, v.version, v.document ->> 'title' as title, d.stage, d.assessed_on, d.author_id,
      d.updated_at, jsonb_array_length(v.document -> 'sections') as parts,
      (select count(*) from jsonb_object_keys(d.saved))::int as saved,
      coalesce((v.document ->> 'secondRater')::boolean, false) as author_only
    from assessment_draft d join instrument_version v on v.id = d.instrument_version_id
    where d.case_id = any(${p.caseIds}::uuid[]) order by d.updated_at, d.id`,
);

export const withdraw = statement(
  'assessment.withdrawAssessment',
  (p: { id: string; caseId: string; why: string; version: number | null }) => sql<{
    id: string;
    stage: string;
    assessed_on: string | null;
    partial: boolean;
    answers: Record<string, unknown>;
  }>`
    update assessment set withdrawn_at = now(), withdrawn_why = ${p.why}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and withdrawn_at is null
      and (${p.version}::int is null or version = ${p.version}::int)
    returning id, stage, assessed_on, partial, answers`,
);

/** When and why an assessment was taken back; no row for one that was not. */
export const findWithdrawn = statement(
  'assessment.findWithdrawn',
  (p: { id: string; caseId: string }) => sql<{ withdrawn_at: string; withdrawn_why: string }>`
    select withdrawn_at, withdrawn_why from assessment
    where id = ${p.id} and case_id = ${p.caseId} and withdrawn_at is not null`,
);
