/** The commissioner's files as they came, and the claims that they are about. */
import { sql } from 'kysely';
import { attachmentsPart } from '../../cases/actions/parts.ts';
import { bulkInsert } from '../../kit/bulk.ts';
import { statement } from '../../kit/db.ts';
import type { ClaimState } from '../rules/claim-states.ts';
import type { FileRow, Pile } from '../rules/commissioner-file.ts';

/** A claim by its reference, for rows of a file. */
export type ReferencedClaim = {
  id: string;
  reference: string;
  milestone: string;
  state: ClaimState;
  attempt: number;
  pence: number;
  version: number;
  attached_on: string | null;
};
export const claimsByReference = statement(
  'claims.byReference',
  (p: { contract: string; programmeId: string; references: readonly string[] }) => sql<ReferencedClaim>`
    select k.id, k.reference, k.milestone, k.state, k.attempt, k.pence, k.version, a.attached_on from claim k
    join ${attachmentsPart} a on a.case_id = k.case_id
    where k.reference = any(${p.references}::text[]) and k.contract = ${p.contract} and k.programme_id = ${p.programmeId}`,
);

type NewFile = {
  id: string;
  programmeId: string;
  contract: string;
  name: string;
  sha256: string;
  rows: number;
  day: string;
  at: string;
  by: string | null;
  byName: string;
};
/** Keeps a file; nothing comes back where the same bytes are kept already for the contract. */
export const insertFile = statement(
  'claims.insertFile',
  (p: NewFile) => sql<{ id: string }>`
    insert into claim_file (id, programme_id, contract, name, sha256, rows, day, at, by, by_name)
    values (${p.id}, ${p.programmeId}, ${p.contract}, ${p.name}, ${p.sha256}, ${p.rows}, ${p.day}, ${p.at}, ${p.by}, ${p.byName})
    on conflict (contract, sha256) do nothing returning id`,
);
export const fileByDigest = statement(
  'claims.fileByDigest',
  (p: { contract: string; sha256: string }) => sql<{ id: string }>`
    select id from claim_file where contract = ${p.contract} and sha256 = ${p.sha256}`,
);
export const insertFileRows = bulkInsert('claims.insertFileRows', 'claim_file_row', {
  file_id: 'uuid',
  line: 'integer',
  reference: 'text',
  milestone: 'text',
  decision: 'text',
  amount: 'text',
  reason: 'text',
  pile: 'text',
  why: 'text',
  claim_id: 'uuid',
  attempt: 'integer',
  pence: 'integer',
  raw: 'text',
});

/** A file that came. */
export type ClaimFileRow = {
  id: string;
  programme_id: string;
  contract: string;
  name: string;
  sha256: string;
  rows: number;
  day: string;
  by_name: string;
  applied_at: string | null;
  applied_by_name: string | null;
};
const fileColumns = sql`id, programme_id, contract, name, sha256, rows, day, by_name, applied_at, applied_by_name`;
export const findFile = statement(
  'claims.findFile',
  (p: { id: string }) => sql<ClaimFileRow>`select ${fileColumns} from claim_file where id = ${p.id}`,
);
/** The latest files of a contract. */
export const filesOf = statement(
  'claims.filesOf',
  (p: { contract: string; programmeId: string; limit: number }) => sql<ClaimFileRow>`
    select ${fileColumns} from claim_file where contract = ${p.contract} and programme_id = ${p.programmeId} order by at desc, id desc limit ${p.limit}::int`,
);
/** The file, held: two who apply it wait for each other. */
export const lockFile = statement(
  'claims.lockFile',
  (p: { id: string }) => sql<{ contract: string; programme_id: string; applied_at: string | null }>`
    select contract, programme_id, applied_at from claim_file where id = ${p.id} for update`,
);
export const markApplied = statement(
  'claims.markApplied',
  (p: { id: string; at: string; byName: string }) => sql`
    update claim_file set applied_at = ${p.at}, applied_by_name = ${p.byName} where id = ${p.id} and applied_at is null`,
);

/** How many rows, and how much money as they say, are in each pile. */
export const pilesOf = statement(
  'claims.pilesOf',
  (p: { fileId: string }) => sql<{ pile: Pile; rows: number; pence: number; open: number }>`
    select pile, count(*) as rows, coalesce(sum(pence), 0)::bigint as pence, count(*) filter (where outcome is null) as open
    from claim_file_row where file_id = ${p.fileId} group by pile`,
);
/** A row of a file with the case of its claim. */
export type PileRow = {
  line: number;
  reference: string;
  milestone: string;
  decision: string;
  amount: string;
  reason: string;
  pile: Pile;
  why: string;
  claim_id: string | null;
  case_id: string | null;
  outcome: string | null;
  raw: string | null;
};
export const rowsOf = statement(
  'claims.fileRows',
  (p: { fileId: string; piles: readonly string[]; after: number; limit: number }) => sql<PileRow>`
    select r.line, r.reference, r.milestone, r.decision, r.amount, r.reason, r.pile, r.why, r.claim_id, k.case_id, r.outcome, r.raw
    from claim_file_row r left join claim k on k.id = r.claim_id
    where r.file_id = ${p.fileId} and r.pile = any(${p.piles}::text[]) and r.line > ${p.after}::int order by r.line limit ${p.limit}::int`,
);
/** Rows that match and were not applied, in order. */
export const openRows = statement(
  'claims.openFileRows',
  (p: { fileId: string; limit: number }) => sql<FileRow>`
    select line, reference, milestone, decision, amount, reason
    from claim_file_row where file_id = ${p.fileId} and pile = 'matched' and outcome is null order by line limit ${p.limit}::int`,
);
/** Says what applying rows came to; one that was told already stays as it was told. */
export const writeOutcomes = statement(
  'claims.writeOutcomes',
  (p: { fileId: string; rows: string }) => sql`
    update claim_file_row r set outcome = g.outcome from jsonb_to_recordset(${p.rows}::jsonb) as g(line integer, outcome text)
    where r.file_id = ${p.fileId} and r.line = g.line and r.outcome is null`,
);
