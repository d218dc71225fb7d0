import { sql } from 'kysely';
import { userNamesPart } from '../../access/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import type { Evidence, Need } from '../rules/evidence.ts';
import { ofStandingJob } from './evidence-held.ts';

/** A piece of evidence with what it proves and its files (id, name, type, size, SHA-256). */
export type EvidenceRow = {
  id: string;
  kind: Evidence['kind'];
  source: Evidence['source'];
  job_id: string | null;
  dated_on: string | null;
  covers_from: string | null;
  covers_to: string | null;
  words: string | null;
  recorded_by_name: string | null;
  recorded_on: string;
  withdrawn_on: string | null;
  withdrawn_reason: string | null;
  version: number;
  /** The job that it is about was withdrawn. */
  job_withdrawn: boolean;
  /** What an employer was asked, where it is their answer. */
  asked_for: Need[] | null;
  needs: Need[];
  files: [string, string, string, number, string][];
};

const row = sql`select e.id, e.kind, e.source, e.job_id, e.dated_on, e.covers_from, e.covers_to, e.words, u.user_name as recorded_by_name,
      e.recorded_on, e.withdrawn_on, e.withdrawn_reason, e.version, not ${ofStandingJob} as job_withdrawn,
      (select q.asked_for from employer_question q where q.evidence_id = e.id) as asked_for,
      (select coalesce(json_agg(json_build_array(f.contract, f.milestone, f.key) order by f.contract, f.milestone, f.key), '[]')
       from evidence_for f where f.evidence_id = e.id) as needs,
      (select coalesce(json_agg(json_build_array(f.id, f.name, f.type, f.size, encode(f.sha256, 'hex')) order by f.id), '[]')
       from evidence_file f where f.evidence_id = e.id) as files
    from evidence e left join ${userNamesPart} u on u.user_id = e.recorded_by`;

/** Everything of a case, the newest first; what was withdrawn too. */
export const evidenceOfCase = statement(
  'claims.evidenceOfCase',
  (p: { caseId: string }) =>
    sql<EvidenceRow>`${row} where e.case_id = ${p.caseId} order by e.recorded_on desc, e.id desc`,
);

export const findEvidence = statement(
  'claims.findEvidence',
  (p: { caseId: string; id: string }) => sql<EvidenceRow>`${row} where e.case_id = ${p.caseId} and e.id = ${p.id}`,
);

/** What proves a milestone and was not withdrawn, nor the job that it is about, in the order in which it was recorded. */
export const evidenceOfMilestone = statement(
  'claims.evidenceOfMilestone',
  (p: { caseId: string; contract: string; milestone: string }) => sql<EvidenceRow>`
    ${row} where e.case_id = ${p.caseId} and e.withdrawn_on is null and ${ofStandingJob} and exists (select from evidence_for f
      where f.evidence_id = e.id and f.contract = ${p.contract} and f.milestone = ${p.milestone}) order by e.recorded_on, e.id`,
);

type NewEvidence = {
  id: string;
  caseId: string;
  personId: string;
  jobId: string | null;
  kind: string;
  source: string;
  datedOn: string | null;
  coversFrom: string | null;
  coversTo: string | null;
  words: string | null;
  recordedBy: string | null;
  recordedOn: string;
};

export const insertEvidence = statement(
  'claims.insertEvidence',
  (p: NewEvidence) => sql`
    insert into evidence (id, case_id, person_id, job_id, kind, source, dated_on, covers_from, covers_to, words, recorded_by, recorded_on)
    values (${p.id}, ${p.caseId}, ${p.personId}, ${p.jobId}, ${p.kind}, ${p.source}, ${p.datedOn}, ${p.coversFrom}, ${p.coversTo},
      ${p.words}, ${p.recordedBy}, ${p.recordedOn})`,
);

/** What a piece of evidence proves; `needs` is a list of [contract, milestone, key] as JSON. */
export const insertNeeds = statement(
  'claims.insertEvidenceFor',
  (p: { evidenceId: string; caseId: string; personId: string; needs: string }) => sql`
    insert into evidence_for (evidence_id, contract, milestone, key, case_id, person_id)
    select ${p.evidenceId}::uuid, n ->> 0, n ->> 1, n ->> 2, ${p.caseId}::uuid, ${p.personId}::uuid
    from jsonb_array_elements(${p.needs}::jsonb) n on conflict do nothing`,
);

/** The next version of evidence that still has the one given and stands; otherwise no row comes back. */
export const touchEvidence = statement(
  'claims.touchEvidence',
  (p: { id: string; caseId: string; version: number }) => sql<{ id: string }>`
    update evidence set version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and withdrawn_on is null returning id`,
);

/** One at a time for a case: two who add files at once count each other's. */
export const lockFiles = statement(
  'claims.lockEvidenceFiles',
  (p: { caseId: string }) => sql`select pg_advisory_xact_lock(hashtextextended('evidence ' || ${p.caseId}::text, 0))`,
);

type NewFile = {
  id: string;
  evidenceId: string;
  caseId: string;
  personId: string;
  name: string;
  type: string;
  size: number;
  sha256: Buffer;
  content: Buffer;
};

export const insertFile = statement(
  'claims.insertEvidenceFile',
  (p: NewFile) => sql`
    insert into evidence_file (id, evidence_id, case_id, person_id, name, type, size, sha256, content)
    values (${p.id}, ${p.evidenceId}, ${p.caseId}, ${p.personId}, ${p.name}, ${p.type}, ${p.size}, ${p.sha256}, ${p.content})`,
);

/** Bytes of all files of a case. */
export const filesOfCase = statement(
  'claims.filesOfCase',
  (p: { caseId: string }) => sql<{ bytes: number }>`
    select coalesce(sum(size), 0)::int as bytes from evidence_file where case_id = ${p.caseId}`,
);

/** A file with its content. */
export const findFile = statement(
  'claims.findEvidenceFile',
  (p: { caseId: string; id: string }) => sql<{ name: string; type: string; content: Buffer }>`
    select name, type, content from evidence_file where case_id = ${p.caseId} and id = ${p.id}`,
);

/** Withdraws evidence that still has the version; otherwise no row comes back. */
export const withdrawEvidence = statement(
  'claims.withdrawEvidence',
  (p: { id: string; caseId: string; version: number; on: string; by: string | null; reason: string }) => sql<{
    id: string;
  }>`
    update evidence set withdrawn_on = ${p.on}, withdrawn_by = ${p.by}, withdrawn_reason = ${p.reason}, version = version + 1
    where id = ${p.id} and case_id = ${p.caseId} and version = ${p.version}::int and withdrawn_on is null returning id`,
);
