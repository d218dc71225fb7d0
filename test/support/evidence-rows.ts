/** Rows of evidence, straight into the tables, for tests that walk every route. */
import { createHash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { newId } from '../../src/kit/ids.ts';

type Owner = { query(sql: string, values: unknown[]): Promise<pg.QueryResult> };
type Of = { caseId: string; personId: string };

/** A piece of evidence of a case. Resolves to its id. */
export async function plantEvidence(owner: Owner, { caseId, personId }: Of): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into evidence (id, case_id, person_id, kind, source, recorded_on, words) values ($1, $2, $3, 'payslip', 'person', '2016-03-01', 'Planted')`,
    [id, caseId, personId],
  );
  await owner.query(
    `insert into evidence_for (evidence_id, contract, milestone, key, case_id, person_id) values ($1, 'working-well-pilot', 'job_start', 'job_start', $2, $3)`,
    [id, caseId, personId],
  );
  return id;
}

/** A file of evidence. Resolves to its id. */
export async function plantEvidenceFile(owner: Owner, of: Of): Promise<string> {
  const [id, evidenceId] = [newId(), await plantEvidence(owner, of)];
  await owner.query(
    `insert into evidence_file (id, evidence_id, case_id, person_id, name, type, size, sha256, content)
     values ($1, $2, $3, $4, 'Planted.txt', 'text/plain', 7, sha256('Planted'), 'Planted')`,
    [id, evidenceId, of.caseId, of.personId],
  );
  return id;
}

/** What was frozen with a claim. Resolves to its id. */
export async function plantBundle(owner: Owner, of: Of & { claimId: string }): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into claim_bundle (id, claim_id, attempt, case_id, person_id, contract, milestone, frozen_on, pdf, pdf_sha256, zip, zip_sha256, files)
     values ($1, $2, (select count(*) + 1 from claim_bundle where claim_id = $2), $3, $4, 'working-well-pilot', 'job_start', '2016-03-01',
       'Planted', sha256('Planted'), 'Planted', sha256('Planted'), 0)`,
    [id, of.claimId, of.caseId, of.personId],
  );
  return id;
}

/** A question to an employer that was sent. Resolves to its id and the token of its link. */
export async function plantQuestion(
  owner: Owner,
  of: Of & { programmeId: string; jobId: string },
): Promise<{ id: string; token: string }> {
  const [id, token] = [newId(), randomBytes(32).toString('base64url')];
  await owner.query(
    `insert into employer_question (id, reference, case_id, person_id, programme_id, job_id, email, agreed_on, asked_for, asked_on, state,
       not_before, state_at, token_hash, ends_at)
     values ($1, $1::uuid::text, $2, $3, $4, $5, 'pay@example.org', '2016-03-01', '[["working-well-pilot", "job_start", "job_start"]]',
       '2016-03-01', 'sent', '2016-03-01', '2016-03-01', $6, '2016-12-31')`,
    [id, of.caseId, of.personId, of.programmeId, of.jobId, createHash('sha256').update(token).digest()],
  );
  return { id, token };
}

/** An entry of the ledger of a job. Resolves to its id. */
export async function plantTrade(owner: Owner, of: Of & { jobId: string }): Promise<string> {
  const id = newId();
  await owner.query(
    `insert into trading_entry (id, case_id, person_id, job_id, traded_on, direction, pence, words)
     values ($1, $2, $3, $4, '2016-03-01', 'received', 9600, 'Planted')`,
    [id, of.caseId, of.personId, of.jobId],
  );
  return id;
}
