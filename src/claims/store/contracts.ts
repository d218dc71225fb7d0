import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Contract } from '../rules/contract.ts';

/** A version without its document, which does not change and is read once. */
export type VersionRow = { contract: string; version: number; programme: string; valid_from: string; digest: string };

/** Every version of every contract, in the order in which they were loaded. */
export const contractVersions = statement(
  'claims.contractVersions',
  () => sql<VersionRow>`
    select contract, version, programme, valid_from, digest from contract_version order by contract, version`,
);

export const documentsOf = statement(
  'claims.contractDocuments',
  (p: { digests: readonly string[] }) => sql<{ digest: string; document: Contract }>`
    select digest, document from contract_version where digest = any(${p.digests}::text[])`,
);

/** One at a time for a contract, so that two people who load it at once get two version numbers. */
export const lockContract = statement(
  'claims.lockContract',
  (p: { contract: string }) => sql<{ locked: unknown }>`
    select pg_advisory_xact_lock(hashtextextended('contract ' || ${p.contract}::text, 0)) as locked`,
);

export const insertVersion = statement(
  'claims.insertContractVersion',
  (p: {
    id: string;
    contract: string;
    version: number;
    programme: string;
    validFrom: string;
    document: string;
    digest: string;
    loadedBy: string | null;
  }) => sql`
    insert into contract_version (id, contract, version, programme, valid_from, document, digest, loaded_by)
    values (${p.id}, ${p.contract}, ${p.version}, ${p.programme}, ${p.validFrom}::date, ${p.document}::jsonb, ${p.digest}, ${p.loadedBy})`,
);
