import { sql } from 'kysely';
import { statement } from '../../kit/db.ts';

type Of = { contract: string; milestone: string };
/** One at a time for a milestone of a contract, until the transaction ends. */
export const lockCap = statement(
  'claims.lockCap',
  (p: Of) => sql<{ locked: unknown }>`
    select pg_advisory_xact_lock(hashtextextended('cap ' || ${p.contract}::text || ' ' || ${p.milestone}::text, 0)) as locked`,
);

/** Claims of a milestone that stand, with their day. */
export const cappedClaims = statement(
  'claims.cappedClaims',
  (p: Of) => sql<{ claimed_on: string; pence: number }>`
    select claimed_on, pence from claim where contract = ${p.contract} and milestone = ${p.milestone}
      and state in ('submitted', 'accepted', 'paid') and claimed_on is not null`,
);
