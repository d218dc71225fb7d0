/** Evidence of a case: what is held, read for pages and for the bundle of a claim. */
import type { Sql } from '../../kit/db.ts';
import type { Evidence } from '../rules/evidence.ts';
import * as store from '../store/evidence.ts';

const toEvidence = (row: store.EvidenceRow): Evidence => ({
  id: row.id,
  kind: row.kind,
  source: row.source,
  jobId: row.job_id,
  datedOn: row.dated_on,
  coversFrom: row.covers_from,
  coversTo: row.covers_to,
  words: row.words,
  recordedBy: row.recorded_by_name,
  recordedOn: row.recorded_on,
  withdrawn: row.withdrawn_on === null ? null : { on: row.withdrawn_on, reason: row.withdrawn_reason ?? '' },
  ...(row.job_withdrawn && { jobWithdrawn: true }),
  ...(row.asked_for !== null && { asked: row.asked_for }),
  version: row.version,
  needs: row.needs,
  files: row.files.map(([id, name, type, size, sha256]) => ({ id, name, type, size, sha256 })),
});

/** All evidence of a case, the newest first; what was withdrawn too. */
export const evidenceOf = async (sql: Sql, caseId: string): Promise<Evidence[]> =>
  (await store.evidenceOfCase(sql, { caseId })).map(toEvidence);

/** A piece of evidence of this case, or null. */
export async function findEvidence(sql: Sql, caseId: string, id: string): Promise<Evidence | null> {
  const [row] = await store.findEvidence(sql, { caseId, id });
  return row === undefined ? null : toEvidence(row);
}

/**
 * What proves a milestone of a contract and was not withdrawn, nor the job that it is about, the oldest first. Each names only what it proves of this milestone.
 */
export async function evidenceForMilestone(
  sql: Sql,
  of: { caseId: string; contract: string; milestone: string },
): Promise<Evidence[]> {
  const rows = await store.evidenceOfMilestone(sql, of);
  return rows.map(toEvidence).map((one) => ({
    ...one,
    needs: one.needs.filter(([contract, milestone]) => contract === of.contract && milestone === of.milestone),
  }));
}

/** A file of this case with its content, or null. */
export async function evidenceFile(sql: Sql, caseId: string, id: string) {
  const [row] = await store.findFile(sql, { caseId, id });
  return row ?? null;
}
