import { sql } from 'kysely';
import { attachmentsPart, casePlaces } from '../../cases/actions/parts.ts';
import { statement } from '../../kit/db.ts';
import { people } from '../../people/actions/parts.ts';

/** Whose claim it is. */
export const subjectOf = statement(
  'claims.bundleSubject',
  (p: { caseId: string }) => sql<{
    person_id: string;
    reference: string;
    outside_reference: string;
    given_name: string | null;
    family_name: string | null;
  }>`
    select c.person_id, c.reference, a.outside_reference, w.given_name, w.family_name
    from ${casePlaces} c join ${attachmentsPart} a on a.case_id = c.case_id join ${people} w on w.person_id = c.person_id
    where c.case_id = ${p.caseId}`,
);

/** The files of a milestone's evidence with their content, in the order in which the evidence stands. */
export const contentsOf = statement(
  'claims.bundleContents',
  (p: { caseId: string; evidenceIds: readonly string[] }) => sql<{ id: string; content: Buffer }>`
    select id, content from evidence_file where case_id = ${p.caseId} and evidence_id = any(${p.evidenceIds}::uuid[])`,
);

type NewBundle = {
  id: string;
  claimId: string;
  attempt: number;
  caseId: string;
  personId: string;
  contract: string;
  milestone: string;
  frozenOn: string;
  pdf: Buffer;
  pdfSha256: Buffer;
  zip: Buffer;
  zipSha256: Buffer;
  files: number;
};

/** Keeps a bundle; one that is there already stays as it is, and nothing comes back. */
export const insertBundle = statement(
  'claims.insertBundle',
  (p: NewBundle) => sql<{ id: string }>`
    insert into claim_bundle (id, claim_id, attempt, case_id, person_id, contract, milestone, frozen_on, pdf, pdf_sha256, zip, zip_sha256, files)
    values (${p.id}, ${p.claimId}, ${p.attempt}, ${p.caseId}, ${p.personId}, ${p.contract}, ${p.milestone}, ${p.frozenOn}, ${p.pdf},
      ${p.pdfSha256}, ${p.zip}, ${p.zipSha256}, ${p.files})
    on conflict (claim_id, attempt) do nothing returning id`,
);

/** A bundle without its content. */
export type BundleRow = {
  id: string;
  claim_id: string;
  attempt: number;
  contract: string;
  milestone: string;
  frozen_on: string;
  pdf_sha256: string;
  zip_sha256: string;
  zip_size: number;
  files: number;
};

export const bundlesOfCase = statement(
  'claims.bundlesOfCase',
  (p: { caseId: string }) => sql<BundleRow>`
    select id, claim_id, attempt, contract, milestone, frozen_on, encode(pdf_sha256, 'hex') as pdf_sha256,
      encode(zip_sha256, 'hex') as zip_sha256, octet_length(zip) as zip_size, files
    from claim_bundle where case_id = ${p.caseId} order by frozen_on desc, id desc`,
);

export const findBundle = statement(
  'claims.findBundle',
  (p: { claimId: string; attempt: number }) => sql<BundleRow>`
    select id, claim_id, attempt, contract, milestone, frozen_on, encode(pdf_sha256, 'hex') as pdf_sha256,
      encode(zip_sha256, 'hex') as zip_sha256, octet_length(zip) as zip_size, files
    from claim_bundle where claim_id = ${p.claimId} and attempt = ${p.attempt}`,
);

export const bundlePdf = statement(
  'claims.bundlePdf',
  (p: { id: string; caseId: string }) => sql<{ content: Buffer }>`
    select pdf as content from claim_bundle where id = ${p.id} and case_id = ${p.caseId}`,
);

export const bundleZip = statement(
  'claims.bundleZip',
  (p: { id: string; caseId: string }) => sql<{ content: Buffer }>`
    select zip as content from claim_bundle where id = ${p.id} and case_id = ${p.caseId}`,
);
