import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';
import type { Account } from '../rules/ledger.ts';

/** What each account of a contract held before a day. */
export const openingOf = statement(
  'claims.ledgerOpening',
  (p: { contract: string; before: string }) => sql<{ account: Account; pence: number }>`
    select l.account, sum(l.pence)::bigint as pence from claim_posting p join ledger_line l on l.posting_id = p.id
    where p.contract = ${p.contract} and p.posted_on < ${p.before}::date group by l.account`,
);

/** What each kind of entry did to each account from a day to before another. */
export const movementsOf = statement(
  'claims.ledgerMovements',
  (p: { contract: string; from: string; to: string }) => sql<{ kind: string; account: Account; pence: number }>`
    select p.kind, l.account, sum(l.pence)::bigint as pence from claim_posting p join ledger_line l on l.posting_id = p.id
    where p.contract = ${p.contract} and p.posted_on >= ${p.from}::date and p.posted_on < ${p.to}::date group by p.kind, l.account`,
);

/** An entry of a statement: what one claim's move did to each account. */
export type EntryRow = {
  id: string;
  posted_on: string;
  kind: string;
  reference: string;
  attempt: number;
  milestone: string;
  case_id: string;
  claim_id: string;
  claimed: number;
  owed: number;
  received: number;
  income: number;
};

/** Entries of a contract from a day to before another, in order, after one. */
export const entriesOf = statement(
  'claims.ledgerEntries',
  (p: { contract: string; from: string; to: string; afterDay: string; after: string; limit: number }) => sql<EntryRow>`
    select p.id, p.posted_on, p.kind, k.reference, p.attempt, k.milestone, k.case_id, k.id as claim_id,
      coalesce(l.claimed, 0)::bigint as claimed, coalesce(l.owed, 0)::bigint as owed, coalesce(l.received, 0)::bigint as received,
      coalesce(l.income, 0)::bigint as income
    from claim_posting p join claim k on k.id = p.claim_id
    left join lateral (
      select sum(pence) filter (where account = 'claimed') as claimed, sum(pence) filter (where account = 'owed') as owed,
        sum(pence) filter (where account = 'received') as received, sum(pence) filter (where account = 'income') as income
      from ledger_line where posting_id = p.id) l on true
    where p.contract = ${p.contract} and p.posted_on >= ${p.from}::date and p.posted_on < ${p.to}::date
      and (p.posted_on, p.id) > (${p.afterDay}::date, ${p.after}::uuid)
    order by p.posted_on, p.id limit ${p.limit}::int`,
);
