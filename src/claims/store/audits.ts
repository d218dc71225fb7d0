import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

/** Claims of a contract that were paid from one day to another and not taken back since: how many, worth what. */
export const populationOf = statement(
  'claims.auditPopulation',
  (p: { contract: string; programmeId: string; from: string; to: string }) => sql<{ claims: number; pence: number }>`
    select count(*) as claims, coalesce(sum(k.pence), 0)::bigint as pence from claim k
    where k.contract = ${p.contract} and k.programme_id = ${p.programmeId} and k.state = 'paid'
      and k.moved_on between ${p.from}::date and ${p.to}::date`,
);

type NewAudit = {
  id: string;
  programmeId: string;
  contract: string;
  from: string;
  to: string;
  seed: string;
  claims: number;
  pence: number;
  day: string;
  at: string;
  by: string | null;
  byName: string;
};
export const insertAudit = statement(
  'claims.insertAudit',
  (p: NewAudit) => sql`
    insert into claim_audit (id, programme_id, contract, from_on, to_on, seed, claims, pence, day, at, by, by_name)
    values (${p.id}, ${p.programmeId}, ${p.contract}, ${p.from}, ${p.to}, ${p.seed}, ${p.claims}, ${p.pence}, ${p.day}, ${p.at}, ${p.by}, ${p.byName})`,
);

/**
 * Draws a sample: claims in the order of SHA-256 of 'seed:reference', the first so many. Whoever knows the seed can draw it again, and
 * nobody can choose.
 */
export const drawItems = statement(
  'claims.drawItems',
  (p: {
    auditId: string;
    contract: string;
    programmeId: string;
    from: string;
    to: string;
    seed: string;
    size: number;
  }) => sql`
    insert into claim_audit_item (audit_id, number, claim_id, attempt, pence)
    select ${p.auditId}::uuid, row_number() over (order by d.digest, d.id), d.id, d.attempt, d.pence from (
      select k.id, k.attempt, k.pence, sha256(convert_to(${p.seed}::text || ':' || k.reference, 'UTF8')) as digest from claim k
      where k.contract = ${p.contract} and k.programme_id = ${p.programmeId} and k.state = 'paid'
        and k.moved_on between ${p.from}::date and ${p.to}::date
      order by digest, k.id limit ${p.size}::int) d`,
);

/** An audit. */
export type AuditRow = {
  id: string;
  programme_id: string;
  contract: string;
  from_on: string;
  to_on: string;
  seed: string;
  claims: number;
  pence: number;
  day: string;
  by_name: string;
};
const columns = sql`id, programme_id, contract, from_on, to_on, seed, claims, pence, day, by_name`;
export const findAudit = statement(
  'claims.findAudit',
  (p: { id: string }) => sql<AuditRow>`select ${columns} from claim_audit where id = ${p.id}`,
);
export const auditsOf = statement(
  'claims.auditsOf',
  (p: { contract: string; programmeId: string; limit: number }) => sql<AuditRow>`
    select ${columns} from claim_audit where contract = ${p.contract} and programme_id = ${p.programmeId} order by at desc, id desc limit ${p.limit}::int`,
);

/** A claim of a sample. `wrong_pence` is null until it was checked, 0 where it is right. */
export type ItemRow = {
  number: number;
  claim_id: string;
  case_id: string;
  reference: string;
  attempt: number;
  milestone: string;
  pence: number;
  finding: 'right' | 'wrong' | null;
  wrong_pence: number | null;
  words: string | null;
  found_by_name: string | null;
  found_on: string | null;
  version: number;
};
export const itemsOf = statement(
  'claims.auditItems',
  (p: { auditId: string }) => sql<ItemRow>`
    select i.number, i.claim_id, k.case_id, k.reference, i.attempt, k.milestone, i.pence, i.finding, i.wrong_pence, i.words,
      i.found_by_name, i.found_on, i.version
    from claim_audit_item i join claim k on k.id = i.claim_id where i.audit_id = ${p.auditId} order by i.number`,
);

/** Writes what was found of an item that still has the version given. */
export const writeFinding = statement(
  'claims.writeFinding',
  (p: {
    auditId: string;
    number: number;
    version: number;
    finding: string;
    wrongPence: number | null;
    words: string | null;
    by: string | null;
    byName: string;
    day: string;
  }) => sql<{ claim_id: string }>`
    update claim_audit_item set finding = ${p.finding}, wrong_pence = ${p.wrongPence}, words = ${p.words}, found_by = ${p.by},
      found_by_name = ${p.byName}, found_on = ${p.day}, version = version + 1
    where audit_id = ${p.auditId} and number = ${p.number} and version = ${p.version} returning claim_id`,
);
