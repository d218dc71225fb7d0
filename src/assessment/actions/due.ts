/** Facts about many cases at once, for Today and for lists: when somebody was last assessed, and what was begun. */
import type { Sql } from '../../kit/db.ts';
import * as store from '../store/case.ts';

/** The day ('YYYY-MM-DD') of the last whole assessment of a case with an instrument at a stage. */
export type LastAssessed = { caseId: string; instrument: string; stage: string; lastOn: string };

/**
 * When each of these cases was last assessed, by instrument and stage: one statement. A case without an entry was never
 * assessed. Ratings of a few issues in a meeting and assessments without a date do not count; what is due when is for the
 * programme document to say.
 */
export async function reassessmentDue(sql: Sql, caseIds: readonly string[]): Promise<LastAssessed[]> {
  if (caseIds.length === 0) return [];
  const rows = await store.lastAssessed(sql, { caseIds: [...caseIds] });
  return rows.map((row) => ({ caseId: row.case_id, instrument: row.key, stage: row.stage, lastOn: row.last_on }));
}

/** An assessment that was begun and not finished. `touchedAt` is a moment; `saved` of `parts` sections were saved. */
export type OpenAssessment = {
  id: string;
  caseId: string;
  instrument: { key: string; version: number; title: string };
  stage: string;
  /** The day that it is for. */
  assessedOn: string;
  /** The user who began it. */
  authorId: string;
  touchedAt: string;
  parts: number;
  saved: number;
  /** Only who began it can go on with it: a second worker rates independently. */
  authorOnly: boolean;
  href: string;
};

/** The assessments that are open in these cases, the longest untouched first: one statement. */
export async function openAssessments(sql: Sql, caseIds: readonly string[]): Promise<OpenAssessment[]> {
  if (caseIds.length === 0) return [];
  return (await store.openInCases(sql, { caseIds: [...caseIds] })).map((row) => ({
    id: row.id,
    caseId: row.case_id,
    instrument: { key: row.key, version: row.version, title: row.title },
    stage: row.stage,
    assessedOn: row.assessed_on,
    authorId: row.author_id,
    touchedAt: row.updated_at,
    parts: row.parts,
    saved: row.saved,
    authorOnly: row.author_only,
    href: `/cases/${row.case_id}/assessments/draft/${row.id}`,
  }));
}
